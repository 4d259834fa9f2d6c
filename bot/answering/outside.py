"""Recognises what people ask and no record states: "hotel", "salary", "wifi password"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.languages.analysis import words
from bot.records.model import Matter

Phrase = tuple[str, ...]

_ELLIPSIS = " ... "
_WORD = re.compile(r"\w+")
_SOME_WORDS = r"(?: [\w'.-]+){1,4} "


class Outside:
    """Phrases as people write them, each with the matter that it tells of; "plane" is one, and "planned" none."""

    def __init__(self, matters: Iterable[Matter]) -> None:
        """Take the curated matters; the first one that lists a phrase keeps it."""
        self._matters: dict[Phrase, tuple[Phrase, Matter]] = {}
        turns: dict[str, Matter] = {}
        for matter in matters:
            for text in matter.words:
                telling = [word for word in words(text) if not word.weak]
                if len(telling) < len(text.split()):  # "how old": its small words tell
                    turns.setdefault(text.casefold(), matter)
                elif telling:
                    forms, held = (tuple(getattr(word, name) for word in telling) for name in ("form", "stem"))
                    for written in (forms, *_inflected(forms)):
                        self._matters.setdefault(written, (held, matter))
        self._turns: dict[str, list[tuple[re.Pattern[str], str, Matter]]] = defaultdict(list)
        for turn, matter in sorted(turns.items(), key=lambda entry: (-len(entry[0]), entry[0])):
            self._turns[_WORD.findall(turn)[0]].append((re.compile(_pattern(turn)), turn, matter))
        self._starting: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in sorted(self._matters, key=lambda phrase: (-len(phrase), phrase)):
            self._starting[phrase[0]].append(phrase)

    def found(self, run: Sequence[str], lower: str) -> dict[Phrase, Matter]:
        """Give the phrases in a question, by the stems of each its matter.

        Args:
            run: The forms of the question's telling words, in order.
            lower: The question in lower case.
        """
        return dict(self._turns_in(lower)) | dict(
            self._matters[phrase]
            for place, form in enumerate(run)
            for phrase in self._starting.get(form, ())
            if tuple(run[place : place + len(phrase)]) == phrase
        )

    def _turns_in(self, lower: str) -> Iterator[tuple[Phrase, Matter]]:
        """Give the turns in a question, none within another: of those that begin at one place the longest."""
        until = 0
        for word in _WORD.finditer(lower):
            if word.start() < until:
                continue
            for pattern, turn, matter in self._turns.get(word[0], ()):
                found = pattern.match(lower, word.start())
                if found:
                    until = found.end()
                    yield (turn,), matter
                    break


def _pattern(turn: str) -> str:
    """Give the pattern of a turn, in which an ellipsis stands for one to four words: "where does ... live"."""
    return rf"\b{_SOME_WORDS.join(map(re.escape, turn.split(_ELLIPSIS)))}\b"


def _inflected(forms: Phrase) -> Iterator[Phrase]:
    """Give a single word with the endings of a verb; a shared stem is too little: "attract" is no sightseeing."""
    if len(forms) == 1:
        word = forms[0]
        yield from ((word.removesuffix("e") + ending,) for ending in ("es", "ed", "ing"))
        yield (f"{word}s",)
