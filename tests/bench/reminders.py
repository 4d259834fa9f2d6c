"""Reminders: how fast many are planned, and whether picking due ones depends on how many are stored."""

import asyncio
import datetime as dt
import random
import tempfile
import time

import sqlalchemy as sa

from bot.adapter import Target
from bot.clock import system_clock, use_packaged_zones
from bot.message import ChatKey
from bot.records.load import load
from bot.records.model import Kind
from bot.reminders.plan import Edge
from bot.reminders.schedule import occurrences
from bot.storage.booked import Booking, Planned, Step
from bot.storage.store import Store, open_store
from bot.storage.tables import deliveries
from tests.bench.report import heading, number, quantile, table
from tests.databases import Postgres, naming

PLANNED = 100_000
CHATS = 1_000
STORED = (1_000, 100_000, 1_000_000)
PICKS = 60
AT_ONCE = 50
INDEX = "ix_deliveries_to_do"
AHEAD = dt.timedelta(days=400)


def measure(*, quick: bool) -> None:
    """Measure on both databases, each empty at the beginning."""
    heading("4. Reminders")
    use_packaged_zones()
    server = Postgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for name, url in (("SQLite", f"sqlite:///{folder}/wsisbot.sqlite3"), ("PostgreSQL", server.new_database())):
                asyncio.run(_measure(name, url, quick=quick))
    finally:
        server.stop()


async def _measure(name: str, url: str, *, quick: bool) -> None:
    most = PLANNED // 10 if quick else PLANNED
    stored = [size for size in STORED if size <= most] if quick else list(STORED)
    async with open_store(naming(url), system_clock) as store:
        await _plan(name, store, most)
    rows, first = [], 0.0
    for size in stored:
        async with open_store(naming(url), system_clock) as store:
            await _fill(store, size)
            taken = await _pick(store, PICKS)
            scan = await _scan(store)
        middle = quantile(taken, 0.5)
        first = first or middle
        rows.append(
            [
                number(size),
                f"{quantile(taken, 0.5) * 1000:.1f} ms",
                f"{quantile(taken, 0.95) * 1000:.1f} ms",
                f"{middle / first:.2f}",
                scan,
            ]
        )
    table(
        f"{name}: claiming {AT_ONCE} due deliveries while so many others are stored",
        ("stored", "median", "95 %", "ratio to the first", "index used"),
        rows,
    )


async def _plan(name: str, store: Store, most: int) -> None:
    knowledge, now = load(), system_clock()
    meetings = [record.id for record in knowledge.of_kind(Kind.MEETING, Kind.DEADLINE)]
    begin, cpu = time.perf_counter(), time.process_time()
    wanted: list[tuple[Booking, list[Planned]]] = []
    for place in range(most):
        chat = Target(ChatKey("telegram", str(5_000_000 + place % CHATS)))
        own = place % 2 or not meetings
        if own:
            clock = (now + dt.timedelta(days=1 + place % 300)).replace(tzinfo=None).isoformat(timespec="minutes")
            booking = Booking(chat, "1", "en", text="Bring the maps", leads="1d, 2h", clock=clock, zone="Europe/Zurich")
        else:
            booking = Booking(chat, "1", "en", record=meetings[place % len(meetings)], edge=Edge.START, leads="14d, 1d")
        try:
            planned = occurrences(booking, knowledge, now, None)
        except ValueError:
            planned = []
        wanted.append((booking, planned))
    thought = time.perf_counter()
    count = await store.bookings.book_all(wanted, now)
    done = time.perf_counter()
    head = ("", "reminders", "deliveries", "instants found", "stored", "altogether", "of it this process")
    found = sum(len(planned) for _, planned in wanted)
    row = [
        "planning",
        number(count),
        number(found),
        f"{thought - begin:.1f} s",
        f"{done - thought:.1f} s",
        f"{done - begin:.1f} s",
    ]
    row.append(f"{time.process_time() - cpu:.1f} s")
    table(f"{name}: planning (the promise: 100,000 under 30 s)", head, [row])


async def _fill(store: Store, size: int) -> None:
    """Have so many deliveries wait for later, and as many due as will be picked."""
    chance, now = random.Random(6), system_clock()  # noqa: S311 - no secret
    async with store._database.writing() as connection:
        await connection.execute(sa.delete(deliveries))
        chats = (await connection.scalars(sa.text("SELECT id FROM chats ORDER BY id"))).all()
        later = [now + AHEAD * (0.01 + chance.random()) for _ in range(size)]
        dues = [*later, *[now] * (PICKS * AT_ONCE)]
        for start in range(0, len(dues), 50_000):
            rows = [
                {"key": f"b{start + place}", "chat": chats[place % len(chats)], "due": due, "use_by": due + AHEAD, "look": due}
                | {"state": Step.PLANNED}
                for place, due in enumerate(dues[start : start + 50_000])
            ]
            await connection.execute(sa.insert(deliveries), rows)
        await connection.execute(sa.text("ANALYZE"))  # as PostgreSQL does by itself within a minute


async def _pick(store: Store, picks: int) -> list[float]:
    mine, taken = store.deliveries("bench"), []
    for _ in range(picks):
        begin = time.perf_counter()
        claimed = await mine.claim(system_clock(), ["telegram"], AT_ONCE)
        taken.append(time.perf_counter() - begin)
        assert len(claimed) == AT_ONCE
    return taken


async def _scan(store: Store) -> str:
    """Say which index finds what is due, as the database explains it."""
    explain = "EXPLAIN QUERY PLAN " if store._database.file else "EXPLAIN "
    query = "SELECT d.id FROM deliveries d JOIN chats c ON c.id = d.chat WHERE d.look <= {now} AND c.platform IN ('telegram') "
    now = "'2026-01-01'" if store._database.file else "now()"
    async with store._database.reading() as connection:
        plan = str((await connection.execute(sa.text(explain + query.format(now=now) + "ORDER BY d.look LIMIT 50"))).all())
    return INDEX if INDEX in plan else "another one"
