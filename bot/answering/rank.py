"""Orders the passages that BM25 finds by their signals, under weights fitted on the `tune` questions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.index import Index
from bot.answering.passages import Passage
from bot.answering.question import Question
from bot.answering.signals import Asking, Signals, Sizes

CANDIDATES = 50
"""Passages that BM25 hands on; the right one is hardly ever below."""

WEIGHTS = Signals(
    bm25=5.77,
    cover=0.25,
    reach=4.72,
    ask=2.59,
    name=1.15,
    titled=0.45,
    exact=1.12,
    bare=-0.27,
    rest=0.0,
    proper=-1.0,
    states=0.67,
    whole=-1.31,
    define=0.44,
    kind=0.21,
    time=0.4,
    elsewhen=-0.51,
    recent=0.58,
    talk=1.63,
    untyped=-0.07,
    focus=-1.61,
    outside=-0.06,
    always=0.0,
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
        # what the talk is about is always looked at, however few words are asked
        places = list(dict.fromkeys([*places, *(place for record in talk for place in self._places[record])]))
        hits = []
        for place in places:
            signals = asking.signals(self._passages[place], float(scores[place]))
            hits.append(Hit(self._passages[place], signals, signals.weighed(self.weights)))
        return sorted(hits, key=_order)


def _order(hit: Hit) -> tuple[float, str, str]:
    fact = hit.passage.fact
    return -hit.score, hit.passage.record.id, fact.key if fact else ""
