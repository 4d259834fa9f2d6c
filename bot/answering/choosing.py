"""Chooses the meetings of a series that a question means: the next, the last, the one before Berlin, those of five years."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answering.asked import Asked
from bot.answering.edges import Edges, Named, edges_of
from bot.answering.implied import OF_A_MEETING, asks_when_coming, implied
from bot.answering.passages import Stems
from bot.answering.question import Question
from bot.answering.series import GENERIC, ROUND_STEMS, ROUNDS, Catalogue, Series, asks_which_years, places_of
from bot.answering.times import TimeSpan, find_span
from bot.languages.analysis import stems
from bot.records.dates import Phase
from bot.records.model import Kind, Record, Status

_NOUN = rf"(?:meetings?|events?|editions?|ones?|times?|gatherings?|{'|'.join(f'{word}s?' for word in ROUNDS)})"
_COUNT = r"(?:(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) )?"
_NUMBERS = {word: n for n, word in enumerate("two three four five six seven eight nine ten".split(), 2)}  # noqa: SIM905
_STEP = re.compile(
    r"\b(?P<word>next|upcoming|coming|forthcoming|last|latest|most recent|final|previous|preceding|past|first|earliest|opening) "
    + _COUNT
    + r"(?P<years>years?\b)?(?P<what>(?:[\w&+'\u2019./-]+ ?){0,8})"
)
_MEETS_NEXT = re.compile(
    r"\b(?:meets?|held|convenes?|gathers?|takes? place|happens?|is) (?P<word>next|last|first)\b(?! \w+ (?:year|week|month))"
)
_CUT = re.compile(
    r"\b(?:is|was|were|are|will|did|does|do|has|have|had|take|takes|took|be|held|come|came|begins?|starts?|ends?|before|after"
    r"|between|since|until|and|or|when|where|who|which|what|how|that|please|going|happen\w*|meets?)\b|[.?]"
)
_FOR = re.compile(r"\b(?:for|on|about|at|with|to)\b")
_ASKS_ONE = re.compile(r"\b(?:which|what|the|name)\b")
_MODES = {
    "online": re.compile(r"\b(?:virtual|virtually|online|remote)\b"),
    "on site": re.compile(r"\b(?:in[- ]person|face[- ]to[- ]face|on[- ]?site|physical)\b"),
}
_MODE_STEMS = frozenset(stems("virtual virtually online remote in-person person face on-site onsite site physical"))
_MANY = re.compile(
    r"\b(?:which|what|all|list|name|give|the)\b[^?]{0,60}?\b(?:years|cities|countries|places|towns|hosts|forums|igfs|meetings|sessions"
    r"|editions|consultations|ones|summits|conferences)\b|\blist\b"
)
_WHOLE = re.compile(
    r"\blist\b|\ball (?:the |of the )?(?:past |previous )?(?:[\w+'-]+ ){0,3}?(?:\w+s)\b|\b(?:each|every) (?:year|time|edition)\b"
    r"|\bover the years\b|\bsince the (?:start|beginning)\b|\bby year\b"
)
"""The whole series is asked for."""

_UNREAD = re.compile(r"\b(?:before|prior to|ahead of|after|following|since)\b(?! (?:that|this|it|then|them|now)\b)")
_PLAIN = {Asked.WHEN, Asked.WHERE, Asked.NEXT, Asked.LIST, Asked.WHAT, Asked.STATE, Asked.DAYS}
"""What the dates and the place of a meeting answer."""

_ASKS = re.compile(
    r"\b(?:next|upcoming|coming|forthcoming|last|latest|recent|final|previous|preceding|past|first|earliest|opening|before|after"
    r"|following|prior|between|since|from|during|in|years?|times|often|ever|list|all|each|every)\b"
)
"""Without any of these no question means a part of a series."""

_FIRST, _NEXT, _LAST = 0, 1, -1
_STEPS = dict.fromkeys(("next", "upcoming", "coming", "forthcoming"), _NEXT) | dict.fromkeys(
    ("first", "earliest", "opening"), _FIRST
)
_SHORTEST_PLACE, _LONGEST_ENDING = 5, 3
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_YEARS_OFF = re.compile(
    r"\b(?P<n>a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) years?"
    r" (?P<side>before|after|earlier than|later than|prior to)"
    r" (?:the )?(?:one in )?(?P<one>[\w\u00c0-\u017f' -]{3,40}?)\s*(?=[?.,!]|$|\bwas\b|\bheld\b|\btake)"
)


@dataclass(frozen=True, slots=True)
class Picked:
    """What a question means of a series.

    Attributes:
        records: The meetings, in the order of time.
        rest: The stems of the question that tell neither which series nor which meeting of it.
        step: 1 for the next, -1 for the last, 0 for the first; None for a list.
        before: Where nothing is to come, the meeting that came last.
    """

    records: tuple[Record, ...]
    rest: Stems
    step: int | None
    before: Record | None = None

    def plain(self, question: Question) -> bool:
        """Say whether the meetings' dates and places are all that is asked for."""
        return bool(self.records or self.before) and not self.rest and (self.step is None or set(question.asked) <= _PLAIN)


