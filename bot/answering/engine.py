"""The answering engine: deterministic, from a question and the talk before it to a cited reply."""

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.answering.asked import Asked
from bot.answering.chat import courtesy, greet
from bot.answering.compose import Composer
from bot.answering.decide import DOUBTS, Limits, confidence, meanings
from bot.answering.index import Index
from bot.answering.listing import Shelf, tell, wants_list
from bot.answering.moments import Speaker
from bot.answering.parts import take_apart
from bot.answering.passages import passages_of, vocabulary
from bot.answering.question import Question, understand
from bot.answering.rank import Hit, Ranker, Signals
from bot.answering.spelling import Speller
from bot.answering.thesaurus import Thesaurus
from bot.languages.analysis import normalised
from bot.languages.catalogue import catalogue
from bot.languages.dates import locale_of
from bot.records.knowledge import Knowledge
from bot.records.model import Record
from bot.reply import Block, Choice, Listing, Near, Paragraph, Plain, Reply, Status, plain

MOST_NEAREST = 3
"""Records named beside a refusal."""

MOST_CHOICES = 5
"""Meanings offered when the question fits several records."""

_LEAN = 0.35
"""Weight of the earlier question's words in a follow-up."""

_SHORT = 2
"""Telling words up to which a question in a talk is taken for a follow-up."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What an earlier answer was about: its records, the most important first, and the question."""

    records: tuple[str, ...]
    question: Question


class Engine:
    """Answers from one knowledge base; holds no state between questions."""

    def __init__(self, knowledge: Knowledge, weights: Signals | None = None, doubts: Signals = DOUBTS, limits: Limits | None = None) -> None:
        """Index the knowledge."""
        self.knowledge = knowledge
        self.limits = limits or Limits()
        self.doubts = doubts
        passages = list(passages_of(knowledge))
        self.index = Index([passage.tokens for passage in passages])
        self.ranker = Ranker(self.index, passages, weights or Signals())
        self.thesaurus = Thesaurus(knowledge.synonyms)
        self.speller = Speller((vocabulary(knowledge) + self.thesaurus.forms).items())
        self.shelf = Shelf.of(knowledge, self.ranker.held)

    def answer(
        self, text: str, now: dt.datetime, *, language: str = "en", zone: ZoneInfo | None = None, talk: Talk | None = None
    ) -> tuple[Reply, Talk | None]:
        """Answer a message.

        Args:
            text: The message, hostile until read here.
            now: The moment of asking, aware.
            language: The language of the reply.
            zone: The reader's zone.
            talk: What the talk was about before this message.

        Returns:
            The reply, and what the talk is about now.
        """
        speaker = Speaker(catalogue(language), locale_of(language), now, zone)
        whole = self.understand(text, now)
        kind = courtesy(whole.plain, len(whole.terms))
        if kind and not (talk and "?" in text and whole.terms):
            return replace(greet(kind, speaker.words), language=language), talk
        parts = take_apart(normalised_lines(text))
        around = self.understand(parts.around, now) if parts.around else None
        replies: list[Reply] = []
        for part in parts.questions:
            question = self.understand(part, now)
            if not question.terms and not talk and len(parts.questions) > 1 and not question.asked:
                continue
            reply, talk = self._answer_one(question, around, speaker, talk)
            replies.append(replace(reply, language=language))
        if not replies:
            replies = [self._refusal([], speaker)]
        return (replies[0] if len(replies) == 1 else _joined(replies)), talk

    def understand(self, text: str, now: dt.datetime) -> Question:
        """Read a question with this engine's vocabulary."""
        return understand(text, now.date(), self.speller, self.thesaurus, self.index.__contains__)

    def _answer_one(self, question: Question, around: Question | None, speaker: Speaker, talk: Talk | None) -> tuple[Reply, Talk | None]:
        asked, near = self.in_talk(question, around, talk)
        hits = self.ranker.rank(asked, near)
        return self._decide(asked, hits, speaker, talk)

    def _decide(self, asked: Question, hits: list[Hit], speaker: Speaker, talk: Talk | None) -> tuple[Reply, Talk | None]:
        if wants_list(asked) and not (hits and hits[0].signals.ask > 0.8):
            reply = self._list(asked, speaker, hits)
            if reply:
                return reply, Talk(reply.records, asked)
        sure = confidence(hits, self.doubts)
        if not asked.terms or sure < self.limits.confidence:
            return self._refusal(hits, speaker), talk
        choices = meanings(hits, self.limits)
        if len(choices) > 1:
            return self._choice(asked, choices, speaker), Talk(tuple(hit.passage.record.id for hit in choices), asked)
        reply = Composer(self.knowledge, speaker).answer(asked, hits, round(sure, 3))
        return reply, Talk(reply.records, asked)

    def in_talk(self, question: Question, around: Question | None, talk: Talk | None) -> tuple[Question, dict[str, float]]:
        """Give the question with what it leans on, and how near each record is to the talk."""
        if around and around.terms and (question.refers or len(question.terms) <= _SHORT):
            question = question.leaning_on(replace(around, asked=()), _LEAN)
        if talk is None or not (question.refers or question.continues or len(question.terms) <= _SHORT):
            return question, {}
        near = {neighbour: 0.4 for record in talk.records for neighbour in self.knowledge.neighbours(record)}
        near |= {record: 1.0 if place == 0 else 0.8 for place, record in reversed(list(enumerate(talk.records)))}
        return question.leaning_on(talk.question, _LEAN), near

    def _list(self, question: Question, speaker: Speaker, hits: list[Hit]) -> Reply | None:
        weight = {stem: often * self.index.weight(stem) for stem, often in question.terms.items()}
        records = self.shelf.matching(question, speaker.now, weight)
        latest: Record | None = None
        if not records:
            if not question.wants(Asked.NEXT):
                return None
            past = replace(question, asked=tuple(asked for asked in question.asked if asked is not Asked.NEXT), span=None)
            earlier = self.shelf.matching(replace(past, asked=(Asked.LIST,)), speaker.now, weight)
            latest = earlier[-1] if earlier else None
            if latest is None:
                return None
        return tell(Composer(self.knowledge, speaker), question, records, latest)

    def _choice(self, question: Question, hits: list[Hit], speaker: Speaker) -> Reply:
        records = [hit.passage.record for hit in hits[:MOST_CHOICES]]
        choices = tuple(
            Choice(place, record.id, record.title, f"{question.text.rstrip(' ?')} ({record.title})?") for place, record in enumerate(records, 1)
        )
        blocks: tuple[Block, ...] = (
            Paragraph((Plain(speaker.words.gettext("Which one do you mean?")),)),
            Listing(tuple((Plain(f"{choice.n}. {choice.title}"),) for choice in choices)),
        )
        return Reply(Status.CHOOSE, blocks, records=tuple(record.id for record in records), choices=choices, confidence=0.5)

    def _refusal(self, hits: list[Hit], speaker: Speaker) -> Reply:
        _ = speaker.words.gettext
        records = list({hit.passage.record.id: hit.passage.record for hit in hits if hit.signals.cover > 0}.values())[:MOST_NEAREST]
        nearest = tuple(Near(record.id, record.title, self._address(record)) for record in records)
        blocks: list[Block] = [Paragraph((Plain(_("I have no answer to that in my sources.")),))]
        if nearest:
            blocks.append(Paragraph((Plain(_("The nearest that I know of:")),)))
            blocks.append(Listing(tuple((Plain(near.title),) for near in nearest)))
        contacts = [contact for record in records for contact in record.contacts][:1]
        if contacts:
            blocks.append(Paragraph((Plain(_("You could ask {contact}.").format(contact=contacts[0])),)))
        sure = confidence(hits, self.doubts)
        return Reply(Status.NOT_FOUND, tuple(blocks), nearest=nearest, confidence=round(min(sure, 0.49), 3))

    def _address(self, record: Record) -> str | None:
        if record.links:
            return record.links[0]
        urls = (self.knowledge.sources[cite.source].url for fact in record.facts for cite in fact.cite)
        return next((url for url in urls if url), None)


