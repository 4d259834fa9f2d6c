"""Copies of a SQLite database, made and brought back while bots may be using it (SQLite's online backup)."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.storage.problems import StorageError


def back_up(database: Path, copy: Path, *, overwrite: bool) -> None:
    """Copy a database into one file that is readable for its owner only, and check the copy.

    Raises:
        StorageError: the copy cannot be made or is damaged, or the file is there and must not be overwritten.
    """
    if copy.exists() and (not overwrite or copy.samefile(database)):
        raise StorageError(f"{copy}: is there already; name another file, or overwrite it with --force")
    with _failing(copy):
        descriptor, aside = tempfile.mkstemp(dir=copy.absolute().parent)  # mode 0600
        os.close(descriptor)
        try:
            with _open(database) as source, _open(Path(aside)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")  # one file, without others beside it
            check(Path(aside), database)
            Path(aside).replace(copy)
        finally:
            Path(aside).unlink(missing_ok=True)


def bring_back(copy: Path, database: Path) -> None:
    """Put a copy in the place of a database, all of it or nothing; bots that use it go on with what it brings.

    Raises:
        StorageError: it cannot be written.
    """
    with _failing(database):
        try:
            _overwrite(database, copy)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # held by others, or no room: nothing to be thrown away
                raise
            for part in ("", "-wal", "-shm"):  # damaged beyond use
                Path(f"{database}{part}").unlink(missing_ok=True)
            os.close(os.open(database, os.O_RDWR | os.O_CREAT, 0o600))
            _overwrite(database, copy)


def check(database: Path, name: Path | None = None) -> None:
    """Have SQLite look at every page.

    Args:
        database: What to look at.
        name: What to call it, if it is a copy of something else.

    Raises:
        StorageError: it is no database, or damaged.
    """
    name = name or database
    with _failing(name):
        if not database.is_file():
            raise FileNotFoundError(2, "no such file")
        with _open(database) as connection:
            try:
                found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
            except sqlite3.OperationalError:  # held by others
                raise
            except sqlite3.DatabaseError as error:  # damaged so much that it cannot be looked at
                found = [str(error)]
        if found != ["ok"]:
            raise StorageError(f"{name}: is damaged ({'; '.join(found)}); restore a backup (wsisbot db restore)")


def _overwrite(database: Path, copy: Path) -> None:
    with _open(copy) as source, _open(database) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=WAL")


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file)) as connection:
        yield connection


@contextmanager
def _failing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{file}: cannot be used ({error.strerror}); mend the path, the rights or the disk") from error
    except sqlite3.Error as error:
        raise StorageError(
            f"{file}: cannot be used ({error}); name a sound database that no other program holds, "
            "or restore a backup (wsisbot db restore)"
        ) from error
