"""How chats and people are found and kept in rows: by keyed digests, with the number itself sealed."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.message import ChatKey
from bot.storage.database import Database
from bot.storage.tables import chats
from bot.storage.vault import Vault


def chat_digest(vault: Vault, key: ChatKey) -> bytes:
    """Give the digest by which a chat is found."""
    return vault.digest("chat", key.platform, key.id)


def person_digest(vault: Vault, platform: str, person: str | None) -> bytes | None:
    """Give the digest by which a person is found."""
    return None if person is None else vault.digest("person", platform, person)


def sealed(vault: Vault, text: str | None) -> bytes | None:
    """Seal a text where there is one."""
    return None if text is None else vault.seal(text)


def unsealed(vault: Vault, data: bytes | None) -> str | None:
    """Open a sealed text where there is one."""
    return None if data is None else vault.unseal(data)


def author_row(vault: Vault, platform: str, author: str | None) -> dict[str, Any]:
    """Give the columns that say who did something."""
    return {
        "platform": platform,
        "author": sealed(vault, author),
        "author_digest": person_digest(vault, platform, author),
    }


async def chat_number(connection: AsyncConnection, vault: Vault, key: ChatKey) -> int | None:
    """Give the number of a chat's row; None where nothing is kept of it."""
    number: int | None = await connection.scalar(sa.select(chats.c.id).where(chats.c.chat == chat_digest(vault, key)))
    return number


async def put_chats(
    database: Database, connection: AsyncConnection, vault: Vault, keys: Iterable[ChatKey], now: dt.datetime
) -> dict[ChatKey, int]:
    """Give the numbers of many chats' rows, which are made where there are none."""
    digests = {chat_digest(vault, key): key for key in keys}
    found = sa.select(chats.c.chat, chats.c.id)
    known = {digests[row.chat]: row.id for row in await connection.execute(found.where(chats.c.chat.in_(digests)))}
    missing = [
        {"platform": key.platform, "chat": digest, "number": vault.seal(key.id), "changed": now}
        for digest, key in digests.items()
        if key not in known
    ]
    if missing:
        await connection.execute(database.insert(chats).on_conflict_do_nothing(index_elements=["chat"]), missing)
        made = [row["chat"] for row in missing]
        known |= {digests[row.chat]: row.id for row in await connection.execute(found.where(chats.c.chat.in_(made)))}
    return known


async def put_chat(connection: AsyncConnection, vault: Vault, key: ChatKey, now: dt.datetime) -> int:
    """Give the number of a chat's row, which is made where there is none."""
    number = await chat_number(connection, vault, key)
    if number is None:
        row = {"platform": key.platform, "chat": chat_digest(vault, key), "number": vault.seal(key.id), "changed": now}
        number = (await connection.execute(sa.insert(chats).values(row).returning(chats.c.id))).scalar_one()
    return number
