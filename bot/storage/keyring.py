"""What the store keeps about its key: a word by which the right key is recognised, and the salt of this month's voters."""

import datetime as dt
import secrets

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.problems import StorageError
from bot.storage.tables import keyring, votes
from bot.storage.vault import Vault

_CHECK = "check"
_SALT = "salt"
_WORD = "wsisbot"
_SALT_BYTES = 16


async def install(database: Database, connection: AsyncConnection, vault: Vault) -> None:
    """Write the word that the key is recognised by, where there is none yet, and a place for the salt."""
    entries = [{"name": _CHECK, "value": vault.seal(_WORD)}, {"name": _SALT, "value": vault.seal("")}]
    await connection.execute(database.insert(keyring).values(entries).on_conflict_do_nothing())


async def fits(connection: AsyncConnection, vault: Vault) -> bool:
    """Say whether this key is the one with which the database was sealed."""
    value = await connection.scalar(sa.select(keyring.c.value).where(keyring.c.name == _CHECK))
    try:
        return value is not None and vault.unseal(value) == _WORD
    except StorageError:
        return False


async def salt(connection: AsyncConnection, vault: Vault, now: dt.datetime) -> tuple[str, str]:
    """Give the present month and the salt of its voters.

    The salt is thrown away with its month: then nobody, not even the key's holder, can tell who voted.
    """
    value = await connection.scalar(sa.select(keyring.c.value).where(keyring.c.name == _SALT).with_for_update())
    month, _, salted = vault.unseal(value).partition(" ") if value else ("", "", "")
    if month < f"{now:%Y-%m}":  # a clock that steps back brings no salt back
        month, salted = f"{now:%Y-%m}", secrets.token_hex(_SALT_BYTES)
        await connection.execute(sa.update(votes).values(voter=None, answer=None))
        fresh = vault.seal(f"{month} {salted}")
        await connection.execute(sa.update(keyring).where(keyring.c.name == _SALT).values(value=fresh))
    return month, salted
