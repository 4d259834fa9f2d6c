"""The fake Discord, driven by the real discord.py."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator

import discord
import pytest
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.fakes.discord import TALKATIVE, FakeDiscord, NotOfferedError

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, guild_scheduled_events=True)


class Trial(discord.AutoShardedClient):
    """A little bot that shows whether the fake can be told from Discord."""

    def __init__(self, intents: discord.Intents = INTENTS) -> None:
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none(), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(
            self,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self.heard: list[discord.Message] = []
        self.events: list[str] = []
        _add_commands(self.tree)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait five seconds between two shards."""

    async def on_socket_event_type(self, name: str) -> None:
        self.events.append(name)

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)
        if self.user and self.user in message.mentions and message.author != self.user:
            await message.reply(f"you said: {message.clean_content}")


class Wrong(discord.ui.Modal, title="What is wrong?"):
    """A form."""

    words: discord.ui.TextInput["Wrong"] = discord.ui.TextInput(label="Words")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"noted: {self.words.value}", ephemeral=True)


class Buttons(discord.ui.View):
    """Buttons and a menu that outlive a restart."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Update", custom_id="update")
    async def update(self, interaction: discord.Interaction, _: discord.ui.Button["Buttons"]) -> None:
        await interaction.response.edit_message(content="updated")

    @discord.ui.button(label="Wrong?", custom_id="wrong")
    async def wrong(self, interaction: discord.Interaction, _: discord.ui.Button["Buttons"]) -> None:
        await interaction.response.send_modal(Wrong())

    @discord.ui.select(
        custom_id="menu", options=[discord.SelectOption(label="One", value="1"), discord.SelectOption(label="Two")]
    )
    async def menu(self, interaction: discord.Interaction, select: discord.ui.Select["Buttons"]) -> None:
        await interaction.response.send_message(f"chosen: {select.values}", ephemeral=True)


def _add_commands(tree: app_commands.CommandTree[Trial]) -> None:
    @tree.command(description="Echo")
    async def ask(interaction: discord.Interaction, question: str) -> None:
        await interaction.response.send_message(embed=discord.Embed(title="Echo", description=question), view=Buttons())

    @ask.autocomplete("question")
    async def suggest(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current} {n}", value=str(n)) for n in range(3)]

    @tree.command(description="Think first")
    async def think(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("thought")
        await interaction.followup.send("more", file=discord.File(io.BytesIO(b"BEGIN:VCALENDAR"), "event.ics"))

    @tree.command(description="Say nothing")
    async def sleep(interaction: discord.Interaction) -> None:
        pass

    @tree.command(description="For organisers")
    @app_commands.default_permissions(manage_guild=True)
    async def settings(interaction: discord.Interaction, channel: discord.TextChannel) -> None:
        await interaction.response.send_message(f"only in {channel.mention}", ephemeral=True)

    @tree.context_menu(name="Ask about this")
    async def about(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"read: {message.content}", ephemeral=True)


@pytest.fixture
async def server(fake_discord: FakeDiscord) -> AsyncIterator[FakeDiscord]:
    """Give a fake Discord whose own answers are held to Discord's description as well."""
    fake_discord.api.checks_itself = True
    yield fake_discord
    assert fake_discord.api.own_faults == []


@contextlib.asynccontextmanager
async def running(server: FakeDiscord, bot: Trial, *, sync: bool = True) -> AsyncIterator[Trial]:
    async with bot:
        bot.add_view(Buttons())
        await bot.login(server.token)
        if sync:
            await bot.tree.sync()
        task = asyncio.create_task(bot.connect())
        await asyncio.wait_for(bot.wait_until_ready(), 30)
        yield bot
        await bot.close()
        await task


