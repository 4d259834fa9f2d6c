"""A question understood: its telling words with weights, what it asks for, the days it names, whether it leans on the talk."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace

from bot.answering.asked import Asked, act_of, asked_of, frame_of_time
from bot.answering.kinds import kinds_of
from bot.answering.leaning import continues, points_back, refers_back
from bot.answering.outside import Outside
from bot.answering.passages import Stems, vocabulary
from bot.answering.spelling import Speller
from bot.answering.thesaurus import Phrases, Thesaurus
from bot.answering.times import TimeSpan, as_of, find_span
from bot.languages.analysis import Word, normalised, stems, words
from bot.languages.lexicon import MISTYPED
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Matter

MENDED = 0.8
"""Weight of a word that was mended: the guess may be wrong."""

LIGHT = 0.45
"""Weight of a word that tells what is asked rather than of what."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        text: As asked, in one line.
        now: The moment of asking.
        plain: In lower case, with typing errors mended: what patterns are looked for in.
        terms: The stems of its telling words with their weights.
        own: The stems of its own words, without those of the question that it leans on.
        instead: For some of the terms the phrases that records may have instead.
        asked: What it wants, the most telling first.
        outside: The phrases in it that tell of a matter which no record is expected to state, each with the matter.
        act: The stem of what somebody did, where it asks who did it ("who won").
        focus: The stem of what it wants by name ("which minister", "how many dollars").
        proper: The stems of its proper names, as far as capital letters tell, and of the acronyms that the knowledge has.
        kinds: The kinds of record that it names.
        span: The days that it names.
        refers: Whether a word in it may point to what was said before.
        points: Whether a word in it stands for a thing that it does not name.
        continues: Whether it begins as a continuation.
        mended: Words that were mended, with what they were taken for.
        told: The facts that were told last, where it leans on a talk.
    """

    text: str
    now: dt.datetime
    plain: str
    terms: dict[str, float]
    own: Stems
    instead: dict[str, Phrases]
    asked: tuple[Asked, ...]
    outside: dict[tuple[str, ...], Matter]
    act: Stems
    focus: Stems
    proper: Stems
    kinds: frozenset[Kind]
    span: TimeSpan | None
    refers: bool
    points: bool
    continues: bool
    mended: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()

    def wants(self, *asked: Asked) -> bool:
        """Say whether it asks for any of these."""
        return any(one in self.asked for one in asked)

    def without(self, lost: Container[str]) -> "Question":
        """Give the question without some of its words."""
        kept = {stem: weight for stem, weight in self.terms.items() if stem not in lost}
        instead = {stem: phrases for stem, phrases in self.instead.items() if stem in kept}
        return replace(self, terms=kept, instead=instead, own=frozenset(stem for stem in self.own if stem not in lost))

    def leaning_on(
        self, terms: Mapping[str, float], instead: Mapping[str, Phrases], asked: tuple[Asked, ...], kinds: frozenset[Kind]
    ) -> "Question":
        """Give the question with other words beside its own, and what was asked before where it asks for nothing itself."""
        also = {stem: phrases for stem, phrases in instead.items() if stem in terms}
        return replace(
            self,
            terms={**terms, **self.terms},
            instead={**also, **self.instead},
            asked=self.asked or asked,
            kinds=self.kinds or kinds,
        )


_CAME = re.compile(
    r"\bhow many (?:people |persons |of them |were there |folks )?(?:actually )?"
    r"(?:came|come|turned up|showed up|attended|took part|participated|were there|joined|went|made it)\b(?! in\b)"
)
_ATTENDANCE = dict.fromkeys(stems("participants"), 1.0)
"""What "how many came?" asks for, whatever its verb."""

_EXISTS = re.compile(r"\bsince when\b.*\bexist|\bexisted\b|\bhow long\b.*\bexist")
_FOUNDATION = dict.fromkeys(stems("created founded"), 1.0)
"""What "since when does it exist?" asks for."""

_FOCUS = re.compile(r"\b(?:which|what|how many|how much|whose)\s+((?:\w+\W+){0,2}\w+)")
_NAME = re.compile(r"(?<=[\w,;:)'\"] )[\"'(]?[A-Z][\w'-]+|\b[A-Z]{2,}[\w+-]*")
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_MOSTLY = 0.8
"""Share of the times that a word is written in capitals from which on it is an acronym."""

_UNITED_STATES = re.compile(r"\bthe us\b(?! (?:all|both|two|guys|here)\b)")
"""Typed on a phone: behind an article it is no pronoun."""

_NUMBER = re.compile(r"\d+/\d+$")
ENDS_FOCUS = re.compile(
    r"\b(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|of|in|at|on|for|to|by|from|the)\b"
)


class Reader:
    """Reads questions with the words that one knowledge base knows."""

    def __init__(self, knowledge: Knowledge, known: Callable[[str], bool]) -> None:
        """Take the knowledge, and what says whether its index holds a stem."""
        self._known = known
        self._acronyms = _acronyms(knowledge)
        self._thesaurus = Thesaurus(knowledge.synonyms)
        self._outside = Outside(knowledge.matters)
        self._speller = Speller(lambda: vocabulary(knowledge) + self._thesaurus.forms)

    def warm_up(self) -> None:
        """Lay out now what is otherwise laid out when the first typing error comes."""
        self._speller.warm_up()

    def read(self, text: str, now: dt.datetime) -> Question:
        """Understand a question that is asked at a moment."""
        plain = _mistyped(normalised(text))
        read = [self._mended(word) for word in words(plain)]
        mended = {typed.form: meant.form for typed, meant, _ in read if meant is not typed}
        typed = {word.stem for word, meant, _ in read if meant is word}
        run = [meant.stem for _, meant, _ in read if not meant.weak]
        terms: dict[str, float] = {}
        for _, meant, weight in read:
            if not meant.weak:
                terms[meant.stem] = max(weight, terms.get(meant.stem, 0))
        self._drop_variants(terms)
        lower = _replaced(plain.casefold(), mended)
        lasting = as_of(lower)
        span = find_span(lower, now.date()) if not lasting else None
        told = span.words if span is not None and span.relative else lasting
        _drop(terms, f"{told} {frame_of_time(lower)}")
        instead = {stem: also for stem, also in self._thesaurus.instead(run).items() if stem in terms}
        return Question(
            text=plain,
            now=now,
            plain=lower,
            terms=(_ATTENDANCE if _CAME.search(lower) else {}) | (_FOUNDATION if _EXISTS.search(lower) else {}) | terms,
            own=frozenset(terms),
            instead=instead,
            asked=asked_of(lower),
            outside=self._outside.found([meant.form for _, meant, _ in read if not meant.weak], lower),
            act=_telling(act_of(lower)),
            focus=_focus(lower),
            proper=(_proper(plain) | (self._acronyms & typed)) - (frozenset(stems(span.words)) if span else frozenset()),
            kinds=kinds_of(lower),
            span=span,
            refers=refers_back(lower),
            points=points_back(lower),
            continues=continues(lower),
            mended=tuple(mended.items()),
        )

    def _drop_variants(self, terms: dict[str, float]) -> None:
        """Take a symbol's unknown spelling for its number where that is known: "A/70/125" is asked for, A/RES/70/125 is held."""
        for stem in [stem for stem in terms if "/" in stem and not self._known(stem)]:
            number = _NUMBER.search(stem)
            if number and number[0] != stem and self._known(number[0]):
                terms.setdefault(number[0], terms[stem])
                del terms[stem]

    def _mended(self, word: Word) -> tuple[Word, Word, float]:
        """Give a word as typed, as it was probably meant, and its weight."""
        meant, weight = word, 1.0
        unknown = not self._known(word.stem) and word.stem not in self._thesaurus
        if not word.weak and (unknown or not (word.acronym or self._speller.knows(word.form))):
            form = self._speller.mend(word.form, acronym=word.acronym)
            if form is not None and not (word.acronym and form[0] != word.form[0]):
                meant, weight = words(form)[0], MENDED
        return word, meant, weight * (LIGHT if meant.light else 1)


