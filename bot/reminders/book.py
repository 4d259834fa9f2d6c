"""The book of reminders: what organisers enter, change and follow, and how it keeps up with the records."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.answering.engine import Engine
from bot.clock import Clock
from bot.languages.analysis import stems
from bot.languages.objection import ObjectionError
from bot.message import ChatKey
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Record
from bot.reminders.changes import Change, changes, fingerprints, told_until
from bot.reminders.plan import Edge, QuietHours
from bot.reminders.schedule import is_over, occurrences, parse_quiet
from bot.storage.booked import Booking, Follow, FullError, Hand, Planned, Reminder, State

if TYPE_CHECKING:
    from bot.adapter import Target
    from bot.storage.store import Store  # SQLAlchemy would make every command start late

log = logging.getLogger(__name__)

MOST_ACTIVE = 100
"""Reminders that a chat may have at a time."""

UNDO = dt.timedelta(minutes=10)
"""How long a cancelled reminder can be taken up again."""

EVERYTHING = "everything"


class Book:
    """Enters and changes reminders. All of it may be done by several processes at once."""

    def __init__(self, store: "Store", knowledge: Callable[[], Knowledge], clock: Clock) -> None:
        """Take the store, what gives the knowledge of the moment, and the clock."""
        self._store = store
        self._knowledge = knowledge
        self._clock = clock

    # --- By an organiser ---

    async def draft(self, booking: Booking) -> tuple[int, list[Planned]]:
        """Enter a reminder that is not promised yet, and give its number and occurrences, to be shown before it is confirmed.

        Raises:
            ObjectionError: nothing of it is to come, it cannot be planned, or the chat has too many.
        """
        planned = await self._planned(booking)
        if not planned:
            raise ObjectionError("All of these times are over; give shorter lead times.")
        with _room():
            number = await self._store.bookings.book(booking, [], self._clock(), State.DRAFT, most=MOST_ACTIVE)
        if number is None:
            raise ObjectionError("What this chat follows reminds of it already.")
        return number, planned

    async def confirm(self, number: int, hand: Hand) -> list[Planned]:
        """Make a draft active, or take up again what was paused, or cancelled a while ago; from here on it is promised.

        Raises:
            ObjectionError: the chat has none of that number, or too many; nothing of it is to come; it was cancelled long ago.
        """
        reminder = await self.one(number, hand.chat)
        if not await self._revocable(reminder):
            raise ObjectionError(
                "Reminder {number} was cancelled more than {n} minutes ago and cannot be taken up again; /remind sets a new one.",
                number=number,
                n=UNDO // dt.timedelta(minutes=1),
            )
        planned = await self._planned(reminder.booking)
        if not planned:
            raise ObjectionError("All of its times are over.")
        with _room():
            await self._store.bookings.change(number, State.ACTIVE, hand, planned, most=MOST_ACTIVE)
        return planned

    async def change(self, number: int, state: State, hand: Hand) -> bool:
        """Pause or cancel a reminder, and say whether it can still be taken up again.

        Raises:
            ObjectionError: the chat has none of that number, or it is to be paused and is not active.
        """
        reminder = await self.one(number, hand.chat)
        if state is State.PAUSED and reminder.state not in {State.ACTIVE, State.PAUSED}:
            raise _none(number)
        await self._store.bookings.change(number, state, hand)
        return await self._revocable(await self.one(number, hand.chat))

    async def of_chat(self, chat: ChatKey) -> list[Reminder]:
        """Give a chat's reminders, the one that is due next first."""
        return await self._store.bookings.of_chat(chat)

    async def one(self, number: int, chat: ChatKey) -> Reminder:
        """Give one of a chat's reminders.

        Raises:
            ObjectionError: the chat has none of that number.
        """
        reminder = await self._store.bookings.one(number, chat)
        if reminder is None:
            raise _none(number)
        return reminder

    async def _revocable(self, reminder: Reminder) -> bool:
        """Say whether a reminder can be taken up: it is not cancelled, or was a while ago only."""
        if reminder.state is not State.CANCELLED:
            return True
        since = await self._store.bookings.since(reminder)
        return since is not None and self._clock() - since <= UNDO

    async def _planned(self, booking: Booking) -> list[Planned]:
        # Own words come at the very time that was given.
        quiet = await self._quiet(booking.target.chat) if booking.record else None
        return occurrences(booking, self._knowledge(), self._clock(), quiet)

    async def _quiet(self, chat: ChatKey) -> QuietHours | None:
        settings = await self._store.chat(chat)
        return parse_quiet(settings.quiet or "", ZoneInfo(settings.zone or "UTC"))

    # --- By itself ---

    async def catch_up(self, engine: Engine) -> list[Change]:
        """Bring reminders and chats up to the knowledge of the moment, and give what had changed.

        Doing it twice, or in several processes at once, does no harm: what is planned and told has a name of its own.
        """
        now, present = self._clock(), fingerprints(self._knowledge())
        before = await self._store.following.seen()
        found = list(changes(before, present)) if before else []
        follows = await self._store.following.all()
        for change in found:
            await self._apply(change, follows, engine, now)
        if not before:
            await self._store.following.see(dict(present), now)
        elif found:
            await self._store.following.see({change.record: change.now for change in found}, now)
        for follow in follows:
            await self._remind_follower(follow, engine)
        return found

    async def extend(self) -> None:
        """Plan what recurring reminders need next."""
        wanted: list[tuple[Reminder, Sequence[Planned]]] = []
        for reminder in await self._store.bookings.recurring():
            await asyncio.sleep(0)  # a rule takes a millisecond, and thousands must not keep an answer waiting
            try:
                planned = await self._planned(reminder.booking)
            except ValueError as problem:  # one whose rule or zone is none any more holds up no other
                log.error("reminder %d cannot be planned further: %s", reminder.id, problem)
                continue
            if planned:
                wanted.append((reminder, planned))
        await self._store.bookings.extend(wanted, self._clock())

    async def follow(self, follow: Follow, engine: Engine) -> int:
        """Enter what a chat wants to hear of, with reminders for what matches already."""
        number = await self._store.following.add(follow, self._clock())
        await self._remind_follower(dataclasses.replace(follow, id=number), engine)
        return number

    async def _apply(self, change: Change, follows: Sequence[Follow], engine: Engine, now: dt.datetime) -> None:
        """Move the reminders of a changed record, and tell each chat that hangs on it once."""
        told: dict[Target, str] = {}
        for reminder in await self._store.bookings.of_record(change.record):
            told[reminder.booking.target] = reminder.booking.language
            try:
                planned: Sequence[Planned] = await self._planned(reminder.booking)
                moved = change.what != "status"
            except ObjectionError as problem:
                log.info("reminder %s has nothing to come: %s", reminder.id, problem)
                planned, moved = [], True
            await self._store.bookings.replan(reminder.id, planned, now, moved=moved)
        record = self._knowledge().records.get(change.record)
        for follow in follows:
            if record and matches(follow.matter, record, engine):
                told.setdefault(follow.target, follow.language)
        for target, language in told.items():
            notice = {"what": change.what, "record": change.record, "before": change.before, "language": language}
            notice["title"] = record.title if record else change.record
            await self._store.deliveries("").post(target, f"n:{change.key}", notice, now, told_until(now))

    async def _remind_follower(self, follow: Follow, engine: Engine) -> None:
        if not follow.leads:
            return
        wanted: list[tuple[Booking, Sequence[Planned]]] = []
        have = {reminder.booking.record for reminder in await self._store.bookings.of_chat(follow.target.chat)}
        for record in self._knowledge().of_kind(Kind.DEADLINE, Kind.MEETING):
            if record.id in have or is_over(record, self._clock()) or not matches(follow.matter, record, engine):
                continue
            edge = Edge.told(record.kind)
            booking = Booking(
                follow.target, follow.author, follow.language, follow=follow.id, record=record.id, edge=edge, leads=follow.leads
            )
            try:
                planned = await self._planned(booking)
            except ObjectionError:
                continue  # only its year is known as yet; a notice comes when that changes
            if planned:
                wanted.append((booking, planned))
        await self._store.bookings.book_all(wanted, self._clock())


def _none(number: int) -> ObjectionError:
    return ObjectionError("There is no reminder {number} in this chat; /reminders lists them.", number=number)


@contextlib.contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except FullError as full:
        raise ObjectionError(
            "This chat has {n} reminders, and {most} are the most; cancel some first.", n=full.count, most=MOST_ACTIVE
        ) from None


def matches(matter: str, record: Record, engine: Engine) -> bool:
    """Say whether a record is what a chat follows: itself, of its kind, on its subject, or anything."""
    if matter in {EVERYTHING, record.id, record.kind}:
        return True
    wanted = frozenset(stems(matter))
    return bool(wanted) and "." not in matter and wanted <= engine.ranker.held.get(record.id, frozenset())
