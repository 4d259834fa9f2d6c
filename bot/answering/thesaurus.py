"""The words that people use instead of those in the records: "Kazakh capital" for Astana, "hand in" for submission."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from bot.languages.analysis import stems, words
from bot.records.model import Synonym

_LONGEST = 3

Phrases = frozenset[frozenset[str]]
"""Phrases that may stand for a word, each as its stems: all of them must be there."""


class Thesaurus:
    """Phrases of up to three stems, each with the phrases that the records may have instead.

    Attributes:
        forms: The words of the phrases as written: typing errors are mended against them too.
    """

    def __init__(self, synonyms: Iterable[Synonym]) -> None:
        """Take the curated entries."""
        self.forms: Counter[str] = Counter()
        found: dict[tuple[str, ...], set[frozenset[str]]] = defaultdict(set)
        for synonym in synonyms:
            askers = [tuple(stems(text)) for text in (*synonym.alike, *synonym.said)]
            meant = {frozenset(stems(text)) for text in (*synonym.alike, *synonym.for_)} - {frozenset()}
            self.forms.update(word.form for text in (*synonym.alike, *synonym.said) for word in words(text))
            for phrase in askers:
                if 0 < len(phrase) <= _LONGEST:
                    found[phrase] |= meant - {frozenset(phrase)}
        self._phrases = {phrase: frozenset(meant) for phrase, meant in found.items()}
        self._first = {phrase[0] for phrase in self._phrases}

    def __contains__(self, stem: str) -> bool:
        """Say whether a phrase begins with a stem."""
        return stem in self._first

    def instead(self, run: Sequence[str]) -> dict[str, Phrases]:
        """Give for the stems of a question, in order, what may stand for each; the longest phrase wins."""
        result: dict[str, Phrases] = {}
        place = 0
        while place < len(run):
            sizes = range(min(_LONGEST, len(run) - place), 0, -1)
            length = next((size for size in sizes if tuple(run[place : place + size]) in self._phrases), 0)
            for stem in run[place : place + length]:
                result[stem] = result.get(stem, frozenset()) | self._phrases[tuple(run[place : place + length])]
            place += length or 1
        return result
