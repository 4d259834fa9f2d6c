"""One flood of deliveries through a real process of the bot, as a fake platform counts it."""

import asyncio
import contextlib
import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.adapter import Target
from bot.clock import system_clock
from bot.storage.booked import Booking, Planned
from bot.storage.store import Store, open_store
from tests import tiny
from tests.databases import KEY, naming

ROOT = Path(__file__).parents[2]
A_MINUTE = 10_000
"""Deliveries that fall due in a minute; fewer fall due in as much less time."""

LEAD = 5.0
"""Seconds that the bot has to start before the first is due."""


@dataclass(frozen=True)
class Limit:
    """A limit of a platform, and the most that it has counted of it."""

    words: str
    allowed: int
    found: int


class Platform(Protocol):
    """A fake platform that keeps its limits.

    Attributes:
        name: As the bot calls it.
    """

    name: str

    @property
    def variables(self) -> Mapping[str, str]:
        """What the bot is told of it."""

    def targets(self, asked: int) -> Sequence[Target]:
        """Make places for so many deliveries, and give them one for each."""

    @property
    def texts(self) -> Iterable[str]:
        """What the bot has posted."""

    @property
    def times(self) -> Sequence[float]:
        """When it took what counts, in seconds."""

    @property
    def least(self) -> float:
        """Seconds from the first to the last that its limits make of what it took, at the best use of them."""

    @property
    def refused(self) -> int:
        """Requests that it refused for a limit."""

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What it counted."""


@dataclass(frozen=True)
class Flood:
    """What came of a flood.

    Attributes:
        asked: Deliveries that were due.
        arrived: Those that arrived.
        doubled: Messages beyond one a delivery.
        refused: Requests that the platform refused for a limit.
        limits: The platform's limits, and what it counted.
        share: The part of the rate that is allowed that was used from the first message to the last.
        seconds: From the first message to the last.
        memory: Resident memory (MB) of the process after a fifth of the flood, and at its end.
        said: What the process logged.
    """

    asked: int
    arrived: int
    doubled: int
    refused: int
    limits: tuple[Limit, ...]
    share: float
    seconds: float
    memory: tuple[float, float]
    said: str

    @property
    def kept(self) -> bool:
        """Whether each arrived once, and no limit was passed."""
        whole = self.arrived == self.asked and not self.doubled
        return whole and not self.refused and all(limit.found <= limit.allowed for limit in self.limits)


async def flood(begun: AbstractAsyncContextManager[Platform], url: str, folder: Path, asked: int) -> Flood:
    """Have so many deliveries due, start the bot, wait for all of them and count."""
    (folder / "knowledge").mkdir(parents=True)
    tiny.write(folder / "knowledge")
    async with begun as platform, open_store(naming(url), system_clock) as store:
        await _book(store, platform.targets(asked))
        log = folder / "log"
        environment = {
            **platform.variables,
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
            memory = await _watch(platform, store, bot.pid, asked)
            bot.terminate()
            await asyncio.wait_for(bot.wait(), 40)
        finally:
            with contextlib.suppress(ProcessLookupError):
                bot.kill()
        found = Counter(note for text in platform.texts for note in re.findall(r"Note (\d+)\.", text))
        times = platform.times
        seconds = times[-1] - times[0]
        return Flood(
            asked,
            len(found),
            found.total() - len(found),
            platform.refused,
            platform.limits,
            platform.least / seconds,
            seconds,
            memory,
            log.read_text(encoding="utf-8"),
        )


async def _book(store: Store, places: Sequence[Target]) -> None:
    begin, asked = system_clock() + dt.timedelta(seconds=LEAD), len(places)
    wanted = []
    for number in range(asked):
        due = begin + dt.timedelta(seconds=60 * number / A_MINUTE)
        place = places[number * 7919 % asked] if asked % 7919 else places[number]
        booking = Booking(place, "1", "en", text=f"Note {number}.")
        wanted.append((booking, [Planned("@", due, due + dt.timedelta(hours=2))]))
    await store.bookings.book_all(wanted, system_clock())


async def _watch(platform: Platform, store: Store, pid: int, asked: int) -> tuple[float, float]:
    """Wait until all has ended, and give the memory after a fifth and at the end."""
    early = late = 0.0
    async with asyncio.timeout(120 + asked / 10):
        while await store.deliveries("").next_look([platform.name]):
            late = _memory(pid)
            if not early and len(platform.times) > asked / 5:
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
