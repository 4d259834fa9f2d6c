"""Where something was written and by whom, in neutral terms; and which messages are meant for the bot."""

import re
from dataclasses import dataclass
from typing import Any

import discord

from bot.message import ChatKey, ChatKind, Place

PLATFORM = "discord"

_MENTION = re.compile(r"<@!?(\d+)>")
_WRITTEN = frozenset({discord.MessageType.default, discord.MessageType.reply})

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was written, and by whom.

    Attributes:
        guild: The number of the server that has the bot; None in private, and wherever only the writer has installed it.
        channel: The number of the channel or thread.
        parent: The number of the channel to which a thread belongs.
        person: The number of the writer.
        manager: Whether the writer may manage the server; in private everybody manages their own chat.
        organiser: Whether the writer may manage its events, or all of it.
        roles: The numbers of the roles that the writer has on the server.
        elsewhere: Whether it is among other people, where only the writer has installed the bot.
        language: The language of the writer's Discord, where it is told.
    """

    guild: int | None
    channel: int
    parent: int | None
    person: int
    manager: bool
    organiser: bool
    roles: frozenset[str] = frozenset()
    elsewhere: bool = False
    language: str | None = None

    @property
    def kind(self) -> ChatKind:
        """What sort of place it is."""
        return ChatKind.PRIVATE if self.guild is None else ChatKind.GROUP

    @property
    def key(self) -> ChatKey:
        """The chat whose settings hold: the server, or the person's own."""
        return ChatKey(PLATFORM, str(self.person if self.guild is None else self.guild))

    def place(self, organisers: str | None) -> Place:
        """Give the same for the assistant; members with the role that is given may have reminders posted, too."""
        organiser = self.organiser or organisers in self.roles
        topic = str(self.channel) if self.guild else None
        return Place(self.key, self.kind, str(self.person), organiser, topic, manages=self.manager)

    @property
    def conversation(self) -> str:
        """The talk: each person has one of their own in each channel, and those in a thread have one together."""
        return f"{PLATFORM}:{self.channel}:{'' if self.parent else self.person}"

    def within(self, channels: tuple[str, ...]) -> bool:
        """Say whether it is in one of some channels, or in a thread there; where none are named, it is."""
        return self.guild is None or not channels or bool({str(self.channel), str(self.parent)} & set(channels))


@dataclass(frozen=True, slots=True)
class Asked:
    """A message that is meant for the bot.

    Attributes:
        text: What is asked, without the mention of the bot.
        replied: The number of the message of ours to which it replies.
    """

    spot: Spot
    text: str
    replied: int | None


def spot_of(interaction: Interaction) -> Spot:
    """Give where an interaction took place."""
    channel = interaction.channel
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    known = interaction.guild_id is not None and interaction.client.get_guild(interaction.guild_id) is not None
    guild = interaction.guild_id if known or interaction.is_guild_integration() else None
    private = interaction.guild_id is None and not interaction.context.private_channel
    return Spot(
        guild,
        interaction.channel_id or interaction.user.id,
        parent,
        interaction.user.id,
        *_rights(interaction.permissions if guild else None),
        _roles(interaction.user),
        guild is None and not private,
        str(interaction.locale),
    )


def asked_of(message: discord.Message, me: int) -> Asked | None:
    """Give what a message asks of the bot; None where it should keep silent.

    In a server the bot is spoken to by a mention, or by a reply that pings it; what else is written there Discord does not
    even hand over (PLATFORMS, section 1).
    """
    if message.author.bot or message.webhook_id or message.type not in _WRITTEN:
        return None
    named = any(int(found[1]) == me for found in _MENTION.finditer(message.content))
    replied = _replied(message, me)
    called = any(user.id == me for user in message.mentions)
    if message.guild and not (called and (named or replied)):
        return None
    text = _MENTION.sub(lambda found: "" if int(found[1]) == me else found[0], message.content).strip()
    if not text and not (named or message.guild is None):
        return None
    return Asked(_spot_of_message(message), text, replied)


def asker_of(message: discord.Message) -> int | None:
    """Give who asked for a message of ours; None where it does not say."""
    if message.interaction_metadata:
        return message.interaction_metadata.user.id
    original = message.reference.resolved if message.reference else None
    return original.author.id if isinstance(original, discord.Message) else None


def _spot_of_message(message: discord.Message) -> Spot:
    channel, author = message.channel, message.author
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    held = author.guild_permissions if isinstance(author, discord.Member) else discord.Permissions.none()
    manager, organiser = _rights(held if message.guild else None)
    guild = message.guild.id if message.guild else None
    return Spot(guild, channel.id, parent, author.id, manager, organiser, _roles(author))


def _rights(held: discord.Permissions | None) -> tuple[bool, bool]:
    """Say whether somebody may manage a place, and whether they may have reminders posted there; without one in private."""
    if held is None:
        return True, True
    return held.manage_guild, held.manage_guild or held.manage_events


def _roles(person: discord.User | discord.Member) -> frozenset[str]:
    return frozenset(str(role.id) for role in person.roles) if isinstance(person, discord.Member) else frozenset()


def _replied(message: discord.Message, me: int) -> int | None:
    """Give the message of ours that is replied to."""
    reference = message.reference
    if reference is None or message.type is not discord.MessageType.reply:
        return None
    original = reference.resolved
    ours = isinstance(original, discord.Message) and original.author.id == me
    return original.id if ours and isinstance(original, discord.Message) else None
