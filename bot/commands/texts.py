"""What resolutions, documents and terms say: /resolution, /compare and /define."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.asked import Asked
from bot.answering.compose import MOST_ITEMS, MOST_SENTENCES, Composer
from bot.answering.refuse import address
from bot.commands.buttons import beneath, of_record, wrong
from bot.commands.lookup import Found, missing, named, offer, usage
from bot.commands.paging import numbered, page
from bot.commands.request import Request
from bot.commands.wording import Sentence, sentences, subject_of
from bot.records.model import Kind, Record
from bot.reply import Action, Block, Listing, Near, Paragraph, Plain, Reply, Status

MOST_COMPARED = 4
"""Texts that stand side by side."""

_TEXTS = (Kind.RESOLUTION, Kind.DOCUMENT)
_DEFINED = (Kind.TERM, Kind.ORGANISATION, Kind.PROGRAMME, Kind.DOCUMENT, Kind.RESOLUTION)
"""Kinds of which one asks what they are, the likeliest first."""

_BETWEEN = re.compile(r"\s+(?:and|with|to|vs\.?|versus|against)\s+|\s*[,;&]\s*", re.IGNORECASE)
_MOST_PIECES = 2 * MOST_COMPARED
_LONGEST_RUN = 24
"""Words among which two names are looked for where nothing stands between them."""


def resolution(request: Request) -> Reply:
    """Tell of a resolution or document: its first sentences, or those on a subject or in a paragraph."""
    if not request.argument:
        return usage(request, "resolution", "A/RES/80/173", "70/125 enhanced cooperation", "A/RES/80/173 para 67")
    words, number = numbered(request.argument)
    found = _named(request, words)
    if not found:
        return missing(request, words, _TEXTS)
    if len(found) > 1:
        return offer(request, [one.record for one in found], "resolution")
    record, composer, subject = found[0].record, request.compose(), subject_of(found[0])
    if subject:
        head, told = composer.name(record), sentences(request.engine, record, subject)
    else:
        question = replace(request.read(""), asked=(Asked.WHEN,))
        head = composer.time(question, record, record.period) if record.period else composer.name(record)
        told = [(record, fact) for fact in record.facts]
    if not told:
        return _nothing(request, record)
    shown = page(told, number, MOST_ITEMS)
    blocks: list[Block] = [Paragraph(head.whole()), *_listing(composer, shown.items)]
    if shown.rest:
        more = request.words.ngettext("{n} more.", "{n} more.", shown.rest).format(n=shown.rest)
        blocks.append(Paragraph((Plain(more),)))
    reply = _finished(request, composer, record, blocks)
    following = shown.following(request.words.gettext("Next page"), "resolution", words)
    return replace(reply, actions=(*following, *reply.actions))


def define(request: Request) -> Reply:
    """Tell what a term means; what is no term and no body by name is asked as a question."""
    if not request.argument:
        return usage(request, "define", "OCP", "zero draft", "UNGIS")
    exact = [one.record for one in named(request, request.argument, _DEFINED) if not one.question.terms]
    likely = min((_DEFINED.index(record.kind) for record in exact), default=0)
    records = [record for record in exact if record.kind is _DEFINED[likely]]
    if len(records) > 1:
        return offer(request, records, "define")
    if not records:
        return _asked(request)
    record, composer = records[0], request.compose()
    told = [composer.name(record), *(composer.fact(fact) for fact in record.facts[:MOST_SENTENCES])]
    return _finished(request, composer, record, [Paragraph(sentence.whole()) for sentence in told])


def _asked(request: Request) -> Reply:
    """Tell what is stated of a term that no record is named after, by sentences alone that have all its words."""
    engine, question = request.engine, replace(request.read(request.argument), asked=(Asked.WHAT,))
    hits = [hit for hit in engine.ranker.rank(question, {}) if hit.passage.fact and question.terms.keys() <= hit.passage.held]
    sure = engine.confidence(question, hits)
    if not (question.terms and hits) or sure < engine.limits.confidence:
        return missing(request, request.argument)
    return beneath(request.compose().answer(question, hits, round(sure, 3)), request)


def compare(request: Request) -> Reply:
    """Put what several texts say side by side, on a subject or each from its beginning."""
    sides = _sides(request)
    if len(sides) < 2:  # noqa: PLR2004 - one alone is nothing to compare
        return usage(request, "compare", "60/252 and 70/125", "70/125 and 80/173 on the Internet Governance Forum")
    composer, subject = request.compose(), subject_of(*sides)
    blocks: list[Block] = []
    for record in (side.record for side in sides):
        told = sentences(request.engine, record, subject) if subject else [(record, fact) for fact in record.facts]
        blocks.append(Paragraph(composer.name(record).whole()))
        blocks += _listing(composer, told[:MOST_SENTENCES]) or _nothing(request, record).blocks
        composer.spoken.append(record)
    buttons = [Action(side.record.symbol or side.record.title, "resolution", side.record.id) for side in sides]
    reply = composer.reply([*blocks, *composer.weakness()], 1.0)
    return replace(reply, actions=(*buttons, wrong(sides[0].record.id, request.words)))


def _sides(request: Request) -> list[Found]:
    """Give the texts that are to be compared, each with the words beside its name, in the order in which they are named."""
    pieces = _BETWEEN.split(request.argument, maxsplit=_MOST_PIECES)
    found = [one for piece in pieces for one in _named(request, piece)[:1]]
    if len(found) < 2:  # noqa: PLR2004 - "70/125 80/173": nothing stands between them
        words = request.argument.split()[:_LONGEST_RUN]
        halves = ((" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words)))
        pairs = ([*_named(request, left)[:1], *_named(request, right)[:1]] for left, right in halves)
        found = next((pair for pair in pairs if len({one.record.id for one in pair}) > 1), found)
    others = [request.read(piece) for piece in pieces if not _named(request, piece)]
    first = {one.record.id: one for one in reversed(found)}
    sides = [one for one in found if first[one.record.id] is one][:MOST_COMPARED]
    if sides and others:  # "... on access, privacy"
        terms = {stem: weight for other in others for stem, weight in other.terms.items()}
        sides[0] = replace(sides[0], question=replace(sides[0].question, terms=sides[0].question.terms | terms))
    return sides


def _named(request: Request, text: str) -> list[Found]:
    return named(request, text, _TEXTS, implied="WSIS+20 resolution")


def _listing(composer: Composer, told: Sequence[Sentence]) -> list[Block]:
    composer.spoken += [record for record, _ in told]
    return [Listing(tuple(composer.fact(fact).whole() for _, fact in told))] if told else []


def _nothing(request: Request, record: Record) -> Reply:
    text = request.words.gettext("On that I hold nothing from {title}.").format(title=record.title)
    near = Near(record.id, record.title, address(record, request.knowledge))
    reply = Reply(Status.NOT_FOUND, (Paragraph((Plain(text),)),), records=(record.id,), nearest=(near,))
    return replace(reply, actions=(*of_record(record, request), wrong(record.id, request.words)))


def _finished(request: Request, composer: Composer, record: Record, blocks: Sequence[Block]) -> Reply:
    composer.spoken.insert(0, record)
    return beneath(composer.reply([*blocks, *composer.weakness()], 1.0), request)
