"""Long polling: asks Telegram for updates until told to stop; a passing trouble is waited out, a lasting one is an error."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from adapters.telegram.errors import reason, waiting
from adapters.telegram.intake import Intake, UpdatesBot
from adapters.telegram.parse import WANTED
from bot.adapter import AdapterError

log = logging.getLogger(__name__)

WAIT = 25
"""Seconds for which Telegram holds a request open when there is nothing new."""

CONFLICTS = (1.0, 2.0, 4.0)
"""Seconds between tries while another poller has the token: one that is just being replaced is gone by then."""

SHORTEST, LONGEST = 0.5, 30.0
"""Seconds between tries while Telegram cannot be reached; doubled from try to try."""

FULL = 0.2
"""Seconds to wait while as many updates are under way as can be."""

REVOKED = (
    "Telegram does not accept TELEGRAM_TOKEN (any more). Ask @BotFather for the bot's token (/token), set TELEGRAM_TOKEN to "
    "it and start again."
)
OTHER_POLLER = (
    "Telegram says that another program is fetching this bot's updates. Stop the other one, or give this one a token of its "
    "own (TELEGRAM_TOKEN), and start again."
)


async def poll(bot: UpdatesBot, intake: Intake, full: Callable[[], bool], stop: asyncio.Event) -> None:
    """Take updates in until told to stop, and then tell Telegram which ones were taken.

    Raises:
        AdapterError: the token was revoked, or another program fetches this bot's updates.
    """
    offset, conflicts, pause = 0, 0, SHORTEST
    while not stop.is_set():
        if full():
            await asyncio.sleep(FULL)
            continue
        try:
            updates = await until(stop, bot.raw_updates(offset, WAIT, WANTED))
        except InvalidToken:
            raise AdapterError(REVOKED) from None
        except Conflict:
            if conflicts == len(CONFLICTS):
                raise AdapterError(OTHER_POLLER) from None
            log.warning("another program is fetching this bot's updates; trying again in %g s", CONFLICTS[conflicts])
            await _rest(stop, CONFLICTS[conflicts])
            conflicts += 1
        except TimedOut:
            continue
        except TelegramError as error:
            wait = waiting(error).total_seconds() if isinstance(error, RetryAfter) else pause
            log.warning("no updates (%s); trying again in %g s", reason(error), wait)
            await _rest(stop, wait)
            pause = min(2 * pause, LONGEST)
        else:
            conflicts, pause = 0, SHORTEST
            for update in updates or ():
                intake.take(update)
                offset = max(offset, int(update.get("update_id", 0)) + 1)
    if offset:
        with contextlib.suppress(TelegramError):  # what is not confirmed comes again at the next start, once more
            await bot.raw_updates(offset, 0, WANTED)


async def until(stop: asyncio.Event, work: Coroutine[Any, Any, list[dict[str, Any]]]) -> list[dict[str, Any]] | None:
    """Give what the work gives, or None when told to stop before."""
    task, told = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, told), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, told):
            one.cancel()


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
