"""Tells what comes right before or right after a named thing, as the records' own order has it."""

import datetime as dt
import re

from bot.answering.compose import Composer
from bot.answering.edges import Named
from bot.answering.listing import item
from bot.answering.question import Question
from bot.records.model import Record
from bot.reply import Listing, Paragraph, Reply

_WHAT = r"(?:the\s+)?(?P<what>.{3,90}?)(?:\s+(?:is|was|are|were)\s+(?:over|closed|out|published|adopted|done))?\W*$"
_PATTERNS = (
    re.compile(
        r"^\W*(?:and |so |ok )?what(?:'s| is| was| comes| came| follows| followed| will come| will follow)?"
        rf"(?: the)?(?: next| right| directly| immediately| then)*(?: step| one| stage)? (?P<side>after|before)\s+{_WHAT}"
    ),
    re.compile(rf"^\W*(?:and |so |ok )?what (?P<side>follows|followed|precedes|preceded)\s+{_WHAT}"),
    re.compile(
        r"^\W*(?P<side>after|before) (?:the )?(?P<what>.{3,90}?), (?:which|what)(?: one)?"
        r" (?:came|comes|is|was|follows|followed|will be)(?: next)?\W*$"
    ),
    re.compile(rf"\b(?:next|following) (?:step|stage|thing)s? (?P<side>after)\s+{_WHAT}"),
)
_EARLIER = {"before", "precedes", "preceded"}
_LONGEST = 300
"""Characters up to which a question is looked at: the patterns' work grows with the square of them."""

_MOST = 3
_SURE = 0.8


def beside(question: Question, named: Named, composer: Composer) -> Reply | None:
    """Tell the nearest things before or after; None where that is not asked, or where no record is known to stand there."""
    if len(question.plain) > _LONGEST or question.outside:
        return None
    asked = next((found for pattern in _PATTERNS if (found := pattern.search(question.plain))), None)
    record = named(asked["what"]) if asked else None
    if not (asked and record):
        return None
    step = -1 if asked["side"] in _EARLIER else 1
    told = [composer.knowledge.records[name] for name in composer.knowledge.beside(record.id, step)]
    timely = sorted((one for one in told if one.period), key=_begun)
    shown = timely[:_MOST] if step > 0 else timely[-_MOST:]
    if not shown:
        return None
    items = tuple(item(composer, one) for one in shown)
    return composer.reply([Listing(items) if len(items) > 1 else Paragraph(items[0])], _SURE)


def _begun(record: Record) -> tuple[dt.date, str]:
    return (record.period.start.first_day() if record.period else dt.date.max, record.id)
