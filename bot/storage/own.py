"""What is kept of a person, over all tables: given out and forgotten by what the columns say of themselves."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import chats, metadata
from bot.storage.vault import Vault

Digests = Mapping[str, bytes]
"""The digests by which a person's rows are found: "person", "chat" (the private one) and "voter"."""


async def export(connection: AsyncConnection, vault: Vault, digests: Digests) -> dict[str, Any]:
    """Give a person's rows by table, sealed values opened, digests left out, ready for JSON."""
    private = sa.select(chats.c.id).where(chats.c.chat == digests["chat"])
    found = {}
    for table in reversed(metadata.sorted_tables):
        matches = [column == digests[column.info["found_by"]] for column in table.columns if column.info.get("forget")]
        # What hangs on the private chat goes with it when it is forgotten.
        matches += [key.parent.in_(private) for key in table.foreign_keys if key.column.table is chats]
        if matches:
            rows = await connection.execute(sa.select(table).where(sa.or_(*matches)))
            found[table.name] = [readable(table, row, vault) for row in rows.mappings()]
    return {name: rows for name, rows in found.items() if rows}


async def erase(connection: AsyncConnection, digests: Digests) -> dict[str, int]:
    """Delete a person's rows, or empty the column where the row belongs to others too; give how many of each table."""
    counts = {}
    for table, columns in _finding():
        count = 0
        for column in columns:
            theirs = column == digests[column.info["found_by"]]
            whole_row = column.info["forget"] == "row"
            blank = dict.fromkeys((column.name, *column.info["takes"]))
            change = sa.delete(table) if whole_row else sa.update(table).values(blank)
            count += (await connection.execute(change.where(theirs))).rowcount
        counts[table.name] = count
    return {name: count for name, count in counts.items() if count}


def readable(table: sa.Table, row: Mapping[Any, Any], vault: Vault) -> dict[str, Any]:
    """Give a row as plain JSON values, without digests, row numbers, what is our own affair, and what is empty."""
    shown = {
        column.name: _plain(column, row[column.name], vault)
        for column in table.columns
        if not (column.info.get("digest") or column.info.get("inner") or column.primary_key or column.foreign_keys)
    }
    return {name: value for name, value in shown.items() if value is not None}


def _plain(column: sa.Column[Any], value: Any, vault: Vault) -> Any:  # noqa: ANN401 - as the column has it
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if value is not None and column.info.get("sealed"):
        text = vault.unseal(value)
        return json.loads(text) if column.info["json"] else text
    return value


def _finding() -> Iterator[tuple[sa.Table, list[sa.Column[Any]]]]:
    """Give the tables that hold somebody's rows with the columns to find them by, those that lean on others first."""
    for table in reversed(metadata.sorted_tables):
        columns = [column for column in table.columns if column.info.get("forget")]
        if columns:
            yield table, columns
