"""The one door for adapters: a message in, a reply out."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from bot.answering.engine import Engine, Talk
from bot.answering.moments import Speaker
from bot.commands import agenda, entries, opinions, options, own, pages, reminding, sheet, suggest, texts
from bot.commands.buttons import beneath
from bot.commands.lookup import LONGEST_ECHO, gone, usage
from bot.commands.manner import short
from bot.commands.request import Request, note
from bot.languages.analysis import normalised
from bot.languages.catalogue import catalogue, languages
from bot.languages.dates import locale_of
from bot.languages.shown import shortened
from bot.message import LONGEST_QUESTION, Message, Place
from bot.reply import CommandName, Paragraph, Plain, Reply, Status
from bot.storage.model import ChatSettings, Context
from bot.storage.problems import StorageError

if TYPE_CHECKING:
    from bot.storage.store import Store

T = TypeVar("T")

log = logging.getLogger(__name__)

_MOST_TALKS = 10_000

Kept = Callable[[Request, "Store", Place], Awaitable[Reply]]
"""A command on what is kept."""

_FROM_RECORDS: dict[str, Callable[[Request], Reply]] = {
    "next": agenda.coming,
    "deadlines": agenda.deadlines,
    "meetings": agenda.meetings,
    "resolution": texts.resolution,
    "define": texts.define,
    "compare": texts.compare,
    "sources": sheet.sources,
    "more": sheet.more,
    "calendar": entries.entries,
    "event": entries.occasion,
    "start": pages.start,
    "help": pages.help_,
    "about": pages.about,
    "privacy": pages.privacy,
    "suggest": suggest.suggest,
}
"""Commands that are answered from what is known, the same for everybody."""

_FROM_STORE: dict[str, Kept] = {
    "settings": options.show,
    "language": options.language,
    "timezone": options.timezone,
    "manner": options.manner,
    "collect": options.collect,
    "remind": reminding.remind,
    "confirm": reminding.confirm,
    "pause": reminding.change,
    "cancel": reminding.change,
    "move": reminding.move,
    "test": reminding.test,
    "reminders": reminding.listed,
    "follow": reminding.follow,
    "unfollow": reminding.unfollow,
    "quiet": options.quiet,
    "mydata": own.copy,
    "forgetme": own.forget,
    "report": opinions.report,
    "good": opinions.good,
    "bad": opinions.bad,
}
"""Commands that read or change what is kept."""


class Assistant:
    """Answers messages: questions, commands and buttons alike.

    It remembers what each talk is about: its records and what was asked for, no words. With a store it does so there, so that
    any process can go on with a talk, and keeps to what the chat has chosen; without one it does so in memory.
    """

    def __init__(self, engine: Engine, store: "Store | None" = None) -> None:
        """Take the engine that answers, and where things are kept."""
        self._engine = engine
        self._store = store
        self._talks: OrderedDict[str, Talk] = OrderedDict()

    @property
    def engine(self) -> Engine:
        """What answers now."""
        return self._engine

    def learn(self, engine: Engine) -> None:
        """Answer from other knowledge from now on; talks go on."""
        self._engine = engine

    async def reply(self, message: Message) -> Reply:
        """Answer a message.

        Raises:
            ValueError: the message's language or zone is unknown.
        """
        chat, talk = await self._before(message.place, message.conversation)
        request = self._request(message, chat, talk)
        if message.command in _FROM_STORE:
            return await self._kept(request, _FROM_STORE[message.command])
        reply, talk = self._answered(request, brief=chat.manner == "short")
        if message.conversation and talk and reply.records:
            await self._remember(message.conversation, talk, message.place)
        if chat.collect and self._store and message.place and message.command in {None, "ask"}:
            await self._collect(self._store, message.place, request, reply)
        return replace(reply, language=request.message.language)

    def _request(self, message: Message, chat: ChatSettings, talk: Talk | None) -> Request:
        """Give a message as a request, in the language and zone that the chat has chosen where it has."""
        language = chat.language if chat.language and chat.language in languages() else message.language
        message = replace(message, text=message.text[:LONGEST_QUESTION], language=language, zone=chat.zone or message.zone)
        zone = ZoneInfo(message.zone) if message.zone else None
        speaker = Speaker(catalogue(language), locale_of(language), message.now, zone)
        return Request(normalised(message.text), message, self._engine, speaker, talk, keeps=self._store is not None)

    def _answered(self, request: Request, *, brief: bool) -> tuple[Reply, Talk | None]:
        """Answer from what is known, and give what the talk is about afterwards."""
        command, talk = request.message.command, request.talk
        now, language, zone = request.speaker.now, request.message.language, request.speaker.zone
        if command is None or (command == "ask" and request.argument):
            reply, talk = self._engine.answer(request.message.text, now, language=language, zone=zone, talk=talk)
            return self._finished(request, reply, brief=brief), talk
        if command == "choose":
            return self._chosen(request, brief=brief)
        if command == "facts":
            return self._engine.facts(request.argument, now, language=language, zone=zone), talk
        if command in _FROM_RECORDS:
            reply = _FROM_RECORDS[command](request)
            if reply.status is Status.NOT_FOUND and not reply.actions:
                reply = self._finished(request, reply, brief=False)
            return reply, _talk_after(talk, reply)
        return (usage(request, "ask", *pages.examples(request)) if command == "ask" else _unknown(request, command)), talk

    def _chosen(self, request: Request, *, brief: bool) -> tuple[Reply, Talk | None]:
        """Answer the question that was asked back on, from the record that was meant; its sheet where the talk is forgotten."""
        record = self._engine.knowledge.records.get(request.argument)
        if record is None:
            return gone(request), request.talk
        if request.talk is None:
            reply = sheet.sheet(request, record)
            return reply, Talk(reply.records)
        now, language, zone = request.speaker.now, request.message.language, request.speaker.zone
        reply, talk = self._engine.about(record.id, now, language=language, zone=zone, talk=request.talk)
        return self._finished(request, reply, brief=brief), talk

    def _finished(self, request: Request, reply: Reply, *, brief: bool) -> Reply:
        return beneath(short(reply) if brief else reply, request)

    # --- What is kept ---

    async def _kept(self, request: Request, command: Kept) -> Reply:
        """Give a command what is kept; say so where nothing is, or where it cannot be reached."""
        place, _ = request.message.place, request.words.gettext
        if self._store is None or place is None:
            return note(request, _("Here nothing is kept: no settings, no votes, and nothing about you."))
        try:
            return await command(request, self._store, place)
        except StorageError as error:
            log.error("%s", error)
            return note(request, _("I cannot reach what I keep at this moment. Try again in a while."), discreet=True)

    async def _before(self, place: Place | None, conversation: str | None) -> tuple[ChatSettings, Talk | None]:
        """Give what the chat has chosen, and what the talk is about so far."""
        nothing: tuple[ChatSettings, Context | None] = (ChatSettings(), None)
        if self._store is None:
            return nothing[0], self._talks.get(conversation or "")
        if place and conversation:
            chat, context = await self._or(self._store.chat_and_talk(place.chat, conversation), nothing)
        elif place:
            chat, context = await self._or(self._store.chat(place.chat), ChatSettings()), None
        else:
            chat, context = ChatSettings(), await self._or(self._store.talk(conversation), None) if conversation else None
        return chat, Talk(context.records, context.asked, context.told, context.besides) if context else None

    async def _remember(self, conversation: str, talk: Talk, place: Place | None) -> None:
        if self._store:
            context = Context(talk.records, talk.asked, talk.told, talk.besides)
            await self._or(self._store.keep_talk(conversation, context, place), None)
            return
        self._talks[conversation] = talk
        self._talks.move_to_end(conversation)
        while len(self._talks) > _MOST_TALKS:
            self._talks.popitem(last=False)

    async def _collect(self, store: "Store", place: Place, request: Request, reply: Reply) -> None:
        """Keep the questions without an answer, each by itself."""
        for part in reply.parts or (reply,):
            if part.status is Status.NOT_FOUND:
                question = part.question or request.argument
                await self._or(store.keep_unanswered(place.chat, request.message.language, question), None)

    async def _or(self, kept: Awaitable[T], otherwise: T) -> T:
        """Give what the store gives; where it fails something else, for an answer without a memory is better than none."""
        try:
            return await kept
        except StorageError as error:
            log.error("%s", error)
            return otherwise


def _talk_after(talk: Talk | None, reply: Reply) -> Talk | None:
    """Give what a talk is about after a command: the records that were told of; what was asked for holds if they are the same."""
    if not reply.records or reply.status not in {Status.ANSWERED, Status.CHOOSE}:
        return talk
    return talk if talk and talk.records[:1] == reply.records[:1] else Talk(reply.records)


def _unknown(request: Request, command: str) -> Reply:
    text = request.words.gettext("I do not know /{command}. The commands that there are:").format(
        command=shortened(command, LONGEST_ECHO)
    )
    return Reply(Status.CHAT, (Paragraph((Plain(f"{text} "), CommandName("help"))),))
