"""One trial: reminders are due, a process of the bot is killed at a point, another one goes on, and what arrived is counted."""

import asyncio
import contextlib
import datetime as dt
import itertools
import json
import logging
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.adapter import Target
from bot.clock import system_clock
from bot.storage import deliveries
from bot.storage.booked import Booking, Planned, Step
from bot.storage.store import Store, open_store
from tests import tiny
from tests.crash.platforms import PLATFORMS, Platform
from tests.databases import KEY, naming

ROOT = Path(__file__).parents[2]
LEASE = 1.0
"""Seconds after which a delivery of a process that died is taken over, in these trials."""

LONGEST = 60.0
"""Seconds that any wait may take on a busy machine."""

LATE = dt.timedelta(minutes=30)
MARK = "(repeated"
ARRIVED = (Step.SENT, Step.FOLDED)
"""How a delivery ends that arrives."""


@dataclass
class Child:
    """A process of the bot."""

    pid: int
    log: Path
    ended: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def kill(self) -> None:
        """Kill it unless it has ended."""
        if not self.ended.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


@dataclass(frozen=True)
class Count:
    """What came of one trial.

    Attributes:
        lost: Reminders that never arrived.
        doubled: Reminders that arrived again without saying so.
        twice: Reminders that arrived again and said so.
        marked: Reminders that said so, whether the first try had arrived or not.
        ends: How the deliveries ended.
    """

    lost: int
    doubled: int
    twice: int
    marked: int
    ends: Counter[str]


