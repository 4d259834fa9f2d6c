"""A SELECT made ready for SQLite's own driver: its text, and what turns values into SQLite's and back."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect(paramstyle="named")

Turned = Callable[[Any], Any] | None
"""What turns a value; None where it stays as it is."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A SELECT as SQLite's driver takes it.

    Attributes:
        text: The SQL, with named parameters.
        binds: What turns a parameter's value, by its name.
        columns: What turns a column's value, by its name, in their order.
    """

    text: str
    binds: Mapping[str, Turned]
    columns: Mapping[str, Turned]

    def bound(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give values as SQLite takes them."""
        return {name: _turned(self.binds[name], value) for name, value in values.items()}

    def row(self, found: Sequence[Any]) -> dict[str, Any]:
        """Give a row that SQLite found, by column."""
        return {name: _turned(turn, value) for (name, turn), value in zip(self.columns.items(), found, strict=True)}


@functools.cache
def ready(statement: sa.Select[Any]) -> Lookup:
    """Make a SELECT ready, once; all its values have to be bound by name."""
    compiled = statement.compile(dialect=_DIALECT)
    binds = {name: bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for name, bind in compiled.binds.items()}
    columns = {
        column.name: column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None) for column in statement.selected_columns
    }
    return Lookup(str(compiled), binds, columns)


def _turned(turn: Turned, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return value if turn is None else turn(value)
