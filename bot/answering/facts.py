"""Single curated sentences that bear on a few words, each a reply of its own: for a platform's search box."""

from collections.abc import Iterator
from dataclasses import replace

from bot.answering.compose import Composer
from bot.answering.moments import Speaker
from bot.answering.rank import Hit
from bot.records.knowledge import Knowledge
from bot.records.model import Fact, Record
from bot.reply import Reply

MOST_FACTS = 10
"""Sentences offered for one search."""

REACH = 4.0
"""How far below the best passage's score another one may lie; wider than in an answer, for the searcher chooses."""


def single_facts(hits: list[Hit], confidence: float, knowledge: Knowledge, speaker: Speaker, language: str) -> list[Reply]:
    """Give the sentences that the passages hold, best first, each with its citations and headed by its record's title."""
    found: list[Reply] = []
    told: set[tuple[str, str]] = set()
    for record, fact in _sentences(hits):
        if (record.id, fact.key) in told:
            continue
        told.add((record.id, fact.key))
        reply = Composer(knowledge, speaker).told(record, fact, confidence)
        found.append(replace(reply, language=language, question=record.title))
        if len(found) == MOST_FACTS:
            break
    return found


def _sentences(hits: list[Hit]) -> Iterator[tuple[Record, Fact]]:
    """Give the facts found, a record found as a whole standing for its first one; then what else the best record states."""
    for hit in hits:
        if hit.score < hits[0].score - REACH:
            break
        record = hit.passage.record
        for fact in [hit.passage.fact] if hit.passage.fact else record.facts[:1]:
            yield record, fact
    best = hits[0].passage.record
    for fact in best.facts:
        yield best, fact