class Stage:
    """A fake platform, a database and a nursery; trials follow each other on it."""

    def __init__(self, platform: Platform, store: Store, url: str, folder: Path, nursery: asyncio.subprocess.Process) -> None:
        self.platform, self.store = platform, store
        self._url, self._folder, self._nursery = url, folder, nursery
        self._children: dict[int, Child] = {}
        self._started: asyncio.Queue[int] = asyncio.Queue()
        self._numbers = itertools.count()
        self._places = platform.places(5)

    async def child(
        self, point: str = "", after: int = 0, lease: float = LEASE, variables: Mapping[str, str] | None = None
    ) -> Child:
        """Start a process of the bot."""
        log = self._folder / "log"
        given = {
            **self.platform.variables,
            "WSISBOT_DATABASE_URL": self._url,
            "WSISBOT_DATA_KEY": KEY,
            "WSISBOT_KNOWLEDGE_DIR": str(self._folder / "knowledge"),
            "HOME": str(self._folder),
        }
        order = {"environment": given | dict(variables or {}), "log": str(log), "point": point, "after": after, "lease": lease}
        assert self._nursery.stdin
        self._nursery.stdin.write(json.dumps(order).encode() + b"\n")
        pid = await asyncio.wait_for(self._started.get(), LONGEST)
        child = self._children[pid] = Child(pid, log)
        return child

    async def listen(self) -> None:
        """Hear from the nursery which processes began and ended."""
        assert self._nursery.stdout
        async for line in self._nursery.stdout:
            pid, *code = map(int, line.split())
            if code:
                while pid not in self._children:  # noqa: ASYNC110 - it is a moment only
                    await asyncio.sleep(0)  # whoever started it is about to note it
                self._children.pop(pid).ended.set_result(code[0])
            else:
                self._started.put_nowait(pid)

    async def book(self, number: int, late: int = 3) -> dict[str, Target]:
        """Have reminders due now: two in a chat, two in a group, two elsewhere, and some that are late; give their texts."""
        group, one, two, three, four = self._places
        now, due = system_clock(), dt.timedelta(seconds=0)
        wanted = [(one, due), (group, due), (two, due), (four, due), (one, due), (group, due)]
        wanted += [(three, LATE + dt.timedelta(seconds=place)) for place in range(late)]
        texts = {}
        for place, (target, since) in enumerate(wanted):
            text = f"Trial {number}, note {place}."
            booking = Booking(target, "1", "en", text=text)
            planned = Planned("@", now - since, now + dt.timedelta(hours=1))
            assert await self.store.bookings.book(booking, [planned], now)
            texts[text] = target
        return texts

    async def all_ended(self) -> None:
        """Wait until nothing is to be done any more."""
        async with asyncio.timeout(LONGEST):
            while await self.store.deliveries("").next_look([self.platform.name]):  # noqa: ASYNC110 - others end them
                await asyncio.sleep(0.05)

    def count(self, texts: dict[str, Target], ends: Counter[str]) -> Count:
        """Count what arrived, and forget it."""
        lost = doubled = twice = marked = 0
        for text, target in texts.items():
            posts = [post for post in self.platform.texts(target) if text in post]
            plain = sum(MARK not in post for post in posts)
            lost += not posts
            doubled += max(plain - 1, 0)
            twice += max(len(posts) - max(plain, 1), 0)
            marked += len(posts) - plain
        return Count(lost, doubled, twice, marked, ends)

    async def trial(self, point: str, after: int, late: int = 3) -> Count:
        """Kill a process at a point, let another one go on, and count; some reminders are late and come in one message.

        Raises:
            TimeoutError: it did not come to that point, or not all deliveries ended; with what the bot logged.
        """
        number = next(self._numbers)
        texts = await self.book(number, late)
        try:
            victim = await self.child(point, after)
            code = await asyncio.wait_for(victim.ended, LONGEST)
            assert code == -signal.SIGKILL, f"it ended with {code}"
            heir = await self.child()
            await self.all_ended()
            heir.kill()
            await asyncio.wait_for(heir.ended, LONGEST)
        except (TimeoutError, AssertionError) as error:
            raise TimeoutError(f"{point}, passed {after} times: {error!r}\n{self.story()}") from error
        finally:
            for child in list(self._children.values()):
                child.kill()
        return self.count(texts, await self.ends(texts))

    def story(self) -> str:
        """Tell what happened last, where a trial failed."""
        return (self._folder / "log").read_text(encoding="utf-8")[-6000:] + "\n" + self.platform.story()

    async def ends(self, texts: dict[str, Target]) -> Counter[str]:
        """Give how the deliveries of a trial ended."""
        ends: Counter[str] = Counter()
        for target in set(texts.values()):
            for delivery, _, _ in await self.store.deliveries("").of_chat(target.chat):
                if delivery.reminder and delivery.reminder.booking.text in texts:
                    ends[delivery.step] += 1
        return ends

    async def crowd(self, processes: int, reminders: int) -> Count:
        """Have several processes deliver at once, and count."""
        number = next(self._numbers)
        places, now = self.platform.places(12), system_clock()
        texts = {}
        for place in range(reminders):
            target = places[place % len(places)]
            text = f"Crowd {number}, note {place}."
            booking = Booking(target, "1", "en", text=text)
            assert await self.store.bookings.book(booking, [Planned("@", now, now + dt.timedelta(hours=1))], now)
            texts[text] = target
        lease, more = deliveries.LEASE.total_seconds(), [self.platform.for_one_of_many() for _ in range(processes)]
        children = [await self.child(lease=lease, variables=told) for told in more]
        try:
            await self.all_ended()
            for child in children:
                child.kill()
                assert await asyncio.wait_for(child.ended, LONGEST) == -signal.SIGKILL, "a process ended by itself"
        except (TimeoutError, AssertionError) as error:
            raise TimeoutError(f"{processes} processes: {error!r}\n{self.story()}") from error
        return self.count(texts, await self.ends(texts))


@asynccontextmanager
async def stage(url: str, folder: Path, platform: str = "telegram") -> AsyncIterator[Stage]:
    """Give a stage on a platform and a database."""
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # it tells of every client that died
    (folder / "knowledge").mkdir(parents=True)
    tiny.write(folder / "knowledge")
    command = (sys.executable, "-m", "tests.crash.nursery")
    async with AsyncExitStack() as stack:
        fake = await stack.enter_async_context(PLATFORMS[platform]())
        store = await stack.enter_async_context(open_store(naming(url), system_clock))
        pipe = asyncio.subprocess.PIPE
        nursery = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=ROOT)
        made = Stage(fake, store, url, folder, nursery)
        listening = asyncio.create_task(made.listen())
        try:
            yield made
        finally:
            nursery.kill()
            await nursery.wait()
            await asyncio.gather(listening, return_exceptions=True)
