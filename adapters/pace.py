"""Paces what is sent, so that a platform's limits are never passed."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator


class Window:
    """Lets at most so many through in any span of so many seconds, in the order in which they come.

    What is under way counts as well, and its span begins when it is over: however long requests are on their way, the
    receiver never sees more in a span than that.
    """

    def __init__(self, most: int, seconds: float, gap: float = 0.0) -> None:
        """Begin with all places free; those who come together go through so many seconds apart."""
        self._most = most
        self._seconds = seconds
        self._gap = gap
        self._next = 0.0
        self._under_way = 0
        self._over: deque[float] = deque()
        self._turn = asyncio.Lock()
        self._change = asyncio.Event()

    @contextlib.asynccontextmanager
    async def passage(self) -> AsyncIterator[None]:
        """Wait for a place and hold it."""
        async with self._turn:
            while not self._has_room():
                if self._over:
                    await asyncio.sleep(self._over[0] + self._seconds - loop_time())
                else:
                    self._change.clear()
                    await self._change.wait()
            if self._next > loop_time():
                await asyncio.sleep(self._next - loop_time())
            self._next = loop_time() + self._gap
            self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._over.append(loop_time())
            self._change.set()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way or remembered."""
        self._has_room()
        return not self._under_way and not self._over

    def _has_room(self) -> bool:
        while self._over and self._over[0] + self._seconds <= loop_time():
            self._over.popleft()
        return self._under_way + len(self._over) < self._most


def loop_time() -> float:
    """Give the seconds of the event loop's clock."""
    return asyncio.get_running_loop().time()
