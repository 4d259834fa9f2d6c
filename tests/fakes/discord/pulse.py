"""Waiting for something to become true."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE = 20.0
"""Seconds after which what was waited for is taken as never coming; a test may ask for another patience."""


LOOK = 0.05
"""Seconds after which one looks again unasked: what the bot does within itself makes no beat here."""


class NeverHappenedError(AssertionError):
    """What was waited for did not happen in time."""


class Pulse:
    """Beats whenever anything in the fake has changed."""

    def __init__(self) -> None:
        self._next: asyncio.Future[None] | None = None

    def beat(self) -> None:
        """Wake those who wait, so that they look again."""
        if self._next is not None and not self._next.done():
            self._next.set_result(None)
        self._next = None

    async def until(self, probe: Callable[[], Found | None], what: str, within: float = PATIENCE) -> Found:
        """Wait until the probe gives something true, and give it.

        Raises:
            NeverHappenedError: it did not within so many seconds.
        """
        try:
            async with asyncio.timeout(within):
                while not (found := probe()):
                    if self._next is None:
                        self._next = asyncio.get_running_loop().create_future()
                    await asyncio.wait([self._next], timeout=LOOK)
        except TimeoutError:
            raise NeverHappenedError(f"{what}: not within {within:g} s") from None
        return found
