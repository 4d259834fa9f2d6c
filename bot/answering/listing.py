"""Questions for several records at once: what is next, what is open, what lay in a span of time."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from bot.answering.asked import Asked, asks_of_one, wants_what_runs
from bot.answering.choosing import Picked
from bot.answering.compose import MOST_ITEMS, Composer, Sentence, place_beside
from bot.answering.edges import Named, edges_of
from bot.answering.index import Index
from bot.answering.kinds import kinds_of
from bot.answering.moments import Speaker
from bot.answering.passages import Stems
from bot.answering.question import Question
from bot.answering.shelf import FEWEST, LISTABLE, NEWS, SORTS, WHOLE_MATTER, Shelf, subject_of, vaguer
from bot.answering.times import TimeSpan
from bot.languages.analysis import stems
from bot.records.dates import Period, Phase, Year
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Record
from bot.reply import Block, Listing, Paragraph, Plain, Reply, Span

_FIRST_YEAR = 1990
"""What begins before it has no beginning: "before June"."""

_FEW = 3
"""Words of a subject up to which a question with a span of time asks for a list."""

_ONE_OF_MANY = (
    r"(?:meeting|event|consultation|session|reading|deadline|resolution|document|conference|forum|gathering|workshop|briefing"
    r"|negotiation)"
)
_ASKS_FOR_MANY = re.compile(
    rf"\b(?:which|what|list|name|any|all|show)\b(?:(?!\b(?:before|after|between|since)\b)[^?]){{0,60}}?\b{_ONE_OF_MANY}s\b"
    rf"|\b(?:which|what|first|last|next|final) (?:\w+ ){{0,2}}{_ONE_OF_MANY}\b|^\W*{_ONE_OF_MANY}s\b"
)
_NEXT_REVIEW = re.compile(r"\bnext (?:\S+ ){0,2}reviews?\b|\breviewed\b[^?]*\bnext\b")
"""The review is no meeting: when it is due stands in the outcome."""

_PLANS = re.compile(
    r"\b(?:what(?:'s| is| are| else is)?|anything|something) (?:already |also |still )?"
    r"(?:on|happening|going on|scheduled|planned|coming)\b"
)
_LAST, _FIRST = re.compile(r"\b(?:last|latest|final)\b"), re.compile(r"\b(?:first|earliest|next)\b")
_TO_COME = re.compile(
    r"^(?!.*\b(?:was|were|had|held|did|took|came|fell|happened)\b).*\b(?:are|is|will|planned|scheduled|coming|left|remain|any)\b"
)
_MOST_NEXT = 3
_SURE = 0.8


def _plans(question: Question) -> bool:
    """Say whether a question asks what is planned in a time to come, whatever it is."""
    return question.span is not None and question.span.first > question.now.date() and bool(_PLANS.search(question.plain))


def wants_list(question: Question, there: Stems = frozenset()) -> bool:
    """Say whether a question asks for records by time, kind or place (`there`) and not for one of them."""
    if question.wants(Asked.NEXT):
        return not _NEXT_REVIEW.search(question.plain)
    if wants_what_runs(question.plain) or (question.wants(Asked.NEWS) and question.span):
        return True
    if question.span is None or not (question.kinds or question.wants(Asked.LIST)):
        return False
    if _plans(question):
        return True
    subject = subject_of(question, there)
    told = subject or any(map(str.isdigit, question.own))
    of_one = asks_of_one(question.plain) or question.wants(Asked.WHO)  # "who hosted the policy forum last year?"
    if told and of_one and not _ASKS_FOR_MANY.search(question.plain):
        return False  # "is the third reading today?"
    timely = question.span.relative or question.wants(Asked.LIST)
    return not subject or (bool(question.kinds) and len(subject) <= _FEW and timely)


def listed(knowledge: Knowledge, shelf: Shelf, question: Question, index: Index, speaker: Speaker) -> Reply | None:
    """Tell the records that fit a question, with their dates; None where none does and nothing can be said of it."""
    weight = {stem: often * index.weight(stem) for stem, often in question.terms.items()}
    if question.wants(Asked.NEWS) and question.span:
        return _news(Composer(knowledge, speaker), shelf, question, question.span, weight)
    today = question.now.date()
    if question.span and question.span.first.year < _FIRST_YEAR <= today.year and _TO_COME.search(question.plain):
        question = replace(
            question, span=replace(question.span, first=min(today, question.span.last))
        )  # "any meetings before June?"
    records = shelf.matching(question, weight)
    composer = Composer(knowledge, speaker)
    if records:
        return _tell(composer, question, records)
    there = shelf.there(question)
    if question.span and (question.kinds or there) and not subject_of(question, there):
        return _tell_nearest(composer, shelf, question, question.span, weight)
    if _plans(question):
        some = shelf.touching(question, weight)  # little is known of the years to come: what touches the subject is told
        return _tell(composer, question, some) if some else None
    if question.span or not question.wants(Asked.NEXT):
        return None
    # where only sentences hold the subject, something may well be to come that other words tell of
    earlier = shelf.named_after(replace(question, asked=(Asked.LIST,), span=None), weight)
    earlier = [record for record in earlier if record.period and record.period.phase(question.now) is Phase.AFTER]
    return _tell_latest(composer, question, earlier[-1]) if earlier else None


def _news(composer: Composer, shelf: Shelf, question: Question, span: TimeSpan, weight: Mapping[str, float]) -> Reply | None:
    """Tell what took place or was adopted or published from a day on until now, the latest first."""
    until_now = replace(span, last=max(span.first, question.now.date()))
    kinds = question.kinds & LISTABLE or frozenset(NEWS)
    records = shelf.matching(replace(question, asked=(Asked.LIST,), kinds=kinds, span=until_now), weight)
    begun = [record for record in records if record.period and record.period.start.first_day() >= span.first]
    if not begun:
        return None
    speaker = composer.speaker
    heading = speaker.words.gettext("Since {day}, the latest first:").format(day=speaker.when_day(span.first))
    items = Listing(tuple(item(composer, record) for record in begun[::-1][:MOST_ITEMS]))
    return composer.reply([Paragraph((Plain(heading),)), items, *_more(composer, len(begun) - MOST_ITEMS)], _SURE)


def _more(composer: Composer, more: int) -> list[Block]:
    text = composer.speaker.words.ngettext("{n} more.", "{n} more.", more).format(n=more)
    return [Paragraph((Plain(text),))] if more > 0 else []


def _tell(composer: Composer, question: Question, records: list[Record], *, series: bool = False) -> Reply:
    _ = composer.speaker.words.gettext
    coming = question.wants(Asked.NEXT)
    if coming:
        records = sorted(records, key=_without_day)
    if coming and not question.wants(Asked.LIST):
        records = records[:_MOST_NEXT]
    long = series and len(records) > MOST_ITEMS and not coming  # of a whole series the near ones are told
    shown = (records[::-1] if long else records)[:MOST_ITEMS]
    if len(shown) == 1:
        blocks: list[Block] = composer.whole(question, shown[0])
    else:
        heading = _("Next:") if coming else _("The latest first:") if long else _("In the order of time:")
        blocks = [Paragraph((Plain(heading),)), Listing(tuple(item(composer, record) for record in shown))]
    return composer.reply([*blocks, *_more(composer, len(records) - len(shown))], _SURE)


def _without_day(record: Record) -> bool:
    """Say whether no more than its year is known of a record's time: what has a day or a month is told before it."""
    return record.period is not None and isinstance(record.period.start, Year)


