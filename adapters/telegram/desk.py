"""The desk where people are served: questions and commands, buttons, and what happens to the chats themselves."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable
from typing import Any, TypeVar

from telegram import Update
from telegram.constants import ChatAction
from telegram.ext import ExtBot

from adapters.flood import Flood, Flow
from adapters.telegram import texts
from adapters.telegram.groups import Administrators
from adapters.telegram.inline import answer_guest, answer_search
from adapters.telegram.parse import Asked, Guest, Membership, Moved, Pressed, Sought, Spot, chat_key, parse
from adapters.telegram.post import Address
from adapters.telegram.sending import Sender, quietly
from bot.adapter import Answering
from bot.clock import Clock
from bot.commands.catalogue import COMMANDS, Audience, unwire
from bot.logs import trace
from bot.message import ChatKind, Message, Place
from bot.reply import Reply
from bot.storage.model import EDIT_LIFE
from bot.storage.problems import StorageError
from bot.storage.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")

LONG = 1.0
"""Seconds from which on an answer is announced by "typing"."""

TYPING = 4.5
"""Seconds after which that is said again; Telegram shows it for five (sendChatAction)."""

MOST_TYPING = 5
"""Chats that see "typing" at a time: where answers are late for many, each of these requests would make them later."""

_BRIEF = frozenset({"good", "bad", "report"})
"""Buttons that are answered by a passing note, not by a message."""


class Desk:
    """Serves one update after the other; has no state but who asked how much, who administers what, and where it is typing."""

    def __init__(self, bot: ExtBot[Any], answer: Answering, store: Store, clock: Clock, language: str) -> None:
        """Answer as this bot, by what `answer` gives; `language` is that of people whose own the bot does not speak."""
        self._bot, self._me, self._answer, self._store, self._clock = bot, bot.bot, answer, store, clock
        self._language = language
        self.sender = Sender(bot, store)
        self._administrators = Administrators(bot)
        self._flood = Flood()
        self._typing_in = 0

    async def serve(self, update: Update) -> None:
        """Do what an update asks for; an error of ours is told to the asker and noted without what was asked."""
        match parse(update, self._me):
            case Asked() as asked:
                await self._asked(asked)
            case Pressed() as pressed:
                await self._pressed(pressed)
            case Sought() as sought:
                language = texts.spoken(sought.language, self._language)
                reply = await self._reply(Message(sought.text, self._clock(), language, command="facts"))
                await quietly(answer_search(self._bot, sought.query, reply))
            case Guest() as guest:
                language = texts.spoken(guest.language, self._language)
                reply = await self._reply(Message(guest.text, self._clock(), language, command=guest.command))
                await quietly(answer_guest(self._bot, guest.query, reply))
            case Moved(old, new):
                await self._store.move_chat(chat_key(old), chat_key(new))
                await self._store.reopen_chat(chat_key(new))  # of the old group Telegram may say that the bot has left it
            case Membership() as change:
                await self._membership(change)

    async def _asked(self, asked: Asked) -> None:
        spot = asked.spot
        address = Address(spot.chat, spot.topic, asked.message_id)
        if asked.edited and asked.edited - asked.written > EDIT_LIFE:
            return
        language = texts.spoken(spot.language, self._language)
        flow = self._flood.admit(spot.speaker)
        if flow is Flow.NOTICE:
            await self.sender.answer(address, texts.says(texts.too_many(language), language))
        if flow is not Flow.ANSWER:
            return
        conversation = await self._conversation(spot, asked.replied)
        message = await self._message(spot, asked.text, asked.command, conversation)
        async with self._typing(spot):
            reply = await self._reply(message)
        earlier = await _or(self._store.answer_to(spot.key, str(asked.message_id)), ()) if asked.edited else ()
        if reply.discreet and spot.kind is not ChatKind.PRIVATE:
            await self._in_private(spot, address, reply)
        elif earlier:
            sent = await self.sender.change(address, [int(number) for number in earlier], reply)
            await self._keep(spot, sent, conversation, asked.message_id)
        else:
            sent = await self.sender.answer(address, reply)
            await self._keep(spot, sent, conversation, asked.message_id)

    async def _pressed(self, pressed: Pressed) -> None:
        spot, language = pressed.spot, texts.spoken(pressed.language, self._language)
        try:
            command, argument = unwire(pressed.data)
        except ValueError:
            command = argument = ""
        if not command or spot is None or pressed.message_id is None:
            await self._alert(pressed, texts.stale(language))
            return
        if self._flood.admit(pressed.person) is not Flow.ANSWER:
            await self._alert(pressed, texts.too_many(language))
            return
        conversation = await self._conversation(spot, pressed.message_id)
        message = await self._message(spot, argument, command, conversation)
        setting = COMMANDS[command].audience is not Audience.EVERYONE
        if command in _BRIEF or (setting and not (message.place and message.place.organiser)):
            reply = await self._reply(message)
            await self._alert(pressed, reply.text, note=command in _BRIEF)
            return
        await quietly(self._bot.answer_callback_query(pressed.query))
        async with self._typing(spot):
            reply = await self._reply(message)
        address = Address(spot.chat, spot.topic, pressed.message_id)
        if reply.discreet and spot.kind is not ChatKind.PRIVATE:
            await self._in_private(spot, address, reply)
        elif setting and not COMMANDS[command].aside:
            await self.sender.change(address, [pressed.message_id], reply)
        else:
            await self._keep(spot, await self.sender.answer(address, reply), conversation, None)

    async def _membership(self, change: Membership) -> None:
        self._administrators.forget(change.chat)
        if change.here:
            await self._store.reopen_chat(chat_key(change.chat))
        else:
            await self._store.close_chat(chat_key(change.chat), change.status)

    async def _conversation(self, spot: Spot, replied: int | None) -> str:
        """Give the talk to go on with: that of the message of ours that is replied to, else the person's own."""
        found = await _or(self._store.conversation_of(spot.key, str(replied)), None) if replied else None
        return found or spot.conversation

    async def _message(self, spot: Spot, text: str, command: str | None, conversation: str) -> Message:
        organisers_only = command in COMMANDS and COMMANDS[command].audience is not Audience.EVERYONE
        organiser = await self._administrators.organises(spot) if organisers_only or spot.kind is ChatKind.PRIVATE else False
        topic = str(spot.topic) if spot.topic else None
        place = Place(spot.key, spot.kind, str(spot.person) if spot.person else None, organiser, topic)
        language = texts.spoken(spot.language, self._language) if spot.kind is ChatKind.PRIVATE else self._language
        return Message(text, self._clock(), language, conversation, command=command, place=place)

    async def _reply(self, message: Message) -> Reply:
        try:
            return await self._answer(message)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, who asked is owed an answer
            log.error("a message could not be answered: %s", trace(error))
            return texts.says(texts.failed(message.language), message.language)

    async def _in_private(self, spot: Spot, address: Address, reply: Reply) -> None:
        sent = await self.sender.answer(Address(spot.person), reply) if spot.person else ()
        note = texts.sent_privately(reply.language) if sent else texts.write_first(reply.language, self._me.username or "")
        await self.sender.answer(address, texts.says(note, reply.language))

    async def _keep(self, spot: Spot, sent: tuple[int, ...], conversation: str, question: int | None) -> None:
        if sent:
            person = str(spot.person) if spot.person else None
            numbers = [str(number) for number in sent]
            answered = str(question) if question else None
            await _or(self._store.keep_answer(spot.key, numbers, conversation, answered, person=person), None)

    async def _alert(self, pressed: Pressed, text: str, *, note: bool = False) -> None:
        await quietly(self._bot.answer_callback_query(pressed.query, texts.alert(text), show_alert=not note))

    @contextlib.asynccontextmanager
    async def _typing(self, spot: Spot) -> AsyncIterator[None]:
        """Show "typing" while an answer is long in coming; not while it waits for its turn, for that would only add to it."""

        async def show() -> None:
            await asyncio.sleep(LONG)
            if self._typing_in >= MOST_TYPING:
                return
            self._typing_in += 1
            try:
                while True:
                    await quietly(self._bot.send_chat_action(spot.chat, ChatAction.TYPING, spot.topic))
                    await asyncio.sleep(TYPING)
            finally:
                self._typing_in -= 1

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