async def test_a_slash_command_is_offered_acknowledged_and_answered(server: FakeDiscord) -> None:
    alice = server.person("alice", locale="de")
    general = server.guild("Lounge", alice).text("general")
    async with running(server, Trial()):
        assert alice.commands(general) == ["ask", "sleep", "think"]
        talk = await alice.slash(general, "ask", question="when?")
        answer = await talk.answer()
    assert talk.acknowledged
    assert talk.delay is not None
    assert (answer.ephemeral, answer.embeds[0]["description"]) == (False, "when?")
    assert [button.label for button in answer.buttons] == ["Update", "Wrong?"]
    assert general.messages == [answer]


async def test_suggestions_come_while_a_person_types(server: FakeDiscord) -> None:
    alice = server.person("alice")
    async with running(server, Trial()):
        typing = await alice.autocomplete(alice.direct, "ask", "question", "wsis")
    assert [choice.name for choice in typing.choices] == ["wsis 0", "wsis 1", "wsis 2"]


async def test_a_deferred_answer_keeps_its_secrecy_and_more_can_follow_with_a_file(server: FakeDiscord) -> None:
    alice = server.person("alice")
    general = server.guild("Lounge", alice).text("general")
    async with running(server, Trial()) as bot:
        first, second = await (await alice.slash(general, "think")).all(2)
        await server.world.pulse.until(lambda: len(bot.heard) >= 2, "the bot hears its own messages")
    assert (first.content, first.ephemeral, first.edits) == ("thought", True, 1)
    assert (second.files[0].name, second.files[0].content) == ("event.ics", b"BEGIN:VCALENDAR")
    assert general.messages == [second]
    assert [message.guild is None for message in bot.heard] == [True, False]


async def test_a_command_that_never_answers_is_seen(server: FakeDiscord) -> None:
    server.within = 0.2
    alice = server.person("alice")
    async with running(server, Trial()):
        talk = await alice.slash(alice.direct, "sleep")
    assert not talk.acknowledged
    assert server.unanswered == [talk]


async def test_buttons_menus_and_forms(server: FakeDiscord) -> None:
    alice = server.person("alice")
    general = server.guild("Lounge", alice).text("general")
    async with running(server, Trial()):
        shown = await (await alice.slash(general, "ask", question="?")).answer()
        chosen = await (await alice.choose(shown, "One")).answer()
        form = await alice.press(shown, "Wrong?")
        noted = await (await alice.submit(form, {"Words": "all"})).answer()
        updated = await (await alice.press(shown, "Update")).answer()
    assert (chosen.content, chosen.ephemeral) == ("chosen: ['1']", True)
    assert noted.content == "noted: all"
    assert updated is shown
    assert (shown.content, shown.edits) == ("updated", 1)


async def test_buttons_work_after_a_restart_of_the_bot(server: FakeDiscord) -> None:
    alice = server.person("alice")
    general = server.guild("Lounge", alice).text("general")
    async with running(server, Trial()):
        shown = await (await alice.slash(general, "ask", question="?")).answer()
    async with running(server, Trial(), sync=False):
        await (await alice.press(shown, "Update")).answer()
    assert shown.content == "updated"
    assert len(server.calls("PUT", "/applications/{application_id}/commands")) == 1


async def test_content_is_told_only_where_discord_tells_it(server: FakeDiscord) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    general = server.guild("Lounge", alice, bob).text("general")
    me = server.bot.mention
    async with running(server, Trial()) as bot:
        chatter = alice.say(general, "good morning")
        asked = alice.say(general, f"{me} when is the forum?")
        answer = await asked.answer()
        alice.say(general, "and where?", reply_to=answer, ping=False)
        again = bob.say(general, "and where?", reply_to=answer)
        await again.answer()
        alice.say(alice.direct, "hello")
        await server.world.pulse.until(lambda: len(bot.heard) >= 7, "all messages heard")
    heard = {message.id: message.content for message in bot.heard if message.author != bot.user}
    assert list(heard.values()) == ["", f"{me} when is the forum?", "", "and where?", "hello"]
    assert chatter.id in heard
    assert not answer.pings


