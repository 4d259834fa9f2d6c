"""Meetings as events of a server: entered by those who may, and brought along when the record moves."""

import datetime as dt
from dataclasses import replace

import pytest
from discord import Permissions

from bot.clock import system_clock
from bot.message import Message
from bot.reply import Occasion, Paragraph, Plain, Reply, Status
from tests.adapters.discord.conftest import Serving
from tests.fakes.discord import TALKATIVE, Channel, FakeDiscord, Guild, Person

SOON = system_clock().replace(microsecond=0) + dt.timedelta(days=30)
SUMMIT = Occasion(
    "meeting.coast-summit-2025",
    "Coast Summit " + "of all the seas " * 10,
    SOON,
    SOON + dt.timedelta(days=2),
    "Tromsø, Norway",
    "The summit is set for a month from now. " * 40,
    "https://coast.example/summit",
)
PATCH = ("PATCH", "/guilds/{guild_id}/scheduled-events/{event_id}")


class Records:
    """What is known at the moment."""

    def __init__(self) -> None:
        self.occasion: Occasion | None = SUMMIT

    async def __call__(self, message: Message) -> Reply:
        assert message.command == "event"
        return Reply(Status.ANSWERED, (Paragraph((Plain("The summit is near."),)),), occasion=self.occasion)


@pytest.fixture
def records(serving: Serving) -> Records:
    known = Records()
    serving.answers.append(known)
    return known


@pytest.fixture
def alice(discord: FakeDiscord) -> Person:
    return discord.person("alice")


@pytest.fixture
def guild(discord: FakeDiscord, alice: Person) -> Guild:
    return discord.guild("Lounge", owner=alice, bot=TALKATIVE | Permissions(create_events=True))


@pytest.fixture
def general(guild: Guild) -> Channel:
    return guild.text("general")


async def enter(person: Person, channel: Channel) -> str:
    answer = await (await person.slash(channel, "event", meeting=SUMMIT.record)).answer()
    assert answer.ephemeral
    return answer.text


async def test_an_organiser_enters_a_meeting(records: Records, guild: Guild, general: Channel, alice: Person) -> None:
    told = await enter(alice, general)
    (event,) = guild.events.values()
    assert str(event.id) in told
    assert event.name.startswith("Coast Summit")
    assert (event.start, event.end, event.place) == (SUMMIT.begins, SUMMIT.ends, "Tromsø, Norway")
    assert event.description is not None
    assert event.description.endswith("https://coast.example/summit")
    assert len(event.name) <= 100
    await enter(alice, general)
    assert len(guild.events) == 1


async def test_it_is_brought_along_when_the_record_moves_and_only_then(
    serving: Serving, records: Records, guild: Guild, general: Channel, alice: Person
) -> None:
    await enter(alice, general)
    assert await serving.events.follow() == 0
    assert serving.discord.calls(*PATCH) == []
    later = dt.timedelta(days=7)
    records.occasion = replace(SUMMIT, begins=SUMMIT.begins + later, ends=SUMMIT.ends + later)
    assert await serving.events.follow() == 1
    (event,) = guild.events.values()
    assert event.start == SUMMIT.begins + later
    assert await serving.events.follow() == 0


async def test_it_is_brought_along_as_soon_as_the_records_were_loaded_anew(
    serving: Serving, records: Records, guild: Guild, general: Channel, alice: Person
) -> None:
    await enter(alice, general)
    (event,) = guild.events.values()
    records.occasion = replace(SUMMIT, place="Bergen")
    serving.adapter.records_changed()
    await serving.discord.world.pulse.until(lambda: event.place == "Bergen", "a change of the event", 10)


@pytest.mark.parametrize("now", [None, replace(SUMMIT, off=True)])
async def test_it_is_called_off_with_the_meeting(
    serving: Serving, records: Records, general: Channel, alice: Person, now: Occasion | None
) -> None:
    await enter(alice, general)
    records.occasion = now
    assert await serving.events.follow() == 1
    assert general.guild is not None
    (event,) = general.guild.events.values()
    assert event.over
    assert await serving.events.follow() == 0


async def test_what_was_deleted_on_the_server_is_forgotten_and_can_be_entered_anew(
    serving: Serving, records: Records, guild: Guild, general: Channel, alice: Person
) -> None:
    await enter(alice, general)
    guild.events.clear()
    records.occasion = replace(SUMMIT, place="Bergen")
    assert await serving.events.follow() == 0
    assert await serving.store.events.all("discord") == []
    await enter(alice, general)
    assert [event.place for event in guild.events.values()] == ["Bergen"]


@pytest.mark.parametrize(
    "case",
    [
        (None, "no day"),
        (replace(SUMMIT, off=True), "called off"),
        (replace(SUMMIT, begins=SOON - dt.timedelta(days=60)), "begun already"),
    ],
)
async def test_what_cannot_be_entered_is_said_to_be_so(
    records: Records, guild: Guild, general: Channel, alice: Person, case: tuple[Occasion | None, str]
) -> None:
    records.occasion, words = case
    assert words in await enter(alice, general)
    assert guild.events == {}


async def test_rights_are_minded_on_both_sides(
    serving: Serving, records: Records, guild: Guild, general: Channel, alice: Person
) -> None:
    guild.permit_bot(TALKATIVE)
    assert "Create Events" in await enter(alice, general)
    guild.permit_bot(TALKATIVE | Permissions(create_events=True))
    serving.discord.fail("POST", "/guilds/{guild_id}/scheduled-events", status=400, code=30038)
    assert "did not let me" in await enter(alice, general)
    assert guild.events == {}
    bob = serving.discord.person("bob")
    guild.join(bob)
    assert "event" not in bob.commands(general)
    await enter(alice, general)
    assert len(guild.events) == 1
