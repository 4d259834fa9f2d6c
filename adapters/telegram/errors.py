"""What Telegram's errors mean for a message that was sent, told by class; and how they are put into words."""

import datetime as dt

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from adapters.telegram.limiter import Fate, asked_wait, fate
from bot.adapter import Refused, Retry, Unknown

SOON = dt.timedelta(seconds=2)
"""When to try again what found no connection."""

LATER = dt.timedelta(minutes=1)
"""When to try again what the token stands in the way of; an operator has to mend that."""

LONGEST_REASON = 160
"""Characters of an error's text: a server that is ill answers with whole pages."""

_GONE = ("chat not found", "user is deactivated", "group chat was deactivated", "peer_id_invalid")
_SAME = "message is not modified"


def outcome_of(error: TelegramError) -> Retry | Unknown | Refused:
    """Give what became of a message whose sending raised an error."""
    why = reason(error)
    outcome: Retry | Unknown | Refused = Unknown(why)
    match error:
        case RetryAfter():
            outcome = Retry(asked_wait(error), why)
        case ChatMigrated():
            outcome = Retry(dt.timedelta(), why)
        case Forbidden():
            outcome = Refused(why, gone=True)
        case BadRequest():
            outcome = Refused(why, gone=any(sign in str(error).casefold() for sign in _GONE))
        case InvalidToken() | Conflict():
            outcome = Retry(LATER, why)
        case _ if fate(error) is Fate.UNSENT:
            outcome = Retry(SOON, why)
    return outcome


def unchanged(error: TelegramError) -> bool:
    """Say whether an edit was refused because the message says that already."""
    return isinstance(error, BadRequest) and _SAME in str(error).casefold()


def reason(error: TelegramError) -> str:
    """Give the error in a few words; a rejected token stands in its own error's text, and must not come out."""
    said = "the token was rejected" if isinstance(error, InvalidToken) else f"{type(error).__name__}: {error}"
    return said[:LONGEST_REASON]
