"""Keeping promises while the bot runs: reminders are delivered, and follow the knowledge when it is loaded anew."""

import asyncio
import contextlib
import datetime as dt
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from uuid import uuid4

from bot.adapter import Adapter
from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.clock import Clock
from bot.logs import trace
from bot.records.load import PACKAGED
from bot.records.problems import KnowledgeError
from bot.reminders.book import Book
from bot.reminders.dispatch import Dispatcher, Parts
from bot.reminders.wording import Writer
from bot.settings import Settings
from bot.storage.problems import StorageError
from bot.storage.store import Store

log = logging.getLogger(__name__)

LAST_DELIVERIES = 10.0
"""Seconds in which deliveries under way may be finished once the bot is told to stop."""

LOOKING = 15.0
"""Seconds between two looks at the knowledge's files."""

EXTENDING = dt.timedelta(minutes=5)
"""How often recurring reminders are planned further."""


class Reminding:
    """The tasks around reminders: delivering them, and keeping up with the records."""

    def __init__(
        self, settings: Settings, store: Store, clock: Clock, assistant: Assistant, platforms: Mapping[str, Adapter]
    ) -> None:
        """Take the parts; `platforms` holds those that are connected at any moment."""
        self._folder = settings.knowledge_dir or PACKAGED
        self._clock = clock
        self._assistant = assistant
        self._platforms = platforms
        self._book = Book(store, lambda: assistant.engine.knowledge, clock)
        owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        writer = Writer(lambda: assistant.engine.knowledge)
        self._dispatcher = Dispatcher(Parts(store, store.deliveries(owner), platforms, writer, clock))

    async def run(self, stop: asyncio.Event, halt: asyncio.Event) -> None:
        """Deliver until told to stop; then finish what is under way, and let the platforms close."""
        delivering = asyncio.create_task(self._dispatcher.run(stop))
        try:
            await stop.wait()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(delivering, LAST_DELIVERIES)
        finally:
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)
            halt.set()

    async def keep_up(self, anew: asyncio.Event) -> None:
        """Bring reminders up to the knowledge at the start, and whenever its files change or `anew` is set."""
        seen, extended = await asyncio.to_thread(_state, self._folder), asyncio.get_running_loop().time()
        caught_up = await self._guarded(self._catch_up)
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(anew.wait(), LOOKING)
            state = await asyncio.to_thread(_state, self._folder)
            if anew.is_set() or state != seen:
                anew.clear()
                seen, caught_up = state, False
                await self._learn()
            if not caught_up:
                caught_up = await self._guarded(self._catch_up)
            now = asyncio.get_running_loop().time()
            if now - extended > EXTENDING.total_seconds():
                extended = now
                await self._guarded(self._book.extend)

    async def _learn(self) -> None:
        """Load the knowledge anew; where it cannot be used, that of before stays."""
        try:
            engine = await asyncio.to_thread(self._read)
        except KnowledgeError as error:
            log.error("the knowledge was changed and cannot be used, the one of before stays:\n%s", error)
            return
        self._assistant.learn(engine)
        log.info("the knowledge was loaded anew: %d records", len(engine.knowledge))
        for platform in self._platforms.values():
            platform.records_changed()

    def _read(self) -> Engine:
        engine = Engine.of(self._folder)
        engine.warm_up(self._clock())
        for passage in engine.passages:  # off the event loop and before anybody asks it
            passage.warm_up()
        return engine

    async def _catch_up(self) -> None:
        for change in await self._book.catch_up(self._assistant.engine):
            log.info("%s: %s", change.record, change.what)
        await self._book.extend()

    async def _guarded(self, planning: Callable[[], Awaitable[None]]) -> bool:
        """Plan what is to come, and say whether that went well; where not, what is planned already stays."""
        try:
            await planning()
        except StorageError as error:
            log.error("reminders could not be brought up to date, which is tried again: %s", error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next change must not go unnoticed
            log.error("reminders could not be brought up to date, something broke: %s", trace(error))
        else:
            return True
        return False


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Give what tells whether any file of the knowledge has changed."""
    found = []
    for file in sorted(folder.rglob("*.yaml")):
        with contextlib.suppress(OSError):  # it may have gone just now
            status = file.stat()
            found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(found)
