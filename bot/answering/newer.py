"""Tells the newest version of a text, and whether there is a newer one than the one that is named."""

import datetime as dt
import re

from bot.answering.compose import Composer
from bot.answering.edges import Named
from bot.answering.question import Question
from bot.answering.times import find_span
from bot.records.knowledge import Knowledge
from bot.records.model import Record
from bot.reply import Paragraph, Plain, Reply, Span, Strong

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
_NEWEST_OF_ALL = re.compile(
    rf"\b(?:what|which)(?:'s| is| was)? (?:the )?(?:latest|newest|most recent|current) {_VERSION}"
    r"(?: so far| now| at the moment)?\W*$"
    rf"|\bwhich (?:{_VERSION}|of the (?:{_VERSION})) (?:is|was) (?:the )?(?:latest|newest|most recent|current)(?: one| now)?\W*$"
)
_STILL = re.compile(
    r"^\W*(?:is|are) (?:the |this )?(?P<what>.{3,90}?) still (?:the )?(?:current|latest|newest|valid|most recent|up to date)"
    rf"(?: (?:{_VERSION}|one|document|paper|basis))?(?P<than>(?!))?\W*$"
)
_LONGEST = 300
"""Characters up to which a question is looked at: the patterns' work grows with the square of them."""

_SURE = 0.8


def newest(question: Question, named: Named, composer: Composer) -> Reply | None:
    """Tell the newest version that was out by now; None where that is not asked, or no chain of versions is known."""
    if len(question.plain) > _LONGEST or question.outside:
        return None
    told = (pattern.search(question.plain) for pattern in (_NEWER, _NEWEST, _STILL, _NEWEST_OF_ALL))
    asked = next((found for found in told if found), None)
    base = _base(asked, question, named, composer.knowledge) if asked else None
    out = [one for one in _chain(base, composer.knowledge) if _is_out(one, question.now)] if base else []
    if asked is None or len(out) <= 1:
        return None
    lead = _opening(asked.re, composer, newest_named=out[-1] is base)
    return composer.reply([Paragraph((*lead, *composer.dated(out[-1]).whole()))], _SURE)


def _opening(asked: re.Pattern[str], composer: Composer, *, newest_named: bool) -> tuple[Span, ...]:
    """Give what stands before the newest version, by what was asked and whether it is the one that was named."""
    _ = composer.speaker.words.gettext
    if asked is _STILL:
        return Strong(_("Yes.") if newest_named else _("No.")), Plain(" ")
    if asked is not _NEWER:
        return ()
    if newest_named:
        return (Plain(_("My records hold nothing newer than this: ")),)
    return Strong(_("Yes.")), Plain(" ")


def _is_out(record: Record, now: dt.datetime) -> bool:
    return record.period is not None and record.period.begins() <= now


def _base(asked: re.Match[str], question: Question, named: Named, knowledge: Knowledge) -> Record | None:
    """Give the version that is named, by its own name or by its time ("than the one of May"); where none is, the first of all."""
    if asked.re is _NEWEST_OF_ALL:
        return _most_revised(knowledge)
    what, than = asked["what"], asked["than"]
    own = named(than) if than else None
    if own and len(_chain(own, knowledge)) > 1:
        return own
    record = named(what)
    if record is None or not than:
        return record
    span = find_span(f"in {than.removeprefix('one ').removeprefix('of ')}", question.now.date())
    within = [one for one in _chain(record, knowledge) if span and one.period and one.period.overlaps(span.first, span.last)]
    return within[0] if len(within) == 1 else None


def _most_revised(knowledge: Knowledge) -> Record | None:
    """Give the first version of the text of which there are the most: the one that is meant where none is named."""
    firsts = [record for record in knowledge if record.relations.get("superseded-by") and not record.relations.get("supersedes")]
    chains = [_chain(record, knowledge) for record in firsts]
    return max(chains, key=len)[0] if chains else None


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
