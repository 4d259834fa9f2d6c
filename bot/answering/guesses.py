"""What a question guesses at ("in Dubai or in Riyadh?", "were there 300 guests?"), where the right thing is told."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace

from bot.answering.asked import asks_whether
from bot.answering.counted import PEOPLE
from bot.answering.lacked import has
from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.languages.analysis import is_year, stems

_CLAUSE = re.compile(r"([?!;:]|\.\s|,\s(?!or\b)|\s[-\u2013]\s)")
_SERIES = re.compile(r",\s(?=([^\s,?!;:]+)(?:\s[^\s,?!;:]+){0,2}\sor\b)")
"""The comma of "Riga, Tallinn or Vilnius"."""

_MOST = 5
"""Words on either side of an "or" that are looked at."""

_MOST_CHOICES = 9
"""Choices in a question up to which they are looked at: the work grows with the square of them."""

_SUPPOSES = re.compile(
    r"^\W*(?:(?:so|and|but) (?!(?:what|which|who|when|where|how|why)\b)|(?:any idea|tell me) (?:if|whether)\b)"
)
"""What tells a supposition to be confirmed, besides a verb at the beginning."""

_COUNT = re.compile(r"(?<![\w/.,+-])(?P<number>\d[\d,.]*) (?P<things>[a-z]+(?: [a-z]+)?)")
_MONTHS = frozenset(stems(" ".join(calendar.month_name)))
_RANGE = re.compile(r"\b(\d+) (?:to|and) (?=\d)")


def settled(question: Question, told: list[Passage]) -> Question:
    """Give a question without its wrong guesses, as far as what is told says what is right.

    These are: what it offers to choose from and is not told, while what stands on the other side of the "or" is; and a number
    of things, where it asks whether there were so many and another number of them is told.
    """
    offers = 0 < question.plain.count(" or ") <= _MOST_CHOICES
    texts = _chosen(question, told) if offers else (question.plain, question.plain)
    kept, plain = (_without_counts(text, question, told) for text in texts)
    if plain == question.plain:
        return question
    lost = frozenset(stems(question.plain)).difference(stems(kept))
    outside = {phrase: matter for phrase, matter in question.outside.items() if lost.isdisjoint(phrase)}
    span = None if question.span and not lost.isdisjoint(stems(question.span.words)) else question.span
    return replace(question.without(lost), plain=plain, proper=question.proper - lost, outside=outside, span=span)


def _without_counts(plain: str, question: Question, told: list[Passage]) -> str:
    """Give the lower-case text of a question without a number of things of which another number is told."""
    if not (asks_whether(plain) or _SUPPOSES.search(plain)):
        return plain
    known = frozenset().union(*(passage.said for passage in told))
    counted = frozenset(behind for passage in told for behind in _counted(passage.sentence)) - _MONTHS
    alike = counted if PEOPLE.isdisjoint(counted) else counted | PEOPLE
    for found in _COUNT.finditer(plain):
        number, things = stems(found["number"]), stems(found["things"])
        wrong = number and not is_year(number[-1]) and not known.issuperset(number)
        if wrong and any(has(question, thing, alike) for thing in things):
            return plain[: found.start("number")] + plain[found.end("number") + 1 :]
    return plain


def _counted(sentence: tuple[str, ...]) -> Iterator[str]:
    """Give the stems behind a sentence's numbers."""
    for place, stem in enumerate(sentence):
        if stem.isdigit() and not is_year(stem):
            yield from sentence[place + 1 : place + 3]


def _chosen(question: Question, told: list[Passage]) -> tuple[str, str]:
    """Give a question's lower-case text without its offers that are not told, and without the numbers among the others too."""
    record = told[0].record
    known = frozenset(stems(" ".join([record.place or "", *record.chairs]))).union(*(passage.said for passage in told))
    series = _SERIES.sub(lambda comma: " or " if stems(comma[1]) else comma[0], _RANGE.sub(r"\1-", question.plain))
    clauses = [clause.split() for clause in _CLAUSE.split(series)]
    wrong = [_wrong(clause, question, known) for clause in clauses]
    if not any(both for _, both in wrong):
        return question.plain, question.plain
    return _rest(clauses, [one for one, _ in wrong]), _rest(clauses, [both for _, both in wrong])


def _rest(clauses: list[list[str]], gone: list[set[int]]) -> str:
    left = ([word for place, word in enumerate(run) if place not in places] for run, places in zip(clauses, gone, strict=True))
    return " ".join(word for run in left for word in run)


def _wrong(run: list[str], question: Question, known: Stems) -> tuple[set[int], set[int]]:
    """Give the places of a clause's offers that are not told beside one that is, and these with the numbers that are chosen."""
    wrong: set[int] = set()
    chosen: set[int] = set()
    for place in reversed(range(len(run))):
        before = [other for other in range(place) if other not in wrong]
        behind = [other for other in range(place + 1, len(run)) if other not in wrong]
        if run[place].strip(",") != "or" or not before or not behind:
            continue
        size, reach = _sides([run[other] for other in before], [run[other] for other in behind], question)
        offers = {side: stems(" ".join(run[other] for other in side)) for side in (tuple(before[-size:]), tuple(behind[:reach]))}
        told = {side: all(has(question, stem, known) for stem in telling) for side, telling in offers.items()}
        if not all(offers.values()) or not any(told.values()):
            continue
        wrong.add(place)
        for side, telling in offers.items():
            if not told[side]:
                wrong.update(side)
            elif any(map(str.isdigit, telling)):
                chosen.update(side)
    return wrong, wrong | chosen


def _sides(before: list[str], behind: list[str], question: Question) -> tuple[int, int]:
    """Give how many words before an "or" and how many behind it are offered: two that are built alike, or one of each."""
    first = behind[0]
    alike = (size for size in range(1, min(_MOST, len(before)) + 1) if _alike(before[-size], first))
    size = next(alike, 0) or _name(before[::-1], question) or 1
    reach = next((place for place in range(1, _MOST) if stems(" ".join(behind[:place]))), _MOST)
    reach += _name(behind[reach:], question) if _name(behind[reach - 1 : reach], question) else 0
    return size, max(reach, min(size, len(behind)))


def _alike(word: str, first: str) -> bool:
    """Say whether an offer that begins with one word is built as one that begins with the other."""
    return (word[0].isdigit() and first[0].isdigit()) or (word == first and not stems(word))


def _name(run: list[str], question: Question) -> int:
    """Give how many words from the first on are of a proper name."""
    return next((place for place, word in enumerate(run) if question.proper.isdisjoint(stems(word))), len(run))
