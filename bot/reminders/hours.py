"""Hours of the day as people type them: 9:00, 17h30, 6 pm."""

import datetime as dt
import re

from bot.languages.objection import ObjectionError

HOUR = r"(?P<hour>\d{1,2})"
MINUTE = r"[:.h](?P<minute>\d{2})"
HALF = r"(?P<half>[ap]\.?m\.?)"

_NOON = 12


def hour_of(found: re.Match[str], *, later: bool = False) -> dt.time:
    """Give the time of day that a pattern with the groups `hour`, `minute` and `half` (the last two may be empty) has found.

    Args:
        found: What was found.
        later: Whether the second half of the day is meant where none is named, as in "tonight at 8".

    Raises:
        ObjectionError: there is no such hour.
    """
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "")[:1]
    if half and not 1 <= hour <= _NOON:
        raise _no_hour(found)
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    elif later and hour < _NOON:
        hour += _NOON
    try:
        return dt.time(hour, minute)
    except ValueError:
        raise _no_hour(found) from None


def _no_hour(found: re.Match[str]) -> ObjectionError:
    return ObjectionError("“{text}” names no hour that exists; write for example 9:00 or 6pm.", text=found[0].strip(" ,"))
