"""How much one person may ask: so many questions a minute, then one polite notice, then silence until it clears."""

import enum
from collections import OrderedDict, deque
from collections.abc import Callable
from time import monotonic

QUESTIONS = 20
"""Questions and presses of a person within the window that are answered."""

WINDOW = 60.0
"""Seconds."""

MOST_PEOPLE = 10_000
"""People of whom is remembered when they asked; beyond that the one who has been silent longest is forgotten."""


class Flow(enum.Enum):
    """What to do with one more question."""

    ANSWER = enum.auto()
    NOTICE = enum.auto()
    SILENCE = enum.auto()


class Flood:
    """Counts, in memory, the questions of each person over the last minute."""

    def __init__(
        self, most: int = QUESTIONS, window: float = WINDOW, people: int = MOST_PEOPLE, now: Callable[[], float] = monotonic
    ) -> None:
        """Begin with nobody counted."""
        self._most, self._window, self._people, self._now = most, window, people, now
        self._asked: OrderedDict[int, deque[float]] = OrderedDict()
        self._noticed: set[int] = set()

    def admit(self, speaker: int) -> Flow:
        """Say what to do with one more question of a speaker, and count it if it is answered."""
        now = self._now()
        times = self._asked.setdefault(speaker, deque())
        self._asked.move_to_end(speaker)
        while len(self._asked) > self._people:
            forgotten, _ = self._asked.popitem(last=False)
            self._noticed.discard(forgotten)
        while times and times[0] <= now - self._window:
            times.popleft()
        if len(times) < self._most:
            times.append(now)
            self._noticed.discard(speaker)
            return Flow.ANSWER
        if speaker in self._noticed:
            return Flow.SILENCE
        self._noticed.add(speaker)
        return Flow.NOTICE
