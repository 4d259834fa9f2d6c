"""Series of meetings, such as the IGF's: which there are, what belongs to each, and which of them a question names."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.answering.edges import days_of
from bot.answering.passages import Stems
from bot.answering.question import Question
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Record, RelationName

_WITHIN: tuple[RelationName, ...] = ("part-of", "session-of")
_CHAINED: tuple[RelationName, ...] = ("follows", "precedes")
_FEWEST = 2
_FEWEST_CHAINED = 3
_WHOLE = frozenset(stems("wsis wsis+20"))
"""What all records are about."""

ROUNDS = ("session", "forum", "consultation", "conference", "summit", "assembly", "panel", "reading")
_FIRST_STEM = stems("first")[0]
ROUND_STEMS = frozenset(stem for word in ROUNDS for stem in stems(word))
_BODIES = ROUND_STEMS | frozenset(stems("council"))
GENERIC = (
    frozenset(
        stems(
            "meeting meetings event events edition editions one ones series gathering gatherings time occasion annual yearly"
            " regular global world un united nations take place held ever history happen meet met venue city country capital"
            " scheduled planned been gone go went so far all which list dates years places cities countries moment public"
            " official"
        )
    )
    | ROUND_STEMS
    | LIGHT_STEMS
)
"""What tells nothing of which series is meant."""

_SEASON = dt.timedelta(days=100)
"""What lies less far apart belongs to one occasion."""

_DIGITS = re.compile(r"-?\d+")


_YEARS = re.compile(r"\b(?:which|what) years?\b|\bhow (?:many times|often)\b|\bwhen (?:did|was|has)\b|\bever\b")


def asks_which_years(text: str) -> bool:
    """Say whether a lower-case question asks in which years something was, or how often."""
    return bool(_YEARS.search(text))


@dataclass(frozen=True)
class Series:
    """Meetings that follow one another.

    Attributes:
        head: The record of the series itself, where there is one, and all those that list it.
        names: The stems of each of its names; of a series without a record the words that its meetings' titles share.
        members: The meetings in the order of time.
        loose: Whether a part of a name is enough to tell it.
        whole: Whether the first meeting that is known was the first of all.
    """

    head: frozenset[str]
    names: tuple[Stems, ...]
    members: tuple[Record, ...]
    loose: bool = False
    whole: bool = False

    @cached_property
    def places(self) -> Stems:
        """The stems of where its meetings were."""
        return frozenset().union(*map(places_of, self.members))

    def named_by(self, own: Stems) -> Stems | None:
        """Give the name, or the part of it, that a question's stems hold; None where there is none."""
        if self.loose:
            found = own & self.names[0]
            return found if len(found) >= min(_FEWEST, len(self.names[0])) else None
        return max((name for name in self.names if name <= own), key=len, default=None)


Named = tuple[Stems, Series]
"""A series, and the name by which it is called."""


