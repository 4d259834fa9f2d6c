"""All that is known of a record, and the sources behind it: the buttons More and Sources, and /sources."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answering.asked import Asked
from bot.answering.citing import Citations
from bot.answering.compose import Composer, Sentence
from bot.answering.refuse import gap
from bot.commands.buttons import beneath, carried, of_record, opinions
from bot.commands.lookup import gone, meant, missing, named, offer, usage
from bot.commands.request import Request
from bot.records.model import Cite, Kind, Record, Source, SourceKind, StatedField
from bot.reply import Action, Block, Listing, Paragraph, Plain, Reply, Status, Strong

FACTS_A_PAGE = 10
"""Facts of a record that are told at once."""

SOURCES_A_PAGE = 12
"""Sources that are listed at once."""

_PAGED = re.compile(r"(?P<record>\S+)(?:\s+(?P<page>\d{1,2}))?")


def more(request: Request) -> Reply:
    """Tell all that is known of a record, page by page: its times, what they were before, place, people, and every fact."""
    found = _PAGED.fullmatch(request.argument)
    record = request.knowledge.records.get(found["record"]) if found else None
    if record is None or not found:
        return gone(request)
    return sheet(request, record, int(found["page"] or 1))


def sheet(request: Request, record: Record, page: int = 1) -> Reply:
    """Tell a page of what is known of a record."""
    if record.kind is Kind.GAP:
        return beneath(gap(record, [], request.knowledge, request.speaker), request.knowledge, request.words)
    composer = request.compose()
    composer.spoken.append(record)
    pages = max(-(-len(record.facts) // FACTS_A_PAGE), 1)
    page = min(max(page, 1), pages)
    blocks: list[Block] = [Paragraph(composer.name(record).whole())]
    if page == 1:
        blocks += [Paragraph(sentence.whole()) for sentence in _particulars(request, composer, record)]
    told = record.facts[(page - 1) * FACTS_A_PAGE : page * FACTS_A_PAGE]
    blocks.append(Listing(tuple(composer.fact(fact).whole() for fact in told)))
    rest = len(record.facts) - page * FACTS_A_PAGE
    if rest > 0:
        blocks.append(Paragraph((Plain(request.words.ngettext("{n} more fact.", "{n} more facts.", rest).format(n=rest)),)))
    following = carried(Action(request.words.gettext("Next page"), "more", f"{record.id} {page + 1}")) if rest > 0 else []
    reply = composer.reply([*blocks, *composer.weakness()], 1.0)
    return replace(
        reply, actions=(*of_record(record, request.words, but="more"), *following, *opinions(record.id, request.words))
    )


def _particulars(request: Request, composer: Composer, record: Record) -> Iterator[Sentence]:
    """Give what a record holds in fields of its own, each with the marks of the facts that state it."""
    _ = request.words.gettext
    if record.period:
        question = replace(request.read(""), asked=(Asked.WHEN, Asked.CHANGED))
        yield composer.time(question, record, record.period)
        yield from composer.changes(question, record)
    fields: list[tuple[StatedField, str, Sequence[str]]] = [
        ("place", _("Place: {values}."), [record.place] if record.place else []),
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
    argument = request.argument
    if not argument:
        talk = request.talk.records if request.talk else ()
        records = [request.knowledge.records[name] for name in talk if name in request.knowledge.records]
        return _sources(request, records) if records else usage(request, "sources", "A/RES/70/125", "IGF 2026")
    found = _PAGED.fullmatch(argument)
    if found and found["record"] in request.knowledge.records:
        return _sources(request, [request.knowledge.records[found["record"]]], int(found["page"] or 1))
    alike = named(request, argument)
    if len(alike) > 1:
        return offer(request, [one.record for one in alike], "sources")
    record = meant(request, argument)
    return _sources(request, [record]) if record else missing(request, argument)


def _sources(request: Request, records: Sequence[Record], page: int = 1) -> Reply:
    _, knowledge = request.words.gettext, request.knowledge
    places: dict[str, dict[str, None]] = {}
    statements: dict[str, int] = {}
    for cites in (cites for record in records for cites in _cites(record)):
        for cite in cites:
            places.setdefault(cite.source, {})[cite.at] = None
        for source in {cite.source: None for cite in cites}:
            statements[source] = statements.get(source, 0) + 1
    names = list(places)
    pages = max(-(-len(names) // SOURCES_A_PAGE), 1)
    page = min(max(page, 1), pages)
    citations = Citations(knowledge)
    items = []
    for name in names[(page - 1) * SOURCES_A_PAGE : page * SOURCES_A_PAGE]:
        marks = citations.marks([Cite(source=name, at="; ".join(places[name]))])
        items.append(Sentence((Plain(_told(request, knowledge.sources[name], statements[name])),), marks).whole())
    titles = "; ".join(record.title for record in records)
    checked = min(record.reviewed for record in records)
    day = request.speaker.when_day(checked)
    lead = _("{titles}: last checked against these sources on {day}.").format(titles=titles, day=day)
    blocks: list[Block] = [Paragraph((Strong(lead),)), Listing(tuple(items))]
    rest = len(names) - page * SOURCES_A_PAGE
    following = []
    if rest > 0:
        blocks.append(Paragraph((Plain(request.words.ngettext("{n} more source.", "{n} more sources.", rest).format(n=rest)),)))
        following = carried(Action(_("Next page"), "sources", f"{records[0].id} {page + 1}"))
    return Reply(
        Status.ANSWERED,
        tuple(blocks),
        citations=citations.listed(),
        records=tuple(record.id for record in records),
        as_of=checked,
        actions=(*of_record(records[0], request.words, but="sources"), *following),
    )


def _cites(record: Record) -> Iterator[list[Cite]]:
    """Give the places behind each statement of a record: its facts, what it was before, and where its sources differ."""
    yield from (fact.cite for fact in record.facts)
    yield from ([past.cite] for past in record.history)
    yield from ([conflict.held_by, conflict.other_by] for conflict in record.conflicts)


def _told(request: Request, source: Source, statements: int) -> str:
    _, words = request.words.gettext, request.words
    kinds = {
        SourceKind.PRIMARY: _("primary source"),
        SourceKind.SECONDARY: _("secondary source"),
        SourceKind.PRESS: _("press"),
        SourceKind.BLOG: _("blog or message on a mailing list"),
        SourceKind.LISTING: _("listing"),
        SourceKind.MACHINE_MADE: _("machine-made summary"),
    }
    published = request.speaker.when(source.published) if source.published else _("no date")
    behind = words.ngettext("behind {n} statement", "behind {n} statements", statements).format(n=statements)
    return f"{source.publisher}: {source.title} ({published}; {kinds[source.kind]}; {behind})"
