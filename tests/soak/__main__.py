"""Prints what comes of 10,000 deliveries that fall due in one minute.

Usage: python -m tests.soak [--deliveries 10000] [--database sqlite|postgresql]
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from bot.clock import use_packaged_zones
from tests.bench.report import machine, table
from tests.databases import Postgres
from tests.soak.flood import A_MINUTE, Flood, flood

DATABASES = ("sqlite", "postgresql")
LEAST_SHARE = 0.95


def main() -> None:
    """Run what is asked for and print the table; exit code 1 where the promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Deliver very many reminders at once.")
    parser.add_argument("--deliveries", type=int, default=A_MINUTE)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    options = parser.parse_args()
    use_packaged_zones()
    machine()
    server = Postgres() if options.database == "postgresql" else None
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = server.new_database() if server else f"sqlite:///{folder}/wsisbot.sqlite3"
            came = asyncio.run(flood(url, Path(folder) / "home", options.deliveries))
    finally:
        if server:
            server.stop()
    table(f"Telegram, {options.database}", ("", "allowed", "found"), _rows(came))
    if came.share < LEAST_SHARE or came.refused or came.doubled or came.arrived < came.asked:
        print(came.said[-3000:])
        raise SystemExit(1)


def _rows(came: Flood) -> list[list[str]]:
    early, late = came.memory
    return [
        ["arrived", f"{came.asked:,}", f"{came.arrived:,}"],
        ["doubled", "0", str(came.doubled)],
        ["refused by Telegram (429)", "0", str(came.refused)],
        ["most messages in any second", "30", str(came.second)],
        ["most messages to a group in any minute", "20", str(came.minute)],
        ["share of the rate that was used", "at least 95 %", f"{came.share:.1%}"],
        ["seconds from the first message to the last", "", f"{came.seconds:.0f}"],
        ["memory after a fifth, at the end", "", f"{early:.0f} MB, {late:.0f} MB"],
    ]


if __name__ == "__main__":
    main()
