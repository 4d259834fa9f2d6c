"""Many people at once: every question is acknowledged in time and answered once."""

import asyncio

import pytest

from tests.acceptance.discord.conftest import Start
from tests.fakes.discord import Channel, FakeDiscord, Interaction, Person

QUESTIONS = ["Where is the Coast Summit 2025?", "Who chairs the Harbour Forum 2025?", "What is the Harbour Union?", "fondue?"]
SERVERS, EACH = 50, 10
WAVE = 0.25
"""Seconds between the rounds in which every server asks once; with --soak all ask at the same moment."""


def neighbourhood(discord: FakeDiscord) -> list[tuple[Person, Channel]]:
    """Give the servers, each with people who ask there."""
    places = []
    for number in range(SERVERS):
        people = [discord.person(f"delegate{number}-{one}") for one in range(2)]
        general = discord.guild(f"Delegation {number}", *people).text("general")
        places += [(person, general) for person in people]
    return places


async def test_five_hundred_questions_from_fifty_servers(
    discord: FakeDiscord, start: Start, request: pytest.FixtureRequest
) -> None:
    places = neighbourhood(discord)
    bot = await start()
    await bot.says("is there")
    talks: list[Interaction] = []
    for round_ in range(EACH):
        for place in range(SERVERS):
            person, general = places[2 * place + round_ % 2]
            talks.append(person.slash(general, "ask", question=QUESTIONS[(place + round_) % len(QUESTIONS)]))
        await asyncio.sleep(0 if request.config.getoption("--soak") else WAVE)
    assert len(talks) == SERVERS * EACH
    for talk in talks:
        await talk
    late = [talk for talk in talks if not talk.acknowledged]
    assert not late, f"{len(late)} of {len(talks)}"
    for talk in talks:
        await talk.answer(within=60)
    assert await bot.stop() == 0
    assert [len(talk.shown) for talk in talks] == [1] * len(talks)
    assert discord.unanswered == []
