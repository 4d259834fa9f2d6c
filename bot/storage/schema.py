"""The version of a database's tables: which it has, which this program needs, and the steps between."""

import functools
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.storage.problems import StorageError

VERSION_TABLE = "wsisbot_version"
"""The table with the number of the last step; its name tells our databases from others."""

_LOCK = 0x77736973
"""The number of the lock on PostgreSQL: "wsis" in ASCII."""

_MIGRATIONS = Path(__file__).with_name("migrations")


@dataclass(frozen=True, slots=True)
class Schema:
    """The number of the last step that a database has (None: nothing yet), and of the last one that there is."""

    present: str | None
    newest: str

    @property
    def current(self) -> bool:
        """Whether the database has all steps."""
        return self.present == self.newest


@functools.cache
def steps() -> tuple[str, ...]:
    """Give the numbers of all steps, the first one first."""
    return tuple(script.revision for script in reversed(list(ScriptDirectory(str(_MIGRATIONS)).walk_revisions())))


def look(connection: sa.Connection, name: str) -> Schema:
    """Give the version of a database.

    Raises:
        StorageError: it is not ours, or newer than this program.
    """
    known = steps()
    tables = sa.inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        if tables:
            raise StorageError(
                f"{name}: holds tables of something else ({', '.join(sorted(tables)[:3])}); "
                "name a database that is empty or was made by wsisbot"
            )
        return Schema(None, known[-1])
    present = connection.scalar(sa.select(sa.column("version_num")).select_from(sa.table(VERSION_TABLE)))
    if present not in known:
        raise StorageError(
            f"{name}: was made by a newer wsisbot (its tables are at step {present}, this program knows {known[-1]}); "
            "install the newer version again, or restore a backup from before"
        )
    return Schema(present, known[-1])


def upgrade(connection: sa.Connection, to: str = "head") -> None:
    """Run the missing steps within the transaction of the connection."""
    if connection.dialect.name == "postgresql":
        # Several processes may start at once; the others wait here until the first is through.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
