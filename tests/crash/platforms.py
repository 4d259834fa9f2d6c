"""The fake platforms on which trials take place: where reminders go, what came of them, and what the bot is told."""

import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from bot.adapter import Target
from bot.message import ChatKey
from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import FakeTelegram


class Platform(Protocol):
    """A fake platform.

    Attributes:
        name: As the bot calls it.
    """

    name: str

    @property
    def variables(self) -> Mapping[str, str]:
        """What a process of the bot is told of it."""

    def for_one_of_many(self) -> Mapping[str, str]:
        """What each of several processes at once is told besides."""

    def places(self, count: int) -> Sequence[Target]:
        """Make so many places for reminders, each a chat of its own."""

    def texts(self, place: Target) -> Sequence[str]:
        """What the bot has posted in a place."""

    def story(self) -> str:
        """Tell what the bot did last, for a trial that failed."""


class Telegram:
    """A Telegram."""

    name = "telegram"

    def __init__(self, fake: FakeTelegram) -> None:
        """Look at this one."""
        self._fake = fake

    @property
    def variables(self) -> Mapping[str, str]:
        """What a process of the bot is told of it."""
        return {"TELEGRAM_TOKEN": self._fake.token, "TELEGRAM_API_URL": self._fake.url}

    def for_one_of_many(self) -> Mapping[str, str]:
        """Give webhooks, for only one process can poll."""
        return {
            "TELEGRAM_WEBHOOK_SECRET": "a-secret-of-the-tests",
            "TELEGRAM_WEBHOOK_URL": "https://bot.example/hook",
            "TELEGRAM_WEBHOOK_PORT": str(unused_port()),
        }

    def places(self, count: int) -> Sequence[Target]:
        """Make a group, and people."""
        group = self._fake.supergroup("Delegation", *self._fake.crowd(1))
        chats = [group, *(one.chat for one in self._fake.crowd(count - 1))]
        return [Target(ChatKey(self.name, str(chat.id))) for chat in chats]

    def texts(self, place: Target) -> Sequence[str]:
        """What the bot has posted in a place."""
        return [post.text for post in self._fake.chats[int(place.chat.id)].from_bot]

    def story(self) -> str:
        """Tell what the bot did last."""
        return self._fake.story()


class Discord:
    """A Discord."""

    name = "discord"

    def __init__(self, fake: FakeDiscord) -> None:
        """Look at this one."""
        self._fake = fake

    @property
    def variables(self) -> Mapping[str, str]:
        """What a process of the bot is told of it."""
        return {"DISCORD_TOKEN": self._fake.token, "DISCORD_API_URL": self._fake.api_url}

    def for_one_of_many(self) -> Mapping[str, str]:
        """Give nothing: each has a line of its own to the gateway."""
        return {}

    def places(self, count: int) -> Sequence[Target]:
        """Make channels, each on a server of its own."""
        guilds = [self._fake.guild("Delegation") for _ in range(count)]
        return [Target(ChatKey(self.name, str(guild.id)), str(guild.text("news").id)) for guild in guilds]

    def texts(self, place: Target) -> Sequence[str]:
        """What the bot has posted in a place."""
        channel = self._fake.world.channels[int(place.topic or 0)]
        return [message.text for message in channel.messages if message.author is self._fake.bot]

    def story(self) -> str:
        """Tell what the bot did last."""
        calls = [f"{call.method} {call.route} -> {call.status}" for call in self._fake.api.calls[-12:]]
        return "\n".join(["Its last requests:", *calls, *map(str, self._fake.violations)])


def unused_port() -> int:
    """Give a port on which nobody listens."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def telegram() -> AsyncIterator[Telegram]:
    """Give one that listens."""
    async with FakeTelegram() as fake:
        yield Telegram(fake)


@asynccontextmanager
async def discord() -> AsyncIterator[Discord]:
    """Give one that listens, and lets processes begin as often as they like."""
    async with FakeDiscord() as fake:
        fake.gateway.starts_left = 1_000_000
        yield Discord(fake)


PLATFORMS: Mapping[str, Callable[[], AbstractAsyncContextManager[Platform]]] = {"telegram": telegram, "discord": discord}
