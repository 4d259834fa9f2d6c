"""What the gateway tells of each change: to whom, under which intents, and with which words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from discord import Intents

from tests.fakes.discord import payloads
from tests.fakes.discord.errors import Json
from tests.fakes.discord.messages import Message
from tests.fakes.discord.world import Channel, Guild, Member, Role, World

GUILDS = Intents(guilds=True).value
MEMBERS = Intents(members=True).value
EVENTS = Intents(guild_scheduled_events=True).value
IN_GUILDS = Intents(guild_messages=True).value
IN_DIRECT = Intents(dm_messages=True).value
CONTENT = Intents(message_content=True).value
PRIVILEGED = Intents(members=True, presences=True, message_content=True).value


@dataclass(frozen=True, slots=True)
class News:
    """An event on its way to the bot.

    Attributes:
        guild: The server that it comes from; None for what comes from none and is told to the first shard.
        intents: Of these one is enough; 0 where none is needed.
        told: Gives the event's body for a session with these intents.
    """

    name: str
    guild: Guild | None
    intents: int
    told: Callable[[int], Json]


def news(world: World, name: str, subject: Any) -> News | None:  # noqa: ANN401 - each event is about something else
    """Give what the bot hears of a change; None where it hears nothing."""
    kind = name.rpartition("_")[0]
    if kind == "MESSAGE":
        return _message(world, name, subject)
    if kind in _SIMPLE:
        if kind == "THREAD" and name != "THREAD_DELETE" and not subject.permissions(world.bot).view_channel:
            return None
        guild, intents, body = _SIMPLE[kind](name, subject)
        # Leaving is told although the bot is no longer inside.
        return News(name, guild, intents, lambda _: body) if guild.has_bot or name == "GUILD_DELETE" else None
    raise KeyError(name)


def legible(message: Message, intents: int) -> bool:
    """Whether the bot may read a message (reference: Message Content Intent): its own, those to it and those that mention it."""
    bot = message.channel.world.bot
    return bool(message.author is bot or message.channel.guild is None or bot.id in message.pings.users or intents & CONTENT)


def _message(world: World, name: str, message: Message) -> News | None:
    channel = message.channel
    if not channel.permissions(world.bot).view_channel:
        return None
    # What only its reader sees goes to the bot as if it were a direct message (reference: Message Create).
    guild = None if message.ephemeral else channel.guild
    intents = IN_GUILDS if guild else IN_DIRECT
    if name == "MESSAGE_DELETE":
        gone: Json = {"id": str(message.id), "channel_id": str(channel.id)}
        return News(name, guild, intents, lambda _: gone | ({"guild_id": str(guild.id)} if guild else {}))
    return News(name, guild, intents, lambda held: payloads.message_event(message, legible=legible(message, held)))


Simple = tuple[Guild, int, Json]


def _guild(name: str, guild: Guild) -> Simple:
    if name == "GUILD_DELETE":
        return guild, GUILDS, {"id": str(guild.id)} | ({} if guild.available else {"unavailable": True})
    return guild, GUILDS, payloads.guild_event(guild) if name == "GUILD_CREATE" else payloads.guild(guild)


def _role(_: str, subject: tuple[Guild, Role]) -> Simple:
    guild, role = subject
    return guild, GUILDS, {"guild_id": str(guild.id), "role": payloads.role(role)}


def _member(name: str, subject: tuple[Guild, Member]) -> Simple:
    guild, member = subject
    if name == "GUILD_MEMBER_REMOVE":
        return guild, MEMBERS, {"guild_id": str(guild.id), "user": payloads.user(member.user)}
    return guild, MEMBERS, {"guild_id": str(guild.id)} | payloads.member(member)


def _channel(_: str, channel: Channel) -> Simple:
    guild = channel.guild
    if guild is None:
        raise ValueError("a private chat is not told of")
    body = payloads.channel(channel)
    return guild, GUILDS, body


def _thread(name: str, channel: Channel) -> Simple:
    guild, _, body = _channel(name, channel)
    bot = channel.world.bot
    if name == "THREAD_DELETE":
        body = {key: body[key] for key in ("id", "guild_id", "parent_id", "type")}
    elif name == "THREAD_CREATE":
        body |= {"newly_created": True}
    if bot in channel.members:
        body |= {"member": payloads.thread_member(channel, bot)}
    return guild, GUILDS, body


def _thread_members(_: str, channel: Channel) -> Simple:
    guild, intents, body = _channel("", channel)
    added = [payloads.thread_member(channel, channel.members[-1])]
    told = {"id": body["id"], "guild_id": body["guild_id"], "member_count": len(channel.members), "added_members": added}
    return guild, intents, told


def _event(_: str, event: Any) -> Simple:  # noqa: ANN401 - a ScheduledEvent, whose module imports this one's neighbours
    return event.guild, EVENTS, payloads.scheduled_event(event)


_SIMPLE: dict[str, Callable[[str, Any], Simple]] = {
    "GUILD": _guild,
    "GUILD_ROLE": _role,
    "GUILD_MEMBER": _member,
    "CHANNEL": _channel,
    "THREAD": _thread,
    "THREAD_MEMBERS": _thread_members,
    "GUILD_SCHEDULED_EVENT": _event,
}
