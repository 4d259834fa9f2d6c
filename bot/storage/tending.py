"""What an operator does to the database: bring it up to date, look at it, copy it, change its key; each says what was done."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa

from bot.settings import Settings
from bot.storage import backup, copying, keyring, opening, overseeing
from bot.storage.database import Database, locate
from bot.storage.deliveries import Deliveries
from bot.storage.key import find_key
from bot.storage.problems import StorageError
from bot.storage.tables import deliveries, metadata
from bot.storage.vault import Vault


async def upgrade(settings: Settings) -> AsyncIterator[str]:
    """Make the database, or bring it up to date.

    Raises:
        StorageError: as with all of these, it cannot be done; the message says how to mend that.
    """
    async with opening.opened(settings, upgrade=True) as ready:
        yield f"{ready.database.name}: is at step {ready.step}, the newest."


async def status(settings: Settings, now: dt.datetime) -> AsyncIterator[str]:
    """Say how the database is; changes nothing."""
    async with opening.opened(settings, upgrade=False) as ready:
        if ready.database.file:
            backup.check(ready.database.file)
        yield f"database: {ready.database.name}"
        yield f"tables:   at step {ready.step}, the newest"
        yield f"key:      {ready.key.found}"
        async with ready.database.reading() as connection:
            for table in metadata.sorted_tables:
                count = await connection.scalar(sa.select(sa.func.count()).select_from(table))
                yield f"rows:     {count:6} {table.name}"
            async for line in overseeing.counted(connection, now):
                yield line


async def back_up(settings: Settings, copy: Path, *, overwrite: bool) -> AsyncIterator[str]:
    """Copy the database into a file, while bots may be using it."""
    database, file = await _sqlite(settings, "pg_dump --format=custom --file=FILE NAME")
    if (await opening.look(database)).present is None:
        raise StorageError(f"{file}: is not made yet, so there is nothing to copy")
    await database.close()
    backup.back_up(file, copy, overwrite=overwrite)
    yield f"{copy}: a copy of {file}, checked. The key is not in it: keep a copy of the key elsewhere."


async def restore(settings: Settings, copy: Path, now: dt.datetime, *, overwrite: bool) -> AsyncIterator[str]:
    """Put a copy in the place of the database, after making sure that it can be used with the key of now.

    What was due since it was made may have been posted: that is noted before a running bot can see it.
    """
    database, file = await _sqlite(settings, "pg_restore --clean --if-exists --dbname=NAME FILE")
    if file.exists() and file.stat().st_size and not overwrite:
        raise StorageError(f"{file}: is there already; keep a copy of it (wsisbot db backup), then overwrite it with --force")
    vault = await _fit(copy, settings, file)
    database.make_file()
    aside = file.with_name(f"{file.name}.restored")
    try:
        backup.back_up(copy, aside, overwrite=True)
        count = await _doubted(aside, vault, now)
        backup.bring_back(aside, file)
    finally:
        aside.unlink(missing_ok=True)
    yield f"{file}: is again what it was in {copy}."
    if count:
        yield f"Reminders and notices that were due since then: {count}. They may have been posted; they come again, and say so."


async def copy(settings: Settings, to: str) -> AsyncIterator[str]:
    """Move everything into another, empty database, and say what is to be set to use it."""
    other = Database(locate(settings.on(to)))
    try:
        async with opening.opened(settings, upgrade=False) as ready:
            if other.name == ready.database.name:
                raise StorageError(f"{other.name}: is the database to copy from; name another, empty one")
            counts = await copying.copy_into(ready.database, other)
            rows = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if count)
            yield f"{other.name}: holds all of {ready.database.name} now (rows: {rows})."
            yield f"Set WSISBOT_DATABASE_URL to it, and keep the key, which is {ready.key.found}: it is the key of both."
            if other.file is None and ready.key.found != "WSISBOT_DATA_KEY":
                yield f"PostgreSQL needs it to be set: WSISBOT_DATA_KEY_FILE={ready.key.found}"
    finally:
        await other.close()


async def rotate(settings: Settings) -> AsyncIterator[str]:
    """Seal everything with the new key."""
    counts = await opening.change_key(settings)
    rows = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    yield f"Everything is sealed with the new key now (rows: {rows}). WSISBOT_DATA_KEY_OLD can go."


async def _fit(copy: Path, settings: Settings, file: Path) -> Vault:
    """Make sure that a file is a sound database of ours that the key of now opens, and give its vault."""
    backup.check(copy)
    async with _file(copy) as source:
        if (await opening.look(source)).present is None:
            raise StorageError(f"{copy}: is an empty database; name a file that `wsisbot db backup` made")
        key = find_key(settings, file, make=False)
        vault = Vault(key.text)
        async with source.reading() as connection:
            if not await keyring.fits(connection, vault):
                raise StorageError(f"{copy}: the key of {key.found} is not the one that it was sealed with; set that one first")
    return vault


async def _doubted(file: Path, vault: Vault, now: dt.datetime) -> int:
    async with _file(file) as database:
        async with database.reading() as connection:
            kept = await connection.run_sync(lambda sync: sa.inspect(sync).has_table(deliveries.name))
        return await Deliveries(database, vault, "").doubt(now) if kept else 0  # the first versions had no reminders


@asynccontextmanager
async def _file(file: Path) -> AsyncIterator[Database]:
    database = Database(sa.URL.create("sqlite+aiosqlite", database=str(file)))
    try:
        yield database
    finally:
        await database.close()


async def _sqlite(settings: Settings, instead: str) -> tuple[Database, Path]:
    database = Database(locate(settings))
    if database.file is None:
        raise StorageError(f"{database.name}: PostgreSQL has tools of its own for this; use: {instead}")
    return database, database.file
