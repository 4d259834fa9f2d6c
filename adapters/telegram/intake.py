"""How updates come in: read as they are, each one once, an unreadable one left out without holding up the others."""

import logging
from collections import OrderedDict
from typing import Any

from telegram import Update
from telegram.ext import Application, ExtBot

from adapters.telegram.ordering import ChatOrder
from bot.logs import trace

log = logging.getLogger(__name__)

MOST_REMEMBERED = 10_000
"""Numbers of updates by which one that comes again is known; they may begin anew after a quiet week, so none is "too old"."""

_SENDS = frozenset({"sendMessage", "sendDocument"})
_NUMBERS = frozenset({"message_id", "date", "chat"})
"""What is read of a message that was sent: Telegram gives it back whole, and to read all of it takes longer than to send it."""


class UpdatesBot(ExtBot[Any]):
    """A bot that gives updates as they came over the wire: one that the library cannot read must not hold up all the others.

    Of a message that it has sent it gives the numbers alone.
    """

    async def raw_updates(self, offset: int, timeout: float, wanted: tuple[str, ...]) -> list[dict[str, Any]]:  # noqa: ASYNC109 - Telegram's wait, not ours
        """Wait for updates from number `offset` on; those before it are confirmed and forgotten by Telegram.

        Raises:
            TelegramError: as any request.
        """
        read = (self.request.read_timeout or 0) + timeout
        data = {"offset": offset, "timeout": int(timeout), "allowed_updates": list(wanted)}
        found: Any = await self._post("getUpdates", data, read_timeout=read)
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []

    async def _do_post(self, endpoint: str, data: dict[str, Any], **limits: Any) -> Any:  # noqa: ANN401 - as the base class has it
        made: Any = await super()._do_post(endpoint, data, **limits)
        if endpoint in _SENDS and isinstance(made, dict):
            return {name: value for name, value in made.items() if name in _NUMBERS}
        return made


class Intake:
    """Hands updates on to where they are worked on."""

    def __init__(self, application: "Application[Any, Any, Any, Any, Any, Any]", order: ChatOrder) -> None:
        """Hand them to the application's queue, from which they are worked on in this order."""
        self._bot, self._queue, self._order = application.bot, application.update_queue, order
        self._seen: OrderedDict[int, None] = OrderedDict()

    @property
    def full(self) -> bool:
        """Whether as many are under way as can be: the next ones should stay with Telegram, which keeps them for a day."""
        return self._order.full

    def take(self, data: dict[str, Any]) -> None:
        """Take one update in, unless it has come before or cannot be read."""
        number = data.get("update_id")
        if not isinstance(number, int) or number in self._seen:
            return
        self._seen[number] = None
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)
        try:
            update = Update.de_json(data, self._bot)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next update may be well
            log.error("update %d cannot be read and is left out: %s", number, trace(error))
            return
        self._queue.put_nowait(update)