async def test_a_context_menu_hands_over_the_message_with_its_content(server: FakeDiscord) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    general = server.guild("Lounge", alice, bob).text("general")
    async with running(server, Trial()):
        talk = await alice.context(bob.say(general, "Geneva in July"), "Ask about this")
        assert (await talk.answer()).content == "read: Geneva in July"


async def test_commands_are_offered_by_permissions_and_installation(server: FakeDiscord) -> None:
    alice, bob = server.person("alice"), server.person("bob", installed=True)
    guild = server.guild("Lounge", bob, owner=alice)
    general = guild.text("general")
    elsewhere = server.guild("Elsewhere", alice, bob, bot=None).text("chat")
    private = server.group(alice, bob)
    async with running(server, Trial()):
        limited = await (await alice.slash(general, "settings", channel=general)).answer()
        with pytest.raises(NotOfferedError):
            bob.slash(general, "settings", channel=general)
        assert alice.commands(elsewhere) == []
        away = await (await bob.slash(elsewhere, "ask", question="here?")).answer()
        amid = await (await bob.slash(private, "ask", question="and here?")).answer()
    assert limited.content == f"only in {general.mention}"
    assert (away.channel, amid.channel) == (elsewhere, private)


async def test_a_lost_connection_is_resumed_and_what_happened_meanwhile_is_told(server: FakeDiscord) -> None:
    alice = server.person("alice")
    general = server.guild("Lounge", alice).text("general")
    async with running(server, Trial()) as bot:
        server.gateway.disconnect()
        talk = alice.slash(general, "ask", question="while you were away")
        assert talk.delivered
        assert (await talk).acknowledged
        assert bot.events.count("RESUMED") == 1
        server.gateway.ask_to_reconnect()
        await server.world.pulse.until(lambda: server.gateway.sessions[0].resumed == 2, "a second resume")
        assert (await alice.slash(general, "ask", question="again")).acknowledged
    assert server.gateway.identified == 1
    assert [message.embeds[0]["description"] for message in general.messages] == ["while you were away", "again"]


async def test_a_session_that_is_gone_begins_anew_and_what_happened_meanwhile_is_lost(server: FakeDiscord) -> None:
    alice = server.person("alice")
    general = server.guild("Lounge", alice).text("general")
    server.within = 0.3
    async with running(server, Trial()) as bot:
        server.gateway.disconnect(resumable=False)
        talk = alice.slash(general, "ask", question="while you were away")
        assert not talk.delivered
        await server.connected()
        assert not (await talk).acknowledged
        server.gateway.invalidate()
        await server.world.pulse.until(lambda: server.gateway.identified == 3, "a third beginning")
        await server.world.pulse.until(lambda: bot.events.count("READY") == 3, "three greetings")
        assert (await alice.slash(general, "ask", question="again")).acknowledged


async def test_a_bot_that_is_connected_keeps_its_heart_beating(server: FakeDiscord) -> None:
    server.gateway.heartbeat = 50
    async with running(server, Trial()) as bot:
        await server.world.pulse.until(lambda: server.gateway.links[0].beats >= 3, "three heartbeats")
        assert bot.latency >= 0


async def test_servers_are_spread_over_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    async with FakeDiscord(shards=2) as server:
        monkeypatch.setattr(Route, "BASE", server.api_url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(server.gateway_url))
        alice = server.person("alice")
        channels = [server.guild(f"Lounge {n}", alice).text("general") for n in range(4)]
        async with running(server, Trial()) as bot:
            for channel in channels:
                assert (await alice.slash(channel, "ask", question="?")).acknowledged
            assert sorted(len([g for g in bot.guilds if g.shard_id == shard]) for shard in (0, 1)) == [2, 2]
    assert [session.shards for session in server.gateway.sessions] == []


