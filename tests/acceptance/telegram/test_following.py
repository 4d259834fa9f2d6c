"""Follow-ups: by chat, by person, and by what is replied to."""

import pytest

from tests.acceptance.telegram.conftest import Start
from tests.fakes.telegram import FakeTelegram

shared = pytest.mark.asyncio(loop_scope="session")


@shared
async def test_a_question_may_lean_on_the_one_before(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    await alice.chat.reply()
    await alice.sends(alice.chat, "And where is it?")
    assert "Tromsø" in (await alice.chat.reply()).text


@shared
async def test_in_a_group_everybody_has_a_talk_of_their_own(town: FakeTelegram) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    group = town.supergroup("Delegation", alice, bob)
    await alice.sends(group, "@wsis_test_bot when is the Coast Summit 2025?")
    await group.reply()
    await bob.sends(group, "@wsis_test_bot who chairs the Harbour Forum 2025?")
    await group.reply()
    await alice.sends(group, "@wsis_test_bot and where is it?")
    assert "Tromsø" in (await group.reply()).text


@shared
async def test_a_reply_joins_the_talk_that_it_replies_to(town: FakeTelegram) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    group = town.supergroup("Delegation", alice, bob)
    await alice.sends(group, "@wsis_test_bot when is the Coast Summit 2025?")
    answer = await group.reply()
    await bob.sends(group, "@wsis_test_bot when is the Harbour Forum 2025?")
    await group.reply()
    await bob.sends(group, "and where is it?", reply_to=answer)
    assert "Tromsø" in (await group.reply()).text


@shared
async def test_a_talk_stays_in_its_topic(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    forum = town.supergroup("Delegations", alice, forum=True)
    one, other = await alice.opens_topic(forum, "One"), await alice.opens_topic(forum, "Other")
    await alice.sends(forum, "@wsis_test_bot when is the Coast Summit 2025?", topic=one)
    await forum.reply()
    await alice.sends(forum, "@wsis_test_bot when is the Harbour Forum 2025?", topic=other)
    await forum.reply()
    await alice.sends(forum, "@wsis_test_bot and where is it?", topic=one)
    assert "Tromsø" in (await forum.reply()).text


async def test_another_process_can_go_on_with_a_talk(telegram: FakeTelegram, start: Start) -> None:
    alice = telegram.person("Alice")
    first = await start()
    await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    await alice.chat.reply()
    await first.stop()
    await start()
    await alice.sends(alice.chat, "And where is it?")
    assert "Tromsø" in (await alice.chat.reply()).text
