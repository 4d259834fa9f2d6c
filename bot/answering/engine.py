"""The answering engine: deterministic, from a question and the talk before it to a cited reply."""

import datetime as dt
import gc
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from bot.answering.asked import Asked, without_outline
from bot.answering.chat import courtesy, greet
from bot.answering.chronicle import Chronicle
from bot.answering.compare import NAMED, Find, compared, sides
from bot.answering.compose import Composer
from bot.answering.decide import DOUBTS, Limits, confidence, meanings
from bot.answering.doubts import Grounds, Judge
from bot.answering.facts import single_facts
from bot.answering.index import Index
from bot.answering.join import joined
from bot.answering.lacked import has
from bot.answering.listing import listed, wants_list
from bot.answering.moments import Speaker
from bot.answering.paragraphs import at_paragraphs
from bot.answering.parts import take_apart
from bot.answering.passages import passages_of
from bot.answering.places import Places
from bot.answering.question import Question, Reader
from bot.answering.rank import WEIGHTS, Hit, Ranker
from bot.answering.reference import References, tells_only_what
from bot.answering.refuse import choice, elsewhere, gap, named_in, refusal
from bot.answering.shelf import Shelf
from bot.answering.signals import SAME_QUESTION, Signals
from bot.answering.subjects import Subjects
from bot.answering.talk import Talk
from bot.answering.vain import Vain
from bot.languages.analysis import LIGHT_STEMS, normalised
from bot.languages.catalogue import catalogue
from bot.languages.dates import locale_of
from bot.records.knowledge import Knowledge
from bot.records.load import load
from bot.records.model import Kind, Record
from bot.reply import Reply

__all__ = ["Engine", "Talk"]

_MOST_TOLD = 2
"""Facts that a talk keeps of an answer."""

_WARMING = "When was the meeting in March 2024, and how many people came?"
"""A question that needs what few need: a month read and told, two questions parted."""

_UNKNOWN = 0.15
"""Confidence below which a question is taken for one of something unknown, so that a bare one behind it is too."""

_PARTLY = 0.25
"""How fully a question must name a meeting for a refusal to say that it was elsewhere."""

_AS_WELL = 0.5
"""How far below the best score one that is called exactly as the question may lie to be taken before it."""

_VERY_SAME = 0.97
"""Likeness to an unanswered example question from which on it is that very question; one other word may make it answerable."""

_SURE = 0.8
"""How sure an outline is of being what was asked for."""


