"""Asking: in private, in groups and in topics, on mention, on reply and on command; and silence otherwise."""

import asyncio

import pytest

from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUIET = 0.3
"""Seconds in which an answer would have come; those that wait for one have asked later and been answered already."""


async def test_a_question_in_private_is_answered_with_its_sources(town: FakeTelegram) -> None:
    alice = town.person("Alice", "alice")
    question = await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    answer = await alice.chat.reply()
    assert "16–18 September 2025" in answer.text
    assert "[1] Coast Summit 2025, Coast League, paragraph 1" in answer.text
    assert answer.reply_to is question
    assert "https://coast.example/summit" in answer.links
    assert answer.request["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in answer.request


async def test_what_is_not_known_is_refused_with_the_nearest(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "What does a hotel near the harbour forum cost?")
    answer = await alice.chat.reply()
    assert "in my sources" in answer.text


async def test_in_a_group_the_bot_answers_when_it_is_spoken_to_and_only_then(town: FakeTelegram) -> None:
    town.bot["can_read_all_group_messages"] = True
    try:
        alice, bob = town.person("Alice"), town.person("Bob", "bob")
        group = town.supergroup("Delegation", alice, bob)
        await bob.sends(group, "When is the Coast Summit 2025?")
        await bob.sends(group, "@alice when is the Coast Summit 2025?")
        await bob.sends(group, "/next@another_bot")
        mentioned = await alice.sends(group, "@wsis_test_bot who organises the Coast Summit 2025?")
        first = await group.reply()
        assert "Coast League" in first.text
        assert first.reply_to is mentioned
        command = await bob.sends(group, "/ask who chairs the Harbour Forum 2025?")
        second = await group.reply()
        assert "Mira Lindqvist" in second.text
        assert second.reply_to is command
        reply = await bob.sends(group, "and where does the Harbour Forum 2025 take place?", reply_to=second)
        third = await group.reply()
        assert "Lugano" in third.text
        assert third.reply_to is reply
        assert len(group.from_bot) == 3
    finally:
        town.bot["can_read_all_group_messages"] = False


async def test_an_answer_stays_in_its_topic(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    forum = town.supergroup("Delegations", alice, forum=True)
    topic = await alice.opens_topic(forum, "Logistics")
    await alice.sends(forum, "@wsis_test_bot where is the Harbour Forum 2025?", topic=topic)
    inside = await forum.reply()
    assert inside.topic is topic
    assert inside.request["message_thread_id"] == topic.id  # even if the question is deleted meanwhile
    await alice.sends(forum, "@wsis_test_bot where is the Coast Summit 2025?")
    general = await forum.reply()
    assert general.topic is None


async def test_an_edited_question_edits_its_answer(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    question = await alice.sends(alice.chat, "Where is the Coast Summit 2025?")
    answer = await alice.chat.reply()
    assert "Tromsø" in answer.text
    await alice.sends(alice.chat, "Where is the Harbour Forum 2025?", edit_of=question)
    await alice.chat.edit(answer)
    assert "Lugano" in answer.text
    assert "Tromsø" not in answer.text
    assert len(alice.chat.from_bot) == 1


async def test_an_edit_after_a_quarter_of_an_hour_is_left_alone(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    question = await alice.sends(alice.chat, "Where is the Coast Summit 2025?")
    answer = await alice.chat.reply()
    question.date -= 16 * 60
    await alice.sends(alice.chat, "Where is the Harbour Forum 2025?", edit_of=question)
    await asyncio.sleep(QUIET)
    assert not answer.edited
    assert len(alice.chat.from_bot) == 1


async def test_a_mention_that_is_added_later_is_answered(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    group = town.supergroup("Delegation", alice)
    group.members[town.bot["id"]].status = "administrator"
    question = await alice.sends(group, "Where is the Coast Summit 2025?")
    await alice.sends(group, "@wsis_test_bot where is the Coast Summit 2025?", edit_of=question)
    answer = await group.reply()
    assert answer.reply_to is question


async def test_channel_posts_and_other_bots_are_left_alone(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    channel, group = town.channel("News", alice), town.supergroup("Delegation", alice)
    robot = town.person("Robot", "robot", is_bot=True)
    robot.fields["is_bot"] = True
    await robot.joins(group)
    await alice.sends(channel, "/next")
    await robot.sends(group, "@wsis_test_bot when is the Coast Summit 2025?")
    await alice.sends(group, "@wsis_test_bot when is the Coast Summit 2025?")
    await group.reply()
    assert len(group.from_bot) == 1
    assert not channel.from_bot


async def test_order_is_kept_within_a_chat_and_chats_do_not_wait_for_each_other(town: FakeTelegram) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    questions = ["Where is the Coast Summit 2025?", "Who chairs the Harbour Forum 2025?", "What is the Harbour Union?"]
    asked = [await alice.sends(alice.chat, question) for question in [*questions, *questions]]
    await bob.sends(bob.chat, questions[0])
    await bob.chat.reply()
    answers = await alice.chat.replies(len(asked))
    assert [answer.reply_to for answer in answers] == asked


async def test_anything_that_can_be_typed_is_answered(town: FakeTelegram) -> None:
    strange = ["\u202e\u0000?", "🏳️‍🌈" * 50, "x" * 4096, "*_[]()~`>#+-=|{}.!<b>&amp;"]
    strange += ["/", "//", "/ask", "/ask@wsis_test_bot", "@wsis_test_bot"]
    people = town.crowd(len(strange))
    for person, text in zip(people, strange, strict=True):
        await person.sends(person.chat, text)
    for person in people:
        await person.chat.reply()
