"""Messages: what was written, whom it pings, what Discord would show below it."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.discord import components as parts
from tests.fakes.discord.errors import Json
from tests.fakes.discord.ids import snowflake
from tests.fakes.discord.pulse import PATIENCE

if TYPE_CHECKING:
    from tests.fakes.discord.interaction import Interaction
    from tests.fakes.discord.world import Channel, User

SUPPRESS_EMBEDS, HAS_THREAD, EPHEMERAL, LOADING, SILENT, COMPONENTS_V2 = 1 << 2, 1 << 5, 1 << 6, 1 << 7, 1 << 12, 1 << 15

PLAIN, REPLY, COMMAND_ANSWER, MENU_ANSWER = 0, 19, 20, 23
"""Message types."""

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
_LINK = re.compile(r"(?<!<)\bhttps?://[^\s<>]+")


@dataclass(frozen=True, slots=True)
class Pings:
    """Whom a message calls."""

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        """Whether it calls anybody."""
        return bool(self.users or self.roles or self.everyone)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file below a message."""

    name: str
    content: bytes
    media_type: str
    description: str | None = None
    id: int = field(default_factory=snowflake)


@dataclass(eq=False)
class Message:
    """A message.

    Attributes:
        reference: What it replies to.
        asked: The interaction that it answers.
        source: The message with the button that it answers, for an answer to a button.
        edits: How often it was changed.
    """

    channel: "Channel"
    author: "User"
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list, repr=False)
    files: list[Upload] = field(default_factory=list)
    flags: int = 0
    kind: int = PLAIN
    nonce: str | int | None = None
    reference: "Message | None" = None
    pings: Pings = field(default_factory=Pings)
    asked: "Interaction | None" = field(default=None, repr=False)
    thread: "Channel | None" = field(default=None, repr=False)
    edited: dt.datetime | None = None
    edits: int = 0
    removed: bool = False
    id: int = field(default_factory=snowflake)

    def post(self) -> "Message":
        """Put it into its channel; one that only its reader sees into no channel."""
        world = self.channel.world
        world.messages[self.id] = self
        if not self.ephemeral:
            self.channel.messages.append(self)
        world.change("MESSAGE_CREATE", self)
        return self

    def change(self) -> None:
        """Tell that it was changed."""
        self.edits += 1
        self.channel.world.change("MESSAGE_UPDATE", self)

    def remove(self) -> None:
        """Delete it."""
        self.removed = True
        del self.channel.world.messages[self.id]
        if not self.ephemeral:
            self.channel.messages.remove(self)
        self.channel.world.change("MESSAGE_DELETE", self)

    @property
    def ephemeral(self) -> bool:
        """Whether only the person who asked sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it says only that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def buttons(self) -> list[parts.Button]:
        """The buttons below it."""
        return parts.buttons(self.components)

    @property
    def menus(self) -> list[parts.Menu]:
        """The menus below it."""
        return parts.menus(self.components)

    @property
    def text(self) -> str:
        """All that can be read in it: its content, then its embeds from the title to the footer."""
        lines: list[str | None] = [self.content]
        for embed in self.embeds:
            lines += [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
            for one in embed.get("fields") or []:
                lines += [one["name"], one["value"]]
            lines.append((embed.get("footer") or {}).get("text"))
        return "\n".join(line for line in lines if line)

    @property
    def previews(self) -> list[str]:
        """The addresses of which Discord would show a preview below it."""
        return [] if self.flags & SUPPRESS_EMBEDS else _LINK.findall(self.content)

    async def answer(self, within: float = PATIENCE) -> "Message":
        """Wait for the bot's reply to this message, and give it.

        Raises:
            NeverHappenedError: there was none.
        """
        world = self.channel.world

        def found() -> "Message | None":
            every = (one for channel in list(world.channels.values()) for one in channel.messages)
            return next((one for one in every if one.author is world.bot and one.reference is self), None)

        return await world.pulse.until(found, f"a reply to {self.content!r}", within)


def pings_of(message: Message, allowed: Json | None, *, replied: "User | None", users_only: bool) -> Pings:
    """Give whom a message calls (reference: Allowed Mentions Object, and of Role Object `mentionable`).

    Args:
        message: The message; nothing in an embed ever calls anybody.
        allowed: What the sender allows; None for nothing said.
        replied: Who wrote what it replies to.
        users_only: Whether only people are called when nothing is said, as in answers to interactions.
    """
    content, guild = message.content, message.channel.guild
    parse = {"users"} if users_only else {"users", "roles", "everyone"}
    chosen: dict[str, set[int]] = {"users": set(), "roles": set()}
    if allowed is not None:
        parse = set(allowed.get("parse") or [])
        chosen = {key: {int(number) for number in allowed.get(key) or []} for key in chosen}
    users = {number for number in map(int, _USER.findall(content)) if "users" in parse or number in chosen["users"]}
    roles = {
        number
        for number in map(int, _ROLE.findall(content))
        if guild and number in guild.roles and ("roles" in parse or number in chosen["roles"])
        if guild.roles[number].mentionable or guild.permissions(message.author).mention_everyone
    }
    if replied and (allowed is None or allowed.get("replied_user")):
        users.add(replied.id)
    return Pings(frozenset(users), frozenset(roles), "everyone" in parse and bool(_EVERYONE.search(content)))
