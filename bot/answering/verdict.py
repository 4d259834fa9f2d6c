"""Opens an answer with the number of days, with yes or with no, where the question asks for just that."""

import re

from bot.answering.asked import Asked
from bot.answering.moments import Speaker
from bot.answering.question import Question
from bot.languages import dates
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.dates import Month, Period, Phase, Year
from bot.records.model import Kind, Record, Status


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


_AHEAD = _words("still ahead", "ahead of us", "still to come", "still coming", "yet to come", "in the future")
_LATE = _words("too late", "miss", "missed")
_TIME_LEFT = _words(r"(?:has|have|got|is there|be) (?:still |any |some |enough )*time(?: left)?", "still time")
_ATTEND = _words(r"still (?:attend|join|come|take part|go)")
_HAND_IN = _words(
    "register(?:ed|ing)?",
    "registration",
    "appl(?:y|ying|ied)",
    "submit(?:ting)?",
    "send",
    "propos(?:e|als?)",
    "vote",
    "comment",
    "nominate",
    "contribut(?:e|ions?)",
    "endorse",
    "sign",
    "enter",
    "accredit\\w*",
    "book",
)
"""What has a deadline of its own: the days of a meeting do not tell whether there is time for it."""
_LAST_DAY = _words("last day", "final day")

_BEGUN = _words("begun", "started")
_OVER = _words("over", "closed", "finished", "ended", "expired")
_DONE = _words("past", "passed", "happened", "taken place", "concluded", "behind us", "done")
_OPEN = _words("still", "in time", "going on", "running", "under ?way", "ongoing", "open", "happening", "sitting", "in session")
_NOW = _words("today", "now", "tomorrow")
_WHICH = re.compile(
    r"\W*(?:which|what|who|whose|where|how|when)\b(?!.*\b(?:is|are|was|were|has|have|can|could|did) (?:it|they|i|we)\b)"
)
"""What asks for something else than yes or no."""

_BARE = _words("already", "yet")
_LASTING = {Kind.DEADLINE, Kind.MEETING, Kind.PROGRAMME}
"""What can be open, under way and over; of what came to pass once, more may hold today than its date tells."""

_OF_WHAT_LASTS = {_ATTEND, _OPEN, _NOW, _OVER, _LAST_DAY}

_WHETHER = re.compile(r"^\W*(?:and |so |but )?(?:is|are|was|were|will|does|do|did|has|have)\b")
"""What asks whether something lies in the days that are named ("is the reading tomorrow?")."""

_HAPPENS = frozenset(
    stems("happen take place adopt publish release come appear meet convene fall due schedule plan meeting event")
)
_SINCE_ITS_START = re.compile(r"\b(?:has|have|is) [^?]*\bbeen\b|\bsince\b|\bago\b")
"""Asks for the days that are gone; those that are left are told of what is under way."""

_UNIT = re.compile(r"\b(?:how many (?:more |full )?|number of )?(?P<unit>week|month|year)s\b(?! old)")
_ENDS, _BEGINS = _words("ends?", "finish(?:es)?", "closes?"), _words("starts?", "begins?", "opens?")
_STILL = _words(
    "still", "yet", "already", "begun", "started", "over", "closed", "ended", "open", "passed", "late", "under ?way", "now"
)


def verdict(question: Question, record: Record, period: Period, speaker: Speaker) -> str:
    """Give the opening; empty where the question wants none, or where the sources are too vague for one."""
    if record.kind is Kind.ORGANISATION:
        return ""  # what it does now is not told by the day on which it was founded
    vague = isinstance(period.start, Month | Year) or isinstance(period.last, Month | Year)
    if record.status is Status.CANCELLED or (vague and period.phase(speaker.now) is Phase.DURING):
        return ""  # within a month or a year of which no day is known, all may be to come or over
    if question.wants(Asked.DAYS):
        return _years_off(question, period, speaker) if vague else _days(question, period, speaker)
    if not (question.wants(Asked.STATE) or _asks_whether_then(question, record)) or _WHICH.match(question.plain):
        return ""
    true = _true(question, record, period, speaker)
    if true is None:
        return ""
    return speaker.words.gettext("Yes.") if true else speaker.words.gettext("No.")


def _asks_whether_then(question: Question, record: Record) -> bool:
    """Say whether a question asks whether a record lies in the days that it names, and nothing else of it."""
    span = question.span
    if span is None or not span.relative or not _WHETHER.search(question.plain) or _STILL.search(question.plain):
        return False
    called = " ".join((*record.naming, span.words))
    return question.own <= LIGHT_STEMS | _HAPPENS | frozenset(stems(called))


def _days(question: Question, period: Period, speaker: Speaker) -> str:
    phase = period.phase(speaker.now)
    if phase is Phase.DURING and _SINCE_ITS_START.search(question.plain):
        return ""
    days = speaker.days_apart(period, phase)
    unit = _UNIT.search(question.plain)
    shown = (
        dates.in_unit(days, unit["unit"], speaker.words)
        if unit
        else speaker.words.ngettext("{n} day", "{n} days", days).format(n=days)
    )
    return f"{shown}." if phase is not Phase.AFTER else speaker.words.gettext("{days} ago.").format(days=shown)


def _years_off(question: Question, period: Period, speaker: Speaker) -> str:
    """Give the years to something of which no more than the year is known."""
    unit, years = _UNIT.search(question.plain), period.start.first_day().year - speaker.now.year
    if not unit or unit["unit"] != "year" or years < 1:
        return ""
    return speaker.words.gettext("About {years}.").format(
        years=speaker.words.ngettext("{n} year", "{n} years", years).format(n=years)
    )


def _true(question: Question, record: Record, period: Period, speaker: Speaker) -> bool | None:
    """Say whether what a question supposes is so: the days that it names decide, else the first predicate found in it."""
    phase = period.phase(speaker.now)
    plain = question.plain
    if question.span and _asks_whether_then(question, record):
        due = period.last if record.kind is Kind.DEADLINE or _ENDS.search(plain) else period.start
        last = due if _BEGINS.search(plain) else period.last
        return due.first_day() <= question.span.last and question.span.first <= last.last_day()
    before, running, over = phase is Phase.BEFORE, phase is Phase.DURING, phase is Phase.AFTER
    # a deadline without a window is open from the day on which it is known
    open_now = running or (record.kind is Kind.DEADLINE and before and period.end is None)
    today = before and period.start.first_day() == period.today(speaker.now)
    if record.kind is not Kind.DEADLINE and _HAND_IN.search(plain):
        return True if over and record.kind in _LASTING and _LATE.search(plain) else None
    for predicate, true in (
        (_AHEAD, before),
        (_LATE, over),
        (_TIME_LEFT, not over),
        (_ATTEND, not over),
        (_BEGUN, not before),
        (_OPEN, open_now),
        (_DONE, over),
        (_OVER, over),
        (_NOW, running or today),
        (_LAST_DAY, period.last.last_day() == period.today(speaker.now)),
        (_BARE, over),
    ):
        if predicate.search(plain):
            return true if record.kind in _LASTING or predicate not in _OF_WHAT_LASTS else None
    return None
