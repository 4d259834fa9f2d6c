"""Paces requests so that Discord's limit on all of them together is never passed; those on single routes the library keeps."""

from contextlib import AsyncExitStack
from types import SimpleNamespace
from typing import Final

import aiohttp

from adapters.discord.limits import MOST_REQUESTS
from adapters.pace import Window

GAP: Final = 0.5 / MOST_REQUESTS
"""Seconds between two requests at least: evenly spread they wait less for each other on the way, which counts as well."""

_FREE = ("/interactions/", "/webhooks/")
"""Paths of requests that answer interactions, which Discord does not count (topics/rate-limits, Global Rate Limit)."""


def paced() -> aiohttp.TraceConfig:
    """Give what lets a client's requests through at Discord's pace, those that the library repeats as well."""
    window, tracing = Window(MOST_REQUESTS, 1.0, GAP), aiohttp.TraceConfig()

    async def start(_: aiohttp.ClientSession, context: SimpleNamespace, request: aiohttp.TraceRequestStartParams) -> None:
        context.place = AsyncExitStack()
        if not any(path in request.url.path for path in _FREE):
            await context.place.enter_async_context(window.passage())

    async def end(_: aiohttp.ClientSession, context: SimpleNamespace, __: object) -> None:
        await context.place.aclose()

    tracing.on_request_start.append(start)
    tracing.on_request_end.append(end)
    tracing.on_request_exception.append(end)
    return tracing