def normalised_lines(text: str) -> str:
    """Give a message's lines normalised each for itself, so that line ends still part sentences."""
    return "\n".join(line for line in map(normalised, text.splitlines()) if line)


def _joined(replies: list[Reply]) -> Reply:
    """Join the replies to several questions into one; citations are numbered on."""
    blocks: list[Block] = []
    citations = {}
    spoken: set[str] = set()
    for reply in replies:
        renumbered = {}
        for citation in reply.citations:
            key = replace(citation, n=0)
            renumbered[citation.n] = citations.setdefault(key, len(citations) + 1)
        for block in reply.blocks:
            shown = _renumber(block, renumbered)
            text = plain([shown])
            if text not in spoken:  # both questions may rest on the same sentence
                spoken.add(text)
                blocks.append(shown)
    order = [Status.ANSWERED, Status.CHOOSE, Status.CHAT, Status.NOT_FOUND]
    days = [reply.as_of for reply in replies if reply.as_of]
    return Reply(
        min((reply.status for reply in replies), key=order.index),
        tuple(blocks),
        language=replies[0].language,
        citations=tuple(replace(citation, n=number) for citation, number in citations.items()),
        records=tuple(dict.fromkeys(record for reply in replies for record in reply.records)),
        nearest=tuple(dict.fromkeys(near for reply in replies for near in reply.nearest)),
        choices=tuple(choice for reply in replies for choice in reply.choices),
        parts=tuple(replies),
        confidence=min(reply.confidence for reply in replies),
        as_of=min(days, default=None),
    )


def _renumber(block: Block, numbers: dict[int, int]) -> Block:
    from bot.reply import Mark, Span  # noqa: PLC0415

    def spans(run: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Mark(numbers[span.number]) if isinstance(span, Mark) else span for span in run)

    if isinstance(block, Paragraph):
        return Paragraph(spans(block.spans))
    return Listing(tuple(spans(item) for item in block.items))
