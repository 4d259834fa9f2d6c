"""Finds what a question refers to: the records of its talk, the words said around it, the question before it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.answering.asked import Asked, definite, means_it, means_person, means_several, step_of
from bot.answering.kinds import implied_kind
from bot.answering.listing import wants_list
from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.answering.rank import Hit, Ranker
from bot.answering.talk import Talk
from bot.answering.times import TimeSpan, days_beside, find_span, is_bare_month
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, RelationName

_LEAN = 0.35
"""Weight of the words that a follow-up leans on: those of the question before it, or of the talk's record."""

_AROUND = 0.6
"""Weight of the telling words around a question in its message: they may be a mere reason for asking."""

_SHORT = 2
"""Telling words up to which a question leans on what is said around it."""

_SHARED = 0.3
"""Share of a fact's example questions from which on a word in them is what they ask for."""

_MOSTLY = 0.5
"""Share of them from which on a year in them is that of the edition that the fact tells of."""

_FEW = 4
"""Telling words up to which a question is taken for a follow-up where the talk's records hold them all."""

_SECOND, _NEIGHBOUR = 0.8, 0.4
"""How near to a talk its other records are, and the records related to them; the first one counts 1."""

_MOST_NEIGHBOURS = 12

_PEOPLE = (Kind.PERSON, Kind.ORGANISATION)

_OF: tuple[RelationName, ...] = ("deadline-of", "session-of")
"""Who speaks of a deadline or a session speaks of what it is of as well."""

_SERIAL = frozenset(stems("paragraph paragraphs para article chapter day"))
"""What is counted within a record."""

_BESIDE_ANOTHER = re.compile(r"\b(?:before|after|later|earlier|than|since|until)\b")
_ANYTHING = frozenset(stems("happen happened happening anything else going scheduled planned go"))

_YEAR_DIGITS = 4

_PAIR = 2
"""Records of an answer from one of them: the one it is from, and a sentence of another."""


