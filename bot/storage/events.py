"""The part of the store that remembers which events of servers were made from which records."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from bot.message import ChatKey
from bot.storage.database import Database
from bot.storage.model import ServerEvent
from bot.storage.rows import chat_number, put_chat
from bot.storage.tables import chats, server_events
from bot.storage.vault import Vault


class Events:
    """Servers' events as rows. Raises StorageError like the store."""

    def __init__(self, database: Database, vault: Vault) -> None:
        """Take the database and the vault of its key."""
        self._database, self._vault = database, vault

    async def keep(self, event: ServerEvent, now: dt.datetime) -> None:
        """Remember an event, in the place of one that was made from the same record before."""
        rest = {"number": self._vault.seal(event.number), "told": event.told}
        async with self._database.writing() as connection:
            chat = await put_chat(connection, self._vault, event.chat, now)
            insert = self._database.insert(server_events).values(chat=chat, record=event.record, **rest)
            await connection.execute(insert.on_conflict_do_update(index_elements=["chat", "record"], set_=rest))

    async def find(self, chat: ChatKey, record: str) -> ServerEvent | None:
        """Give the event that was made from a record in a server; None where there is none."""
        found = [event for event in await self.all(chat.platform, [record]) if event.chat == chat]
        return found[0] if found else None

    async def all(self, platform: str, records: Sequence[str] | None = None) -> list[ServerEvent]:
        """Give the events that were made from some records, or from any, in all servers where the bot still is."""
        wanted = (
            sa.select(chats.c.platform, chats.c.number.label("chat"), server_events)
            .join(chats, chats.c.id == server_events.c.chat)
            .where(chats.c.platform == platform, chats.c.closed.is_(None))
            .order_by(server_events.c.id)
        )
        if records is not None:
            wanted = wanted.where(server_events.c.record.in_(records))
        async with self._database.reading() as connection:
            rows = (await connection.execute(wanted)).mappings().all()
        unseal = self._vault.unseal
        return [
            ServerEvent(ChatKey(row["platform"], unseal(row["chat"])), row["record"], unseal(row["number"]), row["told"])
            for row in rows
        ]

    async def forget(self, event: ServerEvent) -> None:
        """Forget an event: it is over, or was deleted on the server."""
        async with self._database.writing() as connection:
            chat = await chat_number(connection, self._vault, event.chat)
            here = (server_events.c.chat == chat, server_events.c.record == event.record)
            await connection.execute(sa.delete(server_events).where(*here))
