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

IN_A_FULL_GROUP = 60
"""Deliveries of a group where there are few: three minutes of what it takes."""


class Telegram:
    """A Telegram that keeps its limits."""

    name = "telegram"

    def __init__(self, fake: FakeTelegram) -> None:
        """Have this one keep them."""
        self._fake, self._counted = fake, fake.limits
        self._counted.enforced = True

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
    def least(self) -> float:
        """Seconds in which it takes so many messages, after those that it takes at once."""
        return (len(self.times) - self._counted.overall) / self._counted.overall

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


class FewGroups(Telegram):
    """The same with few groups alone: 20 messages a minute to each are what binds."""

    def targets(self, asked: int) -> Sequence[Target]:
        """Make groups."""
        owner = self._fake.person("Owner")
        groups = [self._fake.supergroup(f"Group {place}", owner) for place in range(-(-asked // IN_A_FULL_GROUP))]
        return [Target(ChatKey(self.name, str(group.id))) for group in groups * IN_A_FULL_GROUP][:asked]

    @property
    def least(self) -> float:
        """Seconds that the fullest group takes: one a second, and twenty a minute."""
        minutes, rest = divmod(max(map(len, self._counted.accepted.values())) - 1, self._counted.per_group)
        return minutes * 60 + rest / self._counted.per_chat


@asynccontextmanager
async def few_groups() -> AsyncIterator[Telegram]:
    """Give one with few groups that listens."""
    async with FakeTelegram() as fake:
        yield FewGroups(fake)


@asynccontextmanager
async def telegram() -> AsyncIterator[Telegram]:
    """Give one that listens."""
    async with FakeTelegram() as fake:
        yield Telegram(fake)
