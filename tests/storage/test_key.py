"""Where the key comes from, and what protects it."""

import logging
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.message import ChatKey, ChatKind
from bot.settings import Settings
from bot.storage.key import key_file
from bot.storage.model import ChatSettings
from bot.storage.problems import StorageError
from bot.storage.store import open_store
from tests.databases import KEY, OTHER_KEY, Postgres, Watch, naming

GROUP = ChatKey("telegram", "-100200300")


def database_below(folder: Path) -> Path:
    """Give the only database below a folder."""
    (database,) = folder.rglob("*.sqlite3")
    return database


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_a_key_is_made_once_apart_from_the_data_and_only_its_path_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_store(Settings(), Watch()) as store:
        await store.change_chat(GROUP, ChatKind.GROUP, manner="short")
        database = database_below(tmp_path)
        assert {mode(file) for file in database.parent.iterdir()} == {0o600}
    key = key_file().read_text(encoding="ascii").strip()
    assert key_file().is_relative_to(tmp_path)
    assert not key_file().is_relative_to(database.parent)
    assert (mode(key_file()), mode(key_file().parent), mode(database.parent)) == (0o600, 0o700, 0o700)
    assert list(key_file().parent.iterdir()) == [key_file()]
    assert str(key_file()) in caplog.text
    assert key not in caplog.text
    caplog.clear()
    async with open_store(Settings(), Watch()) as store:
        assert await store.chat(GROUP) == ChatSettings(manner="short")
    assert str(key_file()) not in caplog.text
    async with open_store(Settings(data_key=SecretStr(key)), Watch()) as store:
        assert await store.chat(GROUP) == ChatSettings(manner="short")


async def test_a_key_is_not_made_where_it_would_lie_with_the_data() -> None:
    folder = key_file().parent.parent
    with pytest.raises(StorageError, match="WSISBOT_DATA_KEY") as refused:
        async with open_store(Settings(data_dir=folder), Watch()):
            pass
    assert str(folder) in str(refused.value)
    assert not folder.exists()
    async with open_store(Settings(data_dir=folder, data_key=SecretStr(KEY)), Watch()):
        assert not key_file().exists()


async def test_a_key_that_is_gone_is_not_replaced() -> None:
    async with open_store(Settings(), Watch()):
        pass
    kept = key_file().rename(key_file().with_name("elsewhere"))
    with pytest.raises(StorageError, match="gone") as refused:
        async with open_store(Settings(), Watch()):
            pass
    assert str(key_file()) in str(refused.value)
    assert not key_file().exists()
    kept.rename(key_file())
    async with open_store(Settings(), Watch()):
        pass


@pytest.mark.parametrize("damage", [b"", b"short", b"\xff\x00\xfe", KEY.encode()[:-4]])
async def test_a_damaged_key_is_told_by_its_file_and_not_shown(damage: bytes) -> None:
    async with open_store(Settings(), Watch()):
        pass
    key_file().write_bytes(damage)
    with pytest.raises(StorageError, match="is no key") as refused:
        async with open_store(Settings(), Watch()):
            pass
    assert str(key_file()) in str(refused.value)
    assert KEY[:-4] not in str(refused.value)


async def test_another_key_is_told_by_where_it_was_found() -> None:
    async with open_store(Settings(), Watch()):
        pass
    key_file().write_text(OTHER_KEY, encoding="ascii")
    with pytest.raises(StorageError, match=str(key_file())):
        async with open_store(Settings(), Watch()):
            pass


async def test_a_configuration_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageError, match="WSISBOT_DATA_KEY"):
        async with open_store(Settings(), Watch()):
            pass
    assert not (tmp_path / "data").exists()


async def test_postgresql_needs_a_key_that_is_set(postgres: Postgres) -> None:
    with pytest.raises(StorageError, match="WSISBOT_DATA_KEY"):
        async with open_store(naming(postgres.new_database(), key=None), Watch()):
            pass
    assert not key_file().exists()


async def test_on_systems_with_one_folder_for_all_the_data_lies_below_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "one"))
    async with open_store(Settings(), Watch()):
        database = database_below(tmp_path)
    assert not key_file().is_relative_to(database.parent)
