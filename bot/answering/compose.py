"""Builds an answer from a record: the asked-for datum first, then the curated sentences that bear on it, each cited."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.answering.asked import Asked
from bot.answering.citing import Citations
from bot.answering.implied import asks_when_coming
from bot.answering.join import settled
from bot.answering.moments import Speaker
from bot.answering.question import Question
from bot.answering.rank import Hit
from bot.answering.verdict import verdict
from bot.languages.analysis import LIGHT_STEMS, stems
from bot.records.dates import Day, Period, dates_in, parse_when
from bot.records.knowledge import Knowledge
from bot.records.model import Fact, Kind, Past, Record, RelationName, SourceKind, StatedField
from bot.records.model import Status as RecordStatus
from bot.reply import Block, Listing, Mark, Paragraph, Plain, Reply, Span, Status, Strong, spans_text

MOST_SENTENCES = 4
"""Facts in an ordinary answer."""

MOST_ITEMS = 8
"""Items of a list before "n more"."""

RIVAL = 1.8
"""How far below the best passage's score another record's may lie for its sentence to be told as well."""

_NOTHING_NEW = 1
"""Telling words up to which a fact repeats what is said already."""

_NAMED_FULLY = 0.8

NEAR = 2.0
"""How far below the best fact's score another one may lie to be told with it."""

_IS = re.compile(r"(?: \([^)]*\))? (?:stands for|means|(?:is|are|was|were) (?!\w+ed\b|held\b|set\b|due\b|kept\b))")
"""What stands between a name and the words that define it."""

_WEAK = {SourceKind.BLOG, SourceKind.LISTING, SourceKind.MACHINE_MADE}

_PART_OF: tuple[RelationName, ...] = ("outcome-of", "part-of")

