"""What is to come and what was: /next, /deadlines and /meetings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot.answering.asked import Asked
from bot.answering.compose import MOST_ITEMS, Composer
from bot.answering.listing import item
from bot.commands.buttons import of_list
from bot.commands.lookup import missing
from bot.commands.paging import Page, numbered, page
from bot.commands.request import Request, note
from bot.records.dates import Period, Phase
from bot.records.model import Kind, Record, Status
from bot.reply import Block, Listing, Paragraph, Plain, Reply
from bot.reply import Status as ReplyStatus

MOST_NEXT = 4
"""Deadlines, and meetings, that /next lists."""

_PASSED = {Status.HELD, Status.CLOSED, Status.SCHEDULED_PAST, Status.SUPERSEDED}

_Dated = tuple[Record, Period]


def coming(request: Request) -> Reply:
    """Tell the next deadlines and meetings: those with a day first, then those of which only the month or year is known."""
    _, composer = request.words.gettext, request.compose()
    blocks: list[Block] = []
    shown: list[Record] = []
    for kind, heading in ((Kind.DEADLINE, _("The next deadlines:")), (Kind.MEETING, _("The next meetings:"))):
        ahead = _ahead(request.knowledge.of_kind(kind), request.speaker.now)[:MOST_NEXT]
        if ahead:
            blocks += _listing(composer, heading, ahead)
            shown += ahead
    if not blocks:
        return _nothing_ahead(request, request.knowledge.of_kind(Kind.DEADLINE, Kind.MEETING))
    return replace(composer.reply(blocks, 1.0), actions=of_list(shown))


def deadlines(request: Request) -> Reply:
    """List deadlines, of a time or a subject."""
    return _of_kind(request, Kind.DEADLINE, "deadlines")


def meetings(request: Request) -> Reply:
    """List meetings, of a time or a subject."""
    return _of_kind(request, Kind.MEETING, "meetings")


def _of_kind(request: Request, kind: Kind, command: str) -> Reply:
    """List the records of a kind: in the order of time where a time is asked for, else those to come before those past."""
    _, engine, now = request.words.gettext, request.engine, request.speaker.now
    words, number = numbered(request.argument)
    question = replace(request.read(f"which {command} {words}"), kinds=frozenset({kind}), asked=(Asked.LIST,))
    weight = {stem: often * engine.index.weight(stem) for stem, often in question.terms.items()}
    found = engine.shelf.matching(question, weight)
    if question.span is not None and question.span.first > now.date():
        found = [record for record in found if not _known_over(record, now)]
    if not found:
        return missing(request, words, (kind,)) if words else _nothing_ahead(request, [])
    if question.span is not None:
        listed = [(_("In the order of time:"), record) for record in found]
    else:
        ahead = _ahead(found, now)
        listed = [(_("To come:"), record) for record in ahead]
        listed += [(_("Over, the latest first:"), record) for record in reversed(found) if record not in ahead]
    return _told(request, page(listed, number, MOST_ITEMS), command, words)


def _told(request: Request, shown: Page[tuple[str, Record]], command: str, words: str) -> Reply:
    """Give a page of a list, each run of records under its heading."""
    composer = request.compose()
    blocks: list[Block] = []
    for heading, run in groupby(shown.items, key=lambda entry: entry[0]):
        blocks += _listing(composer, heading, [record for _, record in run])
    if shown.rest:
        more = request.words.ngettext("{n} more.", "{n} more.", shown.rest).format(n=shown.rest)
        blocks.append(Paragraph((Plain(more),)))
    following = shown.following(request.words.gettext("Next page"), command, words)
    reply = composer.reply(blocks, 1.0)
    return replace(reply, actions=(*of_list([record for _, record in shown.items]), *following))


def _listing(composer: Composer, heading: str, records: Sequence[Record]) -> list[Block]:
    return [Paragraph((Plain(heading),)), Listing(tuple(item(composer, record) for record in records))]


def _nothing_ahead(request: Request, records: Sequence[Record]) -> Reply:
    """Say that nothing is to come, and what came last."""
    _, speaker = request.words.gettext, request.speaker
    text = _("My records hold nothing of that kind after {day}.").format(day=speaker.when_day(speaker.now.date()))
    dated = [(record.period.last.last_day(), record.id, record) for record in records if record.period]
    if not dated:
        return note(request, text, status=ReplyStatus.NOT_FOUND)
    latest, composer = max(dated)[2], request.compose()
    blocks = [Paragraph((Plain(text),)), Paragraph((Plain(_("The latest before: ")), *item(composer, latest)))]
    return replace(composer.reply(blocks, 1.0), actions=of_list([latest]))


def _ahead(records: Sequence[Record], now: dt.datetime) -> list[Record]:
    """Give the records that are not over and not cancelled, the soonest first; those without a day come last."""
    dated = [(record, record.period) for record in records if record.period and record.status is not Status.CANCELLED]
    ahead = [pair for pair in dated if pair[1].phase(now) is not Phase.AFTER and not _known_over(pair[0], now)]
    return [record for record, _ in sorted(ahead, key=_soonest)]


def _known_over(record: Record, now: dt.datetime) -> bool:
    """Say whether a record of which only the month or year is known is over already, as its curator noted."""
    return not record.has_day and record.status in _PASSED and now.date() >= record.reviewed


def _soonest(dated: _Dated) -> tuple[bool, dt.datetime, str]:
    record, period = dated
    return not record.has_day, period.ends() if record.kind is Kind.DEADLINE else period.begins(), record.id
