"""The desk where people are served: commands, buttons, menus and forms here, messages by the talker."""

import logging
from collections.abc import Coroutine, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from adapters import texts as courtesy
from adapters.discord import forms, permissions, server, texts
from adapters.discord.answering import SHARE, Answerer, Wanted
from adapters.discord.buttons import fitting
from adapters.discord.clerk import Clerk, either
from adapters.discord.commands import DISCREET
from adapters.discord.errors import FAILURES, reason
from adapters.discord.events import ServerEvents
from adapters.discord.limits import MOST_SUGGESTION, MOST_SUGGESTIONS
from adapters.discord.paging import turns
from adapters.discord.posting import Poster, missing_in
from adapters.discord.render import Rendered, render
from adapters.discord.responding import Manner, Responder, Response
from adapters.discord.spot import PLATFORM, Interaction, Spot, asker_of, spot_of
from adapters.discord.syncing import bring_up_to_date
from adapters.discord.talking import Talker
from adapters.flood import Flow
from bot.adapter import Answering
from bot.clock import Clock
from bot.commands.catalogue import COMMANDS, Audience, unwire
from bot.message import LONGEST_QUESTION, ChatKey, ChatKind
from bot.storage.model import ChatSettings
from bot.storage.problems import StorageError
from bot.storage.store import Store

if TYPE_CHECKING:
    from adapters.discord.client import Client

log = logging.getLogger(__name__)

_BRIEF = frozenset({"good", "bad", "report"})
"""Buttons that are answered by a passing note."""


