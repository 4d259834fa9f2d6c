"""Reaching Telegram at the start: what passes is waited out, what an operator must mend is an error with the way to mend it."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from telegram.error import BadRequest, InvalidToken, TelegramError

from adapters.telegram.errors import reason
from bot.adapter import AdapterError

log = logging.getLogger(__name__)

SHORTEST, LONGEST = 0.5, 30.0
"""Seconds between tries while Telegram cannot be reached; doubled from try to try."""

REVOKED = (
    "Telegram does not accept TELEGRAM_TOKEN (any more). Ask @BotFather for the bot's token (/token), set TELEGRAM_TOKEN to "
    "it and start again."
)


async def reach(stop: asyncio.Event, request: Callable[[], Awaitable[object]]) -> bool:
    """Make a request until it succeeds; False when told to stop meanwhile.

    Raises:
        AdapterError: the token is not accepted, or what is asked for is refused.
    """
    pause = SHORTEST
    while not stop.is_set():
        try:
            await request()
        except InvalidToken:
            raise AdapterError(REVOKED) from None
        except BadRequest as error:
            raise AdapterError(f"Telegram refuses to serve the bot as it is set up: {reason(error)}; mend the settings") from None
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s); trying again in %g s", reason(error), pause)
            await rest(stop, pause)
            pause = min(2 * pause, LONGEST)
        else:
            return True
    return False


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not longer than until told to stop."""
    if seconds <= 0:
        return
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
