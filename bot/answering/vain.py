"""What is asked in vain: how much more a question's words are those of unanswered example questions than of answered ones."""

import math
from collections import Counter
from collections.abc import Iterable

from bot.answering.passages import Passage
from bot.languages.analysis import LIGHT_STEMS

_UNSEEN = 0.5
"""Times that a word counts as found where it is not: one example more or less decides nothing."""

_MOST = 3.0
"""Bound of a word's log odds: about twenty times as often among the ones as among the others."""


class Vain:
    """Knows for each word whether it stands in unanswered example questions rather than in answered ones.

    It is the weight of evidence of naive Bayes. Words that name the record, of which the examples are, tell nothing of that,
    nor do those that only say what kind of datum is wanted.
    """

    def __init__(self, passages: Iterable[Passage]) -> None:
        """Count the words of the example questions."""
        vain: Counter[str] = Counter()
        answered: Counter[str] = Counter()
        examples = asks = 0
        for passage in passages:
            nothing = passage.named | LIGHT_STEMS
            answered.update(stem for ask in passage.asks for stem in ask - nothing)
            asks += len(passage.asks)
            if passage.fact is None:
                vain.update(stem for example in passage.unanswered for stem in example - nothing)
                examples += len(passage.unanswered)
        self._odds = {stem: _odds(vain[stem], examples, answered[stem], asks) for stem in vain | answered} if examples else {}
        self._unknown = _odds(0, examples, 0, asks) if examples else 0.0

    def of(self, stems: Iterable[str]) -> float:
        """Give the sum over some words, each from -1 (such questions are answered) to 1 (they are not)."""
        return math.fsum(self._odds.get(stem, self._unknown) for stem in stems)


def _odds(vain: int, examples: int, answered: int, asks: int) -> float:
    odds = math.log((vain + _UNSEEN) / (examples + 1)) - math.log((answered + _UNSEEN) / (asks + 1))
    return max(-_MOST, min(odds, _MOST)) / _MOST
