"""Nothing of anybody can be read in the database's files; every column says whom it identifies and how that is forgotten."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage.store import open_store
from bot.storage.tables import metadata
from tests.contract.test_opening import MARKS, marked
from tests.databases import KEY, Postgres, Watch, naming

COLUMNS = [column for table in metadata.sorted_tables for column in table.columns]


def files(url: str, request: pytest.FixtureRequest) -> list[Path]:
    """Give the files of a database, logs of changes and all."""
    if url.startswith("sqlite"):
        return list(Path(url.removeprefix("sqlite:///")).parent.iterdir())
    server: Postgres = request.getfixturevalue("postgres")
    server.run("CHECKPOINT")
    number = server.run("SELECT oid FROM pg_database WHERE datname = current_database()")
    folders = (server.data / "base" / number, server.data / "pg_wal")
    return [file for folder in folders for file in folder.iterdir() if file.is_file()]


async def test_nothing_of_anybody_stands_in_the_files(database_url: str, request: pytest.FixtureRequest) -> None:
    async with open_store(naming(database_url), Watch()) as store:
        await marked(store)
        content = b"".join(file.read_bytes() for file in files(database_url, request))
    content += b"".join(file.read_bytes() for file in files(database_url, request) if database_url.startswith("sqlite"))
    assert b"Asia/Tokyo" in content  # the search looks in the right place
    for mark in (*MARKS, KEY):
        assert mark.encode() not in content


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_says_whom_it_identifies(column: sa.Column[object]) -> None:
    assert column.info["identifies"] in {"person", "chat", None}


@pytest.mark.parametrize("column", [column for column in COLUMNS if column.info["identifies"]], ids=str)
def test_whatever_identifies_somebody_is_encrypted_and_can_be_forgotten(column: sa.Column[object]) -> None:
    assert column.info.get("sealed") or column.info.get("digest")
    rules = [other.info for other in column.table.columns if other.info.get("forget")]
    if column.info.get("digest"):
        assert column.info["forget"] == "row" or (column.info["forget"] == "blank" and column.nullable)
        assert column.info["found_by"] in {"person", "chat", "voter"}
    assert any(rule["forget"] == "row" and rule["identifies"] for rule in rules)


@pytest.mark.parametrize("column", [column for column in COLUMNS if column.info.get("made_of")], ids=str)
def test_digests_that_can_be_made_anew_name_columns_that_there_are(column: sa.Column[object]) -> None:
    _, *names = column.info["made_of"]
    assert set(names) <= set(column.table.columns.keys())
