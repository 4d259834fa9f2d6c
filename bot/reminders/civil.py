"""Turns civil times into instants with an explicit rule for the hours that a clock change skips or repeats."""

import datetime as dt
from zoneinfo import ZoneInfo


def instant_of(clock: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Give the instant, in UTC, of a civil time in a zone.

    A time that a clock change skips moves forward by what is skipped (02:30 becomes 03:30), and of a time that happens twice the
    second one is meant: the rule of discord.py's scheduled tasks (PLATFORMS, section 3), so that nothing is ever early.

    Args:
        clock: A date and time without a zone, as a clock on the wall there shows it.
        zone: The place's zone.
    """
    if clock.tzinfo is not None:
        raise ValueError(f"{clock} has a zone already; give the time as the clock there shows it")
    early, late = (clock.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    skipped = early.astimezone(zone).replace(tzinfo=None) != clock
    return early if skipped else late
