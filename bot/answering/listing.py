"""Questions for several records at once: what is next, what is open, what lay in a span of time."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.answering.asked import Asked, asks_of_one, kinds_of, wants_deadlines_alone, wants_what_runs
from bot.answering.choosing import Picked
from bot.answering.compose import MOST_ITEMS, Composer, Sentence, place_beside
from bot.answering.edges import Named, edges_of
from bot.answering.index import Index
from bot.answering.moments import Speaker
from bot.answering.passages import Stems
from bot.answering.question import Question
from bot.answering.thesaurus import Phrases
from bot.answering.times import TimeSpan
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.dates import Month, Period, Phase, Year
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Record, Status
from bot.reply import Block, Listing, Paragraph, Plain, Reply, Span

_DATED = (Kind.DEADLINE, Kind.MEETING)
_LISTABLE = {Kind.DEADLINE, Kind.MEETING, Kind.RESOLUTION, Kind.DOCUMENT}
_NEWS = _LISTABLE | {Kind.MILESTONE, Kind.OUTCOME}
_KIND_STEMS = frozenset(
    stems(
        "deadline deadlines due cut-off closing date dates meeting meetings event events consultation consultations conference"
        " session sessions reading readings gathering workshop resolution resolutions document documents paper"
        " papers report reports milestone upcoming next coming scheduled happening list open current currently calendar soon"
        " related concerning future ahead thing news update updates changed change changes happened added fall falls fell fallen"
        " step steps stage lie lies lay negotiation negotiations round rounds miss missed today tomorrow yesterday tonight"
    )
)
"""What tells the kind and time of records and nothing of the subject."""

_ENOUGH, _FEWEST = 0.6, 2
"""Share of the subject's weight that a record must hold, where the subject has more than two words; else it must hold all."""

_SOME = 0.3
"""Share of the subject's weight from which a record of a time to come is told where none holds all of it."""

_AS_GOOD = 0.9
"""Share of the best record's hold on the subject from which another one is listed beside it."""

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
_NEXT_REVIEW = re.compile(r"\bnext (?:\S+ ){0,2}reviews?\b")
"""The review is no meeting: when it is due stands in the outcome."""

_IN = re.compile(r"\b(?:in|at|near|around)\s+(?:the\s+)?((?:[\w'-]+\s*){1,2})")
_PLANS = re.compile(
    r"\b(?:what(?:'s| is| are| else is)?|anything|something) (?:already |also |still )?"
    r"(?:on|happening|going on|scheduled|planned|coming)\b"
)
_NOW_THAT = re.compile(r"\bnow that [^?,]*")
_FOR_WHOM = re.compile(r"\bfor (?:people|those|anyone|someone|somebody|delegates|us|me)\b[^?]*")
_LAST, _FIRST = re.compile(r"\b(?:last|latest|final)\b"), re.compile(r"\b(?:first|earliest|next)\b")
_TO_COME = re.compile(
    r"^(?!.*\b(?:was|were|had|held|did|took|came|fell|happened)\b).*\b(?:are|is|will|planned|scheduled|coming|left|remain|any)\b"
)
_WHOLE_MATTER = frozenset(stems("wsis wsis+20 review process outcome adopt publish release issue schedule organise convene"))
"""What so many records are about that it tells none of them from the others."""

_PROCESS = frozenset(stems("wsis wsis+20 review process"))
"""What all records are about."""

_SORTS = frozenset(stems("consultation session reading workshop forum conference summit negotiation briefing panel hearing"))
"""What tells one sort of meeting from another."""

_NO_SORT = re.compile(r"\b\w+(?= process\b)")
"""What names a process and no sort of meeting: "the Open Consultation Process"."""

_A_DAY = dt.timedelta(days=1)
_MOST_NEXT = 3
_SURE = 0.8


