"""Paces what is sent so that Telegram's limits are never passed, and repeats what surely, or for an answer perhaps, was lost."""

import asyncio
import contextlib
import datetime as dt
import enum
import itertools
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from adapters.pace import Window, loop_time
from adapters.telegram.limits import PER_MINUTE_A_GROUP, PER_SECOND, PER_SECOND_A_CHAT
from adapters.telegram.request import UnsentError
from bot.adapter import Beginning

_LOG = logging.getLogger(__name__)

BURST: Final = 3
"""Messages that may come at once in a quiet chat: an answer of two messages and its file. In any `BURST` seconds there are at
most `BURST * PER_SECOND_A_CHAT`, so the pace is Telegram's, and the bursts are the short ones that its FAQ lets pass."""

PATIENCE: Final = 300.0
"""Seconds after which a message is given up whose chat is held or whose connection fails; nobody waits longer for an answer."""

BRISK: Final = 5.0
"""The same for requests that send no message: by then a typing sign or the answer to a button's press is of no use."""

BEGUN: Final = 10
"""Deliveries that have begun and wait for their turn among all: what `begin` takes then costs no part of the rate, and none
waits for longer than it takes to send so many messages (a third of a second)."""

GAP: Final = 0.5 / PER_SECOND
"""Seconds between two messages at least. Sent all at once they would keep each other waiting on the way, and what is on the way
counts; evenly spread they use more of the rate."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0
"""Seconds before the first repetition after a failed connection, and before later ones."""

_SENDS = ("send", "edit", "copy", "forward", "stopPoll")
_SENDS_NOTHING = frozenset({"sendChatAction", "sendMessageDraft"})

Made = bool | dict[str, Any] | list[dict[str, Any]]


class Manner(enum.Enum):
    """How a request is to be treated, told by `rate_limit_args`; without it what may have arrived is not sent again."""

    ANSWER = "answer"
    """An answer: a double is better than none, so it is repeated once if nobody knows whether it arrived."""


@dataclass(frozen=True, slots=True)
class Once:
    """A delivery: `begin` is awaited shortly before the request, and what Telegram holds or loses is the caller's affair."""

    begin: Beginning


class NotWantedError(TelegramError):
    """`begin` said that a delivery is not wanted any more: it was not sent."""


class Fate(enum.StrEnum):
    """What became of a request that failed."""

    UNSENT = "unsent"
    """It never left: it may be repeated."""
    UNKNOWN = "unknown"
    """The line broke after it was written, or the server failed: it may have arrived."""
    REFUSED = "refused"
    """Telegram said no."""


def fate(error: TelegramError) -> Fate:
    """Say what became of the request that failed with an error (PLATFORMS section 2)."""
    if not isinstance(error, NetworkError) or isinstance(error, BadRequest):
        return Fate.REFUSED
    return Fate.UNSENT if isinstance(error, UnsentError) else Fate.UNKNOWN


def asked_wait(error: RetryAfter) -> dt.timedelta:
    """Give how long Telegram asks to wait."""
    after = error.retry_after
    return after if isinstance(after, dt.timedelta) else dt.timedelta(seconds=after)


