"""The desk where people are served: commands, buttons, menus, forms, mentions and replies."""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

import discord
from discord import app_commands

from adapters import texts as courtesy
from adapters.discord import forms, server, texts
from adapters.discord.buttons import Press, fitting
from adapters.discord.commands import DISCREET, EVENT
from adapters.discord.errors import FAILURES, reason
from adapters.discord.events import ServerEvents
from adapters.discord.limits import MOST_SUGGESTION, MOST_SUGGESTIONS
from adapters.discord.paging import back, turns
from adapters.discord.posting import Poster, missing_in
from adapters.discord.render import Rendered, render
from adapters.discord.responding import Manner, Responder, Response
from adapters.discord.spot import Asked, Interaction, Spot, asked_of, asker_of, spot_of
from adapters.discord.syncing import bring_up_to_date
from adapters.flood import Flood, Flow
from bot.adapter import Answering
from bot.clock import Clock
from bot.commands.catalogue import COMMANDS, Audience, typed, unwire
from bot.languages.catalogue import catalogue
from bot.logs import trace
from bot.message import LONGEST_QUESTION, ChatKey, ChatKind, Message
from bot.reply import Reply
from bot.storage.model import EDIT_LIFE, ChatSettings
from bot.storage.problems import StorageError
from bot.storage.store import Store

if TYPE_CHECKING:
    from adapters.discord.client import Client

log = logging.getLogger(__name__)

T = TypeVar("T")

SHARE = "share"
"""Custom id of the button that shows everybody what only the asker saw."""

REMEMBERED = 20.0
"""Seconds for which a chat's settings are remembered: so long a change made elsewhere may not be noticed."""

MOST_REMEMBERED = 5_000

_BRIEF = frozenset({"good", "bad", "report"})
"""Buttons that are answered by a passing note."""


