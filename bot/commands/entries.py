"""Dates as calendar files: the button Calendar and /calendar."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.compose import Sentence
from bot.answering.refuse import address
from bot.commands.buttons import of_record, wrong
from bot.commands.lookup import meant, missing, named, offer
from bot.commands.request import Request, note
from bot.records.model import Fact, Kind, Record, StatedField
from bot.records.model import Status as RecordStatus
from bot.reply import Attachment, Mark, Occasion, Paragraph, Plain, Reply, Status

NAME = "WSIS+20"
"""What calendar programs call the calendar of everything."""

_TOLD: tuple[StatedField, ...] = ("start", "end", "place", "status")


def entries(request: Request) -> Reply:
    """Give the calendar file of a record, of several by their ids, or of all that are dated to the day."""
    known, names = request.knowledge.records, request.argument.split()
    if not names:
        return _everything(request)
    found = [known[name] for name in dict.fromkeys(names) if name in known]
    if found:
        unknown = [name for name in names if name not in known]
        return missing(request, " ".join(unknown)) if unknown else _some(request, found)
    alike = named(request, request.argument)
    if len(alike) > 1:
        return offer(request, [one.record for one in alike], "calendar")
    record = meant(request, request.argument)
    return _some(request, [record]) if record else missing(request, request.argument)


def occasion(request: Request) -> Reply:
    """Tell when a meeting is and where, with all that an event of a platform's own needs, if its sources give a day."""
    known = request.knowledge.records.get(request.argument)
    record = known or meant(request, request.argument)
    if record is None or record.kind is not Kind.MEETING:
        return missing(request, request.argument, (Kind.MEETING,))
    reply = _some(request, [record])
    if record.period is None or not record.has_day:
        return replace(reply, attachments=())
    found = Occasion(
        record.id,
        record.title,
        record.period.begins(),
        record.period.ends(),
        record.place,
        _description(request, record),
        address(record, request.knowledge),
        off=record.status is RecordStatus.CANCELLED,
    )
    return replace(reply, attachments=(), occasion=found)


def _everything(request: Request) -> Reply:
    words = request.words
    dated = [record for record in request.knowledge if record.period]
    exact = [record for record in dated if record.has_day]
    if not exact:
        return note(request, words.gettext("My records hold no day that a calendar could show."), status=Status.NOT_FOUND)
    told = [words.ngettext("A calendar with {n} date.", "A calendar with {n} dates.", len(exact)).format(n=len(exact))]
    vague = len(dated) - len(exact)
    if vague:
        left = words.ngettext(
            "{n} record is left out: its sources name no day.", "{n} records are left out: their sources name no day.", vague
        )
        told.append(left.format(n=vague))
    reply = note(request, " ".join(told), status=Status.ANSWERED)
    return replace(reply, attachments=(_file(request, exact, NAME, "wsisbot.ics"),))


def _some(request: Request, records: Sequence[Record]) -> Reply:
    """Give the file of some records, and tell of each what stands in it or why it cannot."""
    composer = request.compose()
    composer.spoken += records
    told = [Paragraph(_told(request, record, composer.time_marks(record, place=False)).whole()) for record in records]
    exact = [record for record in records if record.has_day]
    reply = composer.reply(told, 1.0, Status.ANSWERED if exact else Status.NOT_FOUND)
    first = records[0]
    buttons = (*of_record(first, request, but="calendar"), wrong(first.id, request.words))
    name = first.title if len(exact) == 1 else NAME
    file = f"{exact[0].id}.ics" if len(exact) == 1 else "wsisbot.ics"
    return replace(reply, actions=buttons, attachments=(_file(request, exact, name, file),) if exact else ())


def _told(request: Request, record: Record, marks: tuple[Mark, ...]) -> Sentence:
    _, speaker = request.words.gettext, request.speaker
    if record.period is None:
        return Sentence((Plain(_("{title}: my sources give no date, so no calendar can show it.").format(title=record.title)),))
    if record.has_day:
        return Sentence((speaker.period(record.period), Plain(f": {record.title}.")), marks)
    vague = _(": {title}. My sources give no day, so no calendar can show it.").format(title=record.title)
    return Sentence((speaker.period(record.period), Plain(vague)), marks)


def _file(request: Request, records: Sequence[Record], name: str, file: str) -> Attachment:
    from bot.records.calendar import MEDIA_TYPE, calendar  # noqa: PLC0415 - icalendar would make every command start late

    content = calendar(
        records, name, lambda record: _description(request, record), lambda record: address(record, request.knowledge)
    )
    return Attachment(file, MEDIA_TYPE, content)


def _description(request: Request, record: Record) -> str:
    """Give what stands in an entry below its title: the sentences that state its time and place, and their sources.

    Nothing in it hangs on the moment of asking, so that an entry changes only when its record does.
    """
    _, sources = request.words.gettext, request.knowledge.sources
    stating: dict[str, Fact] = {fact.key: fact for field in _TOLD for fact in record.stating(field)}
    facts = list(stating.values()) or record.facts[:1]
    lines = [fact.text for fact in facts]
    if record.reading:
        lines.append(record.reading)
    lines += ["", _("Sources:")]
    for cite in dict.fromkeys(cite for fact in facts for cite in fact.cite):
        source = sources[cite.source]
        parts = [source.title, source.publisher, source.symbol, cite.at, source.url]
        lines.append("- " + ", ".join(part for part in parts if part))
    lines.append(_("Last checked against the sources on {day}.").format(day=record.reviewed.isoformat()))
    return "\n".join(lines)
