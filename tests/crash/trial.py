"""One trial: reminders are due, a process of the bot is killed at a point, another one goes on, and what arrived is counted."""

import asyncio
import contextlib
import datetime as dt
import itertools
import json
import logging
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.adapter import Target
from bot.clock import system_clock
from bot.message import ChatKey
from bot.storage import deliveries
from bot.storage.booked import Booking, Planned, Step
from bot.storage.store import Store, open_store
from tests import tiny
from tests.databases import KEY, naming
from tests.fakes.telegram import Chat, FakeTelegram

ROOT = Path(__file__).parents[2]
LEASE = 1.0
"""Seconds after which a delivery of a process that died is taken over, in these trials."""

LONGEST = 40.0
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
    """A fake Telegram, a database and a nursery; trials follow each other on it."""

    def __init__(self, telegram: FakeTelegram, store: Store, url: str, folder: Path, nursery: asyncio.subprocess.Process) -> None:
        self.telegram, self.store = telegram, store
        self._url, self._folder, self._nursery = url, folder, nursery
        self._children: dict[int, Child] = {}
        self._started: asyncio.Queue[int] = asyncio.Queue()
        self._numbers = itertools.count()
        self._people = [one.chat for one in telegram.crowd(4)]
        self._group = telegram.supergroup("Delegation", *telegram.crowd(1))

    async def child(
        self, point: str = "", after: int = 0, lease: float = LEASE, variables: Mapping[str, str] | None = None
    ) -> Child:
        """Start a process of the bot."""
        log = self._folder / "log"
        given = {
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_API_URL": self.telegram.url,
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

    async def book(self, number: int) -> dict[str, Chat]:
        """Have reminders due now: two in a chat, two in a group, one elsewhere, and three that are late; give their texts."""
        one, two, three, four = self._people
        now, due = system_clock(), dt.timedelta(seconds=0)
        wanted = [(one, due), (self._group, due), (two, due), (four, due), (one, due), (self._group, due)]
        wanted += [(three, LATE + dt.timedelta(seconds=place)) for place in range(3)]
        texts = {}
        for place, (chat, late) in enumerate(wanted):
            text = f"Trial {number}, note {place}."
            booking = Booking(Target(ChatKey("telegram", str(chat.id))), "1", "en", text=text)
            planned = Planned("@", now - late, now + dt.timedelta(hours=1))
            assert await self.store.bookings.book(booking, [planned], now)
            texts[text] = chat
        return texts

    async def all_ended(self) -> None:
        """Wait until nothing is to be done any more."""
        async with asyncio.timeout(LONGEST):
            while await self.store.deliveries("").next_look(["telegram"]):  # noqa: ASYNC110 - others end them
                await asyncio.sleep(0.05)

    def count(self, texts: dict[str, Chat], ends: Counter[str]) -> Count:
        """Count what arrived, and forget it."""
        lost = doubled = twice = marked = 0
        for text, chat in texts.items():
            posts = [post.text for post in chat.from_bot if text in post.text]
            plain = sum(MARK not in post for post in posts)
            lost += not posts
            doubled += max(plain - 1, 0)
            twice += max(len(posts) - max(plain, 1), 0)
            marked += len(posts) - plain
        return Count(lost, doubled, twice, marked, ends)

    async def trial(self, point: str, after: int) -> Count:
        """Kill a process at a point, let another one go on, and count.

        Raises:
            TimeoutError: it did not come to that point, or not all deliveries ended; with what the bot logged.
        """
        number = next(self._numbers)
        texts = await self.book(number)
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
        return (self._folder / "log").read_text(encoding="utf-8")[-6000:] + "\n" + self.telegram.story()

    async def ends(self, texts: dict[str, Chat]) -> Counter[str]:
        """Give how the deliveries of a trial ended."""
        ends: Counter[str] = Counter()
        for chat in set(texts.values()):
            for delivery, _, _ in await self.store.deliveries("").of_chat(ChatKey("telegram", str(chat.id))):
                if delivery.reminder and delivery.reminder.booking.text in texts:
                    ends[delivery.step] += 1
        return ends

    async def crowd(self, processes: int, reminders: int) -> Count:
        """Have several processes deliver at once, and count."""
        number = next(self._numbers)
        chats, now = [one.chat for one in self.telegram.crowd(12)], system_clock()
        texts = {}
        for place in range(reminders):
            chat = chats[place % len(chats)]
            text = f"Crowd {number}, note {place}."
            booking = Booking(Target(ChatKey("telegram", str(chat.id))), "1", "en", text=text)
            assert await self.store.bookings.book(booking, [Planned("@", now, now + dt.timedelta(hours=1))], now)
            texts[text] = chat
        hook = {"TELEGRAM_WEBHOOK_SECRET": "a-secret-of-the-tests", "TELEGRAM_WEBHOOK_URL": "https://bot.example/hook"}
        hooks = [hook | {"TELEGRAM_WEBHOOK_PORT": str(unused_port())} for _ in range(processes)]
        children = [await self.child(lease=deliveries.LEASE.total_seconds(), variables=hook) for hook in hooks]
        try:
            await self.all_ended()
            for child in children:
                child.kill()
                assert await asyncio.wait_for(child.ended, LONGEST) == -signal.SIGKILL, "a process ended by itself"
        except (TimeoutError, AssertionError) as error:
            raise TimeoutError(f"{processes} processes: {error!r}\n{self.story()}") from error
        return self.count(texts, await self.ends(texts))


def unused_port() -> int:
    """Give a port on which nobody listens."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def stage(url: str, folder: Path) -> AsyncIterator[Stage]:
    """Give a stage on a database."""
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # it tells of every client that died
    (folder / "knowledge").mkdir(parents=True)
    tiny.write(folder / "knowledge")
    command = (sys.executable, "-m", "tests.crash.nursery")
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(FakeTelegram())
        store = await stack.enter_async_context(open_store(naming(url), system_clock))
        pipe = asyncio.subprocess.PIPE
        nursery = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=ROOT)
        made = Stage(telegram, store, url, folder, nursery)
        listening = asyncio.create_task(made.listen())
        try:
            yield made
        finally:
            nursery.kill()
            await nursery.wait()
            await asyncio.gather(listening, return_exceptions=True)
