"""The dated records in the order of time, and which of them fit the kinds, days, place and subject of a question."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.asked import Asked, wants_what_runs
from bot.answering.kinds import wants_deadlines_alone
from bot.answering.passages import Stems
from bot.answering.question import Question
from bot.answering.thesaurus import Phrases
from bot.answering.times import TimeSpan
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.dates import Month, Period, Phase, Year
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Record, Status

DATED = (Kind.DEADLINE, Kind.MEETING)
LISTABLE = {Kind.DEADLINE, Kind.MEETING, Kind.RESOLUTION, Kind.DOCUMENT}
NEWS = LISTABLE | {Kind.MILESTONE, Kind.OUTCOME}
_KIND_STEMS = frozenset(
    stems(
        "deadline deadlines due cut-off closing date dates meeting meetings event events consultation consultations conference"
        " session sessions reading readings gathering workshop resolution resolutions document documents paper"
        " papers report reports milestone upcoming next coming scheduled happening list open current currently calendar soon"
        " related concerning future ahead thing news update updates changed change changes happened added fall falls fell fallen"
        " step steps stage lie lies lay negotiation negotiations round rounds miss missed today tomorrow yesterday tonight"
        " start begin open end close happen place known"
    )
)
"""What tells the kind and time of records and nothing of the subject."""

_ENOUGH, FEWEST = 0.6, 2
"""Share of the subject's weight that a record must hold, where the subject has more than two words; else it must hold all."""

_SOME = 0.3
"""Share of the subject's weight from which a record of a time to come is told where none holds all of it."""

_AS_GOOD = 0.9
"""Share of the best record's hold on the subject from which another one is listed beside it."""

_IN = re.compile(r"\b(?:in|at|near|around)\s+(?:the\s+)?((?:[\w'-]+\s*){1,2})")
_NOW_THAT = re.compile(r"\bnow that [^?,]*")
_FOR_WHOM = re.compile(r"\bfor (?:people|those|anyone|someone|somebody|delegates|us|me)\b[^?]*")
WHOLE_MATTER = frozenset(stems("wsis wsis+20 review process outcome adopt publish release issue schedule organise convene"))
"""What so many records are about that it tells none of them from the others."""

_PROCESS = frozenset(stems("wsis wsis+20 review process"))
"""What all records are about."""

SORTS = frozenset(stems("consultation session reading workshop forum conference summit negotiation briefing panel hearing"))
"""What tells one sort of meeting from another."""

_NO_SORT = re.compile(r"\b\w+(?= process\b)")
"""What names a process and no sort of meeting: "the Open Consultation Process"."""

_ONLINE = re.compile(
    r"\b(?:virtual|online|remote)\b(?=[ -](?:and |or )?(?:\w+ )?(?:meeting|event|consultation|session|hearing)s?\b)"
)
_ONLINE_STEMS = frozenset(stems("virtual online remote"))

_A_DAY = dt.timedelta(days=1)


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
        others = {name[0] for name in bodies if len(name) == 1} | _KIND_STEMS | WHOLE_MATTER | LIGHT_STEMS
        return cls(tuple((knowledge.records[name], names[name], words[name]) for _, name in dated), places - others)

    def matching(self, question: Question, weight: Mapping[str, float]) -> list[Record]:
        """Give the records of the kinds, days, place and subject that a question names, in the order of time.

        Where a place is told, what all is about counts for the subject only if anything there holds it.
        """
        there = self.there(question)
        strict = self._matching(question, weight, there, subject_of(question, there, whole=True))
        return strict or self._matching(question, weight, there, subject_of(question, there)) if there else strict

    def _matching(
        self, question: Question, weight: Mapping[str, float], there: Stems, terms: list[str], *, named_alone: bool = False
    ) -> list[Record]:
        """Give the records of these terms that are there.

        Those whose names hold the subject come alone; where there are none, those whose sentences do.
        """
        named = {Kind.DEADLINE} if wants_deadlines_alone(question.plain) else question.kinds & NEWS
        past = question.span is not None and question.span.last < question.now.date()
        kinds = named or (NEWS if past and question.wants(Asked.LIST) else set(DATED))
        running = question.span is None and wants_what_runs(question.plain)
        subject = {stem: weight[stem] for stem in terms if stem in weight}
        total = sum(subject.values())
        of_kind = [entry for entry in self.records if entry[0].kind in kinds and (not there or there <= _place(entry[0]))]
        if _ONLINE.search(question.plain):
            of_kind = [entry for entry in of_kind if not _ONLINE_STEMS.isdisjoint(_place(entry[0]))]
        sorts = SORTS & question.own - frozenset(stems(" ".join(_NO_SORT.findall(question.plain))))
        of_sort = [entry for entry in of_kind if not sorts.isdisjoint(entry[1])]
        if any(_in_time(question, record, running=running) for record, _, _ in of_sort):
            of_kind = of_sort
        if not total:
            return [record for record, _, _ in of_kind if _in_time(question, record, running=running)]
        also = question.instead if len(subject) > FEWEST else {}
        enough = _ENOUGH if len(subject) > FEWEST and not named_alone else 1.0
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
        return self._matching(question, weight, there, subject_of(question, there), named_alone=True)

    def touching(self, question: Question, weight: Mapping[str, float]) -> list[Record]:
        """Give the dated meetings and deadlines of the days that a question names that hold at least some of its subject."""
        subject = {stem: weight[stem] for stem in subject_of(question) if stem in weight}
        least = _SOME * sum(subject.values())
        of_kind = [(record, words) for record, _, words in self.records if record.kind in DATED]
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


def subject_of(question: Question, there: Stems = frozenset(), *, whole: bool = False) -> list[str]:
    """Give the terms that are neither of time nor of kind.

    Where a place is told, those of it are left out, and, but for `whole`, those of what all is about.
    """
    others = _KIND_STEMS | LIGHT_STEMS | _span_stems(question) | frozenset(stems(" ".join(_NOW_THAT.findall(question.plain))))
    if there:
        others |= there | (frozenset() if whole else WHOLE_MATTER) | frozenset(stems(" ".join(_FOR_WHOM.findall(question.plain))))
    if _ONLINE.search(question.plain):
        others |= _ONLINE_STEMS
    said = [stem for stem in question.terms if stem not in others and not stem.isdigit()]
    dated = question.span is not None and bool(question.kinds & set(DATED))
    matter = (
        WHOLE_MATTER
        if question.wants(Asked.NEXT) or (question.kinds & LISTABLE and question.span and question.span.relative)
        else None
    )
    if (matter and matter.issuperset(said)) or (dated and _PROCESS.issuperset(said)):
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
        not period.overlaps(question.span.first, question.span.last) or vaguer(period, question.span)
    ):
        return False
    if question.wants(Asked.NEXT) and (question.span is None or question.span.last >= today):
        return period.phase(now) is not Phase.AFTER and record.status is not Status.CANCELLED
    if running:
        phase = period.phase(now)
        waiting = record.kind is Kind.DEADLINE and phase is Phase.BEFORE and period.end is None
        return phase is Phase.DURING or waiting
    return True


def vaguer(period: Period, span: TimeSpan) -> bool:
    """Say whether all that is known of a record's time is a month or a year longer than the days that are named."""
    known = period.last.last_day() - period.start.first_day()
    return isinstance(period.start, Month | Year) and period.end is None and known > span.last - span.first