_TIMELY = (Asked.WHEN, Asked.DAYS, Asked.STATE, Asked.NEXT, Asked.CHANGED)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Spans and the citations that they rest on."""

    spans: tuple[Span, ...]
    marks: tuple[Mark, ...] = ()

    def whole(self) -> tuple[Span, ...]:
        """Give the sentence with its marks behind it."""
        return (*self.spans, *(piece for mark in self.marks for piece in (Plain(" "), mark)))


class Composer:
    """Words the answer to one question."""

    def __init__(self, knowledge: Knowledge, speaker: Speaker) -> None:
        """Begin a reply without citations."""
        self.knowledge = knowledge
        self.speaker = speaker
        self.citations = Citations(knowledge)
        self.spoken: list[Record] = []

    def answer(self, question: Question, hits: list[Hit], confidence: float, also: Collection[str] = ()) -> Reply:
        """Answer from the record of the best hit.

        Args:
            question: What is asked.
            hits: What was found for it, the best first.
            confidence: How sure the answer is, from 0 to 1.
            also: The ids of other records of which the best sentence is told as well, whatever its score.
        """
        record = hits[0].passage.record
        self.spoken.append(record)
        facts = _told(question, record, hits)
        lead: list[Sentence] = []
        better = _dated_better(record, hits)
        if question.wants(*_TIMELY) and record.period and not _endless(record) and not _only_founded(question, record):
            lead += self.times(question, record, record.period, opened=not better)
        elif question.wants(Asked.NAME, Asked.SYMBOL) or hits[0].signals.define > _NAMED_FULLY:
            lead.append(self.name(record))
        if question.wants(Asked.WHEN, Asked.DAYS, Asked.STATE, Asked.CHANGED, Asked.SOURCE):
            lead += self.changes(question, record)
        elif _wants_its_place(question, record) and not any(_says_where(record, fact) for fact in facts):
            lead, facts = [self.dated(record)], []
        said = stems_of(lead)
        kept = [fact for fact in facts if not _repeats(fact, said)]
        stated = [self.fact(fact) for fact in kept]
        if stated and question.wants(Asked.STATE, Asked.DAYS) and (better or not lead):
            stated[0] = self._with_distance(stated[0], kept[0])
        first, rest = (stated[:1], stated[1:]) if better else ([], stated)
        sentences = [*first, *lead, *rest]
        if len(stated) > MOST_SENTENCES:
            blocks: list[Block] = [
                *(Paragraph(sentence.whole()) for sentence in lead),
                Listing(tuple(sentence.whole() for sentence in stated)),
            ]
        else:
            sentences += self._best_of(also, hits) or self._runner_up(record, hits, said)
            blocks = [Paragraph(sentence.whole()) for sentence in sentences]
        return self.reply([*blocks, *self.weakness()], confidence)

    def outline(self, record: Record, confidence: float) -> Reply:
        """Give a short outline: a sentence of each of its outcomes, or, where there are none, its own first sentences."""
        self.spoken.append(record)
        parts = self.parts(record)[:MOST_ITEMS]
        self.spoken += parts
        facts = [part.facts[0] for part in parts] or record.facts[:MOST_ITEMS]
        items = Listing(tuple(self.fact(fact).whole() for fact in facts))
        return self.reply([Paragraph(self.name(record).whole()), items, *self.weakness()], confidence)

    def parts(self, record: Record) -> list[Record]:
        """Give the outcomes that a record holds, first those of which most is known."""
        around = [self.knowledge.records[name] for name in self.knowledge.neighbours(record.id)]
        of_it = [other for other in around if other.kind is Kind.OUTCOME and other.facts and _within(other, record)]
        return sorted(of_it, key=lambda part: -len(part.facts))

    def weakness(self) -> list[Block]:
        """Say so where nothing better than a weak source stands behind the whole answer."""
        kinds = self.citations.kinds()
        if not kinds or not kinds <= _WEAK:
            return []
        text = self.speaker.words.gettext("Take care: this rests only on {kinds}.")
        named = {
            SourceKind.BLOG: self.speaker.words.gettext("a blog or a message on a mailing list"),
            SourceKind.LISTING: self.speaker.words.gettext("a listing"),
            SourceKind.MACHINE_MADE: self.speaker.words.gettext("a machine-made summary"),
        }
        shown = ", ".join(named[kind] for kind in sorted(kinds))
        return [Paragraph(Sentence((Plain(text.format(kinds=shown)),), self.citations.all()).whole())]

    def _best_of(self, records: Collection[str], hits: list[Hit]) -> list[Sentence]:
        """Give the best sentence of each of some records."""
        best = {hit.passage.record.id: hit.passage for hit in reversed(hits) if hit.passage.fact}
        found = [best[record] for record in records if record in best]
        self.spoken += [passage.record for passage in found]
        return [self.fact(passage.fact) for passage in found if passage.fact]

    def _runner_up(self, record: Record, hits: list[Hit], said: frozenset[str]) -> list[Sentence]:
        """Give the best sentence of another record that fits nearly as well: a reader sees at once which one was meant."""
        for hit in hits:
            if hit.score < hits[0].score - RIVAL:
                break
            fact = hit.passage.fact
            if hits[0].signals.bare and hit.signals.exact < hits[0].signals.exact:
                continue  # the question says no more than a name, and this one has it less
            if hit.passage.record is not record and fact and not _repeats(fact, said):
                self.spoken.append(hit.passage.record)
                return [self.fact(fact)]
        return []

    def fact(self, fact: Fact) -> Sentence:
        """Tell a fact."""
        return Sentence((Plain(fact.text),), self.citations.marks(fact.cite))

    def _with_distance(self, sentence: Sentence, fact: Fact) -> Sentence:
        """Add to a fact how far off the one day is that it names; nothing where it names none or several."""
        apart = self.speaker.far_off(fact.text)
        return Sentence((*sentence.spans, Plain(f" {apart}")), sentence.marks) if apart else sentence

    def name(self, record: Record) -> Sentence:
        """Tell a record's title and symbol."""
        symbol = f" ({record.symbol})" if record.symbol and record.symbol not in record.title else ""
        stating = record.stating("symbol") if record.symbol else []
        cites = [cite for fact in stating or record.facts[:1] for cite in fact.cite]
        return Sentence((Strong(f"{record.title}{symbol}."),), self.citations.marks(cites))

    def whole(self, question: Question, record: Record) -> list[Block]:
        """Tell of a record without a passage found: its time, then its first sentences."""
        self.spoken.append(record)
        opened = not question.wants(Asked.LIST)  # "what did I miss?" is no question of yes or no
        lead = [self.time(question, record, record.period, opened=opened)] if record.period else []
        said = stems_of(lead)
        facts = [self.fact(fact) for fact in record.facts if not _repeats(fact, said)][: MOST_SENTENCES - 1]
        return [Paragraph(sentence.whole()) for sentence in [*lead, *facts]]

    def told(self, record: Record, fact: Fact, confidence: float) -> Reply:
        """Tell one fact of a record and nothing else."""
        self.spoken.append(record)
        return self.reply([Paragraph(self.fact(fact).whole())], confidence)

    def reply(self, blocks: Iterable[Block], confidence: float, status: Status = Status.ANSWERED) -> Reply:
        """Give the reply with the citations gathered so far."""
        reply = Reply(
            status,
            tuple(blocks),
            citations=self.citations.listed(),
            records=tuple(dict.fromkeys(record.id for record in self.spoken)),
            confidence=confidence,
            as_of=min((record.reviewed for record in self.spoken), default=None),
        )
        return settled(reply)

    def times(self, question: Question, record: Record, period: Period, *, opened: bool = True) -> list[Sentence]:
        """Tell a record's time; where it is asked whether a deadline is open, also the others of the same thing.

        Each is told with its state; a yes or no that is not true of all of them is left out, as it is without `opened`, where
        another day is asked for.
        """
        beside = [*self.knowledge.beside(record.id, -1), *self.knowledge.beside(record.id, 1)]
        others = [self.knowledge.records[name] for name in beside if self._same_matter(record, self.knowledge.records[name])]
        if record.kind is not Kind.DEADLINE or not question.wants(Asked.STATE) or not others:
            return [self.time(question, record, period, opened=opened)]
        self.spoken += others
        pairs = [(one, one.period) for one in (record, *others) if one.period]
        alike = opened and len({verdict(question, one, days, self.speaker) for one, days in pairs}) == 1
        return [self.time(question, one, days, opened=alike and one is record) for one, days in pairs]

    def _same_matter(self, one: Record, other: Record) -> bool:
        """Say whether two deadlines are of the same act for the same thing: "registration of delegations" and "of all others"."""
        wholes = [name for name in one.relations.get("deadline-of", ()) if name in other.relations.get("deadline-of", ())]
        if other.kind is not Kind.DEADLINE or not wholes:
            return False
        of_it = {stem for name in wholes for stem in stems(self.knowledge.records[name].title)} | LIGHT_STEMS
        return bool({*stems(one.title)} & {*stems(other.title)} - of_it)

    def time(self, question: Question, record: Record, period: Period, *, opened: bool = True) -> Sentence:
        """Tell a record's time, its place if that is asked for, and whether it is to come, running or over."""
        speaker = self.speaker
        lead: list[Span] = []
        opening = verdict(question, record, period, speaker) if opened else ""
        if opening:
            lead += [Strong(opening), Plain(" ")]
        moment = speaker.period(period)
        place = place_beside(record) if question.wants(Asked.WHEN, Asked.WHERE, Asked.NEXT) else ""
        lead += [moment, Plain(f"{place}: {record.title}. {speaker.state(record, period)}")]
        if period.has_clock and record.reading:
            lead.append(Plain(f" {record.reading}"))
        return Sentence(tuple(lead), self.time_marks(record, place=bool(place)))

    def dated(self, record: Record) -> Sentence:
        """Tell a record's time, title and place, and nothing of its state."""
        self.spoken.append(record)
        place = place_beside(record)
        spans: list[Span] = [self.speaker.period(record.period), Plain(": ")] if record.period else []
        return Sentence((*spans, Plain(f"{record.title}{place}.")), self.time_marks(record, place=bool(place)))

    def time_marks(self, record: Record, *, place: bool) -> tuple[Mark, ...]:
        """Give the marks of the facts on which a record's time, its place if that is told, and its cancellation rest."""
        fields: list[StatedField] = ["start", "end"]
        if place:
            fields.append("place")
        if record.status is RecordStatus.CANCELLED:
            fields.append("status")
        cites = [cite for field in fields for fact in record.stating(field) for cite in fact.cite]
        return self.citations.marks(list(dict.fromkeys(cites)))

    def changes(self, question: Question, record: Record) -> list[Sentence]:
        """Tell what a record's values were before, and where its sources differ, as far as that is asked for."""
        sentences = [self._past(past) for past in record.history if past.field == "dates" or question.wants(Asked.CHANGED)]
        timely = question.wants(Asked.WHEN)
        for conflict in record.conflicts:
            about_time = "date" in conflict.about or "deadline" in conflict.about
            if question.wants(Asked.CHANGED, Asked.SOURCE) or (timely and about_time):
                text = self.speaker.words.gettext("Sources differ on {about}: {held} is held, another has {other}. {why}")
                shown = text.format(about=conflict.about, held=conflict.held, other=conflict.other, why=conflict.why)
                marks = self.citations.marks([conflict.held_by, conflict.other_by])
                sentences.append(Sentence((Plain(shown),), marks))
        return sentences

    def _past(self, past: Past) -> Sentence:
        words, speaker = self.speaker.words, self.speaker
        was = past.was
        if past.field == "dates":
            first, _, last = past.was.partition("/")
            was = speaker.period(Period(parse_when(first), parse_when(last) if last else None)).text
        if isinstance(past.announced, Day):
            day = speaker.when_day(past.announced.date)
            text = words.gettext("As announced on {day} it was: {was}.").format(day=day, was=was)
        elif past.announced:
            text = words.gettext("As announced in {month} it was: {was}.").format(month=speaker.when(past.announced), was=was)
        else:
            text = words.gettext("Earlier it was announced as: {was}.").format(was=was)
        return Sentence((Plain(text),), self.citations.marks([past.cite]))


