"""Settings: where they come from, what is refused, and that no secret is ever shown."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.conftest import Run
from tests.databases import KEY, OTHER_KEY

README = Path(__file__).parents[2] / "README.md"
SECRETS = {
    "TELEGRAM_TOKEN": "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "TELEGRAM_WEBHOOK_SECRET": "hunter2-webhook",
    "DISCORD_TOKEN": "hunter2.discord.token",
    "WSISBOT_DATABASE_URL": "postgresql://user:hunter2@host/name",
    "WSISBOT_DATA_KEY": KEY,
    "WSISBOT_DATA_KEY_OLD": KEY[::-1].strip("=") + "=",
}
ANOTHER = {name: OTHER_KEY if "KEY" in name else f"{value}x" for name, value in SECRETS.items()}


def field(variable: str) -> str:
    return variable.removeprefix("WSISBOT_").lower()


def secret(settings: Settings, variable: str) -> str:
    """Give the plain value of a secret."""
    value = getattr(settings, field(variable)).get_secret_value()
    assert isinstance(value, str)
    return value


def test_no_secret_is_ever_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    listed = run("settings")
    assert listed.exit_code == 0
    for name, value in SECRETS.items():
        assert f"{name}=(set)" in listed.stdout
        assert value not in listed.output
        assert value not in repr(Settings.from_environment())
        assert secret(Settings.from_environment(), name) == value
    assert "hunter2" not in listed.output


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_stand_in_a_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    file = tmp_path / "secret"
    file.write_text(f"  {SECRETS[name]}\n", encoding="utf-8")
    Path(".env").write_text(f"{name}_FILE={file}\n", encoding="utf-8")
    assert secret(Settings.from_environment(), name) == SECRETS[name]
    assert f"{name}=(set)" in run("settings").stdout
    monkeypatch.setenv(name, ANOTHER[name])
    assert secret(Settings.from_environment(), name) == ANOTHER[name]


@pytest.mark.parametrize("name", SECRETS)
def test_the_environment_goes_before_the_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    file = tmp_path / "secret"
    file.write_text(ANOTHER[name], encoding="utf-8")
    Path(".env").write_text(f"{name}={SECRETS[name]}\n", encoding="utf-8")
    assert secret(Settings.from_environment(), name) == SECRETS[name]
    monkeypatch.setenv(f"{name}_FILE", str(file))
    assert secret(Settings.from_environment(), name) == ANOTHER[name]


@pytest.mark.parametrize("name", SECRETS)
def test_a_file_for_a_secret_that_cannot_be_used(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "empty").write_text(" \n", encoding="utf-8")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00hunter2")
    for file in ("missing", "empty", "bytes", "."):
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / file))
        done = run("settings")
        assert (done.exit_code, done.stdout) == (2, "")
        assert f"{name}_FILE" in done.stderr
        assert "hunter2" not in done.stderr
    monkeypatch.setenv(name, SECRETS[name])
    assert "keep one of them" in run("settings").stderr


def test_all_that_is_wrong_is_told_at_once_and_nothing_secret_with_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {
        "TELEGRAM_TOKEN": "hunter2 with space",
        "TELEGRAM_API_URL": "ftp://hunter2.example",
        "TELEGRAM_WEBHOOK_URL": "http://bot.example",
        "TELEGRAM_WEBHOOK_SECRET": "hunter2!",
        "TELEGRAM_WEBHOOK_PORT": "70000",
        "DISCORD_TOKEN": "hunter2\x07",
        "DISCORD_API_URL": "discord.com",
        "WSISBOT_DATABASE_URL": "mysql://user:hunter2@host/name",
        "WSISBOT_DATA_KEY": "hunter2",
        "WSISBOT_DATA_KEY_OLD": "hunter2",
        "WSISBOT_LOG": "loud",
        "WSISBOT_LANGUAGE": "klingon",
        "WSISBOT_TIMEZONE": "Mars/Olympus",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    told = run("settings").stderr
    assert {line.removeprefix("Error: ").partition(":")[0] for line in told.strip().splitlines()} == set(wrong)
    assert "hunter2" not in told


def test_a_webhook_needs_a_secret(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://bot.example/telegram")
    assert "TELEGRAM_WEBHOOK_SECRET" in run("settings").stderr
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "a-secret_1")
    assert run("settings").exit_code == 0


def test_addresses_end_without_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    monkeypatch.setenv("DISCORD_API_URL", "http://127.0.0.1:8082/api/v10/")
    settings = Settings.from_environment()
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.discord_api_url == "http://127.0.0.1:8082/api/v10"


def test_settings_can_be_given_by_their_own_names() -> None:
    assert Settings(timezone="Asia/Tokyo").timezone == "Asia/Tokyo"


def test_the_readme_lists_every_setting_with_its_default() -> None:
    table = dict(re.findall(r"^\| `([A-Z_]+)`(?:, `_FILE`)? \| (.*?) \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert table.keys() == {name for name, _, _ in Settings().listed()}
    for name, shown, _ in Settings().listed():
        assert shown.strip("()") in table[name]
