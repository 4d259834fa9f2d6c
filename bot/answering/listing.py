"""Questions for several records at once: what is next, what is open, what lay in a span of time."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.asked import Asked
from bot.answering.compose import MOST_ITEMS, Composer, Sentence
from bot.answering.passages import Stems
from bot.answering.question import Question
from bot.languages.analysis import stems
from bot.records.dates import Phase
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Record, Status
from bot.reply import Block, Listing, Paragraph, Plain, Reply, Span, Strong

_DATED = (Kind.DEADLINE, Kind.MEETING, Kind.MILESTONE)
_KIND_STEMS = frozenset(
    stems(
        "deadline deadlines due cut-off closing date dates meeting meetings event events consultation consultations conference session sessions forum"
        " forums reading readings gathering workshop resolution resolutions document documents paper papers report reports milestone upcoming next coming"
        " scheduled happening list open current currently calendar deadline next soon related concerning process future ahead thing wsis wsis+20 20"
    )
)
_ENOUGH = 0.6
_FEW = 3


@dataclass(frozen=True)
class Shelf:
    """The dated records with their words, sorted by time; made once."""

    records: tuple[tuple[Record, Stems], ...]

    @classmethod
    def of(cls, knowledge: Knowledge, words: Mapping[str, Stems]) -> "Shelf":
        """Take the records that have a date; `words` are the stems of each."""
        dated = [(record, words[record.id]) for record in knowledge if record.period]
        return cls(tuple(sorted(dated, key=lambda pair: (pair[0].period.begins(), pair[0].id) if pair[0].period else (dt.datetime.max, ""))))

    def matching(self, question: Question, now: dt.datetime, weight: Mapping[str, float]) -> list[Record]:
        """Give the records of the kinds, days and subject that a question names, in the order of time."""
        kinds = question.kinds & {Kind.DEADLINE, Kind.MEETING, Kind.RESOLUTION, Kind.DOCUMENT} or set(_DATED)
        subject = {stem: weight[stem] for stem in _subject(question) if stem in weight}
        total = sum(subject.values())
        found: list[Record] = []
        for record, held in self.records:
            if record.kind not in kinds or not _in_time(question, record, now):
                continue
            if total and sum(known for stem, known in subject.items() if stem in held) / total < _ENOUGH:
                continue
            found.append(record)
        return found


def _subject(question: Question) -> list[str]:
    """Give the terms that are neither of time nor of kind."""
    others = _KIND_STEMS | _span_stems(question)
    return [stem for stem in question.terms if stem not in others and not stem.isdigit()]


def _span_stems(question: Question) -> set[str]:
    return set(stems(question.span.words)) if question.span else set()


def _in_time(question: Question, record: Record, now: dt.datetime) -> bool:
    period = record.period
    if period is None:
        return False
    if question.span is not None and not period.overlaps(question.span.first, question.span.last):
        return False
    if question.wants(Asked.NEXT) and (question.span is None or question.span.last >= now.date()):
        return period.phase(now) is not Phase.AFTER and record.status is not Status.CANCELLED
    if question.wants(Asked.STATE) and question.span is None:
        phase = period.phase(now)
        return phase is Phase.DURING or (record.kind is Kind.DEADLINE and phase is Phase.BEFORE)
    return True


def wants_list(question: Question) -> bool:
    """Say whether a question asks for records by time or kind and not for one of them."""
    if question.wants(Asked.NEXT):
        return True
    if question.span is not None and question.wants(Asked.LIST) and question.kinds and len(_subject(question)) <= _FEW:
        return True
    return question.wants(Asked.LIST) and question.wants(Asked.STATE) and bool(question.kinds)


def tell(composer: Composer, question: Question, records: list[Record], latest: Record | None) -> Reply:
    """List records with their dates; where none fits, say so and tell the latest before."""
    _, speaker = composer.speaker.words.gettext, composer.speaker
    if not records:
        day = speaker.when_day(speaker.now.date())
        blocks: list[Block] = [Paragraph((Plain(_("My records hold nothing of that kind after {day}.").format(day=day)),))]
        if latest:
            blocks.append(Paragraph((Plain(_("The latest before: ")), *_item(composer, latest))))
        return composer.reply(blocks, 0.6)
    if question.wants(Asked.NEXT) and not question.wants(Asked.LIST):
        records = records[:3]
    shown = records[:MOST_ITEMS]
    blocks = [Paragraph((Plain(_("Next:") if question.wants(Asked.NEXT) else _("In the order of time:")),))]
    blocks += [Listing(tuple(_item(composer, record) for record in shown))]
    if len(records) > len(shown):
        more = len(records) - len(shown)
        blocks.append(Paragraph((Plain(speaker.words.ngettext("{n} more.", "{n} more.", more).format(n=more)),)))
    return composer.reply(blocks, 0.8)


def _item(composer: Composer, record: Record) -> tuple[Span, ...]:
    composer.spoken.append(record)
    period = record.period
    if period is None:
        return (Plain(record.title),)
    speaker = composer.speaker
    cites = [cite for field in ("start", "end") for fact in record.stating(field) for cite in fact.cite]  # type: ignore[arg-type]
    place = f", {record.place}" if record.place else ""
    spans = (Strong(speaker.period(period).text), Plain(f": {record.title}{place}. {speaker.state(record, period)}"))
    return Sentence(spans, composer.citations.marks(list(dict.fromkeys(cites)))).whole()