class Desk:
    """Serves people; has no state but who asked how much, whose turn it is, and the settings of a moment ago."""

    def __init__(self, client: "Client", answer: Answering, store: Store, clock: Clock, language: str) -> None:
        """Serve by this client, by what `answer` gives; `language` is that of people whose own the bot does not speak."""
        self._client, self._answer, self._store, self._clock, self._language = client, answer, store, clock, language
        self.poster = Poster(client, store)
        self.events = ServerEvents(client, answer, store, clock, language)
        self._responder = Responder()
        self._flood = Flood()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._known: OrderedDict[ChatKey, tuple[float, ChatSettings]] = OrderedDict()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

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
        with self._at_work() as open_:
            for guild in guilds if open_ else ():
                await _or(self._store.reopen_chat(_key(guild)), None)
            if open_:
                await _or(self.events.follow(), 0)

    async def sent_away(self, guild: discord.Guild) -> None:
        """Note that a server has sent the bot away: nothing is delivered there any more."""
        with self._at_work() as open_:
            if open_:
                await _or(self._store.close_chat(_key(guild), "the server has sent the bot away"), None)

    async def finish(self, within: float) -> int:
        """Take nothing more in, and finish what is under way within some seconds; give how much was left."""
        self._closed = True
        if not self._tasks:
            return 0
        _, left = await asyncio.wait(self._tasks, timeout=within)
        return len(left)

    # --- Commands ---

    async def command(self, interaction: Interaction, name: str, argument: str, *, private: bool | None) -> None:
        """Answer a command."""
        with self._at_work() as open_:
            if not open_:
                return
            spot = spot_of(interaction)
            if not await self._admitted(interaction, spot):
                return
            chat = await self._settings(spot.key)
            secret, shareable = _secrecy(spot, chat, private)
            if name in DISCREET:
                secret, shareable = True, False
            asked = argument if name == "ask" else ""
            work = self._told(interaction, spot, name, argument, asked, shareable=shareable and secret)
            await self._respond(interaction, spot, Manner.SECRET if secret else Manner.OPEN, work)

    async def about(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer the question that a message asks, to the asker alone."""
        with self._at_work() as open_:
            if not open_:
                return
            spot = spot_of(interaction)
            if not await self._admitted(interaction, spot):
                return
            chat = await self._settings(spot.key)
            _, shareable = _secrecy(spot, chat, None)
            text = _text_of(message)[:LONGEST_QUESTION]
            work = self._told(interaction, spot, "ask" if text else "help", text, text, shareable=shareable)
            await self._respond(interaction, spot, Manner.SECRET, work)

    async def suggest(self, interaction: Interaction, name: str, typed: str) -> list[app_commands.Choice[str]]:
        """Give completions of an option, best first."""
        spot = spot_of(interaction)
        language = self._language_of(spot)
        reply = await self._reply(Message(f"{name} {typed}", self._clock(), language, command="suggest"))
        return [
            app_commands.Choice(name=fitting(choice.title, MOST_SUGGESTION), value=choice.question)
            for choice in reply.choices[:MOST_SUGGESTIONS]
            if 0 < len(choice.question) <= MOST_SUGGESTION and choice.title
        ]

    async def unknown(self, interaction: Interaction) -> None:
        """Tell that a command is none any more."""
        spot = spot_of(interaction)
        await self._note(interaction, spot, courtesy.stale(self._language_of(spot)))

    # --- Buttons, menus and forms ---

    async def pressed(self, interaction: Interaction) -> None:
        """Do what a button or the line of a menu says."""
        with self._at_work() as open_:
            if not open_ or interaction.message is None:
                return
            spot = spot_of(interaction)
            language = self._language_of(spot)
            custom_id, values = _carried(interaction)
            if custom_id == SHARE:
                await self._share(interaction)
                return
            if custom_id in server.OWN:
                await self._chosen(interaction, spot, custom_id, values)
                return
            try:
                command, argument = unwire(values[0] if values else custom_id)
            except ValueError:
                await self._note(interaction, spot, courtesy.stale(language))
                return
            if command == "report":
                await self._open(interaction, argument, language)
            elif await self._admitted(interaction, spot):
                await self._press(interaction, spot, command, argument)

    async def filled_in(self, interaction: Interaction) -> None:
        """Hand a report on to the curators."""
        with self._at_work() as open_:
            if not open_:
                return
            spot = spot_of(interaction)
            try:
                command, argument = unwire(_carried(interaction)[0])
            except ValueError:
                command = argument = ""
            if command != "report":
                await self._note(interaction, spot, courtesy.stale(self._language_of(spot)))
            elif await self._admitted(interaction, spot):
                words = f"{argument} {forms.words_of(interaction)}".strip() if argument else ""
                await self._respond(
                    interaction, spot, Manner.SECRET, self._told(interaction, spot, command, words, "", shareable=False)
                )

    async def _press(self, interaction: Interaction, spot: Spot, command: str, argument: str) -> None:
        message = interaction.message
        if message is None:
            return
        chat = await self._settings(spot.key)
        own = asker_of(message) == spot.person or message.flags.ephemeral or spot.guild is None
        setting = COMMANDS[command].audience is Audience.ORGANISERS
        secret, shareable = _secrecy(spot, chat, None)
        manner = Manner.OPEN
        if (setting and spot.organiser and message.flags.ephemeral) or (turns(argument) and own):
            manner = Manner.INSTEAD
        elif command in _BRIEF or setting or command in DISCREET:
            manner, shareable = Manner.SECRET, False
        elif secret or message.flags.ephemeral or (spot.guild and not (own and command == "choose")):
            manner = Manner.SECRET
        shared = shareable and (manner is Manner.SECRET or (manner is Manner.INSTEAD and message.flags.ephemeral and not setting))
        work = self._told(interaction, spot, command, argument, "", shareable=shared)
        await self._respond(interaction, spot, manner, work)

    async def _open(self, interaction: Interaction, argument: str, language: str) -> None:
        try:
            await interaction.response.send_modal(forms.report(argument, language))
        except FAILURES as error:
            log.warning("a form could not be opened: %s", reason(error))

    async def _share(self, interaction: Interaction) -> None:
        """Show everybody what only the asker has seen: the message carries all of it, so nothing was kept."""
        message = interaction.message
        if message is None:
            return
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

    async def _chosen(self, interaction: Interaction, spot: Spot, custom_id: str, values: Sequence[str]) -> None:
        """Change a setting that only servers have, if who chose it may."""
        if spot.guild is None or not spot.organiser:
            work = self._told(interaction, spot, "settings", "", "", shareable=False)
            await self._respond(interaction, spot, Manner.SECRET, work)
            return

        async def work_on() -> Response:
            changes = server.changes(custom_id, values)
            note = ""
            try:
                await self._store.change_chat(spot.key, ChatKind.GROUP, **changes)
            except StorageError as error:
                log.error("%s", error)
                note = courtesy.failed(self._language)
            self._known.pop(spot.key, None)
            channel = self._client.get_channel(int(values[0])) if custom_id == server.ANNOUNCEMENTS and values else None
            response = await self._told(interaction, spot, "settings", "", "", shareable=False)
            if isinstance(channel, discord.abc.Messageable):
                lacking = missing_in(channel, Rendered(embeds=(discord.Embed(),)), reply=False)
                note = texts.missing(response.reply.language, str(channel), lacking) if lacking else note
            return await self._with_note(response, note, spot)

        await self._respond(interaction, spot, Manner.INSTEAD, work_on())

    async def _with_note(self, response: Response, note: str, spot: Spot) -> Response:
        if not note:
            return response
        said = courtesy.says(note, response.reply.language)
        reply = replace(response.reply, blocks=(*said.blocks, *response.reply.blocks))
        return self._rendered(reply, spot, "", await self._settings(spot.key), shareable=False)

    # --- Mentions and replies ---

    async def written(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot, in its place."""
        with self._at_work() as open_:
            asked = asked_of(message, self._client.user.id) if open_ and self._client.user else None
            if asked is None:
                return
            spot = asked.spot
            chat = await self._settings(spot.key)
            if not spot.within(chat.channels):
                return
            earlier = await self._earlier(message, spot)
            if earlier is None:
                return
            flow = self._flood.admit(spot.person)
            if flow is Flow.NOTICE:
                language = chat.language or self._language
                await self.poster.answer(message, courtesy.says(courtesy.too_many(language), language))
            if flow is Flow.ANSWER:
                conversation = await self._conversation(spot, asked.replied)
                async with self._turns.setdefault(conversation, asyncio.Lock()):
                    await self._answered(message, asked, conversation, earlier)

    async def _earlier(self, message: discord.Message, spot: Spot) -> tuple[str, ...] | None:
        """Give our messages that answer a message which was edited; None where it is not to be answered any more."""
        if message.edited_at is None:
            return ()
        earlier = await _or(self._store.answer_to(spot.key, str(message.id)), ())
        young = message.edited_at - message.created_at <= EDIT_LIFE
        return earlier if earlier and young else None

    async def _answered(self, message: discord.Message, asked: Asked, conversation: str, earlier: Sequence[str]) -> None:
        spot = asked.spot
        lacking = missing_in(message.channel, None, reply=False)
        if lacking:
            await self._explain(message, lacking)
            return
        command, text = typed(asked.text) or (None, asked.text)
        if not text and command is None:
            command = "help"
        async with _typing(message.channel):
            reply = await self._reply(self._message(spot, text, command, conversation))
        if reply.discreet and spot.guild is not None:
            note = texts.for_you_alone(reply.language, command or "help")
            reply = courtesy.says(note, reply.language)
        if earlier:
            number = await self.poster.change(message.channel, int(earlier[0]), reply)
        else:
            number = await self.poster.answer(message, reply)
        if number:
            await self._keep(spot, number, conversation, str(message.id))

    async def _explain(self, message: discord.Message, lacking: tuple[str, ...]) -> None:
        """Tell the asker in private what is missing to answer in the channel."""
        text = texts.missing(self._language, str(message.channel), lacking)
        log.warning("a question cannot be answered for want of permissions: %s", ", ".join(lacking))
        with contextlib.suppress(*FAILURES):
            await message.author.send(embed=render(courtesy.says(text, self._language)).embeds[0])

    # --- Answers ---

    async def _told(  # noqa: PLR0913 - each says one thing about the answer
        self, interaction: Interaction, spot: Spot, command: str, argument: str, asked: str, *, shareable: bool
    ) -> Response:
        """Work an answer out."""
        source = interaction.message
        conversation = await self._conversation(spot, source.id if source else None)
        reply = await self._reply(self._message(spot, argument, command, conversation))
        if command == EVENT and interaction.guild:
            reply = await self._entered(interaction, interaction.guild, reply)
        if COMMANDS[command].audience is Audience.ORGANISERS:
            self._known.pop(spot.key, None)
        actions = back(reply.actions, command, argument, reply.language)
        return self._rendered(
            replace(reply, actions=actions), spot, asked, await self._settings(spot.key), shareable=shareable, command=command
        )

    def _rendered(  # noqa: PLR0913 - as above
        self, reply: Reply, spot: Spot, asked: str, chat: ChatSettings, *, shareable: bool, command: str = "settings"
    ) -> Response:
        page = command in {"settings", "language", "timezone", "manner", "collect", "quiet"} and bool(reply.actions)
        own = page and spot.guild is not None and spot.organiser
        reply = server.told(reply, chat) if own else reply
        rendered = render(reply, asked=asked, commands=self.poster.commands)
        if own:
            rendered = server.pressable(rendered, chat, reply.language)
            return Response(reply, rendered, lambda: server.menus(chat, reply.language))
        if shareable and not reply.discreet and not reply.attachments:
            label = catalogue(reply.language).gettext("Share")
            rendered = replace(rendered, buttons=rendered.buttons.added(Press(label, SHARE)))
        return Response(reply, rendered)

    async def _entered(self, interaction: Interaction, guild: discord.Guild, reply: Reply) -> Reply:
        """Enter a meeting as an event, if who asks may."""
        if not interaction.permissions.manage_events:
            text = catalogue(reply.language).gettext("Only those who may manage events can enter one.")
        else:
            try:
                text = await self.events.enter(guild, reply)
            except FAILURES as error:
                log.warning("an event could not be made: %s", reason(error))
                text = texts.failed_elsewhere(reply.language)
            except StorageError as error:
                log.error("%s", error)
                text = courtesy.failed(reply.language)
        return replace(reply, blocks=(*courtesy.says(text, reply.language).blocks, *reply.blocks))

    async def _respond(self, interaction: Interaction, spot: Spot, manner: Manner, work: Any) -> None:  # noqa: ANN401 - a coroutine
        done = await self._responder.respond(interaction, manner, work)
        if done and done[1] and done[0].reply.records:
            conversation = await self._conversation(spot, interaction.message.id if interaction.message else None)
            await self._keep(spot, done[1], conversation, None)

    async def _reply(self, message: Message) -> Reply:
        try:
            return await self._answer(message)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, who asked is owed an answer
            log.error("a message could not be answered: %s", trace(error))
            return courtesy.says(courtesy.failed(message.language), message.language)

    async def _note(self, interaction: Interaction, spot: Spot, text: str) -> None:
        reply = courtesy.says(text, self._language_of(spot))

        async def work() -> Response:
            return Response(reply, render(reply))

        await self._responder.respond(interaction, Manner.SECRET, work())

    async def _admitted(self, interaction: Interaction, spot: Spot) -> bool:
        """Say whether one more question of a person is answered; if not, they are told."""
        if self._flood.admit(spot.person) is Flow.ANSWER:
            return True
        await self._note(interaction, spot, courtesy.too_many(self._language_of(spot)))
        return False

    # --- What is remembered ---

    def _message(self, spot: Spot, text: str, command: str | None, conversation: str) -> Message:
        place = replace(spot.place, topic=str(spot.channel) if spot.guild else None)
        return Message(text, self._clock(), self._language_of(spot), conversation, command=command, place=place)

    def _language_of(self, spot: Spot) -> str:
        return courtesy.spoken(spot.language, self._language) if spot.kind is ChatKind.PRIVATE else self._language

    async def _settings(self, key: ChatKey) -> ChatSettings:
        known = self._known.get(key)
        if known and known[0] > monotonic():
            return known[1]
        chat = await _or(self._store.chat(key), ChatSettings())
        self._known[key] = (monotonic() + REMEMBERED, chat)
        self._known.move_to_end(key)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return chat

    async def _conversation(self, spot: Spot, message: int | None) -> str:
        """Give the talk to go on with: that of the message of ours that is pressed or replied to, else the spot's own."""
        found = await _or(self._store.conversation_of(spot.key, str(message)), None) if message else None
        return found or spot.conversation

    async def _keep(self, spot: Spot, number: int, conversation: str, question: str | None) -> None:
        await _or(self._store.keep_answer(spot.key, [str(number)], conversation, question, person=str(spot.person)), None)

    @contextlib.contextmanager
    def _at_work(self) -> Any:  # noqa: ANN401 - a generator of bool
        """Count the task as one that is under way; give whether anything is taken in still."""
        task = asyncio.current_task()
        if task is None or self._closed:
            yield False
            return
        self._tasks.add(task)
        try:
            yield True
        finally:
            self._tasks.discard(task)


def _secrecy(spot: Spot, chat: ChatSettings, private: bool | None) -> tuple[bool, bool]:  # noqa: FBT001 - as the person chose
    """Say whether an answer is for the asker alone, and whether it may be shared with the others."""
    if spot.guild is None and not spot.elsewhere:
        return False, False
    if not spot.within(chat.channels):
        return True, False
    return (spot.elsewhere or chat.discreet if private is None else private), True


def _text_of(message: discord.Message) -> str:
    """Give what a message says; one without words of its own may say it in embeds."""
    embedded = (text for embed in message.embeds for text in (embed.title, embed.description) if text)
    return (message.clean_content or " ".join(embedded)).strip()


def _carried(interaction: Interaction) -> tuple[str, list[str]]:
    data: Any = interaction.data or {}
    return str(data.get("custom_id", "")), [str(value) for value in data.get("values") or []]


def _key(guild: discord.Guild) -> ChatKey:
    return ChatKey("discord", str(guild.id))


@contextlib.asynccontextmanager
async def _typing(channel: discord.abc.Messageable) -> Any:  # noqa: ANN401 - a generator of nothing
    """Show "typing" while an answer is long in coming."""

    async def show() -> None:
        await asyncio.sleep(1.0)
        with contextlib.suppress(*FAILURES):
            async with channel.typing():
                await asyncio.Event().wait()

    task = asyncio.create_task(show())
    try:
        yield
    finally:
        task.cancel()


async def _or(remembered: Awaitable[T], otherwise: T) -> T:
    """Give what the store gives; where it fails, something else, for an answer without a memory is better than none."""
    try:
        return await remembered
    except StorageError as error:
        log.error("%s", error)
        return otherwise
