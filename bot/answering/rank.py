"""Orders the passages that BM25 finds by their signals, under weights fitted on the `tune` questions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.answering.index import Index, Scores
from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.answering.signals import Asking, Scene, Signals
from bot.answering.sizes import Sizes
from bot.languages.analysis import LIGHT_STEMS
from bot.records.model import RelationName

CANDIDATES = 20
"""Passages that BM25 hands on; the right one is hardly ever below."""

_MOST_NAMED = 12
_MOST_OF_ONE = 4
"""Passages that are looked at of a record because it is named or spoken of: the nearest ones; half as many of one near it."""

_ABOVE: tuple[RelationName, ...] = ("session-of", "part-of", "phase-of")

WEIGHTS = Signals(
    bm25=5.08,
    cover=3.19,
    reach=4.27,
    ask=0.75,
    unanswered=0.0,
    name=0.76,
    titled=0.17,
    exact=0.5,
    bare=-0.24,
    aside=-0.94,
    rest=0.17,
    proper=-1.39,
    states=0.22,
    whole=-0.32,
    define=0.85,
    kind=0.26,
    due=1.85,
    time=0.17,
    elsewhen=-1.63,
    recent=0.3,
    pressing=3.52,
    talk=0.95,
    untyped=-1.23,
    act=-0.18,
    amount=-0.5,
    focus=-0.31,
    outside=-0.26,
    always=0.0,
)
"""What each signal counts when passages are ordered; printed by tests/questions/fit.py.

`recent` alone is set by judgement: who names no year means the latest, and the test questions nearly always name one. The others
are older than the unanswered example questions: fitted anew they order `tune` no better, and hold less to what a talk is about.
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its signals and the score that their weights give."""

    passage: Passage
    signals: Signals
    score: float


class Ranker:
    """Scores passages for questions.

    Attributes:
        weights: What each signal counts.
        held: The stems of each record, by its id.
        reach: These with the names of what the record is part of.
        named: The stems of each record's names, by its id.
    """

    def __init__(
        self,
        index: Index,
        passages: list[Passage],
        weights: Signals = WEIGHTS,
        neighbours: Callable[[str], Iterable[str]] = lambda _: (),
    ) -> None:
        """Take the index over the tokens of these passages, in the same order, and what gives the records related to one."""
        self.weights = weights
        self._neighbours = neighbours
        self._index = index
        self._sizes = Sizes(index)
        self._passages = passages
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, passage in enumerate(passages):
            self._places[passage.record.id].append(place)
        self.named = {passage.record.id: passage.named for passage in passages}
        self._by_rarest = _by_rarest(index, passages)
        self.held = {
            record: frozenset().union(*(passages[place].held for place in places)) for record, places in self._places.items()
        }
        self.reach = {record: held | passages[self._places[record][0]].setting for record, held in self.held.items()}

    def rank(self, question: Question, talk: Mapping[str, float]) -> list[Hit]:
        """Give the best passages, best first.

        Args:
            question: What is asked.
            talk: How near each record is to what the talk is about, from 0 to 1.
        """
        names = self.names_in(question.terms.keys())
        asking = Asking(question, self._index, self._sizes, Scene(talk, self.reach, self._around(names)))
        scores = self._index.scores(asking.query)
        places = self._index.best(scores, CANDIDATES)
        # what the talk is about, and what is named in full, is always looked at, however few words are asked
        records = {**talk} | dict.fromkeys([record for _, record in names][:_MOST_NAMED], 1.0)
        besides = (place for record, nearness in records.items() for place in self._nearest(record, nearness, scores))
        told = (place for record in talk for place in self._places.get(record, ()) if self._passages[place].key in question.told)
        places = list(dict.fromkeys([*places, *besides, *(told if question.told else ())]))
        hits = []
        for place in places:
            signals = asking.signals(self._passages[place], float(scores[place]))
            hits.append(Hit(self._passages[place], signals, signals.weighed(self.weights)))
        ordered = sorted(hits, key=_order)
        return ordered if talk else _parent_first(ordered)  # a talk has said which one is meant

    def _nearest(self, record_id: str, nearness: float, scores: Scores) -> list[int]:
        """Give the places of a record's passages with the highest scores."""
        most = _MOST_OF_ONE if nearness > 1 / 2 else _MOST_OF_ONE // 2
        return sorted(self._places.get(record_id, ()), key=lambda place: -scores[place])[:most]

    def passages_of(self, record_id: str) -> list[Passage]:
        """Give the passages of a record; none where there is no such record."""
        return [self._passages[place] for place in self._places.get(record_id, ())]

    def _around(self, names: list[tuple[Stems, str]]) -> dict[Stems, set[str]]:
        """Give each name with the records that it names and all that are related to these."""
        found: dict[Stems, set[str]] = {}
        for name, record in names:
            found.setdefault(name, set()).update([record, *self._neighbours(record)])
        return found

    def named_by(self, stems: Stems) -> list[str]:
        """Give the ids of the records that have a name of which all words are among these stems."""
        return [record for _, record in self.names_in(stems)]

    def names_in(self, stems: AbstractSet[str]) -> list[tuple[Stems, str]]:
        """Give the names of records of which all words are among these stems, each with the record's id."""
        return [(name, record) for stem in stems for name, record in self._by_rarest.get(stem, ()) if name <= stems]


def _by_rarest(index: Index, passages: list[Passage]) -> dict[str, list[tuple[Stems, str]]]:
    """Give each name of each record under its rarest stem."""
    found: dict[str, dict[tuple[Stems, str], None]] = defaultdict(dict)
    for passage in passages:
        for name in passage.names if passage.fact is None else ():
            if name <= LIGHT_STEMS:  # it tells what is asked, not of what
                continue
            found[max(name, key=lambda stem: (index.weight(stem), stem))][name, passage.record.id] = None
    return {stem: list(names) for stem, names in found.items()}


def _parent_first(hits: list[Hit]) -> list[Hit]:
    """Put what the best record is a session or part of before it, where the question names that as fully: it says no more."""
    if not hits:
        return hits
    best = hits[0]
    relations = best.passage.record.relations
    parents = {parent for name in _ABOVE for parent in relations.get(name, ())}
    for hit in hits[1:]:
        same = hit.signals.exact >= best.signals.exact and hit.signals.reach >= best.signals.reach
        if hit.passage.record.id in parents and same and hit.signals.time >= best.signals.time:
            return [hit, *(other for other in hits if other is not hit)]
    return hits


def _order(hit: Hit) -> tuple[float, str, str]:
    fact = hit.passage.fact
    return -hit.score, hit.passage.record.id, fact.key if fact else ""
