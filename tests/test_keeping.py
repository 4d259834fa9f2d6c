"""Keeping up with the knowledge, through a store that fails for a while."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot import keeping
from bot.adapter import Target
from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.keeping import Reminding
from bot.message import ChatKey
from bot.records.load import load
from bot.storage.booked import Follow
from bot.storage.store import open_store
from tests.databases import Watch, naming

GROUP = ChatKey("telegram", "-100")
LONGEST = 30


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(LONGEST):
        while not await true():  # noqa: ASYNC110 - whatever it is
            await asyncio.sleep(0.02)


async def test_what_the_store_could_not_take_is_brought_up_to_date_when_it_can(
    tmp_path: Path, tiny_folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LOOKING", 0.05)
    file, aside, watch = tmp_path / "data" / "wsisbot.sqlite3", tmp_path / "aside", Watch()
    settings = naming(f"sqlite:///{file}").model_copy(update={"knowledge_dir": tiny_folder})
    async with open_store(settings, watch) as store:
        await store.following.add(Follow(Target(GROUP), "8", "en", "everything", "7d"), watch.now)
        file.parent.rename(aside)
        assistant = Assistant(Engine(load(tiny_folder)), store)
        task = asyncio.create_task(Reminding(settings, store, watch, assistant, {}).keep_up(asyncio.Event()))

        async def failed_twice() -> bool:
            return caplog.text.count("could not be brought up to date") > 1

        async def booked() -> bool:
            return bool(await store.bookings.of_chat(GROUP))

        try:
            await until(failed_twice)
            aside.rename(file.parent)
            await until(booked)
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
