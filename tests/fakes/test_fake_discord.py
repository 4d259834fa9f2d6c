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

from tests.fakes.discord import FakeDiscord, Message, NotOfferedError

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

    @discord.ui.select(custom_id="menu", options=[discord.SelectOption(label="One", value="1"), discord.SelectOption(label="Two")])
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
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
    """Give a fake Discord to which discord.py talks; it ends without a fault of its own or of the bot's."""
    async with FakeDiscord() as fake:
        fake.api.checks_itself = True
        monkeypatch.setattr(Route, "BASE", fake.api_url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(fake.gateway_url))
        yield fake
    assert fake.api.own_faults == []
    assert fake.violations == []


@contextlib.asynccontextmanager
async def running(server: FakeDiscord, bot: Trial, *, sync: bool = True) -> AsyncIterator[Trial]:
    async with bot:
        bot.add_view(Buttons())
        await bot.login(server.token)
        if sync:
            await bot.tree.sync()
        task = asyncio.create_task(bot.connect())
        await asyncio.wait_for(bot.wait_until_ready(), 10)
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