@dataclass(frozen=True)
class Shelf:
    """The dated records sorted by time, with the stems of their names and of all their words; made once."""

    records: tuple[tuple[Record, Stems, Stems], ...]
    places: Stems
    """The stems of all places, without what names a body or tells a kind of record."""

    def there(self, question: Question) -> Stems:
        """Give the stems of the places in which a question asks what is on."""
        text = question.plain.replace(question.span.words, " ") if question.span else question.plain
        told = [frozenset(stems(found[1])) - LIGHT_STEMS for found in _IN.finditer(text)]
        return frozenset(stem for place in told if place <= self.places for stem in place)

    @classmethod
    def of(cls, knowledge: Knowledge, words: Mapping[str, Stems], names: Mapping[str, Stems]) -> "Shelf":
        """Take the records that have a date; `words` and `names` are the stems of each."""
        dated = sorted((record.period.begins(), record.id) for record in knowledge if record.period)
        places = frozenset().union(*(_place(record) for record in knowledge))
        bodies = {tuple(stems(name)) for record in knowledge.of_kind(Kind.ORGANISATION) for name in record.aka}
        others = {name[0] for name in bodies if len(name) == 1} | _KIND_STEMS | _WHOLE_MATTER | LIGHT_STEMS
        return cls(tuple((knowledge.records[name], names[name], words[name]) for _, name in dated), places - others)

    def matching(self, question: Question, weight: Mapping[str, float]) -> list[Record]:
        """Give the records of the kinds, days, place and subject that a question names, in the order of time.

        Where a place is told, what all is about counts for the subject only if anything there holds it.
        """
        there = self.there(question)
        strict = self._matching(question, weight, there, _subject(question, there, whole=True))
        return strict or self._matching(question, weight, there, _subject(question, there)) if there else strict

    def _matching(
        self, question: Question, weight: Mapping[str, float], there: Stems, terms: list[str], *, named_alone: bool = False
    ) -> list[Record]:
        """Give the records of these terms that are there.

        Those whose names hold the subject come alone; where there are none, those whose sentences do.
        """
        named = {Kind.DEADLINE} if wants_deadlines_alone(question.plain) else question.kinds & _NEWS
        past = question.span is not None and question.span.last < question.now.date()
        kinds = named or (_NEWS if past and question.wants(Asked.LIST) else set(_DATED))
        running = question.span is None and wants_what_runs(question.plain)
        subject = {stem: weight[stem] for stem in terms if stem in weight}
        total = sum(subject.values())
        of_kind = [entry for entry in self.records if entry[0].kind in kinds and (not there or there <= _place(entry[0]))]
        sorts = _SORTS & question.own - frozenset(stems(" ".join(_NO_SORT.findall(question.plain))))
        of_sort = [entry for entry in of_kind if not sorts.isdisjoint(entry[1])]
        if any(_in_time(question, record, running=running) for record, _, _ in of_sort):
            of_kind = of_sort
        if not total:
            return [record for record, _, _ in of_kind if _in_time(question, record, running=running)]
        also = question.instead if len(subject) > _FEWEST else {}
        enough = _ENOUGH if len(subject) > _FEWEST else 1.0
        for names in (True, False) if not named_alone else (True,):
            shares = [(record, _held(subject, named if names else words, also) / total) for record, named, words in of_kind]
            found = [(record, share) for record, share in shares if share >= enough]
            most = max((share for _, share in found), default=0)
            best = [record for record, share in found if share >= _AS_GOOD * most]
            timely = [record for record in best if _in_time(question, record, running=running)]
            if timely or (found and of_kind is not of_sort):
                return timely  # a series that records are named after is not looked for in other records' sentences
        return []

    def named_after(self, question: Question, weight: Mapping[str, float]) -> list[Record]:
        """Give those of the matching records whose names hold the subject."""
        there = self.there(question)
        return self._matching(question, weight, there, _subject(question, there), named_alone=True)

    def touching(self, question: Question, weight: Mapping[str, float]) -> list[Record]:
        """Give the dated meetings and deadlines of the days that a question names that hold at least some of its subject."""
        subject = {stem: weight[stem] for stem in _subject(question) if stem in weight}
        least = _SOME * sum(subject.values())
        of_kind = [(record, words) for record, _, words in self.records if record.kind in _DATED]
        return [
            record
            for record, words in of_kind
            if _in_time(question, record, running=False) and 0 < least <= _held(subject, words, question.instead)
        ]


def _held(subject: Mapping[str, float], words: Stems, also: Mapping[str, Phrases]) -> float:
    """Give the weight of the subject's words that a record has, itself or by another word."""
    return sum(
        weight for stem, weight in subject.items() if stem in words or any(phrase <= words for phrase in also.get(stem, ()))
    )


def _place(record: Record) -> Stems:
    return frozenset(stems(record.place or ""))


def _subject(question: Question, there: Stems = frozenset(), *, whole: bool = False) -> list[str]:
    """Give the terms that are neither of time nor of kind.

    Where a place is told, those of it are left out, and, but for `whole`, those of what all is about.
    """
    others = _KIND_STEMS | LIGHT_STEMS | _span_stems(question) | frozenset(stems(" ".join(_NOW_THAT.findall(question.plain))))
    if there:
        others |= (
            there | (frozenset() if whole else _WHOLE_MATTER) | frozenset(stems(" ".join(_FOR_WHOM.findall(question.plain))))
        )
    said = [stem for stem in question.terms if stem not in others and not stem.isdigit()]
    dated = question.span is not None and bool(question.kinds & set(_DATED))
    if (question.wants(Asked.NEXT) and _WHOLE_MATTER.issuperset(said)) or (dated and _PROCESS.issuperset(said)):
        return []  # "what is next in the WSIS process?", "WSIS meetings in May"
    return said


