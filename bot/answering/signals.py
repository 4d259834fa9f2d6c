"""What speaks for and against a passage beyond its word count: coverage, likeness, names, time, the kind of datum."""

import math
import operator
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.answering import nearness
from bot.answering.asked import Asked
from bot.answering.data import Datum
from bot.answering.index import K1, Index
from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.answering.sizes import Sizes
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.model import Kind, Record, StatedField

INSTEAD = 0.3
"""Weight in BM25 of a word that the thesaurus puts beside the asked one."""

CREDIT = 0.75
"""Share of a word's weight that counts as covered where the passage has another word for it."""

SAME_QUESTION = 0.8
"""Likeness to an example question from which on it is that question, whatever words of time stand in it."""

SPARED = 0.4
"""Share of its weight at which a word counts as missing that only tells what is asked, or that the question leans on."""

_FIELDS: dict[Asked, tuple[StatedField, ...]] = {
    Asked.WHEN: ("start", "end"),
    Asked.DAYS: ("start", "end"),
    Asked.STATE: ("start", "end", "status"),
    Asked.NEXT: ("start",),
    Asked.WHERE: ("place",),
    Asked.WHO: ("chairs", "organisers"),
    Asked.LINK: ("links",),
    Asked.CONTACT: ("contacts",),
    Asked.SYMBOL: ("symbol",),
}
_DATA: dict[Asked, Datum] = {
    Asked.WHEN: Datum.DATE,
    Asked.DAYS: Datum.DATE,
    Asked.WHERE: Datum.PLACE,
    Asked.WHO: Datum.NAME,
    Asked.HOW_MANY: Datum.NUMBER,
    Asked.LINK: Datum.ADDRESS,
    Asked.CONTACT: Datum.MAIL,
}
_AMOUNTS = {Asked.MONEY: Datum.MONEY, Asked.SHARE: Datum.SHARE}


class Signals(NamedTuple):
    """The signals of a passage, each from 0 to 1 (bm25 a little more where the thesaurus adds words); or their weights.

    Attributes:
        bm25: Its BM25 score as a share of what a passage made of the question would have.
        cover: The share of the question's weight that the passage holds.
        reach: The share that its record holds, in any passage or in the names of what the record is part of.
        ask: Likeness to the nearest example question.
        unanswered: Likeness to the nearest example question that its record does not answer.
        name: How fully the question has one of the record's names.
        titled: The share of the question's weight that the record's names hold.
        exact: The question has a name of the record fully and little else.
        bare: The question has no words but those that name the record.
        aside: The share of the question's weight that the name of another record makes up, where this one is not around that.
        rest: The share of its other words that the passage holds; 1 where it has no others.
        proper: The share of the question's proper names and acronyms that are out of its record's reach.
        states: It states the structured field that is asked for.
        whole: It tells of the record as a whole.
        define: How fully the question names the record, where its own words do little else and it asks only what or who that is,
            or nothing at all.
        kind: Its record is of a kind that the question names.
        due: The question asks for a deadline, and the record is one.
        time: Its record, or a date that it names, lies in the days that are named.
        elsewhen: It lies elsewhere in time.
        recent: How near to now its record lies, where the question names no days.
        pressing: How near to now it lies, where the question wants to know whether it is open, over or how far off.
        talk: How near its record is to what the talk is about.
        untyped: It lacks the kind of datum that is asked for (a date, a name, a number, an address).
        act: What somebody did ("who won") is not in it.
        amount: The question asks for a sum of money or a share, and it has none.
        focus: What the question wants by name ("which minister") is not in the record.
        outside: The question has a word of a matter that no record is expected to state, and the passage lacks it.
        always: 1; its weight is where the scale begins.
    """

    bm25: float
    cover: float
    reach: float
    ask: float
    unanswered: float
    name: float
    titled: float
    exact: float
    bare: float
    aside: float
    rest: float
    proper: float
    states: float
    whole: float
    define: float
    kind: float
    due: float
    time: float
    elsewhen: float
    recent: float
    pressing: float
    talk: float
    untyped: float
    act: float
    amount: float
    focus: float
    outside: float
    always: float

    def weighed(self, weights: "Signals") -> float:
        """Give the weighted sum."""
        total: float = sum(map(operator.mul, self, weights))
        return total


