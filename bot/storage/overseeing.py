"""What an operator sees of reminders and deliveries, and can call off; each function says it in lines."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.settings import Settings
from bot.storage.booked import Hand, Reminder, State, Step
from bot.storage.bookings import Bookings
from bot.storage.database import Database
from bot.storage.opening import opened
from bot.storage.problems import StorageError
from bot.storage.tables import chats, deliveries

OVERDUE = dt.timedelta(minutes=10)
"""From when on a delivery that waits shows that something is wrong: the bot is not running, or cannot reach the platform."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many deliveries wait longer than they should, and since when the oldest of them was due."""

    count: int
    oldest: dt.datetime | None


async def overdue(database: Database, now: dt.datetime) -> Overdue:
    """Give what should have been delivered by now."""
    late = (deliveries.c.look.is_not(None), deliveries.c.due <= now - OVERDUE)
    async with database.reading() as connection:
        row = (await connection.execute(sa.select(sa.func.count(), sa.func.min(deliveries.c.due)).where(*late))).one()
    return Overdue(*row)


async def counted(connection: AsyncConnection, now: dt.datetime) -> AsyncIterator[str]:
    """Count deliveries by where they are on their way, and say which has been due longest."""
    found = await connection.execute(sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state))
    counts = {str(state): count for state, count in found}
    yield "deliveries: " + (", ".join(f"{counts[step]} {step}" for step in Step if step in counts) or "none")
    due = await connection.scalar(
        sa.select(sa.func.min(deliveries.c.due)).where(deliveries.c.look.is_not(None), deliveries.c.due <= now)
    )
    if due is not None:
        yield f"oldest due: {_moment(due)}, {_minutes(now - due)} ago"


async def listed(settings: Settings, *, private: bool) -> AsyncIterator[str]:
    """List the reminders of all chats that are active or paused, the one that is due next first.

    Args:
        settings: Where the database and the key are named.
        private: Whether to show chats' numbers and organisers' own words too.

    Raises:
        StorageError: as with all of these, the database cannot be used; the message says how to mend that.
    """
    async with opened(settings, upgrade=False) as ready:
        reminders = await Bookings(ready.database, ready.vault).all()
    for reminder in reminders:
        yield _line(reminder, private=private)
    yield f"reminders: {len(reminders)}"


async def failed(settings: Settings) -> AsyncIterator[str]:
    """List the deliveries that failed and are still kept, the latest first, with their reasons."""
    wanted = (
        sa.select(deliveries, chats.c.platform)
        .join(chats, chats.c.id == deliveries.c.chat)
        .where(deliveries.c.state == Step.FAILED)
        .order_by(deliveries.c.ended.desc(), deliveries.c.id.desc())
    )
    async with opened(settings, upgrade=False) as ready, ready.database.reading() as connection:
        rows = (await connection.execute(wanted)).all()
    for row in rows:
        what = "notice" if row.reminder is None else f"reminder {row.reminder}"
        yield f"{what}  {row.platform}  due {_moment(row.due)}, failed {_moment(row.ended)}: {row.reason}"
    yield f"failed: {len(rows)}"


async def called_off(settings: Settings, number: int, now: dt.datetime) -> AsyncIterator[str]:
    """Cancel a reminder of whatever chat; the audit has no name for who did it."""
    async with opened(settings, upgrade=False) as ready:
        bookings = Bookings(ready.database, ready.vault)
        reminder = await bookings.one(number)
        if reminder is None or reminder.state not in {State.ACTIVE, State.PAUSED}:
            raise StorageError(f"{number} is the number of no reminder that is set; `wsisbot reminders list` has them all")
        await bookings.change(number, State.CANCELLED, Hand(reminder.booking.target.chat, None, now))
        yield f"Reminder {number} is cancelled. Its chat is not told."


async def late(settings: Settings, now: dt.datetime) -> Overdue:
    """Give what should have been delivered by now.

    Raises:
        StorageError: as above.
    """
    async with opened(settings, upgrade=False) as ready:
        return await overdue(ready.database, now)


def told(found: Overdue) -> str:
    """Say what is overdue and what to do."""
    if found.oldest is None:
        return "none is overdue"
    return f"{found.count} overdue, the oldest since {_moment(found.oldest)}; see that `wsisbot run` is running and what it logs"


def _line(reminder: Reminder, *, private: bool) -> str:
    booking = reminder.booking
    where = f"{booking.target.chat.platform} {booking.target.chat.id}" if private else booking.target.chat.platform
    words = repr(booking.text) if private else "own words"
    due = f"next {_moment(reminder.next)}" if reminder.next else "nothing to come"
    how = booking.leads or booking.rule or "once"
    return f"{reminder.id}  {where}  {reminder.state}  {due}  {booking.record or words}  ({how})"


def _moment(instant: dt.datetime) -> str:
    return f"{instant.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def _minutes(time: dt.timedelta) -> str:
    minutes = time // dt.timedelta(minutes=1)
    days, hours = divmod(minutes // 60, 24)
    return f"{days} d {hours} h" if days else f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
