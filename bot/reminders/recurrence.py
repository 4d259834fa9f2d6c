"""Reminders that come again: a rule of RFC 5545 in civil time, so that the hour on the wall stays when clocks change."""

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from bot.languages.objection import ObjectionError
from bot.languages.shown import shortened
from bot.reminders.civil import instant_of

_PARTS = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "COUNT", "UNTIL", "WKST"}
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_LONGEST = 200
_LONGEST_ECHO = 60


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule, the civil time of its first occurrence, and the zone in which both are meant.

    Attributes:
        rule: The value of an RRULE (RFC 5545, section 3.3.10), not oftener than daily.
        first: The first occurrence as the clock there shows it.
        zone: Where that clock hangs.
    """

    rule: str
    first: dt.datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        """Refuse a rule that cannot be used.

        Raises:
            ObjectionError: the rule is none, comes oftener than daily, or never.
        """
        parts = self._parts()
        unknown = sorted(set(parts) - _PARTS)
        if unknown or len(self.rule) > _LONGEST or parts.get("FREQ") not in _FREQUENCIES:
            raise _no_rule(self.rule)
        if not re.fullmatch(r"[1-9][0-9]{0,2}", parts.get("INTERVAL", "1")):
            raise ObjectionError(
                "{n} is no step in which a reminder can come again; give a number from 1 to 999.",
                n=shortened(parts["INTERVAL"], 9),
            )
        if self.after(instant_of(self.first, self.zone) - dt.timedelta(days=2)) is None:
            raise ObjectionError("Such a day never comes ({rule}); give another one.", rule=self.rule)

    def after(self, moment: dt.datetime) -> dt.datetime | None:
        """Give the first occurrence later than an instant, in UTC; None when there is none any more."""
        clock = moment.astimezone(self.zone).replace(tzinfo=None) - dt.timedelta(days=1)
        # A day back, since near a clock change the civil order is not the order of instants.
        rule = self._rule(self._near(clock))
        while (clock := rule.after(clock)) is not None:  # type: ignore[assignment]  # published types lack None
            due = instant_of(clock, self.zone)
            if due > moment:
                return due
        return None

    def _parts(self) -> dict[str, str]:
        return dict(part.partition("=")[::2] for part in self.rule.upper().split(";"))

    def _near(self, clock: dt.datetime) -> dt.datetime:
        """Give a start from which the same occurrences follow, not far before a civil time, so that none long past is counted."""
        parts = self._parts()
        days = {"DAILY": 1, "WEEKLY": 7}.get(parts["FREQ"], 0) * int(parts.get("INTERVAL", 1))
        if not days or "COUNT" in parts:
            return self.first
        return self.first + max(0, (clock - self.first) // dt.timedelta(days=days) - 1) * dt.timedelta(days=days)

    def _rule(self, first: dt.datetime) -> rrule:
        try:
            rule = rrulestr(self.rule, dtstart=first, ignoretz=True)
        except (ValueError, TypeError, AttributeError):
            raise _no_rule(self.rule) from None
        if not isinstance(rule, rrule):
            raise _no_rule(self.rule)
        return rule


def _no_rule(rule: str) -> ObjectionError:
    return ObjectionError(
        "“{rule}” is no rule by which a reminder can come again; write for example: every Friday 9:00.",
        rule=shortened(rule, _LONGEST_ECHO),
    )
