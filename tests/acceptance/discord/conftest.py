"""The real `wsisbot run` before the fake Discord; most tests share one of each, with servers and people of their own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.fakes.discord import FakeDiscord
from tests.processes import COMMAND, RUN, Running, launch

Start = Callable[..., Awaitable[Running]]


def variables(discord: FakeDiscord) -> dict[str, str]:
    return {"DISCORD_TOKEN": discord.token, "DISCORD_API_URL": discord.api_url}


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    """Give a Discord that listens; a request that broke Discord's rules fails the test at its end."""
    async with FakeDiscord() as server:
        yield server
    assert not server.violations, "\n".join(map(str, server.violations))


@pytest.fixture
async def start(discord: FakeDiscord, tmp_path: Path, tiny_folder: Path) -> AsyncIterator[Start]:
    """Give what starts a process of the bot of one's own; every time with the same memory."""
    async with AsyncExitStack() as stack:

        async def one(*arguments: str, **more: str) -> Running:
            command = (*COMMAND, *(arguments or ("run",)))
            return await launch(stack, tmp_path / "home", tiny_folder, command, **variables(discord) | more)

        yield one


@dataclass
class Town:
    """A Discord with the bot in it, shared by the tests of a session."""

    discord: FakeDiscord
    bot: Running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared(tmp_path_factory: pytest.TempPathFactory, tiny_folder: Path) -> AsyncIterator[Town]:
    """Start the one that is shared."""
    async with FakeDiscord() as discord, AsyncExitStack() as stack:
        home = tmp_path_factory.mktemp("shared-discord")
        bot = await launch(stack, home, tiny_folder, RUN, **variables(discord))
        await bot.says("is there")
        yield Town(discord, bot)


@pytest_asyncio.fixture(loop_scope="session")
async def town(shared: Town) -> AsyncIterator[FakeDiscord]:
    """Give the shared Discord; what the bot did wrong during a test fails that test."""
    discord, said = shared.discord, len(shared.bot.said)
    await awake(discord)
    yield discord
    broken, discord.api.violations = discord.violations, []
    assert not broken, "\n".join(map(str, broken))
    assert shared.bot.process.returncode is None, shared.bot.said
    assert "broke" not in shared.bot.said[said:], shared.bot.said[said:]


async def awake(discord: FakeDiscord) -> None:
    """Wait until the bot answers: while tests with a loop of their own ran, this Discord stood still."""
    probe = discord.person("probe")
    for _ in range(5):
        if (await probe.autocomplete(probe.direct, "define", "term", "a")).acknowledged:
            return
