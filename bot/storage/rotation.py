"""Changing the key: all that is sealed is sealed anew, and all digests are made anew, in one transaction."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import metadata
from bot.storage.vault import Vault


async def seal_anew(connection: AsyncConnection, vault: Vault) -> dict[str, int]:
    """Bring every table under the vault's new key and give how many rows of each were written anew.

    Talks and the messages of the last half hour are dropped and voters blanked: of these only digests are kept, and what
    they were made of is known to nobody.

    Raises:
        StorageError: something is sealed with neither key.
    """
    counts: dict[str, int] = {}
    for table in metadata.sorted_tables:
        if connection.dialect.name == "postgresql":
            await connection.execute(sa.text(f"LOCK TABLE {table.name} IN EXCLUSIVE MODE"))
        lost = [column for column in table.columns if column.info.get("digest") and not column.info["made_of"]]
        if any(not column.nullable for column in lost):
            await connection.execute(sa.delete(table))
            continue
        rows = (await connection.execute(sa.select(table))).mappings().all()
        for row in rows:
            changes = dict.fromkeys((column.name for column in lost), None) | _anew(table, row, vault)
            if changes:
                here = sa.and_(*(column == row[column.name] for column in table.primary_key))
                await connection.execute(sa.update(table).where(here).values(changes))
                counts[table.name] = counts.get(table.name, 0) + 1
    return counts


def _anew(table: sa.Table, row: Mapping[Any, Any], vault: Vault) -> dict[str, bytes]:
    def text(name: str) -> str:
        return vault.unseal(row[name]) if table.columns[name].info.get("sealed") else str(row[name])

    changes = {}
    for column in table.columns:
        if column.info.get("sealed") and row[column.name] is not None:
            changes[column.name] = vault.seal(text(column.name))
        elif made_of := column.info.get("made_of"):
            purpose, *names = made_of
            if all(row[name] is not None for name in names):
                changes[column.name] = vault.digest(purpose, *map(text, names))
    return changes
