"""The real `wsisbot run` before the fake Telegram; most tests share one of each, with people and groups of their own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from telegram import MessageEntity

from bot.commands.catalogue import COMMANDS
from tests import processes, tdlib
from tests.fakes.telegram import FakeTelegram
from tests.processes import RUN, Running

COMMANDS_SHOWN = {f"/{name}" for name in COMMANDS}
"""What may be alive in a text of the bot: its own commands, to be tapped."""


Start = Callable[..., Awaitable[Running]]


async def launch(
    stack: AsyncExitStack,
    telegram: FakeTelegram,
    home: Path,
    knowledge: Path,
    command: tuple[str, ...] = RUN,
    **variables: str,
) -> Running:
    """Start the bot; it is told to stop when the stack closes. It keeps what it keeps below `home`."""
    given = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
    return await processes.launch(stack, home, knowledge, command, **given | variables)


@pytest.fixture
async def start(telegram: FakeTelegram, tmp_path: Path, tiny_folder: Path) -> AsyncIterator[Start]:
    """Give what starts a process of the bot of one's own; every time with the same memory."""
    async with AsyncExitStack() as stack:

        async def one(**variables: str) -> Running:
            return await launch(stack, telegram, tmp_path / "home", tiny_folder, RUN, **variables)

        yield one


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
