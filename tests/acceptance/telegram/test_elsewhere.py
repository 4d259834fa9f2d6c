"""In chats where the bot is no member: inline queries and guest questions."""

import pytest

from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_inline_query_gives_cited_facts_to_drop_into_any_chat(town: FakeTelegram) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    query = await alice.queries("harbour forum")
    results = await query.results()
    assert 1 < len(results) <= 10
    first = results[0]
    assert first["title"] == "Harbour Forum 2025"
    group = town.supergroup("Elsewhere", bob, alice, bot=False)
    post = await alice.chooses(query, first, group)
    assert "[1] Harbour Forum 2025, Harbour Union" in post.text
    assert "https://harbour.example/forum" in post.links
    assert first["input_message_content"]["link_preview_options"] == {"is_disabled": True}
    assert not group.from_bot


async def test_facts_that_were_dropped_into_our_own_chat_are_not_taken_for_a_question(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    query = await alice.queries("coast summit")
    await alice.chooses(query, (await query.results())[0], alice.chat)
    await alice.starts()
    await alice.chat.reply()
    assert len(alice.chat.from_bot) == 1


@pytest.mark.parametrize("text", ["", "fondue recipe", "x" * 256, "🏳️‍🌈\u202e", "harbour forum 2026"])
async def test_what_is_not_known_leads_to_the_private_chat(town: FakeTelegram, text: str) -> None:
    answer = await (await town.person("Alice").queries(text)).answer()
    assert answer["results"] == []
    assert answer["button"]["start_parameter"]


async def test_a_guest_question_is_answered_where_it_was_asked(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    group = town.supergroup("Elsewhere", alice, bot=False)
    answer = await (await alice.summons(group, "@wsis_test_bot where is the Coast Summit 2025?")).answer()
    assert "Tromsø" in answer.text
    assert not answer.keyboard
    command = await (await alice.summons(group, "@wsis_test_bot /define Harbour Union")).answer()
    assert "league of ferry ports" in command.text
    bare = await (await alice.summons(group, "@wsis_test_bot")).answer()
    assert bare.text
