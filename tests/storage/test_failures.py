"""What is said when a database cannot be used: what is wrong, where, how to mend it, and never a password."""

import asyncio
import contextlib
import resource
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.message import ChatKey, ChatKind
from bot.storage.model import ChatSettings, Context
from bot.storage.problems import StorageError
from bot.storage.store import Store, open_store
from tests.databases import Postgres, Watch, naming

GROUP = ChatKey("telegram", "-100200300")


async def refusal(url: str) -> str:
    """Open a store that cannot be opened, and give what is said."""
    with pytest.raises(StorageError) as refused:
        async with open_store(naming(url), Watch()):
            pass
    return str(refused.value)


async def use(store: Store) -> None:
    await store.change_chat(GROUP, ChatKind.GROUP, zone="Asia/Tokyo")


@pytest.mark.parametrize("blocked", ["a file/wsisbot.sqlite3", "a file", "a file/deep/down/wsisbot.sqlite3"])
async def test_a_place_where_nothing_can_be_written(tmp_path: Path, blocked: str) -> None:
    (tmp_path / "a file").write_text("in the way\n" * 100, encoding="utf-8")
    assert str(tmp_path) in await refusal(f"sqlite:///{tmp_path}/{blocked}")


async def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "wsisbot.sqlite3"
    file.write_bytes(b"no database at all" * 1000)
    told = await refusal(f"sqlite:///{file}")
    assert str(file) in told
    assert "wsisbot db restore" in told
    assert file.read_bytes() == b"no database at all" * 1000


async def test_a_damaged_database(tmp_path: Path) -> None:
    file = tmp_path / "wsisbot.sqlite3"
    async with open_store(naming(f"sqlite:///{file}"), Watch()) as store:
        await use(store)
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    assert "wsisbot db restore" in await refusal(f"sqlite:///{file}")


async def test_a_file_in_whose_place_another_was_put(tmp_path: Path) -> None:
    file, other = tmp_path / "wsisbot.sqlite3", tmp_path / "other.sqlite3"
    async with open_store(naming(f"sqlite:///{other}"), Watch()) as store:
        await use(store)
    async with open_store(naming(f"sqlite:///{file}"), Watch()) as store:
        assert await store.chat(GROUP) == ChatSettings()
        for part in ("", "-wal", "-shm"):
            file.with_name(file.name + part).rename(tmp_path / f"aside{part}")
        for _ in range(2):
            with pytest.raises(StorageError, match=r"not there .*wsisbot db restore"):
                await use(store)
        assert not file.exists()
        other.rename(file)
        assert await store.chat(GROUP) == ChatSettings(zone="Asia/Tokyo")
        await store.change_chat(GROUP, ChatKind.GROUP, zone="Asia/Kathmandu")
    async with open_store(naming(f"sqlite:///{file}"), Watch()) as store:
        assert await store.chat(GROUP) == ChatSettings(zone="Asia/Kathmandu")


async def test_another_program_that_holds_the_file_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.05)
    file = tmp_path / "wsisbot.sqlite3"
    async with open_store(naming(f"sqlite:///{file}"), Watch()) as store:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match="another program"):
                await use(store)
            assert await store.chat(GROUP) == ChatSettings()  # reading goes on
            other.execute("ROLLBACK")
        await use(store)
        assert await store.chat(GROUP) == ChatSettings(zone="Asia/Tokyo")


async def test_what_talks_are_about_may_be_lost_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.05)
    file = tmp_path / "wsisbot.sqlite3"
    async with open_store(naming(f"sqlite:///{file}"), Watch()) as store:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await store.keep_talk("t", Context(("term.quay",), ()))
            with pytest.raises(StorageError, match="another program"):
                await store.talk("t")
            other.execute("ROLLBACK")
        assert await store.talk("t") is None
        await store.keep_talk("t", Context(("term.pier",), ()))
        assert await store.talk("t") == Context(("term.pier",), ())


async def pour(store: Store) -> None:
    for number in range(200):
        await store.report("x" * 2000, [str(number)])


@contextlib.contextmanager
def no_room(most: int) -> Iterator[None]:
    """Have the system refuse files beyond so many bytes, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_full_disk_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    file = tmp_path / "wsisbot.sqlite3"
    async with open_store(naming(f"sqlite:///{file}"), Watch()) as store:
        await use(store)
        with no_room(file.stat().st_size):
            with pytest.raises(StorageError, match="disk"):
                await pour(store)
            assert await store.chat(GROUP) == ChatSettings(zone="Asia/Tokyo")
        kept = len(await store.reports())
        await store.report("there is room again", [])
        assert len(await store.reports()) == kept + 1


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///file:x?uri=true", "names no file"),
        ("postgresql://user:hun:ter2@host:port/name", "taken apart"),
        ("postgresql://user:hunter2@[host/name", ""),
    ],
)
async def test_an_address_that_cannot_be_used(url: str, told: str) -> None:
    said = await refusal(url)
    assert told in said
    assert "ter2" not in said


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg"])
async def test_a_postgresql_that_is_down(scheme: str) -> None:
    url = f"{scheme}://user:hunter2@127.0.0.1:{free_port()}/name?password=hunter2"
    said = await refusal(url.removesuffix("?password=hunter2"))
    assert "127.0.0.1" in said
    assert "hunter2" not in said
    assert "hunter2" not in await refusal(url)


async def test_a_postgresql_that_has_no_such_database_user_or_option(postgres: Postgres) -> None:
    assert "createdb" in await refusal(postgres.address("nowhere"))
    assert "user" in await refusal(postgres.address(user="nobody:hunter2"))
    assert "sslmod" in await refusal(postgres.new_database() + "&sslmod=x")


async def test_the_ssl_mode_is_understood_as_other_programs_write_it(postgres: Postgres) -> None:
    async with open_store(naming(postgres.new_database() + "&sslmode=disable"), Watch()) as store:
        await use(store)


async def test_a_postgresql_that_was_restarted_is_reached_again(postgres: Postgres) -> None:
    url = postgres.new_database()
    async with open_store(naming(url), Watch()) as store:
        await asyncio.gather(*(use(store) for _ in range(4)))
        postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wsisbot'")
        assert await store.chat(GROUP) == ChatSettings(zone="Asia/Tokyo")
        await use(store)


async def test_a_postgresql_that_may_only_be_read(postgres: Postgres) -> None:
    url = postgres.new_database()
    async with open_store(naming(url), Watch()):
        pass
    postgres.run(f"ALTER ROLE {sa.make_url(url).username} SET default_transaction_read_only = on")
    async with open_store(naming(url), Watch()) as store:
        with pytest.raises(StorageError, match="primary"):
            await use(store)
        assert await store.chat(GROUP) == ChatSettings()
