"""Reminders: /remind shows exactly what will be posted and when, and only a press of a button saves it."""

import datetime as dt
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.adapter import Target
from bot.commands.lookup import LONGEST_ECHO, gone, missing, named, offer, usage
from bot.commands.lookup import meant as meant_record
from bot.commands.paging import carried
from bot.commands.request import Request, note
from bot.languages import dates
from bot.languages.objection import ObjectionError
from bot.languages.shown import shortened
from bot.message import Place
from bot.records.dates import UTC
from bot.records.model import Kind, Record
from bot.reminders.book import UNDO, Book
from bot.reminders.leads import parse_leads
from bot.reminders.plan import Edge
from bot.reminders.schedule import USUAL, usual_leads
from bot.reminders.when import Told, parse_time, read_time
from bot.reminders.wording import Writer, told_time
from bot.reply import Action, Block, Listing, Paragraph, Plain, Reply, Span, Strong
from bot.storage.booked import Booking, Delivery, Follow, Hand, Planned, Reminder, State, Step

if TYPE_CHECKING:
    from bot.storage.store import Store

MOST_SHOWN = 8
"""Reminders of a list that have their buttons."""

LONGEST_TEXT = 1000
"""Characters of an organiser's own words."""

_LEAD = (
    r"(?:(?:\d{1,5}|an?|one|two|three)\s*(?:min(?:ute)?s?|m|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)(?:\s+(?:before|ahead))?"
    r"(?:\s+\d{1,2}[:.h]\d{2})?|on the day(?:\s+(?:at\s+)?\d{1,2}[:.h]\d{2})?)"
)
_LEADS = re.compile(rf"(?:^|[\s,:;])(?P<leads>{_LEAD}(?:\s*(?:,|;|and|\s)\s*{_LEAD})*)\s*$", re.IGNORECASE)
_FILLERS = re.compile(r"^(?:me |us )?(?:of |about |to )?(?:the )?|[\s,:;]*(?:before|reminders?|with)?$", re.IGNORECASE)
_QUOTED = re.compile('["\u201c\u00ab](?P<words>[^"\u201d\u00bb]+)["\u201d\u00bb]')


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a chat, and who writes in it, asks of the book."""

    request: Request
    store: "Store"
    place: Place

    @property
    def book(self) -> Book:
        now = self.request.message.now
        return Book(self.store, lambda: self.request.knowledge, lambda: now)

    @property
    def hand(self) -> Hand:
        return Hand(self.place.chat, self.place.person, self.request.message.now)

    @property
    def target(self) -> Target:
        return Target(self.place.chat, self.place.topic)

    @property
    def zone(self) -> ZoneInfo:
        return self.request.speaker.zone or UTC

    @property
    def refused(self) -> Reply | None:
        """The refusal for those who may not book here."""
        if self.place.organised:
            return None
        _ = self.request.words.gettext
        return note(
            self.request, _("Only this chat's organisers can do that. In our private chat you can, for yourself."), discreet=True
        )

    def said(self, text: str, actions: Sequence[Action] = ()) -> Reply:
        return note(self.request, text, actions=actions)

    def objected(self, objection: ObjectionError) -> Reply:
        return self.said(objection.told(self.request.words, self.request.speaker.locale))


async def remind(request: Request, store: "Store", place: Place) -> Reply:
    """Show a reminder of a record or of own words as it would be posted, to be confirmed."""
    asked = _Asked(request, store, place)
    if asked.refused:
        return asked.refused
    if not request.argument:
        return usage(
            request,
            "remind",
            "IGF 2026 14d, 7d, 1d",
            "next Friday 9am Geneva time: send the statement",
            '"Call" every Monday 10:00',
        )
    try:
        booking = _on_time(asked) or _on_record(asked)
        return booking if isinstance(booking, Reply) else await _draft(asked, booking)
    except ObjectionError as objection:
        return asked.objected(objection)


async def confirm(request: Request, store: "Store", place: Place) -> Reply:
    """Save a reminder that was shown, or take up again one that was paused or cancelled."""
    asked = _Asked(request, store, place)
    _ = request.words.gettext

    async def confirmed(number: int) -> Reply:
        planned = await asked.book.confirm(number, asked.hand)
        when = told_time(request.speaker, planned[0].due, asked.zone).text
        text = _("Reminder {number} is set. The first one comes {when}.").format(number=number, when=when)
        return asked.said(text, [Action(_("Undo"), "cancel", str(number)), Action(_("All reminders"), "reminders")])

    return await _on_one(asked, confirmed)


async def change(request: Request, store: "Store", place: Place) -> Reply:
    """Pause or cancel a reminder."""
    asked = _Asked(request, store, place)
    _ = request.words.gettext
    state = State.PAUSED if request.message.command == "pause" else State.CANCELLED

    async def changed(number: int) -> Reply:
        revocable = await asked.book.change(number, state, asked.hand)
        if state is State.PAUSED:
            text = _("Reminder {number} is paused.").format(number=number)
            return asked.said(text, [Action(_("Go on"), "confirm", str(number))])
        text = _("Reminder {number} is cancelled.").format(number=number)
        if not revocable:
            return asked.said(text)
        text += " " + _("For {span} that can be undone.").format(span=dates.short_distance(UNDO, request.words))
        return asked.said(text, [Action(_("Undo"), "confirm", str(number))])

    return await _on_one(asked, changed)


async def move(request: Request, store: "Store", place: Place) -> Reply:
    """Show a reminder with other lead times or another time, to be confirmed; the old one stays until it is cancelled."""
    asked = _Asked(request, store, place)
    if asked.refused:
        return asked.refused
    first, _blank, rest = request.argument.partition(" ")
    if not (first.isdecimal() and rest.strip()):
        return usage(request, "move", "12 14d, 2d", "12 next Friday 10:00")
    try:
        reminder = await asked.book.one(int(first), place.chat)
        if reminder.booking.record:
            booking = replace(reminder.booking, leads=_leads(rest), author=place.person)
        else:
            booking = _at(replace(reminder.booking, author=place.person), parse_time(rest, *_moment_of(asked)))
        return await _draft(asked, booking, instead=reminder.id)
    except ObjectionError as objection:
        return asked.objected(objection)


async def test(request: Request, store: "Store", place: Place) -> Reply:
    """Show a reminder now as it will be posted."""
    asked = _Asked(request, store, place)

    async def shown(number: int) -> Reply:
        reminder = await asked.book.one(number, place.chat)
        return _as_posted(asked, reminder.booking, request.message.now)

    return await _on_one(asked, shown)


async def listed(request: Request, store: "Store", place: Place) -> Reply:
    """List a chat's reminders with what comes next, and what it follows."""
    asked = _Asked(request, store, place)
    words, _ = request.words, request.words.gettext
    reminders = await asked.book.of_chat(place.chat)
    follows = await store.following.all(place.chat)
    if not reminders and not follows:
        return asked.said(_("Nothing is set here. /remind sets a reminder, /follow tells you of what is new or changes."))
    blocks: list[Block] = []
    actions: list[Action] = []
    if reminders:
        blocks.append(
            Paragraph((Strong(words.ngettext("{n} reminder:", "{n} reminders:", len(reminders)).format(n=len(reminders))),))
        )
        blocks.append(Listing(tuple(_line(asked, reminder) for reminder in reminders[:MOST_SHOWN])))
        for reminder in reminders[:MOST_SHOWN]:
            again = reminder.state is State.PAUSED
            number = str(reminder.id)
            label = _("Go on with {number}") if again else _("Pause {number}")
            actions.append(Action(label.format(number=number), "confirm" if again else "pause", number))
            actions.append(Action(_("Cancel {number}").format(number=number), "cancel", number))
        rest = len(reminders) - MOST_SHOWN
        if rest > 0:
            blocks.append(Paragraph((Plain(words.ngettext("{n} more.", "{n} more.", rest).format(n=rest)),)))
    if follows:
        blocks.append(Paragraph((Strong(_("Followed here:")),)))
        blocks.append(Listing(tuple((Plain(_followed(asked, follow)),) for follow in follows)))
        actions += [Action(_("Unfollow {number}").format(number=one.id), "unfollow", str(one.id)) for one in follows[:MOST_SHOWN]]
    reply = asked.said("")
    return replace(reply, blocks=tuple(blocks), actions=() if asked.refused else tuple(actions))