def _endless(record: Record) -> bool:
    """Say whether a record goes on and only its beginning is dated: its facts tell of it better than that day."""
    return record.status is RecordStatus.ONGOING and record.end is None


def _only_founded(question: Question, record: Record) -> bool:
    """Say whether a question asks when a body meets, of which no more than its foundation is dated."""
    return record.kind is Kind.ORGANISATION and (question.wants(Asked.NEXT, Asked.STATE) or asks_when_coming(question.plain))


def _within(part: Record, whole: Record) -> bool:
    return any(whole.id in part.relations.get(name, ()) for name in _PART_OF)


def place_beside(record: Record) -> str:
    """Give a record's place to stand beside its title, or nothing where the title names it already."""
    if not record.place or record.place.partition(",")[0] in record.title:
        return ""
    return f", {record.place}"


def _told(question: Question, record: Record, hits: list[Hit]) -> list[Fact]:
    """Give the facts to tell: the best one, and those of the same record that are nearly as good; for a list, all of them."""
    mine = [hit for hit in hits if hit.passage.record is record and hit.passage.fact]
    whole = hits[0].passage.fact is None
    if question.wants(Asked.LIST) and whole and len(record.facts) > MOST_SENTENCES:
        return record.facts[:MOST_ITEMS]
    if not mine:
        return record.facts[:1]
    if hits[0].signals.define > _NAMED_FULLY:  # "what is X": what says so, then what the curators put first
        return sorted(record.facts, key=lambda fact: not _defines(fact, record))[:MOST_SENTENCES]
    floor = mine[0].score - NEAR
    return [hit.passage.fact for hit in mine[:MOST_SENTENCES] if hit.score >= floor and hit.passage.fact]


