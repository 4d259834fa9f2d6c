"""Pushing updates to the bot's webhook: in order within a chat, again when it fails, given up at last."""

import asyncio
import time
from collections import defaultdict, deque

import aiohttp

from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.updates import Updates

TRIES = 120
"""How often an update is pushed before it is given up; Telegram says "a reasonable amount"."""

_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 0.5
"""Seconds between tries, growing; far shorter than Telegram's, so that tests are quick."""


class Webhook:
    """An address to which updates go.

    Attributes:
        url: The address.
        connections: How many pushes may be under way at once.
        last_error: When a push failed last (Unix time), and why.
        given_up: The updates that never got through.
    """

    def __init__(self, url: str, secret: str, connections: int, updates: Updates) -> None:
        self.url = url
        self.connections = connections
        self.last_error: tuple[int, str] | None = None
        self.given_up: list[Json] = []
        self._headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        self._updates = updates
        self._slots = asyncio.Semaphore(connections)
        self._queues: dict[object, deque[Json]] = defaultdict(deque)
        self._tasks: set[asyncio.Task[None]] = set()
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        for update in list(updates.pending.values()):
            self.push(update)

    def push(self, update: Json) -> None:
        """Send an update as soon as the earlier ones of its chat are through."""
        key = _chat(update)
        queue = self._queues[key]
        queue.append(update)
        if len(queue) == 1:
            task = asyncio.get_running_loop().create_task(self._drain(key))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Push nothing more."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    async def _drain(self, key: object) -> None:
        queue = self._queues[key]
        while queue:
            async with self._slots:
                if not await self._bring(queue[0]):
                    self.given_up.append(queue[0])
            self._updates.pending.pop(queue[0]["update_id"], None)
            queue.popleft()
            self._updates.notice()

    async def _bring(self, update: Json) -> bool:
        for attempt in range(TRIES):
            if update["update_id"] not in self._updates.pending:
                return True  # dropped meanwhile
            try:
                async with self._session.post(
                    self.url, json=update, headers=self._headers, allow_redirects=False, ssl=False
                ) as answer:
                    if answer.ok and answer.status < 300:
                        return True
                    why = f"Wrong response from the webhook: {answer.status} {answer.reason}"
            except (aiohttp.ClientError, TimeoutError) as error:
                why = f"Connection failed: {type(error).__name__}"
            self.last_error = int(time.time()), why
            await asyncio.sleep(min(_FIRST_PAUSE * 2**attempt, _LONGEST_PAUSE))
        return False


def _chat(update: Json) -> object:
    """Give that by which Telegram keeps updates in order: the chat, or for queries the person."""
    (payload,) = (value for name, value in update.items() if name != "update_id")
    place = payload.get("message", payload).get("chat") or payload["from"]
    return place["id"]
