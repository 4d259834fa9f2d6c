"""Sets two records side by side on one subject: "compare resolution 70/125 and 80/173 on the IGF"."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.answering.compose import MOST_SENTENCES, Composer
from bot.answering.question import Question
from bot.answering.rank import Hit
from bot.languages.analysis import stems
from bot.records.model import Fact, Record
from bot.reply import Block, Listing, Paragraph, Plain, Reply

_ON = r"(?:\s+(?:on|about|regarding|concerning|as to|in terms of|when it comes to)\s+(?P<topic>.+?))?"
_ASKS = (
    re.compile(
        rf"\bcompar(?:e|ing|ison of)\s+(?P<one>.+?)\s+(?:and|with|to|against|versus|vs\.?)\s+(?P<other>.+?){_ON}\s*[?.!]*$"
    ),
    re.compile(rf"\bdifferences?\s+between\s+(?P<one>.+?)\s+and\s+(?P<other>.+?){_ON}\s*[?.!]*$"),
    re.compile(rf"^\W*(?P<one>.+?)\s+(?:versus|vs\.?)\s+(?P<other>.+?){_ON}\s*[?.!]*$"),
    re.compile(
        rf"\bhow\s+(?:do|does|did)\s+(?P<one>.+?)\s+(?:and|differ from)\s+(?P<other>.+?)(?:\s+(?:compare|differ))?{_ON}\s*[?.!]*$"
    ),
)
NAMED = 0.55
"""How fully a record must be named to be compared, or outlined."""

_LONGEST = 300
"""Characters up to which a question is looked at: the patterns' work grows with the square of them."""

_SURE = 0.8

Find = Callable[[str, Collection[str]], list[Hit]]
"""What gives the ranked hits of a text, those of the records with these ids among them."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two records, and the words of the subject on which they are compared; none where that is left open."""

    records: tuple[Record, Record]
    topic: str


def sides(question: Question, find: Find) -> Sides | None:
    """Give what a question wants compared; None where it compares nothing, or does not name two records."""
    for pattern in _ASKS if len(question.plain) <= _LONGEST else ():
        asked = pattern.search(question.plain)
        if asked:
            found = [_named(find(asked[side], ())) for side in ("one", "other")]
            if found[0] and found[1] and found[0] is not found[1]:
                return Sides((found[0], found[1]), asked["topic"] or "")
    return None


def _named(hits: list[Hit]) -> Record | None:
    best = max(hits, key=lambda hit: hit.signals.exact, default=None)
    return best.passage.record if best and best.signals.exact >= NAMED else None


def compared(asked: Sides, find: Find, composer: Composer) -> Reply:
    """Tell of each record the sentences on the subject, or say that there are none."""
    nothing = composer.speaker.words.gettext("My sources tell nothing of it on that.")
    blocks: list[Block] = []
    for record in asked.records:
        composer.spoken.append(record)
        blocks.append(Paragraph(composer.name(record).whole()))
        near = [(record, fact) for fact in record.facts]
        told = (_on(asked.topic, [record, *composer.parts(record)], find) if asked.topic else near)[:MOST_SENTENCES]
        composer.spoken += [of for of, _ in told]
        if told:
            blocks.append(Listing(tuple(composer.fact(fact).whole() for _, fact in told)))
        else:
            blocks.append(Paragraph((Plain(nothing),)))
    return composer.reply(blocks, _SURE)


def _on(topic: str, records: list[Record], find: Find) -> list[tuple[Record, Fact]]:
    """Give the sentences of a record and its parts that hold a word of the subject, the nearest first."""
    naming = records[0].naming
    telling = frozenset(stems(topic)).difference(*map(stems, naming))
    hits = find(f"{records[0].name} {topic}", [record.id for record in records])
    found = [(hit.passage.record, hit.passage.fact) for hit in hits if telling & hit.passage.held]
    return [(record, fact) for record, fact in found if fact and record in records]
