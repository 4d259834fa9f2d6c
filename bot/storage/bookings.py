"""The part of the store that keeps reminders and what is planned for them."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapter import Target
from bot.message import ChatKey
from bot.storage.booked import Booking, FullError, Hand, Planned, Reminder, State, Step
from bot.storage.database import Database
from bot.storage.problems import StorageError
from bot.storage.rows import author_row, chat_digest, chat_number, put_chat, put_chats, sealed, unsealed
from bot.storage.tables import audit, chats, deliveries, follows, reminders
from bot.storage.vault import Vault

_AGAIN = (Step.PLANNED, Step.CANCELLED, Step.SUPERSEDED)
"""Steps from which an occurrence can be planned anew: no request was begun."""

_TOGETHER = 1000
"""Reminders that are booked in one transaction where there are many."""

_PLANNED_TOGETHER = 20
"""Reminders that are planned further in one transaction, each of which takes several commands."""

_COUNTED = (State.ACTIVE, State.PAUSED)
"""States of the reminders that a chat has."""

LIFE = dt.timedelta(days=90)
"""How long deliveries are kept after their end, and reminders after their last one."""

DRAFT_LIFE = dt.timedelta(hours=1)
"""How long a reminder that was shown can be confirmed."""

AUDIT_LIFE = dt.timedelta(days=365)
"""How long it is kept who set, changed or cancelled what."""

_WORDS = ("record", "edge", "leads", "clock", "zone", "rule", "language", "repeat", "follow")


class Bookings:
    """Reminders as rows; every change is one transaction with its entry in the audit. Raises StorageError like the store."""

    def __init__(self, database: Database, vault: Vault) -> None:
        """Take an open database."""
        self._database = database
        self._vault = vault

    async def book(
        self,
        booking: Booking,
        planned: Sequence[Planned],
        now: dt.datetime,
        state: State = State.ACTIVE,
        *,
        most: int | None = None,
    ) -> int | None:
        """Keep a reminder with its occurrences, and give its number; once it is active, the promise holds.

        None where what the chat follows has a reminder of that record already.

        Raises:
            FullError: the chat has so many (`most`) that are active or paused.
        """
        async with self._database.writing() as connection:
            chat = await put_chat(connection, self._vault, booking.target.chat, now)
            if most is not None and (count := await self._count(connection, chat)) >= most:
                raise FullError(count)
            row = self._row(booking, chat, now, state)
            insert = self._database.insert(reminders).values(row).on_conflict_do_nothing(index_elements=["follow", "record"])
            number: int | None = (await connection.execute(insert.returning(reminders.c.id))).scalar_one_or_none()
            if number is None:
                return None
            await self._plan(connection, number, chat, row["topic"], planned)
            await self._note(connection, chat, Hand(booking.target.chat, booking.author, now), str(state), number)
        return number

    async def book_all(self, wanted: Sequence[tuple[Booking, Sequence[Planned]]], now: dt.datetime) -> int:
        """Keep many active reminders, and give how many; those are left out that their follow has already.

        They are kept in several transactions, so that deliveries need not wait; doing it again completes what broke off.
        """
        count = 0
        for start in range(0, len(wanted), _TOGETHER):
            async with self._database.writing() as connection:
                count += await self._book_some(connection, wanted[start : start + _TOGETHER], now)
        return count

    async def _book_some(
        self, connection: AsyncConnection, wanted: Sequence[tuple[Booking, Sequence[Planned]]], now: dt.datetime
    ) -> int:
        known = await put_chats(self._database, connection, self._vault, (booking.target.chat for booking, _ in wanted), now)
        have = await self._followed(connection, {booking.follow for booking, _ in wanted if booking.follow is not None})
        left = [one for one in wanted if one[0].follow is None or one[0].record not in have.get(one[0].follow, {one[0].record})]
        if not left:
            return 0
        rows = [self._row(booking, known[booking.target.chat], now, State.ACTIVE) for booking, _ in left]
        numbers = await self._database.numbers(connection, reminders, len(rows))
        made = list(zip(numbers, rows, left, strict=True))
        await connection.execute(sa.insert(reminders), [{"id": number, **row} for number, row, _ in made])
        occurrences = [
            _occurrence(number, row["chat"], row["topic"], one) for number, row, (_, planned) in made for one in planned
        ]
        if occurrences:
            await connection.execute(sa.insert(deliveries), occurrences)
        acts = [
            {name: row[name] for name in ("chat", "platform", "author", "author_digest")}
            | {"act": str(State.ACTIVE), "about": str(number), "at": now}
            for number, row, _ in made
        ]
        await connection.execute(sa.insert(audit), acts)
        return len(made)

    async def _followed(self, connection: AsyncConnection, numbers: Collection[int]) -> dict[int, set[str | None]]:
        """Give the records of which follows remind already, but for follows that are gone; nobody else adds to them meanwhile."""
        if not numbers:
            return {}
        ours = sa.select(follows.c.id).where(follows.c.id.in_(numbers))
        if self._database.file is None:
            ours = ours.order_by(follows.c.id).with_for_update()
        found: dict[int, set[str | None]] = {number: set() for number in await connection.scalars(ours)}
        for row in await connection.execute(
            sa.select(reminders.c.follow, reminders.c.record).where(reminders.c.follow.in_(found))
        ):
            found[row.follow].add(row.record)
        return found

    async def of_chat(self, chat: ChatKey) -> list[Reminder]:
        """Give a chat's reminders that are not over or cancelled, the one that is due next first."""
        return await self._found(chats.c.chat == chat_digest(self._vault, chat), reminders.c.state.in_(_COUNTED))

    async def all(self) -> list[Reminder]:
        """Give the reminders of all chats that are active or paused, the one that is due next first."""
        return await self._found(reminders.c.state.in_(_COUNTED))

    async def of_record(self, record: str) -> list[Reminder]:
        """Give all active reminders that hang on a record."""
        return await self._found(reminders.c.record == record, reminders.c.state == State.ACTIVE)

    async def recurring(self) -> list[Reminder]:
        """Give all active reminders that come again."""
        return await self._found(reminders.c.rule.is_not(None), reminders.c.state == State.ACTIVE)

    async def one(self, number: int, chat: ChatKey | None = None) -> Reminder | None:
        """Give a reminder, whatever its state; None where there is none of that number (in that chat)."""
        conditions = [reminders.c.id == number]
        if chat is not None:
            conditions.append(chats.c.chat == chat_digest(self._vault, chat))
        found = await self._found(*conditions)
        return found[0] if found else None

    async def since(self, reminder: Reminder) -> dt.datetime | None:
        """Give when a reminder came into its state; None where nobody changed it, or that is long ago."""
        changed = sa.select(sa.func.max(audit.c.at, type_=audit.c.at.type)).where(
            audit.c.chat == sa.select(reminders.c.chat).where(reminders.c.id == reminder.id).scalar_subquery(),
            audit.c.about == str(reminder.id),
            audit.c.act == str(reminder.state),
        )
        async with self._database.reading() as connection:
            at: dt.datetime | None = await connection.scalar(changed)
        return at

    async def replan(self, number: int, planned: Sequence[Planned], now: dt.datetime, *, moved: bool) -> None:
        """Put other occurrences in the place of an active reminder's planned ones, which end as superseded.

        Args:
            number: The reminder's.
            planned: What is still to come of it.
            now: The moment.
            moved: Whether what is due already, and not sent yet, is superseded too: the date that it hangs on does not hold.
        """
        async with self._database.writing() as connection:
            await self._replan(connection, number, planned, now, moved=moved)

    async def extend(self, wanted: Sequence[tuple[Reminder, Sequence[Planned]]], now: dt.datetime) -> int:
        """Plan active reminders further, and give how many lacked something; what is due already stays.

        Several are planned in one transaction, few enough that deliveries need not wait; those that lack nothing are only read.
        """
        parts = [wanted[start : start + _TOGETHER] for start in range(0, len(wanted), _TOGETHER)]
        short = [one for part in parts for one in await self._short(part, now)]
        for start in range(0, len(short), _PLANNED_TOGETHER):
            async with self._database.writing() as connection:
                for reminder, planned in short[start : start + _PLANNED_TOGETHER]:
                    await self._replan(connection, reminder.id, planned, now, moved=False)
        return len(short)

    async def change(
        self, number: int, state: State, hand: Hand, planned: Sequence[Planned] = (), *, most: int | None = None
    ) -> bool:
        """Pause, cancel, end or take up a reminder again (with its occurrences); False where the chat has none of that number.

        Raises:
            FullError: it would become active, and the chat has so many (`most`) that are active or paused.
        """
        async with self._database.writing() as connection:
            chat = await chat_number(connection, self._vault, hand.chat)
            if chat is None:
                return False
            count = 0 if most is None else await self._count(connection, chat)
            row = await self._held(connection, reminders.c.id == number, reminders.c.chat == chat)
            if row is None:
                return False
            if most is not None and count >= most and row.state not in _COUNTED and state in _COUNTED:
                raise FullError(count)
            calling_off = sa.update(deliveries).where(*_waiting(number, planned))
            await connection.execute(calling_off.values(_ended(Step.CANCELLED, hand.at)))
            await self._plan(connection, number, chat, row.topic, planned)
            if row.state != state:
                await connection.execute(sa.update(reminders).where(reminders.c.id == number).values(state=state))
                await self._note(connection, chat, hand, str(state), number)
        return True

    def _row(self, booking: Booking, chat: int, now: dt.datetime, state: State) -> dict[str, Any]:
        return {name: getattr(booking, name) for name in _WORDS} | {
            "chat": chat,
            **author_row(self._vault, booking.target.chat.platform, booking.author),
            "topic": sealed(self._vault, booking.target.topic),
            "mention": sealed(self._vault, booking.mention),
            "text": sealed(self._vault, booking.text),
            "state": state,
            "made": now,
        }

    async def _count(self, connection: AsyncConnection, chat: int) -> int:
        """Count the reminders of a chat, to which nobody else adds meanwhile."""
        if self._database.file is None:
            await connection.execute(sa.select(chats.c.id).where(chats.c.id == chat).with_for_update())
        counted = sa.select(sa.func.count()).where(reminders.c.chat == chat, reminders.c.state.in_(_COUNTED))
        return await connection.scalar(counted) or 0

    async def _held(self, connection: AsyncConnection, *conditions: sa.ColumnElement[bool]) -> Any:  # noqa: ANN401 - a row
        """Give a reminder's row, which nobody else changes meanwhile; None where there is none such."""
        wanted = sa.select(reminders).where(*conditions)
        if self._database.file is None:
            wanted = wanted.with_for_update()
        return (await connection.execute(wanted)).one_or_none()

    async def _replan(
        self, connection: AsyncConnection, number: int, planned: Sequence[Planned], now: dt.datetime, *, moved: bool
    ) -> None:
        # It may have been cancelled since it was read.
        row = await self._held(connection, reminders.c.id == number, reminders.c.state == State.ACTIVE)
        if row is not None:
            waiting = _waiting(number, planned) if moved else [*_waiting(number, planned), deliveries.c.due > now]
            await connection.execute(sa.update(deliveries).where(*waiting).values(_ended(Step.SUPERSEDED, now)))
            await self._plan(connection, number, row.chat, row.topic, planned)

    async def _short(
        self, wanted: Sequence[tuple[Reminder, Sequence[Planned]]], now: dt.datetime
    ) -> list[tuple[Reminder, Sequence[Planned]]]:
        """Give those of which other occurrences wait than are planned now."""
        numbers = [reminder.id for reminder, _ in wanted]
        waiting = sa.select(deliveries.c.reminder, deliveries.c.key, deliveries.c.due).where(
            deliveries.c.reminder.in_(numbers), deliveries.c.look.is_not(None), deliveries.c.due > now
        )
        have: dict[int, set[tuple[str, dt.datetime]]] = {number: set() for number in numbers}
        async with self._database.reading() as connection:
            for row in await connection.execute(waiting):
                have[row.reminder].add((row.key, row.due))
        return [
            (reminder, planned)
            for reminder, planned in wanted
            if have[reminder.id] != {(_key(reminder.id, one), one.due) for one in planned}
        ]

    async def _note(self, connection: AsyncConnection, chat: int, hand: Hand, act: str, about: int) -> None:
        row = {"chat": chat, **author_row(self._vault, hand.chat.platform, hand.person)}
        await connection.execute(sa.insert(audit).values(**row, act=act, about=str(about), at=hand.at))

    async def _plan(
        self, connection: AsyncConnection, number: int, chat: int, topic: bytes | None, planned: Iterable[Planned]
    ) -> None:
        for one in planned:
            row = _occurrence(number, chat, topic, one)
            insert = self._database.insert(deliveries).values(row)
            anew = {name: row[name] for name in ("due", "use_by", "look", "state", "reason", "ended")}
            again = insert.on_conflict_do_update(
                index_elements=["key"], set_=anew, where=sa.and_(deliveries.c.attempts == 0, deliveries.c.state.in_(_AGAIN))
            )
            await connection.execute(again)

    async def _found(self, *conditions: Any) -> list[Reminder]:  # noqa: ANN401 - SQLAlchemy's conditions
        due = (
            sa.select(sa.func.min(deliveries.c.due))
            .where(deliveries.c.reminder == reminders.c.id, deliveries.c.look.is_not(None))
            .scalar_subquery()
        )
        wanted = (
            sa.select(reminders, chats.c.number, due.label("next"))
            .join(chats, chats.c.id == reminders.c.chat)
            .where(*conditions)
            .order_by(due.is_(None), due, reminders.c.id)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).all()
        return [reminder_of(row, self._vault) for row in rows]


