"""Recognises what people ask and no record states: "hotel", "salary", "wifi password"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.languages.analysis import stems
from bot.records.model import Matter

Phrase = tuple[str, ...]


class Outside:
    """Phrases of stems, each with the matter that it tells of."""

    def __init__(self, matters: Iterable[Matter]) -> None:
        """Take the curated matters; the first one that lists a phrase keeps it."""
        self._matters: dict[Phrase, str] = {}
        self._turns: dict[str, str] = {}
        for matter in matters:
            for text in matter.words:
                phrase = tuple(stems(text))
                if len(phrase) < len(text.split()):  # "how old": its small words tell
                    self._turns.setdefault(text.casefold(), matter.matter)
                elif phrase:
                    self._matters.setdefault(phrase, matter.matter)
        self._starting: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in sorted(self._matters, key=lambda phrase: (-len(phrase), phrase)):
            self._starting[phrase[0]].append(phrase)

    def found(self, run: Sequence[str], lower: str) -> dict[Phrase, str]:
        """Give the phrases that stand in a question, told by its run of stems and its lower-case text, each with its matter."""
        turns = {(turn,): matter for turn, matter in self._turns.items() if re.search(rf"\b{re.escape(turn)}\b", lower)}
        return turns | {
            phrase: self._matters[phrase]
            for place, stem in enumerate(run)
            for phrase in self._starting.get(stem, ())
            if tuple(run[place : place + len(phrase)]) == phrase
        }
