"""Runs the bot with a clock that a test can set forward: `python -m tests.later FILE run`, seconds ahead stand in FILE."""

import datetime as dt
import sys
from pathlib import Path

from bot.cli import main, serve


def _later() -> dt.datetime:
    ahead = Path(sys.argv[1]).read_text(encoding="ascii")
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=float(ahead or 0))


if __name__ == "__main__":
    setattr(serve, "system_clock", _later)  # noqa: B010 - it is imported there, not offered
    main(sys.argv[2:])
