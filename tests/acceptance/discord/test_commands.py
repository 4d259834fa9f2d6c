"""A sweep over all commands: what Discord is given, who is offered what where, and that each is answered."""

import pytest
from discord import Locale

from adapters.discord.commands import DISCREET, OPTIONS, offered
from bot.commands.catalogue import Audience
from tests.fakes.discord import FakeDiscord

pytestmark = pytest.mark.asyncio(loop_scope="session")

GIVEN: dict[str, dict[str, str]] = {
    "ask": {"question": "Where is the Coast Summit 2025?"},
    "deadlines": {"when": "2025"},
    "meetings": {"when": "September 2025"},
    "resolution": {"symbol": "70/999", "topic": "tolls"},
    "define": {"term": "Harbour Union"},
    "compare": {"one": "70/999", "other": "70/999"},
    "sources": {"record": "meeting.coast-summit-2025"},
    "calendar": {"record": "meeting.coast-summit-2025"},
    "remind": {"what": "tomorrow 9:00: bring the maps"},
    "follow": {"what": "meetings"},
    "move": {"number": "77", "to": "1d"},
    "quiet": {"hours": "22:00-07:00"},
    "language": {"language": "English"},
    "timezone": {"zone": "Europe/Zurich"},
    "event": {"meeting": "meeting.coast-summit-2025"},
}
COMMANDS = [command.name for command in offered()]


def registered(town: FakeDiscord) -> dict[str, dict[str, object]]:
    return {command["name"]: command for command in town.world.commands[None]}


async def test_discord_is_given_all_commands_within_its_limits(town: FakeDiscord) -> None:
    commands = registered(town)
    assert commands.keys() == {*COMMANDS, "Ask about this"}
    for command in offered():
        given = commands[command.name]
        private = [] if command.name in DISCREET else ["private"]
        private += ["mention"] if command.name == "remind" else []
        names = [option["name"] for option in given.get("options", [])]  # type: ignore[attr-defined]
        assert sorted(names) == sorted([*(option.name for option in OPTIONS.get(command.name, ())), *private])
        here = command.name == "event"
        assert given["contexts"] == ([0] if here else [0, 1, 2])
        assert given["integration_types"] == ([0] if here else [0, 1])
        limited = here or command.audience is Audience.MANAGERS
        assert (given["default_member_permissions"] is not None) is limited
        languages = {str(locale) for locale in Locale}
        assert set(given["name_localizations"] or ()) <= languages  # type: ignore[call-overload]


async def test_everybody_is_offered_what_is_for_everybody(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob", installed=True)
    general = town.guild("Lounge", bob, owner=alice).text("general")
    elsewhere = town.guild("Elsewhere", bob, bot=None).text("chat")
    # Those with the role that the server has chosen may book, which Discord does not know, so all see how.
    everybody = {command.name for command in offered() if command.audience is not Audience.MANAGERS} - {"event"}
    assert set(alice.commands(general)) == set(COMMANDS)
    assert set(bob.commands(general)) == everybody
    assert set(bob.commands(bob.direct)) == set(COMMANDS) - {"event"}
    assert set(bob.commands(elsewhere)) == everybody
    assert alice.commands(elsewhere) == []


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", ["server", "thread", "private"])
async def test_each_is_acknowledged_and_answered_once_in_each_place(town: FakeDiscord, command: str, place: str) -> None:
    alice = town.person("alice")
    general = town.guild("Lounge", owner=alice).text("general")
    channel = {"server": general, "thread": general.thread("more", alice), "private": alice.direct}[place]
    if command not in alice.commands(channel):
        pytest.skip("it is not offered there")
    talk = await alice.slash(channel, command, **GIVEN.get(command, {}))
    assert talk.acknowledged
    answer = await talk.answer()
    assert answer.text
    assert "went wrong" not in answer.text
    assert not answer.pings
    assert len(talk.shown) == 1
    if place != "private":
        assert answer.ephemeral is (command in DISCREET)


@pytest.mark.parametrize(
    ("command", "option", "typed", "first"),
    [
        ("resolution", "symbol", "harb", "resolution.a-res-70-999"),
        ("define", "term", "uni", "organisation.harbour-union"),
        ("compare", "one", "70/", "resolution.a-res-70-999"),
        ("sources", "record", "coast", "meeting.coast-summit-2025"),
        ("calendar", "record", "pier", "meeting.pier-workshop-2025"),
        ("meetings", "when", "next", "next week"),
        ("event", "meeting", "lug", "meeting.harbour-forum-2025"),
        ("timezone", "zone", "zurich", "Europe/Zurich"),
        ("language", "language", "eng", "en"),
        ("remind", "what", "coast", "meeting.coast-summit-2025"),
    ],
)
async def test_suggestions_are_given_best_first(town: FakeDiscord, command: str, option: str, typed: str, first: str) -> None:
    alice = town.person("alice")
    general = town.guild("Lounge", owner=alice).text("general")
    typing = await alice.autocomplete(general, command, option, typed)
    assert typing.acknowledged
    assert typing.choices[0].value == first
    nothing = await alice.autocomplete(general, command, option, "zzzzzzzz\u202e<@1>@everyone")
    assert nothing.acknowledged


async def test_a_suggestion_works_with_more_words(town: FakeDiscord) -> None:
    alice = town.person("alice")
    answer = await (await alice.slash(alice.direct, "resolution", symbol="resolution.a-res-70-999", topic="tolls")).answer()
    assert "publish its tolls" in answer.text
    assert "adopted" not in answer.text


async def test_a_command_that_is_none_any_more_is_said_to_be_none(town: FakeDiscord) -> None:
    alice = town.person("alice")
    command = registered(town)["about"]
    command["name"] = "of-long-ago"
    try:
        talk = await alice.slash(alice.direct, "of-long-ago")
    finally:
        command["name"] = "about"
    assert (await talk.answer()).ephemeral


@pytest.mark.parametrize(
    "text", ["@everyone <@&1> <@2> discord.gg/abc `x` **y** [a](b)", "\u202e", "#" * 2000, "/" * 100, "🏳️‍🌈" * 300]
)
async def test_what_is_hostile_pings_nobody(town: FakeDiscord, text: str) -> None:
    alice = town.person("alice")
    general = town.guild("Lounge", alice).text("general")
    answer = await (await alice.slash(general, "ask", question=text)).answer()
    assert not answer.pings
    mentioned = await alice.say(general, f"{town.world.bot.mention} {text}"[:2000]).answer()
    assert not mentioned.pings
    assert not mentioned.previews
