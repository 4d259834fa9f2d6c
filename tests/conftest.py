"""Fixtures of all tests: an isolated environment, a tiny knowledge base, the packaged one loaded once."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.cli import main
from bot.clock import use_packaged_zones
from bot.records.knowledge import Knowledge
from bot.records.load import load
from tests import tiny
from tests.databases import Postgres
from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import SPEC, FakeTelegram

Run = Callable[..., Result]
Spawn = Callable[..., subprocess.CompletedProcess[str]]

TERMINAL = ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
"""Variables by which rich guesses at a terminal."""

LONGEST_RUN = 120
"""Seconds after which a command that was started hangs."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make soak` ask for the full counts."""
    parser.addoption("--soak", action="store_true", help="run the load tests with their full counts")


@pytest.fixture(autouse=True, scope="session")
def _zones() -> None:
    use_packaged_zones()


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the developer's own settings, .env file, data and keys out of every test."""
    for name in list(os.environ):
        if name.startswith(("WSISBOT_", "TELEGRAM_", "DISCORD_")) or name in TERMINAL:
            monkeypatch.delenv(name)
    for name, folder in (("HOME", "home"), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    home = tmp_path / "cwd"
    home.mkdir()
    monkeypatch.chdir(home)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a directory with the tiny knowledge base; not to be written to."""
    return tiny.write(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def small(tiny_folder: Path) -> Assistant:
    """Give an assistant on the tiny knowledge base."""
    return Assistant(Engine(load(tiny_folder)))


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Give the knowledge that comes with the bot."""
    return load()


@pytest.fixture(scope="session")
def packaged(knowledge: Knowledge) -> Assistant:
    """Give an assistant on the knowledge that comes with the bot."""
    return Assistant(Engine(knowledge))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tiny_folder: Path) -> Run:
    """Give what runs a command in this process, on the tiny knowledge base unless the test has set another."""
    monkeypatch.setenv("WSISBOT_KNOWLEDGE_DIR", str(tiny_folder))

    def command(*arguments: str, **options: object) -> Result:
        result: Result = CliRunner().invoke(main, arguments, **options)  # type: ignore[arg-type]  # handed on as they are
        return result

    return command


@pytest.fixture
def spawn(monkeypatch: pytest.MonkeyPatch, tiny_folder: Path) -> Spawn:
    """Give what runs a command as a process of its own, as a user does: `python -m bot ...`."""
    monkeypatch.setenv("WSISBOT_KNOWLEDGE_DIR", str(tiny_folder))

    def command(*arguments: str, typed: bytes = b"", variables: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=typed,
            capture_output=True,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"} | (variables or {}),
            timeout=LONGEST_RUN,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return command


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """Give a Telegram that listens; a request that broke the Bot API's rules fails the test at its end."""
    async with FakeTelegram() as server:
        yield server
        assert not server.violations, "\n".join(map(str, server.violations))


@pytest.fixture
def telegram_spec() -> None:
    """Skip where the Bot API's description is not at hand: the fake then does not know every field and type."""
    if not SPEC.exists():
        pytest.skip(f"the Bot API's description is not at {SPEC}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Give a PostgreSQL server, started for the first test that asks for it."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database; the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store/wsisbot.sqlite3"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
async def fake_discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
    """Give a Discord that listens, and to which discord.py talks; a request that broke its rules fails the test at its end."""
    async with FakeDiscord() as server:
        monkeypatch.setattr(Route, "BASE", server.api_url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(server.gateway_url))
        yield server
    assert not server.violations, "\n".join(map(str, server.violations))