@dataclass(frozen=True, slots=True)
class _RecordSignals:
    """What all passages of a record share."""

    unanswered: float
    name: float
    titled: float
    define: float
    bare: float
    aside: float
    proper: float
    kind: float
    recent: float
    pressing: float
    focus: float


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known around a question.

    Attributes:
        talk: How near each record is to the talk, from 0 to 1.
        reach: The stems in each record's reach.
        names: Each name that the question has in full, with the records that it names and those related to them.
    """

    talk: Mapping[str, float]
    reach: Mapping[str, Stems]
    names: Mapping[Stems, Collection[str]]


class Asking:
    """A question beside an index: gives the signals of passages, and remembers what passages of one record share."""

    def __init__(self, question: Question, index: Index, sizes: Sizes, scene: Scene) -> None:
        """Take what is asked, and what is known around it."""
        self.question = question
        self._index = index
        self._sizes = sizes
        self._talk = scene.talk
        self._reach = scene.reach
        self._names = scene.names
        self._weight = {stem: often * index.weight(stem) for stem, often in question.terms.items()}
        self._total = sum(self._weight.values()) or 1.0
        telling_own = question.own - LIGHT_STEMS
        timed = frozenset(stems(question.span.words)) if question.span else frozenset()
        # Looked through for each passage, so laid out once: the stem, its weight, its weight where a passage lacks it, whether it
        # tells a time, and what may stand for it.
        self._words = [
            (stem, weight, weight if stem in telling_own else weight * SPARED, stem in timed, question.instead.get(stem, ()))
            for stem, weight in self._weight.items()
        ]
        self._datum = next((_DATA[one] for one in question.asked if one in _DATA), None)
        self._amounts = [_AMOUNTS[one] for one in question.asked if one in _AMOUNTS]
        self._fields = [field for one in question.asked for field in _FIELDS.get(one, ())]
        self._phrases = frozenset(phrase for others in question.instead.values() for phrase in others if phrase)
        self._meant = frozenset().union(*self._phrases)
        self._telling = self._meant.union(self._weight)
        self._says = bool(_SAYS.search(question.plain))
        self._covered: dict[tuple[Stems, bool, Stems], float] = {}
        self._common: dict[Stems, float] = {}
        self._records: dict[str, _RecordSignals] = {}

    @property
    def query(self) -> list[tuple[str, float]]:
        """The words to look for with their weights: the question's own, and less those that may stand for them."""
        terms = self.question.terms
        also = {
            other: INSTEAD * terms[stem]
            for stem, others in self.question.instead.items()
            for phrase in others
            for other in phrase
        }
        return sorted((also | terms).items())

    def signals(self, passage: Passage, bm25: float) -> Signals:
        """Give the signals of a passage with its BM25 score."""
        question, record = self.question, passage.record
        time = nearness.time(question, passage)
        years = time > 0
        shared = self._records.get(record.id) or self._shared(passage)
        whole = passage.fact is None
        # a gap that is named lacks the datum because none was found
        gap = record.kind is Kind.GAP and self._datum is not None and shared.name >= 1
        return Signals(
            bm25=bm25 / (self._total * (K1 + 1)),
            cover=self._cover(passage.held, years=years),
            reach=self._cover(self._reach[record.id], years=years),
            ask=self._alike(passage.asks, self._sizes.of_asks(passage)),
            unanswered=shared.unanswered,
            name=shared.name,
            titled=shared.titled,
            exact=shared.name * shared.titled,
            bare=shared.bare,
            aside=shared.aside,
            rest=self._cover(passage.held, years=years, but=passage.named),
            proper=shared.proper,
            states=float(any(_stating(passage, field) for field in self._fields)),
            whole=float(whole and not gap),
            define=shared.define,
            kind=shared.kind,
            due=float(record.kind is Kind.DEADLINE and Kind.DEADLINE in question.kinds),
            time=float(years),
            elsewhen=float(time < 0),
            recent=shared.recent,
            pressing=shared.pressing,
            talk=self._talk.get(record.id, 0.0),
            untyped=float(self._datum is not None and not gap and self._datum not in passage.data),
            act=self._missed(question.act, passage.held),
            amount=float(any(datum not in passage.data for datum in self._amounts)),
            focus=shared.focus,
            outside=float(any(not passage.has_run(phrase) for phrase in question.outside)),
            always=1.0,
        )

    def _shared(self, passage: Passage) -> _RecordSignals:
        question, record = self.question, passage.record
        reach = self._reach[record.id]
        name = max(map(self._named, passage.names), default=0.0)
        found = self._records[record.id] = _RecordSignals(
            unanswered=self._alike(passage.unanswered, self._sizes.of_unanswered(passage)),
            name=name,
            titled=self._cover(passage.named, years=False),
            define=name * self._own_in(passage.named) if not self._says and _defining(question, record) else 0.0,
            bare=float(self._weight.keys() <= passage.named),
            aside=self._aside(record.id),
            proper=self._missed(question.proper, reach),
            kind=float(record.kind in question.kinds),
            recent=nearness.recent(question, record),
            pressing=nearness.pressing(question, record),
            focus=self._missed(question.focus, reach),
        )
        return found

    def _cover(self, held: Stems, *, years: bool, but: Stems = frozenset()) -> float:
        """Give the share of the question's weight that a passage holds, leaving out the words in `but`."""
        key = (held & self._telling, years, but & self._telling)
        if key not in self._covered:
            self._covered[key] = self._cover_anew(*key)
        return self._covered[key]

    def _cover_anew(self, held: Stems, years: bool, but: Stems) -> float:  # noqa: FBT001 - the parts of a key
        found = total = 0.0
        for stem, weight, spared, timed, others in self._words:
            if stem in but:
                continue
            if stem in held or (years and timed):
                found += weight
                total += weight
            elif _any_in(others, held):
                found += weight * CREDIT
                total += weight
            else:
                total += spared
        return found / total if total else float(bool(but))

    def _has_instead(self, stem: str, held: Stems) -> bool:
        return _any_in(self.question.instead.get(stem, ()), held)

    def _alike(self, examples: Collection[Stems], sizes: list[float]) -> float:
        """Give the idf-weighted Dice coefficient of the question and the nearest of some example questions with these weights."""
        best, telling, common = 0.0, self._telling, self._common
        for example, size in zip(examples, sizes, strict=True):
            met = example & telling
            if met:
                weight = common.get(met)
                if weight is None:
                    weight = common[met] = self._met(met)
                likeness = 2 * weight / (self._total + size)
                if likeness > best:  # noqa: PLR1730 - a call of max() for each example would cost more than the rest
                    best = likeness
        return min(best, 1.0)

    def _met(self, met: Stems) -> float:
        """Give the weight of the question's words that meet an example question, themselves or by another word."""
        total = 0.0
        for stem, weight, _, _, others in self._words:
            if stem in met:
                total += weight
            elif _any_in(others, met):
                total += CREDIT * weight
        return total

    def _named(self, name: Stems) -> float:
        """Give how much of a name the question has; a number alone names nothing, unless it is the whole name."""
        if self._telling.isdisjoint(name):
            return 0.0
        shared = self._weight.keys() & name
        meant: set[str] = set()
        if not self._meant.isdisjoint(name):
            meant = {stem for phrase in self._phrases if phrase <= name for stem in phrase} - shared
        told = shared | meant
        if not told or (told != name and all(stem.isdigit() for stem in told)):
            return 0.0
        found = math.fsum(map(self._index.weight, shared)) + CREDIT * math.fsum(map(self._index.weight, meant))
        return found / self._sizes.of_name(name)

    def _aside(self, record_id: str) -> float:
        """Give the share of the question's weight in the weightiest name that it has and that leads elsewhere."""
        elsewhere = (name for name, around in self._names.items() if record_id not in around)
        return max((math.fsum(self._weight[stem] for stem in name) for name in elsewhere), default=0.0) / self._total

    def _own_in(self, named: Stems) -> float:
        """Give the share of the weight of the question's own words that a record's names hold; 1 where it has none of its own."""
        own = {stem: weight for stem, weight in self._weight.items() if stem in self.question.own}
        total = sum(own.values())
        return (
            sum(weight for stem, weight in own.items() if stem in named or self._has_instead(stem, named)) / total
            if total
            else 1.0
        )

    def _missed(self, wanted: Stems, held: Stems) -> float:
        """Give the share of some of the question's words that a record has neither itself nor by another word."""
        known = wanted & self._weight.keys()
        lost = [stem for stem in known if stem not in held and not self._has_instead(stem, held)]
        return len(lost) / len(known) if known else 0.0


def _any_in(phrases: Collection[Stems], held: Stems) -> bool:
    """Say whether any of these phrases is held; a loop, for this is asked some hundred times a question."""
    for phrase in phrases:  # noqa: SIM110 - a generator would cost more than what it looks at
        if phrase <= held:
            return True
    return False


# asks what something says, and not what it is
_SAYS = re.compile(r"\b(?:say|says|said|tell|tells|told|write|wrote|state|states|stated)\b")


def _defining(question: Question, record: Record) -> bool:
    """Say whether a question asks only what a record is, or who that is where it is a body or a person."""
    asked = set(question.asked)
    return asked <= {Asked.WHAT} or (
        Asked.WHO in asked <= {Asked.WHAT, Asked.WHO} and record.kind in {Kind.ORGANISATION, Kind.PERSON}
    )


def _stating(passage: Passage, field: StatedField) -> bool:
    """Say whether a passage states a structured field; what tells of the record as a whole states all that are filled."""
    keys = passage.record.stated.get(field)
    return keys is not None and (passage.fact is None or passage.fact.key in keys)
