"""The same question gives the same facts and the same citations on Discord, on Telegram and in the terminal."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import FakeTelegram
from tests.processes import COMMAND, Running, launch

QUESTIONS = [
    "When is the Harbour Forum 2025?",
    "When is the Coast Summit 2025?",
    "Who chairs the Harbour Forum 2025?",
    "What does resolution 70/999 say?",
    "What is the Harbour Union?",
    "When is the deadline for papers?",
    "When is the Harbour Forum 2026?",
    "Which fondue is best?",
]

_SHOWN_TWICE = re.compile(r" \(?<t:\d+:\w>(?:, <t:\d+:\w>)?\)?")
_LINK = re.compile(r"\]\(<[^>]*>\)")


@dataclass
class Everywhere:
    """The bot on both platforms."""

    discord: FakeDiscord
    telegram: FakeTelegram
    bot: Running


@pytest.fixture
async def everywhere(tmp_path: Path, tiny_folder: Path) -> AsyncIterator[Everywhere]:
    async with FakeDiscord() as discord, FakeTelegram() as telegram, AsyncExitStack() as stack:
        bot = await launch(
            stack,
            tmp_path / "home",
            tiny_folder,
            DISCORD_TOKEN=discord.token,
            DISCORD_API_URL=discord.api_url,
            TELEGRAM_TOKEN=telegram.token,
            TELEGRAM_API_URL=telegram.url,
        )
        await bot.says("is there")
        yield Everywhere(discord, telegram, bot)


def plain(text: str) -> str:
    """Give the letters and digits of a text alone, without what a platform's own markup adds."""
    text = _LINK.sub("]", _SHOWN_TWICE.sub("", text))
    return "".join(letter for letter in text.casefold() if letter.isalnum())


async def in_the_terminal(bot: Running, question: str) -> dict[str, object]:
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        "ask",
        "--json",
        question,
        env=bot.variables,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    answer: dict[str, object] = json.loads(out)
    return answer


async def test_the_same_facts_and_citations(everywhere: Everywhere) -> None:
    alice, bela = everywhere.discord.person("alice"), everywhere.telegram.person("Bela")
    for question in QUESTIONS:
        told = await in_the_terminal(everywhere.bot, question)
        await bela.sends(bela.chat, question)
        written = await bela.chat.reply()
        shown = await (await alice.slash(alice.direct, "ask", question=question)).answer()
        embeds = "\n".join(embed.get("description") or "" for embed in shown.embeds)
        for line in re.split(r"\[\d+\]|\n", str(told["text"])):
            sentence = plain(line.strip(" -"))
            assert sentence in plain(embeds), (question, line)
            assert sentence in plain(written.text), (question, line)
        citations = told["citations"]
        assert isinstance(citations, list)
        for citation in citations:
            source = plain(f"{citation['n']} {citation['title']}"), plain(citation["locator"])
            for text in (embeds, written.text):
                assert all(part in plain(text) for part in source), (question, citation)
        for text in (embeds.replace("\\", ""), written.text):
            assert {int(number) for number in re.findall(r"\[(\d+)\]", text)} == {citation["n"] for citation in citations}
