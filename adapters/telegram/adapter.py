"""Telegram as an adapter: it starts, serves until told to stop, delivers what nobody asked for, and can be looked over."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, ContextTypes, TypeHandler

from adapters.telegram import menu
from adapters.telegram.checking import look_over
from adapters.telegram.desk import Desk
from adapters.telegram.errors import SOON, reason
from adapters.telegram.intake import Intake, UpdatesBot
from adapters.telegram.limiter import Limiter
from adapters.telegram.ordering import ChatOrder
from adapters.telegram.parse import PLATFORM, WANTED
from adapters.telegram.polling import Poller
from adapters.telegram.post import Address
from adapters.telegram.reaching import reach
from adapters.telegram.request import AiohttpRequest, proxy_for
from adapters.telegram.webhook import WebhookServer
from bot.adapter import Adapter, AdapterError, Answering, Beginning, Finding, Identity, Outcome, Retry, Target
from bot.clock import Clock
from bot.logs import trace
from bot.reply import Reply
from bot.settings import Settings
from bot.storage.store import Store

log = logging.getLogger(__name__)

LAST_ORDERS = 20.0
"""Seconds in which answers under way may be finished once the bot is told to stop."""

CONNECTIONS = 64
"""Requests to Telegram at the same time: 30 messages a second, each under way for two seconds."""

Serving = Application[UpdatesBot, Any, Any, Any, Any, Any]


def create_adapter(settings: Settings, store: Store, clock: Clock) -> "TelegramAdapter":
    """Give the adapter for the token in the settings (the entry point of this platform).

    Raises:
        AdapterError: there is no token.
    """
    return TelegramAdapter(settings, store, clock)


class TelegramAdapter(Adapter):
    """A Telegram bot, by long polling or by webhook as the settings say.

    Attributes:
        identity: Who it is on Telegram, once that is known.
    """

    identity: Identity | None = None

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        """Connect to nothing yet.

        Raises:
            AdapterError: there is no token, or a webhook without a secret.
        """
        if settings.telegram_token is None:
            raise AdapterError("there is no token for Telegram; set TELEGRAM_TOKEN to the one that @BotFather gave")
        if settings.telegram_webhook_url and settings.telegram_webhook_secret is None:
            raise AdapterError("TELEGRAM_WEBHOOK_URL needs TELEGRAM_WEBHOOK_SECRET: without one anybody could pose as Telegram")
        self._settings, self._store, self._clock = settings, store, clock
        self._url = settings.telegram_webhook_url
        self._secret = settings.telegram_webhook_secret.get_secret_value() if settings.telegram_webhook_secret else ""
        self._limiter, proxy = Limiter(), proxy_for(settings.telegram_api_url)
        self._bot = UpdatesBot(
            settings.telegram_token.get_secret_value(),
            base_url=f"{settings.telegram_api_url}/bot",
            base_file_url=f"{settings.telegram_api_url}/file/bot",
            request=AiohttpRequest(CONNECTIONS, proxy=proxy),
            get_updates_request=AiohttpRequest(proxy=proxy),
            rate_limiter=self._limiter,
        )
        self._desk: Desk | None = None
        # The library logs what was written to the bot.
        logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)

    async def run(self, answer: Answering, stop: asyncio.Event) -> None:
        """Serve until told to stop; then take nothing more in, finish what is under way, and close.

        Raises:
            AdapterError: the token is wrong or was revoked, another program fetches the updates, or the port is taken.
        """
        order = ChatOrder()
        application: Serving = (
            ApplicationBuilder()
            .bot(self._bot)
            .updater(None)
            .job_queue(None)
            .concurrent_updates(order)
            .context_types(ContextTypes(context=CallbackContext))
            .build()
        )
        try:
            if await reach(stop, application.initialize):
                await self._serve(application, order, answer, stop)
        finally:
            await application.shutdown()
            await self._bot.shutdown()

    async def deliver(self, target: Target, reply: Reply, key: str, begin: Beginning) -> Outcome:  # noqa: ARG002 - it takes no key
        """Post a reply that nobody asked for just now; Telegram cannot tell a repeated one, so it is sent once."""
        if self._desk is None:
            return Retry(SOON, "Telegram is not connected")
        address = Address(int(target.chat.id), int(target.topic) if target.topic else None)
        return await self._desk.sender.deliver(address, reply, begin)

    async def check(self) -> Sequence[Finding]:
        """Look at token, name, privacy mode, commands and webhook, for `wsisbot doctor`; changes nothing."""
        return await look_over(self._bot, self._settings.telegram_webhook_url)

    async def _serve(self, application: Serving, order: ChatOrder, answer: Answering, stop: asyncio.Event) -> None:
        me = self._bot.bot
        self.identity = Identity(PLATFORM, str(me.id), me.username or me.first_name)
        await self._store.keep_identity(self.identity)
        await self._register()
        desk = self._desk = Desk(self._bot, answer, self._store, self._clock, self._settings.language)

        async def serve(update: Update, _: object) -> None:
            await desk.serve(update)

        application.add_handler(TypeHandler(Update, serve))
        application.add_error_handler(_note)
        await application.start()
        try:
            await self._take_in(Intake(application, order), stop)
        finally:
            await self._finish(application, desk)
            self._desk = None

    async def _take_in(self, intake: Intake, stop: asyncio.Event) -> None:
        """Take updates in, in one of the two ways, until told to stop."""
        name = self._bot.bot.username
        url, secret, port = self._url, self._secret, self._settings.telegram_webhook_port
        if not url:
            if await reach(stop, self._bot.delete_webhook):
                log.info("Telegram: @%s asks for updates", name)
                await Poller(self._bot, intake).run(stop)
            return
        server = WebhookServer(url, port, secret, intake)
        server.open()
        try:
            if await reach(stop, lambda: self._bot.set_webhook(url, allowed_updates=WANTED, secret_token=secret)):
                log.info("Telegram: @%s waits for updates at port %d", name, port)
                await stop.wait()
        finally:
            await server.close()

    async def _register(self) -> None:
        try:
            changed = await menu.register(self._bot)
        except TelegramError as error:
            log.warning("the menus of commands could not be brought up to date: %s", reason(error))
        else:
            log.info("menus of commands: %d brought up to date", changed)

    async def _finish(self, application: Serving, desk: Desk) -> None:
        """Finish the answers that are under way, within a limit."""
        try:
            await asyncio.wait_for(application.stop(), LAST_ORDERS)
        except TimeoutError:
            log.warning("answers were still under way after %g s and are given up", LAST_ORDERS)
        counts, sender = self._limiter.counts, desk.sender
        log.info(
            "Telegram: sent twice, perhaps: %d; of unknown fate: %d; lost: %d; held back: %d",
            counts["doubled"],
            sender.unknown,
            sender.lost,
            counts["held"],
        )


async def _note(_: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    if context.error:
        log.error("an update could not be worked on: %s", trace(context.error))