def pick(catalogue: Catalogue, question: Question, named: Named, names: Iterable[tuple[Stems, str]]) -> Picked | None:
    """Give what a question means of a series; None where it means none, or where that is not certain.

    Args:
        catalogue: The series that there are.
        question: The question.
        named: What gives the dated record that a few words name.
        names: The names that the question has in full, each with its record.
    """
    relative = question.span is not None and question.span.relative
    timely = relative or question.wants(Asked.DAYS, Asked.STATE) or asks_when_coming(question.plain)
    if question.outside or not (timely or _ASKS.search(question.plain)):
        return None
    meant = catalogue.named_in(question, names, OF_A_MEETING if relative or _STEP.search(question.plain) else frozenset())
    return Choosing(question, meant[1], meant[0], named).picked() if meant else None


class Choosing:
    """Chooses the meetings of one series that one question means."""

    def __init__(self, question: Question, series: Series, name: Stems, named: Named) -> None:
        """Take the question, the series and the name by which it is called."""
        self._question = question
        self._series = series
        self._name = name
        self._named = named
        self._edges = self._years_off() or edges_of(question.plain, question.now.date(), self._edge)
        self._text = question.plain.replace(self._edges.span.words, " , ") if self._edges else question.plain
        if question.span and not self._edges:
            self._text = self._text.replace(question.span.words, " , ")
        self._called = name.union(*(other for other in series.names if other <= question.own))
        self._own = frozenset(stems(self._text)) & question.own - self._called

    def picked(self) -> Picked | None:
        """Give the meetings; None where what is said besides is not understood."""
        steps = {found["word"] for found in _STEP.finditer(self._text)}
        if steps and not self._bounded and _UNREAD.search(self._text):
            return None  # the last one before something that is not known
        if len(steps) > 1 or not self._name <= frozenset(stems(self._text)):
            return None  # "from the first to the last"; or the series is named only to tell a time
        step, many, noun = self._step()
        members = self._fitting(noun)
        if members is None or any(map(str.isdigit, self._own)) or (step != _NEXT and self._reaches_back(step)):
            return None  # one meeting is told by its number or year; or earlier ones are meant than are known
        told = {stem: place for stem in self._own for place in sorted(self._series.places) if _is_of(stem, place)}
        places = frozenset(told.values())
        rest = self._own - told.keys() - GENERIC - _MODE_STEMS
        if noun and (noun - self._called - GENERIC - _MODE_STEMS - told.keys()):
            return None
        if places:
            members = [record for record in members if places & places_of(record)]
        if step is None or many:
            members = self._many(members, many, step)
            lists = many or (asks_which_years(self._text) and places) or (_MANY.search(self._text) and self._bounded)
            whole = _WHOLE.search(self._text) and self._question.kinds <= {Kind.MEETING}
            lists = lists or (whole and not rest)
            return Picked(tuple(members), rest, None) if members and lists else self._implied(members, rest)
        return self._one(members, step, rest)

    @property
    def _bounded(self) -> bool:
        return bool(self._edges or self._question.span)

    def _years_off(self) -> Edges | None:
        """Give the year that is told by the years from another ("two years before Berlin", "a year after 2015")."""
        found = _YEARS_OFF.search(self._question.plain)
        if not found:
            return None
        record = self._edge(found["one"])
        span = find_span(f"in {found['one']}", self._question.now.date())
        begun = record.period.start.first_day() if record and record.period else span.first if span else None
        if begun is None:
            return None
        number = 1 if found["n"] in {"a", "one"} else _NUMBERS.get(found["n"]) or int(found["n"])
        year = begun.year + (-number if found["side"] in {"before", "earlier than", "prior to"} else number)
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        days = TimeSpan(dt.date(year, 1, 1), dt.date(year, 12, 31), relative=False, words=found[0])
        return Edges(days, (record,) if record else (), 1)

    def _step(self) -> tuple[int | None, str, Stems]:
        """Give which one is meant, how many, and the stems of the words that say of what."""
        found = _STEP.search(self._text)
        if found:
            what = _CUT.split(found["what"])[0]
            noun = frozenset(stems(what))
            other = _FOR.search(found["what"])
            if other and not self._name & frozenset(stems(found["what"][: other.start()])):
                return None, "", frozenset()  # "the next consultation for the forum" is none of the forums
            if found["years"] or (noun & self._name) or re.search(rf"\b{_NOUN}\b", what):
                many = f"{found['n']} years" if found["years"] else found["n"] or ""
                if not found["years"] or found["n"]:
                    self._own -= frozenset(stems(f"{found['word']} {found['n'] or ''}"))
                    return _STEPS.get(found["word"], _LAST), many, noun
        late = _MEETS_NEXT.search(self._text)
        if late:
            self._own -= frozenset(stems(late["word"]))
            return _STEPS.get(late["word"], _LAST), "", frozenset()
        if self._edges and self._edges.side and _ASKS_ONE.search(self._text) and not _MANY.search(self._text):
            return (_LAST if self._edges.side < 0 else _FIRST), "", frozenset()
        return None, "", frozenset()

    def _reaches_back(self, step: int | None) -> bool:
        """Say whether what is asked for may lie before the first meeting that is known."""
        begun = self._series.members[0].period
        if self._series.whole or begun is None:
            return False
        span = self._edges.span if self._edges else self._question.span
        if span is None:
            return step == _FIRST
        return step != _LAST and span.first < begun.start.first_day().replace(month=1, day=1)

    def _fitting(self, noun: Stems) -> list[Record] | None:
        """Give the meetings of the days, the manner and the sort that are asked for; None where none is of that sort."""
        members = [record for record in self._series.members if record.status is not Status.CANCELLED]
        span = self._edges.span if self._edges else self._question.span
        if span:
            members = [one for one in members if one.period and one.period.overlaps(span.first, span.last)]
        for mode, pattern in _MODES.items():
            if pattern.search(self._text):
                members = [one for one in members if (one.place or "").startswith("online") == (mode == "online")]
        for sort in noun & ROUND_STEMS - self._name:
            if not any(sort in stems(one.title) for one in self._series.members):
                return None
            members = [one for one in members if sort in stems(one.title)]
        return members

    def _many(self, members: list[Record], many: str, step: int | None) -> list[Record]:
        if not many:
            return members
        said = many.partition(" ")[0]
        number = _NUMBERS.get(said) or int(said)
        if not many.endswith("years"):
            past = [one for one in members if one.period and one.period.phase(self._question.now) is Phase.AFTER]
            return members[:number] if step == _FIRST else past[-number:] if step == _LAST else []
        begun = self._series.members[0].period
        if step != _FIRST or not begun:
            return []
        until = begun.start.first_day().year + number
        return [one for one in members if one.period and one.period.start.first_day().year < until]

    def _one(self, members: list[Record], step: int, rest: Stems) -> Picked | None:
        """Give the first, the last or the next; two where one may be over or to come and no day is known."""
        now = self._question.now
        if step == _NEXT and self._edges and self._edges.side > 0:
            step = _FIRST
        phases = [(one, one.period.phase(now)) for one in members if one.period]
        coming = [one for one, phase in phases if phase is not Phase.AFTER]
        past = [one for one, phase in phases if phase is Phase.AFTER]
        if step == _NEXT and not self._bounded:
            under_way = bool(coming) and (coming[0], Phase.DURING) in phases
            before = past[-1] if past else None
            return Picked(tuple(coming[: 1 + under_way]), rest, step, before) if coming or before else None
        if step == _NEXT:
            return Picked(tuple(coming[:1]), rest, step) if coming else None
        last = self._series.members[-1]
        if not members and self._edges and self._edges.side > 0 and last in self._edges.records:
            return Picked((), rest, _NEXT, last)  # nothing is known after the last one
        chosen = members[:1] if step == _FIRST else (members if self._bounded else past)[-1:]
        return Picked(tuple(chosen), rest, step) if chosen else None

    def _implied(self, members: list[Record], rest: Stems) -> Picked | None:
        """Give the meeting that is meant where the series alone is named."""
        if not rest and asks_when_coming(self._text):
            coming = None if self._bounded else self._one(members, _NEXT, rest)
            return replace(coming, records=coming.records[:1]) if coming else Picked(tuple(members), rest, None)
        if self._edges or _MANY.search(self._text):
            return None
        known = [one for one in self._series.members if one.status is not Status.CANCELLED]
        one = implied(self._question, self._text, known, members, rest)
        return Picked((one,), rest, _LAST) if one else None

    def _edge(self, text: str) -> Record | None:
        """Give the meeting of the series that stands at an edge ("before Berlin"), else whatever is named."""
        told = frozenset(stems(text)) - self._name - GENERIC
        sorts = frozenset(stems(text)) & ROUND_STEMS - self._name
        other = any(sort not in stems(one.title) for sort in sorts for one in self._series.members)  # "the Doha conference"
        here = [one for one in self._series.members if told and not other and told <= places_of(one)]
        return min(here, key=self._away) if here else self._named(text)  # of two in one city the nearer one is meant

    def _away(self, record: Record) -> tuple[int, str]:
        begun = record.period.start.first_day() if record.period else dt.date.max
        return abs((begun - self._question.now.date()).days), record.id


def _is_of(stem: str, place: str) -> bool:
    """Say whether a stem names a place or its people ("kenyan", "azerbaijani")."""
    return stem == place or (
        len(place) >= _SHORTEST_PLACE and stem.startswith(place) and len(stem) - len(place) <= _LONGEST_ENDING
    )
