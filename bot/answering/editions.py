"""Whether what is told is of the edition that a question names: of 2025 or the 28th, not of another year or number."""

import re
from collections.abc import Collection
from itertools import chain

from bot.answering.asked import Asked
from bot.answering.lacked import HALF
from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.answering.rank import Hit
from bot.languages.analysis import is_year
from bot.records.dates import Year

_YEARS = re.compile(r"\b((?:19|20)\d\d) ?(?:-|\u2013|to|until) ?((?:19|20)\d\d)\b")


def other_edition(question: Question, best: Hit, told: Collection[Passage], reach: Stems) -> float:
    """Say how far the best passage is of another edition than the question's: half where its sentence has the year.

    Args:
        question: What is asked.
        best: The best passage found.
        told: What would be told.
        reach: The stems of its record and of what that is part of.
    """
    years = set(filter(is_year, question.own))
    dated = question.wants(Asked.WHEN, Asked.DAYS, Asked.STATE, Asked.NEXT)  # a budget for 2027 tells no day in 2027
    if not years or (not dated and years <= frozenset().union(*(passage.said for passage in told))):
        return 0.0
    editions = _years_of(best.passage)
    if years <= editions | {year for passage in told for year in _told_days(passage)}:
        return 0.0
    other = (bool(editions) and years.isdisjoint(editions)) or (best.signals.time <= 0 and not years <= reach)
    return other * (HALF if years <= best.passage.said else 1.0)


def _years_of(passage: Passage) -> set[str]:
    """Give the years in the names of a passage's record, with those between two of a range ("sessions 2021-2025")."""
    spans = chain.from_iterable(map(_YEARS.findall, passage.record.naming))
    between = {str(year) for first, last in spans for year in range(int(first), int(last) + 1)}
    return set(filter(is_year, passage.named)) | between


def _told_days(passage: Passage) -> set[str]:
    """Give the years of the days and months that a sentence names."""
    return {str(one.first_day().year) for one in passage.dates if not isinstance(one, Year)}
