"""Finds the meeting that is meant where no known series is named: "the last WTDC", "the forum" while one is under way."""

import datetime as dt
import re

from bot.answering.asked import Asked
from bot.answering.implied import asks_when_coming
from bot.answering.question import Question
from bot.answering.shelf import Shelf, subject_of
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.dates import Day, LocalTime, Phase
from bot.records.model import Kind, Record, RelationName, Status

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


_SORT = frozenset(stems("forum summit council conference consultation negotiation event meeting session assembly"))
_OF_ITS_DAYS = frozenset(stems("start begin open end finish close over day last run go on today now still under way"))
_WITHIN: tuple[RelationName, ...] = ("session-of", "part-of")


def under_way(question: Question, shelf: Shelf) -> Record | None:
    """Give the one meeting under way of the sort that alone is named ("when does the forum end?"); None where there is none."""
    if question.outside or not (question.wants(Asked.STATE, Asked.DAYS) or asks_when_coming(question.plain)):
        return None
    said = question.own - LIGHT_STEMS - _OF_ITS_DAYS
    if len(said) != 1 or not said <= _SORT or Kind.DEADLINE in question.kinds or (question.span and not question.span.relative):
        return None
    of_sort = [record for record, names, _ in shelf.records if record.kind is Kind.MEETING and said <= names]
    running = {record.id: record for record in of_sort if _runs(record, question.now)}
    whole = [one for one in running.values() if not any({*one.relations.get(name, ())} & running.keys() for name in _WITHIN)]
    return whole[0] if len(whole) == 1 else None


def _runs(record: Record, now: dt.datetime) -> bool:
    period = record.period
    return period is not None and isinstance(period.start, Day | LocalTime) and period.phase(now) is Phase.DURING
