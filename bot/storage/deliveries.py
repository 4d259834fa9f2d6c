"""The part of the store through which deliveries pass, step by step; each step is committed before the next is taken."""

import contextlib
import datetime as dt
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.adapter import Target
from bot.message import ChatKey
from bot.storage.booked import Delivery, State, Step
from bot.storage.bookings import reminder_of
from bot.storage.database import Database
from bot.storage.problems import StorageError
from bot.storage.rows import chat_number, put_chat, sealed, unsealed
from bot.storage.tables import chats, deliveries, reminders
from bot.storage.vault import Vault

log = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=60)
"""How long a dispatcher may be silent before others take its deliveries over."""


class _NotAllError(Exception):
    """Not every delivery of a message can begin."""


class Deliveries:
    """Deliveries as rows. Several dispatchers may use them at once; `owner` tells one from another."""

    def __init__(self, database: Database, vault: Vault, owner: str) -> None:
        """Take an open database, and a name that no other dispatcher has."""
        self._database = database
        self._vault = vault
        self._owner = owner

    async def claim(self, now: dt.datetime, platforms: Sequence[str], most: int, besides: Collection[int] = ()) -> list[Delivery]:
        """Take deliveries that need attention, the longest waiting first, so that nobody else takes them for a while.

        A delivery whose step is `sending` or `unknown` was begun by someone who has not told how it ended.

        Args:
            now: The time.
            platforms: Those that are connected.
            most: How many.
            besides: Rows of chats of which nothing is to be taken.
        """
        waiting = (
            sa.select(deliveries.c.id)
            .join(chats, chats.c.id == deliveries.c.chat)
            .where(deliveries.c.look <= now, chats.c.platform.in_(platforms), deliveries.c.chat.not_in(besides))
            .order_by(deliveries.c.look)
            .limit(most)
        )
        if self._database.file is None:
            waiting = waiting.with_for_update(skip_locked=True, of=deliveries)
        # PostgreSQL would look for them anew, and find others, for each row that it tries, were they not named apart.
        found = waiting.cte("waiting")
        claimed = sa.case((deliveries.c.state == Step.PLANNED, Step.CLAIMED), else_=deliveries.c.state)
        taking = (
            sa.update(deliveries)
            .where(deliveries.c.id.in_(sa.select(found.c.id)))
            .values(state=claimed, owner=self._owner, look=now + LEASE)
            .returning(deliveries.c.id)
        )
        async with self._database.writing() as connection:
            numbers = (await connection.scalars(taking)).all()
        return await self._read(numbers) if numbers else []

    async def keep(self, held: Collection[int], now: dt.datetime) -> None:
        """Go on holding deliveries that were claimed and not yet ended: their lease begins anew."""
        mine = (deliveries.c.id.in_(held), deliveries.c.owner == self._owner)
        async with self._database.writing() as connection:
            await connection.execute(sa.update(deliveries).where(*mine).values(look=now + LEASE))

    async def begin(
        self, delivery: Delivery, now: dt.datetime, *, repeated: bool = False, along: Sequence[Delivery] = ()
    ) -> bool:
        """Commit that the request is about to be made; False where it is not wanted any more or another one has taken it over.

        Args:
            delivery: What the message is for.
            now: The time.
            repeated: Whether the message says that it may have come before.
            along: Others that the same message tells; all of them begin, or none does.
        """
        wanted = sa.or_(
            deliveries.c.reminder.is_(None),
            sa.exists().where(reminders.c.id == deliveries.c.reminder, reminders.c.state == State.ACTIVE),
        )
        change = sa.update(deliveries).where(
            deliveries.c.id.in_([delivery.id, *(one.id for one in along)]),
            deliveries.c.owner == self._owner,
            deliveries.c.state.in_([Step.CLAIMED, Step.SENDING, Step.UNKNOWN]),
            wanted,
        )
        values = {
            "state": Step.SENDING,
            "begun": sa.case((deliveries.c.state == Step.CLAIMED, now), else_=sa.func.coalesce(deliveries.c.begun, now)),
            "attempts": deliveries.c.attempts + 1,
            "look": now + LEASE,
            "repeated": repeated,
            "folded_into": delivery.id if along else None,
        }
        with contextlib.suppress(_NotAllError):
            async with self._database.writing() as connection:
                if (await connection.execute(change.values(values))).rowcount != 1 + len(along):
                    raise _NotAllError
            return True
        return False

    async def end(  # noqa: PLR0913 - each says one thing about the end
        self,
        delivery: Delivery,
        step: Step,
        now: dt.datetime,
        *,
        message: str | None = None,
        reason: str | None = None,
        along: Sequence[Delivery] = (),
    ) -> bool:
        """Commit how a delivery ended, and those that its message told along with it; False where another has taken it over."""
        values = {"state": step, "look": None, "owner": None, "ended": now, "reason": reason, "folded_into": None}
        folded = {**values, "state": Step.FOLDED if step is Step.SENT else step, "folded_into": delivery.id}
        async with self._database.writing() as connection:
            ended = await connection.execute(self._mine(delivery).values(values | {"message": sealed(self._vault, message)}))
            if along:
                await connection.execute(self._mine(*along).values(folded))
        return ended.rowcount == 1

    async def put_off(  # noqa: PLR0913 - each says one thing about the pause
        self,
        delivery: Delivery,
        until: dt.datetime,
        reason: str,
        step: Step = Step.PLANNED,
        *,
        along: Sequence[Delivery] = (),
        unsent: bool = False,
    ) -> bool:
        """Commit that a delivery is to be tried again later: as planned (it surely did not arrive), or as unknown.

        Where the last try was surely `unsent`, it does not count as one of those that may have arrived.
        """
        values = {"state": step, "look": until, "owner": None, "reason": reason}
        if unsent:
            begun = sa.and_(deliveries.c.state == Step.SENDING, deliveries.c.attempts > 0)
            values["attempts"] = deliveries.c.attempts - sa.case((begun, 1), else_=0)
        change = self._mine(delivery, *along).values(values)
        async with self._database.writing() as connection:
            return (await connection.execute(change)).rowcount > 0

    async def post(self, target: Target, key: str, notice: Mapping[str, Any], due: dt.datetime, use_by: dt.datetime) -> bool:
        """Plan a notice; False where one of that key was planned for the chat before."""
        async with self._database.writing() as connection:
            chat = await put_chat(connection, self._vault, target.chat, due)
            where = "" if target.topic is None else ":" + self._vault.digest("topic", target.topic).hex()[:16]
            row = {
                "key": f"{key}@{chat}{where}",
                "chat": chat,
                "topic": sealed(self._vault, target.topic),
                "notice": self._vault.seal(json.dumps(notice)),
                "due": due,
                "use_by": use_by,
                "look": due,
                "state": Step.PLANNED,
            }
            insert = self._database.insert(deliveries).values(row).on_conflict_do_nothing(index_elements=["key"])
            return (await connection.execute(insert)).rowcount == 1

    async def next_look(self, platforms: Sequence[str], besides: Collection[int] = ()) -> dt.datetime | None:
        """Give when the next delivery needs attention, but for some chats; None when none does."""
        wanted = (
            sa.select(deliveries.c.look)
            .join(chats, chats.c.id == deliveries.c.chat)
            .where(deliveries.c.look.is_not(None), chats.c.platform.in_(platforms), deliveries.c.chat.not_in(besides))
            .order_by(deliveries.c.look)
            .limit(1)
        )
        async with self._database.reading() as connection:
            look: dt.datetime | None = await connection.scalar(wanted)
        return look

    async def release(self) -> None:
        """Give back what was claimed and not begun, at a clean stop."""
        mine = (deliveries.c.owner == self._owner, deliveries.c.state == Step.CLAIMED)
        change = sa.update(deliveries).where(*mine).values(state=Step.PLANNED, look=deliveries.c.due, owner=None)
        async with self._database.writing() as connection:
            await connection.execute(change)

    async def doubt(self, now: dt.datetime) -> int:
        """Note of all that is due and of use that it may have arrived, and give how many these are: nobody knows after a restore.

        What is of no use any more ends as such.
        """
        waiting = (deliveries.c.state.in_([Step.PLANNED, Step.CLAIMED]), deliveries.c.due <= now, deliveries.c.use_by > now)
        values = {"state": Step.UNKNOWN, "look": deliveries.c.due, "owner": None, "begun": deliveries.c.due, "attempts": 1}
        async with self._database.writing() as connection:
            return (await connection.execute(sa.update(deliveries).where(*waiting).values(values))).rowcount

    async def rewind(self, now: dt.datetime) -> int:
        """Undo what a clock that was ahead has put too far off, and give how many deliveries that were.

        No lease lies further ahead than its length, and what was put off can be tried again when it is due. It looks at all
        that is planned: for a start, and when the clock was set back.
        """
        held = deliveries.c.state.in_([Step.CLAIMED, Step.SENDING, Step.UNKNOWN])
        leased = sa.update(deliveries).where(held, deliveries.c.look > now + LEASE).values(look=now + LEASE)
        late = (deliveries.c.state == Step.PLANNED, deliveries.c.look > deliveries.c.due, deliveries.c.look > now)
        planned = sa.update(deliveries).where(*late).values(look=deliveries.c.due)
        async with self._database.writing() as connection:
            return (await connection.execute(leased)).rowcount + (await connection.execute(planned)).rowcount

    async def of_chat(self, chat: ChatKey) -> list[tuple[Delivery, dt.datetime | None, str | None]]:
        """Give a chat's deliveries with their end and its reason, the newest first."""
        async with self._database.reading() as connection:
            number = await chat_number(connection, self._vault, chat)
            wanted = sa.select(deliveries).where(deliveries.c.chat == number).order_by(deliveries.c.due.desc())
            rows = (await connection.execute(wanted)).all()
        read = {one.id: one for one in await self._read([row.id for row in rows])}
        return [(read[row.id], row.ended, row.reason) for row in rows if row.id in read]

    def _mine(self, *changed: Delivery) -> sa.Update:
        return sa.update(deliveries).where(deliveries.c.id.in_([one.id for one in changed]), deliveries.c.owner == self._owner)

    async def _read(self, numbers: Sequence[int]) -> list[Delivery]:
        mine = sa.select(deliveries, chats.c.platform, chats.c.number).join(chats, chats.c.id == deliveries.c.chat)
        theirs = sa.select(reminders, chats.c.number, sa.null().label("next")).join(chats, chats.c.id == reminders.c.chat)
        async with self._database.reading() as connection:
            rows = (
                await connection.execute(mine.where(deliveries.c.id.in_(numbers)).order_by(deliveries.c.due, deliveries.c.id))
            ).all()
            wanted = {row.reminder for row in rows if row.reminder is not None}
            found = (await connection.execute(theirs.where(reminders.c.id.in_(wanted)))).all() if wanted else []
        booked = {row.id: row for row in found}
        read = []
        for row in rows:
            try:
                read.append(self._delivery(row, booked.get(row.reminder)))
            except StorageError as error:  # one that is damaged must not hold up the others
                log.error("delivery %d cannot be read: %s", row.id, error)
        return read

    def _delivery(self, row: Any, booked: Any) -> Delivery:  # noqa: ANN401 - rows
        notice = unsealed(self._vault, row.notice)
        return Delivery(
            row.id,
            row.key,
            Target(ChatKey(row.platform, self._vault.unseal(row.number)), unsealed(self._vault, row.topic)),
            None if booked is None else reminder_of(booked, self._vault),
            None if notice is None else json.loads(notice),
            row.lead,
            row.due,
            row.use_by,
            Step(row.state),
            row.begun,
            row.attempts,
            row.repeated,
            row.chat,
            row.folded_into,
        )
