"""The part of the store through which deliveries pass, step by step; each step is committed before the next is taken."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.adapter import Target
from bot.message import ChatKey
from bot.storage.booked import Delivery, State, Step
from bot.storage.bookings import reminder_of
from bot.storage.database import Database
from bot.storage.rows import chat_number, put_chat, sealed, unsealed
from bot.storage.tables import chats, deliveries, reminders
from bot.storage.vault import Vault

LEASE = dt.timedelta(seconds=60)
"""How long a dispatcher may be silent before others take its deliveries over."""


class Deliveries:
    """Deliveries as rows. Several dispatchers may use them at once; `owner` tells one from another."""

    def __init__(self, database: Database, vault: Vault, owner: str) -> None:
        """Take an open database, and a name that no other dispatcher has."""
        self._database = database
        self._vault = vault
        self._owner = owner

    async def claim(self, now: dt.datetime, platforms: Sequence[str], most: int) -> list[Delivery]:
        """Take deliveries that need attention, the longest waiting first, so that nobody else takes them for a while.

        A delivery whose step is `sending` or `unknown` was begun by someone who has not told how it ended.
        """
        waiting = (
            sa.select(deliveries.c.id)
            .join(chats, chats.c.id == deliveries.c.chat)
            .where(deliveries.c.look <= now, chats.c.platform.in_(platforms))
            .order_by(deliveries.c.look)
            .limit(most)
        )
        if self._database.file is None:
            waiting = waiting.with_for_update(skip_locked=True, of=deliveries)
        claimed = sa.case((deliveries.c.state == Step.PLANNED, Step.CLAIMED), else_=deliveries.c.state)
        taking = (
            sa.update(deliveries)
            .where(deliveries.c.id.in_(waiting))
            .values(state=claimed, owner=self._owner, look=now + LEASE)
            .returning(deliveries.c.id)
        )
        async with self._database.writing() as connection:
            numbers = (await connection.scalars(taking)).all()
        return await self._read(numbers) if numbers else []

    async def begin(self, delivery: Delivery, now: dt.datetime, *, repeated: bool = False) -> bool:
        """Commit that the request is about to be made; False where it is not wanted any more or another one has taken it over."""
        wanted = sa.or_(
            deliveries.c.reminder.is_(None),
            sa.exists().where(reminders.c.id == deliveries.c.reminder, reminders.c.state == State.ACTIVE),
        )
        change = sa.update(deliveries).where(
            deliveries.c.id == delivery.id,
            deliveries.c.owner == self._owner,
            deliveries.c.state.in_([Step.CLAIMED, Step.SENDING, Step.UNKNOWN]),
            wanted,
        )
        attempts = deliveries.c.attempts + 1
        values = {"state": Step.SENDING, "begun": now, "attempts": attempts, "look": now + LEASE, "repeated": repeated}
        async with self._database.writing() as connection:
            return (await connection.execute(change.values(values))).rowcount == 1

    async def end(  # noqa: PLR0913 - each says one thing about the end
        self,
        delivery: Delivery,
        step: Step,
        now: dt.datetime,
        *,
        message: str | None = None,
        reason: str | None = None,
        into: int | None = None,
    ) -> bool:
        """Commit how a delivery ended; False where another one has taken it over meanwhile."""
        values = {
            "state": step,
            "look": None,
            "owner": None,
            "ended": now,
            "reason": reason,
            "message": sealed(self._vault, message),
            "folded_into": into,
        }
        return await self._put(delivery, values)

    async def put_off(self, delivery: Delivery, until: dt.datetime, reason: str, step: Step = Step.PLANNED) -> bool:
        """Commit that a delivery is to be tried again later: as planned (it surely did not arrive), or as unknown."""
        return await self._put(delivery, {"state": step, "look": until, "owner": None, "reason": reason})

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

    async def next_look(self, platforms: Sequence[str]) -> dt.datetime | None:
        """Give when the next delivery needs attention; None when none does."""
        wanted = (
            sa.select(deliveries.c.look)
            .join(chats, chats.c.id == deliveries.c.chat)
            .where(deliveries.c.look.is_not(None), chats.c.platform.in_(platforms))
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

    async def of_chat(self, chat: ChatKey) -> list[tuple[Delivery, dt.datetime | None, str | None]]:
        """Give a chat's deliveries with their end and its reason, the newest first."""
        async with self._database.reading() as connection:
            number = await chat_number(connection, self._vault, chat)
            wanted = sa.select(deliveries).where(deliveries.c.chat == number).order_by(deliveries.c.due.desc())
            rows = (await connection.execute(wanted)).all()
        read = {one.id: one for one in await self._read([row.id for row in rows])}
        return [(read[row.id], row.ended, row.reason) for row in rows if row.id in read]

    async def _put(self, delivery: Delivery, values: Mapping[str, Any]) -> bool:
        change = sa.update(deliveries).where(deliveries.c.id == delivery.id, deliveries.c.owner == self._owner)
        async with self._database.writing() as connection:
            return (await connection.execute(change.values(values))).rowcount == 1

    async def _read(self, numbers: Sequence[int]) -> list[Delivery]:
        mine = sa.select(deliveries, chats.c.platform, chats.c.number).join(chats, chats.c.id == deliveries.c.chat)
        theirs = sa.select(reminders, chats.c.number, sa.null().label("next")).join(chats, chats.c.id == reminders.c.chat)
        async with self._database.reading() as connection:
            rows = (
                await connection.execute(mine.where(deliveries.c.id.in_(numbers)).order_by(deliveries.c.due, deliveries.c.id))
            ).all()
            wanted = {row.reminder for row in rows if row.reminder is not None}
            found = (await connection.execute(theirs.where(reminders.c.id.in_(wanted)))).all() if wanted else []
        known = {row.id: reminder_of(row, self._vault) for row in found}
        return [self._delivery(row, known) for row in rows]

    def _delivery(self, row: Any, known: Mapping[int, Any]) -> Delivery:  # noqa: ANN401 - a row
        notice = unsealed(self._vault, row.notice)
        return Delivery(
            row.id,
            row.key,
            Target(ChatKey(row.platform, self._vault.unseal(row.number)), unsealed(self._vault, row.topic)),
            known.get(row.reminder),
            None if notice is None else json.loads(notice),
            row.lead,
            row.due,
            row.use_by,
            Step(row.state),
            row.begun,
            row.attempts,
            row.repeated,
        )
