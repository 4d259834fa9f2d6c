"""Days told by what is named and not by dates: "before the zero draft", "between Rev.1 and Rev.2", "since the pandemic"."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.rank import Hit
from bot.answering.times import TimeSpan, find_span
from bot.records.dates import Period
from bot.records.model import Kind, Record

_END = (
    r"(?=\s+(?:and|but|or|did|do|does|was|were|is|are|has|have|had|came|come|comes|took|take|takes|can|will|which|who|that|so|when"
    r"|where|what|how|began|opened|started|ended|closed|met)\b|\s*[,;:?!]|\.\s|\.?\s*$)"
)
_THING = r"(?:the\s+)?(?P<{}>(?:(?!\b(?:before|after|between)\b).){{2,90}}?)"
_BETWEEN = re.compile(r"\bbetween\s+" + _THING.format("one") + r"\s+and\s+" + _THING.format("other") + _END)
_SIDE = re.compile(
    r"\b(?P<side>before|prior to|ahead of|until|after|following|since|from)\s+(?!(?:that|this|it|then|them|now)\b)"
    + _THING.format("one")
    + _END
)
_UNDATED = {Kind.ORGANISATION, Kind.PERSON, Kind.TERM, Kind.GAP}
"""What goes on for long: its date is no edge of anything."""

_NAMED = 0.55
"""How fully a record must be named to be an edge."""

_LONGEST = 300
"""Characters up to which a question is looked at: the patterns' work grows with the square of them."""

_PANDEMIC = re.compile(r"^(?:covid(?:-?19)?|corona(?:virus)?)?\s*(?:pandemic|lockdowns?|covid(?:-?19)?|corona(?:virus)?)$")
_PANDEMIC_DAYS = dt.date(2020, 3, 11), dt.date(2023, 5, 5)
"""From the World Health Organization's word of a pandemic to the end of its international emergency."""

_FAR_PAST, _FAR_FUTURE = dt.date(1900, 1, 1), dt.date(2999, 12, 31)
_A_DAY = dt.timedelta(days=1)
_EARLIER = {"before", "prior to", "ahead of", "until"}

Named = Callable[[str], Record | None]
"""What gives the dated record that a few words name."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Where a span begins or ends.

    Attributes:
        span: The days; its words are those that told it.
        records: The records that are its edges.
        side: -1 where it is all before something, 1 where it is all after something, 0 where it lies between two.
    """

    span: TimeSpan
    records: tuple[Record, ...]
    side: int


def edges_of(text: str, today: dt.date, named: Named) -> Edges | None:
    """Give the days that a lower-case question tells by what it names; None where it does not, or where that has no date."""
    if len(text) > _LONGEST:
        return None
    between = _BETWEEN.search(text)
    if between:
        one, other = (_days(between[side], today, named) for side in ("one", "other"))
        if not (one and other) or not (one.record or other.record):
            return None
        earlier, later = sorted((one, other), key=lambda days: days.first)
        records = tuple(days.record for days in (earlier, later) if days.record)
        begin, end = (earlier.last if earlier.last < later.first else earlier.first) + _A_DAY, later.first - _A_DAY
        return Edges(TimeSpan(begin, end, relative=False, words=between[0]), records, 0) if begin <= end else None
    return _on_sides(text, today, named)


def _on_sides(text: str, today: dt.date, named: Named) -> Edges | None:
    """Give what lies before one thing, after one, or after one and before another."""
    told: list[tuple[dt.date, dt.date, str, tuple[Record, ...], int]] = []
    for found in _SIDE.finditer(text):
        days = _days(found["one"], today, named)
        if days and (days.record or days.era):
            known = (days.record,) if days.record else ()
            earlier = found["side"] in _EARLIER
            first, last = (_FAR_PAST, days.first - _A_DAY) if earlier else (days.last + _A_DAY, _FAR_FUTURE)
            told.append((first, last, found[0], known, -1 if earlier else 1))
    if not told:
        return None
    first, last = max(one[0] for one in told), min(one[1] for one in told)
    begun, ended = text.index(told[0][2]), text.index(told[-1][2]) + len(told[-1][2])
    sides = {one[4] for one in told}
    span = TimeSpan(first, last, relative=False, words=text[begun:ended])
    records = tuple(record for one in told for record in one[3])
    return Edges(span, records, sides.pop() if len(sides) == 1 else 0) if first <= last else None


@dataclass(frozen=True, slots=True)
class _Edge:
    first: dt.date
    last: dt.date
    record: Record | None = None
    era: bool = False


def _days(text: str, today: dt.date, named: Named) -> _Edge | None:
    plain = text.strip()
    if _PANDEMIC.match(plain):
        return _Edge(*_PANDEMIC_DAYS, era=True)
    if plain in {"now", "today"}:
        return _Edge(today, today)
    record = named(plain)
    if record and record.period:
        return _Edge(*days_of(record.period), record)
    span = find_span(plain, today)
    return _Edge(span.first, span.last) if span else None


def dated(hits: list[Hit]) -> Record | None:
    """Give the dated record that the words name for which these hits were found."""
    fit = [hit for hit in hits if hit.passage.record.period and hit.passage.record.kind not in _UNDATED]
    best = max(fit, key=lambda hit: hit.signals.exact, default=None)
    return best.passage.record if best and best.signals.exact >= _NAMED else None


def days_of(period: Period) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of a period."""
    return period.start.first_day(), period.last.last_day()
