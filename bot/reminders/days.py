"""Days as people name them: tomorrow, next Friday, 5 December, in two weeks."""

import calendar
import datetime as dt
import re
from collections.abc import Callable

from bot.clock import MONTH_WORDS
from bot.languages.objection import ObjectionError

WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
WEEKDAYS |= {name.lower(): number for number, name in enumerate(calendar.day_abbr)} | {"tues": 1, "thur": 3, "thurs": 3}
"""The names of weekdays, with their numbers from Monday (0) on."""

_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "other": 2, "second": 2}


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


WEEKDAY = _either(WEEKDAYS)
"""A pattern for the name of a weekday."""

NUMBER = rf"\d{{1,4}}|{_either(_NUMBERS)}"
"""A pattern for a number, in digits or as a word."""

_MONTH = _either(MONTH_WORDS)

Take = Callable[[str], re.Match[str] | None]
"""Takes what a pattern finds out of a text."""


def number_of(word: str) -> int:
    """Give the number that `NUMBER` has found."""
    return int(word) if word.isdigit() else _NUMBERS[word]


def day_of(take: Take, today: dt.date) -> dt.date | None:
    """Take a day out of a text; None where none is named.

    Raises:
        ObjectionError: there is no such day, or it may be read in two ways.
    """
    for pattern, read in _DAYS:
        if found := take(pattern):
            try:
                return read(found, today)
            except (ValueError, OverflowError):
                raise ObjectionError(
                    "“{text}” is no day that exists; write for example 2026-12-04 or next Friday.", text=found[0].strip()
                ) from None
    if ambiguous := take(r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?"):
        raise ObjectionError(
            "“{text}” may be read in two ways; write the day as 2026-12-05 or 5 December 2026.", text=ambiguous[0].strip()
        )
    return None


def _coming(found: re.Match[str], today: dt.date) -> dt.date:
    """Give the coming such weekday; with "next" the one of the week after this one (weeks begin on Monday)."""
    weekday = WEEKDAYS[found["weekday"]]
    if (found["which"] or "").startswith("next"):
        monday = today - dt.timedelta(days=today.weekday())
        return monday + dt.timedelta(days=7 + weekday)
    return today + dt.timedelta(days=(weekday - today.weekday()) % 7 or 7)


def _ahead(found: re.Match[str], today: dt.date) -> dt.date:
    number, unit = number_of(found["number"]), found["unit"][0]
    if unit == "m":
        month = today.month - 1 + number
        year, month = today.year + month // 12, month % 12 + 1
        return dt.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    return today + dt.timedelta(days=number * (7 if unit == "w" else 1))


def _dated(found: re.Match[str], today: dt.date) -> dt.date:
    month, day = MONTH_WORDS[found["month"]], int(found["day"])
    if found["year"]:
        return dt.date(int(found["year"]), month, day)
    this_year = dt.date(today.year, month, day)
    return this_year if this_year >= today else dt.date(today.year + 1, month, day)


_DAYS: tuple[tuple[str, Callable[[re.Match[str], dt.date], dt.date]], ...] = (
    (r"(?P<day>\d{4}-\d{2}-\d{2})", lambda found, _: dt.date.fromisoformat(found["day"])),
    (rf"(?:(?:{WEEKDAY}) )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})\.?(?: (?P<year>\d{{4}}))?", _dated),
    (rf"(?:(?:{WEEKDAY}) )?(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<year>\d{{4}}))?", _dated),
    (rf"(?P<number>{NUMBER}) (?P<unit>days?|weeks?|months?) (?:from (?:now|today)|ahead)", _ahead),
    (r"(?:the )?day after tomorrow", lambda _, today: today + dt.timedelta(days=2)),
    (r"tomorrow|tmrw|tmr", lambda _, today: today + dt.timedelta(days=1)),
    (r"today", lambda _, today: today),
    (rf"in (?P<number>{NUMBER}) (?P<unit>days?|weeks?|months?)(?: time)?", _ahead),
    (r"next week", lambda _, today: today + dt.timedelta(days=7 - today.weekday())),
    (rf"(?:on )?(?P<which>this |next |coming |this coming )?(?P<weekday>{WEEKDAY})", _coming),
)
