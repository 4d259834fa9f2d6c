"""Tells what a talk is about after an answer, and which of its hits a follow-up means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.answering.asked import Asked
from bot.answering.lacked import has
from bot.answering.leaning import (
    NOUN_KINDS,
    SERIAL,
    definite_nouns,
    implied_kind,
    means_it,
    means_person,
    means_several,
    means_the_whole,
    names_nothing,
    own_nouns,
    step_of,
    tells_of_paper,
    which_one,
)
from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.answering.rank import Hit, Ranker
from bot.answering.signals import SAME_QUESTION
from bot.answering.talk import Talk
from bot.languages.analysis import LIGHT_STEMS, is_year, stems
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, RelationName

SPOKEN_OF, NEIGHBOUR, _BESIDES = 0.8, 0.4, 0.2
"""How near to a talk its other records are, the records related to them, and what else was spoken of; the first one counts 1."""

MOST_NEIGHBOURS = 12

_GIVES_WAY = 1.0
"""Score by which a hit may lie behind the best one and be what a follow-up means all the same."""

_PEOPLE = (Kind.PERSON, Kind.ORGANISATION)

_OF: tuple[RelationName, ...] = ("deadline-of", "session-of")
"""Who speaks of a deadline or a session speaks of what it is of as well."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Knows how the records of one knowledge base hang together; remembers nothing of a question."""

    knowledge: Knowledge
    ranker: Ranker
    _told: dict[Passage, list[tuple[Stems, str]]] = field(default_factory=dict, init=False, repr=False)
    """The names in the sentence of each passage that was told so far."""

    def near(self, records: list[str], besides: Iterable[str]) -> dict[str, float]:
        """Give how near records are to a talk on some, with others spoken of besides."""
        around = [neighbour for record in records for neighbour in self.knowledge.neighbours(record)]
        wholes = [whole for record in records for whole in self.wholes(record)]
        near = dict.fromkeys(besides, _BESIDES) | dict.fromkeys(around[:MOST_NEIGHBOURS], NEIGHBOUR)
        return near | dict.fromkeys([*records[1:], *wholes], SPOKEN_OF) | {records[0]: 1.0}

    def wholes(self, record: str) -> list[str]:
        """Give what a record is a deadline or a session of."""
        relations = self.knowledge.records[record].relations
        return [whole for name in _OF for whole in relations.get(name, ())]

    def meant(self, question: Question, records: list[str], besides: list[str]) -> list[str]:
        """Give the records of a talk with the one first that a follow-up means: the first one, where nothing tells otherwise.

        "She" is a person, whoever told of her last; what only a meeting can be asked is asked of the meeting for which there is
        a deadline; "the plan" is the one whose name has that word; and what the first one does not hold, another one may.
        """
        if means_person(question.plain):
            if not any(self._kind(record) is Kind.PERSON for record in records):
                records = [*records, *(record for record in besides if self._kind(record) is Kind.PERSON)]
            records = sorted(records, key=lambda record: self._kind(record) is not Kind.PERSON)
        first = (
            self._whole_meant(question, records[0])
            or self._implied(question, [*records, *besides])
            or self._noun_meant(question, records, besides)
            or self._alone_telling(question, [*records, *besides])
        )
        return [first, *(record for record in records if record != first)] if first else records

    def _kind(self, record: str) -> Kind:
        return self.knowledge.records[record].kind

    def _whole_meant(self, question: Question, record: str) -> str | None:
        """Give what a deadline is for, where a question can mean that alone: "where is it held?", "when is the Forum itself?"."""
        if self._kind(record) is not Kind.DEADLINE:
            return None
        wholes = self.wholes(record) or list(self.knowledge.records[record].relations.get("about", ()))
        implied = implied_kind(question.plain)
        return next((one for one in wholes if self._kind(one) is implied or means_the_whole(question.plain)), None)

    def _implied(self, question: Question, spoken_of: list[str]) -> str | None:
        """Give the record spoken of that a question can mean where it cannot mean what was told of last: "how many came?"."""
        implied = implied_kind(question.plain)
        kind = self._kind(spoken_of[0])
        if implied is None or not (kind is Kind.PERSON or (kind is Kind.TERM and tells_of_paper(question.plain))):
            return None
        return next((record for record in spoken_of if self._kind(record) is implied), None)

    def _noun_meant(self, question: Question, records: list[str], besides: list[str]) -> str | None:
        """Give the record spoken of whose names have more of the nouns with an article in a question than the first one's."""
        held = self.ranker.held[records[0]]
        its_own = [noun for noun in own_nouns(question.plain) if noun <= held]
        nouns = [noun for noun in definite_nouns(question.plain) if noun not in its_own]
        if not nouns or names_nothing(question.plain) or step_of(question.plain):
            return None
        wholes = [whole for record in records for whole in self.wholes(record)]
        around = [*wholes, *besides, *(other for one in (records[0], *wholes) for other in self.knowledge.neighbours(one))]
        passed = {Kind.TERM, Kind.GAP} | ({Kind.DEADLINE} - question.kinds)
        spoken_of = [*records, *(one for one in around if self._kind(one) not in passed)]

        def shared(record: str) -> tuple[int, bool]:
            # a description may tell of other things too: "the resolution that renamed the event"
            one = self.knowledge.records[record]
            titled = frozenset(stems(f"{one.title} {one.name}"))
            found = sum(
                2 * (NOUN_KINDS.get(noun) is one.kind) + (noun <= titled) + (noun <= self.ranker.named[record]) for noun in nouns
            )
            return found, one.kind in question.kinds

        best = max(spoken_of, key=shared)  # the first of several
        return best if shared(best)[0] > shared(records[0])[0] else None

    def _alone_telling(self, question: Question, spoken_of: list[str]) -> str | None:
        """Give the record with a passage that holds all telling words of a question, where the first record lacks any of them."""
        telling = question.own - LIGHT_STEMS
        if (
            not telling
            or question.continues
            or means_it(question.plain)
            or names_nothing(question.plain)
            or _holds(question, telling, self.ranker.held[spoken_of[0]])
        ):
            return None
        return next((record for record in spoken_of if self._tells(question, telling, record)), None)

    def _tells(self, question: Question, telling: Stems, record: str) -> bool:
        return any(_holds(question, telling, passage.held) for passage in self.ranker.passages_of(record))

    def telling(self, question: Question, hits: list[Hit], near: Mapping[str, float]) -> list[Hit]:
        """Give the hits near a talk that have the datum which is asked for and hold all telling words of a question."""
        telling = question.own - LIGHT_STEMS
        inside = (hit for hit in hits if near.get(hit.passage.record.id) and not hit.signals.untyped and telling)
        return [hit for hit in inside if _holds(question, telling, hit.passage.held) and hit.passage.record.kind is not Kind.GAP]

    def within(self, question: Question, hits: list[Hit], near: Mapping[str, float]) -> list[Hit]:
        """Give the hits of a follow-up with the one first, if any, that holds its own words and lies nearer to its talk.

        What was not spoken of gives way to what was or is related to it and holds as many of these words; what is spoken of gives
        way to what is related to it and holds more of them. Where there are none, what was told has the datum that is asked for:
        "how much was that?".
        """
        own = question.own - LIGHT_STEMS
        inside = [hit for hit in hits if near.get(hit.passage.record.id)]
        counted = self._counted(question, hits, near)
        if counted:
            return [counted, *(hit for hit in hits if hit is not counted)]
        asked_so = hits[0].signals.ask > SAME_QUESTION and not question.refers  # it is that example question, whatever the talk
        if not inside or asked_so or hits[0].passage.record.id in {record for _, record in self.ranker.names_in(question.own)}:
            return hits

        def met(hit: Hit) -> Stems:
            return frozenset(stem for stem in own if has(question, stem, hit.passage.held))

        keyed = {hit.passage.key: hit for hit in inside if _has_sum(question, hit)} if not own else {}
        again = next((keyed[key] for key in question.told if key in keyed), None)
        if again:
            return [again, *(hit for hit in inside if hit is not again)]
        kept = self._of_it(question, hits, near)
        if kept:
            return [kept, *(hit for hit in hits if hit is not kept)]
        best = met(hits[0])
        spoken_of = hits[0] in inside

        def better(hit: Hit) -> bool:
            return met(hit) > best or (met(hit) == best and not spoken_of)

        close = (hit for hit in inside if not own or hit.score >= hits[0].score - _GIVES_WAY)
        first = next(filter(better, close), None)
        return [first, *(hit for hit in inside if hit is not first)] if first else hits

    def _counted(self, question: Question, hits: list[Hit], near: Mapping[str, float]) -> Hit | None:
        """Give the hit on the paragraph or article that a question counts in what was spoken of ("and paragraph 28?")."""
        own = question.own - (LIGHT_STEMS - SERIAL)
        if not (own & SERIAL and any(stem.isdigit() and not is_year(stem) for stem in own)):
            return None
        of_it = (hit for hit in hits if near.get(hit.passage.record.id))
        return next((hit for hit in of_it if own <= hit.passage.held), None)

    def _of_it(self, question: Question, hits: list[Hit], near: Mapping[str, float]) -> Hit | None:
        """Give the best hit of what a talk is about, if it has the datum that is asked for and is hardly worse than another.

        That is what "it" or "she" stands for, and what a question means without a word that tells of something else.
        """
        heads = [record for record, nearness in near.items() if nearness == 1]
        held, named = ([words[record] for record in heads] for words in (self.ranker.held, self.ranker.named))
        telling = question.own - LIGHT_STEMS
        besides = telling - frozenset().union(*named)
        of_it = means_it(question.plain) or any(_holds(question, telling, one) for one in held)
        best = hits[0].passage.record.id
        corrected = any(
            other == best and not any(name <= one for one in named) for name, other in self.ranker.names_in(question.terms.keys())
        )
        if corrected or not of_it or not besides.isdisjoint(self.ranker.named[best] | question.proper):
            return None
        close = (hit for hit in hits if hit.score >= hits[0].score - _GIVES_WAY)
        return next((hit for hit in close if hit.passage.record.id in heads and not hit.signals.untyped), None)

    def left(self, question: Question, told: Iterable[str], passages: list[Passage], near: Mapping[str, float]) -> Talk:
        """Give the talk that an answer leaves behind, which told of these records, by these passages.

        Of the records those come first that were asked for: the resolution, where the question was which one, then what was
        named, not what spoke of it; and the person of whom it was asked: what "she" was is asked of her again.
        """
        told = list(told)
        named = [(name, record) for name, record in self.ranker.names_in(question.own) if record in told]
        best = told[0] if told else ""
        # the name of the ten-year review stands in the name of the resolution that prepared it, and that one was told of
        own = self.ranker.named.get(best, frozenset())
        spoken_of = best in near  # of what was spoken of, a single word may be said; it names nothing new
        apart = {
            record
            for name, record in named
            if best.startswith(Kind.PERSON) or not (name <= own or (spoken_of and not _telling(name)))
        }
        records = sorted(told, key=lambda record: record not in apart)
        head = next((record for record, nearness in near.items() if nearness == 1), "")
        if head.startswith(Kind.PERSON) and means_person(question.plain):
            records = [head, *(record for record in records if record != head)]
        mentioned = self._mentioned(question, passages)
        kinds = which_one(question.plain)
        same = [passage for passage in passages if passage.record is passages[0].record]
        wanted = [record for record in self._mentioned(question, same) if self._kind(record) in kinds] if kinds else []
        records = list(dict.fromkeys([*wanted[:1], *records]))
        return replace(Talk.on(records, question, passages), besides=tuple(mentioned))

    def _mentioned(self, question: Question, passages: list[Passage]) -> list[str]:
        """Give the records that told, and those that their sentences or the question name in full, the longest names first."""
        found = [one for passage in passages for one in self._names_told(passage)]
        found += self._names_in(tuple(stems(question.plain)))
        named = [record for _, record in sorted(found, key=lambda one: (-len(one[0]), one[1]))]
        return list(dict.fromkeys([*(passage.record.id for passage in passages), *named]))

    def _names_told(self, passage: Passage) -> list[tuple[Stems, str]]:
        if passage not in self._told:
            self._told[passage] = self._names_in(passage.sentence)
        return self._told[passage]

    def _names_in(self, run: tuple[str, ...]) -> list[tuple[Stems, str]]:
        """Give the names that a text has in one piece, but for those within another one and single words without a number."""
        named = [one for one in self.ranker.names_in(frozenset(run)) if _telling(one[0]) and _in_one_piece(one[0], run)]
        return [one for one in named if not any(one[0] < other for other, _ in named)]

    def others_meant(self, question: Question, best: Hit, near: Mapping[str, float]) -> list[str]:
        """Give the other persons or bodies of a talk where a question is asked of several: "from which countries are they?"."""
        record = best.passage.record
        if record.kind not in _PEOPLE or record.id not in near or not means_several(question.plain):
            return []
        meant = [other for other, nearness in near.items() if nearness >= SPOKEN_OF and other != record.id]
        return [other for other in meant if self.knowledge.records[other].kind is record.kind]


def _holds(question: Question, telling: Stems, held: Stems) -> bool:
    return all(has(question, stem, held) for stem in telling)


def _has_sum(question: Question, hit: Hit) -> bool:
    """Say whether a question asks how much of what was told, and a hit has a number or a sum."""
    asked = question.wants(Asked.MONEY, Asked.SHARE, Asked.HOW_MANY) and not question.wants(Asked.DAYS)
    return asked and question.points and not (hit.signals.untyped or hit.signals.amount)


def _in_one_piece(name: Stems, run: tuple[str, ...]) -> bool:
    """Say whether all stems of a name stand side by side."""
    return any(name <= set(run[place : place + len(name)]) for place in range(len(run) - len(name) + 1))


def _telling(name: Stems) -> bool:
    """Say whether a name in a sentence is one of a single record: several words, or one with a number."""
    return len(name) > 1 or any(map(str.isdigit, "".join(name)))
