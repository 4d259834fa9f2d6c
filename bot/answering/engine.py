"""The answering engine: deterministic, from a question and the talk before it to a cited reply."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.answering.asked import Asked, step_of, without_outline
from bot.answering.chat import courtesy, greet
from bot.answering.compare import NAMED, compared, sides
from bot.answering.compose import Composer
from bot.answering.decide import DOUBTS, Limits, confidence, meanings
from bot.answering.doubts import Grounds, Judge
from bot.answering.facts import single_facts
from bot.answering.index import Index
from bot.answering.join import joined
from bot.answering.listing import Shelf, listed, wants_list
from bot.answering.moments import Speaker
from bot.answering.paragraphs import at_paragraphs
from bot.answering.parts import take_apart
from bot.answering.passages import Stems, passages_of
from bot.answering.places import Places
from bot.answering.question import Question, Reader
from bot.answering.rank import WEIGHTS, Hit, Ranker
from bot.answering.refuse import choice, elsewhere, gap, refusal
from bot.answering.signals import Signals
from bot.answering.talk import Talk
from bot.answering.times import find_span, is_bare_month
from bot.languages.analysis import LIGHT_STEMS, normalised, stems
from bot.languages.catalogue import catalogue
from bot.languages.dates import locale_of
from bot.records.knowledge import Knowledge
from bot.records.model import Kind
from bot.reply import Reply

__all__ = ["Engine", "Talk"]

_LEAN = 0.35
"""Weight of the words that a follow-up leans on: those of the question before it, or of the talk's record."""

_AROUND = 0.6
"""Weight of the telling words around a question in its message: they may be a mere reason for asking."""

_SHORT = 2
"""Telling words up to which a question leans on what is said around it."""

_MOST_TOLD = 2
"""Facts that a talk keeps of an answer."""

_SHARED = 0.3
"""Share of a fact's example questions from which on a word in them is what they ask for."""

_FEW = 4
"""Telling words up to which a question is taken for a follow-up where the talk's records hold them all."""

_SECOND, _NEIGHBOUR = 0.8, 0.4
"""How near to a talk its other records are, and the records related to them; the first one counts 1."""

_MOST_NEIGHBOURS = 12

_PAIR = 2
"""Records of an answer from one of them: the one it is from, and a sentence of another."""

_WARMING = "Wehn was the meetng in March 2024, and how many people came?"
"""A question that needs what few need: typing errors mended, a month read and told, two questions parted."""

_UNKNOWN = 0.15
"""Confidence below which a question is taken for one of something unknown, so that a bare one behind it is too."""

_NEARLY = 0.05
"""How sure an answer is, at least, for a refusal to say that what was meant took place elsewhere."""

_SURE = 0.8
"""How sure an outline is of being what was asked for."""

