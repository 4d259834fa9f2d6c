"""The real `wsisbot run` before the fake Telegram; most tests share one of each, with people and groups of their own."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from telegram import MessageEntity

from bot.commands.catalogue import COMMANDS
from tests import tdlib
from tests.fakes.telegram import FakeTelegram

COMMAND = (sys.executable, "-m", "bot")
LONGEST_START, LONGEST_END = 30.0, 40.0

COMMANDS_SHOWN = {f"/{name}" for name in COMMANDS}
"""What may be alive in a text of the bot: its own commands, to be tapped."""


@dataclass
class Running:
    """A process of the bot.

    Attributes:
        log: The file to which its standard error goes.
        variables: Its environment.
    """

    process: asyncio.subprocess.Process
    log: Path
    variables: dict[str, str]

    @property
    def said(self) -> str:
        """All that it has logged."""
        return self.log.read_text(encoding="utf-8")

    async def ended(self) -> int:
        """Wait until it ends by itself and give its exit code."""
        return await asyncio.wait_for(self.process.wait(), LONGEST_END)

    async def stop(self) -> int:
        """Tell it to stop, as a supervisor does, and give its exit code."""
        if self.process.returncode is None:
            self.process.terminate()
        return await self.ended()

    async def says(self, words: str) -> None:
        """Wait until it has logged some words."""
        async with asyncio.timeout(LONGEST_START):
            while words not in self.said:  # noqa: ASYNC110 - a file cannot be waited for
                await asyncio.sleep(0.02)


Start = Callable[..., Awaitable[Running]]


async def launch(
    stack: AsyncExitStack,
    telegram: FakeTelegram,
    home: Path,
    knowledge: Path,
    command: tuple[str, ...] = (*COMMAND, "run"),
    **variables: str,
) -> Running:
    """Start the bot; it is told to stop when the stack closes. It keeps what it keeps below `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WSISBOT_", "TELEGRAM_", "DISCORD_"))}
    given = {
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "WSISBOT_KNOWLEDGE_DIR": str(knowledge),
        "WSISBOT_DATA_DIR": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "HOME": str(home),
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    environment = kept | given | variables
    home.mkdir(parents=True, exist_ok=True)
    log = home / f"log-{len(list(home.glob('log-*')))}"
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *command, env={name: value for name, value in environment.items() if value}, cwd=home, stderr=file, stdout=file
        )
    running = Running(process, log, environment)
    stack.push_async_callback(running.stop)
    return running


@pytest.fixture
async def start(telegram: FakeTelegram, tmp_path: Path, tiny_folder: Path) -> AsyncIterator[Start]:
    """Give what starts a process of the bot of one's own; every time with the same memory."""
    async with AsyncExitStack() as stack:

        async def one(**variables: str) -> Running:
            return await launch(stack, telegram, tmp_path / "home", tiny_folder, **variables)

        yield one


@pytest.fixture
def unused_port() -> int:
    """Give a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Town:
    """A Telegram with the bot in it, shared by the tests of a session."""

    telegram: FakeTelegram
    bot: Running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared(tmp_path_factory: pytest.TempPathFactory, tiny_folder: Path) -> AsyncIterator[Town]:
    """Start the one that is shared."""
    async with FakeTelegram() as telegram, AsyncExitStack() as stack:
        bot = await launch(stack, telegram, tmp_path_factory.mktemp("shared"), tiny_folder)
        yield Town(telegram, bot)


@pytest_asyncio.fixture(loop_scope="session")
async def town(shared: Town) -> AsyncIterator[FakeTelegram]:
    """Give the shared Telegram; what the bot did wrong during a test fails that test."""
    posted = len(shared.telegram.posts)
    yield shared.telegram
    for post in shared.telegram.posts[posted:]:
        entities = [MessageEntity.de_json(entity, None) for entity in post.given]
        assert tdlib.refusal(post.text, entities) is None, post
        assert not set(tdlib.live(post.text)) - COMMANDS_SHOWN, post
    broken, shared.telegram.violations = shared.telegram.violations, []
    assert not broken, "\n".join(map(str, broken))
    assert shared.bot.process.returncode is None, shared.bot.said
