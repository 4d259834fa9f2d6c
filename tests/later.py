"""Runs the bot, or looks after its database, by a clock that a test can set: seconds ahead stand in a file.

Usage: python -m tests.later FILE run
"""

import datetime as dt
import sys
from pathlib import Path

from bot.cli import database, main, serve


def _later() -> dt.datetime:
    ahead = Path(sys.argv[1]).read_text(encoding="ascii")
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=float(ahead or 0))


if __name__ == "__main__":
    for module in (serve, database):
        setattr(module, "system_clock", _later)  # noqa: B010 - it is imported there, not offered
    main(sys.argv[2:])