@dataclass(frozen=True, slots=True)
class References:
    """Reads questions within their talks; holds no state between questions."""

    knowledge: Knowledge
    ranker: Ranker

    def resolved(
        self, question: Question, around: Question | None, talk: Talk | None, earlier: Question | None = None
    ) -> tuple[Question, dict[str, float]]:
        """Give the question with what it leans on, and how near each record is to the talk (from 0 to 1).

        Args:
            question: The question.
            around: What was said around it in the same message.
            talk: What the talk is about; of earlier messages nothing else is known.
            earlier: The question before it in the same message, as far as it was answered.
        """
        named = self.named(question)
        whole = any(question.own - name <= LIGHT_STEMS for name, _ in named)  # it says of what, and nothing besides
        bare = question.points or len(question.terms) <= _SHORT or not (named or question.proper or question.span)
        bare = bare or (around is not None and not named and bool(self.named(around)))
        if around and around.terms and bare and not whole:
            question = question.leaning_on(_lightly(_telling(around.terms), _AROUND), around.instead, (), around.kinds)
        records = [record for record in talk.records if record in self.knowledge.records] if talk else []
        if not (talk and records):
            return question, dict.fromkeys(self._whole_edition(question, named), 1.0)
        if around and bare and not named:
            meant = self._meant(around)
            if meant and meant.isdisjoint(records):  # "sorry, I meant UNGIS: who runs it?"
                return question, dict.fromkeys(sorted(meant), 1.0)
            question = _of_years(question, around)
        if means_person(question.plain):  # "when was she elected?" is asked of the person, whoever told of her last
            records = sorted(records, key=lambda record: self.knowledge.records[record].kind is not Kind.PERSON)
        records = self._of_which(question, records)
        turned = self._turned(question, records, named, talk)
        if turned:
            return turned
        elsewhere = bool(named) and {record for _, record in named}.isdisjoint(records)
        about = not (whole and elsewhere) and self._about(question, records)
        if question.refers or question.continues or tells_only_what(question) or about or (earlier and not elsewhere):
            return self._following(question, records, talk, earlier)
        return question, {}

    def _whole_edition(self, question: Question, named: list[tuple[Stems, str]]) -> list[str]:
        """Give the one edition that is all that a question names, with its number or year: "when was IGF 2025?"."""
        telling = question.own - LIGHT_STEMS
        if _BESIDE_ANOTHER.search(question.plain):
            return []
        found = {other for name, other in named if telling <= name and any(map(str.isdigit, name))}
        return sorted(found) if len(found) == 1 else []

    def _turned(
        self, question: Question, records: list[str], named: list[tuple[Stems, str]], talk: Talk
    ) -> tuple[Question, dict[str, float]] | None:
        """Give a follow-up that turns from its talk's record to another, told by its place beside it or by its own name."""
        then = self._days_beside(question, records, talk)
        if then:
            return then, {}
        beside = self.knowledge.beside(records[0], step_of(question.plain)) or self._sibling(question, records[0], named)
        if beside:
            return self.stepped(question, beside, talk.data)
        other = self._other(question, records, named)
        return (question.leaning_on({}, {}, talk.data, talk.kinds), dict.fromkeys(other, 1.0)) if other else None

    def _of_which(self, question: Question, records: list[str]) -> list[str]:
        """Give the records with what a deadline is for first, where a question can mean that alone: "where is it held?"."""
        first = self.knowledge.records[records[0]]
        implied = implied_kind(question.plain)
        if first.kind is not Kind.DEADLINE or implied is None:
            return records
        wholes = [name for name in first.relations.get("deadline-of", ()) if self.knowledge.records[name].kind is implied]
        return [*wholes, *(record for record in records if record not in wholes)]

    def _days_beside(self, question: Question, records: list[str], talk: Talk) -> Question | None:
        """Give a question for what lay beside the days of its talk; None where it asks for more ("and the next day?")."""
        periods = [period for record in records if (period := self.knowledge.records[record].period)]
        shortest = min(periods, key=lambda one: one.last.last_day() - one.start.first_day(), default=None)
        if shortest is None:
            return None
        span = days_beside(question.plain, shortest.start.first_day(), shortest.last.last_day())
        if span is None or not question.own <= LIGHT_STEMS | frozenset(stems(span.words)) | _ANYTHING:
            return None
        return replace(question, terms={}, own=frozenset(), span=span, asked=(Asked.LIST,), kinds=question.kinds or talk.kinds)

    def _edition_of(self, record: str, span: TimeSpan) -> list[str]:
        """Give the record of the same series in a year that is told relative to now ("and last year's?")."""
        periods = [(other, self.knowledge.records[other].period) for other in self.knowledge.series(record)]
        lying = [other for other, period in periods if period and span.first <= period.start.first_day() <= span.last]
        own = self.ranker.named[record]
        best = max(lying, key=lambda other: (_slug(other) == _slug(record), len(self.ranker.named[other] & own)), default=None)
        return [best] if best else []

    def _other(self, question: Question, records: list[str], named: list[tuple[Stems, str]]) -> list[str]:
        """Give another edition that a question names in full, so that its "that" means it: "now IGF 2024, when was that?"."""
        kind = self.knowledge.records[records[0]].kind
        longest = max((len(name) for name, _ in named), default=0)
        found = [other for name, other in named if len(name) == longest and any(map(str.isdigit, name))]
        alike = [other for other in found if self.knowledge.records[other].kind is kind]
        return [] if means_it(question.plain) or not set(found).isdisjoint(records) else alike

    def _sibling(self, question: Question, record: str, named: list[tuple[Stems, str]]) -> list[str]:
        """Give what a follow-up names beside the record of its talk: "and Rev.2?", "and the first?", "and last year's?"."""
        if not question.continues or question.own & _SERIAL:
            return []
        kind = self.knowledge.records[record].kind
        alike = [(name, other) for name, other in named if self.knowledge.records[other].kind is kind]
        whole = [other for name, other in alike if question.own - name <= LIGHT_STEMS]
        if whole:
            return [other for other in whole if other != record]
        span = question.span
        if (
            span
            and span.relative
            and span.first.year == span.last.year
            and question.own <= LIGHT_STEMS | frozenset(stems(span.words))
        ):
            return self._edition_of(record, span) if "year" in span.words else []
        numbers = frozenset(stem for stem in question.own if stem.isdigit() and len(stem) < _YEAR_DIGITS)
        own = self.ranker.named[record]
        if len(numbers) != 1 or question.own - numbers - own - LIGHT_STEMS:
            return []
        others = [other for other in self.knowledge.series(record) if numbers <= self.ranker.named[other]]
        best = max(others, key=lambda other: len(self.ranker.named[other] & own) / len(self.ranker.named[other]), default=None)
        return [best] if best and len(self.ranker.named[best] & own) > len(self.ranker.named[best]) / 2 else []

    def _following(
        self, question: Question, records: list[str], talk: Talk, earlier: Question | None
    ) -> tuple[Question, dict[str, float]]:
        """Give a follow-up with what it leans on, and how near each record is to its talk."""
        begun = self.knowledge.records[records[0]].period
        if begun and question.span and is_bare_month(question.span):  # the one nearest to what is spoken of
            question = replace(question, span=find_span(question.plain, begun.start.first_day()))
        near = self._near(records) | dict.fromkeys(self._editions(question, records), 1.0)
        if earlier:
            return question.leaning_on(_lightly(earlier.terms, _LEAN), earlier.instead, earlier.asked, earlier.kinds), near
        shared = self._shared(question, records, talk)
        if any(map(str.isdigit, question.own)):  # "and in 2024?" is not asked of 2025, nor "the second one?" of the first
            shared = [stem for stem in shared if not stem.isdigit()]
            near[records[0]] = _NEIGHBOUR
        elif question.span is None:  # of an old edition's deadline, "and where?" is asked of that edition
            shared = [*shared, *self._edition_told(talk.told)]
        return question.leaning_on(dict.fromkeys(shared, _LEAN), {}, talk.data, talk.kinds), near

    def _shared(self, question: Question, records: list[str], talk: Talk) -> list[str]:
        """Give the stems that a follow-up has in common with its talk: the subject, and where it asks for nothing, the topic."""
        lists = Asked.LIST in talk.data
        again = lists and not question.asked and (question.kinds or (question.span and len(records) == 1))  # "and in August?"
        subject = [] if again else self._subject(records, lists=lists)
        # "and the year after that?" asks the same of something else
        same = question.terms and not (question.asked or step_of(question.plain))
        return [*subject, *(self._topic(talk.told) if same else ())]

    def named(self, question: Question) -> list[tuple[Stems, str]]:
        """Give the names that a question has in full itself, each with its record."""
        return self.ranker.names_in(question.own)

    def carried(self, question: Question, records: list[str], near: Mapping[str, float]) -> list[str]:
        """Give the records of an answer with the person first of whom it was asked: what "she" was is asked of her again."""
        head = next((record for record, nearness in near.items() if nearness == 1), "")
        if not head.startswith(Kind.PERSON) or not means_person(question.plain):
            return records
        return [head, *(record for record in records if record != head)]

    def subjects(self, question: Question, told: Iterable[str]) -> list[str]:
        """Give the records of an answer with those first that a talk is about: what was named, not who spoke of it."""
        told = list(told)
        named = [(name, record) for name, record in self.named(question) if record in told]
        best = told[0] if told else ""
        # the name of the ten-year review stands in the name of the resolution that prepared it, and that one was told of
        own = self.ranker.named.get(best, frozenset())
        apart = {record for name, record in named if best.startswith(Kind.PERSON) or not name <= own}
        return sorted(told, key=lambda record: record not in apart)

    def others_meant(self, question: Question, best: Hit, near: Mapping[str, float]) -> list[str]:
        """Give the other persons or bodies of a talk where a question is asked of several: "from which countries are they?"."""
        record = best.passage.record
        if record.kind not in _PEOPLE or record.id not in near or not means_several(question.plain):
            return []
        meant = [other for other, nearness in near.items() if nearness >= _SECOND and other != record.id]
        return [other for other in meant if self.knowledge.records[other].kind is record.kind]

    def names_its_own(self, question: Question) -> bool:
        """Say whether a question tells itself what it is about: a proper name, or a record's name."""
        return bool(question.proper or self.ranker.names_in(question.terms.keys()))

    def _meant(self, around: Question) -> set[str]:
        """Give the records that the longest name in the words around a question names."""
        names = self.named(around)
        longest = max((len(name) for name, _ in names), default=0)
        return {record for name, record in names if len(name) == longest}

    def _near(self, records: list[str]) -> dict[str, float]:
        """Give how near records are to a talk on these."""
        around = [neighbour for record in records for neighbour in self.knowledge.neighbours(record)]
        wholes = [whole for record in records for name in _OF for whole in self.knowledge.records[record].relations.get(name, ())]
        near = dict.fromkeys(around[:_MOST_NEIGHBOURS], _NEIGHBOUR)
        return near | dict.fromkeys([*records[1:], *wholes], _SECOND) | {records[0]: 1.0}

    def _editions(self, question: Question, records: list[str]) -> list[str]:
        """Give the records of the talk's series that lie in a year which the question names."""
        years = {int(year) for year in _years(question)}
        others = [other for record in records for other in self.knowledge.series(record)] if years else []
        periods = ((other, self.knowledge.records[other].period) for other in others)
        return [other for other, period in periods if period and period.start.first_day().year in years]

    def stepped(self, question: Question, beside: list[str], data: tuple[Asked, ...]) -> tuple[Question, dict[str, float]]:
        """Give a question for the record before or after another, as it is asked of that one, or for `data`."""
        asked = tuple(one for one in question.asked if one not in {Asked.NEXT, Asked.LIST, Asked.WHAT})
        named = dict.fromkeys(stems(self.knowledge.records[beside[0]].name), 1.0)
        question = replace(question, asked=asked, kinds=frozenset(), span=None).leaning_on(named, {}, data, frozenset())
        return question, dict.fromkeys(beside, 1.0)

    def _subject(self, records: list[str], *, lists: bool) -> list[str]:
        """Give the stems of what a talk's first record is called, or, of a list, those that all its records' names share."""
        first = stems(self.knowledge.records[records[0]].name)
        listed = records if lists or len(records) > _PAIR else records[:1]
        return [stem for stem in first if all(stem in self.ranker.named[record] for record in listed)]

    def _topic(self, told: Iterable[str]) -> list[str]:
        """Give the stems that ask for what a talk told first: those in which its example questions meet, without its subject."""
        passage = self._first_of(told)
        return [stem for stem in _meeting(passage.asks, _SHARED) if stem not in passage.named] if passage else []

    def _edition_told(self, told: Iterable[str]) -> list[str]:
        """Give the years in which the example questions of what a talk told first meet: its record tells of several editions."""
        passage = self._first_of(told)
        return [stem for stem in _meeting(passage.asks, _MOSTLY) if _is_year(stem)] if passage else []

    def _first_of(self, told: Iterable[str]) -> Passage | None:
        """Give the first of some told facts that is still known."""
        for name in told:
            record, _, key = name.partition("#")
            passage = next((one for one in self.ranker.passages_of(record) if one.fact and one.fact.key == key), None)
            if passage:
                return passage
        return None

    def _about(self, question: Question, records: list[str]) -> bool:
        """Say whether a question is of the subject of a talk on these records, as far as its words tell.

        Its telling words are all of that subject; or all but one, where another is in a name; or one with an article is:
        "how many members does the panel have?".
        """
        known = frozenset().union(*(self.ranker.held.get(record, frozenset()) for record in records))
        around = [*records, *(other for record in records for other in self.knowledge.neighbours(record))][:_MOST_NEIGHBOURS]
        names = frozenset().union(*(self.ranker.named.get(record, frozenset()) for record in around))
        telling = question.own - LIGHT_STEMS

        def told(stem: str) -> bool:
            return stem in known or any(phrase <= known for phrase in question.instead.get(stem, ()))

        foreign = [stem for stem in telling if not told(stem)]
        named = not names.isdisjoint(telling)
        meant = question.span is None and not names.isdisjoint(definite(question.plain))
        of_it = not foreign or (len(foreign) == 1 and named) or meant
        return 0 < len(telling) <= _FEW and not question.proper - known - names and of_it


