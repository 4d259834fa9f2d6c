"""What reminders and notices say; every date in them comes from the record as it is now, with its citation."""

import datetime as dt
import gettext
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.answering.compose import Composer
from bot.answering.listing import item
from bot.answering.moments import Speaker
from bot.languages import dates
from bot.languages.catalogue import catalogue
from bot.languages.dates import locale_of
from bot.records.knowledge import Knowledge
from bot.reminders.changes import period_of
from bot.reply import Block, Listing, Moment, Paragraph, Plain, Reply, Span, Status, Strong
from bot.storage.booked import Delivery

LATE = dt.timedelta(minutes=2)
"""From when on a reminder says that it is late."""


class Writer:
    """Words what is delivered, from the knowledge of the moment."""

    def __init__(self, knowledge: Callable[[], Knowledge]) -> None:
        """Take what gives the knowledge, since it may be loaded anew while reminders wait."""
        self._knowledge = knowledge

    def reminder(self, delivery: Delivery, now: dt.datetime, zone: ZoneInfo | None, *, repeated: bool = False) -> Reply:
        """Word one reminder or notice as of now."""
        composer = self._composer(delivery, now, zone)
        blocks = [*self._head(composer, delivery, now, repeated=repeated), *self._body(composer, delivery)]
        return self._reply(composer, delivery, blocks)

    def folded(self, late: Sequence[Delivery], now: dt.datetime, zone: ZoneInfo | None, *, repeated: bool = False) -> Reply:
        """Word several late ones of one chat in one message, the newest last."""
        composer = self._composer(late[-1], now, zone)
        words = composer.speaker.words
        text = words.ngettext("{n} reminder came late:", "{n} reminders came late:", len(late)).format(n=len(late))
        items = [(*self._line(composer, one), Plain(_due(composer.speaker, one))) for one in late]
        head = (Strong(text), *_mark(words, repeated=repeated))
        return self._reply(composer, late[-1], [Paragraph(head), Listing(tuple(items))])

    def _composer(self, delivery: Delivery, now: dt.datetime, zone: ZoneInfo | None) -> Composer:
        language = delivery.reminder.booking.language if delivery.reminder else _language(delivery.notice)
        return Composer(self._knowledge(), Speaker(catalogue(language), locale_of(language), now, zone))

    def _head(self, composer: Composer, delivery: Delivery, now: dt.datetime, *, repeated: bool) -> list[Block]:
        _ = composer.speaker.words.gettext
        mark = _mark(composer.speaker.words, repeated=repeated)
        if delivery.reminder is None:
            return [Paragraph((Strong(_("Notice")), *mark))] if mark else []
        spans: list[Span] = [Strong(_("Reminder")), *mark]
        if now - delivery.due > LATE:
            late = dates.distance((now - delivery.due).days, composer.speaker.words)
            if now - delivery.due < dt.timedelta(days=1):
                late = dates.short_distance(now - delivery.due, composer.speaker.words)
            spans.append(Plain(" " + _("(late by {distance})").format(distance=late)))
        return [Paragraph(tuple(spans))]

    def _body(self, composer: Composer, delivery: Delivery) -> list[Block]:
        blocks: list[Block] = [Paragraph(self._line(composer, delivery))]
        record = self._knowledge().records.get(delivery.reminder.booking.record or "") if delivery.reminder else None
        if record and delivery.reminder and delivery.reminder.booking.text:
            blocks.append(Paragraph((Plain(delivery.reminder.booking.text),)))
        return blocks

    def _line(self, composer: Composer, delivery: Delivery) -> tuple[Span, ...]:
        _ = composer.speaker.words.gettext
        if delivery.reminder is None:
            return self._notice(composer, delivery.notice or {})
        booking = delivery.reminder.booking
        record = self._knowledge().records.get(booking.record or "")
        if record:
            return item(composer, record)
        if booking.text:
            return (Plain(booking.text),)
        return (Plain(_("The record {record} is no longer in my sources.").format(record=booking.record)),)

    def _notice(self, composer: Composer, notice: Mapping[str, Any]) -> tuple[Span, ...]:
        _ = composer.speaker.words.gettext
        record = self._knowledge().records.get(str(notice.get("record", "")))
        told = item(composer, record) if record else (Plain(str(notice.get("title", ""))),)
        match notice.get("what"):
            case "moved":
                before = period_of(str(notice.get("before") or "|||"))
                was = composer.speaker.period(before).text if before else _("without a date")
                return (Strong(_("Moved:")), Plain(" " + _("it was {was}. Now:").format(was=was) + " "), *told)
            case "new":
                return (Strong(_("New:")), Plain(" "), *told)
            case "status":
                return (Strong(_("Changed:")), Plain(" "), *told)
            case "gone":
                return (Strong(_("Withdrawn from my sources:")), Plain(" "), *told)
            case "failed":
                text = _("A reminder could not be delivered: {reason}").format(reason=notice.get("reason", ""))
                return (Strong(text), Plain(" "), *told)
            case _:
                return told

    def _reply(self, composer: Composer, delivery: Delivery, blocks: Sequence[Block]) -> Reply:
        status = Status.ANSWERED if composer.spoken else Status.CHAT
        reply = composer.reply(blocks, 1.0, status)
        return replace(reply, mention=delivery.reminder.booking.mention if delivery.reminder else None)


def _mark(words: gettext.NullTranslations, *, repeated: bool) -> tuple[Span, ...]:
    return (Plain(" " + words.gettext("(repeated: the first try may have reached you)")),) if repeated else ()


def _language(notice: Mapping[str, Any] | None) -> str:
    return str((notice or {}).get("language", "en"))


def _due(speaker: Speaker, delivery: Delivery) -> str:
    moment = delivery.due.astimezone(speaker.zone or dt.UTC)
    when = f"{dates.day(moment.date(), speaker.locale)}, {dates.clock(moment, speaker.locale)}"
    zone = speaker.zone.key if speaker.zone else "UTC"
    return " " + speaker.words.gettext("(was due {when} {zone})").format(when=when, zone=zone)


def told_time(speaker: Speaker, instant: dt.datetime, zone: ZoneInfo) -> Moment:
    """Give an instant with weekday, day and hour in a zone, as it is told back before anything is saved."""
    there = instant.astimezone(zone)
    return Moment(f"{dates.day(there.date(), speaker.locale)}, {dates.clock(there, speaker.locale)} ({zone.key})", instant)
