"""Tells the newest version of a text, and whether there is a newer one than the one that is named."""

import re

from bot.answering.compose import Composer
from bot.answering.edges import Named
from bot.answering.question import Question
from bot.answering.times import find_span
from bot.records.knowledge import Knowledge
from bot.records.model import Record
from bot.reply import Paragraph, Plain, Reply, Strong

_VERSION = r"(?:versions?|drafts?|revisions?|editions?|texts?|issues?)"
_NEWER = re.compile(
    r"\b(?:is|was|are|were|has|have)\s+(?:there\s+)?(?:been\s+)?(?:an?\s+|any\s+|already\s+an?\s+)?"
    r"(?:newer|later|more recent|updated|revised|fresher)\s+"
    rf"(?:{_VERSION}\s+of\s+)?(?:the\s+)?(?P<what>.{{3,90}}?)(?:\s+than\s+(?:the\s+)?(?P<than>.{{3,90}}?))?"
    r"(?:\s+(?:yet|already|now|out|available|known))*\W*$"
)
_NEWEST = re.compile(
    rf"\b(?:latest|newest|most recent|current)\s+{_VERSION}\s+of\s+(?:the\s+)?(?P<what>.{{3,90}}?)(?P<than>(?!))?\W*$"
)
_LONGEST = 300
"""Characters up to which a question is looked at: the patterns' work grows with the square of them."""

_SURE = 0.8


def newest(question: Question, named: Named, composer: Composer) -> Reply | None:
    """Tell the newest version that was out by now; None where that is not asked, or no chain of versions is known."""
    asked = _NEWER.search(question.plain) or _NEWEST.search(question.plain) if len(question.plain) <= _LONGEST else None
    if not asked or question.outside:
        return None
    base = _base(asked["what"], asked["than"], question, named, composer.knowledge)
    if base is None:
        return None
    out = [one for one in _chain(base, composer.knowledge) if one.period and one.period.begins() <= question.now]
    if len(out) <= 1:
        return None
    words, last = composer.speaker.words, out[-1]
    if asked.re is _NEWEST:
        return composer.reply([Paragraph(composer.dated(last).whole())], _SURE)
    if last is base:
        nothing = Plain(words.gettext("My records hold nothing newer than this: "))
        return composer.reply([Paragraph((nothing, *composer.dated(base).whole()))], _SURE)
    lead = (Strong(words.gettext("Yes.")), Plain(" "), *composer.dated(last).whole())
    return composer.reply([Paragraph(lead)], _SURE)


def _base(what: str, than: str | None, question: Question, named: Named, knowledge: Knowledge) -> Record | None:
    """Give the version that is named, by its own name or by its time ("than the one of May")."""
    own = named(than) if than else None
    if own and len(_chain(own, knowledge)) > 1:
        return own
    record = named(what)
    if record is None or not than:
        return record
    span = find_span(f"in {than.removeprefix('one ').removeprefix('of ')}", question.now.date())
    within = [one for one in _chain(record, knowledge) if span and one.period and one.period.overlaps(span.first, span.last)]
    return within[0] if len(within) == 1 else None


def _chain(record: Record, knowledge: Knowledge) -> list[Record]:
    """Give all versions of a text, the oldest first."""
    found = {record.id: record}
    waiting = [record]
    while waiting:
        one = waiting.pop()
        around = [*one.relations.get("supersedes", ()), *one.relations.get("superseded-by", ())]
        fresh = [knowledge.records[name] for name in around if name not in found]
        found |= {other.id: other for other in fresh}
        waiting += fresh
    dated = [(one.period.begins(), one.id) for one in found.values() if one.period]
    return [found[name] for _, name in sorted(dated)]
