"""An organiser's journey: from /remind to the posted message, with a date that moves on the way."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.lagoon import QUESTION, TODAY, Home, hold
from tests.acceptance.telegram.conftest import launch
from tests.fakes.telegram import FakeTelegram
from tests.processes import Running


@dataclass
class Bot:
    """A bot of one's own, whose clock and knowledge the test can change."""

    running: Running
    home: Home


@pytest.fixture
async def bot(telegram: FakeTelegram, tmp_path: Path) -> AsyncIterator[Bot]:
    async with AsyncExitStack() as stack:
        home = Home(tmp_path)
        yield Bot(await launch(stack, telegram, home.folder, home.knowledge, home.command), home)


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
    hold(bot.home.knowledge, moved)
    notice = await group.reply(within=40)
    assert "Moved" in notice.text
    assert f"{moved.day} {moved:%B %Y}" in notice.text

    bot.home.set_forward(TODAY + dt.timedelta(days=13, minutes=5))  # a week before the old date
    await alice.sends(group, "/reminders@wsis_test_bot")
    assert "Lagoon Talks" in (await group.reply()).text
    bot.home.set_forward(moved - dt.timedelta(days=7) + dt.timedelta(seconds=1))
    post = await group.reply()
    assert "Reminder" in post.text
    assert "Lagoon Talks" in post.text
    assert "late" not in post.text
    assert any(entity.get("type") == "text_link" for entity in post.given)

    bot.home.set_forward(moved - dt.timedelta(hours=2) + dt.timedelta(minutes=30))
    late = await group.reply()
    assert "late by 30 minutes" in late.text
    assert await bot.running.stop() == 0


async def test_below_an_answer_a_button_begins_a_reminder_for_those_who_may(telegram: FakeTelegram, bot: Bot) -> None:
    alice, bob = telegram.person("Alice", "alice"), telegram.person("Bob", "bob")
    group = telegram.supergroup("Delegation", alice, bob)
    await bob.sends(group, f"/ask@wsis_test_bot {QUESTION}")
    answer = await group.reply()
    refusal = await (await bob.presses(answer, "Remind me")).answer()
    assert refusal["show_alert"] is True
    assert "organisers" in refusal["text"]
    await alice.presses(answer, "Remind me")
    shown = await group.reply()
    assert "[7d]" in shown.text
    assert not answer.edited
    await alice.presses(shown, "Yes, set it")
    await telegram.until(lambda: "is set" in shown.text)
    bot.home.set_forward(TODAY + dt.timedelta(days=13, seconds=1))
    assert "Lagoon Talks" in (await group.reply()).text
    await bob.sends(bob.chat, QUESTION)
    await bob.presses(await bob.chat.reply(), "Remind me")
    assert "Yes, set it" in (await bob.chat.reply()).buttons


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
    bot.home.set_forward(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2, minutes=1))
    told = await alice.chat.reply()
    assert "could not be delivered" in told.text
    assert "bring the maps" in told.text
