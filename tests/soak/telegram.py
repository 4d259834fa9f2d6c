"""The flood on Telegram: 30 messages a second in all are what binds."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager

from bot.adapter import Target
from bot.message import ChatKey
from tests.fakes.telegram import FakeTelegram
from tests.soak.flood import Limit

EACH = 5
"""Deliveries of a private chat."""

IN_A_GROUP = 10
GROUPS_SHARE = 20
"""One delivery in so many goes to a group."""


class Telegram:
    """A Telegram that keeps its limits."""

    name = "telegram"

    def __init__(self, fake: FakeTelegram) -> None:
        """Have this one keep them."""
        self._fake, self._counted = fake, fake.limits
        self._counted.enforced = True
        self.a_second = self._counted.overall

    @property
    def variables(self) -> Mapping[str, str]:
        """What the bot is told of it."""
        return {"TELEGRAM_TOKEN": self._fake.token, "TELEGRAM_API_URL": self._fake.url}

    def targets(self, asked: int) -> Sequence[Target]:
        """Make people and groups."""
        owner = self._fake.person("Owner")
        groups = [self._fake.supergroup(f"Group {place}", owner) for place in range(asked // GROUPS_SHARE // IN_A_GROUP)]
        people = [one.chat for one in self._fake.crowd((asked - len(groups) * IN_A_GROUP) // EACH)]
        places = [*people * EACH, *groups * IN_A_GROUP]
        places += people[: asked - len(places)]
        return [Target(ChatKey(self.name, str(chat.id))) for chat in places]

    @property
    def texts(self) -> Iterable[str]:
        """What the bot has posted."""
        return (post.text for post in self._fake.posts)

    @property
    def times(self) -> Sequence[float]:
        """When it took a message."""
        return self._counted.times()

    @property
    def refused(self) -> int:
        """Messages that it refused for a limit."""
        return len(self._counted.refused)

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What it counted."""
        groups = [chat for chat in self._counted.accepted if chat < 0]
        fullest = max((self._counted.most(60, group) for group in groups), default=0)
        return (
            Limit("most messages in any second", self._counted.overall, self._counted.most(1)),
            Limit("most messages to a group in any minute", self._counted.per_group, fullest),
        )


@asynccontextmanager
async def telegram() -> AsyncIterator[Telegram]:
    """Give one that listens."""
    async with FakeTelegram() as fake:
        yield Telegram(fake)
