"""Sends replies, answers and deliveries, and minds what Telegram says of the chat; pace and repetition are the limiter's."""

import logging
from collections.abc import Awaitable, Sequence
from dataclasses import replace

from telegram.error import BadRequest, ChatMigrated, TelegramError
from telegram.ext import ExtBot

from adapters.telegram.errors import outcome_of, reason, unchanged
from adapters.telegram.limiter import Manner, NotWantedError, Once
from adapters.telegram.parse import chat_key
from adapters.telegram.post import Address, Post
from adapters.telegram.render import render
from bot.adapter import Beginning, Outcome, Refused, Retry, Sent, Unknown, Withdrawn
from bot.reply import Reply
from bot.storage.store import Store

log = logging.getLogger(__name__)


class Sender:
    """Sends and changes messages; what it learns of chats (moved, closed) it writes to the store.

    Attributes:
        lost: How many messages of answers could not be sent.
        unknown: Of how many nobody knows whether they arrived, though they were sent once more.
    """

    def __init__(self, bot: ExtBot[Manner | Once], store: Store) -> None:
        """Send by this bot."""
        self._bot, self._store = bot, store
        self.lost = self.unknown = 0

    async def answer(self, address: Address, reply: Reply) -> tuple[int, ...]:
        """Send an answer; give the numbers of its messages, fewer or none where it could not be sent."""
        return await self._send_all(address, _posts(reply))

    async def change(self, address: Address, earlier: Sequence[int], reply: Reply) -> tuple[int, ...]:
        """Have an earlier answer say something else: its messages are changed in place, added or removed as it needs."""
        posts = _posts(reply)
        texts = len(posts) - len(reply.attachments)
        for number in earlier[texts:]:
            await quietly(self._bot.delete_message(address.chat, number))
        changed = [replace(post, instead=number) for post, number in zip(posts[:texts], earlier, strict=False)]
        return await self._send_all(address, [*changed, *posts[len(changed) :]])

    async def deliver(self, address: Address, reply: Reply, begin: Beginning) -> Outcome:
        """Send a reply once and say what became of it; what comes then is for the caller to decide."""
        first: Sent | None = None
        manner: Once | None = Once(begin)
        for post in _posts(reply):
            try:
                chat, number = await self._send(post, address, manner)
            except NotWantedError:
                return Withdrawn()
            except TelegramError as error:
                outcome = await self._noted(address, error)
                if first is None:
                    return outcome
                log.warning("only the beginning of a delivery was sent: %s", outcome.reason)
                break
            address, first, manner = _followed(address, chat), first or Sent(str(number)), None
        return first or Refused("the reply says nothing")

    async def _send_all(self, address: Address, posts: Sequence[Post]) -> tuple[int, ...]:
        sent: list[int] = []
        for post in posts:
            try:
                chat, number = await self._send(post, address, Manner.ANSWER)
            except TelegramError as error:
                unknown = isinstance(await self._noted(address, error), Unknown)
                self.unknown += unknown
                self.lost += len(posts) - len(sent) - unknown
                log.warning("an answer could not be sent: %s", reason(error))
                break
            address = _followed(address, chat)
            sent.append(number)
        return tuple(sent)

    async def _send(self, post: Post, address: Address, manner: Manner | Once | None) -> tuple[int, int]:
        try:
            return await post.send(self._bot, address, manner)
        except ChatMigrated as error:
            await self._store.move_chat(chat_key(address.chat), chat_key(error.new_chat_id))
            return await replace(post, instead=None).send(self._bot, _followed(address, error.new_chat_id), manner)
        except BadRequest as error:
            if post.instead is not None:
                # it says that already; or it was deleted, and is said anew
                same = unchanged(error)
                return (address.chat, post.instead) if same else await self._send(replace(post, instead=None), address, manner)
            plainer, outcome = post.plainer(), outcome_of(error)
            if plainer is None or (isinstance(outcome, Refused) and outcome.gone):
                raise
            log.warning("a message was refused (%s); sending it as plain text", reason(error))
            return await plainer.send(self._bot, address, manner)

    async def _noted(self, address: Address, error: TelegramError) -> Retry | Unknown | Refused:
        outcome = outcome_of(error)
        if isinstance(outcome, Refused) and outcome.gone:
            await self._store.close_chat(chat_key(address.chat), outcome.reason)
        return outcome


def _followed(address: Address, chat: int) -> Address:
    """Give the address in the chat's new number; topics and messages have others there."""
    return address if chat == address.chat else Address(chat)


def _posts(reply: Reply) -> list[Post]:
    return [*map(Post, render(reply)), *map(Post, reply.attachments)]


async def quietly(request: Awaitable[object]) -> None:
    """Make a request that is pleasant to have and no more: where Telegram refuses it, nothing is lost."""
    try:
        await request
    except TelegramError as error:
        log.info("left out: %s", reason(error))
