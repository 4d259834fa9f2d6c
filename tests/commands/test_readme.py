"""What the README tells organisers to write is understood, with the knowledge that comes with the bot."""

import datetime as dt
import re
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.commands.catalogue import typed
from bot.message import ChatKey, ChatKind, Message, Place
from bot.storage.store import Store

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("\n## Reminders\n")[2].partition("\n## ")[0]
WRITTEN = [line for row in re.findall(r"^\| (`/.*?) \| ", SECTION, re.MULTILINE) for line in re.findall(r"`(/.+?)`", row)]
ORGANISER = Place(ChatKey("telegram", "-100"), ChatKind.GROUP, "8", organiser=True)
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
DOES = {"remind": "confirm", "move": "confirm", "follow": "unfollow", "reminders": "cancel", "quiet": "timezone"}
"""A button by which it is seen that a command was understood."""


def test_the_readme_tells_of_reminders() -> None:
    assert {line.split()[0].removeprefix("/") for line in WRITTEN} == set(DOES)


@pytest.mark.parametrize("line", WRITTEN)
async def test_what_organisers_are_told_to_write_is_understood(packaged: Assistant, store: Store, line: str) -> None:
    assistant = Assistant(packaged.engine, store)

    async def give(line: str) -> list[tuple[str, str]]:
        command, argument = typed(line) or ("", "")
        reply = await assistant.reply(Message(argument, NOW, "en", "talk", command=command, place=ORGANISER))
        return [(action.command, action.argument) for action in reply.actions]

    first = "/remind tomorrow 9:00: bring the maps" if "Friday" in line else "/remind IGF 2026 7d"
    ((_, number), _) = await give(first)
    await give(f"/confirm {number}")
    assert DOES[line.split(maxsplit=1)[0].removeprefix("/")] in dict(await give(line.replace(" 12 ", f" {number} ")))


@pytest.mark.parametrize("lead", re.findall(r"`([^`]+)`", re.findall(r"so long before: (.*);", SECTION)[0]))
async def test_the_lead_times_of_the_readme_are_understood(packaged: Assistant, store: Store, lead: str) -> None:
    message = Message(f"IGF 2026 {lead}", NOW, "en", "talk", command="remind", place=ORGANISER)
    reply = await Assistant(packaged.engine, store).reply(message)
    understood = "confirm" in [action.command for action in reply.actions]
    assert understood or (lead[-1] in "hm" and "days" in reply.text)  # of IGF 2026 the day alone is known
