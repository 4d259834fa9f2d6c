"""Asking on Discord: by command, by mention, by reply, by a message's menu; and silence otherwise."""

import asyncio

import pytest

from tests.fakes.discord import FakeDiscord, Kind

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = "Where is the Coast Summit 2025?"


async def test_a_question_is_acknowledged_and_answered_with_its_source(town: FakeDiscord) -> None:
    alice = town.person("alice")
    general = town.guild("Lounge", alice).text("general")
    talk = await alice.slash(general, "ask", question=QUESTION)
    assert talk.acknowledged
    answer = await talk.answer()
    assert "Tromsø" in answer.text
    assert "Coast League" in answer.text
    assert QUESTION in answer.text
    assert not answer.ephemeral
    assert not answer.pings
    assert {"Sources", "More", "Wrong?", "👍", "👎"} <= {button.label for button in answer.buttons}


async def test_a_mention_is_answered_in_its_place_and_talk_goes_on_by_replies(town: FakeDiscord) -> None:
    alice = town.person("alice")
    general = town.guild("Lounge", alice).text("general")
    answer = await alice.say(general, f"{town.world.bot.mention} {QUESTION}").answer()
    assert "Tromsø" in answer.text
    assert not answer.pings
    more = await alice.say(general, "And who organises it?", reply_to=answer).answer()
    assert "Coast League" in more.text


async def test_in_a_thread_everybody_goes_on_with_one_talk(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob")
    general = town.guild("Lounge", alice, bob).text("general")
    thread = general.thread("on the summit", alice)
    me = town.world.bot.mention
    await alice.say(thread, f"{me} {QUESTION}").answer()
    answer = await bob.say(thread, f"{me} and who organises it?").answer()
    assert answer.channel is thread
    assert "Coast League" in answer.text


async def test_what_is_not_meant_for_it_is_not_answered(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob")
    general = town.guild("Lounge", alice, bob).text("general")
    first = alice.say(general, QUESTION)
    bob.say(general, QUESTION, reply_to=first)
    answer = await alice.say(general, f"{town.world.bot.mention} {QUESTION}").answer()
    bob.say(general, "and who organises it?", reply_to=answer, ping=False)
    await alice.say(general, f"{town.world.bot.mention} {QUESTION}").answer()
    assert [message.author for message in general.messages].count(town.world.bot) == 2


async def test_in_private_no_name_is_needed(town: FakeDiscord) -> None:
    alice = town.person("alice")
    answer = await alice.say(alice.direct, QUESTION).answer()
    assert "Tromsø" in answer.text
    talk = await (await alice.slash(alice.direct, "define", term="Harbour Union")).answer()
    assert "ferry ports" in talk.text
    assert not talk.ephemeral


async def test_a_message_can_be_asked_about_from_its_menu_and_the_answer_shared(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob")
    general = town.guild("Lounge", alice, bob).text("general")
    said = bob.say(general, "where is the coast summit 2025?")
    answer = await (await alice.context(said, "Ask about this")).answer()
    assert answer.ephemeral
    assert "Tromsø" in answer.text
    await alice.press(answer, "Share")
    shared = await general.next(said)
    assert shared.embeds == answer.embeds
    assert [button.label for button in shared.buttons] == [button.label for button in answer.buttons]
    assert "Share" not in [button.label for button in shared.buttons]


async def test_an_answer_for_the_asker_alone(town: FakeDiscord) -> None:
    alice = town.person("alice")
    general = town.guild("Lounge", alice).text("general")
    answer = await (await alice.slash(general, "ask", question=QUESTION, private=True)).answer()
    assert answer.ephemeral
    assert "Share" in [button.label for button in answer.buttons]


async def test_an_edited_question_edits_its_answer(town: FakeDiscord) -> None:
    alice = town.person("alice")
    general = town.guild("Lounge", alice).text("general")
    asked = alice.say(general, f"{town.world.bot.mention} {QUESTION}")
    answer = await asked.answer()
    await asyncio.sleep(0.2)
    alice.edit(asked, f"{town.world.bot.mention} Who chairs the Harbour Forum 2025?")
    await town.world.pulse.until(lambda: "Lindqvist" in answer.text, "another answer in the same message")
    assert len(general.messages) == 2


async def test_announcements_channels_and_forums_are_places_like_others(town: FakeDiscord) -> None:
    alice = town.person("alice")
    guild = town.guild("Lounge", alice)
    news = guild.text("news", Kind.ANNOUNCEMENT)
    assert "Tromsø" in (await (await alice.slash(news, "ask", question=QUESTION)).answer()).text


async def test_people_who_installed_it_for_themselves_use_it_anywhere(town: FakeDiscord) -> None:
    alice, bob = town.person("alice", installed=True), town.person("bob")
    elsewhere = town.guild("Elsewhere", alice, bob, bot=None).text("chat")
    group = town.group(alice, bob)
    for channel in (elsewhere, group):
        answer = await (await alice.slash(channel, "ask", question=QUESTION)).answer()
        assert "Tromsø" in answer.text
        assert answer.ephemeral
    opened = await (await alice.slash(group, "ask", question=QUESTION, private=False)).answer()
    assert not opened.ephemeral
