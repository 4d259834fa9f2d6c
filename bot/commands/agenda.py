"""What is to come and what was: /next, /deadlines and /meetings."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.asked import Asked
from bot.answering.compose import MOST_ITEMS, Composer
from bot.answering.listing import item
from bot.commands.buttons import beneath_list
from bot.commands.lookup import missing
from bot.commands.request import Request, note
from bot.records.calendar import fits
from bot.records.dates import Period, Phase
from bot.records.model import Kind, Record, Status
from bot.reply import Block, Listing, Paragraph, Plain, Reply
from bot.reply import Status as ReplyStatus

MOST_NEXT = 4
"""Deadlines, and meetings, that /next lists."""

_PAGE = re.compile(r"(?:^|\s)#(\d{1,3})\s*$")
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
    return beneath_list(composer.reply(blocks, 1.0), shown, request.words)


def deadlines(request: Request) -> Reply:
    """List deadlines, of a time or a subject."""
    return _of_kind(request, Kind.DEADLINE, "deadlines")


def meetings(request: Request) -> Reply:
    """List meetings, of a time or a subject."""
    return _of_kind(request, Kind.MEETING, "meetings")


def _of_kind(request: Request, kind: Kind, command: str) -> Reply:
    """List the records of a kind: in the order of time where a time is asked for, else those to come before those past."""
    _, engine = request.words.gettext, request.engine
    paged = _PAGE.search(request.argument)
    words = _PAGE.sub("", request.argument)
    question = replace(request.read(words), kinds=frozenset({kind}), asked=(Asked.LIST,))
    weight = {stem: often * engine.index.weight(stem) for stem, often in question.terms.items()}
    records = engine.shelf.matching(question, weight)
    if not records:
        return missing(request, words, (kind,)) if words else _nothing_ahead(request, [])
    if question.span is None:
        ahead = _ahead(records, request.speaker.now)
        past = [record for record in reversed(records) if record not in ahead]
        runs = [(_("To come:"), ahead), (_("Over, the latest first:"), past)]
    else:
        runs = [(_("In the order of time:"), records)]
    return _page(request, runs, max(int(paged[1]), 1) if paged else 1, (command, words))


def _page(request: Request, runs: Sequence[tuple[str, list[Record]]], page: int, again: tuple[str, str]) -> Reply:
    """Give one page of the runs one after the other, each under its heading, and say how many come after it."""
    composer = request.compose()
    total = sum(len(records) for _, records in runs)
    first = min((page - 1) * MOST_ITEMS, (total - 1) // MOST_ITEMS * MOST_ITEMS)
    last = first + MOST_ITEMS
    blocks: list[Block] = []
    shown: list[Record] = []
    passed = 0
    for heading, records in runs:
        here = records[max(first - passed, 0) : max(last - passed, 0)]
        passed += len(records)
        if here:
            blocks += _listing(composer, heading, here)
            shown += here
    rest = total - last
    if rest > 0:
        blocks.append(Paragraph((Plain(request.words.ngettext("{n} more.", "{n} more.", rest).format(n=rest)),)))
    command, words = again
    following = (command, f"{words} #{last // MOST_ITEMS + 1}".strip()) if rest > 0 else None
    return beneath_list(composer.reply(blocks, 1.0), shown, request.words, following)


def _listing(composer: Composer, heading: str, records: Sequence[Record]) -> list[Block]:
    return [Paragraph((Plain(heading),)), Listing(tuple(item(composer, record) for record in records))]


def _nothing_ahead(request: Request, records: Sequence[Record]) -> Reply:
    """Say that nothing is to come, and what came last."""
    _, speaker = request.words.gettext, request.speaker
    text = _("My records hold nothing of that kind after {day}.").format(day=speaker.when_day(speaker.now.date()))
    dated = [(record.period.last.last_day(), record.id, record) for record in records if record.period]
    if not dated:
        return note(text, status=ReplyStatus.NOT_FOUND)
    latest, composer = max(dated)[2], request.compose()
    blocks = [Paragraph((Plain(text),)), Paragraph((Plain(_("The latest before: ")), *item(composer, latest)))]
    return beneath_list(composer.reply(blocks, 1.0), [latest], request.words)


def _ahead(records: Sequence[Record], now: dt.datetime) -> list[Record]:
    """Give the records that are not over and not cancelled, the soonest first; those without a day come last."""
    dated = [(record, record.period) for record in records if record.period and record.status is not Status.CANCELLED]
    ahead = [pair for pair in dated if pair[1].phase(now) is not Phase.AFTER and not _known_over(pair, now)]
    return [record for record, _ in sorted(ahead, key=_soonest)]


def _known_over(dated: _Dated, now: dt.datetime) -> bool:
    """Say whether a record of which only the month or year is known is over already, as its curator noted."""
    record, _ = dated
    return not fits(record) and record.status in _PASSED and now.date() >= record.reviewed


def _soonest(dated: _Dated) -> tuple[bool, dt.datetime, str]:
    record, period = dated
    return not fits(record), period.ends() if record.kind is Kind.DEADLINE else period.begins(), record.id
