"""The units of retrieval: one passage a fact, and one that tells of each record as a whole."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.answering.asked import Asked, asks_for
from bot.answering.data import Datum, data_of
from bot.languages.analysis import stems, words
from bot.records.dates import Period, When, dates_in
from bot.records.knowledge import Knowledge
from bot.records.model import Fact, Record, RelationName

Stems = frozenset[str]

COUNTED = (Asked.HOW_MANY, Asked.WHO)
"""Data that no sentence tells by chance: where nobody asks it for them, it may not tell them."""

_NUMBERED = re.compile(r"\d+/\d+$")
_ABOVE: tuple[RelationName, ...] = ("part-of", "session-of", "phase-of", "deadline-of")
_WITHIN: tuple[RelationName, ...] = ("outcome-of", *_ABOVE)


@dataclass(frozen=True, eq=False)
class Passage:
    """What can be found.

    Attributes:
        record: The record to which it belongs.
        fact: The fact that it is; None for the record as a whole.
        tokens: Its stems with repeats, as they are indexed: sentence, names and example questions.
        held: The same as a set.
        asks: The stems of each example question.
        unanswered: The stems of each example question that its record does not answer.
        names: The stems of each name of the record: title, short name, other names, symbol.
        named: All of these together.
        setting: The stems of the names and places of what the record is part of, of all that this is part of, and so on.
        within: The ids of all these.
        period: The days of the record or, where it has none, of what it is part of.
        sentence: The stems of its sentence alone, in order; none for the record as a whole.
        numbered: Each number in its sentence, names and example questions with the telling word before and behind it; for the
            record as a whole also those in all its sentences.
    """

    record: Record
    fact: Fact | None
    tokens: list[str] = field(repr=False)
    held: Stems = field(repr=False)
    asks: tuple[Stems, ...] = field(repr=False)
    unanswered: tuple[Stems, ...] = field(repr=False)
    names: tuple[Stems, ...] = field(repr=False)
    named: Stems = field(repr=False)
    setting: Stems = field(repr=False)
    within: frozenset[str] = field(repr=False)
    period: Period | None = field(repr=False)
    sentence: tuple[str, ...] = field(repr=False)
    numbered: frozenset[tuple[str, str]] = field(repr=False)

    @property
    def key(self) -> str:
        """What it is kept by: its record's id and its fact's key ("meeting.igf-2025#when")."""
        return f"{self.record.id}#{self.fact.key}" if self.fact else self.record.id

    @cached_property
    def dates(self) -> tuple[When, ...]:
        """The dates that its sentence names, each as finely as it is told there."""
        return tuple(_finest(dates_in(self.fact.text))) if self.fact else ()

    @cached_property
    def data(self) -> frozenset[Datum]:
        """Which kinds of datum it holds."""
        return data_of(self.record, self.fact)

    @cached_property
    def said(self) -> Stems:
        """The stems of its sentence as a set."""
        return frozenset(self.sentence)

    @cached_property
    def wanted(self) -> frozenset[Asked]:
        """Whether its example questions ask who or how many."""
        asks = [ask.casefold() for ask in (self.fact.asks if self.fact else self.record.asks)]
        return frozenset(one for one in COUNTED if any(asks_for(ask, one) for ask in asks))

    def warm_up(self) -> None:
        """Find out now what is otherwise found out when it is first needed."""
        _ = self.dates, self.data, self.said, self.wanted

    def has_run(self, phrase: tuple[str, ...]) -> bool:
        """Say whether it has the stems of a phrase, one right behind the other."""
        if not self.held.issuperset(phrase):
            return False
        run, size = self.tokens, len(phrase)
        return size == 1 or any(tuple(run[place : place + size]) == phrase for place in range(len(run) - size + 1))


def passages_of(knowledge: Knowledge) -> Iterator[Passage]:
    """Give the passages of all records, in the order of the records' ids."""
    for record in knowledge:
        yield from _passages(record, knowledge)


