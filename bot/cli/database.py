"""The operator's commands for the database: `wsisbot db ...`."""

from pathlib import Path
from types import ModuleType

import click

from bot.cli.problems import InputError
from bot.cli.shared import tell
from bot.clock import system_clock

_FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
_FORCE = click.option("--force", is_flag=True, help="Overwrite what is there.")


def _tending() -> ModuleType:
    # Not above: SQLAlchemy would make every other command start late.
    from bot.storage import tending  # noqa: PLC0415

    return tending


@click.group("db", epilog="Example: wsisbot db status")
def database() -> None:
    """Look after the database: bring it up to date, copy it, change its key."""


@database.command(epilog="Example: wsisbot db upgrade")
def upgrade() -> None:
    """Make the database, or bring it up to date; the bot does so itself when it starts."""
    tell(_tending().upgrade)


@database.command(epilog="Example: wsisbot db status")
def status() -> None:
    """Check the database and its key, count its rows, and say what waits to be delivered."""
    tell(lambda settings: _tending().status(settings, system_clock()))


@database.command(epilog="Example: wsisbot db backup wsisbot-monday.sqlite3")
@_FILE
@_FORCE
def backup(file: Path, force: bool) -> None:
    """Copy the SQLite database into FILE and check the copy; the bot may go on. The key is not in it."""
    tell(lambda settings: _tending().back_up(settings, file, overwrite=force))


@database.command(epilog="Example: wsisbot db restore wsisbot-monday.sqlite3 --force")
@_FILE
@_FORCE
def restore(file: Path, force: bool) -> None:
    """Put a copy that `backup` made in the place of the SQLite database; what was due since comes again, and says so."""
    tell(lambda settings: _tending().restore(settings, file, system_clock(), overwrite=force))


@database.command(epilog="Example: wsisbot db copy postgresql://wsisbot@db.example.org/wsisbot, or: wsisbot db copy @address.txt")
@click.argument("to_url")
def copy(to_url: str) -> None:
    """Move everything into another, empty database, SQLite or PostgreSQL; stop every bot on this one before.

    TO_URL is written as for WSISBOT_DATABASE_URL. With @FILE it is read from a file, so that no password is seen in the list
    of processes.
    """
    tell(lambda settings: _tending().copy(settings, _address(to_url)))


@database.command(epilog="Example: wsisbot db rotate")
def rotate() -> None:
    """Encrypt everything anew, from WSISBOT_DATA_KEY_OLD to the key of now; stop every bot on the database before."""
    tell(_tending().rotate)


@database.command(epilog="Example: wsisbot db key")
def key() -> None:
    """Print a new key, for WSISBOT_DATA_KEY or a file that WSISBOT_DATA_KEY_FILE names."""
    from bot.storage.vault import new_key  # noqa: PLC0415 - as above

    click.echo(new_key())


def _address(typed: str) -> str:
    if not typed.startswith("@"):
        return typed
    file = Path(typed[1:])
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{file}: cannot be read ({problem}); name a file that holds the address of a database") from None
