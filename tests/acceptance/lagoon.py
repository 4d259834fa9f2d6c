"""A meeting that lies ahead, whose date a test can move, and a bot whose clock a test can set forward."""

import datetime as dt
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from tests import tiny

GENEVA = ZoneInfo("Europe/Zurich")
TODAY = dt.datetime.now(GENEVA).replace(hour=10, minute=0, second=0, microsecond=0)

QUESTION = "When are the Lagoon Talks?"

MEETING = """\
- id: meeting.lagoon-talks
  title: Lagoon Talks
  name: the Lagoon Talks
  status: upcoming
  start: {start:%Y-%m-%dT%H:%M}
  zone: Europe/Zurich
  stated: {{start: when, status: when}}
  reviewed: {reviewed:%Y-%m-%d}
  asks: [when are the lagoon talks?]
  facts:
    - key: when
      text: The Lagoon Talks begin on {start:%-d %B %Y} at {start:%H:%M}.
      cite: {{source: forum-page, at: paragraph 9}}
      asks: [date of the lagoon talks]
"""


def hold(knowledge: Path, start: dt.datetime) -> None:
    """Have a knowledge base say when the talks begin."""
    text = MEETING.format(start=start, reviewed=TODAY)
    (knowledge / "meetings" / "lagoon.yaml").write_text(text, encoding="utf-8")


class Home:
    """Where a bot of one's own lives, whose clock and knowledge the test can change; the talks begin in twenty days.

    Attributes:
        folder: Below it the bot keeps what it keeps.
        knowledge: Its records.
        command: What starts it.
    """

    def __init__(self, folder: Path) -> None:
        """Make it below a folder."""
        self.folder, self.knowledge, self._ahead = folder / "home", tiny.write(folder / "knowledge"), folder / "ahead"
        self.command = (sys.executable, "-m", "tests.later", str(self._ahead), "run")
        self._ahead.write_text("0", encoding="ascii")
        hold(self.knowledge, TODAY + dt.timedelta(days=20))

    def set_forward(self, to: dt.datetime) -> None:
        """Have the bot believe that it is that moment."""
        self._ahead.write_text(str((to - dt.datetime.now(dt.UTC)).total_seconds()), encoding="ascii")