class Engine:
    """Answers from one knowledge base; holds no state between questions."""

    def __init__(
        self,
        knowledge: Knowledge,
        weights: Signals = WEIGHTS,
        doubts: Grounds = DOUBTS,
        limits: Limits | None = None,
    ) -> None:
        """Index the knowledge."""
        self.knowledge = knowledge
        self.limits = limits or Limits()
        self.doubts = doubts
        self.passages = passages = list(passages_of(knowledge))
        self.index = Index([passage.tokens for passage in passages])
        self.ranker = Ranker(self.index, passages, weights, knowledge.neighbours)
        self.subjects = Subjects(knowledge, self.ranker)
        self.references = References(knowledge, self.ranker, self.subjects)
        self.places = Places(knowledge)
        self.judge = Judge(self.index, self.ranker.reach, self.places, Vain(passages))
        self.reader = Reader(knowledge, self.index.__contains__)
        self.shelf = Shelf.of(knowledge, self.ranker.held, self.ranker.named)
        self.chronicle = Chronicle(knowledge, self.ranker, self.references, self.shelf, self.index)

    @classmethod
    def of(cls, directory: Path) -> Self:
        """Read and index the knowledge below a directory.

        Raises:
            KnowledgeError: it cannot be used.
        """
        gc.disable()  # nothing that is built here becomes garbage, and looking for some takes half of the time
        try:
            return cls(load(directory))
        finally:
            gc.enable()

    def warm_up(self, now: dt.datetime) -> None:
        """Build what is otherwise built when it is first needed, so that no asker waits for it.

        What each passage finds out about itself takes longer in all, and is quickly done for one: `Passage.warm_up`.
        """
        self.reader.warm_up()
        for passage in self.passages:
            _ = passage.data
        self.answer(_WARMING, now)

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
        lines = normalised_lines(text)
        whole = self.reader.read(lines, there)
        kind = courtesy(whole.text.casefold())
        if kind and not (talk and "?" in text and whole.terms):
            return replace(greet(kind, speaker.words), language=language), talk
        parts = take_apart(lines)
        around = self.reader.read(parts.around, there) if parts.around else None
        replies: list[Reply] = []
        earlier: Question | None = None
        refused: Question | None = None
        unknown = False
        left: Talk | None = None  # what a refusal leaves behind is for the next message
        for part in parts.questions:
            question = whole if part == lines else self.reader.read(part, there)
            question, near = self.references.resolved(question, around, talk, earlier)
            leans = refused is not None and not self.references.names_its_own(question)
            if leans and unknown and (question.points or tells_only_what(question)):
                continue  # "and in which city?": of what is not known
            if refused is not None and leans:
                question = question.leaning_on(refused.terms, refused.instead, (), refused.kinds)
                question = replace(question, outside=refused.outside | question.outside)
            reply, new = self._answer_one(question, near, speaker, led=bool(near or earlier or refused))
            if reply.records:
                talk, earlier, refused, left = new.after(talk) if new else talk, question, None, None
            else:
                refused, left, unknown = question, new or left, reply.confidence < _UNKNOWN
            if reply.records or not leans:  # "who won, and with which picture?" is refused once
                replies.append(replace(reply, language=language, question=part))
        return (replace(replies[0], question="") if len(replies) == 1 else joined(replies)), left.after(talk) if left else talk

    def about(
        self, record_id: str, now: dt.datetime, *, language: str = "en", zone: ZoneInfo | None = None, talk: Talk | None = None
    ) -> tuple[Reply, Talk]:
        """Answer what a talk asked for last from one record: the one that was chosen where several had fitted.

        Args:
            record_id: The record.
            now: The moment of asking, aware.
            language: The language of the reply.
            zone: The reader's zone.
            talk: The talk in which the choice was offered; without one, what the record is is told.

        Returns:
            The reply, and what the talk is about now.

        Raises:
            KeyError: there is no such record.
            ValueError: there are no messages in that language.
        """
        record = self.knowledge.records[record_id]
        speaker = Speaker(catalogue(language), locale_of(language), now, zone)
        named = self.reader.read(record.name, now.astimezone(zone) if zone else now)
        asked = talk.data if talk and talk.data else (Asked.WHAT,)
        question = replace(named, asked=asked, kinds=talk.kinds if talk else frozenset(), span=None)
        hits = [hit for hit in self.ranker.rank(question, {record_id: 1.0}) if hit.passage.record is record]
        reply = self._told(question, hits, 1.0, speaker)
        return replace(reply, language=language), Talk.on(reply.records, question)

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
        hits = [
            hit
            for hit in at_paragraphs(question, found, self.ranker.named_by)
            if hit.passage.record.kind is not Kind.GAP or hit is found[0]
        ]
        sure = self.confidence(question, hits)
        refused = not (question.terms and hits) or sure < self.limits.confidence or hits[0].passage.record.kind is Kind.GAP
        if refused:
            return replace(refusal(question, found, sure, self.knowledge, speaker), language=language)
        return joined(single_facts(hits, round(sure, 3), self.knowledge, speaker, language))

    def confidence(self, question: Question, hits: list[Hit]) -> float:
        """Give the probability that the best of these hits answers a question; 0 where none does or none can."""
        return 0.0 if not hits or _in_vain(hits) else confidence(self.judge.grounds(question, hits), self.doubts)

    def _answer_one(
        self, question: Question, near: Mapping[str, float], speaker: Speaker, *, led: bool
    ) -> tuple[Reply, Talk | None]:
        """Give the reply and what the talk is about after it; None after the refusal of a question that names no record.

        Args:
            question: The question.
            near: How near each record is to the talk.
            speaker: Who answers.
            led: Whether a talk or an earlier question led to it.
        """

        def find(text: str, of: Collection[str] = ()) -> list[Hit]:
            return self.ranker.rank(self.reader.read(text, question.now), dict.fromkeys(of, 1.0))

        composer = Composer(self.knowledge, speaker)
        told = self._compared_or_outlined(question, find, composer)
        meant: Record | None = None
        if not told:
            told, meant = self.chronicle.answer(question, lambda text: self.reader.read(text, question.now), composer)
        if told:
            return told, Talk.on(told.records, question)
        if meant:  # what is asked of "the last IGF" is asked of IGF 2025
            question, near = self.references.stepped(question, [meant.id], question.asked)
        return self._ranked(question, near, speaker, led=led)

    def _compared_or_outlined(self, question: Question, find: Find, composer: Composer) -> Reply | None:
        """Give two records side by side, or the outline of one; None where neither is asked for."""
        both = sides(question, find)
        if both:
            return compared(both, find, composer)
        if question.wants(Asked.OUTLINE):
            named = max(find(without_outline(question.plain), ()), key=lambda hit: hit.signals.exact, default=None)
            if named and named.signals.exact >= NAMED:
                return composer.outline(named.passage.record, _SURE)
        return None

    def _ranked(self, question: Question, near: Mapping[str, float], speaker: Speaker, *, led: bool) -> tuple[Reply, Talk | None]:
        """Give the reply that the best passages found make; None for what the talk is about after a refusal."""
        found = self.ranker.rank(question, near)
        if led:
            found = self.subjects.within(question, found, near)
        hits = self.judge.numbered_first(question, at_paragraphs(question, _bare_name_first(found), self.ranker.named_by))
        # "today" is another day whenever it is asked, and so is what comes next
        timely = question.wants(Asked.NEXT) or (question.span is not None and question.span.relative)
        known = bool(hits) and hits[0].signals.ask > SAME_QUESTION and not timely
        if wants_list(question, self.shelf.there(question)) and not question.outside and not known:
            reply = listed(self.knowledge, self.shelf, question, self.index, speaker)
            if reply:
                return reply, Talk.on(reply.records, replace(question, asked=(*question.asked, Asked.LIST)))
        sure = self.confidence(question, hits)
        if led and sure < self.limits.confidence:  # what the best one lacks, something else of the talk may tell
            others = (self._sure_of(question, hit, hits) for hit in self.subjects.telling(question, hits, near))
            hits, sure = max(others, key=lambda one: one[1], default=(hits, sure))
        alike = meanings(question, hits, self.limits) if hits else []
        if len(alike) == 1 and alike[0] is not hits[0]:  # the one of several that lies in the days that are told comes first
            hits = sorted(hits, key=lambda hit: hit.passage.record is not alike[0].passage.record)
        # What a few words fit as well as some others is in doubt only for that reason, so it is asked back on.
        # "who organises it?" and "2025" may mean any of them; "what did China say?" means none
        named = bool(hits) and (hits[0].signals.name > 0 or not question.asked or question.own <= LIGHT_STEMS)
        unclear = len(alike) > 1 and named and hits[0].signals.cover >= 1 and not question.outside
        doubted = sure < self.limits.confidence and not unclear
        if not (question.terms and hits) or doubted or (led and self._estranged(question, hits[0])):
            return self._refused(question, found, sure, speaker)
        if len(alike) > 1 and hits[0].passage.record.kind is not Kind.GAP:
            return choice(question, alike, speaker), Talk.on((hit.passage.record.id for hit in alike), question)
        reply = self._told(question, hits, sure, speaker, self.subjects.others_meant(question, hits[0], near))
        return reply, self.subjects.left(question, reply.records, [hit.passage for hit in hits[:_MOST_TOLD]], near)

    def _sure_of(self, question: Question, first: Hit, hits: list[Hit]) -> tuple[list[Hit], float]:
        """Give some hits with one of them first, and how sure that one is."""
        ordered = [first, *(hit for hit in hits if hit is not first)]
        return ordered, self.confidence(question, ordered)

    def _refused(self, question: Question, found: list[Hit], sure: float, speaker: Speaker) -> tuple[Reply, Talk | None]:
        """Refuse; where a meeting is nearly what was asked for and was elsewhere, say where."""
        named = found and found[0].signals.name >= _PARTLY and not question.outside
        place = self.places.contradicted(question, [found[0].passage]) if named else ""
        if place:
            return elsewhere(place, found, sure, self.knowledge, speaker), Talk.on([found[0].passage.record.id], question)
        about = named_in(question, found)  # "I have the dates and the place, but not that" is answered with "then where is it?"
        return refusal(question, found, sure, self.knowledge, speaker), Talk.on([about.id], question) if about else None

    def _told(self, question: Question, hits: list[Hit], sure: float, speaker: Speaker, also: Collection[str] = ()) -> Reply:
        """Answer from the best hit's record, and from some others as well."""
        record = hits[0].passage.record
        if record.kind is Kind.GAP:
            return gap(record, hits[1:], self.knowledge, speaker)
        return Composer(self.knowledge, speaker).answer(question, hits, round(sure, 3), also)

    def _estranged(self, question: Question, hit: Hit) -> bool:
        """Say whether a follow-up's own telling words are all foreign to the record that its talk leads to."""
        own = question.own - LIGHT_STEMS
        held = self.ranker.held[hit.passage.record.id]
        return bool(own) and not any(has(question, stem, held) for stem in own)


def _in_vain(hits: list[Hit]) -> bool:
    """Say whether a question is an unanswered example question, rather than any that has an answer."""
    vain = max(hit.signals.unanswered for hit in hits)
    return vain > _VERY_SAME and vain > max(hit.signals.ask for hit in hits)


def _bare_name_first(hits: list[Hit]) -> list[Hit]:
    """Put the best hit whose record is called exactly as the question before one that is not, where it asks nothing more."""
    if not hits or not hits[0].signals.bare or hits[0].signals.exact >= 1:
        return hits
    close = (hit for hit in hits if hit.signals.exact >= 1 and hit.score >= hits[0].score - _AS_WELL)
    first = next(close, None)
    return [first, *(hit for hit in hits if hit is not first)] if first else hits


def normalised_lines(text: str) -> str:
    """Give a message's lines normalised each for itself, so that line ends still part sentences."""
    return "\n".join(line for line in map(normalised, text.splitlines()) if line)
