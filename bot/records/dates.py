"""Dates as exact as the source printed them: a day, a local time, a month or a year, each a type of its own."""

import calendar
import datetime as dt
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.clock import EARLIEST, LATEST, MONTHS

UTC = ZoneInfo("UTC")
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Year:
    """A year, nothing finer known: ``2024``."""

    year: int

    def first_day(self) -> dt.date:
        """Give 1 January."""
        return dt.date(self.year, 1, 1)

    def last_day(self) -> dt.date:
        """Give 31 December."""
        return dt.date(self.year, 12, 31)

    def __str__(self) -> str:
        """Give the form used in the YAML files."""
        return f"{self.year:04d}"


@dataclass(frozen=True, slots=True)
class Month:
    """A month, no day known: ``2024-09``."""

    year: int
    month: int

    def first_day(self) -> dt.date:
        """Give the month's first day."""
        return dt.date(self.year, self.month, 1)

    def last_day(self) -> dt.date:
        """Give the month's last day."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        """Give the form used in the YAML files."""
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Day:
    """A civil day, no hour known: ``2024-12-05``."""

    date: dt.date

    def first_day(self) -> dt.date:
        """Give the day itself."""
        return self.date

    def last_day(self) -> dt.date:
        """Give the day itself."""
        return self.date

    def __str__(self) -> str:
        """Give the form used in the YAML files."""
        return self.date.isoformat()


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A civil date and time, to be read in the record's zone: ``2024-12-05T11:00``."""

    clock: dt.datetime  # naive on purpose: the record's `zone` says where it is meant

    def first_day(self) -> dt.date:
        """Give the civil day."""
        return self.clock.date()

    def last_day(self) -> dt.date:
        """Give the civil day."""
        return self.clock.date()

    def __str__(self) -> str:
        """Give the form used in the YAML files."""
        return self.clock.isoformat(timespec="minutes")


When = Year | Month | Day | LocalTime

_FORMS = (
    (re.compile(r"[0-9]{4}"), lambda text: Year(dt.date(int(text), 1, 1).year)),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), lambda text: Month(*_month_parts(text))),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), lambda text: Day(dt.date.fromisoformat(text))),
    (
        re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}"),
        lambda text: LocalTime(dt.datetime.fromisoformat(text)),
    ),
)


def _month_parts(text: str) -> tuple[int, int]:
    day = dt.date.fromisoformat(f"{text}-01")
    return day.year, day.month


def parse_when(text: str) -> When:
    """Read ``2024``, ``2024-09``, ``2024-12-05`` or ``2024-12-05T11:00``.

    Raises:
        ValueError: the text has none of these forms, names a day or hour that does not exist, or lies outside 1800 to 2999.
    """
    for form, build in _FORMS:
        if not form.fullmatch(text):
            continue
        try:
            when: When = build(text)
        except ValueError as problem:
            message = f"{text!r} is no date that exists ({problem}); mend the day, month or hour"
            raise ValueError(message) from None
        if not EARLIEST <= when.first_day().year <= LATEST:
            message = f"{text!r} lies outside the years {EARLIEST} to {LATEST}; mend the year"
            raise ValueError(message)
        return when
    message = f"{text!r} is no date; write 2024, 2024-09, 2024-12-05 or 2024-12-05T11:00"
    raise ValueError(message)