async def test_limits_are_told_kept_and_waited_for(server: FakeDiscord) -> None:
    general = server.guild("Lounge").text("general")
    route = "/channels/{channel_id}/messages"
    server.api.rates.limit("POST", route, 2, per=0.2)
    async with running(server, Trial()) as bot:
        channel = bot.get_channel(general.id)
        assert isinstance(channel, discord.TextChannel)
        await asyncio.gather(*(channel.send(str(n)) for n in range(5)))
        # discord.py finds the limit out by itself: nothing is refused after its first round.
        refused = [call.status for call in server.calls("POST", route)].count(429)
        for scope in ("user", "global", "shared"):
            server.fail("POST", route, retry_after=0.05, scope=scope)
        server.fail("POST", route, retry_after=0.05, code=20016)
        await channel.send("last")
    assert sorted(message.content for message in general.messages) == ["0", "1", "2", "3", "4", "last"]
    assert [call.status for call in server.calls("POST", route)].count(429) == refused + 4
    assert server.api.rates.invalid == refused + 3


async def test_a_message_whose_answer_was_lost_is_posted_once(server: FakeDiscord) -> None:
    general = server.guild("Lounge").text("general")
    async with running(server, Trial()) as bot:
        channel = bot.get_channel(general.id)
        assert isinstance(channel, discord.TextChannel)
        server.fail("POST", "/channels/{channel_id}/messages", status=502, delivered=True)
        await channel.send("once", nonce="delivery-1")
        server.fail("POST", "/channels/{channel_id}/messages", reset=True, delivered=True)
        with pytest.raises(OSError, match=r".") as cut:
            await channel.send("twice", nonce="delivery-2")
        await channel.send("twice", nonce="delivery-2")
    assert isinstance(cut.value, OSError)
    assert [message.content for message in general.messages] == ["once", "twice"]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ("hide", 50001),
        ("silence", 50013),
        ("remove", 10003),
        ("kick", 50001),
        ("close", 50007),
    ],
)
async def test_refusals_carry_discords_codes(server: FakeDiscord, spoil: str, code: int) -> None:
    alice = server.person("alice")
    guild = server.guild("Lounge", alice)
    place = alice.direct if spoil == "close" else guild.text("general")
    async with running(server, Trial()) as bot:
        target = bot.get_partial_messageable(place.id)
        await target.send("before")
        match spoil:
            case "hide":
                place.overwrite(guild.everyone, deny=discord.Permissions(view_channel=True))
                place.overwrite(guild.bot_role, deny=discord.Permissions(view_channel=True))
            case "silence":
                place.overwrite(guild.bot_role, deny=discord.Permissions(send_messages=True))
            case "remove":
                place.remove()
            case "kick":
                guild.kick_bot()
            case "close":
                alice.direct_open = False
        with pytest.raises(discord.HTTPException) as refused:
            await target.send("after")
    assert refused.value.code == code


async def test_a_wrong_token_and_an_intent_that_was_not_granted(server: FakeDiscord) -> None:
    async with Trial() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.login("wrong")
    async with Trial(INTENTS | discord.Intents(message_content=True)) as bot:
        await bot.login(server.token)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await bot.connect()


async def test_threads_and_events(server: FakeDiscord) -> None:
    alice = server.person("alice")
    guild = server.guild("Lounge", alice, bot=TALKATIVE | discord.Permissions(create_events=True))
    general = guild.text("general")
    async with running(server, Trial()) as bot:
        channel = bot.get_channel(general.id)
        assert isinstance(channel, discord.TextChannel)
        message = await channel.send("a long matter")
        thread = await message.create_thread(name="details")
        await thread.send("inside")
        seen = bot.get_guild(guild.id)
        assert seen
        start = discord.utils.utcnow().replace(microsecond=0)
        event = await seen.create_scheduled_event(
            name="Forum",
            start_time=start,
            end_time=start.replace(year=start.year + 1),
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location="Geneva",
        )
        await event.edit(name="High-level forum")
        guild.permit_bot(TALKATIVE)
        with pytest.raises(discord.Forbidden):
            await event.edit(name="The forum")
    assert [one.name for one in guild.events.values()] == ["High-level forum"]
    inside = guild.channels[-1]
    assert (inside.parent, [one.content for one in inside.messages]) == (general, ["inside"])
