"""Finds the latest of the meetings that are named alike and are no known series: "the last WTDC", "the latest EuroDIG"."""

import re

from bot.answering.asked import Asked
from bot.answering.question import Question
from bot.answering.shelf import Shelf, subject_of
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.dates import Phase
from bot.records.model import Kind, Record, Status

_LAST = re.compile(
    r"\b(?P<word>last|latest|most recent|previous)\b"
    r"(?! (?:(?:\w+ )?(?:days?|weeks?|months?|years?|hours?)|chance|moment|minute|date|time to|draft|version|revision|text|news"
    r"|paragraph|sentence|page|name|resolution|report|document)\b)"
)
_PAST = re.compile(r"\b(?:was|were|did|took|had|held|happened|ago)\b")
_BOUNDED = re.compile(r"\b(?:before|after|since|until|between|first|next)\b")
_TELLS_LAST = frozenset(stems("last latest most recent previous one meeting event edition held take place happen meet"))


def latest(question: Question, shelf: Shelf) -> Record | None:
    """Give the one that took place last; None where that is not asked, nothing is named so, or a final one may be meant."""
    asked = _LAST.search(question.plain)
    if (
        not asked
        or question.span
        or question.outside
        or _BOUNDED.search(question.plain)
        or question.wants(Asked.NEXT, Asked.LIST)
    ):
        return None
    if Kind.DEADLINE in question.kinds:
        return None
    subject = frozenset(subject_of(question)) - _TELLS_LAST - LIGHT_STEMS
    alike = [record for record, names, _ in shelf.records if record.kind is Kind.MEETING and subject and subject <= names]
    dated = [(record, record.period.phase(question.now)) for record in alike if record.period]
    past = [record for record, phase in dated if phase is Phase.AFTER and record.status is not Status.CANCELLED]
    final = asked["word"] == "last" and len(past) < len(dated) and not _PAST.search(question.plain)
    return past[-1] if past and not final else None
