"""Chooses the meeting of a series that is meant where the series alone is named: "has the IGF begun?"."""

import datetime as dt
import re
from collections.abc import Sequence

from bot.answering.asked import asks_of_one
from bot.answering.passages import Stems
from bot.answering.question import Question
from bot.languages.analysis import stems
from bot.records.dates import Phase
from bot.records.model import Record

OF_A_MEETING = frozenset(
    stems("attend attended attendance participant participants host hosted theme chair chaired join joined on hold holding")
)
"""What is asked of one meeting of a series and not of the series."""

_TELLS_HOW_FAR = re.compile(
    r"\bhow (?:long|many|much|far|soon)\b.*\b(?:until|till|til|before|to go|left|away|off|ago|since|starts?|begins?|opens?"
    r"|go on|goes on|continues?"
    r"|lasts?|runs?)\b"
)
_WHEN_COMING = re.compile(
    r"\b(?:when(?: exactly)?|(?:on |in )?(?:what|which) (?:days?|dates?|month|time)|(?:until|till) (?:when|what day|which day))"
    r"(?:\'s| is| are| does| do| will)\b(?: (?!supposed|said|next|last|first)[\w+&'\u2019-]+){1,5}"
    r" (?:starts?|begins?|opens?|ends?|finish|close|over|on|meets?|happen|happening|take place|taking place|held|run|last|go on"
    r"|kick off|convene|gather|due|scheduled|planned)\b(?=\W*$|[?,.;:]| (?:and|or|in|at|on|this|today|exactly|again|for)\b)"
    r"|\bwhen(?:\'s| is) the [\w+&-]+(?: [\w+&-]+)?\W*$"
)
"""Asks for the days of something that is still to come or under way, and not for those on which it once began."""

_TELLS_STATE = re.compile(
    r"^\W*(?:[^,:?]{2,60}[,:] )?(?:and |so |but )?"
    r"(?:is|was|has|did|does|have|will)\b.*\b(?:over|begun|started|start|begin|ended|end|finished|on"
    r"|under ?way|going on|running|in session|sitting|happening|ongoing|open|closed|passed|still to come|still ahead|missed)"
    r"(?: yet| now| already| right now| today| currently| at the moment)?\W*$"
)
_TELLS_OVER = re.compile(r"\b(?:over|ended|end|finished|passed|ago|since|missed|closed|was|did)\b")

_FRESH = dt.timedelta(days=100)
"""How long a meeting that ended is the one whose end is asked for."""


def asks_when_coming(text: str) -> bool:
    """Say whether a lower-case question asks when something is that is to come or under way ("when does the IGF start?")."""
    return bool(_WHEN_COMING.search(text))


def implied(question: Question, text: str, known: Sequence[Record], within: Sequence[Record], rest: Stems) -> Record | None:
    """Give the meeting, by the days that are named ("where was the IGF last year?") or by the state that is asked for.

    Args:
        question: The question.
        text: It in lower case, without the words that name days.
        known: The meetings of the series in the order of time.
        within: Those of them that lie in the days that are named.
        rest: The stems of the question that tell neither which series nor which meeting of it.
    """
    span = question.span
    if rest - OF_A_MEETING or (span and not span.relative):
        return None
    if span and (within or not asks_of_one(text)):
        return within[0] if len(within) == 1 else None
    if not span and (rest or not (_TELLS_HOW_FAR.search(text) or _TELLS_STATE.search(text))):
        return None
    phases = [(one, one.period.phase(question.now)) for one in known if one.period]
    coming = [one for one, phase in phases if phase is not Phase.AFTER]
    past = [one for one, phase in phases if phase is Phase.AFTER]
    running = any(phase is Phase.DURING for _, phase in phases)
    if past and not running and _TELLS_OVER.search(text) and (not coming or "ago" in text or _fresh(past[-1], question.now)):
        return past[-1]
    return next(iter(coming or past[-1:]), None)


def _fresh(record: Record, now: dt.datetime) -> bool:
    return record.period is not None and now.date() - record.period.last.last_day() < _FRESH