def _span_stems(question: Question) -> set[str]:
    return set(stems(question.span.words)) if question.span else set()


def _in_time(question: Question, record: Record, *, running: bool) -> bool:
    now, period = question.now, record.period
    if period is None:
        return False
    today = now.date()
    if question.span is None and question.wants(Asked.NEXT) and period.last.last_day() < today - _A_DAY:
        return False  # much the quicker way to tell than the instants
    if question.span is not None and (
        not period.overlaps(question.span.first, question.span.last) or _vaguer(period, question.span)
    ):
        return False
    if question.wants(Asked.NEXT) and (question.span is None or question.span.last >= today):
        return period.phase(now) is not Phase.AFTER and record.status is not Status.CANCELLED
    if running:
        phase = period.phase(now)
        waiting = record.kind is Kind.DEADLINE and phase is Phase.BEFORE and period.end is None
        return phase is Phase.DURING or waiting
    return True


def _vaguer(period: Period, span: TimeSpan) -> bool:
    """Say whether all that is known of a record's time is a month or a year longer than the days that are named."""
    known = period.last.last_day() - period.start.first_day()
    return isinstance(period.start, Month | Year) and period.end is None and known > span.last - span.first


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
    subject = _subject(question, there)
    told = subject or any(map(str.isdigit, question.own))
    if told and asks_of_one(question.plain) and not _ASKS_FOR_MANY.search(question.plain):
        return False  # "is the third reading today?"
    timely = question.span.relative or question.wants(Asked.LIST)
    return not subject or (bool(question.kinds) and len(subject) <= _FEW and timely)


def listed(knowledge: Knowledge, shelf: Shelf, question: Question, index: Index, speaker: Speaker) -> Reply | None:
    """Tell the records that fit a question, with their dates; None where none does and nothing can be said of it."""
    weight = {stem: often * index.weight(stem) for stem, often in question.terms.items()}
    if question.wants(Asked.NEWS) and question.span:
        return _news(Composer(knowledge, speaker), shelf, question, question.span, weight)
    records = shelf.matching(question, weight)
    composer = Composer(knowledge, speaker)
    if records:
        return _tell(composer, question, records)
    there = shelf.there(question)
    if question.span and (question.kinds or there) and not _subject(question, there):
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
    kinds = question.kinds & _LISTABLE or frozenset(_NEWS)
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


def _tell(composer: Composer, question: Question, records: list[Record]) -> Reply:
    _ = composer.speaker.words.gettext
    coming = question.wants(Asked.NEXT)
    if coming:
        records = sorted(records, key=_without_day)
    if coming and not question.wants(Asked.LIST):
        records = records[:_MOST_NEXT]
    shown = records[:MOST_ITEMS]
    if len(shown) == 1:
        blocks: list[Block] = composer.whole(question, shown[0])
    else:
        heading = _("Next:") if coming else _("In the order of time:")
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
        if record.period and not _vaguer(record.period, span)
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
    text = _("My records hold nothing of that kind after {day}.").format(day=speaker.when_day(question.now.date()))
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
    terms = {stem: weight for stem, weight in question.terms.items() if stem in said and stem not in _WHOLE_MATTER}
    span = edges.span
    if _TO_COME.search(text) and span.last >= question.now.date():
        span = replace(span, first=max(span.first, question.now.date()))
    inner = replace(question, plain=text, terms=terms, span=span, asked=(Asked.LIST,), kinds=kinds_of(text))
    if len(_subject(inner)) > _FEWEST or not _ASKS_FOR_MANY.search(text):
        return None
    weight = {stem: often * index.weight(stem) for stem, often in terms.items()}
    found = [record for record in shelf.matching(inner, weight) if record not in edges.records and _between(record, span)]
    sorts = said & _SORTS
    records = [record for record in found if not sorts or sorts & set(stems(record.title))]
    if _LAST.search(text):
        records = records[-1:]
    elif _FIRST.search(text):
        records = records[:1]
    if not records:
        return None if _subject(inner) else _tell_nearest(composer, shelf, inner, span, weight)
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
    return _tell(composer, question, list(picked.records))


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
