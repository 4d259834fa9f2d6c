"""What goes wrong on the way, and those who ask too much."""

import asyncio

import pytest

from tests.acceptance.telegram.conftest import Start
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.faults import Fault, bad_gateway, bad_request, dropped, hanging, internal, too_many

shared = pytest.mark.asyncio(loop_scope="session")
QUESTION = "Where is the Coast Summit 2025?"


@shared
async def test_who_asks_too_much_is_told_once_and_then_left_in_silence(town: FakeTelegram) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    group = town.supergroup("Delegation", alice, bob)
    spread = [town.supergroup(f"Delegation {i}", alice) for i in range(7)]  # so that the pace within a chat holds nobody up
    for number in range(24):
        await alice.sends(spread[number % 7], f"@wsis_test_bot {QUESTION}")
        if number < 21:
            await spread[number % 7].reply()
    await bob.sends(group, f"@wsis_test_bot {QUESTION}")
    assert "Tromsø" in (await group.reply()).text
    said = [post.text for chat in spread for post in chat.from_bot]
    assert sum("Tromsø" in text for text in said) == 20
    assert sum("in a minute" in text for text in said) == 1
    assert len(said) == 21


@shared
@pytest.mark.parametrize(
    ("fault", "posts"),
    [
        (too_many(1), 1),
        (dropped(delivered=True), 2),
        (dropped(delivered=False), 1),
        (bad_gateway(delivered=True), 2),
        (bad_gateway(delivered=False), 1),
        (internal(), 1),
        (bad_request("can't parse entities: somewhere"), 1),
    ],
)
async def test_an_answer_arrives_whatever_befalls_its_first_sending(town: FakeTelegram, fault: Fault, posts: int) -> None:
    """It is doubled only where nobody can know whether it had arrived."""
    alice = town.person("Alice")
    town.faults.inject(fault, chat=alice.id)
    await alice.sends(alice.chat, QUESTION)
    for post in await alice.chat.replies(posts):
        assert "Tromsø" in post.text
    await asyncio.sleep(0.3)
    assert len(alice.chat.from_bot) == posts


@shared
async def test_a_refused_formatting_does_not_cost_the_answer(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    town.faults.inject(bad_request("can't parse entities: somewhere"), chat=alice.id)
    await alice.sends(alice.chat, QUESTION)
    answer = await alice.chat.reply()
    assert answer.given == []
    assert answer.buttons


@shared
async def test_a_chat_that_telegram_holds_does_not_hold_the_others(town: FakeTelegram) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    town.faults.inject(too_many(4), chat=alice.id)
    await alice.sends(alice.chat, QUESTION)
    await bob.sends(bob.chat, QUESTION)
    await bob.chat.reply()
    assert not alice.chat.from_bot
    await alice.chat.reply()
    sent = [call.at for call in town.calls if call.method == "sendMessage" and str(call.params.get("chat_id")) == str(alice.id)]
    assert sent[1] - sent[0] >= 4


async def test_an_answer_of_which_nothing_is_heard_is_sent_once_more(telegram: FakeTelegram, start: Start) -> None:
    alice = telegram.person("Alice")
    bot = await start()
    telegram.faults.inject(hanging(delivered=True), chat=alice.id)
    await alice.sends(alice.chat, QUESTION)
    await alice.chat.replies(2, within=30)
    await bot.stop()
    assert "sent twice, perhaps: 1" in bot.said
