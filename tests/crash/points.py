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
import httpx
from discord.http import HTTPClient, Route
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram.request import HTTPXRequest

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
_POST = "sendMessage"
_CHANNEL = re.compile(r"/channels/\d+/messages")
"""The end of the address to which Discord's messages are posted."""


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


def _arm_telegram(blow: Blow) -> None:
    line = httpx.AsyncHTTPTransport
    make, send, receive = line.__init__, line.handle_async_request, HTTPXRequest.do_request

    def init(self: httpx.AsyncHTTPTransport, **options: Any) -> None:  # noqa: ANN401 - whatever it takes
        make(self, **options | {"limits": httpx.Limits(max_keepalive_connections=0)})  # so that each request connects

    async def handle(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        async def trace(event: str, info: object) -> None:
            if event == "connection.connect_tcp.complete":
                blow.at("on connect")
            if event == "http11.send_request_body.complete":
                blow.at("body sent")

        if request.url.path.endswith(_POST):
            request.extensions = {**request.extensions, "trace": trace}
        return await send(self, request)

    async def do_request(self: HTTPXRequest, url: str, *arguments: Any, **options: Any) -> tuple[int, bytes]:  # noqa: ANN401
        answer: tuple[int, bytes] = await receive(self, url, *arguments, **options)
        if url.endswith(_POST):
            blow.at("response read")
        return answer

    line.__init__ = init  # type: ignore[assignment, method-assign]
    line.handle_async_request = handle  # type: ignore[method-assign]
    HTTPXRequest.do_request = do_request  # type: ignore[method-assign]


def _arm_discord(blow: Blow) -> None:
    make, connect = aiohttp.TCPConnector.__init__, aiohttp.TCPConnector._create_connection
    write, ask = aiohttp.ClientRequest.write_bytes, HTTPClient.request

    def posts(request: aiohttp.ClientRequest) -> bool:
        return request.method == "POST" and bool(_CHANNEL.search(request.url.path))

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

    async def request(self: HTTPClient, route: Route, **options: Any) -> Any:  # noqa: ANN401 - likewise
        answer = await ask(self, route, **options)
        if route.method == "POST" and _CHANNEL.search(route.url):
            blow.at("response read")
        return answer

    aiohttp.TCPConnector.__init__ = init  # type: ignore[method-assign]
    aiohttp.TCPConnector._create_connection = create  # type: ignore[assignment, method-assign]
    aiohttp.ClientRequest.write_bytes = write_bytes  # type: ignore[assignment, method-assign]
    HTTPClient.request = request  # type: ignore[method-assign]
