"""Where the key comes from: the settings, or a file in the user's configuration that is made once, never beside the data."""

import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from bot.settings import Settings, key_bytes
from bot.storage.problems import StorageError
from bot.storage.vault import new_key

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Key:
    """A key and, for people, where it was found."""

    text: str
    found: str

    def __repr__(self) -> str:
        return f"Key(found={self.found!r})"


def key_file() -> Path:
    """Give the place of the key that the bot makes for itself: the user's configuration directory."""
    return platformdirs.user_config_path("wsisbot", appauthor=False) / "data.key"


def find_key(settings: Settings, database: Path | None, *, make: bool) -> Key:
    """Give the key of the settings, else that of the key file.

    Args:
        settings: Where a key may be named.
        database: The SQLite file that it is for; None for PostgreSQL, which other machines may share.
        make: Whether to make the file if there is none, because nothing has been sealed yet.

    Raises:
        StorageError: there is no key, or it cannot be read or made.
    """
    if settings.data_key:
        return Key(settings.data_key.get_secret_value(), "WSISBOT_DATA_KEY")
    if database is None:
        raise StorageError(
            "PostgreSQL needs a key that every bot on it shares, and none is set: make one with `wsisbot db key`, "
            "keep it apart from the database, and set WSISBOT_DATA_KEY, or WSISBOT_DATA_KEY_FILE to a file that holds it"
        )
    file = key_file()
    try:
        if make and not file.exists():
            _make(file, database)
        return Key(_checked(file), str(file))
    except FileNotFoundError:
        raise StorageError(
            f"{database}: its key is gone, for {file} is not there and WSISBOT_DATA_KEY is not set; without the key nothing "
            "in it can be read: put the key back, or move the database away to begin anew"
        ) from None
    except OSError as error:
        raise StorageError(
            f"{file}: the key cannot be kept or read there ({error.strerror}); mend the rights, or set WSISBOT_DATA_KEY"
        ) from None


def _checked(file: Path) -> str:
    text = file.read_text(encoding="ascii", errors="replace").strip()
    try:
        key_bytes(text)
    except ValueError as problem:
        raise StorageError(f"{file}: {problem}, or put back the file as it was") from None
    return text


def _make(file: Path, database: Path) -> None:
    if file.resolve().is_relative_to(database.resolve().parent):
        raise StorageError(
            f"{file}: a key made there would lie with the data that it protects, in {database.parent}; "
            "set WSISBOT_DATA_KEY, or WSISBOT_DATA_KEY_FILE to a file elsewhere (`wsisbot db key` makes a key)"
        )
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written aside and then linked, so that of several processes one wins, and none ever reads half a key.
    descriptor, aside = tempfile.mkstemp(dir=file.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(f"{new_key()}\n")
            stream.flush()
            os.fsync(stream.fileno())
        Path(file).hardlink_to(aside)
    except FileExistsError:
        return
    finally:
        Path(aside).unlink()
    _log.warning(
        "A new key was made in %s. Keep a copy of it apart from the database: without it nothing kept can be read.", file
    )
