"""Finds what a question refers to: the records of its talk, the words said around it, the question before it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.answering.asked import Asked, step_of
from bot.answering.listing import wants_list
from bot.answering.passages import Stems
from bot.answering.question import Question
from bot.answering.rank import Ranker
from bot.answering.talk import Talk
from bot.answering.times import find_span, is_bare_month
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.knowledge import Knowledge

_LEAN = 0.35
"""Weight of the words that a follow-up leans on: those of the question before it, or of the talk's record."""

_AROUND = 0.6
"""Weight of the telling words around a question in its message: they may be a mere reason for asking."""

_SHORT = 2
"""Telling words up to which a question leans on what is said around it."""

_SHARED = 0.3
"""Share of a fact's example questions from which on a word in them is what they ask for."""

_FEW = 4
"""Telling words up to which a question is taken for a follow-up where the talk's records hold them all."""

_SECOND, _NEIGHBOUR = 0.8, 0.4
"""How near to a talk its other records are, and the records related to them; the first one counts 1."""

_MOST_NEIGHBOURS = 12

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
        if around and around.terms and bare and not whole:
            question = question.leaning_on(_lightly(_telling(around.terms), _AROUND), around.instead, (), around.kinds)
        records = [record for record in talk.records if record in self.knowledge.records] if talk else []
        if not (talk and records):
            return question, {}
        step = step_of(question.plain)
        beside = self.knowledge.beside(records[0], step)
        if beside:
            return self._stepped(question, beside, talk)
        elsewhere = bool(named) and {record for _, record in named}.isdisjoint(records)
        about = not (whole and elsewhere) and self._about(question, records)
        follows = question.refers or question.continues or _bare(question) or about
        if not follows and (elsewhere or not earlier):
            return question, {}
        begun = self.knowledge.records[records[0]].period
        if begun and question.span and is_bare_month(question.span):  # the one nearest to what is spoken of
            question = replace(question, span=find_span(question.plain, begun.start.first_day()))
        near = self._near(records)
        numbered = any(map(str.isdigit, question.own))  # "and in 2024?" is not asked of 2025, nor "the second one?" of the first
        if earlier:
            return question.leaning_on(_lightly(earlier.terms, _LEAN), earlier.instead, earlier.asked, earlier.kinds), near
        lists = Asked.LIST in talk.data
        again = lists and not question.asked and (question.kinds or (question.span and len(records) == 1))  # "and in August?"
        shared = () if again else self._subject(records, lists=lists)
        if not (question.asked or step) and question.terms:  # "and the year after that?" asks the same of something else
            shared = [*shared, *self._topic(talk.told)]
        leaning = {stem: _LEAN for stem in shared if not (numbered and stem.isdigit())}
        if numbered:  # another one of its kind is meant
            near[records[0]] = _NEIGHBOUR
        return question.leaning_on(leaning, {}, talk.data, talk.kinds), near

    def named(self, question: Question) -> list[tuple[Stems, str]]:
        """Give the names that a question has in full itself, each with its record."""
        return self.ranker.names_in(question.own)

    def names_its_own(self, question: Question) -> bool:
        """Say whether a question tells itself what it is about: a proper name, or a record's name."""
        return bool(question.proper or self.ranker.names_in(question.terms.keys()))

    def _near(self, records: list[str]) -> dict[str, float]:
        """Give how near records are to a talk on these."""
        around = [neighbour for record in records for neighbour in self.knowledge.neighbours(record)]
        near = dict.fromkeys(around[:_MOST_NEIGHBOURS], _NEIGHBOUR)
        return near | dict.fromkeys(records[1:], _SECOND) | {records[0]: 1.0}

    def _stepped(self, question: Question, beside: list[str], talk: Talk) -> tuple[Question, dict[str, float]]:
        """Give a question for the record before or after that of the talk, as it is asked of that one."""
        asked = tuple(one for one in question.asked if one not in {Asked.NEXT, Asked.LIST, Asked.WHAT})
        named = dict.fromkeys(stems(self.knowledge.records[beside[0]].name), 1.0)
        question = replace(question, asked=asked, kinds=frozenset(), span=None).leaning_on(named, {}, talk.data, frozenset())
        return question, dict.fromkeys(beside, 1.0)

    def _subject(self, records: list[str], *, lists: bool) -> list[str]:
        """Give the stems of what a talk's first record is called, or, of a list, those that all its records' names share."""
        first = stems(self.knowledge.records[records[0]].name)
        listed = records if lists or len(records) > _PAIR else records[:1]
        return [stem for stem in first if all(stem in self.ranker.named[record] for record in listed)]

    def _topic(self, told: Iterable[str]) -> list[str]:
        """Give the stems that ask for what a talk told first: those in which its example questions meet, without its subject."""
        for name in told:
            record, _, key = name.partition("#")
            passage = next((one for one in self.ranker.passages_of(record) if one.fact and one.fact.key == key), None)
            if passage:
                often = Counter(stem for ask in passage.asks for stem in ask - passage.named)
                return [stem for stem, count in sorted(often.items()) if count >= _SHARED * len(passage.asks)]
        return []

    def _about(self, question: Question, records: list[str]) -> bool:
        """Say whether the telling words of a question are all of the subject of a talk on these records."""
        known = frozenset().union(*(self.ranker.held.get(record, frozenset()) for record in records))
        telling = question.own - LIGHT_STEMS

        def told(stem: str) -> bool:
            return stem in known or any(phrase <= known for phrase in question.instead.get(stem, ()))

        return 0 < len(telling) <= _FEW and not question.proper - known and all(map(told, telling))


def _bare(question: Question) -> bool:
    """Say whether a question tells only what it asks for and not of what ("in which city?", "every year or just once?")."""
    return question.span is None and question.own <= LIGHT_STEMS and not wants_list(question)


def _telling(terms: Mapping[str, float]) -> dict[str, float]:
    """Give the words that tell of what is spoken, without those that tell what is asked."""
    return {stem: weight for stem, weight in terms.items() if stem not in LIGHT_STEMS}


def _lightly(terms: Mapping[str, float], share: float) -> dict[str, float]:
    """Give the words of what a question leans on, each at less than its own weight."""
    return {stem: weight * share for stem, weight in terms.items()}
