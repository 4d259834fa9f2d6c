"""What becomes of a running bot whose database, disk or clock fails: what was promised comes once, and the log says why."""

import asyncio
import contextlib
import datetime as dt
import re
import resource
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests import tiny
from tests.acceptance.telegram.conftest import launch
from tests.databases import KEY, Postgres
from tests.fakes.telegram import Chat, FakeTelegram, Person, Post
from tests.processes import Running

SOON = dt.timedelta(hours=2, seconds=1)
NO_STORE = "I cannot reach what I keep"


@dataclass
class Bot:
    """A bot of one's own, and the file that says how far its clock is ahead."""

    running: Running
    ahead: Path

    def set_forward(self, by: dt.timedelta) -> None:
        self.ahead.write_text(str(by.total_seconds()), encoding="ascii")

    async def operator(self, *arguments: str) -> tuple[int, str]:
        """Give the exit code and the words of a command of the operator, by the same clock and settings."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.later", str(self.ahead), *arguments),
            env=self.running.variables,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        return process.returncode or 0, said.decode()


Start = Callable[..., Awaitable[Bot]]


@pytest.fixture
async def start(telegram: FakeTelegram, tmp_path: Path) -> AsyncIterator[Start]:
    """Give what starts a bot whose clock the test sets; it is told to stop at the end, and has to end well."""
    async with AsyncExitStack() as stack:

        async def one(**variables: str) -> Bot:
            ahead, knowledge = tmp_path / "ahead", tiny.write(tmp_path / "knowledge")
            ahead.write_text("0", encoding="ascii")
            command = (sys.executable, "-m", "tests.later", str(ahead), "run")
            running = await launch(stack, telegram, tmp_path / "home", knowledge, command, **variables)
            return Bot(running, ahead)

        yield one


async def people(telegram: FakeTelegram) -> tuple[Person, Chat]:
    """Give somebody to whom the bot may write, and a group that they govern."""
    alice = telegram.person("Alice", "alice")
    await alice.sends(alice.chat, "/start")
    await alice.chat.reply()
    return alice, telegram.supergroup("Delegation", alice)


async def book(telegram: FakeTelegram, alice: Person, group: Chat, words: str, when: str = "in 2 hours") -> None:
    await alice.sends(group, f"/remind@wsis_test_bot {when}: {words}")
    while "I would post this" not in (shown := await group.reply()).text:
        pass
    await alice.presses(shown, "Yes, set it")
    await telegram.until(partial(is_set, shown))


def is_set(post: Post) -> bool:
    return "is set" in post.text


def reminders(*chats: Chat) -> list[str]:
    """Give what was posted by itself, all but its heading."""
    posts = [post.text for chat in chats for post in chat.from_bot]
    return [post.splitlines()[-1] for post in posts if re.match(r"Reminder( \(.+\))?\n", post)]


async def test_a_file_that_is_damaged_under_the_bot(telegram: FakeTelegram, start: Start, tmp_path: Path) -> None:
    bot = await start()
    alice, group = await people(telegram)
    await book(telegram, alice, group, "bring the maps")
    copy = str(tmp_path / "copy.sqlite3")
    await bot.operator("db", "backup", copy)
    bot.set_forward(SOON)
    await telegram.until(lambda: reminders(group) == ["bring the maps"])
    file = Path(bot.running.variables["WSISBOT_DATA_DIR"]) / "wsisbot.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.write(b"\xa5" * size)
    await bot.running.says("reminders wait")
    assert "wsisbot db restore" in bot.running.said
    await alice.sends(group, "/reminders@wsis_test_bot")
    assert NO_STORE in (await alice.chat.reply()).text
    code, said = await bot.operator("doctor")
    assert code == 1
    assert re.search(r"MEND  database: .*wsisbot db restore", said)
    _, said = await bot.operator("db", "restore", copy, "--force")
    assert "due since then: 1" in said
    await telegram.until(lambda: reminders(group) == ["bring the maps"] * 2)
    assert ["repeated" in post.text for post in group.from_bot if "maps" in post.text] == [False, True]
    await book(telegram, alice, group, "bring the keys")  # and into the new file, not into the one that is gone
    assert "reminders: 2" in (await bot.operator("reminders", "list"))[1]
    assert await bot.running.stop() == 0


async def test_a_disk_that_is_full_for_a_while(telegram: FakeTelegram, start: Start) -> None:
    bot = await start()
    alice, group = await people(telegram)
    await book(telegram, alice, group, "bring the maps")
    pid, limit = bot.running.process.pid, resource.RLIMIT_FSIZE
    room, most = bot.running.log.stat().st_size + 20_000, resource.prlimit(pid, limit)[1]
    resource.prlimit(pid, limit, (room, most))  # for the log, and not for the database
    bot.set_forward(SOON)
    await bot.running.says("reminders wait")
    assert "disk" in bot.running.said
    await alice.sends(group, "/remind@wsis_test_bot in 2 hours: bring the keys")
    assert NO_STORE in (await alice.chat.reply()).text
    assert reminders(group) == []
    resource.prlimit(pid, limit, (most, most))
    await telegram.until(lambda: reminders(group) == ["bring the maps"])
    assert await bot.running.stop() == 0


async def test_a_postgresql_that_is_gone_for_a_while(telegram: FakeTelegram, start: Start) -> None:
    server = await asyncio.to_thread(Postgres)
    try:
        bot = await start(WSISBOT_DATABASE_URL=server.new_database(), WSISBOT_DATA_KEY=KEY)
        alice, group = await people(telegram)
        await book(telegram, alice, group, "bring the maps")
        await book(telegram, alice, alice.chat, "bring the keys")
        await asyncio.to_thread(server.halt)
        bot.set_forward(SOON)
        await bot.running.says("reminders wait")
        assert "WSISBOT_DATABASE_URL" in bot.running.said
        await alice.sends(alice.chat, "What is the Harbour Union?")
        assert "Harbour Union" in (await alice.chat.reply()).text  # answers need no database
        await asyncio.to_thread(server.resume)
        await telegram.until(lambda: sorted(reminders(group, alice.chat)) == ["bring the keys", "bring the maps"])
        assert await bot.running.stop() == 0
    finally:
        await asyncio.to_thread(server.stop)


async def test_a_clock_that_steps_back_an_hour(telegram: FakeTelegram, start: Start) -> None:
    bot = await start()
    alice, group = await people(telegram)
    await book(telegram, alice, group, "bring the maps")
    await book(telegram, alice, group, "stand up", f"every day {dt.datetime.now(dt.UTC) + SOON:%H:%M} UTC")
    bot.set_forward(SOON)
    await telegram.until(lambda: sorted(reminders(group)) == ["bring the maps", "stand up"])
    bot.set_forward(SOON - dt.timedelta(hours=1))
    await bot.running.says("the clock was set back")
    await book(telegram, alice, group, "bring the keys", "in 30 minutes")
    bot.set_forward(SOON + dt.timedelta(minutes=5))
    await telegram.until(lambda: "bring the keys" in "".join(reminders(group)))
    assert sorted(reminders(group)) == ["bring the keys", "bring the maps", "stand up"]
    assert await bot.running.stop() == 0
