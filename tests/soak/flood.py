"""One flood of deliveries through a real process of the bot, as the fake Telegram counts it."""

import asyncio
import contextlib
import datetime as dt
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.adapter import Target
from bot.clock import system_clock
from bot.message import ChatKey
from bot.storage.booked import Booking, Planned
from bot.storage.store import Store, open_store
from tests import tiny
from tests.databases import KEY, naming
from tests.fakes.telegram import FakeTelegram

ROOT = Path(__file__).parents[2]
A_MINUTE = 10_000
"""Deliveries that fall due in a minute; fewer fall due in as much less time."""

EACH = 5
"""Deliveries of a private chat."""

IN_A_GROUP = 10
GROUPS_SHARE = 20
"""One delivery in so many goes to a group."""

LEAD = 5.0
"""Seconds that the bot has to start before the first is due."""


@dataclass(frozen=True)
class Flood:
    """What came of a flood.

    Attributes:
        asked: Deliveries that were due.
        arrived: Those that arrived.
        doubled: Messages beyond one a delivery.
        refused: Requests that Telegram refused for a limit.
        second: The most messages in any second.
        minute: The most messages to one group in any minute.
        share: The part of the rate that is allowed (30 a second) that was used from the first message to the last.
        seconds: From the first message to the last.
        memory: Resident memory (MB) of the process after a fifth of the flood, and at its end.
        said: What the process logged.
    """

    asked: int
    arrived: int
    doubled: int
    refused: int
    second: int
    minute: int
    share: float
    seconds: float
    memory: tuple[float, float]
    said: str


async def flood(url: str, folder: Path, asked: int) -> Flood:
    """Have so many deliveries due, start the bot, wait for all of them and count."""
    (folder / "knowledge").mkdir(parents=True)
    tiny.write(folder / "knowledge")
    async with FakeTelegram() as telegram, open_store(naming(url), system_clock) as store:
        telegram.limits.enforced = True
        await _book(store, telegram, asked)
        log = folder / "log"
        environment = {
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "WSISBOT_DATABASE_URL": url,
            "WSISBOT_DATA_KEY": KEY,
            "WSISBOT_KNOWLEDGE_DIR": str(folder / "knowledge"),
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
        }
        with log.open("wb") as file:
            bot = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=environment, cwd=folder, stdout=file, stderr=file
            )
        try:
            memory = await _watch(telegram, store, bot.pid, asked)
            bot.terminate()
            await asyncio.wait_for(bot.wait(), 40)
        finally:
            with contextlib.suppress(ProcessLookupError):
                bot.kill()
        found = Counter(note for post in telegram.posts for note in re.findall(r"Note (\d+)\.", post.text))
        times = telegram.limits.times()
        groups = [chat for chat in telegram.limits.accepted if chat < 0]
        seconds = times[-1] - times[0]
        return Flood(
            asked,
            len(found),
            found.total() - len(found),
            len(telegram.limits.refused),
            telegram.limits.most(1),
            max((telegram.limits.most(60, group) for group in groups), default=0),
            (len(times) - telegram.limits.overall) / (telegram.limits.overall * seconds),
            seconds,
            memory,
            log.read_text(encoding="utf-8"),
        )


async def _book(store: Store, telegram: FakeTelegram, asked: int) -> None:
    in_groups = asked // GROUPS_SHARE
    owner = telegram.person("Owner")
    groups = [telegram.supergroup(f"Group {place}", owner) for place in range(in_groups // IN_A_GROUP)]
    people = [one.chat for one in telegram.crowd((asked - len(groups) * IN_A_GROUP) // EACH)]
    places = [*people * EACH, *groups * IN_A_GROUP]
    places += people[: asked - len(places)]
    begin = system_clock() + dt.timedelta(seconds=LEAD)
    wanted = []
    for number in range(asked):
        due = begin + dt.timedelta(seconds=60 * number / A_MINUTE)
        chat = places[number * 7919 % asked] if asked % 7919 else places[number]
        booking = Booking(Target(ChatKey("telegram", str(chat.id))), "1", "en", text=f"Note {number}.")
        wanted.append((booking, [Planned("@", due, due + dt.timedelta(hours=2))]))
    await store.bookings.book_all(wanted, system_clock())


async def _watch(telegram: FakeTelegram, store: Store, pid: int, asked: int) -> tuple[float, float]:
    """Wait until all has ended, and give the memory after a fifth and at the end."""
    early = late = 0.0
    async with asyncio.timeout(120 + asked / 10):
        while await store.deliveries("").next_look(["telegram"]):
            late = _memory(pid)
            if not early and len(telegram.limits.times()) > asked / 5:
                early = late
            await asyncio.sleep(0.5)
    return early or late, late


def _memory(pid: int) -> float:
    """Give the resident memory of a process in MB."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1000
    return 0.0
