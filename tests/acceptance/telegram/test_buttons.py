"""Buttons: they answer at once, outlive the process, and refuse politely what is none of theirs."""

import pytest

from tests.acceptance.telegram.conftest import Start
from tests.fakes.telegram import FakeTelegram, Post

shared = pytest.mark.asyncio(loop_scope="session")


def label(post: Post, *words: str) -> str:
    """Give the button that has one of these words or signs on it."""
    for name in post.buttons:
        if any(word in name for word in words):
            return name
    raise AssertionError(f"{words} are on none of {post.buttons}")


@shared
async def test_sources_and_more_come_as_replies(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    answer = await alice.chat.reply()
    for name in ("Sources", "More"):
        callback = await alice.presses(answer, label(answer, name))
        assert "text" not in await callback.answer()
        reply = await alice.chat.reply()
        assert "Coast" in reply.text
        assert reply.reply_to is answer
    assert not answer.edited


@shared
async def test_a_date_goes_into_the_calendar(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    answer = await alice.chat.reply()
    await alice.presses(answer, label(answer, "Calendar"))
    await town.until(lambda: any(post.document for post in alice.chat.from_bot), what="a file")


@shared
async def test_a_vote_is_thanked_for_in_passing(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    answer = await alice.chat.reply()
    for sign in ("👍", "👎", "Wrong?"):
        callback = await alice.presses(answer, label(answer, sign))
        assert "Thank you" in (await callback.answer())["text"]
    assert len(alice.chat.from_bot) == 1


@shared
async def test_one_of_several_meanings_is_chosen(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "2025")
    offer = await alice.chat.reply()
    assert "Which one do you mean?" in offer.text
    await (await alice.presses(offer, label(offer, "Harbour Forum 2025"))).answer()
    assert "Harbour Forum 2025" in (await alice.chat.reply()).text
    await alice.sends(alice.chat, "And where is it?")
    assert "Lugano" in (await alice.chat.reply()).text


@shared
@pytest.mark.parametrize("data", ["", "zz:meeting.x", "42", "☃" * 21, "m", "%"])
async def test_what_is_none_of_ours_is_refused_with_an_alert(town: FakeTelegram, data: str) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    answer = await alice.chat.reply()
    callback = await alice.presses(answer, data=data)
    refusal = await callback.answer()
    assert refusal["show_alert"] is True
    assert "ask again" in refusal["text"]


@shared
async def test_a_record_that_is_gone_is_said_to_be_gone(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    answer = await alice.chat.reply()
    callback = await alice.presses(answer, data="m:meeting.of-last-year", inaccessible=True)
    await callback.answer()
    assert "went wrong" not in (await alice.chat.reply()).text


async def test_a_button_works_after_a_restart_and_a_hurry_does_not_block_it(telegram: FakeTelegram, start: Start) -> None:
    alice = telegram.person("Alice")
    bot = await start()
    await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    answer = await alice.chat.reply()
    await bot.stop()
    await start()
    for _ in range(4):  # they wait for their turns, the button does not
        await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    callback = await alice.presses(answer, label(answer, "👍"))
    await callback.answer()
    assert len(alice.chat.from_bot) < 5
    await alice.chat.replies(4)