@dataclass(slots=True)
class _Chat:
    """The queue of one chat."""

    windows: tuple[Window, ...]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    held_until: float = 0.0

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing has to be remembered."""
        return not self.waiting and self.held_until <= loop_time() and all(window.idle for window in self.windows)


class Limiter(BaseRateLimiter[Manner | Once]):
    """Keeps Telegram's limits for each chat, each group and all together, and the order within a chat.

    Only what puts or changes a message in a chat counts and queues: sends, edits, copies, forwards. Edits count because
    Telegram's server counts them in groups. All else passes at once: typing signs, answers to presses and inline queries,
    deletions, and what sets the bot up.

    Attributes:
        counts: How often something was held by Telegram (`held`), repeated because it had not left (`unsent`), and repeated
            though it may have arrived (`doubled`).
    """

    def __init__(self, *, jitter: Callable[[], float] = random.random) -> None:
        """Begin with empty queues; `jitter` gives a chance number from 0 to 1. Time is that of the event loop."""
        self._jitter = jitter
        self._all = Window(PER_SECOND, 1.0, GAP)
        self._begun = asyncio.Semaphore(BEGUN)
        self._chats: dict[str | int, _Chat] = {}
        self.counts: Counter[str] = Counter()

    async def initialize(self) -> None:
        """Nothing is to be prepared."""

    async def shutdown(self) -> None:
        """Nothing is to be closed: a request that waits belongs to the task that made it."""

    async def process_request(  # noqa: PLR0913, PLR0917 - as the base class has it
        self,
        callback: Callable[..., Coroutine[Any, Any, Made]],
        args: Any,  # noqa: ANN401 - likewise
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Manner | Once | None,
    ) -> Made:
        """Make a request when its turn has come.

        Raises:
            RetryAfter: Telegram holds the chat for longer than it is worth waiting.
            TelegramError: as the request ended, where it is not to be repeated.
        """

        async def request() -> Made:
            return await callback(*args, **kwargs)

        name = data.get("chat_id")
        if name is None or not endpoint.startswith(_SENDS) or endpoint in _SENDS_NOTHING:
            return await self._tried(request, None, rate_limit_args, loop_time() + BRISK)
        # Whoever delivers has a claim that ends: it had better try again later than wait here.
        deadline = loop_time() + (0.0 if isinstance(rate_limit_args, Once) else PATIENCE)
        chat = self._chat(name)
        chat.waiting += 1
        try:
            async with chat.turn:
                return await self._tried(request, chat, rate_limit_args, deadline)
        finally:
            chat.waiting -= 1

    async def _tried(
        self, request: Callable[[], Awaitable[Made]], chat: _Chat | None, manner: Manner | Once | None, deadline: float
    ) -> Made:
        pauses, doubled = 0, False
        while True:
            try:
                return await self._paced(request, chat, manner, deadline)
            except RetryAfter as error:
                self.counts["held"] += 1
                wait = asked_wait(error).total_seconds() + self._jitter()
                if chat:
                    chat.held_until = loop_time() + wait
                if loop_time() + wait > deadline:
                    raise
                _LOG.info("Telegram holds a chat for %.0f seconds", wait)
            except NetworkError as error:
                wait = min(_FIRST_PAUSE * 2**pauses, _LONGEST_PAUSE) * (1 + self._jitter())
                match fate(error):
                    case Fate.UNSENT if loop_time() + wait <= deadline:
                        pauses += 1
                        self.counts["unsent"] += 1
                    case Fate.UNKNOWN if manner is Manner.ANSWER and not doubled:
                        doubled = True
                        self.counts["doubled"] += 1
                    case _:
                        raise
            await asyncio.sleep(wait)

    async def _paced(
        self, request: Callable[[], Awaitable[Made]], chat: _Chat | None, manner: Manner | Once | None, deadline: float
    ) -> Made:
        if chat is None:
            return await request()
        hold = chat.held_until - loop_time()
        if hold > 0:
            if chat.held_until > deadline:
                raise RetryAfter(dt.timedelta(seconds=hold))
            await asyncio.sleep(hold)
        async with contextlib.AsyncExitStack() as stack:
            for window in chat.windows:
                await stack.enter_async_context(window.passage())
            if isinstance(manner, Once):
                async with self._begun:
                    if not await manner.begin():
                        raise NotWantedError("the delivery is not wanted any more")
                    await stack.enter_async_context(self._all.passage())
            else:
                await stack.enter_async_context(self._all.passage())
            return await request()

    def _chat(self, name: int | str) -> _Chat:
        """Give a chat's queue, and forget queues in which nothing is left: two are looked at whenever one may be added."""
        try:
            key: int | str = int(name)
        except ValueError:
            key = name  # a group or channel by its public name
        chat = self._chats.pop(key, None) or _Chat(_windows(key))
        self._chats[key] = chat
        for old in list(itertools.islice(self._chats, 2)):
            other = self._chats.pop(old)
            if other is chat or not other.idle:
                self._chats[old] = other
        return chat


def _windows(key: int | str) -> tuple[Window, ...]:
    """Give the limits of a chat; groups, supergroups and channels have negative numbers or public names."""
    chat = Window(BURST * PER_SECOND_A_CHAT, BURST)
    group = isinstance(key, str) or key < 0
    return (chat, Window(PER_MINUTE_A_GROUP, 60)) if group else (chat,)
