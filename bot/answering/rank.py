"""Orders the passages that BM25 finds by their signals, under weights fitted on the `tune` questions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.index import Index
from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.answering.signals import Asking, Signals, Sizes

CANDIDATES = 50
"""Passages that BM25 hands on; the right one is hardly ever below."""

_MOST_NAMED = 12

WEIGHTS = Signals(
    bm25=4.53,
    cover=1.06,
    reach=5.44,
    ask=0.88,
    name=1.19,
    titled=0.64,
    exact=1.09,
    bare=-0.47,
    rest=0.42,
    proper=-3.84,
    states=0.76,
    whole=0.29,
    define=0.0,
    kind=-0.7,
    time=0.61,
    elsewhen=-0.19,
    recent=0.55,
    talk=1.84,
    untyped=-0.72,
    focus=-0.54,
    outside=-0.46,
    always=-0.0,
)
"""What each signal counts when passages are ordered; printed by tests/questions/fit.py."""


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
    """

    def __init__(self, index: Index, passages: list[Passage], weights: Signals = WEIGHTS) -> None:
        """Take the index over the tokens of these passages, in the same order."""
        self.weights = weights
        self._index = index
        self._sizes = Sizes(index)
        self._passages = passages
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, passage in enumerate(passages):
            self._places[passage.record.id].append(place)
        self._named = _by_rarest(index, passages)
        self.held = {
            record: frozenset().union(*(passages[place].held for place in places)) for record, places in self._places.items()
        }

    def rank(self, question: Question, talk: Mapping[str, float]) -> list[Hit]:
        """Give the best passages, best first.

        Args:
            question: What is asked.
            talk: How near each record is to what the talk is about, from 0 to 1.
        """
        asking = Asking(question, self._index, self._sizes, talk, self.held)
        scores = self._index.scores(asking.query)
        places = self._index.best(scores, CANDIDATES)
        # what the talk is about, and what is named in full, is always looked at, however few words are asked
        records = [*talk, *self._named_in(question)]
        places = list(dict.fromkeys([*places, *(place for record in records for place in self._places[record])]))
        hits = []
        for place in places:
            signals = asking.signals(self._passages[place], float(scores[place]))
            hits.append(Hit(self._passages[place], signals, signals.weighed(self.weights)))
        return sorted(hits, key=_order)

    def _named_in(self, question: Question) -> list[str]:
        """Give the ids of the records of which the question has a whole name."""
        terms = question.terms.keys()
        found = [record for stem in terms for name, record in self._named.get(stem, ()) if name <= terms]
        return list(dict.fromkeys(found))[:_MOST_NAMED]


def _by_rarest(index: Index, passages: list[Passage]) -> dict[str, list[tuple[Stems, str]]]:
    """Give each name of each record under its rarest stem."""
    found: dict[str, dict[tuple[Stems, str], None]] = defaultdict(dict)
    for passage in passages:
        for name in passage.names if passage.fact is None else ():
            found[max(name, key=lambda stem: (index.weight(stem), stem))][name, passage.record.id] = None
    return {stem: list(names) for stem, names in found.items()}


def _order(hit: Hit) -> tuple[float, str, str]:
    fact = hit.passage.fact
    return -hit.score, hit.passage.record.id, fact.key if fact else ""
