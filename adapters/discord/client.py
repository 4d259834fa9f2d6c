"""The client of discord.py: which events it asks for, and to whom it hands them."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord.commands import add_commands
from adapters.discord.pacing import paced
from adapters.discord.spot import Interaction
from bot.logs import trace

if TYPE_CHECKING:
    from adapters.discord.desk import Desk

log = logging.getLogger(__name__)

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""The events that are asked for; none of these intents is privileged."""

USUAL_API, USUAL_GATEWAY = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
"""Discord's own addresses, as the library knows them."""

GATHERING = 0.5
"""Seconds without another server after which the bot counts as ready; nothing but its greeting in the log waits for that."""

Setup = Callable[["Client"], Awaitable["Desk"]]
"""Makes ready, once the token is accepted, whatever serves the people."""


class Client(discord.AutoShardedClient):
    """A client that hands everything to its desk.

    Attributes:
        tree: The commands.
    """

    def __init__(self, api_url: str, setup: Setup | None = None, *, shards: int | None = None) -> None:
        """Make a client for the API at some address.

        Without `setup` it only looks around; without a number of shards Discord recommends one.
        """
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            guild_ready_timeout=GATHERING,
            shard_count=shards,
            http_trace=paced(),
        )
        # The library knows one address of the API, and one of the gateway, for the whole process.
        self._elsewhere = api_url != USUAL_API
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_url, USUAL_GATEWAY
        self._setup = setup
        self._desk: Desk | None = None
        self._open = True
        self._tasks: set[asyncio.Task[Any]] = set()
        self.tree = Tree(
            self,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        add_commands(self.tree, self)
        # The library logs what was written to the bot, and requests with tokens in them.
        logging.getLogger("discord").setLevel(logging.CRITICAL + 1)

    async def setup_hook(self) -> None:
        """Make everything ready (discord.py calls this between login and gateway)."""
        if self._elsewhere:
            _, url, _ = await self.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = URL(url)
        if self._setup:
            self._desk = await self._setup(self)
            await self._desk.register()

    async def finish(self, within: float) -> int:
        """Take nothing more in, and finish what is under way within some seconds; give how much was left."""
        self._open = False
        if not self._tasks:
            return 0
        _, left = await asyncio.wait(self._tasks, timeout=within)
        return len(left)

    @contextlib.contextmanager
    def _at_desk(self) -> Iterator["Desk | None"]:
        """Give the desk while it is open, and count the task as one that is under way."""
        task = asyncio.current_task()
        if task is None or not self._open:
            yield None
            return
        self._tasks.add(task)
        try:
            yield self._desk
        finally:
            self._tasks.discard(task)

    # --- Commands, by the tree ---

    async def command(
        self, interaction: Interaction, name: str, argument: str, *, private: bool | None, mention: discord.Role | None
    ) -> None:
        """Hand a command on."""
        with self._at_desk() as desk:
            if desk:
                await desk.command(interaction, name, argument, private=private, mention=mention)

    async def about(self, interaction: Interaction, message: discord.Message) -> None:
        """Hand a message on that a person has asked about."""
        with self._at_desk() as desk:
            if desk:
                await desk.about(interaction, message)

    async def suggest(self, interaction: Interaction, name: str, typed: str) -> list[app_commands.Choice[str]]:
        """Have completions of an option given."""
        with self._at_desk() as desk:
            return await desk.suggest(interaction, name, typed) if desk else []

    async def unknown(self, interaction: Interaction) -> None:
        """Have somebody told that a command is none any more."""
        with self._at_desk() as desk:
            if desk and interaction.type is discord.InteractionType.application_command:
                await desk.unknown(interaction)

    # --- Events (discord.py calls these by their names) ---

    async def on_interaction(self, interaction: Interaction) -> None:
        """Hand a button, a menu or a form on; commands come by the tree."""
        with self._at_desk() as desk:
            if desk and interaction.type is discord.InteractionType.component:
                await desk.pressed(interaction)
            elif desk and interaction.type is discord.InteractionType.modal_submit:
                await desk.filled_in(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Hand a message on."""
        with self._at_desk() as desk:
            if desk and self.user:
                await desk.talker.written(message, self.user.id)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Hand an edited message on; others change, too, when Discord adds something to them."""
        if event.message.edited_at:
            await self.on_message(event.message)

    async def on_ready(self) -> None:
        """Say so, and look after what happened on the servers meanwhile."""
        log.info("Discord: %s is there, on %d servers and %d shards", self.user, len(self.guilds), len(self.shards))
        with self._at_desk() as desk:
            if desk:
                await desk.arrived(self.guilds)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note that a server has let the bot in."""
        with self._at_desk() as desk:
            if desk:
                await desk.arrived([guild])

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that a server has sent the bot away."""
        with self._at_desk() as desk:
            if desk:
                await desk.sent_away(guild)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Note that a line broke; the library mends it."""
        if not self.is_closed():
            log.warning("Discord: shard %d has lost its line and looks for another", shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """Note that it is mended."""
        log.info("Discord: shard %d goes on where it was", shard)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401, ARG002 - the library's
        """Note an error of ours without what was asked."""
        error = sys.exc_info()[1]
        log.error("%s broke: %s", event_method, trace(error) if error else "")


class Tree(app_commands.CommandTree[Client]):
    """The commands, with errors noted without what was asked."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Note an error of ours; the asker is told by the desk where it can be."""
        if isinstance(error, app_commands.CommandNotFound):
            log.info("somebody used a command of an older version")
            await self.client.unknown(interaction)
            return
        log.error("a command broke: %s", trace(error.__cause__ or error))
