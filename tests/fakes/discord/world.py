"""Who and what is there: people, servers with their roles and channels. Every change is told to the gateway at once."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from discord import Permissions

from tests.fakes.discord.errors import Json
from tests.fakes.discord.ids import TIME_BITS, snowflake
from tests.fakes.discord.pulse import PATIENCE, Pulse

if TYPE_CHECKING:
    from tests.fakes.discord.events import ScheduledEvent
    from tests.fakes.discord.interaction import Interaction
    from tests.fakes.discord.messages import Message

TALKATIVE = Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    create_private_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    add_reactions=True,
    use_application_commands=True,
    use_external_apps=True,
)
"""What everybody may do in a new server."""

IN_DIRECT = Permissions(
    view_channel=True, send_messages=True, embed_links=True, attach_files=True, read_message_history=True, add_reactions=True
)
"""What everybody may do in a private chat."""


class Kind(enum.IntEnum):
    """What sort of channel one is (reference: Channel Types)."""

    TEXT = 0
    DIRECT = 1
    VOICE = 2
    GROUP = 3
    ANNOUNCEMENT = 5
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


SPREAD = 16
"""Servers in a row that differ in the bits by which shards are told apart; a power of two."""

THREADS = frozenset({Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD})
PRIVATE = frozenset({Kind.DIRECT, Kind.GROUP})


@dataclass(eq=False)
class World:
    """Everything that there is.

    Attributes:
        tell: Hears of every change: the event's name and what it is about. The gateway puts itself here.
        use: Takes an interaction that a person has made. The server puts itself here.
        commands: The bot's commands: those for everywhere under None, those of a server under its number.
        created_commands: How many of them were new, likewise.
        nonces: What the bot posted under an enforced nonce, and when by the monotonic clock.
    """

    tell: Callable[[str, object], None] = lambda name, subject: None
    use: Callable[["Interaction"], None] = lambda interaction: None
    pulse: Pulse = field(default_factory=Pulse)
    application: int = field(default_factory=snowflake)
    users: dict[int, "User"] = field(default_factory=dict)
    guilds: dict[int, "Guild"] = field(default_factory=dict)
    channels: dict[int, "Channel"] = field(default_factory=dict)
    messages: dict[int, "Message"] = field(default_factory=dict)
    commands: dict[int | None, list[Json]] = field(default_factory=lambda: {None: []})
    created_commands: dict[int | None, int] = field(default_factory=dict)
    nonces: dict[str, tuple["Message", float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bot = User(self, "wsis-helper", bot=True)
        self.owner = User(self, "founder")

    def change(self, name: str, subject: object) -> None:
        """Tell the gateway of a change, and those who wait for one."""
        self.tell(name, subject)
        self.pulse.beat()

    def guild_number(self) -> int:
        """Give a number for a new server, such that servers fall evenly into any usual number of shards."""
        while (number := snowflake()) >> TIME_BITS & SPREAD - 1 != len(self.guilds) & SPREAD - 1:
            pass
        return number

    def direct(self, person: "User") -> "Channel":
        """Give the private chat of the bot and a person."""
        for channel in self.channels.values():
            if channel.kind is Kind.DIRECT and person in channel.recipients:
                return channel
        return Channel(self, Kind.DIRECT, "", recipients=[person])

    def group(self, name: str, *people: "User") -> "Channel":
        """Give a private group of people without the bot, where only an app that one of them has installed can be used."""
        return Channel(self, Kind.GROUP, name, recipients=list(people))


@dataclass(eq=False)
class User:
    """A person or a bot.

    Attributes:
        locale: The language of the person's Discord.
        direct_open: Whether the person takes direct messages.
        installed: Whether the person has installed the app for themselves, to use it anywhere.
    """

    world: World = field(repr=False)
    name: str
    bot: bool = False
    locale: str = "en-US"
    direct_open: bool = True
    installed: bool = False
    id: int = field(default_factory=snowflake)

    def __post_init__(self) -> None:
        self.world.users[self.id] = self

    @property
    def mention(self) -> str:
        """What mentions it in a message."""
        return f"<@{self.id}>"


@dataclass(eq=False)
class Role:
    """A role in a server."""

    name: str
    permissions: Permissions
    managed: bool = False
    mentionable: bool = False
    id: int = field(default_factory=snowflake)


@dataclass(eq=False)
class Member:
    """A user in a server."""

    user: User
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None


@dataclass(eq=False)
class Guild:
    """A server.

    Attributes:
        commands_allowed: Whether the bot was given the scope applications.commands.
        available: Whether Discord is not having an outage there.
    """

    world: World = field(repr=False)
    name: str
    owner: User
    locale: str = "en-US"
    commands_allowed: bool = True
    available: bool = True
    id: int = 0
    roles: dict[int, Role] = field(default_factory=dict, repr=False)
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    channels: list["Channel"] = field(default_factory=list, repr=False)
    events: dict[int, "ScheduledEvent"] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.id = self.id or self.world.guild_number()
        self.everyone = Role("@everyone", TALKATIVE, id=self.id)
        self.roles[self.id] = self.everyone
        self.members[self.owner.id] = Member(self.owner)
        self.world.guilds[self.id] = self

    @property
    def has_bot(self) -> bool:
        """Whether the bot is a member."""
        return self.world.bot.id in self.members

    def text(self, name: str, kind: Kind = Kind.TEXT) -> "Channel":
        """Make a channel."""
        return Channel(self.world, kind, name, guild=self)

    def role(self, name: str, permissions: Permissions | None = None, *, mentionable: bool = False) -> Role:
        """Make a role; one that is mentionable anybody may mention."""
        role = Role(name, permissions or Permissions.none(), mentionable=mentionable)
        self.roles[role.id] = role
        self.world.change("GUILD_ROLE_CREATE", (self, role))
        return role

    def change_role(self, role: Role, permissions: Permissions) -> None:
        """Give a role other permissions."""
        role.permissions = permissions
        self.world.change("GUILD_ROLE_UPDATE", (self, role))

    def join(self, user: User, *roles: Role) -> Member:
        """Let a person in."""
        member = Member(user, list(roles))
        self.members[user.id] = member
        self.world.change("GUILD_MEMBER_ADD", (self, member))
        return member

    def leave(self, user: User) -> None:
        """Let a person go, or throw them out."""
        member = self.members.pop(user.id)
        self.world.change("GUILD_MEMBER_REMOVE", (self, member))

    def invite_bot(self, permissions: Permissions = TALKATIVE) -> None:
        """Install the bot with what it was given in the invite link: a managed role, as Discord makes one."""
        role = Role(self.world.bot.name, permissions, managed=True)
        self.roles[role.id] = role
        self.members[self.world.bot.id] = Member(self.world.bot, [role])
        self.world.change("GUILD_CREATE", self)

    @property
    def bot_role(self) -> Role:
        """The bot's managed role."""
        return next(role for role in self.members[self.world.bot.id].roles if role.managed)

    def permit_bot(self, permissions: Permissions) -> None:
        """Change what the bot may do here; what everyone may, it may too."""
        self.change_role(self.bot_role, permissions)

    def kick_bot(self) -> None:
        """Throw the bot out, or let it leave."""
        role = self.bot_role
        del self.members[self.world.bot.id]
        del self.roles[role.id]
        self.world.change("GUILD_DELETE", self)

    def go_down(self) -> None:
        """Have an outage: the server cannot be reached, but the bot is still in it."""
        self.available = False
        self.world.change("GUILD_DELETE", self)

    def come_back(self) -> None:
        """End the outage."""
        self.available = True
        self.world.change("GUILD_CREATE", self)

    def permissions(self, user: User) -> Permissions:
        """Give what a member may do, before the channels' own rules (reference: Permissions)."""
        if user.id == self.owner.id:
            return Permissions.all()
        member = self.members.get(user.id)
        if member is None:
            return Permissions.none()
        total = Permissions(self.everyone.permissions.value)
        for role in member.roles:
            total.value |= role.permissions.value
        return Permissions.all() if total.administrator else total


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel gives to a role or a member, and what it takes from it."""

    member: bool
    allow: int
    deny: int


@dataclass(eq=False)
class Channel:
    """A channel, a thread or a private chat.

    Attributes:
        recipients: The people of a private chat, without the bot.
        slow: Seconds that a person has to wait between two messages; bots need not (reference: Channel, rate_limit_per_user).
        members: Who has joined a thread.
        removed: Whether it was deleted.
    """

    world: World = field(repr=False)
    kind: Kind
    name: str
    guild: Guild | None = None
    parent: "Channel | None" = None
    owner: User | None = None
    recipients: list[User] = field(default_factory=list, repr=False)
    overwrites: dict[int, Overwrite] = field(default_factory=dict, repr=False)
    slow: int = 0
    archived: bool = False
    locked: bool = False
    removed: bool = False
    members: list[User] = field(default_factory=list, repr=False)
    messages: list["Message"] = field(default_factory=list, repr=False)
    id: int = field(default_factory=snowflake)

    def __post_init__(self) -> None:
        self.world.channels[self.id] = self
        if self.guild:
            self.guild.channels.append(self)
            self.world.change("THREAD_CREATE" if self.is_thread else "CHANNEL_CREATE", self)

    @property
    def is_thread(self) -> bool:
        """Whether it hangs on another channel."""
        return self.kind in THREADS

    @property
    def mention(self) -> str:
        """What links to it in a message."""
        return f"<#{self.id}>"

    def permissions(self, user: User) -> Permissions:
        """Give what a user may do here, a thread going by its parent (reference: Permission Overwrites)."""
        if self.guild is None:
            inside = user in self.recipients or (user.bot and self.kind is Kind.DIRECT)
            return IN_DIRECT if inside else Permissions.none()
        total = Permissions(self.guild.permissions(user).value)
        member = self.guild.members.get(user.id)
        if total.administrator or member is None:
            return total
        rules = (self.parent or self).overwrites
        tiers = [[self.guild.id], [role.id for role in member.roles], [user.id]]
        for tier in tiers:
            held = [rules[number] for number in tier if number in rules]
            for rule in held:
                total.value &= ~rule.deny
            for rule in held:
                total.value |= rule.allow
        hidden = self.kind is Kind.PRIVATE_THREAD and user not in self.members and not total.manage_threads
        return total if total.view_channel and not hidden else Permissions.none()

    def may_send(self, user: User) -> bool:
        """Whether a user may write here."""
        permissions = self.permissions(user)
        return permissions.send_messages_in_threads if self.is_thread else permissions.send_messages

    def overwrite(self, target: Role | User, *, allow: Permissions | None = None, deny: Permissions | None = None) -> None:
        """Give a role or a member something in this channel alone, or take it."""
        self.overwrites[target.id] = Overwrite(
            isinstance(target, User), (allow or Permissions.none()).value, (deny or Permissions.none()).value
        )
        self.world.change("CHANNEL_UPDATE", self)

    def thread(self, name: str, owner: User, *, private: bool = False, number: int | None = None) -> "Channel":
        """Begin a thread; one that hangs on a message has the message's number."""
        kind = Kind.PRIVATE_THREAD if private else Kind.PUBLIC_THREAD
        return Channel(
            self.world, kind, name, guild=self.guild, parent=self, owner=owner, members=[owner], id=number or snowflake()
        )

    def remove(self) -> None:
        """Delete it."""
        self.removed = True
        del self.world.channels[self.id]
        if self.guild:
            self.guild.channels.remove(self)
        self.world.change("THREAD_DELETE" if self.is_thread else "CHANNEL_DELETE", self)

    async def next(self, after: "Message | None" = None, within: float = PATIENCE) -> "Message":
        """Wait for the bot's first message here, after a given one, and give it.

        Raises:
            NeverHappenedError: there was none.
        """
        floor = after.id if after else 0

        def found() -> "Message | None":
            return next(
                (one for one in self.messages if one.author is self.world.bot and one.id > floor and not one.loading), None
            )

        return await self.world.pulse.until(found, f"a message of the bot in {self.name or 'the private chat'}", within)
