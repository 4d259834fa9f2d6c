"""Says plainly that something is not in the sources, with the nearest records; or asks back which one is meant."""

from dataclasses import replace

from babel.lists import format_list

from bot.answering.citing import Citations
from bot.answering.moments import Speaker
from bot.answering.question import Question
from bot.answering.rank import Hit
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Record, StatedField
from bot.reply import Block, Choice, Listing, Near, Paragraph, Plain, Reply, Status

MOST_NEAREST = 3
"""Records named beside a refusal."""

MOST_CHOICES = 5
"""Meanings offered when the question fits several records."""

_NAMED = 0.8
"""How fully a question must name a record for a refusal to say what is known of it."""

_SUREST = 0.49
"""The confidence of a refusal is never that of an answer."""


def refusal(question: Question, hits: list[Hit], confidence: float, knowledge: Knowledge, speaker: Speaker) -> Reply:
    """Refuse, naming the matter that no record states where the question has one, and the nearest records."""
    _ = speaker.words.gettext
    records = list({hit.passage.record.id: hit.passage.record for hit in hits if hit.signals.cover > 0}.values())[:MOST_NEAREST]
    matter = next(iter(question.outside.values()), None)
    if matter:
        first = _("I have nothing on {matter} in my sources.").format(matter=matter.matter)
    else:
        first = _("I have no answer to that in my sources.")
    named = named_in(question, hits)
    known = _known(named, speaker) if named else ""
    return with_nearest(f"{first} {known}".rstrip(), records, confidence, knowledge, speaker)


def elsewhere(place: str, hits: list[Hit], confidence: float, knowledge: Knowledge, speaker: Speaker) -> Reply:
    """Refuse a question that sets the best hit's meeting in a place where it was not, telling where it is by the sources."""
    record = hits[0].passage.record
    first = speaker.words.gettext("My sources have {name} in {place}, not in {asked}.").format(
        name=record.name, place=record.place, asked=place
    )
    citations = Citations(knowledge)
    marks = citations.marks([cite for fact in record.stating("place") for cite in fact.cite])
    reply = with_nearest(first, [record], confidence, knowledge, speaker)
    spans = [Plain(first), *(span for mark in marks for span in (Plain(" "), mark))]
    blocks = (Paragraph(tuple(spans)), *reply.blocks[1:])
    return replace(reply, blocks=blocks, citations=citations.listed(), records=(record.id,), as_of=record.reviewed)


def named_in(question: Question, hits: list[Hit]) -> Record | None:
    """Give the record that a question names by most words, of which a refusal says what is known; None where it names none."""
    named = [hit.passage for hit in hits if hit.signals.name >= _NAMED]
    words = {passage: max((len(name) for name in passage.names if name <= question.own), default=0) for passage in named}
    return max(named, key=lambda passage: words[passage]).record if named else None


def _known(record: Record, speaker: Speaker) -> str:
    """Say which data there are of the record that a question names; empty where there are none."""
    _ = speaker.words.gettext
    labels: dict[StatedField, str] = {
        "start": _("the dates") if record.end else _("the date"),
        "place": _("the place"),
        "organisers": _("the organisers"),
        "chairs": _("the chairs"),
        "symbol": _("the symbol"),
        "contacts": _("an address to write to"),
        "links": _("the link"),
    }
    filled = record.filled()
    known = [label for field, label in labels.items() if field in filled]
    if not known:
        return ""
    listed = format_list(known, locale=speaker.locale)
    return _("Of {name} I have {known}, but not that.").format(name=record.name, known=listed)


def gap(record: Record, hits: list[Hit], knowledge: Knowledge, speaker: Speaker) -> Reply:
    """Tell a known gap: what was sought in vain, when, and where to look."""
    _ = speaker.words.gettext
    day = speaker.when_day(record.reviewed)
    first = _("{sought} (Checked on {day}; you could look at: {places}.)").format(
        sought=record.sought, day=day, places=", ".join(record.look_at)
    )
    about = [knowledge.records[key] for key in knowledge.neighbours(record.id)]
    others = [hit.passage.record for hit in hits if hit.passage.record.kind is not Kind.GAP]
    nearest = list({other.id: other for other in [*about, *others]}.values())[:MOST_NEAREST]
    reply = with_nearest(first, nearest, _SUREST, knowledge, speaker)
    return replace(reply, records=(record.id,), as_of=record.reviewed)


def with_nearest(first: str, records: list[Record], confidence: float, knowledge: Knowledge, speaker: Speaker) -> Reply:
    """Refuse with a sentence of its own, naming the nearest records and whom to ask."""
    _ = speaker.words.gettext
    nearest = tuple(Near(record.id, record.title, address(record, knowledge)) for record in records)
    blocks: list[Block] = [Paragraph((Plain(first),))]
    if nearest:
        blocks.append(Paragraph((Plain(_("The nearest that I know of:")),)))
        blocks.append(Listing(tuple((Plain(near.title),) for near in nearest)))
    contacts = [contact for record in records for contact in record.contacts][:1]
    if contacts:
        blocks.append(Paragraph((Plain(_("You could ask {contact}.").format(contact=contacts[0])),)))
    return Reply(Status.NOT_FOUND, tuple(blocks), nearest=nearest, confidence=round(min(confidence, _SUREST), 3))


def address(record: Record, knowledge: Knowledge) -> str | None:
    """Give a page to look at for a record: its own link, or a source behind its facts."""
    if record.links:
        return record.links[0]
    urls = (knowledge.sources[cite.source].url for fact in record.facts for cite in fact.cite)
    return next((url for url in urls if url), None)


def choice(question: Question, hits: list[Hit], speaker: Speaker) -> Reply:
    """Offer the records that the question fits alike; asking a choice's question gives it."""
    records = [hit.passage.record for hit in hits[:MOST_CHOICES]]
    asked = question.text.rstrip(" ?.!")
    choices = tuple(
        Choice(place, record.id, record.title, f"{asked}: {record.title}?") for place, record in enumerate(records, 1)
    )
    blocks: tuple[Block, ...] = (
        Paragraph((Plain(speaker.words.gettext("Which one do you mean?")),)),
        Listing(tuple((Plain(one.title),) for one in choices)),
    )
    return Reply(Status.CHOOSE, blocks, records=tuple(record.id for record in records), choices=choices, confidence=_SUREST)