class Phase(enum.Enum):
    """Where a moment lies relative to a period."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Period:
    """From the start to the end of something, both as exact as the sources have them.

    Attributes:
        start: When it begins.
        end: Its last moment, day, month or year; None where it has just one.
        lasting: It has a start hour and no known end: it is then taken to last until the end of its civil day.
        zone: The venue's zone; None where the source names no place on Earth, and days are then counted in UTC.
    """

    start: When
    end: When | None = None
    zone: ZoneInfo | None = None
    lasting: bool = False

    @property
    def last(self) -> When:
        """The end, or the start where there is just one."""
        return self.end if self.end is not None else self.start

    @property
    def has_clock(self) -> bool:
        """Whether the start is known to the minute."""
        return isinstance(self.start, LocalTime)

    @property
    def one_civil_day(self) -> bool:
        """Whether all of it lies on one known civil day."""
        exact = isinstance(self.start, Day | LocalTime) and isinstance(self.last, Day | LocalTime)
        return exact and self.start.first_day() == self.last.last_day()

    def begins(self) -> dt.datetime:
        """Give the first instant."""
        return _instant(self.start, self.start.first_day(), self.zone or UTC)

    def ends(self) -> dt.datetime:
        """Give the instant from which on it is over."""
        last = self.last
        if isinstance(last, LocalTime) and not self.lasting:
            return _instant(last, last.last_day(), self.zone or UTC)
        return _instant(None, last.last_day() + _ONE_DAY, self.zone or UTC)

    def phase(self, now: dt.datetime) -> Phase:
        """Say whether `now` lies before, within or after the period."""
        if now < self.begins():
            return Phase.BEFORE
        return Phase.DURING if now < self.ends() else Phase.AFTER

    def today(self, now: dt.datetime) -> dt.date:
        """Give the civil day of `now` at the venue (in UTC where no zone is known)."""
        return now.astimezone(self.zone or UTC).date()

    def overlaps(self, first: dt.date, last: dt.date) -> bool:
        """Say whether any of its days lies from `first` to `last`, both included."""
        return self.start.first_day() <= last and self.last.last_day() >= first


def _instant(when: When | None, day: dt.date, zone: ZoneInfo) -> dt.datetime:
    clock = when.clock if isinstance(when, LocalTime) else dt.datetime.combine(day, dt.time())
    return clock.replace(tzinfo=zone).astimezone(dt.UTC)


def exists(clock: dt.datetime, zone: ZoneInfo) -> bool:
    """Say whether a civil time exists once and only once in a zone: false in the hours that a clock change skips or repeats."""
    early, late = (clock.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return early.utcoffset() == late.utcoffset()


_MONTH = "(?P<{}>" + "|".join(MONTHS) + ")"
_RANGE = r"\s*(?:-|–|to|and|until|till|through)\s*"  # noqa: RUF001 - the en dash is what printed ranges use
_IN_WORDS = re.compile(
    r"\b(?:(?P<d1>\d{1,2})(?:\s+" + _MONTH.format("m1") + r"(?:\s+(?P<y1>\d{4}))?)?" + _RANGE + r")?"
    r"(?P<d2>\d{1,2})\s+" + _MONTH.format("m2") + r",?\s+(?P<y2>\d{4})\b",
    re.IGNORECASE,
)
_MONTH_RANGE = re.compile(
    _MONTH.format("m1") + r"(?:\s+(?P<y1>\d{4}))?" + _RANGE + _MONTH.format("m2") + r"\s+(?P<y2>\d{4})", re.IGNORECASE
)
_MONTH_YEAR = re.compile(r"\b" + _MONTH.format("m2") + r"\s+(?P<y2>\d{4})\b", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")


def dates_in(text: str) -> set[When]:
    """Give every day, month and year that an English sentence names; of a span, both ends."""
    return set(_named(text))


def _named(text: str) -> Iterator[When]:
    for found in _IN_WORDS.finditer(text):
        year, month = int(found["y2"]), MONTHS[found["m2"].lower()]
        yield from _day(year, month, int(found["d2"]))
        yield Month(year, month)
        if found["d1"]:
            first_month = MONTHS[(found["m1"] or found["m2"]).lower()]
            yield from _day(int(found["y1"] or year), first_month, int(found["d1"]))
    for found in _MONTH_RANGE.finditer(text):
        yield Month(int(found["y1"] or found["y2"]), MONTHS[found["m1"].lower()])
    for found in _MONTH_YEAR.finditer(text):
        yield Month(int(found["y2"]), MONTHS[found["m2"].lower()])
    for found in _ISO.finditer(text):
        year, month, day = (int(part) for part in found[1].split("-"))
        yield from _day(year, month, day)
    for found in _YEAR.finditer(text):
        yield Year(int(found[1]))


def _day(year: int, month: int, day: int) -> Iterator[When]:
    try:
        yield Day(dt.date(year, month, day))
    except ValueError:
        return  # "31 June 2024" in a text is no date; the curators' check speaks of it elsewhere


def readable(when: When, text: str) -> bool:
    """Say whether a sentence names this very day, month or year."""
    wanted = Day(when.clock.date()) if isinstance(when, LocalTime) else when
    return wanted in dates_in(text)
