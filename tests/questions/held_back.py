"""The curators' example questions as a test: one of each record and fact is kept from the index and then asked.

They are many and in plain people's words, so weights that are fitted on them too hold for questions that nobody has seen.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.records.knowledge import Knowledge
from bot.records.model import Fact, Record

ONE_IN = 3
"""One unanswered example question in this many is kept back."""

FEWEST = 3
"""Example questions of a record or fact from which on one can be spared."""


@dataclass(frozen=True)
class HeldBack:
    """An example question, with the record, and the fact if it is one's, that answers it; or that does not."""

    text: str
    record: Record
    fact: Fact | None
    answered: bool = True


def held_back(knowledge: Knowledge) -> tuple[Knowledge, list[HeldBack]]:
    """Give the knowledge without some of its example questions, and these."""
    kept = [record.model_copy(update=_spared(record)) for record in knowledge]
    asked = [one for record in knowledge for one in _spare(record)]
    return Knowledge(kept, knowledge.sources.values(), knowledge.synonyms, knowledge.matters), asked


def _spare(record: Record) -> Iterator[HeldBack]:
    owners = [(record.asks, None), *((fact.asks, fact) for fact in record.facts)]
    yield from (HeldBack(_chosen(asks), record, fact) for asks, fact in owners if len(asks) >= FEWEST)
    yield from (HeldBack(question, record, None, answered=False) for question in record.unanswered if _drawn(question))


def _spared(record: Record) -> dict[str, object]:
    facts = [fact.model_copy(update={"asks": _rest(fact.asks)}) for fact in record.facts]
    left = [question for question in record.unanswered if not _drawn(question)]
    return {"asks": _rest(record.asks), "facts": facts, "unanswered": left}


def _drawn(question: str) -> bool:
    return hashlib.sha256(question.encode()).digest()[0] % ONE_IN == 0


def _rest(asks: list[str]) -> list[str]:
    return [ask for ask in asks if len(asks) < FEWEST or ask != _chosen(asks)]


def _chosen(asks: list[str]) -> str:
    return min(asks, key=lambda ask: hashlib.sha256(ask.encode()).digest())
