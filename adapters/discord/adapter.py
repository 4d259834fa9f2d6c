"""Discord as an adapter: it starts, serves until told to stop, delivers what nobody asked for, and can be looked over."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence

from adapters.discord.checking import look_over
from adapters.discord.client import Client
from adapters.discord.desk import Desk
from adapters.discord.posting import not_connected
from adapters.discord.reaching import log_in, stay
from adapters.discord.spot import PLATFORM
from bot.adapter import Adapter, AdapterError, Answering, Beginning, Finding, Identity, Outcome, Target
from bot.clock import Clock
from bot.reply import Reply
from bot.settings import Settings
from bot.storage.problems import StorageError
from bot.storage.store import Store

log = logging.getLogger(__name__)

LAST_ORDERS = 20.0
"""Seconds in which answers under way may be finished once the bot is told to stop."""

FOLLOWING = 300.0
"""Seconds after which meetings that are events on servers are looked at in any case, for one that could not be changed before."""


def create_adapter(settings: Settings, store: Store, clock: Clock) -> "DiscordAdapter":
    """Give the adapter for the token in the settings (the entry point of this platform).

    Raises:
        AdapterError: there is no token.
    """
    return DiscordAdapter(settings, store, clock)


class DiscordAdapter(Adapter):
    """A Discord bot by the gateway, on as many shards as Discord recommends.

    Attributes:
        identity: Who it is on Discord, once that is known.
    """

    identity: Identity | None = None

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        """Connect to nothing yet.

        Raises:
            AdapterError: there is no token.
        """
        if settings.discord_token is None:
            raise AdapterError("there is no token for Discord; set DISCORD_TOKEN to the one from the developer portal, page Bot")
        self._settings, self._store, self._clock = settings, store, clock
        self._token = settings.discord_token.get_secret_value()
        self._client: Client | None = None
        self._desk: Desk | None = None
        self._news = asyncio.Event()

    async def run(self, answer: Answering, stop: asyncio.Event) -> None:
        """Serve until told to stop; then take nothing more in, finish what is under way, and close.

        Raises:
            AdapterError: the token is wrong or was revoked, or Discord refuses to serve the bot.
        """

        async def setup(made: Client) -> Desk:
            if made.user:
                self.identity = Identity(PLATFORM, str(made.user.id), made.user.name)
                await self._store.keep_identity(self.identity)
            self._desk = Desk(made, answer, self._store, self._clock, self._settings.language)
            return self._desk

        client = self._client = Client(self._settings.discord_api_url, setup)
        following = asyncio.create_task(self._follow())
        try:
            async with client:
                try:
                    if await log_in(client, self._token, stop):
                        await stay(client, stop)
                finally:
                    following.cancel()
                    await asyncio.gather(following, return_exceptions=True)
                    await _finish(client)  # before anything is closed that an answer needs
        finally:
            self._client = self._desk = None

    async def deliver(self, target: Target, reply: Reply, key: str, begin: Beginning) -> Outcome:
        """Post a reply that nobody asked for just now; Discord drops a repeated one by its key, for some minutes."""
        if self._desk is None or self._client is None or not self._client.is_ready():
            return not_connected()
        return await self._desk.poster.deliver(target, reply, key, begin)

    def records_changed(self) -> None:
        """Have the events on servers brought up to date."""
        self._news.set()

    async def check(self) -> Sequence[Finding]:
        """Look at token, name, commands, rights and the invite link, for `wsisbot doctor`; changes nothing."""
        return await look_over(Client(self._settings.discord_api_url), self._token)

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), FOLLOWING)
            self._news.clear()
            try:
                changed = await self._desk.events.follow() if self._desk and self._client and self._client.is_ready() else 0
            except StorageError as error:
                log.error("%s", error)
            else:
                if changed:
                    log.info("events on servers: %d brought up to date", changed)


async def _finish(client: Client) -> None:
    """Finish the answers that are under way, within a limit."""
    left = await client.finish(LAST_ORDERS)
    if left:
        log.warning("%d answers were still under way after %g s and are given up", left, LAST_ORDERS)
