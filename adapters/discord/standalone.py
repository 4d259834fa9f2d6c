"""A bot on its own, without `wsisbot run` around it: for those who bring a Discord of their own, such as a simulator."""

from contextlib import AsyncExitStack

import discord

from adapters.discord.client import Client
from adapters.discord.desk import Desk
from bot.app import build_assistant
from bot.clock import system_clock, use_packaged_zones
from bot.settings import Settings
from bot.storage.store import open_store


class Standalone(Client):
    """A client that opens its own store, and closes it when it is closed."""

    def __init__(self, settings: Settings) -> None:
        """Make it, not yet running; one shard is enough for whoever has no gateway to recommend more."""
        super().__init__(settings.discord_api_url, self._make_ready, shards=1)
        self._settings = settings
        self._opened = AsyncExitStack()

    async def _make_ready(self, client: Client) -> Desk:
        store = await self._opened.enter_async_context(open_store(self._settings, system_clock))
        answer = build_assistant(self._settings, store).reply
        return Desk(client, answer, store, system_clock, self._settings.language)

    async def close(self) -> None:
        """Close the connection, and the store after it."""
        await super().close()
        await self._opened.aclose()


def create_bot() -> discord.Client:
    """Give a bot that is ready and not yet running, by the settings in the environment; it needs no token until it logs in.

    Raises:
        SettingsError: some setting cannot be used.
    """
    use_packaged_zones()
    return Standalone(Settings.from_environment())
