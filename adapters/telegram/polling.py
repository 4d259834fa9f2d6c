"""Long polling: asks Telegram for updates until told to stop; what passes is waited out, what does not is an error."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from adapters.telegram.errors import reason
from adapters.telegram.intake import Intake, UpdatesBot
from adapters.telegram.limiter import asked_wait
from adapters.telegram.parse import WANTED
from adapters.telegram.reaching import LONGEST, REVOKED, SHORTEST, rest
from bot.adapter import AdapterError

log = logging.getLogger(__name__)

WAIT = 25
"""Seconds for which Telegram holds a request open when there is nothing new."""

CONFLICTS = (1.0, 2.0, 4.0)
"""Seconds between tries while another poller has the token: one that is just being replaced is gone by then."""

FULL = 0.2
"""Seconds to wait while as many updates are under way as can be."""

OTHER_POLLER = (
    "Telegram says that another program is fetching this bot's updates. Stop the other one, or give this one a token of its "
    "own (TELEGRAM_TOKEN), and start again."
)


class Poller:
    """Fetches updates."""

    def __init__(self, bot: UpdatesBot, intake: Intake) -> None:
        """Hand updates to the intake, except while it is full."""
        self._bot, self._intake = bot, intake
        self._offset = self._conflicts = 0
        self._pause = SHORTEST

    async def run(self, stop: asyncio.Event) -> None:
        """Take updates in until told to stop, and then tell Telegram which ones were taken.

        Raises:
            AdapterError: the token was revoked, or another program fetches this bot's updates.
        """
        while not stop.is_set():
            await rest(stop, FULL if self._intake.full else await self._fetch(stop))
        if self._offset:
            with contextlib.suppress(TelegramError):  # what is not confirmed comes again at the next start, once more
                await self._bot.raw_updates(self._offset, 0, WANTED)

    async def _fetch(self, stop: asyncio.Event) -> float:
        """Fetch once and give the seconds to wait before the next time."""
        try:
            updates = await _until(stop, self._bot.raw_updates(self._offset, WAIT, WANTED))
        except InvalidToken:
            raise AdapterError(REVOKED) from None
        except Conflict:
            return self._conflict()
        except TimedOut:
            return 0.0
        except TelegramError as error:
            pause = asked_wait(error).total_seconds() if isinstance(error, RetryAfter) else self._pause
            log.warning("Telegram gives no updates (%s); trying again in %g s", reason(error), pause)
            self._pause = min(2 * self._pause, LONGEST)
            return pause
        self._conflicts, self._pause = 0, SHORTEST
        for update in updates or ():
            self._intake.take(update)
            self._offset = max(self._offset, int(update.get("update_id", 0)) + 1)
        return 0.0

    def _conflict(self) -> float:
        if self._conflicts == len(CONFLICTS):
            raise AdapterError(OTHER_POLLER)
        pause = CONFLICTS[self._conflicts]
        log.warning("another program is fetching this bot's updates; trying again in %g s", pause)
        self._conflicts += 1
        return pause


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, list[dict[str, Any]]]) -> list[dict[str, Any]] | None:
    """Give what the work gives, or None when told to stop before."""
    task, told = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, told), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, told):
            one.cancel()
