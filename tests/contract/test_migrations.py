"""The steps from every older version to this one, with rows in the tables; on SQLite and on PostgreSQL alike."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.message import ChatKey
from bot.storage import keyring, schema
from bot.storage.database import Database, locate
from bot.storage.model import ChatSettings, Context, ServerEvent
from bot.storage.store import open_store
from bot.storage.tables import metadata
from bot.storage.vault import Vault
from tests.databases import KEY, Watch, naming

VAULT = Vault(KEY)
AT = dt.datetime(2025, 6, 1, 11, 50, tzinfo=dt.UTC)
CHAT = ChatKey("telegram", "-100")

FIRST: dict[str, list[dict[str, Any]]] = {
    "chats": [
        {
            "platform": "telegram",
            "chat": VAULT.digest("chat", "telegram", "-100"),
            "number": VAULT.seal("-100"),
            "kind": "group",
            "language": "en",
            "zone": "Asia/Tokyo",
            "manner": "short",
            "collect": True,
            "changed": AT,
        }
    ],
    "talks": [
        {
            "talk": VAULT.digest("talk", "telegram:-100:4711"),
            "person": VAULT.digest("person", "telegram", "4711"),
            "context": VAULT.seal('{"records": ["term.quay"], "asked": ["where"]}'),
            "at": AT,
        }
    ],
    "answers": [
        {
            "chat": VAULT.digest("chat", "telegram", "-100"),
            "message": VAULT.digest("message", "8"),
            "number": VAULT.seal("8"),
            "position": 0,
            "question": VAULT.digest("asked", "7"),
            "talk": VAULT.digest("talk", "telegram:-100:4711"),
            "person": VAULT.digest("person", "telegram", "4711"),
            "at": AT,
        }
    ],
    "votes": [{"voter": None, "answer": None, "good": True, "records": ["term.quay"], "month": "2025-05"}],
    "reports": [{"text": VAULT.seal("The hall is wrong"), "records": ["term.quay"], "at": AT}],
    "unanswered": [
        {
            "question": VAULT.digest("question", "en", "Who owns the moon?"),
            "language": "en",
            "text": VAULT.seal("Who owns the moon?"),
            "times": 3,
            "last": AT,
        }
    ],
    "identities": [{"platform": "telegram", "number": "1", "name": "wsis_bot"}],
}

SECOND: dict[str, list[dict[str, Any]]] = FIRST | {
    "known_dates": [{"record": "term.quay", "dates": "2025-07-08|||", "since": AT}],
    "reminders": [
        {
            "id": 5,
            "chat": 1,
            "platform": "telegram",
            "author": VAULT.seal("4711"),
            "author_digest": VAULT.digest("person", "telegram", "4711"),
            "text": VAULT.seal("Bring the maps"),
            "clock": "2025-07-01T09:00:00",
            "zone": "Europe/Zurich",
            "language": "en",
            "repeat": True,
            "state": "active",
            "made": AT,
        }
    ],
    "deliveries": [
        {
            "key": "r5:@2025-07-01T09:00:00/Europe/Zurich",
            "chat": 1,
            "reminder": 5,
            "due": dt.datetime(2025, 7, 1, 7, tzinfo=dt.UTC),
            "use_by": dt.datetime(2025, 7, 2, 7, tzinfo=dt.UTC),
            "look": dt.datetime(2025, 7, 1, 7, tzinfo=dt.UTC),
            "state": "planned",
        }
    ],
}

ROWS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "0001": FIRST,
    "0002": SECOND,
    "0003": SECOND
    | {
        "server_events": [{"chat": 1, "record": "meeting.quay", "number": VAULT.seal("31"), "told": "2025-07-08"}],
    },
}
"""What a database of each step held: a new step adds its rows here and never changes those of older steps."""


async def at_step(url: str, step: str) -> None:
    """Make a database as the program of that step left it."""
    database = Database(locate(naming(url)))
    database.make_file()
    async with database.writing() as connection:
        await connection.run_sync(schema.upgrade, step)
        await keyring.install(database, connection, VAULT)
        await connection.run_sync(_fill, ROWS[step])
    await database.close()


def _fill(connection: sa.Connection, rows: dict[str, list[dict[str, Any]]]) -> None:
    for name, entries in rows.items():
        table = sa.Table(name, sa.MetaData(), autoload_with=connection)
        connection.execute(sa.insert(table), entries)


@pytest.mark.parametrize("step", schema.steps())
async def test_what_an_older_version_kept_is_there_after_the_upgrade(database_url: str, step: str) -> None:
    await at_step(database_url, step)
    watch = Watch()
    async with open_store(naming(database_url), watch) as store:
        if "reminders" in ROWS[step]:
            (reminder,) = await store.bookings.of_chat(CHAT)
            assert (reminder.booking.text, reminder.booking.author) == ("Bring the maps", "4711")
            assert reminder.next == dt.datetime(2025, 7, 1, 7, tzinfo=dt.UTC)
            assert await store.following.seen() == {"term.quay": "2025-07-08|||"}
        events = [ServerEvent(CHAT, "meeting.quay", "31", "2025-07-08")] if "server_events" in ROWS[step] else []
        assert await store.events.all("telegram") == events
        assert await store.chat(CHAT) == ChatSettings("en", "Asia/Tokyo", "short", collect=True)
        assert await store.talk("telegram:-100:4711") == Context(("term.quay",), ("where",))
        assert await store.answer_to(CHAT, "7") == ("8",)
        assert await store.conversation_of(CHAT, "8") is not None
        assert await store.votes() == {"term.quay": (1, 0)}
        assert [(report.text, report.records, report.at) for report in await store.reports()] == [
            ("The hall is wrong", ("term.quay",), AT)
        ]
        assert [(one.question, one.times) for one in await store.unanswered()] == [("Who owns the moon?", 3)]
        identity = await store.identity("telegram")
        assert identity is not None
        assert identity.name == "wsis_bot"
        forgotten = {"talks": 1, "answers": 1} | ({"reminders": 1} if "reminders" in ROWS[step] else {})
        assert await store.forget("telegram", "4711") == forgotten


async def test_the_steps_lead_to_the_tables_that_the_program_uses(database_url: str) -> None:
    async with open_store(naming(database_url), Watch()) as store, store._database.reading() as connection:
        assert await connection.run_sync(_differences) == []


def _differences(connection: sa.Connection) -> list[Any]:
    options = {"version_table": schema.VERSION_TABLE, "compare_type": True, "compare_server_default": True}
    found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return found


async def test_the_names_of_keys_and_constraints_are_the_same_on_the_way_and_in_the_program(database_url: str) -> None:
    async with open_store(naming(database_url), Watch()) as store, store._database.reading() as connection:
        made = await connection.run_sync(_names)
    assert made == {str(constraint.name) for table in metadata.sorted_tables for constraint in table.constraints}


def _names(connection: sa.Connection) -> set[str]:
    look = sa.inspect(connection)
    names = set()
    for table in metadata.sorted_tables:
        # SQLite gives no name to a key whose numbers are never used again.
        names |= {str(look.get_pk_constraint(table.name)["name"] or f"pk_{table.name}")}
        names |= {str(unique["name"]) for unique in look.get_unique_constraints(table.name)}
        names |= {str(key["name"]) for key in look.get_foreign_keys(table.name)}
    return names
