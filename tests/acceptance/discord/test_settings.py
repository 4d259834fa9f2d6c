"""What a server's managers choose: language, zone, channels, openness, announcements; and being sent away."""

import pytest
from discord import Permissions

from tests.acceptance.discord.conftest import Start
from tests.fakes.discord import TALKATIVE, Channel, FakeDiscord, Message, NotOfferedError, Person, Role

shared = pytest.mark.asyncio(loop_scope="session")

QUESTION = "Where is the Coast Summit 2025?"
WHEN = "When is the deadline for papers for the Coast Summit 2025?"


async def settings(person: Person, channel: Channel) -> Message:
    return await (await person.slash(channel, "settings")).answer()


@shared
async def test_only_those_who_may_manage_a_server_see_and_change_its_settings(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob")
    general = town.guild("Lounge", bob, owner=alice).text("general")
    page = await settings(alice, general)
    assert page.ephemeral
    for name in ("settings", "timezone", "language"):
        assert name not in bob.commands(general)
    with pytest.raises(NotOfferedError):
        bob.slash(general, "settings")
    zoned = await (await alice.slash(general, "timezone", zone="Asia/Tokyo")).answer()
    assert "Asia/Tokyo" in zoned.text
    answer = await (await bob.slash(general, "ask", question=WHEN)).answer()
    assert "Tokyo" in answer.text


@shared
async def test_settings_change_in_their_place(town: FakeDiscord) -> None:
    alice = town.person("alice")
    general = town.guild("Lounge", owner=alice).text("general")
    page = await settings(alice, general)
    changed = await (await alice.press(page, "Short answers")).answer()
    assert changed is page
    assert "short" in page.text
    assert await (await alice.press(page, "Collect unanswered questions")).answer() is page
    assert "collected" in page.text


@shared
async def test_answers_for_the_asker_alone_can_be_the_rule(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob")
    general = town.guild("Lounge", bob, owner=alice).text("general")
    page = await settings(alice, general)
    await (await alice.press(page, "Answers for the asker alone")).answer()
    assert "asker alone" in page.text
    hidden = await (await bob.slash(general, "ask", question=QUESTION)).answer()
    assert hidden.ephemeral
    assert "Share" in [button.label for button in hidden.buttons]
    opened = await (await bob.slash(general, "ask", question=QUESTION, private=False)).answer()
    assert not opened.ephemeral
    await (await alice.press(page, "Open answers")).answer()
    assert not (await (await bob.slash(general, "ask", question=QUESTION)).answer()).ephemeral


@shared
async def test_where_it_may_not_answer_it_is_silent_and_commands_are_for_the_asker_alone(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob")
    guild = town.guild("Lounge", bob, owner=alice)
    general, questions = guild.text("general"), guild.text("questions")
    page = await settings(alice, general)
    assert await (await alice.pick(page, "channels", questions)).answer() is page
    me = town.world.bot.mention
    silent = bob.say(general, f"{me} {QUESTION}")
    await bob.say(questions, f"{me} {QUESTION}").answer()
    await bob.say(questions.thread("more", bob), f"{me} {QUESTION}").answer()
    assert general.messages == [silent]
    hidden = await (await bob.slash(general, "ask", question=QUESTION, private=False)).answer()
    assert hidden.ephemeral
    assert "Share" not in [button.label for button in hidden.buttons]
    await (await alice.pick(page, "channels")).answer()
    await bob.say(general, f"{me} {QUESTION}").answer()


@shared
async def test_a_channel_for_announcements_without_permissions_is_said_to_lack_them(town: FakeDiscord) -> None:
    alice = town.person("alice")
    guild = town.guild("Lounge", owner=alice)
    general, news = guild.text("general"), guild.text("news")
    news.overwrite(guild.bot_role, deny=Permissions(send_messages=True))
    page = await settings(alice, general)
    await (await alice.pick(page, "announcements", news)).answer()
    assert "Send Messages" in page.text
    await (await alice.pick(page, "announcements", general)).answer()
    assert "Send Messages" not in page.text


@shared
async def test_one_who_may_no_more_changes_nothing(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob")
    guild = town.guild("Lounge", owner=alice)
    role = guild.role("managers", Permissions(manage_guild=True))
    guild.join(bob, role)
    general = guild.text("general")
    page = await settings(bob, general)
    guild.change_role(role, Permissions.none())
    refused = await (await bob.press(page, "Short answers")).answer()
    assert "organisers" in refused.text
    refused = await (await bob.pick(page, "channels", general)).answer()
    assert "organisers" in refused.text
    assert "full" in (await settings(alice, general)).text


@shared
async def test_in_private_everybody_has_settings_of_their_own(town: FakeDiscord) -> None:
    alice = town.person("alice")
    page = await settings(alice, alice.direct)
    await (await alice.press(page, "Short answers")).answer()
    assert "short" in (await settings(alice, alice.direct)).text
    assert not page.menus
    for command in ("mydata", "forgetme"):
        shown = await (await alice.slash(alice.direct, command)).answer()
        assert shown.text


@shared
async def test_what_is_for_the_asker_alone_stays_so_on_a_server(town: FakeDiscord) -> None:
    alice = town.person("alice")
    general = town.guild("Lounge", alice).text("general")
    await (await alice.slash(general, "ask", question=QUESTION)).answer()
    copy = await (await alice.slash(general, "mydata")).answer()
    assert copy.ephemeral
    assert copy.files[0].name == "mydata.json"
    mentioned = await alice.say(general, f"{town.world.bot.mention} /mydata").answer()
    assert not mentioned.files
    assert "/mydata" in mentioned.text
    asked = await (await alice.slash(general, "forgetme")).answer()
    assert asked.ephemeral
    done = await (await alice.press(asked, "Yes, delete it")).answer()
    assert done.ephemeral
    assert "Deleted" in done.text


@shared
async def test_who_asks_where_it_may_not_write_is_told_in_private_what_is_missing(town: FakeDiscord) -> None:
    alice = town.person("alice")
    guild = town.guild("Lounge", alice)
    general = guild.text("general")
    general.overwrite(guild.bot_role, deny=Permissions(send_messages=True))
    alice.say(general, f"{town.world.bot.mention} {QUESTION}")
    told = await alice.direct.next()
    assert "Send Messages" in told.text
    assert "general" in told.text
    assert len(general.messages) == 1


@shared
async def test_without_embeds_it_writes_mere_text(town: FakeDiscord) -> None:
    alice = town.person("alice")
    guild = town.guild("Lounge", alice)
    general = guild.text("general")
    general.overwrite(guild.bot_role, deny=Permissions(embed_links=True, read_message_history=True))
    asked = alice.say(general, f"{town.world.bot.mention} {QUESTION}")
    answer = await general.next(asked)
    assert "Tromsø" in answer.content
    assert not answer.embeds
    assert not answer.previews
    assert answer.reference is None


async def test_sent_away_and_let_in_again(discord: FakeDiscord, start: Start) -> None:
    alice = discord.person("alice")
    guild = discord.guild("Lounge", owner=alice)
    general = guild.text("general")
    bot = await start()
    await bot.says("is there")
    await (await alice.slash(general, "timezone", zone="Asia/Tokyo")).answer()
    guild.kick_bot()
    guild.invite_bot(TALKATIVE)
    page = await settings(alice, general)
    assert "Asia/Tokyo" in page.text


@shared
async def test_reminders_are_for_who_may_manage_events_and_for_the_role_that_the_server_has_chosen(town: FakeDiscord) -> None:
    alice, bob, carol, dora = (town.person(name) for name in ("alice", "bob", "carol", "dora"))
    guild = town.guild("Lounge", dora, owner=alice)
    hosts, delegates = guild.role("hosts", Permissions(manage_events=True)), guild.role("delegates")
    guild.join(bob, hosts)
    guild.join(carol, delegates)
    general = guild.text("general")

    async def books(person: Person) -> bool:
        answer = await (await person.slash(general, "remind", what="tomorrow 9:00: bring the maps")).answer()
        assert answer.ephemeral
        assert "organisers" in answer.text or "bring the maps" in answer.text
        return "Yes, set it" in [button.label for button in answer.buttons]

    assert [await books(person) for person in (alice, bob, carol, dora)] == [True, True, False, False]
    page = await settings(alice, general)
    assert await (await alice.pick(page, "organisers", delegates)).answer() is page
    assert "role chosen below" in page.text
    assert [await books(person) for person in (alice, bob, carol, dora)] == [True, True, True, False]
    shown = await (await carol.slash(general, "follow", what="meetings")).answer()
    assert await (await carol.press(shown, "Unfollow")).answer() is shown
    for person in (bob, carol):
        with pytest.raises(NotOfferedError):
            person.slash(general, "settings")
    await carol.say(general, f"{town.world.bot.mention} /timezone Asia/Tokyo").answer()
    assert "Tokyo" not in (await settings(alice, general)).text
    await (await alice.pick(page, "organisers")).answer()
    assert [await books(person) for person in (bob, carol)] == [True, False]


@shared
async def test_a_reminder_mentions_only_a_role_that_its_organiser_may_mention(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob")
    guild = town.guild("Lounge", owner=alice)
    guild.join(bob, guild.role("hosts", Permissions(manage_events=True)))
    general = guild.text("general")
    delegates, board = guild.role("delegates", mentionable=True), guild.role("board")

    async def asked(person: Person, role: Role) -> str:
        talk = await person.slash(general, "remind", what="tomorrow 9:00: bring the maps", mention=role)
        return (await talk.answer()).text

    assert "will mention the role" in await asked(bob, delegates)
    for person, role in ((bob, board), (bob, guild.everyone), (alice, board), (alice, guild.everyone)):
        assert "may not mention" in await asked(person, role)
    guild.permit_bot(TALKATIVE | Permissions(mention_everyone=True))
    assert "may not mention" in await asked(bob, board)
    assert "will mention the role" in await asked(alice, board)