def _tell_nearest(
    composer: Composer, shelf: Shelf, question: Question, span: TimeSpan, weight: Mapping[str, float]
) -> Reply | None:
    """Say that nothing of the kind lies in a span of time, and what lies nearest to it."""
    _ = composer.speaker.words.gettext
    all_of_them = shelf.matching(replace(question, asked=(Asked.LIST,), span=None), weight)
    away = [
        (_apart(record.period, span), record.id, record)
        for record in all_of_them
        if record.period and not vaguer(record.period, span)
    ]
    if not away:
        return None
    nearest = (Plain(_("The nearest to it: ")), *item(composer, min(away)[2]))
    nothing = _("My records hold nothing there in that time.") if shelf.there(question) else ""
    blocks = [Paragraph((Plain(nothing or _("My records hold nothing of that kind in that time.")),)), Paragraph(nearest)]
    return composer.reply(blocks, _SURE)


def _apart(period: Period, span: TimeSpan) -> dt.timedelta:
    """Give how far a period lies from a span of days."""
    return max(period.start.first_day() - span.last, span.first - period.last.last_day())


def _tell_latest(composer: Composer, question: Question, latest: Record) -> Reply:
    """Say that nothing is to come, and what came last."""
    _, speaker = composer.speaker.words.gettext, composer.speaker
    after = max(question.now.date(), latest.period.last.last_day()) if latest.period else question.now.date()
    text = _("My records hold nothing of that kind after {day}.").format(day=speaker.when_day(after))
    blocks = [Paragraph((Plain(text),)), Paragraph((Plain(_("The latest before: ")), *item(composer, latest)))]
    return composer.reply(blocks, _SURE)


