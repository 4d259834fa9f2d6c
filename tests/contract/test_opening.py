"""How a store is opened, with which key, and what is said where it cannot be; on SQLite and on PostgreSQL alike."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.message import ChatKey, ChatKind
from bot.storage.database import Database, locate
from bot.storage.model import ChatSettings, Context
from bot.storage.opening import change_key
from bot.storage.problems import StorageError
from bot.storage.store import Store, open_store
from tests.contract.test_store import ANNA, GROUP, PRIVATE, fill
from tests.databases import KEY, OTHER_KEY, Watch, naming

MARKS = ("4711000815", "100200300", "MARKED")
"""What `marked` leaves in a store and nobody may read in its files."""


async def marked(store: Store) -> None:
    """Leave all sorts of things in a store."""
    await fill(store)
    await store.change_chat(GROUP, ChatKind.GROUP, collect=True)
    await store.close_chat(ChatKey("discord", "MARKED chat"), "MARKED reason")
    await store.keep_unanswered(GROUP, "en", "MARKED question")
    await store.report("MARKED report", ["term.quay"])
    await store.keep_talk("MARKED talk", Context(("meeting.MARKED",), ("where",)), ANNA)
    await store.vote(ANNA, "MARKED answer", good=True, records=["term.quay"])


async def content(store: Store) -> list[object]:
    """Give what of `marked` a change of the key must not lose."""
    return [
        await store.chat(GROUP),
        await store.chat(PRIVATE),
        await store.chat(ChatKey("discord", "MARKED chat")),
        await store.reports(),
        await store.unanswered(),
        await store.votes(),
        (await store.own_data("telegram", "4711000815"))["chats"],
    ]


async def test_an_opened_store_is_at_the_newest_step_and_can_be_opened_again(database_url: str) -> None:
    settings = naming(database_url)
    with pytest.raises(StorageError, match="wsisbot db upgrade"):
        async with open_store(settings, Watch(), upgrade=False):
            pass
    for upgrade in (True, True, False):
        async with open_store(settings, Watch(), upgrade=upgrade) as store:
            await store.change_chat(GROUP, ChatKind.GROUP, manner="short")


async def test_processes_that_start_at_once_share_one_store(database_url: str) -> None:
    async def start(name: str) -> None:
        async with open_store(naming(database_url), Watch()) as store:
            await store.change_chat(ChatKey("telegram", name), ChatKind.GROUP, manner="short")

    await asyncio.gather(*(start(str(number)) for number in range(6)))
    async with open_store(naming(database_url), Watch(), upgrade=False) as store:
        for number in range(6):
            assert (await store.chat(ChatKey("telegram", str(number)))).manner == "short"


async def test_a_wrong_key_is_refused_at_the_start(database_url: str) -> None:
    async with open_store(naming(database_url), Watch()) as store:
        await marked(store)
    with pytest.raises(StorageError, match="WSISBOT_DATA_KEY") as refused:
        async with open_store(naming(database_url, OTHER_KEY), Watch()):
            pass
    assert OTHER_KEY not in str(refused.value)


async def test_the_key_can_be_changed(database_url: str) -> None:
    watch = Watch()
    async with open_store(naming(database_url), watch) as store:
        await marked(store)
        before = await content(store)
    both = naming(database_url, OTHER_KEY, KEY)
    with pytest.raises(StorageError, match="wsisbot db rotate"):
        async with open_store(both, watch):
            pass
    for _ in range(2):  # again does no harm
        assert (await change_key(both))["chats"] == 3
        for settings in (both, naming(database_url, OTHER_KEY)):
            async with open_store(settings, watch) as store:
                assert await content(store) == before
                assert await store.talk("MARKED talk") is None
    with pytest.raises(StorageError, match="WSISBOT_DATA_KEY"):
        async with open_store(naming(database_url), watch):
            pass
    async with open_store(naming(database_url, OTHER_KEY), watch) as store:
        await store.forget("telegram", "4711000815")
        assert await store.chat(PRIVATE) == ChatSettings()
        assert await store.own_data("telegram", "4711000815") == {}


async def test_a_key_is_not_changed_from_one_that_never_fitted(database_url: str) -> None:
    async with open_store(naming(database_url), Watch()) as store:
        await marked(store)
        before = await content(store)
    third = KEY.replace("a2V5", "a2V6")
    with pytest.raises(StorageError, match="is not the one"):
        await change_key(naming(database_url, OTHER_KEY, third))
    with pytest.raises(StorageError, match="WSISBOT_DATA_KEY_OLD"):
        await change_key(naming(database_url, OTHER_KEY))
    async with open_store(naming(database_url), Watch()) as store:
        assert await content(store) == before


async def test_a_bot_that_runs_on_with_the_old_key_is_told(database_url: str) -> None:
    async with open_store(naming(database_url), Watch()) as store:
        await marked(store)
        await change_key(naming(database_url, OTHER_KEY, KEY))
        with pytest.raises(StorageError, match="key was changed"):
            await store.tidy()
        with pytest.raises(StorageError, match="another one"):
            await store.reports()


async def test_a_database_of_a_newer_version_is_refused_untouched(database_url: str) -> None:
    async with open_store(naming(database_url), Watch()) as store:
        await marked(store)
    await execute(database_url, "UPDATE wsisbot_version SET version_num = '9999'")
    with pytest.raises(StorageError, match="newer") as refused:
        async with open_store(naming(database_url), Watch()):
            pass
    assert "9999" in str(refused.value)
    with pytest.raises(StorageError, match="newer"):
        await change_key(naming(database_url, OTHER_KEY, KEY))


async def test_a_database_of_something_else_is_refused_untouched(database_url: str) -> None:
    database = Database(locate(naming(database_url)))
    database.make_file()
    await database.close()
    await execute(database_url, "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StorageError, match="recipes"):
        async with open_store(naming(database_url), Watch()):
            pass
    assert await tables(database_url) == {"recipes"}


async def test_a_step_that_fails_leaves_the_database_as_it_was(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("on the way")

    with monkeypatch.context() as patch:
        patch.setattr("bot.storage.keyring.install", broken)  # after the last step, within its transaction
        with pytest.raises(RuntimeError, match="on the way"):
            async with open_store(naming(database_url), Watch()):
                pass
    assert await tables(database_url) == set()
    async with open_store(naming(database_url), Watch()) as store:
        await marked(store)


async def execute(url: str, command: str) -> None:
    """Run a command of SQL."""
    database = Database(locate(naming(url)))
    async with database.writing() as connection:
        await connection.execute(sa.text(command))
    await database.close()


async def tables(url: str) -> set[str]:
    """Give the names of a database's tables."""
    database = Database(locate(naming(url)))
    async with database.reading() as connection:
        names = await connection.run_sync(lambda inner: sa.inspect(inner).get_table_names())
    await database.close()
    return set(names)
