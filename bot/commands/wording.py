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

_EQUAL = 1e-9
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
        return [
            (engine.passages[place].record, fact)
            for place, fact in family
            if subject.paragraphs & _paragraphs(engine, record, place, fact)
        ]
    terms = subject.question.terms
    weights = {stem: weight * engine.index.weight(stem) for stem, weight in terms.items()}
    total = sum(weights.values())
    enough = (_ENOUGH if len(terms) > _FEW else 1.0) * total
    scores = engine.index.scores(terms.items())
    held = {place: _held(subject.question, weights, engine.passages[place]) for place, _ in family}
    fitting = [(place, fact) for place, fact in family if total and held[place] >= enough - _EQUAL]
    fitting.sort(key=lambda pair: (-round(held[pair[0]], 6), -round(float(scores[pair[0]]), 6)))
    return [(engine.passages[place].record, fact) for place, fact in fitting]


def _held(question: Question, weights: dict[str, float], passage: Passage) -> float:
    """Give the weight of the words that a sentence has, itself or by another word."""
    return sum(
        weight
        for stem, weight in weights.items()
        if stem in passage.held or any(phrase <= passage.held for phrase in question.instead.get(stem, ()))
    )


def _family(engine: Engine, record: Record) -> list[tuple[int, Fact]]:
    """Give the sentences, each with the place of its passage: the record's own, those of its parts, those that cite the text."""
    runs: tuple[list[tuple[int, Fact]], ...] = ([], [], [])
    for place, passage in enumerate(engine.passages):
        if passage.fact is None:
            continue
        if passage.record is record:
            runs[0].append((place, passage.fact))
        elif _is_part(passage.record, record):
            runs[1].append((place, passage.fact))
        elif _places(engine, record, passage.fact):
            runs[2].append((place, passage.fact))
    return [pair for run in runs for pair in run]


def _is_part(record: Record, whole: Record) -> bool:
    return whole.id in record.relations.get("part-of", ())


def _places(engine: Engine, record: Record, fact: Fact) -> list[str]:
    """Give the places in the text itself that a sentence cites."""
    sources = engine.knowledge.sources
    return [cite.at for cite in fact.cite if record.symbol and sources[cite.source].symbol == record.symbol]


def _paragraphs(engine: Engine, record: Record, place: int, fact: Fact) -> frozenset[int]:
    """Give the paragraphs of a text that a sentence is on: those that it cites, else those that it or its record names."""
    cited = frozenset[int]().union(*map(numbers_in, _places(engine, record, fact)))
    teller = engine.passages[place].record
    if cited or (teller is not record and not _is_part(teller, record)):
        return cited
    return numbers_in(fact.text if teller is record else f"{teller.title} {fact.text}")
