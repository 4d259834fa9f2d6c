"""Sets two named things in the order of time: the days between them, which of them came first."""

import re

from bot.answering.compose import Composer
from bot.answering.edges import Named
from bot.answering.question import Question
from bot.records.dates import Day, LocalTime, Period
from bot.records.model import Record
from bot.reply import Listing, Paragraph, Plain, Reply, Strong

_UNIT = r"how (?:many (?:more )?(?:days?|weeks?|months?|years?)|long|much (?:more )?time|far)"
_MIDDLE = (
    r"(?:\s+(?:there|is|are|was|were|lay|lie|lies|passed|pass|went|elapsed|come|came|by|apart|did|it|take|took|have|has|had"
    r"|been))*"
)
_THING = r"(?:the\s+)?(?P<{}>.{{3,90}}?)"
_END = r"\s*[?.!]*\s*$"
_BEFORE = (
    r"(?:come|came|publish(?:ed)?|held|adopt(?:ed)?|released?|issued?|begin|began|begun|start(?:ed)?|take place|open(?:ed)?"
    r"|appear(?:ed)?|out|follow(?:ed)?)"
)
_APART = (
    re.compile(rf"\b{_UNIT}{_MIDDLE}\s+between\s+{_THING.format('one')}\s+and\s+{_THING.format('other')}{_END}"),
    re.compile(
        rf"\b{_UNIT}\s+(?:after|before)\s+{_THING.format('one')}\s+(?:did|was|were|does|is|will)\s+{_THING.format('other')}"
        rf"(?:\s+(?:{_BEFORE}|be)(?:\s+out)?)*{_END}"
    ),
    re.compile(rf"\b{_UNIT}(?:\s+\w+)?\s+from\s+{_THING.format('one')}\s+(?:to|until|till)\s+{_THING.format('other')}{_END}"),
)
_FIRST = (
    re.compile(
        rf"\b(?:what|which)(?: of the two| one)?\s+(?:came|comes|was|is|happened)(?: \w+)?"
        r"\s+(?:first|earlier|later|last)\s*[:,-]?\s*"
        rf"{_THING.format('one')},?\s+or\s+{_THING.format('other')}{_END}"
    ),
    re.compile(
        rf"^\W*(?:was|is|were|did|does|will)\s+{_THING.format('one')}(?:\s+(?:{_BEFORE}|take place|be|held))*\s+"
        rf"(?:(?P<open>before or|after or|earlier or|later or)\s+)?"
        rf"(?P<side>before|after|earlier than|later than)\s+{_THING.format('other')}{_END}"
    ),
)
_LONGEST = 300
"""Characters up to which a question is looked at: the patterns' work grows with the square of them."""

_SURE = 0.8


def in_order(question: Question, named: Named, composer: Composer) -> Reply | None:
    """Tell how far two named things lie apart, or which came first; None where that is not asked, or one has no day."""
    if len(question.plain) > _LONGEST or question.outside:
        return None
    for pattern in (*_APART, *_FIRST):
        asked = pattern.search(question.plain)
        if asked:
            one, other = named(asked["one"]), named(asked["other"])
            if not (one and other and one is not other and one.period and other.period):
                return None
            if not (_exact(one.period) and _exact(other.period)):
                return None
            opening = _apart(one, other, composer) if pattern in _APART else _side(_supposed(asked), one, other, composer)
            return _told(opening, sorted((one, other), key=_begun), composer)
    return None


def _supposed(asked: re.Match[str]) -> str | None:
    """Give the side that a question supposes; None where it asks which one ("before or after the IGF?")."""
    told = asked.groupdict()
    return None if told.get("open") else told.get("side")


def _exact(period: Period) -> bool:
    return isinstance(period.start, Day | LocalTime) and isinstance(period.last, Day | LocalTime)


def _begun(record: Record) -> tuple[str, str]:
    return (record.period.start.first_day().isoformat() if record.period else "", record.id)


def _apart(one: Record, other: Record, composer: Composer) -> str:
    """Give the days from the last day of the earlier one to the first day of the later one."""
    earlier, later = (record.period for record in sorted((one, other), key=_begun))
    if not (earlier and later):
        return ""
    begin, end = earlier.last.last_day(), later.start.first_day()
    if end < begin:  # one lies within the other
        begin = earlier.start.first_day()
    speaker, words = composer.speaker, composer.speaker.words
    shown = words.ngettext("{n} day", "{n} days", (end - begin).days).format(n=(end - begin).days)
    return words.gettext("{days}, from {first} to {last}.").format(
        days=shown, first=speaker.when_day(begin), last=speaker.when_day(end)
    )


def _side(side: str | None, one: Record, other: Record, composer: Composer) -> str:
    """Say whether it is so that the one lies on that side of the other; nothing where they overlap or no side is said."""
    if side is None or not (one.period and other.period):
        return ""
    before = one.period.ends() <= other.period.begins()
    after = other.period.ends() <= one.period.begins()
    if not before and not after:
        return ""
    true = before if side in {"before", "earlier than"} else after
    return composer.speaker.words.gettext("Yes.") if true else composer.speaker.words.gettext("No.")


def _told(opening: str, records: list[Record], composer: Composer) -> Reply:
    items = [composer.dated(record) for record in records]
    if not opening:
        return composer.reply([Listing(tuple(item.whole() for item in items))], _SURE)
    lead = (Strong(opening), Plain(" "), *items[0].whole())
    return composer.reply([Paragraph(lead), Paragraph(items[1].whole())], _SURE)
