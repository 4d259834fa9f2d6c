"""Who may change a group's settings: its administrators, looked up and remembered for a short while."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from telegram import Bot
from telegram.error import TelegramError

from adapters.telegram.parse import Spot
from bot.message import ChatKind

LIFE = 60.0
"""Seconds for which a group's administrators are remembered: so long somebody who was demoted may still act."""

MOST_GROUPS = 1_000


class Administrators:
    """Knows who organises a chat."""

    def __init__(self, bot: Bot, now: Callable[[], float] = monotonic) -> None:
        """Ask this bot's Telegram."""
        self._bot, self._now = bot, now
        self._known: OrderedDict[int, tuple[float, frozenset[int]]] = OrderedDict()

    async def organises(self, spot: Spot) -> bool:
        """Say whether the writer may change the settings of the chat; in private everybody may change their own.

        Where Telegram does not say who the administrators are, nobody may.
        """
        if spot.kind is ChatKind.PRIVATE or spot.anonymous:
            return True
        if spot.kind is not ChatKind.GROUP or spot.person is None:
            return False
        return spot.person in await self._of(spot.chat)

    def forget(self, chat: int) -> None:
        """Look anew the next time: something has changed in the chat."""
        self._known.pop(chat, None)

    async def _of(self, chat: int) -> frozenset[int]:
        known = self._known.get(chat)
        if known and known[0] > self._now():
            return known[1]
        try:
            members = await self._bot.get_chat_administrators(chat)
        except TelegramError:
            return frozenset()
        people = frozenset(member.user.id for member in members)
        self._known[chat] = (self._now() + LIFE, people)
        self._known.move_to_end(chat)
        if len(self._known) > MOST_GROUPS:
            self._known.popitem(last=False)
        return people
