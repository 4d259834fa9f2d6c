"""The answering engine: deterministic, from a question and the talk before it to a cited reply."""

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.answering.chat import courtesy, greet
from bot.answering.compose import Composer
from bot.answering.decide import DOUBTS, Limits, confidence, meanings
from bot.answering.facts import single_facts
from bot.answering.index import Index
from bot.answering.join import joined
from bot.answering.listing import Shelf, listed, wants_list
from bot.answering.moments import Speaker
from bot.answering.paragraphs import at_paragraphs
from bot.answering.parts import take_apart
from bot.answering.passages import passages_of
from bot.answering.question import Question, Reader
from bot.answering.rank import WEIGHTS, Hit, Ranker
from bot.answering.refuse import choice, gap, refusal
from bot.answering.signals import Signals
from bot.languages.analysis import LIGHT_STEMS, normalised
from bot.languages.catalogue import catalogue
from bot.languages.dates import locale_of
from bot.records.knowledge import Knowledge
from bot.records.model import Kind
from bot.reply import Reply

_LEAN = 0.35
"""Weight of the earlier question's words in a follow-up."""

_SHORT = 2
"""Telling words up to which a question in a talk is taken for a follow-up."""

_SECOND, _NEIGHBOUR = 0.8, 0.4
"""How near to a talk its other records are, and the records related to them; the first one counts 1."""

_MOST_NEIGHBOURS = 12

_SAME_QUESTION = 0.8
"""Likeness to an example question from which on it is that question, whatever words of time stand in it."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What an earlier answer was about: its records, the most important first, and the question."""

    records: tuple[str, ...]
    question: Question


class Engine:
    """Answers from one knowledge base; holds no state between questions."""

    def __init__(
        self,
        knowledge: Knowledge,
        weights: Signals = WEIGHTS,
        doubts: Signals = DOUBTS,
        limits: Limits | None = None,
    ) -> None:
        """Index the knowledge."""
        self.knowledge = knowledge
        self.limits = limits or Limits()
        self.doubts = doubts
        passages = list(passages_of(knowledge))
        self.index = Index([passage.tokens for passage in passages])
        self.ranker = Ranker(self.index, passages, weights)
        self.reader = Reader(knowledge, self.index.__contains__)
        self.shelf = Shelf.of(knowledge, self.ranker.held, {passage.record.id: passage.named for passage in passages})

    def answer(
        self,
        text: str,
        now: dt.datetime,
        *,
        language: str = "en",
        zone: ZoneInfo | None = None,
        talk: Talk | None = None,
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

        Raises:
            ValueError: there are no messages in that language.
        """
        speaker = Speaker(catalogue(language), locale_of(language), now, zone)
        there = now.astimezone(zone) if zone else now  # "today" is the reader's day
        whole = self.reader.read(text, there)
        kind = courtesy(whole.plain, len(whole.terms))
        if kind and not (talk and "?" in text and whole.terms):
            return replace(greet(kind, speaker.words), language=language), talk
        parts = take_apart(normalised_lines(text))
        around = self.reader.read(parts.around, there) if parts.around else None
        replies: list[Reply] = []
        for part in parts.questions:
            reply, talk = self._answer_one(self.reader.read(part, there), around, speaker, talk)
            replies.append(replace(reply, language=language, question=part))
        return (replace(replies[0], question="") if len(replies) == 1 else joined(replies)), talk

    def facts(self, text: str, now: dt.datetime, *, language: str = "en", zone: ZoneInfo | None = None) -> Reply:
        """Find single cited sentences for a few words, best first; refuse what `answer` would refuse.

        Returns:
            A reply with a part for each sentence, its `question` being the title of the sentence's record; a refusal has none.

        Raises:
            ValueError: there are no messages in that language.
        """
        speaker = Speaker(catalogue(language), locale_of(language), now, zone)
        question = self.reader.read(text, now.astimezone(zone) if zone else now)
        found = self.ranker.rank(question, {})
        hits = [hit for hit in at_paragraphs(question, found) if hit.passage.record.kind is not Kind.GAP or hit is found[0]]
        sure = confidence(hits, self.doubts)
        refused = not (question.terms and hits) or sure < self.limits.confidence or hits[0].passage.record.kind is Kind.GAP
        if refused:
            return replace(refusal(question, found, sure, self.knowledge, speaker), language=language)
        return joined(single_facts(hits, round(sure, 3), self.knowledge, speaker, language))

    def _answer_one(
        self, question: Question, around: Question | None, speaker: Speaker, talk: Talk | None
    ) -> tuple[Reply, Talk | None]:
        asked, near = self.in_talk(question, around, talk)
        found = self.ranker.rank(asked, near)
        hits = at_paragraphs(question, found)
        if wants_list(asked) and not (hits and hits[0].signals.ask > _SAME_QUESTION):
            reply = listed(self.knowledge, self.shelf, asked, self.index, speaker)
            if reply:
                return reply, Talk(reply.records, asked)
        sure = confidence(hits, self.doubts)
        if not (asked.terms and hits) or sure < self.limits.confidence or self._estranged(asked, hits[0]):
            return refusal(question, found, sure, self.knowledge, speaker), None
        if hits[0].passage.record.kind is Kind.GAP:
            record = hits[0].passage.record
            return gap(record, hits[1:], self.knowledge, speaker), Talk((record.id,), asked)
        alike = meanings(asked, hits, self.limits)
        if len(alike) > 1:
            return choice(asked, alike, speaker), Talk(tuple(hit.passage.record.id for hit in alike), asked)
        reply = Composer(self.knowledge, speaker).answer(asked, hits, round(sure, 3))
        return reply, Talk(reply.records, asked)

    def in_talk(self, question: Question, around: Question | None, talk: Talk | None) -> tuple[Question, dict[str, float]]:
        """Give the question with what it leans on, and how near each record is to the talk (from 0 to 1)."""
        short = len(question.terms) <= _SHORT
        if around and around.terms and (question.refers or short):
            question = question.leaning_on(replace(around, asked=()), _LEAN)
        if talk is None or not (question.refers or question.continues or (short and self._about(question, talk))):
            return question, {}
        around_it = [neighbour for record in talk.records for neighbour in self.knowledge.neighbours(record)]
        near = dict.fromkeys(around_it[:_MOST_NEIGHBOURS], _NEIGHBOUR)
        near |= dict.fromkeys(talk.records[1:], _SECOND) | {talk.records[0]: 1.0} if talk.records else {}
        return question.leaning_on(talk.question, _LEAN), near

    def _estranged(self, question: Question, hit: Hit) -> bool:
        """Say whether a follow-up's own telling words are all foreign to the record that its talk leads to."""
        own = question.own - LIGHT_STEMS
        held = self.ranker.held[hit.passage.record.id]
        others = [phrase for stem in own for phrase in question.instead.get(stem, ())]
        return bool(own) and own.isdisjoint(held) and not any(phrase <= held for phrase in others)

    def _about(self, question: Question, talk: Talk) -> bool:
        """Say whether the few words of a question are of the talk's subject."""
        known = set().union(*(self.ranker.held.get(record, frozenset()) for record in talk.records))
        return not question.proper - known and all(stem in known for stem in question.terms)


def normalised_lines(text: str) -> str:
    """Give a message's lines normalised each for itself, so that line ends still part sentences."""
    return "\n".join(line for line in map(normalised, text.splitlines()) if line)
