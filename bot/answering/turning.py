"""Finds what a follow-up turns to from what its talk is about: the days or the record beside it, or another of its series."""

import re
from dataclasses import dataclass, replace

from bot.answering.asked import Asked
from bot.answering.leaning import SERIAL, means_another, step_of
from bot.answering.passages import Stems
from bot.answering.question import Question
from bot.answering.rank import Ranker
from bot.answering.talk import Talk
from bot.answering.times import TimeSpan, days_beside
from bot.languages.analysis import LIGHT_STEMS, is_year, stems
from bot.records.knowledge import Knowledge
from bot.records.model import Record, RelationName

_OF: tuple[RelationName, ...] = ("deadline-of", "session-of", "part-of")

_ALIKE = 0.3
"""Share of the other words in a record's names from which on it is the counterpart of one that has them too."""

_HALF = 0.5

_LAST = re.compile(
    r"^\W*(?:and |but |what about |when was |where was )*(?:the |its |their )(?:very )?(?:last|final)(?: \w+)?\W*$"
)

_NUMBER = re.compile(r"\d+$")
"""The number at the end of an id."""

_ANYTHING = frozenset(stems("happen happened happening anything else going scheduled planned go"))

Names = list[tuple[Stems, str]]
"""The names that a question has in full, each with its record."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Knows what lies beside the records of one knowledge base; holds no state between questions."""

    knowledge: Knowledge
    ranker: Ranker

    def days_beside(self, question: Question, records: list[str], talk: Talk) -> Question | None:
        """Give a question for what lay beside the days of its talk; None where it asks for more ("and the next day?")."""
        periods = [period for record in records if (period := self._record(record).period)]
        shortest = min(periods, key=lambda one: one.last.last_day() - one.start.first_day(), default=None)
        if shortest is None:
            return None
        span = days_beside(question.plain, shortest.start.first_day(), shortest.last.last_day())
        if span is None or not question.own <= LIGHT_STEMS | frozenset(stems(span.words)) | _ANYTHING:
            return None
        bare = question.without(question.terms.keys() | question.own)
        return replace(bare, span=span, asked=(Asked.LIST,), kinds=question.kinds or talk.kinds)

    def beside(self, question: Question, records: list[str], besides: list[str], named: Names) -> list[str]:
        """Give the record before or after a talk's, or the other one of its series that a follow-up means by a few words."""
        step = step_of(question.plain)
        turned = self._stepped(question, records, step) if step else self._last(question, records[0])
        counted = any(stem.isdigit() for stem in question.own) and not question.span
        others = (*records, *besides) if counted else records[:1]
        alike = (found for record in others if (found := self._sibling(question, record, named)))
        return turned or next(alike, []) or self._counterpart(question, records[0])

    def _stepped(self, question: Question, records: list[str], step: int) -> list[str]:
        """Give what lies before or after a talk's record; where it says no more, what is of its kind, or its like elsewhere."""
        bare = question.own <= LIGHT_STEMS | self.ranker.named[records[0]]
        for record in records if bare else ():
            kind = self._record(record).kind
            beside = [other for other in self.knowledge.beside(record, step) if self._record(other).kind is kind]
            found = beside or self._like_in_another(record, step)
            if found:
                return found
        return self.knowledge.beside(records[0], step) or self._numbered(records[0], step)

    def _numbered(self, record: str, step: int) -> list[str]:
        """Give the record with the number before or after that of one: action lines and paragraphs are not told in order."""
        number = _NUMBER.search(record)
        beside = f"{record[: number.start()]}{int(number[0]) + step}" if number else ""
        return [beside] if beside in self.knowledge.records else []

    def _last(self, question: Question, record: str) -> list[str]:
        """Give the last record of a series whose records are called alike: "and the last?"."""
        if not _LAST.search(question.plain):
            return []
        alike = [other for other in self.knowledge.series(record) if self._likeness(record, other, frozenset()) >= _HALF]
        begun = [(period.start.first_day(), other) for other in alike if (period := self._record(other).period)]
        return [max(begun)[1]] if begun else []

    def _likeness(self, record: str, other: str, besides: Stems) -> float:
        """Give the share of the words in another record's names, but for numbers and some, that are in a record's as well."""
        rest = [stem for stem in self.ranker.named[other] - besides if not any(map(str.isdigit, stem))]
        return sum(stem in self.ranker.named[record] for stem in rest) / len(rest) if rest else 0.0

    def _like_in_another(self, record: str, step: int) -> list[str]:
        """Give the record that is called most like one, of what comes before or after what it is part of."""
        wholes = [whole for name in _OF for whole in self._record(record).relations.get(name, ())]
        others = [other for whole in wholes for other in self.knowledge.beside(whole, step)]
        kind = self._record(record).kind
        parts = [part for other in others for part in self.knowledge.neighbours(other) if self._record(part).kind is kind]
        best = max(parts, key=lambda part: len(self.ranker.named[part] & self.ranker.named[record]), default=None)
        return [best] if best else others[:1]

    def _counterpart(self, question: Question, record: str) -> list[str]:
        """Give the record that is called as a talk's is, but for what a few words put in its place: "and the WSIS+20 one?"."""
        own = question.own - LIGHT_STEMS
        if not own or question.asked or question.span or not question.continues or question.own & SERIAL:
            return []
        of_kind = self.knowledge.of_kind(self._record(record).kind)
        others = [one.id for one in of_kind if one.id != record and own <= self.ranker.named[one.id]]
        best = max(others, key=lambda other: self._likeness(record, other, own), default=None)
        return [best] if best and self._likeness(record, best, own) >= _ALIKE else []

    def in_its_years(self, question: Question, records: list[str]) -> list[str]:
        """Give the records of the talk's series that lie in a year which the question names."""
        years = {int(stem) for stem in question.own if is_year(stem)}
        others = [other for record in records for other in self.knowledge.series(record)] if years else []
        periods = ((other, self._record(other).period) for other in others)
        return [other for other, period in periods if period and period.start.first_day().year in years]

    def _record(self, record: str) -> Record:
        return self.knowledge.records[record]

    def _sibling(self, question: Question, record: str, named: Names) -> list[str]:
        """Give what a follow-up names beside the record of its talk: "and Rev.2?", "and the first?", "and last year's?"."""
        if (
            not (question.continues or means_another(question.plain) or question.own <= LIGHT_STEMS | _digits(question.own))
            or question.own & SERIAL
        ):
            return []
        kind = self._record(record).kind
        alike = [(name, other) for name, other in named if self._record(other).kind is kind]
        whole = [other for name, other in alike if question.own - name <= LIGHT_STEMS]
        if whole:
            return [other for other in whole if other != record]
        span = question.span
        if span and span.first.year == span.last.year and question.own <= LIGHT_STEMS | frozenset(stems(span.words)):
            if "year" in span.words or span.words.isdigit():
                return self._edition_of(record, span)
            if span.relative:
                return []
        numbers = frozenset(stem for stem in question.own if stem.isdigit() and not is_year(stem))
        own = self.ranker.named[record]
        if len(numbers) != 1 or question.own - numbers - own - LIGHT_STEMS:
            return []
        others = [other for other in self.knowledge.series(record) if numbers <= self.ranker.named[other]]
        best = max(others, key=lambda other: len(self.ranker.named[other] & own) / len(self.ranker.named[other]), default=None)
        return [best] if best and len(self.ranker.named[best] & own) > len(self.ranker.named[best]) / 2 else []

    def _edition_of(self, record: str, span: TimeSpan) -> list[str]:
        """Give the record of the same series, or called as it is, in a year ("and last year's?", "2018?")."""
        kind = self._record(record).kind
        alike = (one.id for one in self.knowledge.of_kind(kind) if one.id != record and _slug(one.id) == _slug(record))
        others = dict.fromkeys((*alike, *self.knowledge.series(record)))
        periods = [(other, self._record(other).period) for other in others]
        lying = [one for one, period in periods if period and period.overlaps(span.first, span.last)]
        own, year = self.ranker.named[record], str(span.first.year)

        def likeness(other: str) -> tuple[bool, bool, int]:
            named = self.ranker.named[other]
            return _slug(other) == _slug(record), year in named, len(named & own)

        best = max(lying, key=likeness, default=None)
        return [best] if best else []


def _digits(own: Stems) -> Stems:
    return frozenset(filter(str.isdigit, own))


def _slug(record: str) -> str:
    """Give an id without its numbers, which editions of one thing have in common."""
    return "-".join(part for part in record.split("-") if not part.isdigit())
