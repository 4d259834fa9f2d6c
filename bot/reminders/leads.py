"""How long before something a reminder comes: civil days or elapsed time, as organisers write them."""

import datetime as dt
import re
from dataclasses import dataclass

from bot.languages.objection import ObjectionError
from bot.languages.shown import shortened
from bot.reminders.hours import HALF, HOUR, MINUTE, hour_of

MOST_LEADS = 10
"""Lead times of one reminder."""

LONGEST = 366
"""Days: the longest lead time; what lies further ahead is no reminder."""


@dataclass(frozen=True, slots=True, order=True)
class DaysBefore:
    """Civil days before the day, counted where it happens; `at` is the hour there, None for that of the thing itself."""

    days: int
    at: dt.time | None = None

    def __str__(self) -> str:
        """Give the form in which it is kept and can be typed: ``7d``, ``1d 18:00``, ``0d 09:00``."""
        return f"{self.days}d" + (f" {self.at:%H:%M}" if self.at else "")


@dataclass(frozen=True, slots=True, order=True)
class TimeBefore:
    """Elapsed minutes before the very moment."""

    minutes: int

    def __str__(self) -> str:
        """Give the form in which it is kept and can be typed: ``2h``, ``90min``."""
        hours, rest = divmod(self.minutes, 60)
        return f"{self.minutes}min" if rest else f"{hours}h"


Lead = DaysBefore | TimeBefore

_UNITS = {"m": 1, "h": 60, "d": 1, "w": 7}
_LONGEST_ECHO = 40
_CLOCK = rf"(?:at\s+)?{HOUR}(?:{MINUTE})?\s*{HALF}?"
_BEFORE = re.compile(
    r"(?P<number>\d{1,5}|an?|one)\s*"
    r"(?P<unit>minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w)\b"
    r"(?:\s+(?:before(?:hand)?|ahead|earlier|prior))?"
    rf"(?:[\s,]+{_CLOCK})?"
)
_SAME_DAY = re.compile(rf"(?:on\s+)?(?:the\s+)?(?:same\s+)?day(?:\s+itself)?(?:[\s,]+{_CLOCK})?")
_AT_START = re.compile(r"(?:at|when)\s+(?:it\s+|the\s+)?(?:starts?|begins?|time|beginning)|now it is|at the moment itself")


def parse_leads(text: str) -> tuple[Lead, ...]:
    """Read lead times such as ``14d, 7d, 1d, 2h``, ``2 weeks before``, ``on the day 9:00``; the earliest comes first.

    Raises:
        ObjectionError: a part of it is no lead time, too long, or there are too many; the message says which and how to write it.
    """
    pieces = [piece.strip(" .") for piece in re.split(r"[,;\n]|\band\b", text.casefold()) if piece.strip(" .")]
    if not pieces:
        raise ObjectionError("No lead time is given; write for example 7d, 1d, 2h.")
    leads = {parse_lead(piece) for piece in pieces}
    if len(leads) > MOST_LEADS:
        raise ObjectionError("There are too many lead times ({n}); give {most} or fewer.", n=len(leads), most=MOST_LEADS)
    return tuple(sorted(leads, key=_length, reverse=True))


def parse_lead(piece: str) -> Lead:
    """Read one lead time.

    Raises:
        ObjectionError: it is none; the message says how to write one.
    """
    piece = " ".join(piece.split())
    typed = shortened(piece, _LONGEST_ECHO)
    if _AT_START.fullmatch(piece):
        return TimeBefore(0)
    if same := _SAME_DAY.fullmatch(piece):
        return DaysBefore(0, _clock(same))
    found = _BEFORE.fullmatch(piece)
    if not found:
        raise ObjectionError("“{text}” is no lead time; write for example 7d, 1d 18:00, 2h, or: on the day 9:00.", text=typed)
    number = int(found["number"]) if found["number"].isdigit() else 1
    unit = found["unit"][0]
    if unit in "dw":
        lead: Lead = DaysBefore(number * _UNITS[unit], _clock(found))
    elif found["hour"]:
        raise ObjectionError(
            "“{text}” names an hour beside hours or minutes; an hour goes with days, as in 1d 18:00.", text=typed
        )
    else:
        lead = TimeBefore(number * _UNITS[unit])
    if _length(lead) > LONGEST * 24 * 60:
        raise ObjectionError("“{text}” is too long before; at most {n} days are possible.", text=typed, n=LONGEST)
    return lead


def _length(lead: Lead) -> float:
    """Give about how many minutes before it comes, to sort by."""
    if isinstance(lead, TimeBefore):
        return lead.minutes
    hour = lead.at.hour + lead.at.minute / 60 if lead.at else 0
    return lead.days * 24 * 60 - hour / 100


def _clock(found: re.Match[str]) -> dt.time | None:
    return None if found["hour"] is None else hour_of(found)
