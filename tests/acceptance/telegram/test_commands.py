"""Every command, as it is typed."""

import json

import pytest

from bot.commands.catalogue import COMMANDS
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.asyncio(loop_scope="session")

TYPED = {
    "ask": ("who chairs the Harbour Forum 2025?", "Mira Lindqvist"),
    "next": ("", ""),
    "deadlines": ("2025", "Papers for the Coast Summit 2025"),
    "meetings": ("2025", "Coast Summit 2025"),
    "resolution": ("70/999", "A/RES/70/999"),
    "define": ("Harbour Union", "league of ferry ports"),
    "compare": ("70/999 and Note of the secretariat", ""),
    "sources": ("Coast Summit 2025", "Coast League"),
    "calendar": ("Coast Summit 2025", "Coast Summit 2025"),
    "help": ("", "/deadlines"),
    "about": ("", "wsisbot"),
    "start": ("", "source"),
    "settings": ("", ""),
    "language": ("", ""),
    "timezone": ("Europe/Paris", "Paris"),
    "privacy": ("", "kept encrypted"),
    "remind": ("tomorrow 9:00: bring the maps", "bring the maps"),
    "reminders": ("", ""),
    "follow": ("everything", "everything"),
    "move": ("", "/move"),
    "quiet": ("22:00-07:00", "22:00-07:00"),
    "mydata": ("", ""),
    "forgetme": ("", ""),
}


async def test_all_are_tried() -> None:
    assert set(TYPED) == {command.name for command in COMMANDS.values() if command.typed}


@pytest.mark.parametrize("name", TYPED)
async def test_a_command_is_answered_in_private(town: FakeTelegram, name: str) -> None:
    argument, shown = TYPED[name]
    alice = town.person("Alice")
    await alice.sends(alice.chat, f"/{name} {argument}".strip())
    answer = await alice.chat.reply()
    assert shown in answer.text
    assert "went wrong" not in answer.text


@pytest.mark.parametrize("name", sorted(set(TYPED) - {"mydata", "forgetme", "start"}))
async def test_a_command_is_answered_in_a_group(town: FakeTelegram, name: str) -> None:
    argument, shown = TYPED[name]
    alice = town.person("Alice")
    group = town.supergroup("Delegation", alice)
    post = await alice.sends(group, f"/{name}@wsis_test_bot {argument}".strip())
    answer = await group.reply()
    assert answer.reply_to is post
    assert shown in answer.text


async def test_a_command_that_is_none_is_said_to_be_none(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "/fondue")
    assert "/help" in (await alice.chat.reply()).text


async def test_a_link_leads_to_a_record(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.starts("r_meeting_coast-summit-2025")
    assert "Coast Summit 2025" in (await alice.chat.reply()).text
    bob = town.person("Bob")
    await bob.starts("r_meeting_no-such-thing")
    await bob.chat.reply()


async def test_a_calendar_entry_comes_as_a_file(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "/calendar Coast Summit 2025")
    posts = await alice.chat.replies(2)
    file = next(post.document for post in posts if post.document)
    assert file.name.endswith(".ics")
    assert b"BEGIN:VCALENDAR" in file.content


async def test_what_is_kept_of_somebody_is_theirs_to_have_and_to_delete(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    await alice.sends(alice.chat, "When is the Coast Summit 2025?")
    await alice.chat.reply()
    await alice.sends(alice.chat, "/mydata")
    posts = await alice.chat.replies(2)
    file = next(post.document for post in posts if post.document)
    assert json.loads(file.content)
    await alice.sends(alice.chat, "/forgetme")
    await alice.chat.reply()


async def test_in_a_group_what_is_for_one_pair_of_eyes_goes_there(town: FakeTelegram) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    group = town.supergroup("Delegation", alice, bob)
    await alice.starts()
    await alice.chat.reply()
    await alice.sends(group, "/mydata@wsis_test_bot")
    assert "private" in (await group.reply()).text
    await alice.chat.reply()
    await bob.sends(group, "/mydata@wsis_test_bot")  # who has never written to the bot cannot be written to
    assert "https://t.me/wsis_test_bot" in (await group.reply()).text
    assert not bob.chat.from_bot
    assert not any(post.document for post in group.from_bot)


async def test_commands_are_offered_in_each_kind_of_chat(town: FakeTelegram) -> None:
    offered = {scope: [command["command"] for command in commands] for (scope, _), commands in town.commands.items()}
    by_kind = {json.loads(scope)["type"] if scope.startswith("{") else scope: names for scope, names in offered.items()}
    assert "settings" in by_kind["all_private_chats"]
    assert "settings" in by_kind["all_chat_administrators"]
    assert "settings" not in by_kind["all_group_chats"]
