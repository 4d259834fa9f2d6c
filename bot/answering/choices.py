"""What a question offers to choose from ("in Dubai or in Riyadh?"): where one is told, no word of the other is missing."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.answering.lacked import has
from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.languages.analysis import stems

_CLAUSE = re.compile(r"([?!;:]|\.\s|,\s(?!or\b)|\s[-\u2013]\s)")
_MOST = 5
"""Words on either side of an "or" that are looked at."""


def settled(question: Question, told: list[Passage]) -> Question:
    """Give a question without those of its offers that are not told while what stands on the other side of the "or" is."""
    if " or " not in question.plain:
        return question
    known = _known(told)
    pieces = _CLAUSE.split(question.plain)
    kept = "".join(" ".join(_chosen(piece.split(), question, known)) + " " for piece in pieces)
    lost = frozenset(stems(question.plain)).difference(stems(kept))
    return replace(question.without(lost), plain=kept.strip(), proper=question.proper - lost) if lost else question


def _known(told: list[Passage]) -> Stems:
    record = told[0].record
    return frozenset(stems(" ".join([record.place or "", *record.chairs]))).union(*(passage.said for passage in told))


def _chosen(run: list[str], question: Question, known: Stems) -> list[str]:
    """Give the words of a clause without the offers that are not told beside one that is."""
    for place in _ors(run):
        size, reach = _sides(run[:place], run[place + 1 :], question)
        one, other = (_told(question, offer, known) for offer in (run[place - size : place], run[place + 1 : place + 1 + reach]))
        if one and other is False:
            return [*run[:place], *run[place + 1 + reach :]]
        if other and one is False:
            return [*run[: place - size], *run[place + 1 :]]
    return run


def _ors(run: list[str]) -> Iterator[int]:
    return (place for place, word in enumerate(run) if word.strip(",") == "or" and 0 < place < len(run) - 1)


def _told(question: Question, offer: list[str], known: Stems) -> bool | None:
    """Say whether all telling words of an offer are told; None where it has none."""
    telling = stems(" ".join(offer))
    return all(has(question, stem, known) for stem in telling) if telling else None


def _sides(before: list[str], behind: list[str], question: Question) -> tuple[int, int]:
    """Give how many words before an "or" and how many behind it are offered: two that are built alike, or one of each."""
    first = behind[0]
    alike = (size for size in range(1, min(_MOST, len(before)) + 1) if _alike(before[-size], first))
    size = next(alike, 0) or _name(before[::-1], question)
    reach = next((place for place in range(1, _MOST) if stems(" ".join(behind[:place]))), _MOST)
    reach += _name(behind[reach:], question) if _name(behind[reach - 1 : reach], question) else 0
    return size or 1, max(reach, min(size, len(behind)))


def _alike(word: str, first: str) -> bool:
    """Say whether an offer that begins with one word is built as one that begins with the other."""
    return (word[0].isdigit() and first[0].isdigit()) or (word == first and not stems(word))


def _name(run: list[str], question: Question) -> int:
    """Give how many words from the first on are of a proper name."""
    return next((place for place, word in enumerate(run) if question.proper.isdisjoint(stems(word))), len(run))
