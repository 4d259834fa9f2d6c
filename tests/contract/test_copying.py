"""Everything moves from one real database into another: every pair of SQLite and PostgreSQL, with rows in every table."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.adapter import Identity, Target
from bot.message import ChatKey
from bot.storage.booked import Booking, Hand, Planned, State, Step
from bot.storage.database import Database, locate
from bot.storage.model import ServerEvent
from bot.storage.problems import StorageError
from bot.storage.store import Store, open_store
from bot.storage.tables import metadata
from bot.storage.tending import copy
from tests.contract.test_opening import content, execute, marked, tables
from tests.databases import OTHER_KEY, Postgres, Watch, naming

GROUP = ChatKey("telegram", "-100200300")


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a second empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/other/wsisbot.sqlite3"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


async def rows(url: str) -> dict[str, list[dict[str, Any]]]:
    """Give all rows of all tables, as plain values."""
    database = Database(locate(naming(url)))
    async with database.reading() as connection:
        found = {
            table.name: [
                dict(row) for row in (await connection.execute(sa.select(table).order_by(*table.primary_key))).mappings()
            ]
            for table in metadata.sorted_tables
        }
    await database.close()
    return found


async def filled(store: Store, watch: Watch) -> int:
    """Leave rows in every table, one that points to a later one among them, and give the number of a reminder that is gone."""
    await marked(store)
    await store.keep_identity(Identity("telegram", "1", "wsis_bot"))
    await store.following.see({"term.quay": "2025-07-08|||"}, watch.now)
    await store.events.keep(ServerEvent(GROUP, "meeting.quay", "31", "2025-07-08"), watch.now)
    words = Booking(Target(GROUP, "7"), "4711000815", "en", text="Bring the maps", mention="99")
    planned = [Planned(name, watch.now, watch.now) for name in "abc"]
    await store.bookings.book(words, planned, watch.now)
    mine = store.deliveries("a")
    first, *_, last = await mine.claim(watch.now, ["telegram"], 10)
    assert await mine.end(last, Step.SENT, watch.now, along=[first])
    assert first.id < last.id
    draft = await store.bookings.book(words, [], watch.now, State.DRAFT)
    assert draft is not None
    watch.forward(hours=2)
    await store.tidy()
    await marked(store)
    return draft


async def said(url: str, to: str) -> str:
    return "\n".join([line async for line in copy(naming(url), to)])


async def test_all_is_there_and_goes_on(database_url: str, other_url: str) -> None:
    watch = Watch()
    async with open_store(naming(database_url), watch) as store:
        gone = await filled(store, watch)
        before = await content(store)
    assert "Bring the maps" not in await said(database_url, other_url)
    kept = await rows(database_url)
    assert all(kept.values()), [name for name, found in kept.items() if not found]
    assert await rows(other_url) == kept
    async with open_store(naming(other_url), watch, upgrade=False) as store:
        assert await content(store) == before
        reminder = next(one for one in await store.bookings.of_chat(GROUP) if one.booking.mention)
        assert await store.bookings.change(reminder.id, State.CANCELLED, Hand(GROUP, None, watch.now))
        words = Booking(Target(GROUP), None, "en", text="more")
        number = await store.bookings.book(words, [Planned("@", watch.now, watch.now)], watch.now)
        assert number is not None
        assert number > max(gone, *(row["id"] for row in kept["reminders"]))
        await marked(store)  # every table gives numbers that are free
    assert await rows(database_url) == kept


async def test_a_database_that_holds_something_is_left_alone(database_url: str, other_url: str) -> None:
    watch = Watch()
    for url in (database_url, other_url):
        async with open_store(naming(url), watch) as store:
            await store.report("wrong", [url])
    before = await rows(other_url)
    with pytest.raises(StorageError, match="not empty"):
        await said(database_url, other_url)
    assert await rows(other_url) == before
    with pytest.raises(StorageError, match="copy from"):
        await said(database_url, database_url)


async def test_another_programs_database_is_left_alone(database_url: str, other_url: str) -> None:
    async with open_store(naming(database_url), Watch()) as store:
        await marked(store)
    database = Database(locate(naming(other_url)))
    database.make_file()
    await database.close()
    await execute(other_url, "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StorageError, match="recipes"):
        await said(database_url, other_url)
    assert await tables(other_url) == {"recipes"}


async def test_a_copy_that_breaks_off_leaves_nothing(database_url: str, other_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_store(naming(database_url), Watch()) as store:
        await marked(store)

    async def broken(*_: object) -> None:
        raise RuntimeError("on the way")

    with monkeypatch.context() as patch:
        patch.setattr("bot.storage.copying._go_on_from", broken)
        with pytest.raises(RuntimeError, match="on the way"):
            await said(database_url, other_url)
    assert await tables(other_url) == set()
    await said(database_url, other_url)
    assert (await rows(other_url))["chats"]


async def test_only_with_its_own_key(database_url: str, other_url: str) -> None:
    async with open_store(naming(database_url), Watch()) as store:
        await marked(store)
    with pytest.raises(StorageError, match="is not the one"):
        _ = [line async for line in copy(naming(database_url, OTHER_KEY), other_url)]
    with pytest.raises(StorageError, match="wsisbot db upgrade"):
        await said(other_url, database_url)
