"""The settings that only servers have: where and how openly the bot answers, where it announces, and who may book reminders."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import discord

from adapters.discord.buttons import Press, fitting
from adapters.discord.limits import MOST_LABEL, MOST_OPTIONS, MOST_PLACEHOLDER
from adapters.discord.render import Rendered
from bot.languages.catalogue import catalogue
from bot.reply import Listing, Plain, Reply
from bot.storage.model import Changes, ChatSettings

CHANNELS, ANNOUNCEMENTS, ORGANISERS = "channels", "announcements", "organisers"
DISCREET_ON, DISCREET_OFF = "discreet-on", "discreet-off"
OWN = frozenset({CHANNELS, ANNOUNCEMENTS, ORGANISERS, DISCREET_ON, DISCREET_OFF})
"""Custom ids of the settings' menus and buttons; they have no colon, so they are none that `wire` writes."""

_TEXTUAL = [discord.ChannelType.text, discord.ChannelType.news]
_TOPICAL = [*_TEXTUAL, discord.ChannelType.forum, discord.ChannelType.voice]


def told(reply: Reply, chat: ChatSettings) -> Reply:
    """Give the page of settings with those of servers below."""
    words = catalogue(reply.language)
    _ = words.gettext
    number = len(chat.channels)
    where = words.ngettext(
        "Where I answer: in {n} channel; elsewhere commands are answered for the asker alone",
        "Where I answer: in {n} channels; elsewhere commands are answered for the asker alone",
        number,
    )
    lines = (
        where.format(n=number) if number else _("Where I answer: in all channels"),
        _("Answers to commands: for the asker alone, with a button to share them")
        if chat.discreet
        else _("Answers to commands: open to everybody"),
        _("Announcements: in the channel chosen below") if chat.announcements else _("Announcements: no channel is chosen"),
        _("Reminders: set by members who may manage events, and by those with the role chosen below")
        if chat.organisers
        else _("Reminders: set by members who may manage events"),
    )
    return replace(reply, blocks=(*reply.blocks, Listing(tuple((Plain(line),) for line in lines))))


def pressable(rendered: Rendered, chat: ChatSettings, language: str) -> Rendered:
    """Give the message with the button that opens answers, or hides them."""
    _ = catalogue(language).gettext
    label = _("Open answers") if chat.discreet else _("Answers for the asker alone")
    press = Press(fitting(label, MOST_LABEL), DISCREET_OFF if chat.discreet else DISCREET_ON)
    return replace(rendered, buttons=rendered.buttons.added(press))


def menus(chat: ChatSettings, language: str) -> Sequence[discord.ui.Item[Any]]:
    """Give the menus in which channels and a role are chosen."""
    _ = catalogue(language).gettext
    return (
        discord.ui.ChannelSelect(
            custom_id=CHANNELS,
            channel_types=_TOPICAL,
            placeholder=fitting(_("Channels in which I may answer; none: all"), MOST_PLACEHOLDER),
            min_values=0,
            max_values=MOST_OPTIONS,
            default_values=_chosen(chat.channels[:MOST_OPTIONS]),
        ),
        discord.ui.ChannelSelect(
            custom_id=ANNOUNCEMENTS,
            channel_types=_TEXTUAL,
            placeholder=fitting(_("Channel for announcements; none: none"), MOST_PLACEHOLDER),
            min_values=0,
            max_values=1,
            default_values=_chosen([chat.announcements] if chat.announcements else []),
        ),
        discord.ui.RoleSelect(
            custom_id=ORGANISERS,
            placeholder=fitting(_("Role whose members may set reminders, too; none: none"), MOST_PLACEHOLDER),
            min_values=0,
            max_values=1,
            default_values=_chosen([chat.organisers] if chat.organisers else [], discord.SelectDefaultValueType.role),
        ),
    )


def changes(custom_id: str, values: Sequence[str]) -> Changes:
    """Give what the press of a button, or a choice in a menu, changes."""
    match custom_id:
        case "channels":
            return {"channels": tuple(values)}
        case "announcements":
            return {"announcements": values[0] if values else None}
        case "organisers":
            return {"organisers": values[0] if values else None}
        case _:
            return {"discreet": custom_id == DISCREET_ON}


def _chosen(
    numbers: Sequence[str], kind: discord.SelectDefaultValueType = discord.SelectDefaultValueType.channel
) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=int(number), type=kind) for number in numbers]