def _slug(record: str) -> str:
    """Give an id without its numbers, which editions of one thing have in common."""
    return "".join(letter for letter in record if not letter.isdigit())


def _of_years(question: Question, around: Question) -> Question:
    """Give a question with the years around it as its own, where it has none ("no, the 2024 one. Who chaired that?")."""
    years = _years(around)
    if not years or _years(question):
        return question
    return replace(question, terms=question.terms | dict.fromkeys(years, 1.0), own=question.own | frozenset(years))


def _years(question: Question) -> list[str]:
    return sorted(filter(_is_year, question.own))


def _is_year(stem: str) -> bool:
    return stem.isdigit() and len(stem) == _YEAR_DIGITS


def _meeting(asks: Collection[Stems], share: float) -> list[str]:
    """Give the stems that at least a share of some example questions have."""
    often = Counter(stem for ask in asks for stem in ask)
    return [stem for stem, count in sorted(often.items()) if count >= share * len(asks)]


def tells_only_what(question: Question) -> bool:
    """Say whether a question tells only what it asks for and not of what ("in which city?", "every year or just once?")."""
    return question.span is None and question.own <= LIGHT_STEMS and not wants_list(question)


def _telling(terms: Mapping[str, float]) -> dict[str, float]:
    """Give the words that tell of what is spoken, without those that tell what is asked."""
    return {stem: weight for stem, weight in terms.items() if stem not in LIGHT_STEMS}


def _lightly(terms: Mapping[str, float], share: float) -> dict[str, float]:
    """Give the words of what a question leans on, each at less than its own weight."""
    return {stem: weight * share for stem, weight in terms.items()}
