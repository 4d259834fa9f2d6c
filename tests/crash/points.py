"""Where a process of the bot is killed, and the same program with such a point in it: nothing of it is in the product.

Each point lies at one step of a delivery; the process kills itself there with SIGKILL, so that nothing is finished or tidied.
"""

import datetime as dt
import functools
import os
import re
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from typing import Any

import aiohttp
from discord.http import HTTPClient, Route
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.telegram.request import AiohttpRequest
from bot.reminders import dispatch
from bot.storage import deliveries
from bot.storage.database import Database

POINTS = (
    "before the claim's commit",
    "after the claim's commit",
    "before the beginning's commit",
    "after the beginning's commit",
    "on connect",
    "body sent",
    "response read",
    "result not yet committed",
)

AT_ONCE = 3
"""Deliveries that are claimed together in these trials: so few that there are several claims."""

_COMMITS = {"claim": "the claim's commit", "begin": "the beginning's commit"}
_POST = re.compile(r"(/sendMessage|/channels/\d+/messages)$")
"""The end of the address to which messages are posted."""


class Blow:
    """Kills the process when it comes to a point for the n-th time."""

    def __init__(self, point: str, after: int) -> None:
        """Be ready: so many times the point is passed before."""
        self._point, self._left = point, after

    def at(self, point: str) -> None:
        """Kill the process if this is the point, and it has been passed often enough."""
        if point == self._point:
            self._left -= 1
            if self._left < 0:
                os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str, after: int, lease: float) -> None:
    """Put a point into this process (an empty name is none), make its claims small and their leases so many seconds long."""
    blow = Blow(point, after)
    dispatch.AT_ONCE = AT_ONCE
    deliveries.LEASE = dt.timedelta(seconds=lease)
    dispatch.KEEPING = deliveries.LEASE / 3
    _arm_store(blow)
    _arm_lines(blow)
    _arm_telegram(blow)
    _arm_discord(blow)


def _arm_store(blow: Blow) -> None:
    step = ContextVar("step", default="")
    write = Database.writing

    def named(name: str, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        @functools.wraps(method)
        async def inner(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever the method takes and gives
            token = step.set(name)
            try:
                return await method(*arguments, **options)
            finally:
                step.reset(token)

        return inner

    for name in ("claim", "begin", "end"):
        setattr(deliveries.Deliveries, name, named(name, getattr(deliveries.Deliveries, name)))

    @asynccontextmanager
    async def writing(self: Database) -> AsyncIterator[AsyncConnection]:
        inner: AbstractAsyncContextManager[AsyncConnection] = write(self)
        async with inner as connection:
            yield connection
            if step.get() == "end":
                blow.at("result not yet committed")
            blow.at(f"before {_COMMITS.get(step.get())}")
        blow.at(f"after {_COMMITS.get(step.get())}")

    Database.writing = writing  # type: ignore[method-assign]


def _arm_lines(blow: Blow) -> None:
    """Put the points into aiohttp, by which both platforms are reached."""
    make, connect = aiohttp.TCPConnector.__init__, aiohttp.TCPConnector._create_connection
    write = aiohttp.ClientRequest.write_bytes

    def posts(request: aiohttp.ClientRequest) -> bool:
        return request.method == "POST" and bool(_POST.search(request.url.path))

    def init(self: aiohttp.TCPConnector, **options: Any) -> None:  # noqa: ANN401 - whatever it takes
        make(self, **options | {"force_close": True})  # so that each request connects

    async def create(self: aiohttp.TCPConnector, request: Any, *arguments: Any) -> Any:  # noqa: ANN401 - aiohttp's own
        made = await connect(self, request, *arguments)
        if posts(request):
            blow.at("on connect")
        return made

    async def write_bytes(self: aiohttp.ClientRequest, *arguments: Any) -> None:  # noqa: ANN401 - likewise
        await write(self, *arguments)
        if posts(self):
            blow.at("body sent")

    aiohttp.TCPConnector.__init__ = init  # type: ignore[method-assign]
    aiohttp.TCPConnector._create_connection = create  # type: ignore[assignment, method-assign]
    aiohttp.ClientRequest.write_bytes = write_bytes  # type: ignore[assignment, method-assign]


def _arm_telegram(blow: Blow) -> None:
    receive = AiohttpRequest.do_request

    async def do_request(self: AiohttpRequest, url: str, *arguments: Any, **options: Any) -> tuple[int, bytes]:  # noqa: ANN401
        answer = await receive(self, url, *arguments, **options)
        if _POST.search(url):
            blow.at("response read")
        return answer

    AiohttpRequest.do_request = do_request  # type: ignore[method-assign]


def _arm_discord(blow: Blow) -> None:
    ask = HTTPClient.request

    async def request(self: HTTPClient, route: Route, **options: Any) -> Any:  # noqa: ANN401 - whatever it takes
        answer = await ask(self, route, **options)
        if route.method == "POST" and _POST.search(route.url):
            blow.at("response read")
        return answer

    HTTPClient.request = request  # type: ignore[method-assign]
