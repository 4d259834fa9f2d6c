"""Telegram as an adapter: it starts, serves until told to stop, delivers what nobody asked for, and can be looked over."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, TypeHandler
from telegram.request import HTTPXRequest

from adapters.telegram import menu
from adapters.telegram.desk import Desk
from adapters.telegram.errors import reason, trace, waiting
from adapters.telegram.intake import Intake, UpdatesBot
from adapters.telegram.limiter import Limiter
from adapters.telegram.ordering import ChatOrder
from adapters.telegram.parse import PLATFORM, WANTED
from adapters.telegram.polling import LONGEST, REVOKED, SHORTEST, Poller, rest
from adapters.telegram.post import Address
from adapters.telegram.webhook import WebhookServer
from bot.adapter import AdapterError, Answering, Finding, Identity, Outcome, Retry, Target
from bot.clock import Clock
from bot.reply import Reply
from bot.settings import Settings
from bot.storage.store import Store

log = logging.getLogger(__name__)

LAST_ORDERS = 20.0
"""Seconds for which answers under way may be finished once the bot is told to stop."""

CONNECTIONS = 64
"""Requests to Telegram at the same time: 30 messages a second that take up to two seconds each."""

NOT_RUNNING = Retry(after=LONGEST_RETRY, reason="Telegram is not connected yet") if (LONGEST_RETRY := None) else None


def create_adapter(settings: Settings, store: Store, clock: Clock) -> "TelegramAdapter":
    """Give the adapter for the token in the settings (the entry point of this platform).

    Raises:
        AdapterError: there is no token.
    """
    return TelegramAdapter(settings, store, clock)
