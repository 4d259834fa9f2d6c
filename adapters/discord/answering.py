"""Works answers to interactions out: what the assistant says, with what Discord alone has below it."""

import logging
from dataclasses import dataclass, replace

import discord

from adapters import texts as courtesy
from adapters.discord import server, texts
from adapters.discord.buttons import Press
from adapters.discord.clerk import Clerk
from adapters.discord.commands import EVENT
from adapters.discord.errors import FAILURES, reason
from adapters.discord.events import ServerEvents
from adapters.discord.paging import back
from adapters.discord.posting import Poster
from adapters.discord.render import render
from adapters.discord.responding import Response
from adapters.discord.spot import Interaction, Spot
from bot.commands.catalogue import COMMANDS, Audience
from bot.languages.catalogue import catalogue
from bot.reply import Reply
from bot.storage.problems import StorageError

log = logging.getLogger(__name__)

SHARE = "share"
"""Custom id of the button that shows everybody what only the asker saw; it is none that `wire` writes."""

_SETTINGS = frozenset({"settings", "language", "timezone", "manner", "collect", "quiet"})
"""Commands that are answered by the page of settings."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants.

    Attributes:
        shown: What was asked, where it is to be shown above the answer.
        shareable: Whether the answer has a button that shows it to everybody.
        lead: What is said before the answer.
        mention: The role that what is booked is to mention.
    """

    command: str
    argument: str = ""
    shown: str = ""
    shareable: bool = False
    lead: str = ""
    mention: str | None = None


class Answerer:
    """Works answers out."""

    def __init__(self, clerk: Clerk, poster: Poster, events: ServerEvents) -> None:
        """Ask the clerk, name the commands as the poster knows them, and enter events."""
        self._clerk, self._poster, self._events = clerk, poster, events

    async def answer(self, interaction: Interaction, spot: Spot, wanted: Wanted) -> Response:
        """Work an answer out."""
        source, command = interaction.message, wanted.command
        conversation = await self._clerk.conversation(spot, source.id if source else None)
        reply = await self._clerk.ask(spot, wanted.argument, command, conversation, wanted.mention)
        if command == EVENT and interaction.guild:
            wanted = replace(wanted, lead=await self._entered(interaction, interaction.guild, reply))
        if spot.elsewhere and COMMANDS[command].audience is Audience.ORGANISERS:
            wanted = replace(wanted, lead=texts.in_private(reply.language))
        if wanted.lead:
            reply = replace(reply, blocks=(*courtesy.says(wanted.lead, reply.language).blocks, *reply.blocks))
        if COMMANDS[command].audience is Audience.MANAGERS:
            self._clerk.changed(spot.key)
        reply = replace(reply, actions=back(reply.actions, command, wanted.argument, reply.language))
        if command in _SETTINGS and reply.actions and spot.guild is not None and spot.manager:
            return await self._page(spot, reply)
        rendered = render(reply, asked=wanted.shown, commands=self._poster.commands)
        if wanted.shareable and not reply.discreet and not reply.attachments:
            label = catalogue(reply.language).gettext("Share")
            rendered = replace(rendered, buttons=rendered.buttons.added(Press(label, SHARE)))
        return Response(reply, rendered)

    async def _page(self, spot: Spot, reply: Reply) -> Response:
        """Give the page of a server's settings."""
        chat = await self._clerk.settings(spot.key)
        reply = server.told(reply, chat)
        rendered = server.pressable(render(reply, commands=self._poster.commands), chat, reply.language)
        return Response(reply, rendered, lambda: server.menus(chat, reply.language))

    async def _entered(self, interaction: Interaction, guild: discord.Guild, reply: Reply) -> str:
        """Enter a meeting as an event, if who asks may; give what came of it."""
        if not interaction.permissions.manage_events:
            return catalogue(reply.language).gettext("Only those who may manage events can enter one.")
        try:
            return await self._events.enter(guild, reply)
        except FAILURES as error:
            log.warning("an event could not be made: %s", reason(error))
            return texts.refused(reply.language)
        except StorageError as error:
            log.error("%s", error)
            return courtesy.failed(reply.language)