def _drop(terms: dict[str, float], text: str) -> None:
    """Take the words of a text out of the terms, unless nothing would be left of them."""
    told = {word.stem for word in words(text)}
    if not told.issuperset(terms):
        for stem in told:
            terms.pop(stem, None)


def _acronyms(knowledge: Knowledge) -> Stems:
    """Give the stems that are hardly ever written otherwise than in capitals: they name something however they are typed."""
    texts = [text for record in knowledge for text in (*record.naming, *(fact.text for fact in record.facts))]
    often = Counter(word.stem for text in texts for word in words(text) if not word.light)
    capital = Counter(word.stem for text in texts for found in _CAPITALS.findall(text) for word in words(found))
    known = frozenset(stem for stem, count in capital.items() if count > _MOSTLY * often[stem])
    return known - {word.stem for word in words(" ".join(capital).casefold()) if word.weak}


def _mistyped(text: str) -> str:
    return _UNITED_STATES.sub("the US", " ".join(_swap(piece, MISTYPED) for piece in text.split()))


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
    return _telling(ENDS_FOCUS.split(found[1])[0])


def _telling(text: str) -> Stems:
    """Give the stem of the first word of a text that tells something."""
    return frozenset([word.stem for word in words(text) if not word.weak and not word.light][:1])


def _proper(text: str) -> Stems:
    """Give the words with a capital that do not begin a sentence; none where everything is in capitals or everything small."""
    if text.isupper():
        return frozenset()
    return frozenset(word.stem for found in _NAME.findall(text) for word in words(found) if not word.weak and not word.light)
