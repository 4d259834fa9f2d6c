"""Recognises what people ask and no record states: "hotel", "salary", "wifi password"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.languages.analysis import words
from bot.records.model import Matter

Phrase = tuple[str, ...]


class Outside:
    """Phrases as people write them, each with the matter that it tells of; "plane" is one, and "planned" none."""

    def __init__(self, matters: Iterable[Matter]) -> None:
        """Take the curated matters; the first one that lists a phrase keeps it."""
        self._matters: dict[Phrase, tuple[Phrase, str]] = {}
        self._turns: dict[str, str] = {}
        for matter in matters:
            for text in matter.words:
                telling = [word for word in words(text) if not word.weak]
                if len(telling) < len(text.split()):  # "how old": its small words tell
                    self._turns.setdefault(text.casefold(), matter.matter)
                elif telling:
                    forms, held = (tuple(getattr(word, name) for word in telling) for name in ("form", "stem"))
                    for written in (forms, *_inflected(forms)):
                        self._matters.setdefault(written, (held, matter.matter))
        longest_first = sorted(self._turns, key=lambda turn: (-len(turn), turn))
        self._turn = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
        self._starting: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in sorted(self._matters, key=lambda phrase: (-len(phrase), phrase)):
            self._starting[phrase[0]].append(phrase)

    def found(self, run: Sequence[str], lower: str) -> dict[Phrase, str]:
        """Give the phrases in a question, by the stems of each its matter.

        Args:
            run: The forms of the question's telling words, in order.
            lower: The question in lower case.
        """
        turns = {(turn,): self._turns[turn] for turn in self._turn.findall(lower)} if self._turns else {}
        return turns | dict(
            self._matters[phrase]
            for place, form in enumerate(run)
            for phrase in self._starting.get(form, ())
            if tuple(run[place : place + len(phrase)]) == phrase
        )


def _inflected(forms: Phrase) -> Iterator[Phrase]:
    """Give a single word with the endings of a verb; a shared stem is too little: "attract" is no sightseeing."""
    if len(forms) == 1:
        word = forms[0]
        yield from ((word.removesuffix("e") + ending,) for ending in ("es", "ed", "ing"))
        yield (f"{word}s",)
