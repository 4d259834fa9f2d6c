"""The adapter in this process before the fake Discord, on a real store."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.events import ServerEvents
from bot.app import build_assistant
from bot.clock import system_clock
from bot.message import Message
from bot.reply import Reply
from bot.settings import Settings
from bot.storage.store import Store, open_store
from tests.fakes.discord import FakeDiscord


@dataclass
class Serving:
    """An adapter that serves; `answers` may be given something else to answer by."""

    discord: FakeDiscord
    adapter: DiscordAdapter
    store: Store
    answers: list[Callable[[Message], Awaitable[Reply]]]

    @property
    def events(self) -> ServerEvents:
        """What keeps the events of servers."""
        assert self.adapter._desk
        return self.adapter._desk.events


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    """Give a Discord that listens; a request that broke Discord's rules fails the test at its end."""
    async with FakeDiscord() as server:
        yield server
    assert not server.violations, "\n".join(map(str, server.violations))


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tiny_folder: Path, tmp_path: Path, discord: FakeDiscord) -> Settings:
    monkeypatch.setenv("DISCORD_TOKEN", discord.token)
    monkeypatch.setenv("DISCORD_API_URL", discord.api_url)
    monkeypatch.setenv("WSISBOT_KNOWLEDGE_DIR", str(tiny_folder))
    monkeypatch.setenv("WSISBOT_DATA_DIR", str(tmp_path / "kept"))
    return Settings.from_environment()


@asynccontextmanager
async def serving_on(discord: FakeDiscord, settings: Settings) -> AsyncIterator[Serving]:
    async with open_store(settings, system_clock) as store:
        assistant = build_assistant(settings, store)
        answers: list[Callable[[Message], Awaitable[Reply]]] = []

        async def answer(message: Message) -> Reply:
            return await (answers[-1] if answers else assistant.reply)(message)

        adapter = DiscordAdapter(settings, store, system_clock)
        stop = asyncio.Event()
        task = asyncio.create_task(adapter.run(answer, stop))
        try:
            await discord.connected()
            await until_ready(adapter)
            yield Serving(discord, adapter, store, answers)
        finally:
            stop.set()
            await task


async def until_ready(adapter: DiscordAdapter) -> None:
    client = adapter._client
    assert client is not None
    await asyncio.wait_for(client.wait_until_ready(), 30)


@pytest.fixture
async def serving(discord: FakeDiscord, settings: Settings) -> AsyncIterator[Serving]:
    async with serving_on(discord, settings) as one:
        yield one