def _above(record: Record, knowledge: Knowledge, relations: Iterable[RelationName]) -> Iterator[Record]:
    targets = (target for name in relations for target in record.relations.get(name, ()))
    return (knowledge.records[target] for target in targets if target in knowledge.records)


def _around(record: Record, knowledge: Knowledge) -> list[Record]:
    """Give what a record is part of, what that is part of, and so on, the nearest first."""
    found = {record.id: record}
    newest = [record]
    while newest:
        above = {whole.id: whole for part in newest for whole in _above(part, knowledge, _WITHIN) if whole.id not in found}
        found |= above
        newest = list(above.values())
    return list(found.values())[1:]


def _naming(record: Record) -> list[str]:
    return [*record.naming, *([record.symbol] if record.symbol else ())]


def _passages(record: Record, knowledge: Knowledge) -> Iterator[Passage]:
    naming = [stems(text) for text in _naming(record)]
    names = tuple(dict.fromkeys(frozenset(name) for name in naming if name))
    if record.symbol and (number := _NUMBERED.search(record.symbol)):
        names += (frozenset([number[0]]),)  # "70/125" alone names A/RES/70/125
    head = list(dict.fromkeys(stem for name in naming for stem in name))
    # for the record as a whole also what people know of it: where, who, when, and of what it is part
    wholes = [whole.name for whole in _above(record, knowledge, _ABOVE)]
    about = [record.place or "", *record.organisers, *record.chairs, record.sought or "", *wholes]
    surroundings = [stem for text in about for stem in stems(text)]
    around = _around(record, knowledge)
    setting = frozenset(stem for whole in around for text in (*_naming(whole), whole.place or "") for stem in stems(text))
    period = next((one.period for one in (record, *around) if one.period), None)
    unanswered = tuple(frozenset(stems(question)) for question in record.unanswered)
    sentences = [(fact, tuple(stems(fact.text))) for fact in record.facts]
    bodies: list[tuple[Fact | None, tuple[str, ...], list[str], list[str]]] = [(None, (), [*head, *surroundings], record.asks)]
    bodies += [(fact, sentence, [*sentence, *head], fact.asks) for fact, sentence in sentences]
    for fact, sentence, body, asks in bodies:
        asked = [stems(ask) for ask in asks]
        tokens = body + [stem for ask in asked for stem in ask]
        told = [sentence] if fact else [sentence for _, sentence in sentences]
        yield Passage(
            record,
            fact,
            tokens,
            frozenset(tokens),
            tuple(frozenset(ask) for ask in asked),
            unanswered,
            names,
            frozenset().union(*names),
            setting,
            frozenset(whole.id for whole in around),
            period,
            sentence,
            frozenset(_within(naming)).union(
                pair for run in (*asked, *told) if any(map(str.isdigit, run)) for pair in _numbers(run)
            ),
        )


def _within(names: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Give each number in a name with each other stem of it: the eighth WSIS Forum is the eighth forum."""
    return ((number, stem) for name in names for number in name if number.isdigit() for stem in name if stem != number)


def _numbers(run: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give each number in a run of stems with the stem before and the one behind it."""
    for place, stem in enumerate(run):
        if stem.isdigit():
            if place:
                yield stem, run[place - 1]
            if place + 1 < len(run):
                yield stem, run[place + 1]


def _finest(dates: Iterable[When]) -> Iterator[When]:
    """Give the dates without the months of its days and the years of its months."""
    known = {(one.first_day(), one.last_day()): one for one in dates}
    for (first, last), one in known.items():
        if not any(first <= other and until <= last for other, until in known if (other, until) != (first, last)):
            yield one


def vocabulary(knowledge: Knowledge) -> Counter[str]:
    """Give the word forms of names, sentences and places, with how often they occur: what typing errors are mended against."""
    forms: Counter[str] = Counter()
    for record in knowledge:
        for text in (*record.naming, record.place or "", *(fact.text for fact in record.facts)):
            forms.update(word.form for word in words(text))
        for ask in (*record.asks, *record.unanswered, *(ask for fact in record.facts for ask in fact.asks)):
            forms.update(piece for piece in ask.casefold().split() if piece.isalpha())
    return forms
