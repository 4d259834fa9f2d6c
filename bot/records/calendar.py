"""Records as entries of a calendar (iCalendar, RFC 5545): a day where the source has a day, and no hour that it does not have."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from bot.records.dates import UTC, Day, LocalTime, Period
from bot.records.model import Kind, Record, Status

MEDIA_TYPE = "text/calendar"

_PRODUCT = "-//wsisbot//wsisbot//EN"
_A_DAY = dt.timedelta(days=1)
_EXACT = dt.timedelta(seconds=1)


def fits(record: Record) -> bool:
    """Say whether the sources date a record to the day or better; a month or a year is no entry in a calendar."""
    period = record.period
    return period is not None and isinstance(period.start, Day | LocalTime) and isinstance(period.last, Day | LocalTime)


def calendar(
    records: Iterable[Record], name: str, describe: Callable[[Record], str], address: Callable[[Record], str | None]
) -> bytes:
    """Give a calendar file with the records that fit into one, in the order of time; the same records give the same bytes.

    Args:
        records: The records.
        name: What calendar programs call it.
        describe: Gives what stands in an entry below its title.
        address: Gives a page on a record.
    """
    dated = [(record, record.period) for record in records if record.period is not None and fits(record)]
    dated.sort(key=lambda pair: (pair[1].start.first_day(), pair[0].id))
    file = Calendar()
    file.add("prodid", _PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("name", name)  # RFC 7986
    file.add("x-wr-calname", name)  # what programs read that are older than it
    for zone in _zones([period for _, period in dated]):
        file.add_component(zone)
    for record, period in dated:
        file.add_component(_entry(record, period, describe(record), address(record)))
    content: bytes = file.to_ical()
    return content


def _entry(record: Record, period: Period, description: str, address: str | None) -> Event:
    entry = Event()
    checked = dt.datetime.combine(record.reviewed, dt.time(), dt.UTC)
    cancelled = record.status is Status.CANCELLED
    entry.add("uid", f"{record.id}@wsisbot")
    entry.add("dtstamp", checked)
    entry.add("last-modified", checked)
    # rises with every change, and with a calling off that has left no other trace
    entry.add("sequence", 2 * len(record.history) + cancelled)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    for key, value in _times(period).items():
        entry.add(key, value)
    entry.add("summary", record.title)
    if record.place:
        entry.add("location", record.place)
    entry.add("description", description)
    if address:
        entry.add("url", address)
    entry.add("categories", [record.kind.value])
    if record.kind is Kind.DEADLINE or not _hourly(period):
        entry.add("transp", "TRANSPARENT")  # it takes nobody's time
    return entry


def _hourly(period: Period) -> bool:
    """Say whether every end of a period that is known is known to the minute."""
    return isinstance(period.start, LocalTime) and isinstance(period.last, LocalTime)


def _times(period: Period) -> dict[str, dt.date]:
    """Give when an entry begins and, where that is known, ends: whole days with the day after, or local times."""
    if not _hourly(period):
        return {"dtstart": period.start.first_day(), "dtend": period.last.last_day() + _A_DAY}
    begin, end = _local(period, period.start), _local(period, period.last)
    return {"dtstart": begin, "dtend": end} if end > begin else {"dtstart": begin}


def _local(period: Period, when: object) -> dt.datetime:
    assert isinstance(when, LocalTime)  # noqa: S101 - for the type checker
    return when.clock.replace(tzinfo=_zone(period))


def _zone(period: Period) -> dt.tzinfo:
    zone = period.zone or UTC
    return dt.UTC if zone.key == UTC.key else zone


def _zones(periods: Sequence[Period]) -> Iterator[Timezone]:
    """Give the rules of the zones in which the periods have hours, for the years around them.

    icalendar would write them too, but has the clocks put forward an hour late (RFC 5545, 3.6.5: the onset is told by the
    clocks as they stand before it), and orders them by hash.
    """
    days: dict[str, list[dt.date]] = defaultdict(list)
    for period in periods:
        if _hourly(period) and period.zone and period.zone.key != UTC.key:
            days[period.zone.key] += [period.start.first_day(), period.last.last_day()]
    for key, used in sorted(days.items()):
        yield _rules(ZoneInfo(key), min(used), max(used))


class _Rule(NamedTuple):
    """How clocks stand from some instants on."""

    daylight: bool
    name: str
    before: dt.timedelta
    after: dt.timedelta


def _rules(zone: ZoneInfo, first: dt.date, last: dt.date) -> Timezone:
    begin, end = dt.datetime(first.year - 1, 12, 31, tzinfo=dt.UTC), dt.datetime(last.year + 1, 1, 1, tzinfo=dt.UTC)
    onsets = {_rule(zone, begin, begin): [begin]}
    for instant in _changes(zone, begin, end):
        onsets.setdefault(_rule(zone, instant - _EXACT, instant), []).append(instant)
    rules = Timezone()
    rules.add("tzid", zone.key)
    for rule, instants in onsets.items():
        part = TimezoneDaylight() if rule.daylight else TimezoneStandard()
        times = [(instant + rule.before).replace(tzinfo=None) for instant in instants]
        part.add("dtstart", times[0])
        if times[1:]:
            part.add("rdate", times[1:])
        part.add("tzoffsetfrom", rule.before)
        part.add("tzoffsetto", rule.after)
        part.add("tzname", rule.name)
        rules.add_component(part)
    return rules


def _rule(zone: ZoneInfo, before: dt.datetime, after: dt.datetime) -> _Rule:
    then = after.astimezone(zone)
    return _Rule(bool(then.dst()), str(then.tzname()), _offset(zone, before), _offset(zone, after))


def _offset(zone: ZoneInfo, instant: dt.datetime) -> dt.timedelta:
    return instant.astimezone(zone).utcoffset() or dt.timedelta()


def _changes(zone: ZoneInfo, begin: dt.datetime, end: dt.datetime) -> Iterator[dt.datetime]:
    """Give the instants at which a zone's clocks change; no zone changes them twice in a day."""
    while begin < end:
        early, late = begin, begin + _A_DAY
        if _offset(zone, early) != _offset(zone, late):
            while late - early > _EXACT:
                middle = early + (late - early) / 2
                early, late = (middle, late) if _offset(zone, middle) == _offset(zone, begin) else (early, middle)
            yield late.replace(microsecond=0)
        begin += _A_DAY