async def follow(request: Request, store: "Store", place: Place) -> Reply:
    """Follow a record, a kind, a subject or everything: be told of changes, and reminded where lead times are given."""
    asked = _Asked(request, store, place)
    _ = request.words.gettext
    if asked.refused:
        return asked.refused
    if not request.argument:
        return usage(request, "follow", "IGF 2026", "deadlines 7d, 1d", "meetings", "everything 7d")
    found = _LEADS.search(request.argument)
    leads = found["leads"] if found else ""
    matter = _matter(request, request.argument[: found.start()] if found else request.argument)
    try:
        kept = ", ".join(map(str, parse_leads(leads))) if leads else ""
    except ObjectionError as objection:
        return asked.objected(objection)
    entry = Follow(asked.target, place.person, request.message.language, matter, kept)
    number = await asked.book.follow(entry, request.engine)
    text = _("This chat follows {what} now: it is told of what is new or changes.").format(what=_named(asked, matter))
    if kept:
        text += " " + _("It is reminded {leads} before each deadline and meeting.").format(leads=kept)
    return asked.said(text, [Action(_("Unfollow"), "unfollow", str(number)), Action(_("All reminders"), "reminders")])


async def unfollow(request: Request, store: "Store", place: Place) -> Reply:
    """Follow something no longer; its reminders go with it."""
    asked = _Asked(request, store, place)
    _ = request.words.gettext

    async def removed(number: int) -> Reply:
        for reminder in await asked.book.of_chat(place.chat):
            if reminder.booking.follow == number:
                await asked.book.change(reminder.id, State.CANCELLED, asked.hand)
        there = await store.following.remove(number, place.chat)
        return asked.said(_("No longer followed.") if there else _("This chat follows nothing of number {n}.").format(n=number))

    return await _on_one(asked, removed)


