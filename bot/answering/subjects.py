"""Tells what a talk is about after an answer, and which of its hits a follow-up means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.answering.asked import means_person, means_several, which_one
from bot.answering.passages import Passage, Stems
from bot.answering.question import Question
from bot.answering.rank import Hit, Ranker
from bot.answering.talk import Talk
from bot.languages.analysis import LIGHT_STEMS
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, RelationName

SPOKEN_OF, NEIGHBOUR = 0.8, 0.4
"""How near to a talk its other records are, and the records related to them; the first one counts 1."""

MOST_NEIGHBOURS = 12

_GIVES_WAY = 1.0
"""Score by which a hit may lie behind the best one and be what a follow-up means all the same."""

_PEOPLE = (Kind.PERSON, Kind.ORGANISATION)

_OF: tuple[RelationName, ...] = ("deadline-of", "session-of")
"""Who speaks of a deadline or a session speaks of what it is of as well."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Knows how the records of one knowledge base hang together; holds no state between questions."""

    knowledge: Knowledge
    ranker: Ranker

    def near(self, records: list[str], besides: Iterable[str]) -> dict[str, float]:
        """Give how near records are to a talk on some, with others spoken of besides."""
        around = [neighbour for record in records for neighbour in self.knowledge.neighbours(record)]
        wholes = [whole for record in records for whole in self.wholes(record)]
        near = dict.fromkeys([*around[:MOST_NEIGHBOURS], *besides], NEIGHBOUR)
        return near | dict.fromkeys([*records[1:], *wholes], SPOKEN_OF) | {records[0]: 1.0}

    def wholes(self, record: str) -> list[str]:
        """Give what a record is a deadline or a session of."""
        relations = self.knowledge.records[record].relations
        return [whole for name in _OF for whole in relations.get(name, ())]

    def within(self, question: Question, hits: list[Hit], near: Mapping[str, float]) -> list[Hit]:
        """Give the hits of a follow-up with the one first, if any, that holds its own words and lies nearer to its talk.

        What was not spoken of gives way to what was or is related to it and holds as many of these words; what is spoken of gives
        way to what is related to it and holds more of them.
        """
        own = question.own - LIGHT_STEMS
        inside = [hit for hit in hits if near.get(hit.passage.record.id)]
        if not inside or hits[0].passage.record.id in {record for _, record in self.ranker.names_in(question.own)}:
            return hits

        def met(hit: Hit) -> Stems:
            held = hit.passage.held
            return frozenset(s for s in own if s in held or any(phrase <= held for phrase in question.instead.get(s, ())))

        best = met(hits[0])
        spoken_of = hits[0] in inside
        if spoken_of and best == own:
            return hits
        close = (hit for hit in inside if hit.score >= hits[0].score - _GIVES_WAY)
        first = next((hit for hit in close if (met(hit) > best if spoken_of else met(hit) >= best)), None)
        return [first, *(hit for hit in inside if hit is not first)] if first else hits

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
        apart = {record for name, record in named if best.startswith(Kind.PERSON) or not name <= own}
        records = sorted(told, key=lambda record: record not in apart)
        head = next((record for record, nearness in near.items() if nearness == 1), "")
        if head.startswith(Kind.PERSON) and means_person(question.plain):
            records = [head, *(record for record in records if record != head)]
        mentioned = self._mentioned(question, passages)
        wanted = [record for record in mentioned if self.knowledge.records[record].kind in which_one(question.plain)]
        records = list(dict.fromkeys([*wanted[:1], *records]))
        return replace(Talk.on(records, question, passages), besides=tuple(mentioned))

    def _mentioned(self, question: Question, passages: list[Passage]) -> list[str]:
        """Give the records that an answer's sentences or its question name in full, those with the longest names first."""
        said = [passage.said for passage in passages]
        named = [one for stems in (*said, question.own) for one in self.ranker.names_in(stems)]
        longest = sorted(named, key=lambda one: -len(one[0]))
        return list(dict.fromkeys([*(passage.record.id for passage in passages), *(record for _, record in longest)]))

    def others_meant(self, question: Question, best: Hit, near: Mapping[str, float]) -> list[str]:
        """Give the other persons or bodies of a talk where a question is asked of several: "from which countries are they?"."""
        record = best.passage.record
        if record.kind not in _PEOPLE or record.id not in near or not means_several(question.plain):
            return []
        meant = [other for other, nearness in near.items() if nearness >= SPOKEN_OF and other != record.id]
        return [other for other in meant if self.knowledge.records[other].kind is record.kind]
