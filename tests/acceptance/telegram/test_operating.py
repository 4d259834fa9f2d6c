"""What an operator does beside a bot that is running: a copy, its return, a look at what failed."""

import asyncio
import datetime as dt
import sys
from functools import partial
from pathlib import Path

from tests.acceptance.telegram.test_reminders import Bot, bot
from tests.fakes.telegram import FakeTelegram, Post

__all__ = ["bot"]


async def wsisbot(bot: Bot, *arguments: str) -> str:
    """Give a command of the operator, with the settings of the bot that is running."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env=bot.running.variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    return said.decode()


async def test_a_copy_is_made_and_brought_back_under_a_running_bot(telegram: FakeTelegram, bot: Bot, tmp_path: Path) -> None:
    alice = telegram.person("Alice", "alice")
    group = telegram.supergroup("Delegation", alice)
    await alice.sends(group, "/remind@wsis_test_bot in 2 hours: bring the maps")
    shown = await group.reply()
    await alice.presses(shown, "Yes, set it")
    await telegram.until(lambda: "is set" in shown.text)
    copy = str(tmp_path / "copy.sqlite3")
    await wsisbot(bot, "db", "backup", copy)
    await alice.presses(shown, "Undo")
    await telegram.until(lambda: "cancelled" in shown.text)
    assert "reminders: 0" in await wsisbot(bot, "reminders", "list")
    await wsisbot(bot, "db", "restore", copy, "--force")
    assert "reminders: 1" in await wsisbot(bot, "reminders", "list")
    bot.home.set_forward(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2, seconds=5))
    assert "bring the maps" in (await group.reply()).text
    assert await bot.running.stop() == 0


async def test_an_operator_calls_a_reminder_off(telegram: FakeTelegram, bot: Bot) -> None:
    alice = telegram.person("Alice", "alice")
    group = telegram.supergroup("Delegation", alice)
    for words in ("bring the maps", "bring the keys"):
        await alice.sends(group, f"/remind@wsis_test_bot in 2 hours: {words}")
        shown = await group.reply()
        await alice.presses(shown, "Yes, set it")
        await telegram.until(partial(_is_set, shown))
    listed = (await wsisbot(bot, "reminders", "list", "--private")).splitlines()
    number = next(line.split()[0] for line in listed if "maps" in line)
    await wsisbot(bot, "reminders", "cancel", number)
    bot.home.set_forward(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2, seconds=30))
    assert "keys" in (await group.reply()).text
    assert "1 cancelled" in await wsisbot(bot, "db", "status")


def _is_set(post: Post) -> bool:
    return "is set" in post.text
