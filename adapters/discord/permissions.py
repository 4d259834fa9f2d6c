"""What the bot may do in a server: what it asks for and why, and what is missing before it posts."""

from collections.abc import Iterable

import discord

from adapters.discord.render import Rendered
from bot.languages.catalogue import catalogue

SCOPES = ("bot", "applications.commands")

ASKED = {
    "view_channel": "to see the channels in which it is asked",
    "send_messages": "to answer when it is mentioned or replied to, and to post reminders",
    "send_messages_in_threads": "to answer in threads too",
    "embed_links": "to set answers and their sources apart from what people write",
    "attach_files": "to hand over calendar files",
    "read_message_history": "to answer as a reply to the question",
    "create_events": "to enter meetings as events of the server, where an organiser asks for that",
}
"""The permissions that the invite link asks for, each with what it is for; the operator reads this."""


def _(message: str) -> str:
    """Mark a name for the catalogue."""
    return message


NAMES = {
    "view_channel": _("View Channel"),
    "send_messages": _("Send Messages"),
    "send_messages_in_threads": _("Send Messages in Threads"),
    "embed_links": _("Embed Links"),
    "attach_files": _("Attach Files"),
    "read_message_history": _("Read Message History"),
    "create_events": _("Create Events"),
}
"""The same as Discord's English app calls them."""


def asked() -> discord.Permissions:
    """Give the permissions that are asked for."""
    return discord.Permissions(**dict.fromkeys(ASKED, True))


def invite(application: int) -> str:
    """Give the link by which a server's managers invite the bot with just these permissions."""
    return discord.utils.oauth_url(application, permissions=asked(), scopes=SCOPES)


def lacking(held: discord.Permissions, wanted: Iterable[str]) -> tuple[str, ...]:
    """Give those of some permissions that are not held."""
    return tuple(name for name in wanted if not getattr(held, name))


def needed(rendered: Rendered | None, *, thread: bool, reply: bool) -> tuple[str, ...]:
    """Give what it takes to post a message; None for a mere text."""
    wanted = ["view_channel", "send_messages_in_threads" if thread else "send_messages"]
    if reply:
        wanted.append("read_message_history")
    if rendered and rendered.embeds:
        wanted.append("embed_links")
    if rendered and rendered.attachments:
        wanted.append("attach_files")
    return tuple(wanted)


def may_mention(role: discord.Role, asker: discord.Permissions, bot: discord.Permissions) -> bool:
    """Say whether a role may be mentioned at somebody's wish: anyone may mention it, or both they and the bot may mention all."""
    return not role.is_default() and (role.mentionable or (asker.mention_everyone and bot.mention_everyone))


def named(names: Iterable[str], language: str) -> str:
    """Give permissions as people know them."""
    words = catalogue(language)
    return ", ".join(words.gettext(NAMES[name]) for name in names)
