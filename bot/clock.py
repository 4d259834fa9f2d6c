"""Now, as an instant that always carries a zone, and what is needed to read times: zones, years, the names of months."""

import calendar
import datetime as dt
import zoneinfo
from collections.abc import Callable

EARLIEST, LATEST = 1800, 2999
"""Years in which the bot can be asked and records can lie; arithmetic with zones then stays within the calendar."""

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
"""The numbers of months by their names."""

MONTH_WORDS = MONTHS | {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
"""The same, and by their short forms too."""

Clock = Callable[[], dt.datetime]
"""Gives the moment of asking as an aware datetime; the tests give a fixed one."""


def use_packaged_zones() -> None:
    """Take time zones from the pinned tzdata wheel instead of the system, so that every machine computes the same instants."""
    zoneinfo.reset_tzpath(())
    zoneinfo.ZoneInfo.clear_cache()


def system_clock() -> dt.datetime:
    """Give the present instant in UTC."""
    return dt.datetime.now(dt.UTC)


def parse_instant(text: str) -> dt.datetime:
    """Read an ISO 8601 instant such as ``2024-01-20T12:00Z`` and give it in UTC.

    Raises:
        ValueError: the text is no ISO 8601 date and time, or names no offset; the message says how to mend it.
    """
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        message = f"{text!r} is no date and time in ISO 8601 form; write for example 2024-01-20T12:00Z"
        raise ValueError(message) from None
    if moment.tzinfo is None:
        message = f"{text!r} has no zone; add Z for UTC or an offset, for example 2024-01-20T12:00Z or 2024-01-20T13:00+01:00"
        raise ValueError(message)
    if not EARLIEST <= moment.year <= LATEST:
        message = f"{text!r} lies outside the years {EARLIEST} to {LATEST}; mend the year"
        raise ValueError(message)
    return moment.astimezone(dt.UTC)


def parse_zone(name: str) -> zoneinfo.ZoneInfo:
    """Give the IANA time zone of that name.

    Raises:
        ValueError: there is no such zone; the message says how to mend it.
    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        message = f"{name!r} is no IANA time zone; write for example Europe/Zurich, America/New_York or UTC"
        raise ValueError(message) from None
