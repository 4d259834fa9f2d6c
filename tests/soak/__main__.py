"""Prints what comes of 10,000 deliveries that fall due in one minute.

Usage: python -m tests.soak [--platform telegram|telegram-groups|discord] [--deliveries 10000] [--database sqlite|postgresql]
"""

import argparse
import asyncio
import tempfile
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from bot.clock import use_packaged_zones
from tests.bench.report import machine, table
from tests.databases import Postgres
from tests.soak.discord import discord
from tests.soak.flood import A_MINUTE, Flood, Platform, flood
from tests.soak.telegram import few_groups, telegram

DATABASES = ("sqlite", "postgresql")
PLATFORMS: dict[str, tuple[Callable[[], AbstractAsyncContextManager[Platform]], int]] = {
    "telegram": (telegram, A_MINUTE),
    "telegram-groups": (few_groups, 1_200),
    "discord": (discord, A_MINUTE),
}
"""What makes each, and how many deliveries are usual."""

LEAST_SHARE = 0.95


def main() -> None:
    """Run what is asked for and print the tables; exit code 1 where the promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Deliver very many reminders at once.")
    parser.add_argument("--deliveries", type=int, help="other than the usual number")
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--platform", choices=PLATFORMS, help="only one platform")
    options = parser.parse_args()
    use_packaged_zones()
    machine()
    well = True
    for platform in [options.platform] if options.platform else PLATFORMS:
        came = _flood(platform, options.database, options.deliveries)
        table(f"{platform.title()}, {options.database}", ("", "allowed", "found"), _rows(came))
        if came.share < LEAST_SHARE or not came.kept:
            print(came.said[-3000:])
            well = False
    raise SystemExit(not well)


def _flood(platform: str, database: str, deliveries: int | None) -> Flood:
    begin, usual = PLATFORMS[platform]
    server = Postgres() if database == "postgresql" else None
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = server.new_database() if server else f"sqlite:///{folder}/wsisbot.sqlite3"
            return asyncio.run(flood(begin(), url, Path(folder) / "home", deliveries or usual))
    finally:
        if server:
            server.stop()


def _rows(came: Flood) -> list[list[str]]:
    early, late = came.memory
    return [
        ["arrived", f"{came.asked:,}", f"{came.arrived:,}"],
        ["doubled", "0", str(came.doubled)],
        ["refused (429)", "0", str(came.refused)],
        *([limit.words, str(limit.allowed), str(limit.found)] for limit in came.limits),
        ["share of the rate that was used", "at least 95 %", f"{came.share:.1%}"],
        ["seconds from the first message to the last", "", f"{came.seconds:.0f}"],
        ["memory after a fifth, at the end", "", f"{early:.0f} MB, {late:.0f} MB"],
    ]


if __name__ == "__main__":
    main()
