"""What names and example questions weigh in an index."""

import math

from bot.answering.index import Index
from bot.answering.passages import Passage, Stems
from bot.answering.question import LIGHT
from bot.languages.analysis import LIGHT_STEMS


class Sizes:
    """What names and example questions weigh in all, each added up once."""

    def __init__(self, index: Index) -> None:
        """Take the index that knows the weight of a stem."""
        self._index = index
        self._names: dict[Stems, float] = {}
        self._asks: dict[Passage, list[float]] = {}
        self._unanswered: dict[str, list[float]] = {}

    def of_name(self, name: Stems) -> float:
        """Give the weight of a name."""
        if name not in self._names:
            self._names[name] = math.fsum(map(self._index.weight, name))
        return self._names[name]

    def of_asks(self, passage: Passage) -> list[float]:
        """Give the weights of a passage's example questions, in which light words count as little as in a question."""
        if passage not in self._asks:
            self._asks[passage] = list(map(self._of_question, passage.asks))
        return self._asks[passage]

    def of_unanswered(self, passage: Passage) -> list[float]:
        """Give the same for the example questions that a passage's record does not answer."""
        if passage.record.id not in self._unanswered:
            self._unanswered[passage.record.id] = list(map(self._of_question, passage.unanswered))
        return self._unanswered[passage.record.id]

    def _of_question(self, question: Stems) -> float:
        return math.fsum(map(self._light_weight, question))

    def _light_weight(self, stem: str) -> float:
        return self._index.weight(stem) * (LIGHT if stem in LIGHT_STEMS else 1)
