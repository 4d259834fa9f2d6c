"""Moving everything from one database into another, empty one: SQLite and PostgreSQL, either way."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import schema
from bot.storage.database import Database
from bot.storage.problems import StorageError
from bot.storage.tables import metadata

AT_ONCE = 1000
"""Rows that are held in memory together."""


async def copy_into(source: Database, target: Database) -> dict[str, int]:
    """Copy all rows under their own numbers, in one transaction, and give how many of each table were written.

    What is sealed stays sealed: the target is opened with the key of the source.

    Raises:
        StorageError: the target is not empty, or one of them fails; the target is then as it was before.
    """
    counts = {}
    async with source.reading() as reading:
        target.make_file()
        async with target.writing() as writing:
            present = await writing.run_sync(schema.look, target.name)
            if present.present is not None:
                raise StorageError(f"{target.name}: is not empty; name an empty database, so that nothing in it is mixed up")
            await writing.run_sync(schema.upgrade)
            for table in metadata.sorted_tables:
                counts[table.name] = await _copy(reading, writing, table)
                if _numbered(table):
                    await _go_on_from(writing, table, await _last(reading, table))
    return counts


async def _copy(reading: AsyncConnection, writing: AsyncConnection, table: sa.Table) -> int:
    # A row may point to a later one of its own table.
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    pointers: list[dict[str, Any]] = []
    count = 0
    async with reading.stream(sa.select(table).order_by(*table.primary_key)) as result:
        async for rows in result.mappings().partitions(AT_ONCE):
            await writing.execute(sa.insert(table), [{**row} | dict.fromkeys(own) for row in rows])
            count += len(rows)
            pointers += [
                {"row": row["id"], **{name: row[name] for name in own}} for row in rows if any(row[name] for name in own)
            ]
    if pointers:
        await writing.execute(sa.update(table).where(table.c.id == sa.bindparam("row")), pointers)
    return count


def _numbered(table: sa.Table) -> bool:
    return table.autoincrement_column is not None


async def _last(reading: AsyncConnection, table: sa.Table) -> int:
    """Give the last number that a table has given, 0 for none; its row may be gone."""
    highest = await reading.scalar(sa.select(sa.func.max(table.c.id))) or 0
    if reading.dialect.name == "postgresql":
        sequence = await reading.scalar(_sequence(table))
        given = await reading.scalar(sa.text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"))  # noqa: S608 - the database's own name
    elif table.dialect_kwargs["sqlite_autoincrement"]:
        given = await reading.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
    else:
        given = 0
    return max(highest, given or 0)


async def _go_on_from(writing: AsyncConnection, table: sa.Table, last: int) -> None:
    """Have a table number its next row after the last one of the source."""
    if not last:
        return
    if writing.dialect.name == "postgresql":
        command = sa.text("SELECT setval(CAST(:name AS regclass), :last)")
        await writing.execute(command, {"name": await writing.scalar(_sequence(table)), "last": last})
    elif table.dialect_kwargs["sqlite_autoincrement"]:
        for change in ("DELETE FROM sqlite_sequence WHERE name = :name", "INSERT INTO sqlite_sequence VALUES (:name, :last)"):
            await writing.execute(sa.text(change), {"name": table.name, "last": last})


def _sequence(table: sa.Table) -> sa.Select[tuple[str]]:
    return sa.select(sa.func.pg_get_serial_sequence(table.name, "id"))
