"""All that is known of a record, and the sources behind it: the buttons More and Sources, and /sources."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answering.asked import Asked
from bot.answering.citing import Citations
from bot.answering.compose import Composer, Sentence, place_beside
from bot.answering.refuse import gap
from bot.commands.buttons import beneath, of_record, opinions, wrong
from bot.commands.lookup import gone, meant, missing, named, offer, usage
from bot.commands.paging import numbered, page
from bot.commands.request import Request
from bot.records.dates import Day
from bot.records.model import Cite, Kind, Record, Source, SourceKind, StatedField
from bot.reply import Block, Listing, Paragraph, Plain, Reply, Status, Strong

FACTS_A_PAGE = 10
"""Facts of a record that are told at once."""

SOURCES_A_PAGE = 12
"""Sources that are listed at once."""


def more(request: Request) -> Reply:
    """Tell all that is known of a record, page by page: its times, what they were before, place, people, and every fact."""
    name, number = numbered(request.argument)
    record = request.knowledge.records.get(name)
    return sheet(request, record, number) if record else gone(request)


def sheet(request: Request, record: Record, number: int = 1) -> Reply:
    """Tell a page of what is known of a record."""
    if record.kind is Kind.GAP:
        return beneath(gap(record, [], request.knowledge, request.speaker), request)
    words, composer, told = request.words, request.compose(), page(record.facts, number, FACTS_A_PAGE)
    composer.spoken.append(record)
    blocks: list[Block] = []
    if told.number == 1:
        blocks += [Paragraph(sentence.whole()) for sentence in _particulars(request, composer, record)]
    else:
        blocks.append(Paragraph(composer.name(record).whole()))
    blocks.append(Listing(tuple(composer.fact(fact).whole() for fact in told.items)))
    if told.rest:
        blocks.append(Paragraph((Plain(words.ngettext("{n} more fact.", "{n} more facts.", told.rest).format(n=told.rest)),)))
    following = told.following(words.gettext("Next page"), "more", record.id)
    reply = composer.reply([*blocks, *composer.weakness()], 1.0)
    return replace(reply, actions=(*of_record(record, request, but="more"), *following, *opinions(record.id, words)))


def _particulars(request: Request, composer: Composer, record: Record) -> Iterator[Sentence]:
    """Give what a record holds in fields of its own, each with the marks of the facts that state it."""
    _ = request.words.gettext
    question = replace(request.read(""), asked=(Asked.WHEN, Asked.CHANGED))
    yield composer.time(question, record, record.period) if record.period else composer.name(record)
    yield from composer.changes(question, record)
    told = record.period is not None and place_beside(record)
    fields: list[tuple[StatedField, str, Sequence[str]]] = [
        ("place", _("Place: {values}."), [record.place] if record.place and not told else []),
        ("organisers", _("Organised by: {values}."), record.organisers),
        ("chairs", _("Chaired by: {values}."), record.chairs),
        ("contacts", _("Contact: {values}"), record.contacts),
        ("links", _("See {values}"), record.links),
    ]
    for field, sentence, values in fields:
        cites = [cite for fact in record.stating(field) for cite in fact.cite]
        if values and cites:
            marks = composer.citations.marks(list(dict.fromkeys(cites)))
            yield Sentence((Plain(sentence.format(values=", ".join(values))),), marks)


def sources(request: Request) -> Reply:
    """List the sources of a record, or of what the talk is about: publisher, day, kind, and what rests on them."""
    known = request.knowledge.records
    words, number = numbered(request.argument)
    if not words:
        talk = request.talk.records if request.talk else ()
        records = [known[name] for name in talk if name in known]
        return _sources(request, records) if records else usage(request, "sources", "A/RES/70/125", "IGF 2026")
    if words in known:
        return _sources(request, [known[words]], number)
    alike = named(request, words)
    if len(alike) > 1:
        return offer(request, [one.record for one in alike], "sources")
    record = meant(request, words)
    return _sources(request, [record], number) if record else missing(request, words)


def _sources(request: Request, records: Sequence[Record], number: int = 1) -> Reply:
    words, citations = request.words, Citations(request.knowledge)
    places: dict[str, dict[str, None]] = defaultdict(dict)
    statements: Counter[str] = Counter()
    for cites in (cites for record in records for cites in _cites(record)):
        statements.update({cite.source for cite in cites})
        for cite in cites:
            places[cite.source][cite.at] = None
    shown = page(list(places), number, SOURCES_A_PAGE)
    items = []
    for name in shown.items:
        marks = citations.marks([Cite(source=name, at="; ".join(places[name]))])
        source = request.knowledge.sources[name]
        items.append(Sentence((Plain(_source(request, source, statements[name])),), marks).whole())
    checked = min(record.reviewed for record in records)
    lead = words.gettext("{titles}: last checked against these sources on {day}.").format(
        titles="; ".join(record.title for record in records), day=request.speaker.when_day(checked)
    )
    blocks: list[Block] = [Paragraph((Strong(lead),)), Listing(tuple(items))]
    if shown.rest:
        more_ = words.ngettext("{n} more source.", "{n} more sources.", shown.rest).format(n=shown.rest)
        blocks.append(Paragraph((Plain(more_),)))
    following = shown.following(words.gettext("Next page"), "sources", records[0].id) if len(records) == 1 else []
    return Reply(
        Status.ANSWERED,
        tuple(blocks),
        citations=citations.listed(),
        records=tuple(record.id for record in records),
        as_of=checked,
        actions=(*of_record(records[0], request, but="sources"), *following, wrong(records[0].id, words)),
    )


def _cites(record: Record) -> Iterator[list[Cite]]:
    """Give the places behind each statement of a record: its facts, what it was before, and where its sources differ."""
    yield from (fact.cite for fact in record.facts)
    yield from ([past.cite] for past in record.history)
    yield from ([conflict.held_by, conflict.other_by] for conflict in record.conflicts)


def _source(request: Request, source: Source, statements: int) -> str:
    _, words = request.words.gettext, request.words
    kinds = {
        SourceKind.PRIMARY: _("primary source"),
        SourceKind.SECONDARY: _("secondary source"),
        SourceKind.PRESS: _("press"),
        SourceKind.BLOG: _("blog or message on a mailing list"),
        SourceKind.LISTING: _("listing"),
        SourceKind.MACHINE_MADE: _("machine-made summary"),
    }
    published = _("no date")
    if source.published:
        day = source.published.date if isinstance(source.published, Day) else None
        published = request.speaker.when_day(day) if day else request.speaker.when(source.published)
    behind = words.ngettext("behind {n} statement", "behind {n} statements", statements).format(n=statements)
    return f"{source.publisher}: {source.title} ({published}; {kinds[source.kind]}; {behind})"
