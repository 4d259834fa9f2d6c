"""When reminders are due: pure, from what they hang on, lead times, quiet hours and zones to instants."""

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.languages.objection import ObjectionError
from bot.records.dates import UTC, Day, LocalTime, Month, Period, When
from bot.records.model import Kind
from bot.reminders.civil import instant_of
from bot.reminders.leads import DaysBefore, Lead

MORNING = dt.time(9)
"""Hour at which a reminder comes where neither the organiser nor the record names one."""


class Edge(enum.StrEnum):
    """Which end of a record's dates a reminder hangs on."""

    START = "start"
    END = "end"

    @classmethod
    def told(cls, kind: Kind) -> "Edge":
        """Give the one of which a kind of record reminds: when a deadline is over, when anything else begins."""
        return cls.END if kind is Kind.DEADLINE else cls.START


@dataclass(frozen=True, slots=True)
class Anchor:
    """What reminders come before.

    Attributes:
        when: The moment, as exact as it is known: a civil time, a day or a month.
        zone: Where it is meant; UTC where the source names no place.
    """

    when: LocalTime | Day | Month
    zone: ZoneInfo

    @classmethod
    def of(cls, period: Period, edge: Edge) -> "Anchor":
        """Give the start or the end of a record's dates.

        Raises:
            ObjectionError: only the year is known.
        """
        when: When = period.start if edge is Edge.START else period.last
        if not isinstance(when, LocalTime | Day | Month):
            raise ObjectionError(
                "Only the year {year} is known, and nothing can be counted back from that; /follow it instead.", year=when
            )
        return cls(when, period.zone or UTC)

    @property
    def day(self) -> dt.date:
        """The civil day there; of a month its first, since nothing may come too late."""
        return self.when.first_day()

    @property
    def moment(self) -> dt.datetime | None:
        """The instant, where the hour is known."""
        return instant_of(self.when.clock, self.zone) if isinstance(self.when, LocalTime) else None

    @property
    def over(self) -> dt.datetime:
        """The instant from which on a reminder of it is of no use."""
        return self.moment or instant_of(dt.datetime.combine(self.when.last_day() + dt.timedelta(days=1), dt.time()), self.zone)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the day in which a chat wants no reminder; they may run over midnight."""

    start: dt.time
    end: dt.time
    zone: ZoneInfo

    def moved(self, due: dt.datetime, latest: dt.datetime) -> dt.datetime:
        """Give a moment outside the quiet hours: their end, or where that is too late (from `latest` on) their beginning."""
        clock = due.astimezone(self.zone).replace(tzinfo=None)
        if not self._within(clock.time()):
            return due
        overnight = self.start > self.end
        begun = clock.date() - dt.timedelta(days=1) if overnight and clock.time() < self.end else clock.date()
        ends_on = begun + dt.timedelta(days=1) if overnight else begun
        after = instant_of(dt.datetime.combine(ends_on, self.end), self.zone)
        return after if after < latest else instant_of(dt.datetime.combine(begun, self.start), self.zone)

    def _within(self, clock: dt.time) -> bool:
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One reminder to come: the lead time it stems from, and the instant at which it is due, in UTC."""

    lead: Lead
    due: dt.datetime


def plan(anchor: Anchor, leads: Iterable[Lead], quiet: QuietHours | None = None) -> tuple[Occurrence, ...]:
    """Give when the reminders are due, the first one first; two that fall on one moment are one, with the shorter lead time.

    Days are civil days where the thing happens, hours are elapsed time (DESIGN, section 6).

    Raises:
        ObjectionError: hours before something of which no hour is known.
    """
    dues: dict[dt.datetime, Lead] = {}
    for lead in leads:
        due = _due(anchor, lead)
        moved = quiet.moved(due, anchor.over) if quiet else due
        dues[moved] = lead
    return tuple(Occurrence(lead, due) for due, lead in sorted(dues.items()))


def _due(anchor: Anchor, lead: Lead) -> dt.datetime:
    if isinstance(lead, DaysBefore):
        own = anchor.when.clock.time() if isinstance(anchor.when, LocalTime) else MORNING
        return instant_of(dt.datetime.combine(anchor.day - dt.timedelta(days=lead.days), lead.at or own), anchor.zone)
    if anchor.moment is None:
        raise ObjectionError(
            "{lead} before needs an hour, and only the day is known; count in days, for example 1d 18:00.", lead=lead
        )
    return anchor.moment - dt.timedelta(minutes=lead.minutes)
