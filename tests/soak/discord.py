"""The flood on Discord: 50 requests a second in all are what binds, and in busy channels 5 messages in 5 seconds."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager

from bot.adapter import Target
from bot.message import ChatKey
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.rates import GLOBAL_LIMIT
from tests.fakes.telegram.limits import most
from tests.soak.flood import Limit

POST = ("POST", "/channels/{channel_id}/messages")
IN_FIVE_SECONDS = 5
"""Messages that a channel takes in so many seconds; Discord's own number is secret, and this is what bots see."""

ON_A_SERVER, EACH = 20, 5
"""Deliveries of a server, and of a person."""

BUSY, BUSY_SHARE = 10, 100
"""Busy channels, to each of which one delivery in so many goes: at its limit that takes half as long as all do at theirs."""

PRIVATE_SHARE = 20
"""One delivery in so many goes to a person in private, whose chat has to be opened first."""

TOO_MANY = 429


class Discord:
    """A Discord that keeps its limits."""

    name = "discord"

    def __init__(self, fake: FakeDiscord) -> None:
        """Have this one keep them."""
        self._fake = fake
        fake.api.rates.limit(*POST, IN_FIVE_SECONDS, 5.0)

    @property
    def variables(self) -> Mapping[str, str]:
        """What the bot is told of it."""
        return {"DISCORD_TOKEN": self._fake.token, "DISCORD_API_URL": self._fake.api_url}

    def targets(self, asked: int) -> Sequence[Target]:
        """Make servers with a channel each, and people."""
        busy = self._channels(BUSY) * (asked // BUSY_SHARE)
        people = [self._fake.person(f"person {number}") for number in range(asked // PRIVATE_SHARE // EACH)]
        private = [Target(ChatKey(self.name, str(person.id))) for person in people] * EACH
        rest = asked - len(busy) - len(private)
        quiet = self._channels(-(-rest // ON_A_SERVER)) * ON_A_SERVER
        return [*busy, *private, *quiet[:rest]]

    def _channels(self, number: int) -> list[Target]:
        owner = self._fake.person("owner")
        guilds = [self._fake.guild("Delegation", owner=owner) for _ in range(number)]
        return [Target(ChatKey(self.name, str(guild.id)), str(guild.text("news").id)) for guild in guilds]

    @property
    def texts(self) -> Iterable[str]:
        """What the bot has posted."""
        return (message.text for message in self._fake.world.messages.values())

    @property
    def times(self) -> Sequence[float]:
        """When it took a request, from the first message on."""
        calls = [call for call in self._fake.api.calls if not call.by_token]
        first = next((place for place, call in enumerate(calls) if (call.method, call.route) == POST), len(calls))
        return [call.arrived for call in calls[first:]]

    @property
    def least(self) -> float:
        """Seconds in which it takes so many requests, after those that it takes at once."""
        return (len(self.times) - GLOBAL_LIMIT) / GLOBAL_LIMIT

    @property
    def refused(self) -> int:
        """Requests that it refused for a limit."""
        return sum(call.status == TOO_MANY for call in self._fake.api.calls)

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What it counted."""
        return (
            Limit("most requests in any second", GLOBAL_LIMIT, most(self.times, 1.0)),
            Limit("most messages to a channel in its 5 seconds", IN_FIVE_SECONDS, self._fake.api.rates.fullest(*POST)),
        )


@asynccontextmanager
async def discord() -> AsyncIterator[Discord]:
    """Give one that listens."""
    async with FakeDiscord() as fake:
        yield Discord(fake)
