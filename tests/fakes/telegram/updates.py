"""The updates that wait for the bot: kept until it confirms them, handed out by long polling or pushed to its webhook."""

import asyncio
import itertools
from collections.abc import Callable

from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.errors import ApiError

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Updates that a bot gets only if it names them in allowed_updates."""

_OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def conflict(why: str) -> ApiError:
    """Give a 409."""
    return ApiError(409, f"Conflict: {why}")


class Updates:
    """The queue of one bot.

    Attributes:
        pending: The updates that the bot has not confirmed, by number.
        made: How many there ever were.
        allowed: The kinds that the bot asked for; None for all but those that must be named.
        notice: What is called when the bot has confirmed some.
        push: What brings an update to the webhook at once; None while the bot polls.
    """

    def __init__(self, notice: Callable[[], None]) -> None:
        self.notice = notice
        self.pending: dict[int, Json] = {}
        self.made = 0
        self.allowed: frozenset[str] | None = None
        self.push: Callable[[Json], None] | None = None
        self._numbers = itertools.count(870_000_001)
        self._poll: asyncio.Future[None] | None = None

    def add(self, kind: str, payload: Json) -> None:
        """Make an update, unless the bot does not want its kind."""
        wanted = kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed
        if not wanted:
            return
        update: Json = {"update_id": next(self._numbers), kind: payload}
        self.pending[update["update_id"]] = update
        self.made += 1
        if self.push is not None:
            self.push(update)
        elif self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    @property
    def polled(self) -> bool:
        """Whether a poll is waiting just now."""
        return self._poll is not None

    def allow(self, kinds: list[str] | None) -> None:
        """Take the bot's wish; None leaves the last one, an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what lies before the offset, and give what waits, waiting for it if there is nothing.

        Raises:
            ApiError: a webhook is set, or another poll came while this one waited.
        """
        if self.push is not None:
            raise conflict(_ACTIVE)
        self.interrupt(_OTHER)
        self._confirm(offset)
        if not self.pending and seconds > 0:
            await self._wait(seconds)
        return list(itertools.islice(self.pending.values(), limit))

    def interrupt(self, why: str) -> None:
        """End a poll that waits with a conflict: Telegram refuses the older of two."""
        self.refuse(conflict(why))

    def refuse(self, error: ApiError) -> None:
        """End a poll that waits with an error."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(error)

    def _confirm(self, offset: int) -> None:
        numbers = list(self.pending)
        for number in numbers[:offset] if offset < 0 else [n for n in numbers if n < offset]:
            del self.pending[number]
        self.notice()

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        self.notice()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