class Catalogue:
    """All series of one knowledge base."""

    def __init__(self, knowledge: Knowledge, names: Mapping[str, tuple[Stems, ...]]) -> None:
        """Take the records, and the stems of each name of each."""
        self._knowledge = knowledge
        self._names = names

    @cached_property
    def all(self) -> tuple[Series, ...]:
        """The series with a record of their own, then those that are known by their meetings' titles alone."""
        own = [found for record in self._knowledge if (found := self._of(record))]
        covered = {member.id for series in own for member in series.members}
        return (*own, *self._chains(covered))

    def named_in(self, question: Question, names: Iterable[tuple[Stems, str]], also: Stems = frozenset()) -> Named | None:
        """Give the one series that a question names, and by which name; None where it names none, several, or something else.

        Args:
            question: The question.
            names: The names that the question has in full, each with its record.
            also: Stems that tell a meeting of a series and no other thing whose name holds the series' name.
        """
        found = [(name, series) for series in self.all if (name := series.named_by(question.own))] or self._by_sort(question)
        longest = max((len(name) for name, _ in found), default=0)
        best = [(name, series) for name, series in found if len(name) == longest]
        if len(best) != 1:
            return None
        name, series = best[0]
        known = {*series.head, *(member.id for member in series.members)}
        more = [other - name - GENERIC - also for other, record in names if name < other and record not in known]
        here = series.places if asks_which_years(question.plain) else frozenset()
        if any(beside - here for beside in more):
            return None  # another thing whose name holds that of the series
        return name, series

    def _by_sort(self, question: Question) -> list[tuple[Stems, Series]]:
        """Give the series that the sort of its meetings tells where nothing else is named: "the forum", "the council"."""
        said = question.own - (GENERIC - ROUND_STEMS)
        found: list[tuple[Stems, Series]] = []
        for series in self.all if said & _BODIES else ():
            bare = said - series.places | said & _BODIES
            named = any(bare == name - _WHOLE or (series.loose and bare < name and len(name) == _FEWEST) for name in series.names)
            if named and len(bare) == 1 and bare <= _BODIES:
                found.append((bare, series))
        return found

    def _of(self, head: Record) -> Series | None:
        if head.kind not in {Kind.ORGANISATION, Kind.PROGRAMME}:
            return None
        names = tuple(name for name in self._names[head.id] if not name <= _WHOLE)
        around = [self._knowledge.records[name] for name in self._knowledge.neighbours(head.id)]
        meetings = {record.id: record for record in around if record.kind is Kind.MEETING and record.period}
        within = [one for one in meetings.values() if any(head.id in one.relations.get(name, ()) for name in _WITHIN)]
        chained = [
            record
            for record in meetings.values()
            if any(meetings.keys() & {*record.relations.get(name, ())} for name in _CHAINED)
            and any(name <= frozenset(stems(record.title)) for name in names)
        ]
        members = {one.id: one for one in (*within, *(chained if len(chained) >= _FEWEST_CHAINED else ()))}
        if len(members) < _FEWEST:
            return None
        often = Counter(whole for record in members.values() for whole in record.relations.get("part-of", ()))
        lists = [whole for whole, count in often.items() if count == len(members)]
        ordered = _sorted(members.values())
        opening, period = ordered[0], ordered[0].period
        begun = head.start is not None and period is not None and head.start.first_day().year == period.start.first_day().year
        whole = begun or any(_FIRST_STEM in name for name in self._names[opening.id])
        return Series(frozenset({head.id, *lists}), names, ordered, whole=whole)

    def _chains(self, covered: set[str]) -> Iterable[Series]:
        """Give the meetings that follow one another and whose ids differ in numbers alone, as the sessions of a council do."""
        linked: dict[str, set[str]] = defaultdict(set)
        for record in self._knowledge.of_kind(Kind.MEETING):
            slug = _DIGITS.sub("", record.id)
            for other in (self._knowledge.records[name] for kind in _CHAINED for name in record.relations.get(kind, ())):
                if _DIGITS.sub("", other.id) == slug and record.period and other.period:
                    linked[slug].update({record.id, other.id} - covered)
        for ids in linked.values():
            members = _sorted(self._knowledge.records[name] for name in ids)
            shared = frozenset.intersection(*(frozenset(stems(record.title)) for record in members)) if members else frozenset()
            begun = [record.period.start.first_day() for record in members if record.period]
            apart = all(later - earlier > _SEASON for earlier, later in pairwise(begun))
            if len(members) >= _FEWEST and apart and shared - GENERIC - _WHOLE:
                whole = _sorted([*members, *self._outlying(members)])
                yield Series(frozenset(), (shared - GENERIC,), whole, loose=True)

    def _outlying(self, members: Iterable[Record]) -> Iterable[Record]:
        """Give the meetings that belong to a session and lie on other days, as a council's last one before a conference does."""
        for one in members:
            for other in (self._knowledge.records[name] for name in self._knowledge.neighbours(one.id)):
                within = other.kind is Kind.MEETING and one.id in other.relations.get("session-of", ())
                if within and one.period and other.period and not one.period.overlaps(*days_of(other.period)):
                    yield other


def _sorted(records: Iterable[Record]) -> tuple[Record, ...]:
    """Give records in the order of time."""
    return tuple(
        sorted(records, key=lambda record: (record.period.start.first_day() if record.period else dt.date.max, record.id))
    )


def places_of(record: Record) -> Stems:
    """Give the stems of where a meeting is, as its place and its title have them."""
    return frozenset(stem for stem in stems(f"{record.place or ''} {record.title}") if not stem.isdigit()) - GENERIC