# --- Reading what is wanted ---


def _on_time(asked: _Asked) -> Booking | None:
    """Read own words with a time: "TIME: WORDS", quoted words with a time beside them; None where it is neither."""
    argument = asked.request.argument
    if quoted := _QUOTED.search(argument):
        words = quoted["words"].strip()
        return _own(asked, words, parse_time(f"{argument[: quoted.start()]} {argument[quoted.end() :]}", *_moment_of(asked)))
    for colon in re.finditer(r":\s+", argument):
        told = read_time(argument[: colon.start()], *_moment_of(asked))
        if told:
            return _own(asked, argument[colon.end() :].strip(), told)
    return None


def _own(asked: _Asked, words: str, told: Told) -> Booking:
    if not words:
        raise ObjectionError("There are no words to post; write for example: tomorrow 9:00: bring the maps.")
    language = asked.request.message.language
    mention = asked.request.message.mention
    return _at(Booking(asked.target, asked.place.person, language, mention=mention, text=words[:LONGEST_TEXT]), told)


def _at(booking: Booking, told: Told) -> Booking:
    return replace(booking, clock=told.clock.isoformat(), zone=told.zone.key, rule=told.rule)


def _moment_of(asked: _Asked) -> tuple[dt.datetime, ZoneInfo, tuple[str, ...]]:
    """Give what a time in plain words is read against: the moment of asking, the zone, the languages."""
    return asked.request.message.now, asked.zone, tuple(dict.fromkeys((asked.request.message.language, "en")))


def _on_record(asked: _Asked) -> Booking | Reply:
    """Read a record with lead times, the usual ones where none are given; a reply where it is not clear which record."""
    request = asked.request
    found = _LEADS.search(request.argument)
    words = _FILLERS.sub("", request.argument[: found.start()] if found else request.argument).strip()
    alike = [one.record for one in named(request, words)]
    if len(alike) > 1:
        return _offered(request, alike, found["leads"] if found else "")
    record = alike[0] if alike else meant_record(request, words)
    if record is None:
        return missing(request, words, (Kind.DEADLINE, Kind.MEETING))
    leads = found["leads"] if found else usual_leads(record, request.message.now) or USUAL[0]
    edge = Edge.told(record.kind)
    message = request.message
    booking = Booking(asked.target, asked.place.person, message.language, mention=message.mention)
    return replace(booking, record=record.id, edge=edge, leads=_leads(leads))


def _offered(request: Request, records: list[Record], leads: str) -> Reply:
    reply = offer(request, records, "remind")
    if not leads:
        return reply
    actions = (carried(Action(one.label, "remind", f"{one.argument} {leads}")) or [one] for one in reply.actions)
    return replace(reply, actions=tuple(action for found in actions for action in found))


