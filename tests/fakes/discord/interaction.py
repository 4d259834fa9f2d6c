"""An interaction: a command, a button, a menu, a form that a person used, and what the bot made of it."""

import contextlib
import enum
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.discord import components as parts
from tests.fakes.discord.errors import Json
from tests.fakes.discord.ids import snowflake
from tests.fakes.discord.pulse import PATIENCE, NeverHappenedError

if TYPE_CHECKING:
    from tests.fakes.discord.messages import Message
    from tests.fakes.discord.world import Channel, Guild, User

FIRST_ANSWER = 3.0
"""Seconds within which the bot has to acknowledge (reference: Receiving and Responding)."""

TOKEN_LIFE = 900.0
"""Seconds for which it may follow up."""

MOST_FOLLOWUPS = 5
"""Follow-ups of an app that is installed for its user alone, in a place where it is not (reference: Followup Messages)."""


class Sort(enum.IntEnum):
    """What a person did (reference: Interaction Type)."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    FORM = 5


class Answered(enum.IntEnum):
    """How the bot acknowledged (reference: Interaction Callback Type)."""

    MESSAGE = 4
    DEFERRED = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    FORM = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """A suggestion of an autocomplete."""

    name: str
    value: str | int | float


@dataclass(frozen=True, slots=True)
class Form:
    """A form that the bot has opened."""

    custom_id: str
    title: str
    fields: tuple[parts.Field, ...]
    components: tuple[Json, ...]


@dataclass(eq=False)
class Interaction:
    """One act of a person; awaiting it waits until the bot has acknowledged it or can no more.

    Attributes:
        data: What was used and with what, as the bot gets it.
        source: The message whose button or menu was used.
        opener: The interaction that opened the form, for a form.
        context: Where it takes place: 0 in a server, 1 in the private chat with the bot, 2 among people without the bot.
        owners: By whose installation it is allowed: the server's under "0", the person's under "1".
        delivered: Whether there was a session of the bot to which it could be given.
        began: When it was made, by the monotonic clock.
        acknowledged_at: When the bot acknowledged it, likewise.
        callback: How it did.
        messages: The new messages that it brought, the first response before the follow-ups.
        original: What `@original` means: the first response, or the message that an update changes.
        followups: How many follow-ups there were.
        expired: Whether its token is made to be out of date.
    """

    sort: Sort
    person: "User"
    channel: "Channel"
    data: Json
    context: int
    owners: dict[str, str]
    source: "Message | None" = None
    opener: "Interaction | None" = None
    within: float = FIRST_ANSWER
    delivered: bool = False
    began: float = field(default_factory=time.monotonic)
    acknowledged_at: float | None = None
    callback: Answered | None = None
    messages: list["Message"] = field(default_factory=list)
    original: "Message | None" = None
    updated: bool = False
    followups: int = 0
    choices: list[Choice] = field(default_factory=list)
    form: Form | None = None
    expired: bool = False
    id: int = field(default_factory=snowflake)

    @property
    def token(self) -> str:
        """What the bot shows to answer it."""
        return f"interaction-{self.id}"

    @property
    def guild(self) -> "Guild | None":
        """The server where it took place."""
        return self.channel.guild

    @property
    def acknowledged(self) -> bool:
        """Whether the bot acknowledged it in time; else the person was told that it did not respond."""
        return self.acknowledged_at is not None

    @property
    def delay(self) -> float | None:
        """Seconds until it was acknowledged."""
        return None if self.acknowledged_at is None else self.acknowledged_at - self.began

    def too_late(self, moment: float | None = None) -> bool:
        """Whether it could no longer be acknowledged at a moment of the monotonic clock, by default now."""
        return not self.acknowledged and (moment or time.monotonic()) - self.began > self.within

    @property
    def dead(self) -> bool:
        """Whether its token is of no use any more, or not yet."""
        return not self.acknowledged or self.expired or time.monotonic() - self.began > TOKEN_LIFE

    @property
    def deferred(self) -> bool:
        """Whether the person sees only that the bot is thinking."""
        return bool(self.original and self.original.loading)

    @property
    def shown(self) -> list["Message"]:
        """What the person was shown as new messages, the first response before the follow-ups."""
        return [message for message in self.messages if not message.loading and not message.removed]

    def __await__(self) -> Generator[Any, None, "Interaction"]:
        """Wait until it is acknowledged, or can no longer be."""
        return self._settled().__await__()

    async def _settled(self) -> "Interaction":
        left = self.within - (time.monotonic() - self.began)
        with contextlib.suppress(NeverHappenedError):
            await self.channel.world.pulse.until(lambda: self.acknowledged, "an acknowledgment", max(left, 0))
        return self

    async def answer(self, within: float = PATIENCE) -> "Message":
        """Wait for the first message that the person is shown (for a button also the message that it changed), and give it.

        Raises:
            NeverHappenedError: the bot showed nothing.
        """

        def found() -> "Message | None":
            return next(iter(self.shown), None) or (self.original if self.updated else None)

        return await self.channel.world.pulse.until(found, f"an answer to {self.data}", within)

    async def all(self, count: int, within: float = PATIENCE) -> list["Message"]:
        """Wait until so many messages are shown, and give them.

        Raises:
            NeverHappenedError: there were fewer.
        """
        pulse = self.channel.world.pulse
        return await pulse.until(lambda: self.shown if len(self.shown) >= count else None, f"{count} messages", within)

    def expire(self) -> None:
        """Let a quarter of an hour pass for its token."""
        self.expired = True
