"""An organiser's journey on Discord: from /remind to the posted message, with a date that moves on the way."""

import datetime as dt
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from discord import Permissions

from tests.acceptance.discord.conftest import variables
from tests.acceptance.lagoon import QUESTION, TODAY, Home, hold
from tests.fakes.discord import TALKATIVE, Channel, FakeDiscord, Guild, Message, Person
from tests.processes import Running, launch

OWN_WORDS = "in 2 hours: bring the maps"


@dataclass
class Bot:
    """A bot of one's own, whose clock and knowledge the test can change, and a server where bob may manage the events."""

    running: Running
    home: Home
    guild: Guild
    general: Channel
    owner: Person
    alice: Person
    bob: Person


@pytest.fixture
async def bot(discord: FakeDiscord, tmp_path: Path) -> AsyncIterator[Bot]:
    owner, alice, bob = (discord.person(name) for name in ("owner", "alice", "bob"))
    guild = discord.guild("Delegation", alice, owner=owner, bot=TALKATIVE | Permissions(create_events=True))
    guild.join(bob, guild.role("hosts", Permissions(manage_events=True)))
    async with AsyncExitStack() as stack:
        home = Home(tmp_path)
        running = await launch(stack, home.folder, home.knowledge, home.command, **variables(discord))
        await running.says("is there")
        yield Bot(running, home, guild, guild.text("general"), owner, alice, bob)


async def set_it(person: Person, shown: Message) -> None:
    assert await (await person.press(shown, "Yes, set it")).answer() is shown
    assert "is set" in shown.text


async def test_from_the_command_to_the_post_through_a_moved_date(discord: FakeDiscord, bot: Bot) -> None:
    general, bob, delegates = bot.general, bot.bob, bot.guild.role("delegates", mentionable=True)
    await (await bot.owner.slash(general, "timezone", zone="Asia/Kathmandu")).answer()
    shown = await (await bob.slash(general, "remind", what="Lagoon Talks", before="7d, 2h", mention=delegates)).answer()
    assert shown.ephemeral
    assert "Kathmandu" in shown.text
    assert "Lagoon Talks" in shown.text
    await set_it(bob, shown)
    await (await bob.slash(general, "event", meeting="meeting.lagoon-talks")).answer()
    (event,) = bot.guild.events.values()

    moved = TODAY + dt.timedelta(days=30)
    hold(bot.home.knowledge, moved)
    bot.running.process.send_signal(signal.SIGHUP)
    notice = await general.next()
    assert "Moved" in notice.text
    assert f"{moved.day} {moved:%B %Y}" in notice.text
    await discord.world.pulse.until(lambda: event.start == moved, "the event's new date", 20)

    bot.home.set_forward(TODAY + dt.timedelta(days=13, minutes=5))  # a week before the old date
    assert "Lagoon Talks" in (await (await bob.slash(general, "reminders")).answer()).text
    assert general.messages == [notice]
    bot.home.set_forward(moved - dt.timedelta(days=7) + dt.timedelta(seconds=1))
    post = await general.next(notice)
    assert "Reminder" in post.text
    assert "Lagoon Talks" in post.text
    assert "https://harbour.example/forum" in post.text
    assert "late" not in post.text
    assert post.pings.roles == {delegates.id}
    assert not post.pings.users
    assert not post.pings.everyone

    bot.home.set_forward(moved - dt.timedelta(hours=2) + dt.timedelta(minutes=30))
    late = await general.next(post)
    assert "late by 30 minutes" in late.text
    assert await bot.running.stop() == 0


async def test_below_an_answer_a_button_begins_a_reminder_for_those_who_may(discord: FakeDiscord, bot: Bot) -> None:
    general, alice, bob = bot.general, bot.alice, bot.bob
    answer = await (await alice.slash(general, "ask", question=QUESTION)).answer()
    refused = await (await alice.press(answer, "Remind me")).answer()
    assert refused.ephemeral
    assert "organisers" in refused.text
    shown = await (await bob.press(answer, "Remind me")).answer()
    assert shown.ephemeral
    assert not answer.edits
    await set_it(bob, shown)
    hidden = await (await alice.slash(general, "ask", question=QUESTION, private=True)).answer()
    assert "organisers" in (await (await alice.press(hidden, "Remind me")).answer()).text
    assert not hidden.edits
    alone = await (await alice.slash(alice.direct, "ask", question=QUESTION)).answer()
    await set_it(alice, await (await alice.press(alone, "Remind me")).answer())
    carol = discord.person("carol", installed=True)
    elsewhere = await (await carol.slash(discord.group(carol, bob), "ask", question=QUESTION)).answer()
    shown = await (await carol.press(elsewhere, "Remind me")).answer()
    assert shown.ephemeral
    assert "our private chat" in shown.text
    await set_it(carol, shown)
    bot.home.set_forward(TODAY + dt.timedelta(days=13, seconds=1))
    for post in (await general.next(answer), await alice.direct.next(alone), await carol.direct.next()):
        assert "Reminder" in post.text
        assert "Lagoon Talks" in post.text


async def test_what_cannot_be_posted_is_told_to_the_organiser(bot: Bot) -> None:
    shown = await (await bot.bob.slash(bot.general, "remind", what=OWN_WORDS)).answer()
    await set_it(bot.bob, shown)
    bot.general.overwrite(bot.guild.bot_role, deny=Permissions(send_messages=True))
    bot.home.set_forward(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2, minutes=1))
    told = await bot.bob.direct.next()
    assert "could not be delivered" in told.text
    assert "Send Messages" in told.text
    assert "bring the maps" in told.text
