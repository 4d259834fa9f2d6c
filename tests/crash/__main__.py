"""Prints the crash matrix: at each point on each database the bot is killed many times, and nothing may be lost or doubled.

Usage: python -m tests.crash [--runs 32] [--point NAME] [--database sqlite|postgresql] [--platform telegram|discord]
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

from bot.clock import use_packaged_zones
from tests.bench.report import table
from tests.crash.platforms import PLATFORMS
from tests.crash.points import POINTS
from tests.crash.trial import ARRIVED, Count, Stage, stage
from tests.databases import Postgres

DATABASES = ("sqlite", "postgresql")
PASSED = (0, 1, 2, 3)
"""How often a point is passed before the blow, in turn."""

CROWDS = (2, 4)


async def lane(name: str, scene: Stage, points: list[str], runs: int) -> list[list[str]]:
    """Go through the points on one database and give the rows of the table."""
    rows = []
    for point in points:
        begin = time.monotonic()
        counts = [await scene.trial(point, PASSED[run % (2 if "claim" in point else 4)]) for run in range(runs)]
        rows.append(_row(f"{point} ({name})", counts))
        print(f"{rows[-1]}: {(time.monotonic() - begin) / runs:.1f} s a run", file=sys.stderr, flush=True)
    for processes in CROWDS:
        count = await scene.crowd(processes, 60)
        rows.append(_row(f"{processes} processes at once ({name})", [count]))
    return rows


def _row(name: str, counts: list[Count]) -> list[str]:
    sums = [sum(getattr(one, kind) for one in counts) for kind in ("lost", "doubled", "twice", "marked")]
    ends: Counter[str] = Counter()
    for one in counts:
        ends += one.ends
    astray = ends.total() - sum(ends[step] for step in ARRIVED)
    return [name, *map(str, (len(counts), ends.total(), *sums, astray))]


async def matrix(platform: str, databases: list[str], points: list[str], runs: int, folder: Path) -> list[list[str]]:
    """Go through all points on a platform and all databases, these side by side."""
    server = Postgres() if "postgresql" in databases else None
    try:
        urls = {"sqlite": f"sqlite:///{folder}/wsisbot.sqlite3", "postgresql": server.new_database() if server else ""}
        async with AsyncExitStack() as stack:
            scenes = {name: await stack.enter_async_context(stage(urls[name], folder / name, platform)) for name in databases}
            lanes = (lane(name, scene, points, runs) for name, scene in scenes.items())
            return [row for rows in await asyncio.gather(*lanes) for row in rows]
    finally:
        if server:
            server.stop()


def main() -> None:
    """Run what is asked for and print the table; exit code 1 where something was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description="Print the crash matrix.")
    parser.add_argument("--runs", type=int, default=32, help="runs at each point on each database")
    parser.add_argument("--point", choices=POINTS, help="only one point")
    parser.add_argument("--crowds", action="store_true", help="only the several processes at once")
    parser.add_argument("--database", choices=DATABASES, help="only one database")
    parser.add_argument("--platform", choices=PLATFORMS, help="only one platform")
    options = parser.parse_args()
    use_packaged_zones()
    points = [] if options.crowds else [options.point] if options.point else list(POINTS)
    databases = [options.database] if options.database else list(DATABASES)
    well = True
    for platform in [options.platform] if options.platform else PLATFORMS:
        with tempfile.TemporaryDirectory() as folder:
            rows = asyncio.run(matrix(platform, databases, points, options.runs, Path(folder)))
        well = tell(platform, rows) and well
    raise SystemExit(not well)


def tell(platform: str, rows: list[list[str]]) -> bool:
    """Print the table of a platform, and say whether nothing was lost, doubled unsaid or ended otherwise."""
    head = ("killed", "runs", "reminders", "lost", "doubled unsaid", "arrived twice, said", "said to be repeated", "other ends")
    table(f"Crash matrix, {platform.title()}", head, rows)
    print(f"\n{sum(int(row[1]) for row in rows if 'at once' not in row[0])} kills")
    return not any(int(row[place]) for row in rows for place in (3, 4, 7))


if __name__ == "__main__":
    main()