def _defines(fact: Fact, record: Record) -> bool:
    """Say whether a fact says of its record what it is ("The CSTD is a commission of ...")."""
    text = fact.text.casefold().removeprefix("the ")
    names = (name.casefold().removeprefix("the ") for name in record.naming)
    return any(text.startswith(name) and _IS.match(text, len(name)) for name in names)


def _wants_its_place(question: Question, record: Record) -> bool:
    """Say whether a question asks where a record is, and nothing else of it ("and where was that?")."""
    known = LIGHT_STEMS | frozenset(stems(f"{record.title} {record.name} take place happen meet"))
    return bool(record.place) and question.wants(Asked.WHERE) and question.own <= known


def _says_where(record: Record, fact: Fact) -> bool:
    """Say whether a fact names the town, the land or the house of a record."""
    return not frozenset(stems(record.place or "")).isdisjoint(stems(fact.text))


def stems_of(sentences: list[Sentence]) -> frozenset[str]:
    """Give the telling words of what is said already."""
    return frozenset(stem for sentence in sentences for stem in stems(spans_text(sentence.spans)))


def _repeats(fact: Fact, said: frozenset[str]) -> bool:
    """Say whether a fact adds next to nothing to what is said already."""
    return bool(said) and len(set(stems(fact.text)) - said) <= _NOTHING_NEW


def _dated_better(record: Record, hits: list[Hit]) -> bool:
    """Say whether another fact with a day of its own is clearly nearer to the question than the record's own date."""
    best = hits[0]
    fact = best.passage.fact
    own = {fact.key for field in ("start", "end") for fact in record.stating(field)}
    period = record.period
    known = {when.first_day() for when in (period.start, period.last)} if period else set()
    if fact is None or fact.key in own or best.signals.bare:
        return False
    days = {when.date for when in dates_in(fact.text) if isinstance(when, Day)}
    if days <= known:
        return False
    scores = [
        hit.score for hit in hits if hit.passage.record is record and (hit.passage.fact is None or hit.passage.fact.key in own)
    ]
    return best.score - max(scores, default=-9) > NEAR
