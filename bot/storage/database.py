"""The database behind the store: where it is, how it is opened, and what is said when it fails."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any, cast

import aiosqlite
import platformdirs
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.settings import Settings
from bot.storage.lookup import ready
from bot.storage.problems import StorageError

FILE = "wsisbot.sqlite3"

BUSY_SECONDS = 20
"""How long a process waits while another one writes to the same SQLite file."""

CONNECT_SECONDS = 10
"""How long PostgreSQL may take to answer a connection."""

COMMAND_SECONDS = 60
"""How long PostgreSQL may take over one command."""

_WRITE = "wsisbot_write"
"""Execution option of connections that will write: SQLite has to be told at the beginning of the transaction."""

_FILE = "wsisbot_file"
"""Where a connection notes which file it has open."""

_MENDING = {
    # SQLite, by what its message says
    "unable to open database file": "make its folder one that the bot's user may write to",
    "readonly database": "let the bot's user write to the file and its folder",
    "database is locked": "another program holds it for long; end that one, or wait",
    "disk is full": "make room on the disk",
    "disk i/o error": "look after the disk, and restore a backup if the file has suffered",
    "file is not a database": "it is damaged or something else; name another file, or restore a backup (wsisbot db restore)",
    "malformed": "it is damaged; restore a backup (wsisbot db restore)",
    # PostgreSQL, by the class or code of its errors (appendix "PostgreSQL Error Codes" of its manual)
    "28": "mend user and password in WSISBOT_DATABASE_URL, and what pg_hba.conf allows",
    "3D": "make the database first (createdb), or mend its name in WSISBOT_DATABASE_URL",
    "42501": "let the user create and change tables there (GRANT)",
    "25006": "name the primary server in WSISBOT_DATABASE_URL, not one that may only be read",
    "53100": "make room on the server's disk",
    "53300": "raise max_connections, or end other programs",
    "57": "wait until the server has started again",
    "08": "wait until the server can be reached again",
}
_LOST = "see whether the server runs and can be reached, and mend host and port in WSISBOT_DATABASE_URL"
_ELSE = "look up what the database says"


def locate(settings: Settings) -> sa.URL:
    """Give the address of the database that the settings name, with the driver that is used.

    Raises:
        StorageError: the address cannot be used.
    """
    if settings.database_url is None:
        folder = settings.data_dir or _data_folder()
        return sa.URL.create("sqlite+aiosqlite", database=str(folder.absolute() / FILE))
    try:
        url = sa.make_url(settings.database_url.get_secret_value())
    except (ArgumentError, ValueError):  # their messages repeat what stands there, a password maybe
        raise StorageError(
            "WSISBOT_DATABASE_URL cannot be taken apart; write postgresql://user:password@host:5432/name, "
            "with % codes for special characters in the password (%40 for @, %2F for /, %3A for :)"
        ) from None
    if url.get_backend_name() != "sqlite":
        # libpq's name for what asyncpg calls ssl
        query = {{"sslmode": "ssl"}.get(key, key): value for key, value in url.query.items()}
        return url.set(drivername="postgresql+asyncpg", query=query)
    if not url.database or url.database.startswith((":memory:", "file:")):
        raise StorageError(
            "WSISBOT_DATABASE_URL names no file; write sqlite:////var/lib/wsisbot/wsisbot.sqlite3 (four slashes before an "
            "absolute path, three before a relative one)"
        )
    return sa.URL.create("sqlite+aiosqlite", database=str(Path(url.database).absolute()))


def _data_folder() -> Path:
    folder = platformdirs.user_data_path("wsisbot", appauthor=False)
    # One folder on macOS and Windows; the key lies in it, and must not lie beside the data.
    return folder / "data" if folder == platformdirs.user_config_path("wsisbot", appauthor=False) else folder


class Database:
    """A SQLite file or a PostgreSQL server, and the two ways to use it: reading and writing.

    Attributes:
        name: What people call it: the file, or the address without its password.
        file: The SQLite file; None for PostgreSQL.
    """

    def __init__(self, url: sa.URL) -> None:
        """Take an address that `locate` gave; nothing is opened yet.

        Raises:
            StorageError: the driver is not installed.
        """
        self.file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
        kept = {key: value for key, value in url.query.items() if key == "host"}
        bare = url.set(drivername="postgresql", query=kept)
        self.name = str(self.file) if self.file else bare.render_as_string(hide_password=True)
        # Taken by tasks of this process in turn: SQLite lets one write at a time, and waits for others by polling.
        self._turn = asyncio.Lock()
        self._looking: aiosqlite.Connection | None = None
        self._looked_at = (0, 0)
        self._opening = asyncio.Lock()
        arguments: dict[str, Any] = (
            {"timeout": BUSY_SECONDS}
            if self.file
            else {
                "timeout": CONNECT_SECONDS,
                "command_timeout": COMMAND_SECONDS,
                "server_settings": {"application_name": "wsisbot"},
            }
        )
        try:
            self._engine = create_async_engine(url, connect_args=arguments, hide_parameters=True, pool_pre_ping=self.file is None)
        except ModuleNotFoundError:
            raise StorageError(f"{self.name}: PostgreSQL's driver is missing; install wsisbot[postgres]") from None
        if self.file:
            event.listen(self._engine.sync_engine, "connect", _set_up_sqlite)
            event.listen(self._engine.sync_engine, "begin", _begin_sqlite)
            event.listen(self._engine.sync_engine, "do_connect", self._note_file)
            event.listen(self._engine.sync_engine, "checkout", self._same_file)

    def make_file(self) -> None:
        """Make the SQLite file, readable for its owner only; nothing happens where there is one, or on PostgreSQL.

        Raises:
            StorageError: it cannot be made there.
        """
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StorageError(
                f"{self.file}: cannot be made or written there ({error.strerror}); mend the rights, "
                "or name another folder by WSISBOT_DATA_DIR"
            ) from None
        if not self.file.stat().st_size:
            # Readers and the one writer then do not wait for each other. The file remembers it.
            with self.failing(), closing(sqlite3.connect(self.file, timeout=BUSY_SECONDS)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that sees one state of the database.

        Raises:
            StorageError: the database fails.
        """
        with self.failing():
            engine = self._engine if self.file else self._engine.execution_options(isolation_level="REPEATABLE READ")
            async with engine.connect() as connection:
                yield connection

    async def look_up(self, statement: sa.Select[Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give the only row that a SELECT finds, for what every answer waits for; one command needs no transaction.

        Each step on SQLite waits for its thread, and then for its turn among all that is under way. SQLAlchemy takes a dozen of
        them, where the driver itself takes one.

        Args:
            statement: A SELECT that is made once and always the same; values are bound by name.
            values: What is bound.

        Raises:
            StorageError: the database fails.
        """
        with self.failing():
            if self.file is None:
                engine = self._engine.execution_options(isolation_level="AUTOCOMMIT")
                async with engine.connect() as connection:
                    return dict((await connection.execute(statement, values)).mappings().one())
            lookup = ready(statement)
            looking = await self._open_looking(self.file)
            rows = list(await looking.execute_fetchall(lookup.text, lookup.bound(values)))
            return lookup.row(rows[0])

    async def _open_looking(self, file: Path) -> aiosqlite.Connection:
        async with self._opening:
            present = self._file_of_now()
            if self._looking is not None and self._looked_at != present:
                await self._looking.close()
                self._looking = None
            if self._looking is None:
                self._looked_at = present
                # A URI, so that a file that is gone is not made anew.
                self._looking = await aiosqlite.connect(
                    f"{file.as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None
                )
            return self._looking

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection whose changes are kept together at the end, or not at all where an error is raised.

        Raises:
            StorageError: the database fails.
        """
        with self.failing():
            engine = self._engine.execution_options(**{_WRITE: True})
            if self.file is None:
                async with engine.begin() as connection:
                    yield connection
            else:
                async with self._turn, engine.begin() as connection:
                    yield connection

    def insert(self, table: sa.Table) -> postgresql.Insert:
        """Give an INSERT that can also say what to do where the row is there; both databases spell it alike."""
        return postgresql.insert(table) if self.file is None else cast("postgresql.Insert", sqlite.insert(table))

    async def numbers(self, connection: AsyncConnection, table: sa.Table, many: int) -> Sequence[int]:
        """Give numbers (`id`) for rows that are about to be written, and that nobody else is given.

        With them many rows go into one command; without, each has to be asked for the number that it was given.
        """
        if self.file:  # nobody else writes meanwhile
            last = await connection.scalar(sa.select(sa.func.max(table.c.id))) or 0
            return range(last + 1, last + 1 + many)
        sequence = sa.cast(sa.func.pg_get_serial_sequence(table.name, "id"), postgresql.REGCLASS)
        each = sa.select(sa.func.nextval(sequence)).select_from(sa.func.generate_series(1, many))
        return (await connection.scalars(each)).all()

    async def close(self) -> None:
        """Close all connections."""
        if self._looking:
            await self._looking.close()
            self._looking = None
        await self._engine.dispose()

    def _note_file(self, _: object, record: ConnectionPoolEntry, *__: object) -> None:
        record.info[_FILE] = self._file_of_now()  # SQLite would make one where there is none

    def _same_file(self, _: object, record: ConnectionPoolEntry, __: object) -> None:
        """Leave a file that is not the database any more, since another was put in its place: what is written there is lost."""
        if record.info[_FILE] != self._file_of_now():
            raise InvalidatePoolError("another file is in its place")

    def _file_of_now(self) -> tuple[int, int]:
        try:
            status = cast("Path", self.file).stat()
        except OSError as error:
            raise StorageError(
                f"{self.file}: is not there ({error.strerror}); put it back, or restore a backup (wsisbot db restore)"
            ) from None
        return status.st_dev, status.st_ino

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Turn what the database raises into what people can mend."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            orig = error.orig if isinstance(error, DBAPIError) else error
            raise StorageError(f"{self.name}: {_said(orig)}; {_mending(orig)}") from error
        except (OSError, PoolTimeoutError) as error:
            # The address is told already, and some of these errors have no words but a number.
            reason = (isinstance(error, OSError) and error.strerror) or str(error) or "no answer in time"
            raise StorageError(f"{self.name}: cannot be reached ({reason}); {_LOST}") from error
        except TypeError as error:
            if "unexpected keyword argument" not in str(error):
                raise
            raise StorageError(f"{self.name}: has an option that is not known ({error}); mend WSISBOT_DATABASE_URL") from error


def _said(error: BaseException | None) -> str:
    """Give the first line of a driver's message, without the name of the class before it."""
    lines = str(error).splitlines() or ["it failed"]
    return lines[0].removeprefix(f"{type(error)}: ")


def _mending(error: BaseException | None) -> str:
    code = str(getattr(error, "sqlstate", None) or "")
    said = str(error).lower()
    for sign, mending in _MENDING.items():
        if code.startswith(sign) if code else sign in said:
            return mending
    return _ELSE


def _set_up_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's own type
    # SQLAlchemy's documentation, "Enabling Non-Legacy SQLite Transactional Modes": the driver would begin transactions
    # only at the first change, and never for SELECT or CREATE TABLE.
    connection.isolation_level = None
    cursor = connection.cursor()
    # What was said to be kept outlives a power cut; what is deleted is overwritten, not only unlisted.
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A transaction that reads first and writes later cannot wait for its turn and would fail; so a writer asks at once.
    writes = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