_SAME_QUESTION = 0.8
"""Likeness to an example question from which on it is that question, whatever words of time stand in it."""


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
        self.places = Places(knowledge)
        self.judge = Judge(self.index, self.ranker.reach, self.places)
        self.reader = Reader(knowledge, self.index.__contains__)
        self.shelf = Shelf.of(knowledge, self.ranker.held, self.ranker.named)

    def warm_up(self, now: dt.datetime) -> None:
        """Build what is otherwise built when it is first needed, so that no asker waits for it."""
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
        whole = self.reader.read(text, there)
        kind = courtesy(whole.plain, len(whole.terms))
        if kind and not (talk and "?" in text and whole.terms):
            return replace(greet(kind, speaker.words), language=language), talk
        parts = take_apart(normalised_lines(text))
        around = self.reader.read(parts.around, there) if parts.around else None
        replies: list[Reply] = []
        earlier: Question | None = None
        refused: Question | None = None
        unknown = False
        for part in parts.questions:
            question, near = self.in_talk(self.reader.read(part, there), around, talk, earlier)
            leans = refused is not None and not self._names_its_own(question)
            if leans and unknown and (question.points or _bare(question)):
                continue  # "and in which city?": of what is not known
            if refused is not None and leans:
                question = question.leaning_on(refused.terms, refused.instead, (), refused.kinds)
                question = replace(question, outside=refused.outside | question.outside)
            reply, new = self._answer_one(question, near, speaker)
            if new:
                talk, earlier, refused = new, question, None
            else:
                refused, unknown = question, reply.confidence < _UNKNOWN
            if new or not leans:  # "who won, and with which picture?" is refused once
                replies.append(replace(reply, language=language, question=part))
        return (replace(replies[0], question="") if len(replies) == 1 else joined(replies)), talk

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
        hits = [hit for hit in at_paragraphs(question, found) if hit.passage.record.kind is not Kind.GAP or hit is found[0]]
        sure = self.confidence(question, hits)
        refused = not (question.terms and hits) or sure < self.limits.confidence or hits[0].passage.record.kind is Kind.GAP
        if refused:
            return replace(refusal(question, found, sure, self.knowledge, speaker), language=language)
        return joined(single_facts(hits, round(sure, 3), self.knowledge, speaker, language))

    def confidence(self, question: Question, hits: list[Hit]) -> float:
        """Give the probability that the best of these hits answers a question; 0 where there are none."""
        return confidence(self.judge.grounds(question, hits), self.doubts) if hits else 0.0

    def _answer_one(self, question: Question, near: Mapping[str, float], speaker: Speaker) -> tuple[Reply, Talk | None]:
        """Give the reply and what the talk is about after it; None after a refusal."""

        def find(text: str, of: Collection[str] = ()) -> list[Hit]:
            return self.ranker.rank(self.reader.read(text, question.now), dict.fromkeys(of, 1.0))

        both = sides(question, find)
        if both:
            told = compared(both, find, Composer(self.knowledge, speaker))
            return told, Talk.on(told.records, question)
        if question.wants(Asked.OUTLINE):
            named = max(find(without_outline(question.plain)), key=lambda hit: hit.signals.exact, default=None)
            if named and named.signals.exact >= NAMED:
                told = Composer(self.knowledge, speaker).outline(named.passage.record, _SURE)
                return told, Talk.on(told.records, question)
        found = self.ranker.rank(question, near)
        hits = at_paragraphs(question, found)
        timely = question.span is not None and question.span.relative  # "today" is another day whenever it is asked
        known = bool(hits) and hits[0].signals.ask > _SAME_QUESTION and not timely
        if wants_list(question) and not question.outside and not known:
            reply = listed(self.knowledge, self.shelf, question, self.index, speaker)
            if reply:
                return reply, Talk.on(reply.records, replace(question, asked=(*question.asked, Asked.LIST)))
        sure = self.confidence(question, hits)
        alike = meanings(question, hits, self.limits) if hits else []
        # What a few words fit as well as some others is in doubt only for that reason, so it is asked back on.
        unclear = len(alike) > 1 and hits[0].signals.cover >= 1 and not question.outside
        doubted = sure < self.limits.confidence and not unclear
        if not (question.terms and hits) or doubted or self._estranged(question, hits[0]):
            return self._refused(question, found, sure, speaker), None
        if len(alike) > 1 and hits[0].passage.record.kind is not Kind.GAP:
            return choice(question, alike, speaker), Talk.on((hit.passage.record.id for hit in alike), question)
        reply = self._told(question, hits, sure, speaker)
        of_these = {record for _, record in self._named(question)}
        records = sorted(reply.records, key=lambda record: record not in of_these)  # a talk is about what was named
        return reply, Talk.on(records, question, [hit.passage for hit in hits[:_MOST_TOLD]])

    def _told(self, question: Question, hits: list[Hit], sure: float, speaker: Speaker) -> Reply:
        """Answer from the best hit's record."""
        record = hits[0].passage.record
        if record.kind is Kind.GAP:
            return gap(record, hits[1:], self.knowledge, speaker)
        return Composer(self.knowledge, speaker).answer(question, hits, round(sure, 3))

    def _refused(self, question: Question, found: list[Hit], sure: float, speaker: Speaker) -> Reply:
        """Refuse; where a meeting is nearly what was asked for and was elsewhere, say where."""
        nearly = found and sure > _NEARLY and not question.outside
        place = self.places.contradicted(question, [found[0].passage]) if nearly else ""
        if place:
            return elsewhere(place, found, sure, self.knowledge, speaker)
        return refusal(question, found, sure, self.knowledge, speaker)

    def in_talk(
        self, question: Question, around: Question | None, talk: Talk | None, earlier: Question | None = None
    ) -> tuple[Question, dict[str, float]]:
        """Give the question with what it leans on, and how near each record is to the talk (from 0 to 1).

        Args:
            question: The question.
            around: What was said around it in the same message.
            talk: What the talk is about; of earlier messages nothing else is known.
            earlier: The question before it in the same message, as far as it was answered.
        """
        named = self._named(question)
        whole = any(question.own - name <= LIGHT_STEMS for name, _ in named)  # it says of what, and nothing besides
        bare = question.points or len(question.terms) <= _SHORT or not (named or question.proper or question.span)
        if around and around.terms and bare and not whole:
            question = question.leaning_on(_lightly(_telling(around.terms), _AROUND), around.instead, (), around.kinds)
        records = [record for record in talk.records if record in self.knowledge.records] if talk else []
        if not (talk and records):
            return question, {}
        step = step_of(question.plain)
        beside = self.knowledge.beside(records[0], step)
        if beside:
            return self._stepped(question, beside, talk)
        elsewhere = bool(named) and {record for _, record in named}.isdisjoint(records)
        about = not (whole and elsewhere) and self._about(question, records)
        follows = question.refers or question.continues or _bare(question) or about
        if not follows and (elsewhere or not earlier):
            return question, {}
        begun = self.knowledge.records[records[0]].period
        if begun and question.span and is_bare_month(question.span):  # the one nearest to what is spoken of
            question = replace(question, span=find_span(question.plain, begun.start.first_day()))
        near = self._near(records)
        numbered = any(map(str.isdigit, question.own))  # "and in 2024?" is not asked of 2025, nor "the second one?" of the first
        if earlier:
            return question.leaning_on(_lightly(earlier.terms, _LEAN), earlier.instead, earlier.asked, earlier.kinds), near
        lists = Asked.LIST in talk.data
        again = lists and not question.asked and (question.kinds or (question.span and len(records) == 1))  # "and in August?"
        shared = () if again else self._subject(records, lists=lists)
        if not (question.asked or step) and question.terms:  # "and the year after that?" asks the same of something else
            shared = [*shared, *self._topic(talk.told)]
        leaning = {stem: _LEAN for stem in shared if not (numbered and stem.isdigit())}
        if numbered:  # another one of its kind is meant
            near[records[0]] = _NEIGHBOUR
        return question.leaning_on(leaning, {}, talk.data, talk.kinds), near

    def _named(self, question: Question) -> list[tuple[Stems, str]]:
        """Give the names that a question has in full itself, each with its record."""
        return self.ranker.names_in(question.own)

    def _near(self, records: list[str]) -> dict[str, float]:
        """Give how near records are to a talk on these."""
        around = [neighbour for record in records for neighbour in self.knowledge.neighbours(record)]
        near = dict.fromkeys(around[:_MOST_NEIGHBOURS], _NEIGHBOUR)
        return near | dict.fromkeys(records[1:], _SECOND) | {records[0]: 1.0}

    def _stepped(self, question: Question, beside: list[str], talk: Talk) -> tuple[Question, dict[str, float]]:
        """Give a question for the record before or after that of the talk, as it is asked of that one."""
        asked = tuple(one for one in question.asked if one not in {Asked.NEXT, Asked.LIST, Asked.WHAT})
        named = dict.fromkeys(stems(self.knowledge.records[beside[0]].name), 1.0)
        question = replace(question, asked=asked, kinds=frozenset(), span=None).leaning_on(named, {}, talk.data, frozenset())
        return question, dict.fromkeys(beside, 1.0)

    def _subject(self, records: list[str], *, lists: bool) -> list[str]:
        """Give the stems of what a talk's first record is called, or, of a list, those that all its records' names share."""
        first = stems(self.knowledge.records[records[0]].name)
        listed = records if lists or len(records) > _PAIR else records[:1]
        return [stem for stem in first if all(stem in self.ranker.named[record] for record in listed)]

    def _estranged(self, question: Question, hit: Hit) -> bool:
        """Say whether a follow-up's own telling words are all foreign to the record that its talk leads to."""
        own = question.own - LIGHT_STEMS
        held = self.ranker.held[hit.passage.record.id]
        others = [phrase for stem in own for phrase in question.instead.get(stem, ())]
        return bool(own) and own.isdisjoint(held) and not any(phrase <= held for phrase in others)

    def _topic(self, told: Iterable[str]) -> list[str]:
        """Give the stems that ask for what a talk told first: those in which its example questions meet, without its subject."""
        for name in told:
            record, _, key = name.partition("#")
            passage = next((one for one in self.ranker.passages_of(record) if one.fact and one.fact.key == key), None)
            if passage:
                often = Counter(stem for ask in passage.asks for stem in ask - passage.named)
                return [stem for stem, count in sorted(often.items()) if count >= _SHARED * len(passage.asks)]
        return []

    def _names_its_own(self, question: Question) -> bool:
        """Say whether a question tells itself what it is about: a proper name, or a record's name."""
        return bool(question.proper or self.ranker.names_in(question.terms.keys()))

    def _about(self, question: Question, records: list[str]) -> bool:
        """Say whether the telling words of a question are all of the subject of a talk on these records."""
        known = frozenset().union(*(self.ranker.held.get(record, frozenset()) for record in records))
        telling = question.own - LIGHT_STEMS

        def told(stem: str) -> bool:
            return stem in known or any(phrase <= known for phrase in question.instead.get(stem, ()))

        return 0 < len(telling) <= _FEW and not question.proper - known and all(map(told, telling))


def _bare(question: Question) -> bool:
    """Say whether a question tells only what it asks for and not of what ("in which city?", "every year or just once?")."""
    return question.span is None and question.own <= LIGHT_STEMS and not wants_list(question)


def _telling(terms: Mapping[str, float]) -> dict[str, float]:
    """Give the words that tell of what is spoken, without those that tell what is asked."""
    return {stem: weight for stem, weight in terms.items() if stem not in LIGHT_STEMS}


def _lightly(terms: Mapping[str, float], share: float) -> dict[str, float]:
    """Give the words of what a question leans on, each at less than its own weight."""
    return {stem: weight * share for stem, weight in terms.items()}


def normalised_lines(text: str) -> str:
    """Give a message's lines normalised each for itself, so that line ends still part sentences."""
    return "\n".join(line for line in map(normalised, text.splitlines()) if line)


def _outlined(hit: Hit) -> tuple[float, bool]:
    """Order hits by how fully they are named; of equals a text comes before the term for it."""
    return hit.signals.exact, hit.passage.record.kind is not Kind.TERM