class Desk:
    """Serves people.

    Attributes:
        poster: Posts what is no answer to an interaction.
        events: Keeps the events of servers.
        talker: Answers messages.
    """

    def __init__(self, client: "Client", answer: Answering, store: Store, clock: Clock, language: str) -> None:
        """Serve by this client, by what `answer` gives; `language` is that of people whose own the bot does not speak."""
        self._client, self._store = client, store
        self.poster = Poster(client, store)
        self.events = ServerEvents(client, answer, store, clock, language)
        self._clerk = Clerk(answer, store, clock, language)
        self.talker = Talker(self._clerk, self.poster)
        self._answerer = Answerer(self._clerk, self.poster, self.events)
        self._responder = Responder()

    # --- What happens around people ---

    async def register(self) -> None:
        """Give Discord the commands that it does not have yet, or has otherwise."""
        try:
            self.poster.commands, changed = await bring_up_to_date(self._client, self._client.tree)
        except FAILURES as error:
            log.warning("the commands could not be brought up to date: %s", reason(error))
        else:
            log.info("commands: %s", "brought up to date" if changed else "as they should be")

    async def arrived(self, guilds: Iterable[discord.Guild]) -> None:
        """Note that the bot is on these servers, and bring their events up to date."""
        for guild in guilds:
            await either(self._store.reopen_chat(_key(guild)), None)
        await either(self.events.follow(), 0)

    async def sent_away(self, guild: discord.Guild) -> None:
        """Note that a server has sent the bot away: nothing is delivered there any more."""
        await either(self._store.close_chat(_key(guild), "the server has sent the bot away"), None)

    # --- Commands ---

    async def command(
        self, interaction: Interaction, name: str, argument: str, *, private: bool | None, mention: discord.Role | None
    ) -> None:
        """Answer a command."""
        spot = spot_of(interaction)
        held = interaction.permissions, interaction.app_permissions
        if mention and (spot.guild is None or not permissions.may_mention(mention, *held)):
            await self._note(interaction, texts.no_mention(self._clerk.language_of(spot), mention.name), spot)
            return
        secret, shareable = _secrecy(spot, await self._clerk.settings(spot.key), private)
        if name in DISCREET:
            secret, shareable = True, False
        wanted = Wanted(
            name, argument, argument if name == "ask" else "", shareable and secret, mention=str(mention.id) if mention else None
        )
        await self._serve(interaction, spot, Manner.SECRET if secret else Manner.OPEN, wanted)

    async def about(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer the question that a message asks, to the asker alone."""
        spot = spot_of(interaction)
        _, shareable = _secrecy(spot, await self._clerk.settings(spot.key), None)
        text = _text_of(message)[:LONGEST_QUESTION]
        await self._serve(interaction, spot, Manner.SECRET, Wanted("ask" if text else "help", text, text, shareable))

    async def suggest(self, interaction: Interaction, name: str, typed: str) -> list[app_commands.Choice[str]]:
        """Give completions of an option, best first."""
        reply = await self._clerk.ask(spot_of(interaction), f"{name} {typed}", "suggest", None)
        return [
            app_commands.Choice(name=fitting(choice.title, MOST_SUGGESTION), value=choice.question)
            for choice in reply.choices[:MOST_SUGGESTIONS]
            if 0 < len(choice.question) <= MOST_SUGGESTION and choice.title
        ]

    async def unknown(self, interaction: Interaction) -> None:
        """Tell that a command or a button is none of ours, or no more."""
        spot = spot_of(interaction)
        await self._note(interaction, courtesy.stale(self._clerk.language_of(spot)), spot)

    # --- Buttons, menus and forms ---

    async def pressed(self, interaction: Interaction) -> None:
        """Do what a button or the line of a menu says."""
        spot, message = spot_of(interaction), interaction.message
        custom_id, values = _carried(interaction)
        if message is None:
            return
        if custom_id == SHARE:
            await _share(interaction, message)
            return
        if custom_id in server.OWN:
            await self._chosen(interaction, spot, custom_id, values)
            return
        try:
            command, argument = unwire(values[0] if values else custom_id)
        except ValueError:
            await self.unknown(interaction)
            return
        if command == "report":
            await _open(interaction, forms.report(argument, self._clerk.language_of(spot)))
            return
        chat = await self._clerk.settings(spot.key)
        secret, shareable = _secrecy(spot, chat, None)
        instead = message.flags.ephemeral and _changes(spot, chat, command)
        manner = Manner.INSTEAD if instead else _manner(message, spot, command, argument, secret=secret)
        brief = command in _BRIEF or command in DISCREET
        hidden = manner is Manner.SECRET or (manner is Manner.INSTEAD and message.flags.ephemeral)
        await self._serve(interaction, spot, manner, Wanted(command, argument, shareable=shareable and hidden and not brief))

    async def filled_in(self, interaction: Interaction) -> None:
        """Hand a report on to the curators."""
        try:
            command, argument = unwire(_carried(interaction)[0])
        except ValueError:
            command = argument = ""
        if command != "report":
            await self.unknown(interaction)
            return
        words = f"{argument} {forms.words_of(interaction)}".rstrip() if argument else ""
        await self._serve(interaction, spot_of(interaction), Manner.SECRET, Wanted(command, words))

    async def _chosen(self, interaction: Interaction, spot: Spot, custom_id: str, values: Sequence[str]) -> None:
        """Change a setting that only servers have, if who chose it may."""
        if spot.guild is None or not spot.manager:
            await self._serve(interaction, spot, Manner.SECRET, Wanted("settings"))
            return
        lead = self._lacking(values[0]) if custom_id == server.ANNOUNCEMENTS and values else ""
        try:
            await self._store.change_chat(spot.key, ChatKind.GROUP, **server.changes(custom_id, values))
        except StorageError as error:
            log.error("%s", error)
            lead = courtesy.failed(self._clerk.language)
        self._clerk.changed(spot.key)
        await self._serve(interaction, spot, Manner.INSTEAD, Wanted("settings", lead=lead))

    def _lacking(self, number: str) -> str:
        """Say what is missing to post in a channel; nothing where nothing is."""
        channel = self._client.get_channel(int(number))
        if not isinstance(channel, discord.TextChannel):
            return ""
        lacking = missing_in(channel, Rendered(embeds=(discord.Embed(),)), reply=False)
        return texts.missing(self._clerk.language, str(channel), lacking) if lacking else ""

    # --- Answers ---

    async def _serve(self, interaction: Interaction, spot: Spot, manner: Manner, wanted: Wanted) -> None:
        """Answer, unless too much is asked, and note to which talk the answer belongs."""
        if self._clerk.admit(spot) is not Flow.ANSWER:
            await self._note(interaction, courtesy.too_many(self._clerk.language_of(spot)), spot)
            return
        done = await self._responder.respond(interaction, manner, self._answerer.answer(interaction, spot, wanted))
        if done and done[1] and done[0].reply.records:
            source = interaction.message
            conversation = await self._clerk.conversation(spot, source.id if source else None)
            await self._clerk.keep(spot, done[1], conversation, None)

    async def _note(self, interaction: Interaction, text: str, spot: Spot) -> None:
        reply = courtesy.says(text, self._clerk.language_of(spot))

        async def work() -> Response:
            return Response(reply, render(reply))

        noted: Coroutine[Any, Any, Response] = work()
        await self._responder.respond(interaction, Manner.SECRET, noted)


async def _open(interaction: Interaction, form: discord.ui.Modal) -> None:
    try:
        await interaction.response.send_modal(form)
    except FAILURES as error:
        log.warning("a form could not be opened: %s", reason(error))


async def _share(interaction: Interaction, message: discord.Message) -> None:
    """Show everybody what only the asker has seen: the message carries all of it, so nothing was kept."""
    view = discord.ui.View.from_message(message, timeout=None)
    for item in list(view.children):
        if isinstance(item, discord.ui.Button) and item.custom_id == SHARE:
            view.remove_item(item)
    view.stop()
    try:
        await interaction.response.edit_message(view=view)
        await interaction.followup.send(message.content or discord.utils.MISSING, embeds=message.embeds, view=view)
    except FAILURES as error:
        log.warning("an answer could not be shared: %s", reason(error))


def _secrecy(spot: Spot, chat: ChatSettings, private: bool | None) -> tuple[bool, bool]:  # noqa: FBT001 - as the person chose
    """Say whether an answer is for the asker alone, and whether it may be shared with the others."""
    if spot.guild is None and not spot.elsewhere:
        return False, False
    if not spot.within(chat.channels):
        return True, False
    return (spot.elsewhere or chat.discreet if private is None else private), True


def _changes(spot: Spot, chat: ChatSettings, command: str) -> bool:
    """Say whether a button changes what its message tells of, and who pressed it may do that."""
    audience, place = COMMANDS[command].audience, spot.place(chat.organisers)
    if audience is Audience.EVERYONE or COMMANDS[command].aside:
        return False
    return place.governed if audience is Audience.MANAGERS else place.organised


def _manner(message: discord.Message, spot: Spot, command: str, argument: str, *, secret: bool) -> Manner:
    """Say how a press is answered: pages turn in place for the asker, and what leads on is shown to who pressed alone."""
    own = spot.guild is None or message.flags.ephemeral or asker_of(message) == spot.person
    if turns(argument) and own:
        return Manner.INSTEAD
    if command in _BRIEF or command in DISCREET or secret or message.flags.ephemeral:
        return Manner.SECRET
    aside = spot.guild is not None and not (own and command == "choose")
    return Manner.SECRET if aside or (spot.elsewhere and not own) else Manner.OPEN


def _text_of(message: discord.Message) -> str:
    """Give what a message says; one without words of its own may say it in embeds."""
    embedded = (text for embed in message.embeds for text in (embed.title, embed.description) if text)
    return (message.clean_content or " ".join(embedded)).strip()


def _carried(interaction: Interaction) -> tuple[str, list[str]]:
    data: Any = interaction.data or {}
    return str(data.get("custom_id", "")), [str(value) for value in data.get("values") or []]


def _key(guild: discord.Guild) -> ChatKey:
    return ChatKey(PLATFORM, str(guild.id))
