"""`wsisbot db`: the operator's commands, as they are typed."""

import asyncio
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.message import ChatKey, ChatKind
from bot.settings import Settings, key_bytes
from bot.storage.key import key_file
from bot.storage.model import ChatSettings
from bot.storage.store import open_store
from tests.conftest import Run
from tests.databases import KEY, OTHER_KEY, Postgres, Watch

GROUP = ChatKey("telegram", "-100200300")
TOKYO = ChatSettings(zone="Asia/Tokyo")


def using(*, zone: str | None = None) -> ChatSettings:
    """Change the group's zone if one is given, and give its settings."""

    async def used() -> ChatSettings:
        async with open_store(Settings.from_environment(), Watch()) as store:
            if zone:
                await store.change_chat(GROUP, ChatKind.GROUP, zone=zone)
            return await store.chat(GROUP)

    return asyncio.run(used())


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of the database."""
    monkeypatch.setenv("WSISBOT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def database(data: Path) -> Path:
    """Give a database with something in it."""
    using(zone="Asia/Tokyo")
    return data / "wsisbot.sqlite3"


def refused(run: Run, *arguments: str) -> str:
    """Run a command that cannot be done, and give what it says."""
    done = run("db", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_database_is_made_and_looked_at(run: Run, data: Path) -> None:
    assert "wsisbot db upgrade" in refused(run, "status")
    assert not data.exists()
    for _ in range(2):
        made = run("db", "upgrade")
        assert (made.exit_code, str(data) in made.stdout) == (0, True)
    using(zone="Asia/Tokyo")
    told = run("db", "status")
    assert (told.exit_code, told.stderr) == (0, "")
    assert str(data) in told.stdout
    assert str(key_file()) in told.stdout
    assert "1 chats" in told.stdout
    assert key_file().read_text(encoding="ascii").strip() not in told.stdout


def test_the_commands_work_on_postgresql_too(run: Run, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSISBOT_DATABASE_URL", postgres.new_database().replace("@", ":hunter2@", 1))
    assert "WSISBOT_DATA_KEY" in refused(run, "upgrade")
    monkeypatch.setenv("WSISBOT_DATA_KEY", KEY)
    assert run("db", "upgrade").exit_code == 0
    using(zone="Asia/Tokyo")
    told = run("db", "status")
    assert "1 chats" in told.stdout
    assert "hunter2" not in told.output
    monkeypatch.setenv("WSISBOT_DATA_KEY", OTHER_KEY)
    monkeypatch.setenv("WSISBOT_DATA_KEY_OLD", KEY)
    assert run("db", "rotate").exit_code == 0
    assert using() == TOKYO
    for command, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        assert tool in refused(run, command, "file")


def test_a_copy_brings_everything_back(run: Run, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert run("db", "backup", str(copy)).exit_code == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.glob("copy*")] == ["copy.sqlite3"]
    using(zone="Asia/Kathmandu")
    assert "--force" in refused(run, "restore", str(copy))
    assert using() == ChatSettings(zone="Asia/Kathmandu")
    assert run("db", "restore", str(copy), "--force").exit_code == 0
    assert using() == TOKYO
    for part in database.parent.iterdir():
        part.unlink()
    assert run("db", "restore", str(copy)).exit_code == 0
    assert using() == TOKYO
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_a_copy_is_not_overwritten_by_mistake(run: Run, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(b"precious")
    assert "--force" in refused(run, "backup", str(copy))
    assert copy.read_bytes() == b"precious"
    assert run("db", "backup", str(copy), "--force").exit_code == 0
    assert copy.read_bytes().startswith(b"SQLite")
    refused(run, "backup", str(database), "--force")
    assert using() == TOKYO
    assert str(tmp_path / "no") in refused(run, "backup", str(tmp_path / "no" / "folder.sqlite3"))


def test_a_copy_is_made_and_brought_back_while_the_bot_goes_on(run: Run, database: Path, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.sqlite3")

    async def going_on() -> None:
        async with open_store(Settings.from_environment(), Watch()) as store:
            await asyncio.to_thread(run, "db", "backup", copy)
            await store.change_chat(GROUP, ChatKind.GROUP, zone="Asia/Kathmandu")
            await asyncio.to_thread(run, "db", "restore", copy, "--force")
            assert await store.chat(GROUP) == TOKYO
            await store.change_chat(GROUP, ChatKind.GROUP, manner="short")

    asyncio.run(going_on())
    assert using() == ChatSettings(zone="Asia/Tokyo", manner="short")


def test_a_damaged_database_is_mended_from_a_copy(run: Run, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    run("db", "backup", str(copy))
    whole = database.read_bytes()
    for damage in (b"no database at all" * 1000, whole[:4096] + b"\xa5" * 40960, whole[:-4096] + b"\xa5" * 4096):
        database.write_bytes(damage)
        assert "restore" in refused(run, "status")
        assert str(database) in refused(run, "backup", str(tmp_path / "second.sqlite3"))
        assert not (tmp_path / "second.sqlite3").exists()
        assert run("db", "restore", str(copy), "--force").exit_code == 0
        assert run("db", "status").exit_code == 0
        assert using() == TOKYO


def test_what_is_no_sound_copy_is_not_brought_back(run: Run, database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    run("db", "backup", str(copy))
    whole = copy.read_bytes()
    for content in (b"", b"no database at all" * 1000, whole[:4096] + b"\xa5" * (len(whole) - 4096), None):
        copy.unlink() if content is None else copy.write_bytes(content)
        assert str(copy) in refused(run, "restore", str(copy), "--force")
        assert using() == TOKYO


def test_a_copy_under_another_key_is_not_brought_back(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = str(tmp_path / "copy.sqlite3")
    run("db", "backup", copy)
    kept = database.read_bytes()
    monkeypatch.setenv("WSISBOT_DATA_KEY", OTHER_KEY)
    assert "WSISBOT_DATA_KEY" in refused(run, "restore", copy, "--force")
    assert database.read_bytes() == kept


def test_the_key_is_changed_by_files(run: Run, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "WSISBOT_DATA_KEY_OLD" in refused(run, "rotate")
    old = key_file().rename(key_file().with_name("old.key"))
    key_file().write_text(run("db", "key").stdout, encoding="ascii")
    assert str(key_file()) in refused(run, "status")
    monkeypatch.setenv("WSISBOT_DATA_KEY_OLD_FILE", str(old))
    assert "wsisbot db rotate" in refused(run, "status")
    assert run("db", "rotate").exit_code == 0
    monkeypatch.delenv("WSISBOT_DATA_KEY_OLD_FILE")
    old.unlink()
    assert using() == TOKYO


def test_all_moves_to_postgresql_and_back(
    run: Run, database: Path, tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres.new_database().replace("@", ":hunter2@", 1)
    for wrong in ("mysql://user:hunter2@host/name", "postgresql://user:hun:ter2@host:port/name", f"@{tmp_path}/none", "@", ""):
        assert "ter2" not in refused(run, "copy", wrong)
    assert str(database) in refused(run, "copy", f"sqlite:///{database}")
    address = tmp_path / "address"
    address.write_text(f"{url}\n", encoding="utf-8")
    moved = run("db", "copy", f"@{address}")
    assert (moved.exit_code, moved.stderr) == (0, "")
    assert str(key_file()) in moved.stdout
    assert "hunter2" not in moved.stdout
    assert "not empty" in refused(run, "copy", url)
    monkeypatch.setenv("WSISBOT_DATABASE_URL_FILE", str(address))
    monkeypatch.setenv("WSISBOT_DATA_KEY_FILE", str(key_file()))
    assert using(zone="Asia/Kathmandu") == ChatSettings(zone="Asia/Kathmandu")
    assert run("db", "copy", f"sqlite:///{tmp_path}/back.sqlite3").exit_code == 0
    monkeypatch.delenv("WSISBOT_DATABASE_URL_FILE")
    assert using() == TOKYO
    monkeypatch.setenv("WSISBOT_DATABASE_URL", f"sqlite:///{tmp_path}/back.sqlite3")
    assert using() == ChatSettings(zone="Asia/Kathmandu")
    assert stat.S_IMODE((tmp_path / "back.sqlite3").stat().st_mode) == 0o600


def test_every_new_key_is_another_one(run: Run) -> None:
    keys = {run("db", "key").stdout for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key_bytes(key)) == 32 for key in keys)


def test_processes_that_start_at_once_make_one_database_and_one_key(data: Path) -> None:
    command = [sys.executable, "-m", "bot", "db", "upgrade"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    ended = [process.communicate(timeout=50) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], ended
    assert sum(str(key_file()) in told for _, told in ended) == 1
    using(zone="Asia/Tokyo")


def test_asking_does_not_wait_for_the_database_to_load() -> None:
    slow = {"sqlalchemy", "alembic", "cryptography", "icalendar", "bot.storage.store"}
    code = f"import sys, bot.cli; print({slow} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
