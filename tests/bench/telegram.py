"""A Telegram bot under load: the real process before the fake Telegram, questions arriving at random."""

import asyncio
import json
import os
import random
import sys
import tempfile
from pathlib import Path

from tests.bench.corpus import written
from tests.bench.report import heading, number, quantile, table
from tests.fakes.telegram import FakeTelegram

RATE = 20.0
"""Questions a second, arriving at random (a Poisson process)."""

GOAL = 25.0
"""Milliseconds within which 99 of 100 answers should be handed to the limiter."""


def measure(*, quick: bool) -> None:
    """Measure how long an answer takes, from the update's arrival to the limiter."""
    heading("4. Telegram (wsisbot run before the fake server)")
    seconds = 10 if quick else 60
    with tempfile.TemporaryDirectory() as folder:
        taken, processor, lost = asyncio.run(_run(Path(folder), seconds))
    series = [1000 * one for one in taken]
    shares = [number(quantile(series, share)) for share in (0.5, 0.9, 0.99)]
    head = ("questions a second", "asked", "not answered", "p50 ms", "p90 ms", "p99 ms", "slowest ms", "p99 to the goal")
    row = [f"{RATE:g}", str(len(series) + lost), str(lost), *shares, number(max(series))]
    ratio = f"{quantile(series, 0.99) / GOAL:.2f} x"
    table(f"From received to handed to the limiter (goal: p99 within {GOAL:g} ms)", head, [[*row, ratio]])
    print(f"\nProcessor time of the process, all told: {number(1000 * processor)} ms a question.")
    print("Each question comes from a chat of its own: within a chat the next one waits for Telegram's pace, not for us.")


async def _run(folder: Path, seconds: float) -> tuple[list[float], float, int]:
    chance = random.Random(20)  # noqa: S311 - the same every time
    questions = [question.text for question in written() if not question.talk]
    async with FakeTelegram() as telegram:
        given = {
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "WSISBOT_DATA_DIR": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }
        command = [sys.executable, "-m", "tests.bench.measured", str(folder / "taken.json")]
        with (folder / "log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(*command, env=os.environ | given, stdout=log, stderr=log)
        first = telegram.person("First")
        await first.starts()
        try:
            await first.chat.reply(within=60)
        except AssertionError:
            print((folder / "log").read_text(encoding="utf-8"))
            raise
        asked = []
        due = asyncio.get_running_loop().time()
        end = due + seconds
        while due < end:
            due += chance.expovariate(RATE)
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            person = telegram.person("Person")
            asked.append(await person.sends(person.chat, chance.choice(questions)))
        await telegram.until(lambda: all(post.chat.from_bot for post in asked), within=60, what="answers")
        process.terminate()
        await process.wait()
    found = json.loads((folder / "taken.json").read_text(encoding="utf-8"))
    processor = (found["processor"][-1] - found["processor"][0]) / (len(found["processor"]) - 1)
    return found["taken"][1:], processor, sum(not post.chat.from_bot for post in asked)
