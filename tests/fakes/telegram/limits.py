"""What Telegram lets a bot send in a time, enforced and counted (core.telegram.org/bots/faq, "hitting limits")."""

import math
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


def most(times: Sequence[float], window: float) -> int:
    """Give the greatest number of moments that lie in any window of that many seconds, its end excluded."""
    ordered = sorted(times)
    return max((i + 1 - bisect_right(ordered, at - window) for i, at in enumerate(ordered)), default=0)


@dataclass
class Limits:
    """The flood control: off until `enforced`; the record is kept all the same. What is counted are messages that are posted;
    editing, deleting, typing and answering queries are not.

    Attributes:
        enforced: Whether a send over a limit is refused with 429.
        per_chat: Messages a second that a chat bears in the long run.
        burst: Messages that a quiet chat takes at once.
        per_group: Messages a minute that a group or channel bears.
        overall: Messages a second that all chats together bear.
        accepted: When a message was let through (monotonic seconds), by chat.
        refused: When a message was refused, with the chat and the seconds it was told to wait.
    """

    enforced: bool = False
    per_chat: float = 1.0
    burst: int = 3
    per_group: int = 20
    overall: int = 30
    now: Callable[[], float] = time.monotonic
    accepted: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: list[tuple[float, int, int]] = field(default_factory=list)
    _all: list[float] = field(default_factory=list)
    _due: dict[int, float] = field(default_factory=dict)

    def admit(self, chat: int, *, group: bool) -> int:
        """Count a message to a chat; give 0, or the whole seconds after which it may be tried again."""
        now = self.now()
        wait = self._wait(chat, now, group=group) if self.enforced else 0.0
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            self.refused.append((now, chat, seconds))
            return seconds
        self.accepted[chat].append(now)
        self._all.append(now)
        self._due[chat] = max(self._due.get(chat, now), now) + 1 / self.per_chat
        return 0

    def times(self, chat: int | None = None) -> list[float]:
        """Give when messages were let through, to a chat or to all."""
        return list(self._all if chat is None else self.accepted.get(chat, ()))

    def most(self, window: float, chat: int | None = None) -> int:
        """Give the greatest number of messages in any window of that many seconds, to a chat or to all."""
        return most(self.times(chat), window)

    def _wait(self, chat: int, now: float, *, group: bool) -> float:
        """Give the seconds until every limit lets one more through."""
        # When the chat would be quiet again at its steady pace; as many as `burst` may run ahead of that.
        ahead = self._due.get(chat, now) - (self.burst - 1) / self.per_chat - now
        waits = [ahead, _room(self._all, now, self.overall, 1.0)]
        if group:
            waits.append(_room(self.accepted[chat], now, self.per_group, 60.0))
        return max(waits)


def _room(times: Sequence[float], now: float, limit: int, window: float) -> float:
    """Give the seconds until fewer than `limit` of the moments lie in the last `window` seconds."""
    return times[-limit] + window - now if len(times) >= limit else 0.0