def reminder_of(row: Any, vault: Vault) -> Reminder:  # noqa: ANN401 - a row
    """Give a reminder from its row joined with the number of its chat."""
    target = Target(ChatKey(row.platform, vault.unseal(row.number)), unsealed(vault, row.topic))
    booking = Booking(
        target,
        unsealed(vault, row.author),
        mention=unsealed(vault, row.mention),
        text=unsealed(vault, row.text),
        **{name: getattr(row, name) for name in _WORDS},
    )
    due = row.next
    if isinstance(due, dt.datetime) and due.tzinfo is None:
        due = due.replace(tzinfo=dt.UTC)
    if due is not None and not isinstance(due, dt.datetime):
        raise StorageError(f"reminder {row.id}: its next time cannot be read")
    return Reminder(row.id, booking, State(row.state), row.made, due)


def _occurrence(number: int, chat: int, topic: bytes | None, one: Planned) -> dict[str, Any]:
    """Give the row of an occurrence that is to come."""
    times = {"due": one.due, "use_by": one.use_by, "look": one.due, "state": Step.PLANNED, "reason": None, "ended": None}
    return {"key": _key(number, one), "chat": chat, "reminder": number, "topic": topic, "lead": one.lead, **times}


def outlived(now: dt.datetime) -> list[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """Give the tables with what of their rows is too old, reminders before their deliveries.

    A reminder whose record has no date any more waits for one, and one that is paused for its organiser: neither is over.
    """
    long_ago = now - LIFE
    mine = deliveries.c.reminder == reminders.c.id
    lately = sa.exists().where(mine, sa.or_(deliveries.c.look.is_not(None), deliveries.c.ended > long_ago))
    # By an expression, lest PostgreSQL walk the index of all ends for each reminder.
    ended = sa.func.coalesce(deliveries.c.ended, deliveries.c.due)
    last = sa.select(deliveries.c.state).where(mine).order_by(ended.desc(), deliveries.c.id.desc()).limit(1)
    over = sa.or_(reminders.c.state == State.CANCELLED, last.scalar_subquery() != Step.SUPERSEDED)
    finished = sa.and_(reminders.c.state.in_([State.ACTIVE, State.CANCELLED]), reminders.c.made <= long_ago, over, ~lately)
    return [
        (reminders, sa.and_(reminders.c.state == State.DRAFT, reminders.c.made <= now - DRAFT_LIFE)),
        (reminders, finished),
        (deliveries, deliveries.c.ended <= long_ago),
        (audit, audit.c.at <= now - AUDIT_LIFE),
    ]


def _waiting(number: int, planned: Sequence[Planned]) -> list[sa.ColumnElement[bool]]:
    """Give what is planned of a reminder so far, and is not among what is planned now."""
    kept = [_key(number, one) for one in planned]
    states = (Step.PLANNED, Step.CLAIMED)
    return [deliveries.c.reminder == number, deliveries.c.state.in_(states), deliveries.c.key.not_in(kept)]


def _ended(step: Step, now: dt.datetime) -> dict[str, Any]:
    return {"state": step, "look": None, "owner": None, "ended": now}


def _key(number: int, planned: Planned) -> str:
    return f"r{number}:{planned.name}"
