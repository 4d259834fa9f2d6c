"""From a booking to its occurrences: what a reminder's row asks for, planned on the record's dates as they are now."""

import contextlib
import datetime as dt
from zoneinfo import ZoneInfo

from bot.clock import parse_zone
from bot.languages.objection import ObjectionError
from bot.languages.shown import shortened
from bot.records.dates import Phase
from bot.records.knowledge import Knowledge
from bot.records.model import Record, Status
from bot.reminders.civil import instant_of
from bot.reminders.leads import parse_leads
from bot.reminders.plan import Anchor, Edge, QuietHours, plan
from bot.reminders.recurrence import Recurrence
from bot.storage.booked import Booking, Planned

AHEAD = 2
"""Occurrences of a recurring reminder that are planned at any time, so that none is missed while the bot is away."""

USUAL = ("7d, 1d", "2h", "0d")
"""Lead times where none is given: the first of which anything is still to come."""

GRACE = dt.timedelta(days=1)
"""How long an organiser's own words are still of use after their time."""

_LONGEST_ECHO = 20


def occurrences(booking: Booking, knowledge: Knowledge, now: dt.datetime, quiet: QuietHours | None) -> list[Planned]:
    """Give what is still to come of a booking.

    Raises:
        ObjectionError: it cannot be planned: the record is not there, has no date, or only a year; the message says so.
    """
    if booking.record is not None:
        return _on_record(booking, knowledge.records.get(booking.record), now, quiet)
    if booking.clock is None or booking.zone is None:
        raise ValueError("a reminder needs a record or a time")
    return _on_time(booking, now)


def usual_leads(record: Record, now: dt.datetime) -> str | None:
    """Give the lead times for a record where none are given; None where no reminder of it could come any more."""
    for leads in USUAL:
        with contextlib.suppress(ObjectionError):  # it has no date, or no hour to count from
            anchor = anchor_of(record, Edge.told(record.kind))
            if any(now < one.due < anchor.over for one in plan(anchor, parse_leads(leads))):
                return leads
    return None


def anchor_of(record: Record, edge: Edge) -> Anchor:
    """Give what a record's reminders come before.

    Raises:
        ObjectionError: it has no date, only a year, or takes no place.
    """
    if record.period is None:
        raise ObjectionError(
            "There is no date of {title} in my sources; /follow it to hear when there is one.", title=record.title
        )
    if record.status is Status.CANCELLED:
        raise ObjectionError("{title} is cancelled.", title=record.title)
    if record.status is Status.SUPERSEDED:
        raise ObjectionError("{title} does not hold any more: another record has taken its place.", title=record.title)
    return Anchor.of(record.period, edge)


def _on_record(booking: Booking, record: Record | None, now: dt.datetime, quiet: QuietHours | None) -> list[Planned]:
    if record is None:
        raise ObjectionError("The record {record} is not in my sources any more.", record=booking.record)
    anchor = anchor_of(record, Edge(booking.edge or Edge.START))
    planned = plan(anchor, parse_leads(booking.leads or ""), quiet)
    return [
        Planned(f"{one.lead}@{anchor.when}/{anchor.zone.key}", one.due, anchor.over, str(one.lead))
        for one in planned
        if one.due > now
    ]


def _on_time(booking: Booking, now: dt.datetime) -> list[Planned]:
    zone, clock = parse_zone(booking.zone or "UTC"), dt.datetime.fromisoformat(booking.clock or "")
    if booking.rule is None:
        due = instant_of(clock, zone)
        return [Planned(f"@{booking.clock}/{zone.key}", due, due + GRACE)] if due > now else []
    recurrence = Recurrence(booking.rule, clock, zone)
    planned: list[Planned] = []
    after = now
    while len(planned) < AHEAD and (again := recurrence.after(after)) is not None:
        planned.append(Planned(f"@{again.astimezone(zone).replace(tzinfo=None).isoformat()}/{zone.key}", again, again + GRACE))
        after = again
    return planned


def is_over(record: Record, now: dt.datetime) -> bool:
    """Say whether nothing of a record is to come any more."""
    return record.period is None or record.period.phase(now) is Phase.AFTER


def parse_quiet(text: str, zone: ZoneInfo) -> QuietHours | None:
    """Read quiet hours such as ``22:00-07:00``; None for ``off``.

    Raises:
        ObjectionError: they cannot be read; the message says how to write them.
    """
    if text.strip().casefold() in {"off", "none", ""}:
        return None
    start, dash, end = text.replace("\u2013", "-").partition("-")
    try:
        quiet = QuietHours(dt.time.fromisoformat(start.strip()), dt.time.fromisoformat(end.strip()), zone)
    except ValueError:
        dash = ""
    if not dash:
        raise ObjectionError(
            "“{text}” are no quiet hours; write for example 22:00-07:00, or: off.", text=shortened(text, _LONGEST_ECHO)
        )
    return quiet
