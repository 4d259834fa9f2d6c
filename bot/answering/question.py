"""A question understood: its telling words with weights, what it asks for, the days it names, whether it leans on the talk."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answering.asked import Asked, asked_of, continues, kinds_of, refers_back
from bot.answering.spelling import Speller
from bot.answering.thesaurus import Phrases, Thesaurus
from bot.answering.times import TimeSpan, find_span
from bot.languages.analysis import Word, normalised, words
from bot.languages.lexicon import MISTYPED
from bot.records.model import Kind

MENDED = 0.8
"""Weight of a word that was mended: the guess may be wrong."""

LIGHT = 0.45
"""Weight of a word that tells what is asked rather than of what."""

Stems = frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        text: As asked, in one line.
        plain: In lower case, with typing errors mended: what patterns are looked for in.
        terms: The stems of its telling words with their weights.
        instead: For some of the terms the phrases that records may have instead.
        asked: What it wants, the most telling first.
        focus: The stem of what it wants by name ("which minister", "how many dollars").
        kinds: The kinds of record that it names.
        span: The days that it names.
        refers: Whether a word in it may point to what was said before.
        continues: Whether it begins as a continuation.
        mended: Words that were mended, with what they were taken for.
    """

    text: str
    plain: str
    terms: dict[str, float]
    instead: dict[str, Phrases]
    asked: tuple[Asked, ...]
    focus: Stems
    kinds: frozenset[Kind]
    span: TimeSpan | None
    refers: bool
    continues: bool
    mended: tuple[tuple[str, str], ...] = ()

    def wants(self, *asked: Asked) -> bool:
        """Say whether it asks for any of these."""
        return any(one in self.asked for one in asked)

    def leaning_on(self, earlier: "Question", weight: float) -> "Question":
        """Give the question with the earlier one's words added at a weight, and its datum where this one names none."""
        terms = {stem: known * weight for stem, known in earlier.terms.items()} | self.terms
        asked = self.asked or earlier.asked
        return replace(self, terms=terms, instead=earlier.instead | self.instead, asked=asked, kinds=self.kinds or earlier.kinds)


_FOCUS = re.compile(r"\b(?:which|what|how many|how much|whose)\s+((?:\w+\W+){0,2}\w+)")
_ENDS_FOCUS = re.compile(r"\b(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|of|in|at|on|for|to|by|from|the)\b")


def understand(text: str, today: dt.date, speller: Speller, thesaurus: Thesaurus, known: Callable[[str], bool]) -> Question:
    """Read a question; `known` says whether the index holds a stem."""
    plain = _mistyped(normalised(text))
    mended: dict[str, str] = {}
    terms: dict[str, float] = {}
    run: list[Word] = []
    for word in words(plain):
        weight = 1.0
        if not word.weak and not known(word.stem) and word.stem not in thesaurus:
            meant = speller.mend(word.form)
            if meant is not None:
                mended[word.form] = meant
                word = words(meant)[0]  # noqa: PLW2901 - from here on the word is what was meant
                weight = MENDED
        if word.light:
            weight *= LIGHT
        if not word.weak:
            run.append(word)
            terms[word.stem] = max(weight, terms.get(word.stem, 0))
    lower = _replaced(plain.casefold(), mended)
    span = find_span(lower, today)
    if span is not None and span.relative:
        for word in words(span.words):
            terms.pop(word.stem, None)
    instead = {stem: also for stem, also in thesaurus.instead([word.stem for word in run]).items() if stem in terms}
    return Question(
        text=plain,
        plain=lower,
        terms=terms,
        instead=instead,
        asked=asked_of(lower),
        focus=_focus(lower),
        kinds=kinds_of(lower),
        span=span,
        refers=refers_back(lower),
        continues=continues(lower),
        mended=tuple(mended.items()),
    )


def _mistyped(text: str) -> str:
    return " ".join(_swap(piece, MISTYPED) for piece in text.split())


def _swap(piece: str, by: dict[str, str]) -> str:
    core = piece.strip("?!.,;:\"'()")
    meant = by.get(core.casefold())
    return piece.replace(core, meant) if meant else piece


def _replaced(lower: str, mended: dict[str, str]) -> str:
    return " ".join(_swap(piece, mended) for piece in lower.split()) if mended else lower


def _focus(lower: str) -> Stems:
    found = _FOCUS.search(lower)
    if not found:
        return frozenset()
    run = _ENDS_FOCUS.split(found[1])[0]
    return frozenset([word.stem for word in words(run) if not word.weak and not word.light][:1])
