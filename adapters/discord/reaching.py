"""Reaching Discord: what passes is waited out, what an operator must mend is an error with the way to mend it."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any

import discord

from adapters.discord.client import Client
from adapters.discord.errors import FAILURES, reason
from bot.adapter import AdapterError

log = logging.getLogger(__name__)

SHORTEST, LONGEST = 0.5, 30.0
"""Seconds between tries while Discord cannot be reached; doubled from try to try."""

PATIENCE = 30.0
"""Seconds after which a gateway that does not let the bot in is noted in the log; it is tried on."""

PORTAL = "https://discord.com/developers/applications"

REVOKED = (
    f"Discord does not accept DISCORD_TOKEN (any more). Open the application at {PORTAL}, page Bot, choose Reset Token, set "
    "DISCORD_TOKEN to the new one and start again."
)

INTENTS = (
    "Discord refuses the intents that the bot asks for, though none is privileged; see whether the application at "
    f"{PORTAL} is in good standing."
)

_UNAUTHORISED, _BAD = 401, range(400, 500)
_AUTHENTICATION_FAILED = 4004
_TOO_MANY = 429


async def log_in(client: Client, token: str, stop: asyncio.Event) -> bool:
    """Log in until it succeeds; False when told to stop meanwhile.

    Raises:
        AdapterError: the token is not accepted, or Discord refuses to serve the bot.
    """
    pause = SHORTEST
    while not stop.is_set():
        try:
            if not await _told_or_done(stop, client.login(token)):
                return False
        except FAILURES as error:
            _fatal(error)
            await client.http.close()
            client.http.connector = discord.utils.MISSING  # the next try has a session of its own
            log.warning("Discord cannot be reached (%s); trying again in %g s", reason(error), pause)
            await _rest(stop, pause)
            pause = min(2 * pause, LONGEST)
        else:
            return True
    return False


async def stay(client: Client, stop: asyncio.Event) -> None:
    """Be connected to the gateway until told to stop; the library mends lines that break.

    Raises:
        AdapterError: the token was revoked, or Discord refuses to serve the bot.
    """
    pause = SHORTEST
    while not stop.is_set():
        connected = asyncio.create_task(client.connect())
        watching = asyncio.create_task(_watch(client))
        told = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait((connected, told), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (watching, told):
                task.cancel()
        if not connected.done():
            await _end(connected)
            return
        error = connected.exception()
        if error is None or client.is_closed():
            _fatal(error)
            raise AdapterError("Discord has closed the connection for good") from None
        if not isinstance(error, FAILURES):
            raise error
        _fatal(error)
        log.warning("Discord's gateway cannot be reached (%s); trying again in %g s", reason(error), pause)
        await _rest(stop, pause)
        pause = min(2 * pause, LONGEST)


async def _told_or_done(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Say whether some work was done, whose error is raised; False when told to stop before."""
    task, told = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait((task, told), return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not task.done():
        await _end(task)
        return False
    task.result()
    return True


async def _end(connected: asyncio.Task[None]) -> None:
    """Cancel a connection until it ends; the library swallows the first time while it looks for another line."""
    while not connected.done():
        connected.cancel()
        await asyncio.wait((connected,), timeout=0.2)


def _fatal(error: BaseException | None) -> None:
    """Raise what an operator has to mend; whatever else it is passes."""
    match error:
        case discord.LoginFailure():
            raise AdapterError(REVOKED) from None
        case discord.PrivilegedIntentsRequired():
            raise AdapterError(INTENTS) from None
        case discord.ConnectionClosed() if error.code == _AUTHENTICATION_FAILED:
            raise AdapterError(REVOKED) from None
        case discord.HTTPException() if error.status == _UNAUTHORISED:
            raise AdapterError(REVOKED) from None
        case discord.HTTPException() if error.status in _BAD and error.status != _TOO_MANY:
            raise AdapterError(
                f"Discord refuses to serve the bot: {reason(error)}; look at the application at {PORTAL}"
            ) from None
        case discord.ConnectionClosed():
            raise AdapterError(f"Discord has closed the connection for good (code {error.code})") from None


async def _watch(client: Client) -> None:
    while True:
        await asyncio.sleep(PATIENCE)
        if not client.is_ready():
            log.warning("Discord's gateway has not let the bot in yet; trying on")


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
