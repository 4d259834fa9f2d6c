"""Finds what a question refers to: the records of its talk, the words said around it, the question before it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from bot.answering.asked import Asked, asks_whether
from bot.answering.leaning import SERIAL, definite, means_it, step_of, which_one
from bot.answering.listing import wants_list
from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.answering.rank import Ranker
from bot.answering.subjects import MOST_NEIGHBOURS, NEIGHBOUR, SPOKEN_OF, Subjects
from bot.answering.talk import Talk
from bot.answering.times import find_span, is_bare_month
from bot.answering.turning import Names, Turns
from bot.languages.analysis import LIGHT_STEMS, is_year, stems
from bot.records.knowledge import Knowledge
from bot.records.model import Kind

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

_BESIDE_ANOTHER = re.compile(r"\b(?:before|after|later|earlier|than|since|until)\b")

_PAPERS = frozenset(stems("resolution document paper report declaration agenda meeting event conference session forum summit"))

_STEPS = frozenset(stems("following subsequent previous preceding predecessor successor followed edition version draft revision"))

_PAIR = 2
"""Records of an answer from one of them: the one it is from, and a sentence of another."""


class References:
    """Reads questions within their talks; holds no state between questions."""

    def __init__(self, knowledge: Knowledge, ranker: Ranker, subjects: Subjects) -> None:
        """Take the knowledge, what names its records, and what knows how they hang together."""
        self.knowledge = knowledge
        self.ranker = ranker
        self._subjects = subjects
        self._turns = Turns(knowledge, ranker)

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
        besides = [record for record in talk.besides if record in self.knowledge.records]
        others = {record for name, record in named if not self._spoken_of(name, record, question, [*records, *besides])}
        head, records = records[0], records if others else self._subjects.meant(question, records, besides)
        again = (
            earlier is not None and question.span is not None and not question.span.relative
        )  # "who chaired in 2024 and in 2025?"
        turned = None if again else self._turned(question, records, besides, named, talk)
        if turned:
            return turned
        elsewhere = bool(others) and {record for _, record in named}.isdisjoint(records)
        about = head != records[0] or (not (whole and elsewhere) and self._about(question, records))
        if question.refers or question.continues or tells_only_what(question) or about or (earlier and not elsewhere):
            return self._following(question, records, talk, earlier)
        return question, {}

    def _whole_edition(self, question: Question, named: Names) -> list[str]:
        """Give the one edition that is all that a question names, with its number or year: "when was IGF 2025?"."""
        telling = question.own - LIGHT_STEMS
        if _BESIDE_ANOTHER.search(question.plain):
            return []
        found = {other for name, other in named if telling <= name and any(map(str.isdigit, name))}
        return sorted(found) if len(found) == 1 else []

    def _turned(
        self, question: Question, records: list[str], besides: list[str], named: Names, talk: Talk
    ) -> tuple[Question, dict[str, float]] | None:
        """Give a follow-up that turns from its talk's record to another, told by its place beside it or by its own name."""
        then = self._turns.days_beside(question, records, talk)
        if then:
            return then, {}
        beside = self._turns.beside(question, records, besides, named)
        if beside:
            nothing_new = set(question.asked) <= {Asked.NEXT, Asked.WHAT, Asked.LIST}
            return self.stepped(question, beside, talk.data, self._topic(talk.told) if nothing_new else ())
        other = self._other(question, records, named)
        return (question.leaning_on({}, {}, talk.data, talk.kinds), dict.fromkeys(other, 1.0)) if other else None

    def _other(self, question: Question, records: list[str], named: Names) -> list[str]:
        """Give another edition that a question names in full, so that its "that" means it: "now IGF 2024, when was that?"."""
        kind = self.knowledge.records[records[0]].kind
        longest = max((len(name) for name, _ in named), default=0)
        found = [other for name, other in named if len(name) == longest and any(map(str.isdigit, name))]
        alike = [other for other in found if self.knowledge.records[other].kind is kind]
        return [] if means_it(question.plain) or not set(found).isdisjoint(records) else alike

    def _following(
        self, question: Question, records: list[str], talk: Talk, earlier: Question | None
    ) -> tuple[Question, dict[str, float]]:
        """Give a follow-up with what it leans on, and how near each record is to its talk."""
        besides = [record for record in talk.besides if record in self.knowledge.records]
        begun = self.knowledge.records[records[0]].period
        if begun and question.span and is_bare_month(question.span):  # the one nearest to what is spoken of
            question = replace(question, span=find_span(question.plain, begun.start.first_day()))
        near = self._subjects.near(records, besides) | dict.fromkeys(self._turns.in_its_years(question, records), 1.0)
        if earlier:
            return question.leaning_on(_lightly(earlier.terms, _LEAN), earlier.instead, earlier.asked, earlier.kinds), near
        shared = self._shared(question, records, talk)
        kind = self.knowledge.records[records[0]].kind
        if kind in which_one(question.plain) and question.own - LIGHT_STEMS - _PAPERS:  # "which resolution endorsed it?"
            alike = [other for other in self.knowledge.neighbours(records[0]) if self.knowledge.records[other].kind is kind]
            near = near | dict.fromkeys(alike, SPOKEN_OF) | {records[0]: NEIGHBOUR}
            shared = []
        if any(map(str.isdigit, question.own)):  # "and in 2024?" is not asked of 2025, nor "the second one?" of the first
            shared = [stem for stem in shared if not stem.isdigit()]
            near[records[0]] = NEIGHBOUR
        elif question.span is None:  # of an old edition's deadline, "and where?" is asked of that edition
            shared = [*shared, *self._edition_told(talk.told)]
        question = replace(question.leaning_on(dict.fromkeys(shared, _LEAN), {}, (), frozenset()), told=talk.told)
        return self._asking_again(question, talk), near

    def _asking_again(self, question: Question, talk: Talk) -> Question:
        """Give a question that asks for nothing itself ("and Rev.2?") as asking for what its talk asked for."""
        if question.asked or asks_whether(question.plain):
            return question
        return replace(question, asked=talk.data, kinds=question.kinds or talk.kinds)

    def _shared(self, question: Question, records: list[str], talk: Talk) -> list[str]:
        """Give the stems that a follow-up has in common with its talk: the subject, and where it asks for nothing, the topic."""
        lists = Asked.LIST in talk.data
        again = lists and not question.asked and (question.kinds or (question.span and len(records) == 1))  # "and in August?"
        subject = [] if again else self._subject(records, lists=lists)
        # "and the year after that?" asks the same of something else
        same = question.terms and not (question.asked or step_of(question.plain))
        return [*subject, *(self._topic(talk.told) if same else ())]

    def named(self, question: Question) -> Names:
        """Give the names that a question has in full itself, each with its record."""
        return self.ranker.names_in(question.own)

    def names_its_own(self, question: Question) -> bool:
        """Say whether a question tells itself what it is about: a proper name, or a record's name."""
        return bool(question.proper or self.ranker.names_in(question.terms.keys()))

    def _meant(self, around: Question) -> set[str]:
        """Give the records that the longest name in the words around a question names."""
        names = self.named(around)
        longest = max((len(name) for name, _ in names), default=0)
        return {record for name, record in names if len(name) == longest}

    def stepped(
        self, question: Question, beside: list[str], data: tuple[Asked, ...], topic: Iterable[str] = ()
    ) -> tuple[Question, dict[str, float]]:
        """Give a question for the record before or after another, as it is asked of that one, or for `data` and a topic."""
        asked = tuple(one for one in question.asked if one not in {Asked.NEXT, Asked.LIST, Asked.WHAT})
        named = dict.fromkeys(topic, _LEAN) | dict.fromkeys(stems(self.knowledge.records[beside[0]].name), 1.0)
        bare = replace(question.without(_STEPS), asked=asked, kinds=frozenset(), span=None)
        return bare.leaning_on(named, {}, data, frozenset()), dict.fromkeys(beside, 1.0)

    def _subject(self, records: list[str], *, lists: bool) -> list[str]:
        """Give the stems of what a talk's first record is called, or, of a list, those that all its records' names share."""
        first = stems(self.knowledge.records[records[0]].name)
        listed = records if lists or len(records) > _PAIR else records[:1]
        return [stem for stem in first if all(stem in self.ranker.named[record] for record in listed)]

    def _topic(self, told: Iterable[str]) -> list[str]:
        """Give the stems that ask for what a talk told first: those in which its example questions meet, without its subject."""
        passage = self._first_of(told)
        if passage is None or passage.fact is None:
            return []
        told = dict.fromkeys((*stems(passage.fact.key.replace("-", " ")), *_meeting(passage.asks, _SHARED)))
        return [stem for stem in told if stem not in passage.named]

    def _edition_told(self, told: Iterable[str]) -> list[str]:
        """Give the years in which the example questions of what a talk told first meet: its record tells of several editions."""
        passage = self._first_of(told)
        return [stem for stem in _meeting(passage.asks, _MOSTLY) if is_year(stem)] if passage else []

    def _first_of(self, told: Iterable[str]) -> Passage | None:
        """Give the first of some told facts that is still known."""
        for name in told:
            record, _, key = name.partition("#")
            passage = next((one for one in self.ranker.passages_of(record) if one.fact and one.fact.key == key), None)
            if passage:
                return passage
        return None

    def _spoken_of(self, name: Stems, record: str, question: Question, records: list[str]) -> bool:
        """Say whether a name is a term's that a talk's record uses as well: "the co-facilitators" are those of its text."""
        if name & SERIAL:  # "paragraph 28" is that of the text spoken of, if it has one
            return any(name <= passage.held for one in records for passage in self.ranker.passages_of(one))
        if name & question.proper or any(map(str.isdigit, name)):
            return False
        if self.knowledge.records[record].kind is Kind.TERM:
            if (
                set(question.asked) in ({Asked.WHAT}, {Asked.WHAT, Asked.NAME})
                and question.own - name <= LIGHT_STEMS
                and not question.continues
            ):
                return False  # "what does silence procedure mean?" asks for the term itself
            return any(name <= self.ranker.held[one] for one in records)
        return len(name) == 1 and question.continues and name <= self.ranker.held[records[0]]

    def _about(self, question: Question, records: list[str]) -> bool:
        """Say whether a question is of the subject of a talk on these records, as far as its words tell.

        Its telling words are all of that subject; or all but one, where another is in a name; or one with an article is:
        "how many members does the panel have?".
        """
        known = frozenset().union(*(self.ranker.held.get(record, frozenset()) for record in records))
        around = [*records, *(other for record in records for other in self.knowledge.neighbours(record))][:MOST_NEIGHBOURS]
        names = frozenset().union(*(self.ranker.named.get(record, frozenset()) for record in around))
        first = self.ranker.held.get(records[0], frozenset())
        telling = question.own - LIGHT_STEMS

        def told(stem: str) -> bool:
            return stem in known or any(phrase <= known for phrase in question.instead.get(stem, ()))

        foreign = [stem for stem in telling if not told(stem)]
        named = not names.isdisjoint(telling)
        meant = question.span is None and not (names | first).isdisjoint(definite(question.plain))
        of_it = not foreign or (len(foreign) == 1 and named) or meant
        return 0 < len(telling) <= _FEW and not question.proper - known - names and of_it


def _of_years(question: Question, around: Question) -> Question:
    """Give a question with the years around it as its own, where it has none ("no, the 2024 one. Who chaired that?")."""
    years = _years(around)
    if not years or _years(question):
        return question
    return replace(question, terms=question.terms | dict.fromkeys(years, 1.0), own=question.own | frozenset(years))


def _years(question: Question) -> list[str]:
    return sorted(filter(is_year, question.own))


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
