"""The sentences on what a text says: its own record's, those of what is part of it, and whatever else cites the text itself."""

import re
from dataclasses import dataclass, replace

from bot.answering.engine import Engine
from bot.answering.paragraphs import numbers_in
from bot.answering.passages import Passage
from bot.answering.question import Question
from bot.commands.lookup import Found
from bot.records.model import Fact, Record

_ENOUGH, _FEW = 0.6, 2
"""Share of a subject's weight that a sentence must hold, where the subject has more than a few words; else it must hold all."""

_NUMBER_LAST = re.compile(r"(?:^|\s)(\d{1,3})\s*$")

Sentence = tuple[Record, Fact]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is sought in a text: numbered paragraphs, or sentences that hold some words."""

    question: Question
    paragraphs: frozenset[int]

    def __bool__(self) -> bool:
        """Say whether anything is sought."""
        return bool(self.paragraphs or self.question.terms)


def subject_of(*found: Found) -> Subject:
    """Give what is sought in texts that were named: what their questions hold besides the names."""
    question = found[0].question
    for other in found[1:]:
        question = replace(
            question, terms=question.terms | other.question.terms, instead=question.instead | other.question.instead
        )
    numbers = frozenset[int]().union(*(_numbers_of(one.question) for one in found))
    terms = {stem: weight for stem, weight in question.terms.items() if not (numbers and stem.isdigit())}
    return Subject(replace(question, terms=terms), numbers)


def _numbers_of(question: Question) -> frozenset[int]:
    """Give the paragraphs that are asked for: by that word, or as a number alone behind the name ("70/125 56")."""
    last = _NUMBER_LAST.search(question.text)
    bare = {int(last[1])} if last and last[1] in question.terms else set()
    return numbers_in(question.plain) or frozenset(bare)


def sentences(engine: Engine, record: Record, subject: Subject) -> list[Sentence]:
    """Give the sentences of a text on a subject, the nearest first; those of paragraphs in the order of the records."""
    family = _family(engine, record)
    if subject.paragraphs:
        return [(one.record, fact) for one, fact in family if subject.paragraphs & _paragraphs(engine, record, one, fact)]
    terms = subject.question.terms
    weights = {stem: weight * engine.index.weight(stem) for stem, weight in terms.items()}
    total = sum(weights.values())
    enough = (_ENOUGH if len(terms) > _FEW else 1.0) * total
    scored = [(_held(subject.question, weights, one), place) for place, (one, _) in enumerate(family)]
    best = sorted(((-held, place) for held, place in scored if total and held >= enough - 1e-9))
    return [(family[place][0].record, family[place][1]) for _, place in best]


def _held(question: Question, weights: dict[str, float], passage: Passage) -> float:
    """Give the weight of the words that a sentence has, itself or by another word."""
    return sum(
        weight
        for stem, weight in weights.items()
        if stem in passage.held or any(phrase <= passage.held for phrase in question.instead.get(stem, ()))
    )


def _family(engine: Engine, record: Record) -> list[tuple[Passage, Fact]]:
    found = [(passage, passage.fact) for passage in engine.passages if passage.fact]
    own = [pair for pair in found if pair[0].record is record]
    parts = [pair for pair in found if record.id in pair[0].record.relations.get("part-of", ())]
    taken = {id(passage) for passage, _ in [*own, *parts]}
    others = [pair for pair in found if id(pair[0]) not in taken and _places(engine, record, pair[1])]
    return [*own, *parts, *others]


def _places(engine: Engine, record: Record, fact: Fact) -> list[str]:
    """Give the places in the text itself that a sentence cites."""
    sources = engine.knowledge.sources
    return [cite.at for cite in fact.cite if record.symbol and sources[cite.source].symbol == record.symbol]


def _paragraphs(engine: Engine, record: Record, passage: Passage, fact: Fact) -> frozenset[int]:
    """Give the paragraphs of a text that a sentence is on: those that it cites, else those that it or its record names."""
    cited = frozenset[int]().union(*map(numbers_in, _places(engine, record, fact)))
    if cited or (passage.record is not record and record.id not in passage.record.relations.get("part-of", ())):
        return cited
    told = fact.text if passage.record is record else f"{passage.record.title} {fact.text}"
    return numbers_in(told)
