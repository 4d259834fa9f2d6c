"""Many people at once: nothing lost, nothing doubled, in order, within Telegram's limits as Telegram counts them."""

import asyncio
import random
import re
from collections import Counter

import pytest

from tests.acceptance.telegram.conftest import Start
from tests.fakes.telegram import Chat, FakeTelegram, Person, Post
from tests.fakes.telegram.faults import bad_gateway, dropped, too_many

QUESTIONS = ["Where is the Coast Summit 2025?", "Who chairs the Harbour Forum 2025?", "What is the Harbour Union?", "fondue?"]
EACH = 5
"""Questions of each chat: more than the burst that Telegram lets pass."""


BETWEEN = 4.0
"""Seconds between two breakdowns: what one of them cut off has been sent once more before the next one comes."""


@pytest.fixture
def chats(request: pytest.FixtureRequest) -> int:
    return 200 if request.config.getoption("--soak") else 24


def neighbourhood(telegram: FakeTelegram, number: int) -> list[tuple[Person, Chat]]:
    """Give so many chats, each fourth one a group, with somebody who asks in each."""
    people = telegram.crowd(number)
    return [(one, telegram.supergroup("Delegation", one) if i % 4 == 0 else one.chat) for i, one in enumerate(people)]


async def ask_all(telegram: FakeTelegram, places: list[tuple[Person, Chat]]) -> dict[Chat, list[Post]]:
    """Have everybody ask, all at the same time, each in their own order."""
    asked: dict[Chat, list[Post]] = {chat: [] for _, chat in places}
    rounds = [place for place in places for _ in range(EACH)]
    random.Random(20).shuffle(rounds)  # noqa: S311 - the same every time
    for number, (person, chat) in enumerate(rounds):
        name = "" if chat is person.chat else "@wsis_test_bot "
        asked[chat].append(await person.sends(chat, name + QUESTIONS[number % len(QUESTIONS)]))
    return asked


def answers(chat: Chat) -> list[Post]:
    return [post for post in chat.from_bot if not post.deleted]


async def all_answered(telegram: FakeTelegram, asked: dict[Chat, list[Post]], within: float) -> None:
    def done() -> bool:
        return all({post.reply_to for post in answers(chat)} >= set(questions) for chat, questions in asked.items())

    await telegram.until(done, within, "an answer to every question")


async def test_nothing_is_lost_doubled_or_out_of_order_and_no_limit_is_passed(
    telegram: FakeTelegram, start: Start, chats: int
) -> None:
    telegram.limits.enforced = True
    bot = await start()
    asked = await ask_all(telegram, neighbourhood(telegram, chats))
    await all_answered(telegram, asked, within=180)
    assert await bot.stop() == 0
    for chat, questions in asked.items():
        assert [post.reply_to for post in answers(chat)] == questions
        assert telegram.limits.most(60, chat.id) <= 20
    assert not telegram.limits.refused
    assert telegram.limits.most(1) <= 30
    assert sum(map(len, asked.values())) == chats * EACH == len(telegram.posts)


async def test_after_drops_and_restarts_none_is_lost_and_doubles_are_counted(
    telegram: FakeTelegram, start: Start, chats: int
) -> None:
    bot = await start()
    places = neighbourhood(telegram, chats)
    for fault in (dropped(), dropped(delivered=False), bad_gateway(), bad_gateway(delivered=False), too_many(), too_many(2)):
        telegram.faults.inject(fault)
    telegram.latency = 0.05  # so that requests are under way when the server goes down
    asked = await ask_all(telegram, places)
    await telegram.until(lambda: len(telegram.posts) > 5, 30)
    for pause in (0.5, 1.5):
        await telegram.stop()
        await asyncio.sleep(pause)
        await telegram.start()
        await asyncio.sleep(BETWEEN)
    await all_answered(telegram, asked, within=120)
    assert await bot.stop() == 0
    (counted,) = re.findall(r"sent twice, perhaps: (\d+)", bot.said)
    found = Counter(post.reply_to for chat in asked for post in answers(chat))
    doubles = sum(found.values()) - len(found)
    assert max(found.values()) <= 2
    assert 1 <= doubles <= int(counted)
    assert "lost: 0" in bot.said
    for chat, questions in asked.items():
        assert list(dict.fromkeys(post.reply_to for post in answers(chat))) == questions
