"""An organiser's journey: from /remind to the posted message, with a date that moves on the way."""

import datetime as dt
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests import tiny
from tests.acceptance.telegram.conftest import Running, launch
from tests.fakes.telegram import FakeTelegram

GENEVA = ZoneInfo("Europe/Zurich")
TODAY = dt.datetime.now(GENEVA).replace(hour=10, minute=0, second=0, microsecond=0)

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


@dataclass
class Bot:
    """A bot of one's own, whose clock and knowledge the test can change."""

    running: Running
    ahead: Path
    knowledge: Path

    def set_forward(self, to: dt.datetime) -> None:
        self.ahead.write_text(str((to - dt.datetime.now(dt.UTC)).total_seconds()), encoding="ascii")


def hold(knowledge: Path, start: dt.datetime) -> None:
    """Have a knowledge base say when the talks begin."""
    text = MEETING.format(start=start, reviewed=TODAY)
    (knowledge / "meetings" / "lagoon.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
async def bot(telegram: FakeTelegram, tmp_path: Path) -> AsyncIterator[Bot]:
    ahead, knowledge = tmp_path / "ahead", tiny.write(tmp_path / "knowledge")
    ahead.write_text("0", encoding="ascii")
    (knowledge / "meetings").mkdir(exist_ok=True)
    async with AsyncExitStack() as stack:
        hold(knowledge, TODAY + dt.timedelta(days=20))
        command = (sys.executable, "-m", "tests.later", str(ahead), "run")
        yield Bot(await launch(stack, telegram, tmp_path / "home", knowledge, command), ahead, knowledge)


async def test_from_the_command_to_the_post_through_a_moved_date(telegram: FakeTelegram, bot: Bot) -> None:
    alice = telegram.person("Alice", "alice")
    group = telegram.supergroup("Delegation", alice)
    await alice.sends(group, "/timezone@wsis_test_bot Asia/Kathmandu")
    await group.reply()
    await alice.sends(group, "/remind@wsis_test_bot Lagoon Talks 7d, 2h")
    shown = await group.reply()
    assert "Kathmandu" in shown.text
    assert "Lagoon Talks" in shown.text
    await alice.presses(shown, "Yes, set it")
    await telegram.until(lambda: "is set" in shown.text)

    moved = TODAY + dt.timedelta(days=30)
    hold(bot.knowledge, moved)
    notice = await group.reply(within=40)
    assert "Moved" in notice.text
    assert f"{moved.day} {moved:%B %Y}" in notice.text

    bot.set_forward(TODAY + dt.timedelta(days=13, minutes=5))  # a week before the old date
    await alice.sends(group, "/reminders@wsis_test_bot")
    assert "Lagoon Talks" in (await group.reply()).text
    bot.set_forward(moved - dt.timedelta(days=7) + dt.timedelta(seconds=1))
    post = await group.reply()
    assert "Reminder" in post.text
    assert "Lagoon Talks" in post.text
    assert "late" not in post.text
    assert any(entity.get("type") == "text_link" for entity in post.given)

    bot.set_forward(moved - dt.timedelta(hours=2) + dt.timedelta(minutes=30))
    late = await group.reply()
    assert "late by 30 minutes" in late.text
    assert await bot.running.stop() == 0


async def test_what_cannot_be_posted_is_told_to_the_organiser(telegram: FakeTelegram, bot: Bot) -> None:
    alice = telegram.person("Alice", "alice")
    await alice.sends(alice.chat, "/start")
    await alice.chat.reply()
    group = telegram.supergroup("Delegation", alice)
    await alice.sends(group, "/remind@wsis_test_bot in 2 hours: bring the maps")
    shown = await group.reply()
    await alice.presses(shown, "Yes, set it")
    await telegram.until(lambda: "is set" in shown.text)
    await alice.kicks_bot(group)
    bot.set_forward(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2, minutes=1))
    told = await alice.chat.reply()
    assert "could not be delivered" in told.text
    assert "bring the maps" in told.text
