"""Whether what a question names by a number ("the 28th session", "Revision 2", "paragraph 72") is what is told."""

import calendar
import re
from collections.abc import Iterator

from bot.answering.index import Index
from bot.answering.paragraphs import paragraphs_of, points_in
from bot.answering.passages import Passage
from bot.answering.question import Question
from bot.languages.analysis import LIGHT_STEMS, Word, stems, words

_NAMING = 3
"""Digits of the longest number that names; a longer one is a year."""

_ORDINALS = frozenset(
    ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
)
_RANGE = re.compile(r"\b(?:19|20)\d\d ?[-\u2013/] ?(\d\d)\b")
_AMOUNT = re.compile(
    r"\b(?:of|than|about|over|some|all|nearly|almost|roughly|around) (\d{1,3})\b(?! ?(?:$|[?.,;]|"
    + "|".join(calendar.month_name[1:]).lower()
    + "))"
)
"""A number that counts what stands behind it: "the group of 40 scientists"."""


def lacks_number(question: Question, told: list[Passage], index: Index) -> tuple[bool, bool]:
    """Say whether something is named by a number that what is told lacks, and whether it has other ones beside that word."""
    run = [word for word in words(question.plain) if not word.weak]
    naming = [place for place, word in enumerate(run) if _names(word)]
    if not naming:
        return False, False
    days = set(stems(question.span.words)) if question.span else set()
    known: frozenset[tuple[str, str]] = frozenset().union(*(passage.numbered for passage in told))
    others = {word for _, word in known}
    named = points_in(question.plain)
    paragraphs = named if named and any(named & paragraphs_of(passage) for passage in told) else frozenset()
    missing: set[str] = set()
    ranges = set(stems(" ".join(_RANGE.findall(question.plain)))) | set(_AMOUNT.findall(question.plain))
    for place in naming:
        word = run[place]
        if word.stem in ranges or word.stem in days:
            continue
        beside = set(_beside(run, place))
        beside |= {stem for one in beside for phrase in question.instead.get(one, ()) if len(phrase) == 1 for stem in phrase}
        telling = {stem for stem in beside if stem in index}  # "36th mtg": what nobody wrote parts no numbers
        met = {stem for number, stem in known if number == word.stem}
        whole = word.form.isalpha() and word.stem in told[0].setting and not telling.isdisjoint(told[0].setting)
        if (
            not whole
            and (telling | question.own - LIGHT_STEMS).isdisjoint(met)
            and (telling or not met)
            and int(word.stem) not in paragraphs
        ):
            missing |= telling or {""}
    return bool(missing), bool(missing & others)


def _beside(run: list[Word], place: int) -> Iterator[str]:
    """Give the words before and behind a number, over other numbers in between ("the 18th, 19th and 20th IGF")."""
    for side in (reversed(run[:place]), run[place + 1 :]):
        yield from [word.stem for word in side if not word.stem.isdigit()][:1]


def _names(word: Word) -> bool:
    """Say whether a word is a short number written as one that names: in digits, or as an ordinal above the second."""
    form = word.form
    if not (word.stem.isdigit() and len(word.stem) <= _NAMING):
        return False
    return form[0].isdigit() or form in _ORDINALS or ("-" in form and form.endswith(("first", "second", "third", "th")))
