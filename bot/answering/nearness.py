"""How near in time what is found lies to the days that a question names, and to now."""

from bot.answering.asked import Asked, asks_of_one
from bot.answering.passages import Passage
from bot.answering.question import Question
from bot.languages.analysis import LIGHT_STEMS
from bot.records.model import Kind, Record

_FEW_YEARS = 3
_DAYS_IN_YEAR = 365.25

_SOON = 60
"""Days from now at which the state of a thing presses half as much as today."""


def time(question: Question, passage: Passage) -> int:
    """Give 1 where the record lies in the days that are named, -1 where it lies elsewhere, 0 where nothing is known."""
    span, period = question.span, passage.period
    if span is None:
        return 0
    # whether the reading is tomorrow is asked of the reading, whenever it is
    whether = span.relative and asks_of_one(question.plain) and question.own - passage.named <= LIGHT_STEMS
    missed = 0 if span.guessed or whether else -1
    if period is not None and passage.record.kind not in {Kind.PERSON, Kind.ORGANISATION}:
        if period.overlaps(span.first, span.last):
            return 1
        told = any(one.first_day() <= span.last and span.first <= one.last_day() for one in passage.dates)
        return 1 if told else missed
    years = {str(year) for year in range(span.first.year, min(span.last.year, span.first.year + _FEW_YEARS) + 1)}
    return 0 if span.relative or years & passage.held else missed


def recent(question: Question, record: Record) -> float:
    """Give 1 for a record of now, half of that for one a year away, and so on; 0 where days are named or it has none."""
    if question.span is not None or record.period is None:
        return 0.0
    days = abs((record.period.start.first_day() - question.now.date()).days)
    return 1 / (1 + days / _DAYS_IN_YEAR)


def pressing(question: Question, record: Record) -> float:
    """Give 1 for a record of today, half of that for one two months away; 0 where its state is not asked for."""
    if record.period is None or not question.wants(Asked.DAYS, Asked.STATE, Asked.NEXT):
        return 0.0
    today, first, last = question.now.date(), record.period.start.first_day(), record.period.last.last_day()
    return 1 / (1 + max((first - today).days, (today - last).days, 0) / _SOON)
