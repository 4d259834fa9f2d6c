"""The part of the store that keeps what chats follow, and the dates of records as last seen."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.adapter import Target
from bot.message import ChatKey
from bot.storage.booked import Follow
from bot.storage.database import Database
from bot.storage.rows import author_row, chat_number, put_chat, sealed, unsealed
from bot.storage.tables import chats, follows, known_dates
from bot.storage.vault import Vault


class Following:
    """Follows as rows, and what was last known of each record. Raises StorageError like the store."""

    def __init__(self, database: Database, vault: Vault) -> None:
        """Take an open database."""
        self._database = database
        self._vault = vault

    async def add(self, follow: Follow, now: dt.datetime) -> int:
        """Keep what a chat wants to hear of, and give its number."""
        async with self._database.writing() as connection:
            row = {
                "chat": await put_chat(connection, self._vault, follow.target.chat, now),
                **author_row(self._vault, follow.target.chat.platform, follow.author),
                "topic": sealed(self._vault, follow.target.topic),
                "matter": self._vault.seal(follow.matter),
                "leads": follow.leads,
                "language": follow.language,
                "made": now,
            }
            number: int = (await connection.execute(sa.insert(follows).values(row).returning(follows.c.id))).scalar_one()
        return number

    async def remove(self, number: int, chat: ChatKey) -> bool:
        """Forget what a chat follows; False where it has none of that number."""
        async with self._database.writing() as connection:
            owner = await chat_number(connection, self._vault, chat)
            gone = await connection.execute(sa.delete(follows).where(follows.c.id == number, follows.c.chat == owner))
        return gone.rowcount == 1

    async def all(self, chat: ChatKey | None = None) -> list[Follow]:
        """Give what all chats follow that are open to the bot, or what one chat follows."""
        wanted = sa.select(follows, chats.c.number).join(chats, chats.c.id == follows.c.chat).order_by(follows.c.id)
        async with self._database.reading() as connection:
            if chat is None:
                wanted = wanted.where(chats.c.closed.is_(None))
            else:
                wanted = wanted.where(follows.c.chat == await chat_number(connection, self._vault, chat))
            rows = (await connection.execute(wanted)).all()
        return [self._follow(row) for row in rows]

    async def seen(self) -> dict[str, str]:
        """Give what was last known of each record's dates and state."""
        async with self._database.reading() as connection:
            rows = await connection.execute(sa.select(known_dates.c.record, known_dates.c.dates))
            return {row.record: row.dates for row in rows}

    async def see(self, changed: Mapping[str, str | None], now: dt.datetime) -> None:
        """Note what is known of some records now; None for those that are gone."""
        gone = [record for record, line in changed.items() if line is None]
        here = [{"record": record, "dates": line, "since": now} for record, line in changed.items() if line is not None]
        insert = self._database.insert(known_dates)
        keep = insert.on_conflict_do_update(
            index_elements=["record"], set_={"dates": insert.excluded.dates, "since": insert.excluded.since}
        )
        async with self._database.writing() as connection:
            await connection.execute(sa.delete(known_dates).where(known_dates.c.record.in_(gone)))
            if here:
                await connection.execute(keep, here)

    def _follow(self, row: Any) -> Follow:  # noqa: ANN401 - a row
        target = Target(ChatKey(row.platform, self._vault.unseal(row.number)), unsealed(self._vault, row.topic))
        author = unsealed(self._vault, row.author)
        return Follow(target, author, row.language, self._vault.unseal(row.matter), row.leads, row.id)
