"""Sends replies: each message once, again only where that is safe, and once more where nobody can know (DESIGN, section 6)."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from telegram import InputFile, Message, ReplyParameters
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import ExtBot

from adapters.telegram.errors import outcome_of, reason, unchanged
from adapters.telegram.limits import NO_PREVIEW
from adapters.telegram.parse import chat_key
from adapters.telegram.render import Rendered, render
from bot.adapter import Outcome, Refused, Retry, Sent, Unknown
from bot.reply import Attachment, Reply
from bot.storage.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")

MOST_TRIES = 12
"""How often an answer is sent that surely did not arrive; with the pauses between, Telegram may be away for five minutes."""

LONGEST_PAUSE = 30.0
"""Seconds between two tries."""

AGAIN = 1.0
"""Seconds after which an answer is repeated of which nobody knows whether it arrived."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a reply goes: the chat, the topic in it, and the message that it answers."""

    chat: int
    topic: int | None = None
    answers: int | None = None


class Sender:
    """Sends and edits messages.

    Attributes:
        repeated: How many answers were sent once more because their first sending ended unknown: so many doubles there may be.
    """

    def __init__(self, bot: ExtBot[Any], store: Store) -> None:
        """Send by this bot; what is learnt of chats (moved, closed) is written to the store."""
        self._bot, self._store = bot, store
        self.repeated = 0

    async def answer(self, address: Address, reply: Reply) -> tuple[int, ...]:
        """Send an answer; give the numbers of its messages, none where it could not be sent."""
        sent: list[int] = []
        for post in self._posts(reply):
            try:
                message, address = await self._persist(post, address)
            except TelegramError as error:
                await self._lost(address, error)
                break
            sent.append(message.message_id)
        return tuple(sent)

    async def edit(self, address: Address, earlier: tuple[int, ...], reply: Reply) -> tuple[int, ...]:
        """Make an earlier answer say something else: messages are changed in place, added or removed as it needs."""
        parts = render(reply)
        kept: list[int] = []
        for number, part in zip(earlier, parts, strict=False):
            if await self._change(address, number, part):
                kept.append(number)
        for number in earlier[len(parts) :]:
            await quietly(self._bot.delete_message(address.chat, number))
        for post in [_text_post(part) for part in parts[len(earlier) :]] + [_file_post(one) for one in reply.attachments]:
            try:
                message, address = await self._persist(post, address)
            except TelegramError as error:
                await self._lost(address, error)
                break
            kept.append(message.message_id)
        return tuple(kept)

    async def deliver(self, address: Address, reply: Reply) -> Outcome:
        """Send a reply once and say what became of it; the caller decides on what comes then."""
        first: Message | None = None
        for post in self._posts(reply):
            try:
                message = await self._migrating(post, address)
            except TelegramError as error:
                outcome = outcome_of(error)
                if isinstance(outcome, Refused) and outcome.gone:
                    await self._store.close_chat(chat_key(address.chat), outcome.reason)
                if first is None:
                    return outcome
                log.warning("only the beginning of a delivery was sent: %s", outcome.reason)
                break
            address = replace(address, chat=message.chat.id)
            first = first or message
        return Sent(str(first.message_id)) if first else Refused("the reply says nothing")

    def _posts(self, reply: Reply) -> "list[Post]":
        return [*(_text_post(part) for part in render(reply)), *(_file_post(file) for file in reply.attachments)]

    async def _persist(self, post: "Post", address: Address) -> tuple[Message, Address]:
        """Send until it is sent, as long as that is safe; once more where the first sending ended unknown."""
        repeated = False
        for number in range(MOST_TRIES):
            try:
                message = await self._migrating(post, address)
            except TelegramError as error:
                match outcome_of(error):
                    case Retry(after) if number + 1 < MOST_TRIES:
                        await asyncio.sleep(min(after.total_seconds() * 2**number, max(after.total_seconds(), LONGEST_PAUSE)))
                    case Unknown() if not repeated:
                        repeated = True
                        self.repeated += 1
                        log.warning("an answer may have been sent or not (%s); sending it once more", reason(error))
                        await asyncio.sleep(AGAIN)
                    case Refused(gone=False) if post.fancy:
                        log.warning("an answer was refused (%s); sending it as plain text", reason(error))
                        post = post.plain()
                    case _:
                        raise
            else:
                return message, replace(address, chat=message.chat.id)
        raise AssertionError("the last try returns or raises")

    async def _migrating(self, post: "Post", address: Address) -> Message:
        try:
            return await post.send(self._bot, address)
        except ChatMigrated as error:
            await self._store.move_chat(chat_key(address.chat), chat_key(error.new_chat_id))
            return await post.send(self._bot, replace(address, chat=error.new_chat_id, answers=None))

    async def _change(self, address: Address, number: int, part: Rendered) -> bool:
        try:
            await self._bot.edit_message_text(
                part.text,
                address.chat,
                number,
                entities=part.entities,
                link_preview_options=NO_PREVIEW,
                reply_markup=part.keyboard,
            )
        except TelegramError as error:
            if not unchanged(error):
                log.warning("an answer could not be changed: %s", reason(error))
                return False
        return True

    async def _lost(self, address: Address, error: TelegramError) -> None:
        outcome = outcome_of(error)
        log.warning("an answer could not be sent: %s", reason(error))
        if isinstance(outcome, Refused) and outcome.gone:
            await self._store.close_chat(chat_key(address.chat), outcome.reason)


@dataclass(frozen=True, slots=True)
class Post:
    """One message to send; `fancy` says whether it would be less without its entities."""

    part: Rendered | None
    file: Attachment | None = None

    @property
    def fancy(self) -> bool:
        """Whether there is a plainer form of it."""
        return bool(self.part and self.part.entities)

    def plain(self) -> "Post":
        """Give it without entities."""
        return replace(self, part=self.part and replace(self.part, entities=()))

    async def send(self, bot: ExtBot[Any], address: Address) -> Message:
        """Send it once.

        Raises:
            TelegramError: it was not sent, or nobody knows.
        """
        answered = ReplyParameters(address.answers, allow_sending_without_reply=True) if address.answers else None
        if self.file:
            content = InputFile(io.BytesIO(self.file.content), self.file.name, attach=True)
            return await bot.send_document(address.chat, content, message_thread_id=address.topic, reply_parameters=answered)
        if self.part is None:
            raise AssertionError("a post has a text or a file")
        return await bot.send_message(
            address.chat,
            self.part.text,
            entities=self.part.entities,
            link_preview_options=NO_PREVIEW,
            message_thread_id=address.topic,
            reply_parameters=answered,
            reply_markup=self.part.keyboard,
        )


def _text_post(part: Rendered) -> Post:
    return Post(part)


def _file_post(file: Attachment) -> Post:
    return Post(None, file)


async def quietly(request: Awaitable[T]) -> T | None:
    """Give what a request gives, or None where Telegram refuses it: something that is pleasant to have, no more."""
    try:
        return await request
    except TelegramError as error:
        log.info("left out: %s", reason(error))
        return None


