"""What Telegram's errors mean for a message that was sent: by class, as each class says whether it may have arrived.

Safe to repeat is only what surely did not arrive: a full pool (PTB, HTTPXRequest.do_request), a connection that never came
about, and 429. A broken or late answer, and any 5xx, leave it unknown (PLATFORMS, section 2).
"""

import datetime as dt
import traceback

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.adapter import Refused, Retry, Unknown

SOON = dt.timedelta(seconds=2)
"""When to try again what found no connection."""

LATER = dt.timedelta(minutes=1)
"""When to try again what the token stands in the way of; an operator has to mend that."""

_UNSENT = (httpx.PoolTimeout, httpx.ConnectError, httpx.ConnectTimeout)
_GONE = ("chat not found", "user is deactivated", "group chat was deactivated", "peer_id_invalid")
_SAME = "message is not modified"


def outcome_of(error: TelegramError) -> Retry | Unknown | Refused:
    """Give what became of a message whose sending raised an error."""
    match error:
        case RetryAfter():
            return Retry(waiting(error), "too many requests")
        case Forbidden():
            return Refused(reason(error), gone=True)
        case ChatMigrated():
            return Retry(dt.timedelta(), "the group became a supergroup")
        case BadRequest():
            return Refused(reason(error), gone=any(sign in str(error).casefold() for sign in _GONE))
        case InvalidToken() | Conflict():
            return Retry(LATER, reason(error))
        case NetworkError() if isinstance(error.__cause__, _UNSENT):
            return Retry(SOON, reason(error))
    return Unknown(reason(error))


def waiting(error: RetryAfter) -> dt.timedelta:
    """Give how long Telegram asks to wait."""
    asked = error.retry_after
    return asked if isinstance(asked, dt.timedelta) else dt.timedelta(seconds=asked)


def unchanged(error: TelegramError) -> bool:
    """Say whether an edit was refused because the message says that already."""
    return isinstance(error, BadRequest) and _SAME in str(error).casefold()


def reason(error: TelegramError) -> str:
    """Give the error in a few words; a rejected token stands in its own error's text, and must not come out."""
    return "the token was rejected" if isinstance(error, InvalidToken) else f"{type(error).__name__}: {error}"


def trace(error: BaseException) -> str:
    """Give where an error came from, without its text, for that may quote what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join([type(error).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))])
