"""Answers messages that are meant for the bot, in their place: those that mention it, replies to it, and private ones."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from weakref import WeakValueDictionary

import discord

from adapters import texts as courtesy
from adapters.discord import texts
from adapters.discord.clerk import Clerk, either
from adapters.discord.errors import FAILURES
from adapters.discord.posting import Poster, missing_in
from adapters.discord.render import render
from adapters.discord.spot import Asked, Spot, asked_of
from adapters.flood import Flow
from bot.commands.catalogue import typed
from bot.storage.model import EDIT_LIFE

log = logging.getLogger(__name__)

LONG = 1.0
"""Seconds from which on an answer is announced by "typing"."""


class Talker:
    """Answers messages, those of one talk one after the other."""

    def __init__(self, clerk: Clerk, poster: Poster) -> None:
        """Answer by the clerk and the poster."""
        self._clerk, self._poster = clerk, poster
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def written(self, message: discord.Message, me: int) -> None:
        """Answer a message if it is meant for the bot, whose number is given."""
        asked = asked_of(message, me)
        if asked is None:
            return
        spot = asked.spot
        chat = await self._clerk.settings(spot.key)
        earlier = await self._earlier(message, spot)
        if earlier is None or not spot.within(chat.channels):
            return
        flow = self._clerk.admit(spot)
        if flow is Flow.NOTICE:
            language = chat.language or self._clerk.language
            await self._poster.answer(message, courtesy.says(courtesy.too_many(language), language))
        if flow is Flow.ANSWER:
            conversation = await self._clerk.conversation(spot, asked.replied)
            async with self._turns.setdefault(conversation, asyncio.Lock()):
                await self._answered(message, asked, conversation, earlier)

    async def _earlier(self, message: discord.Message, spot: Spot) -> tuple[str, ...] | None:
        """Give our messages that answer a message which was edited; None where it is not to be answered any more."""
        if message.edited_at is None:
            return ()
        earlier = await either(self._clerk.store.answer_to(spot.key, str(message.id)), ())
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
            reply = await self._clerk.ask(spot, text, command, conversation)
        if reply.discreet and spot.guild is not None:
            reply = courtesy.says(texts.for_you_alone(reply.language, command or "help"), reply.language)
        if earlier:
            number = await self._poster.change(message.channel, int(earlier[0]), reply)
        else:
            number = await self._poster.answer(message, reply)
        if number:
            await self._clerk.keep(spot, number, conversation, str(message.id))

    async def _explain(self, message: discord.Message, lacking: tuple[str, ...]) -> None:
        """Tell the asker in private what is missing to answer in the channel."""
        language = self._clerk.language
        text = texts.missing(language, str(message.channel), lacking)
        log.warning("a question cannot be answered for want of permissions: %s", ", ".join(lacking))
        with contextlib.suppress(*FAILURES):
            await message.author.send(embeds=render(courtesy.says(text, language)).embeds)


@contextlib.asynccontextmanager
async def _typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
    """Show "typing" while an answer is long in coming."""

    async def show() -> None:
        await asyncio.sleep(LONG)
        with contextlib.suppress(*FAILURES):
            async with channel.typing():
                await asyncio.Event().wait()

    task = asyncio.create_task(show())
    try:
        yield
    finally:
        task.cancel()
