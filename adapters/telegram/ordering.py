"""The order in which updates are worked on: one after the other within a chat, side by side between chats."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

MOST_AT_ONCE = 1_000
"""Updates that are worked on or wait for an earlier one of their chat; the others stay with Telegram."""


class ChatOrder(BaseUpdateProcessor):
    """Keeps the questions of a chat in order, whatever one of them waits for.

    Buttons and inline queries are not held back by what their chat has asked before: they must be acknowledged at once, and
    lean on no talk.
    """

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        """Work on up to `most` updates at once."""
        super().__init__(most)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def full(self) -> bool:
        """Whether no more should be fetched for now."""
        return self.current_concurrent_updates >= self.max_concurrent_updates

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Work on an update when those of its chat that came before are done."""
        task = asyncio.current_task()
        if task:
            self._tasks.add(task)
        try:
            chat = _ordered_chat(update)
            if chat is None:
                await coroutine
            else:
                await self._in_turn(chat, coroutine)
        finally:
            self._tasks.discard(task)

    async def _in_turn(self, chat: int, coroutine: Awaitable[Any]) -> None:
        turn = self._turns.setdefault(chat, asyncio.Lock())  # a lock is fair: first come, first served
        self._waiting[chat] = self._waiting.get(chat, 0) + 1
        try:
            async with turn:
                await coroutine
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._turns[chat]

    async def initialize(self) -> None:
        """Nothing is needed beforehand."""

    async def shutdown(self) -> None:
        """Give up what is still under way."""
        for task in self._tasks:
            task.cancel()


def _ordered_chat(update: object) -> int | None:
    if not isinstance(update, Update):
        return None
    message = update.message or update.edited_message or update.my_chat_member
    return message.chat.id if message else None
