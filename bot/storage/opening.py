"""Opening a database: its tables brought up to date, its key found and tried; and changing that key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.settings import Settings
from bot.storage import keyring, schema
from bot.storage.database import Database, locate
from bot.storage.key import Key, find_key
from bot.storage.problems import StorageError
from bot.storage.rotation import seal_anew
from bot.storage.schema import Schema
from bot.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Opened:
    """A database at this program's version, the number of the last step of its tables, and the key that fits it."""

    database: Database
    step: str
    key: Key

    @property
    def vault(self) -> Vault:
        """The vault of the key."""
        return Vault(self.key.text)


@asynccontextmanager
async def opened(settings: Settings, *, upgrade: bool) -> AsyncIterator[Opened]:
    """Open the database that the settings name.

    Args:
        settings: Where the database and the key are named.
        upgrade: Whether to make the database, or bring it up to date, if need be.

    Raises:
        StorageError: it cannot be used; the message says why and how to mend it.
    """
    async with _closing(settings) as database:
        present = await look(database)
        if not present.current and not upgrade:
            behind = f"is at step {present.present} of {present.newest}" if present.present else "is not made yet"
            raise StorageError(f"{database.name}: {behind}; run `wsisbot db upgrade`")
        key = find_key(settings, database.file, make=present.present is None)
        database.make_file()
        async with database.writing() as connection:
            if not present.current:
                await connection.run_sync(schema.upgrade)
                await keyring.install(database, connection, Vault(key.text))
            await _try(connection, database, key, settings)
        yield Opened(database, present.newest, key)


async def change_key(settings: Settings) -> dict[str, int]:
    """Seal everything with the key that is set now instead of the old one; give how many rows of each table were written.

    Doing it again does no harm. No bot may use the database meanwhile: it would go on with the old key.

    Raises:
        StorageError: no old key is set, or the database cannot be used.
    """
    if settings.data_key_old is None:
        raise StorageError(
            "there is no old key to change from: set WSISBOT_DATA_KEY_OLD (or WSISBOT_DATA_KEY_OLD_FILE) to the key of now "
            "and WSISBOT_DATA_KEY to the new one (`wsisbot db key` makes one)"
        )
    old = settings.data_key_old.get_secret_value()
    async with _closing(settings) as database:
        present = await look(database)
        if present.present is None:
            raise StorageError(f"{database.name}: is not made yet, so there is nothing to change")
        key = find_key(settings, database.file, make=False)
        async with database.writing() as connection:
            await connection.run_sync(schema.upgrade)
            if not await keyring.fits(connection, Vault(old)):
                await _try(connection, database, key, settings)
            return await seal_anew(connection, Vault(key.text, old))


async def look(database: Database) -> Schema:
    """Give the version of a database; makes nothing.

    Raises:
        StorageError: it is not ours, is newer than this program, or cannot be reached.
    """
    if database.file and not database.file.exists():
        return Schema(None, schema.steps()[-1])
    async with database.reading() as connection:
        return await connection.run_sync(schema.look, database.name)


@asynccontextmanager
async def _closing(settings: Settings) -> AsyncIterator[Database]:
    database = Database(locate(settings))
    try:
        yield database
    finally:
        await database.close()


async def _try(connection: AsyncConnection, database: Database, key: Key, settings: Settings) -> None:
    if await keyring.fits(connection, Vault(key.text)):
        return
    old = settings.data_key_old
    if old and await keyring.fits(connection, Vault(old.get_secret_value())):
        raise StorageError(
            f"{database.name}: is still sealed with the old key; stop every bot that uses it, and run `wsisbot db rotate`"
        )
    raise StorageError(
        f"{database.name}: the key of {key.found} is not the one that it was sealed with; set the right one, "
        "or move the database away to begin anew"
    )
