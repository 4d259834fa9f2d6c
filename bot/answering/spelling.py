"""Mends words that the index does not know by its own vocabulary; never one that is a right English word."""

import functools
import importlib.resources
import logging
from collections.abc import Callable, Mapping

from symspellpy import SymSpell, Verbosity

from bot.languages.lexicon import STOP_WORDS

_SHORTEST = 4
_SHORTEST_SCRAMBLED = 3
_TWO_EDITS_FROM = 6
_MOST_EDITS = 2
_DICTIONARY = "frequency_dictionary_en_82_765.txt"  # in symspellpy's wheel

logging.getLogger("symspellpy").setLevel(logging.WARNING)


class Speller:
    """Finds the vocabulary's nearest word by edits (insert, drop, change, swap): one from 4 letters, two from 6.

    A word that only has its letters in another order is found however many swaps that takes.

    The commoner of two equally near words wins.
    """

    def __init__(self, vocabulary: Callable[[], Mapping[str, int]]) -> None:
        """Take what gives the word forms with how often they occur, called when the first unknown word comes."""
        self._vocabulary = vocabulary

    @functools.cached_property
    def _known(self) -> SymSpell:
        known = SymSpell(max_dictionary_edit_distance=_MOST_EDITS)
        for form, often in self._forms.items():
            known.create_dictionary_entry(form, often)
        return known

    @functools.cached_property
    def _forms(self) -> dict[str, int]:
        return {form: often for form, often in sorted(self._vocabulary().items()) if _is_word(form)}

    @functools.cached_property
    def _scrambled(self) -> dict[str, str]:
        """The commonest word of each set of letters: "hpfl" is HLPF, however many swaps that takes."""
        by_letters: dict[str, str] = {}
        for form in sorted(self._forms, key=lambda form: (self._forms[form], form)):
            by_letters["".join(sorted(form))] = form
        return by_letters

    def warm_up(self) -> None:
        """Lay out now what is otherwise laid out when the first unknown word comes."""
        _ = self._known, self._scrambled, english()

    def mend(self, form: str, *, acronym: bool = False) -> str | None:
        """Give the known word that was probably meant; None where none is near, or the form is too short or a right word.

        An acronym only has its letters put into order: one with another letter is mostly another body.
        """
        if not _is_word(form) or not form.isascii() or form in english():
            return None
        scrambled = self._scrambled.get("".join(sorted(form)))
        if acronym or len(form) < _SHORTEST:
            return scrambled
        edits = _MOST_EDITS if len(form) >= _TWO_EDITS_FROM else 1
        near = self._known.lookup(form, Verbosity.CLOSEST, max_edit_distance=edits)
        if not near or (scrambled and near[0].distance > 1):
            return scrambled
        # people seldom miss a word's first letter
        best = min(
            near, key=lambda found: (found.distance, found.term[0] != form[0], found.term in STOP_WORDS, -found.count, found.term)
        )
        return str(best.term)

    def knows(self, form: str) -> bool:
        """Say whether a form is a right English word or one of the vocabulary: no typing error, whatever its stem is."""
        return not _is_word(form) or not form.isascii() or form in self._forms or form in english()


def _is_word(form: str) -> bool:
    return len(form) >= _SHORTEST_SCRAMBLED and form.isalnum() and not form[0].isdigit()


@functools.cache
def english() -> frozenset[str]:
    """Give the English words that are never taken for typing errors; read when the first unknown word comes."""
    text = (importlib.resources.files("symspellpy") / _DICTIONARY).read_text(encoding="utf-8-sig")
    return frozenset(line.partition(" ")[0] for line in text.splitlines())