def bounded_list(shelf: Shelf, question: Question, named: Named, composer: Composer, index: Index) -> Reply | None:
    """Tell what lies before, after or between what a question names ("which meetings came after Rev.1?"), else None."""
    if question.outside or not _ASKS_FOR_MANY.search(question.plain):
        return None
    edges = edges_of(question.plain, question.now.date(), named)
    if not edges or not edges.records:
        return None
    text = question.plain.replace(edges.span.words, " ")
    said = frozenset(stems(text))
    bare = question.without({stem for stem in question.terms if stem not in said or stem in WHOLE_MATTER})
    span = edges.span
    if _TO_COME.search(text) and span.last >= question.now.date():
        span = replace(span, first=max(span.first, question.now.date()))
    inner = replace(bare, own=question.own, plain=text, span=span, asked=(Asked.LIST,), kinds=kinds_of(text))
    if len(subject_of(inner)) > FEWEST or not _ASKS_FOR_MANY.search(text):
        return None
    weight = {stem: often * index.weight(stem) for stem, often in inner.terms.items()}
    found = [record for record in shelf.matching(inner, weight) if record not in edges.records and _between(record, span)]
    sorts = said & SORTS
    records = [record for record in found if not sorts or sorts & set(stems(record.title))]
    if _LAST.search(text):
        records = records[-1:]
    elif _FIRST.search(text):
        records = records[:1]
    if not records:
        return None if subject_of(inner) else _tell_nearest(composer, shelf, inner, span, weight)
    return _tell(composer, inner, records[-MOST_ITEMS:] if edges.side < 0 else records)


def _between(record: Record, span: TimeSpan) -> bool:
    """Say whether a record surely begins within a span and, but for a meeting under way at its end, ends within it."""
    if record.period is None:
        return False
    due = record.period.last if record.kind is Kind.DEADLINE else record.period.start
    return span.first <= due.first_day() and due.last_day() <= span.last


def of_series(composer: Composer, question: Question, picked: Picked) -> Reply:
    """Tell the meetings of a series that a question means, or that none is to come."""
    if not picked.records and picked.before:
        return _tell_latest(composer, question, picked.before)
    return _tell(composer, question, list(picked.records), series=True)


def item(composer: Composer, record: Record) -> tuple[Span, ...]:
    """Tell a record in one line of a list: its time, title, place and state."""
    composer.spoken.append(record)
    period = record.period
    if period is None:
        return (Plain(record.title),)
    speaker = composer.speaker
    place = place_beside(record)
    spans = (speaker.period(period), Plain(f": {record.title}{place}. {speaker.state(record, period)}"))
    return Sentence(spans, composer.time_marks(record, place=bool(place))).whole()
