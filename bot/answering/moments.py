"""Puts a record's dates into words relative to now: what the date is, and whether it is open, under way or over."""

import datetime as dt
import gettext
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel import Locale

from bot.languages import dates
from bot.records.dates import UTC, Day, LocalTime, Month, Period, Phase, When, Year, dates_in
from bot.records.model import Kind, Record, Status
from bot.reply import Moment

_DASH, _DASH_WIDE = "\u2013", " \u2013 "  # the dash of spans: narrow between hours, wide between days with hours

_NO_REPORT = {Status.SCHEDULED_PAST, Status.UPCOMING, Status.ONGOING}
"""States of a record of which nobody has reported yet that it took place."""


_SPAN = re.compile(r"\b(?:from|between) .*?\b(?:to|until|and)\b")
_END_OF_YEAR = re.compile(r"\bend of ((?:19|20)\d{2})\b")


@dataclass(frozen=True, slots=True)
class Speaker:
    """What wording needs: the catalogue, the locale for dates, the moment of asking, the reader's zone if known."""

    words: gettext.NullTranslations
    locale: Locale
    now: dt.datetime
    zone: ZoneInfo | None = None

    def period(self, period: Period) -> Moment:
        """Give a period's dates, with the hours at the venue, in UTC and in the reader's zone where hours are known."""
        return Moment(self._dates(period), period.begins() if period.has_clock else None)

    def _dates(self, period: Period) -> str:
        start, last = period.start, period.last
        if isinstance(start, LocalTime) and isinstance(last, LocalTime):
            return self._clock_dates(period, start)
        if start == last:
            return self.when(start)
        if isinstance(start, Day | LocalTime) and isinstance(last, Day | LocalTime):
            return dates.days(start.first_day(), last.last_day(), self.locale)
        return self.words.gettext("{start} to {end}").format(start=self.when(start), end=self.when(last))

    def _clock_dates(self, period: Period, start: LocalTime) -> str:
        venue = period.zone or UTC
        begin, end = period.begins(), (period.ends() if period.end is not None else None)
        shown = self._there(begin, end, venue, start.clock.date())
        others = [UTC] + ([self.zone] if self.zone and self.zone.key != UTC.key else [])
        known = start.clock.date() if period.one_civil_day else None
        elsewhere = [self._there(begin, end, zone, known, bare=True) for zone in others if zone.key != venue.key]
        return f"{shown} ({'; '.join(elsewhere)})" if elsewhere else shown

    def _there(
        self, begin: dt.datetime, end: dt.datetime | None, zone: ZoneInfo, known: dt.date | None, *, bare: bool = False
    ) -> str:
        """Give the hours in a zone with their days; with `bare`, without the day that is known already."""
        first = begin.astimezone(zone)
        last = end.astimezone(zone) if end is not None and end > begin else first
        hour = dates.clock(first, self.locale)
        day = "" if bare and first.date() == known else dates.day(first.date(), self.locale) + ", "
        if last.date() != first.date():
            day = day or dates.day(first.date(), self.locale) + ", "
            hours = f"{day}{hour}{_DASH_WIDE}{dates.day(last.date(), self.locale)}, {dates.clock(last, self.locale)}"
        else:
            hours = f"{day}{hour}" + (f"{_DASH}{dates.clock(last, self.locale)}" if last != first else "")
        if zone.key == UTC.key:
            return f"{hours} UTC"
        place = zone.key.rpartition("/")[2].replace("_", " ")
        return self.words.gettext("{hours} {place} time").format(hours=hours, place=place)

    def when(self, when: When) -> str:
        """Give a day with its weekday, a month or a year."""
        match when:
            case Year(year):
                return str(year)
            case Month():
                return dates.month(when.first_day(), self.locale)
            case _:
                return dates.day(when.first_day(), self.locale)

    def when_day(self, day: dt.date) -> str:
        """Give a civil day without its weekday."""
        return dates.day(day, self.locale, weekday=False)

    def apart(self, period: Period, phase: Phase) -> str:
        """Give how far a period's start or end is away."""
        if isinstance(period.last, Month | Year):
            months = abs((self.now.year - period.last.last_day().year) * 12 + self.now.month - period.last.last_day().month)
            return dates.distance(round(months * dates.DAYS_IN_MONTH), self.words) if months > 1 else dates.months(1, self.words)
        edge = period.begins() if phase is Phase.BEFORE else period.ends()
        if period.has_clock and abs(edge - self.now) < dt.timedelta(days=1):
            return dates.short_distance(abs(edge - self.now), self.words)
        return dates.distance(self.days_apart(period, phase), self.words)

    def days_apart(self, period: Period, phase: Phase) -> int:
        """Give the civil days from today at the venue to the start (before it) or to the last day (later)."""
        day = period.start.first_day() if phase is Phase.BEFORE else period.last.last_day()
        return abs((day - period.today(self.now)).days)

    def far_off(self, text: str) -> str:
        """Say how far off the one day or span of days is that a text names; empty where it names none or several, or today."""
        days = sorted({when.date for when in dates_in(text) if isinstance(when, Day)})
        days += [dt.date(int(year), 12, 31) for year in _END_OF_YEAR.findall(text)]
        if not days or len(days) > (2 if _SPAN.search(text) else 1):
            return ""
        before, after = (days[0] - self.now.date()).days, (self.now.date() - days[-1]).days
        if before > 0:
            return self.words.gettext("That is in {apart}.").format(apart=dates.distance(before, self.words))
        if after > 0:
            return self.words.gettext("That was {apart} ago.").format(apart=dates.distance(after, self.words))
        return self.words.gettext("That is now.") if len(days) > 1 else ""

    def state(self, record: Record, period: Period) -> str:
        """Say in a sentence whether a record's time is to come, running or over."""
        phase = period.phase(self.now)
        vague = self._vague_state(record, period, phase)
        if vague:
            return vague
        apart = self.apart(period, phase)
        if record.kind is Kind.DEADLINE:
            return self._deadline_state(period, phase, apart)
        match phase:
            case Phase.AFTER:
                return self._past_state(record, apart)
            case Phase.DURING:
                return self._running_state(record, period, apart)
            case _:
                return self._coming_state(record, apart)

    def _vague_state(self, record: Record, period: Period, phase: Phase) -> str:
        """Say what keeps the state from being told exactly; empty where nothing does."""
        if record.status is Status.CANCELLED:
            return self.words.gettext("It was cancelled.")
        if phase is Phase.BEFORE and isinstance(period.last, Month | Year):
            return self.words.gettext("That is still ahead; the sources give no day.")
        if phase is Phase.DURING and isinstance(period.last, Month | Year):
            return self.words.gettext("The sources give no day.")
        if period.lasting and phase is Phase.DURING:
            return self.words.gettext("That is today; the source gives no end.")
        return ""

    def _coming_state(self, record: Record, apart: str) -> str:
        if record.kind in {Kind.RESOLUTION, Kind.DOCUMENT, Kind.OUTCOME, Kind.MILESTONE}:
            return self.words.gettext("That is in {apart}.").format(apart=apart)
        return self.words.gettext("It begins in {apart}.").format(apart=apart)

    def _deadline_state(self, period: Period, phase: Phase, apart: str) -> str:
        _ = self.words.gettext
        if phase is Phase.AFTER:
            return _("It is closed: the deadline passed {apart} ago.").format(apart=apart)
        if phase is Phase.BEFORE and period.end is not None:
            return _("It is not open yet; it opens in {apart}.").format(apart=apart)
        if period.last.last_day() == period.today(self.now):
            if isinstance(period.last, LocalTime):
                return _("It is still open and closes today, in {apart}.").format(apart=apart)
            return _("It is still open and closes today; the source gives no hour.")
        apart = self.apart(period, Phase.DURING)
        return _("It is still open and closes in {apart}.").format(apart=apart)

    def _past_state(self, record: Record, apart: str) -> str:
        _ = self.words.gettext
        if record.status in _NO_REPORT:
            return _("The date passed {apart} ago; it was announced for then, and my sources hold no report of it.").format(
                apart=apart
            )
        if record.kind in {Kind.MEETING, Kind.PROGRAMME}:
            return _("It is over: it ended {apart} ago.").format(apart=apart)
        return _("That was {apart} ago.").format(apart=apart)

    def _running_state(self, record: Record, period: Period, apart: str) -> str:
        _ = self.words.gettext
        if record.kind not in {Kind.MEETING, Kind.PROGRAMME}:
            return _("That is now.")
        if isinstance(period.last, Day) and period.last.date == period.today(self.now):
            return _("It is under way; today is its last day.")
        return _("It is under way and ends in {apart}.").format(apart=apart)