def _leads(text: str) -> str:
    return ", ".join(map(str, parse_leads(re.sub(r"(?<=[dhmw])\s+(?=\d+\s*[dhmw])", ", ", text.strip()))))


def _matter(request: Request, text: str) -> str:
    """Give what is to be followed: everything, a kind, a record where one is named, else the words of a subject."""
    words = " ".join(text.split()).strip(" ,:;")
    if words.casefold() in {"everything", "all", "*"}:
        return "everything"
    kind = words.casefold().removesuffix("s")
    if kind in set(Kind):
        return kind
    found = named(request, words)
    return found[0].record.id if len(found) == 1 and not found[0].question.terms else words


# --- Showing it ---


async def _draft(asked: _Asked, booking: Booking, instead: int | None = None) -> Reply:
    """Enter a draft, and show when it comes and what it says."""
    words, _ = asked.request.words, asked.request.words.gettext
    number, planned = await asked.book.draft(booking)
    lead = words.ngettext("I would post this here, {n} time:", "I would post this here, {n} times:", len(planned))
    times = Listing(tuple(_moment(asked, one) for one in planned))
    shown = _as_posted(asked, booking, planned[0].due)
    asks = _("Shall I?")
    if booking.rule:
        asks = _("And so on: {rule}.").format(rule=booking.rule) + " " + asks
    if booking.mention:
        asks = _("It will mention the role that you chose.") + " " + asks
    if instead:
        asks = _("Reminder {number} stays until you cancel it.").format(number=instead) + " " + asks
    blocks = (Paragraph((Plain(lead.format(n=len(planned))),)), times, *shown.blocks, Paragraph((Plain(asks),)))
    actions = [Action(_("Yes, set it"), "confirm", str(number)), Action(_("No"), "cancel", str(number))]
    if instead:
        actions.append(Action(_("Cancel {number}").format(number=instead), "cancel", str(instead)))
    return replace(shown, blocks=blocks, actions=tuple(actions), mention=None)


def _moment(asked: _Asked, planned: Planned) -> tuple[Span, ...]:
    """Tell when one comes: in the chat's zone, and in UTC beside it."""
    spans: list[Span] = [told_time(asked.request.speaker, planned.due, asked.zone)]
    if asked.zone.key != UTC.key:
        spans.append(Plain("; " + told_time(asked.request.speaker, planned.due, UTC).text))
    if planned.lead:
        spans.append(Plain(f" [{planned.lead}]"))
    return tuple(spans)


def _as_posted(asked: _Asked, booking: Booking, when: dt.datetime) -> Reply:
    reminder = Reminder(0, booking, State.ACTIVE, when)
    delivery = Delivery(0, "", booking.target, reminder, None, None, when, when, Step.PLANNED, None, 0, repeated=False)
    return Writer(lambda: asked.request.knowledge).reminder(delivery, when, asked.request.speaker.zone)


def _line(asked: _Asked, reminder: Reminder) -> tuple[Span, ...]:
    _ = asked.request.words.gettext
    booking = reminder.booking
    what = booking.text or _named(asked, booking.record or "")
    how = booking.leads or booking.rule
    spans: list[Span] = [Plain(f"{reminder.id}. {shortened(what, LONGEST_ECHO)}" + (f" ({how})" if how else "") + ": ")]
    if reminder.state is State.PAUSED:
        spans.append(Plain(_("paused")))
    elif reminder.next is None:
        spans.append(Plain(_("nothing more to come")))
    else:
        spans.append(told_time(asked.request.speaker, reminder.next, asked.zone))
    return tuple(spans)


def _followed(asked: _Asked, follow_: Follow) -> str:
    return f"{follow_.id}. {_named(asked, follow_.matter)}" + (f" ({follow_.leads})" if follow_.leads else "")


def _named(asked: _Asked, matter: str) -> str:
    record = asked.request.knowledge.records.get(matter)
    return record.title if record else shortened(matter, LONGEST_ECHO)


async def _on_one(asked: _Asked, act: Callable[[int], Awaitable[Reply]]) -> Reply:
    """Do something to the reminder whose number a button carries."""
    if asked.refused:
        return asked.refused
    if not asked.request.argument.isdecimal() or len(asked.request.argument) > 9:  # noqa: PLR2004 - a row's number
        return gone(asked.request)
    try:
        return await act(int(asked.request.argument))
    except ObjectionError as objection:
        return asked.objected(objection)
