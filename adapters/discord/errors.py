"""What Discord's errors mean for a message that was sent, told by class; and how they are put into words."""

import datetime as dt
import enum

import aiohttp
import discord

from bot.adapter import Refused, Retry, Unknown

FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
"""All that a request to Discord may raise."""

SOON = dt.timedelta(seconds=2)
"""When to try again what found no connection."""

LATER = dt.timedelta(minutes=1)
"""When to try again what somebody has to mend, or what Discord wants done more slowly without saying how much."""

LONGEST_REASON = 160
"""Characters of an error's text: a server that is ill answers with whole pages."""


class Code(enum.IntEnum):
    """Discord's codes that say more than their status (reference: topics/opcodes-and-status-codes, JSON Error Codes)."""

    UNKNOWN_CHANNEL = 10003
    UNKNOWN_GUILD = 10004
    UNKNOWN_MESSAGE = 10008
    UNKNOWN_USER = 10013
    UNKNOWN_WEBHOOK = 10015
    UNKNOWN_INTERACTION = 10062
    UNKNOWN_EVENT = 10070
    SLOW_MODE = 20016
    CHANNEL_WRITES = 20028
    MOST_EVENTS = 30038
    TOO_MANY_PRIVATE_CHATS = 40003
    ACKNOWLEDGED = 40060
    MISSING_ACCESS = 50001
    CLOSED_TO_US = 50007
    MISSING_PERMISSIONS = 50013
    TOKEN_OUT_OF_DATE = 50027
    BAD_FORM = 50035
    THREAD_ARCHIVED = 50083
    FINISHED_EVENT = 180000


_GONE = frozenset({Code.UNKNOWN_GUILD, Code.UNKNOWN_USER, Code.CLOSED_TO_US})
"""What closes the whole chat to the bot; a channel that is closed leaves its server open."""

_LATER = frozenset({Code.SLOW_MODE, Code.CHANNEL_WRITES, Code.TOO_MANY_PRIVATE_CHATS})

_OVER = frozenset({Code.UNKNOWN_INTERACTION, Code.UNKNOWN_WEBHOOK, Code.ACKNOWLEDGED, Code.TOKEN_OUT_OF_DATE})
"""What says that an interaction cannot be answered any more, or was answered already."""

_UNAUTHORISED, _TOO_MANY, _SERVER_ERROR = 401, 429, 500


def code_of(error: BaseException) -> int:
    """Give Discord's own code of an error; 0 where it has none."""
    return error.code if isinstance(error, discord.HTTPException) else 0


def over(error: BaseException) -> bool:
    """Say whether an error means that an interaction is out of date or answered, so that nothing can be done and nothing need."""
    return code_of(error) in _OVER


def outcome_of(error: BaseException) -> Retry | Unknown | Refused:
    """Give what became of a message whose sending raised an error."""
    why = reason(error)
    match error:
        case discord.RateLimited():
            return Retry(dt.timedelta(seconds=error.retry_after), why)
        case discord.HTTPException():
            return _answered(error, why)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Retry(SOON, why)
        case _:
            return Unknown(why)


def _answered(error: discord.HTTPException, why: str) -> Retry | Unknown | Refused:
    if error.status >= _SERVER_ERROR:
        return Unknown(why)
    if error.status in {_UNAUTHORISED, _TOO_MANY} or error.code in _LATER:
        return Retry(LATER, why)
    return Refused(why, gone=error.code in _GONE)


def reason(error: BaseException) -> str:
    """Give the error in a few words."""
    return f"{type(error).__name__}: {error}"[:LONGEST_REASON]
