"""`wsisbot doctor`: what it looks at, and what it says where something is not well."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.fakes.telegram import FakeTelegram

Doctor = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
def doctor(telegram: FakeTelegram, tmp_path: Path, tiny_folder: Path) -> Doctor:
    """Give what runs the doctor beside the fake Telegram, and gives its exit code and what it said."""

    async def run(*command: str, **variables: str) -> tuple[int, str]:
        given = {
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "WSISBOT_KNOWLEDGE_DIR": str(tiny_folder),
            "WSISBOT_DATA_DIR": str(tmp_path / "data"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
        }
        environment = {name: value for name, value in (os.environ | given | variables).items() if value}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *(command or ("doctor",))),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        return process.returncode or 0, said.decode()

    return run


async def test_all_is_well(telegram: FakeTelegram, doctor: Doctor) -> None:
    await doctor("db", "upgrade")
    code, said = await doctor()
    assert code == 0, said
    for part in ("settings", "clock", "tzdata", "knowledge", "database", "token: accepted", "@wsis_test_bot", "privacy mode: on"):
        assert part in said
    assert "commands: not up to date" in said  # nothing was changed, not even that
    assert telegram.token not in said
    assert not telegram.calls_of("setMyCommands")
    assert not telegram.calls_of("deleteWebhook")


async def test_what_is_not_well_is_named_all_at_once(telegram: FakeTelegram, doctor: Doctor) -> None:
    telegram.bot["can_read_all_group_messages"] = True
    telegram.bot["can_join_groups"] = False
    code, said = await doctor()
    assert code == 1
    wrong = [line for line in said.splitlines() if line.startswith("MEND")]
    assert len(wrong) == 3
    assert any("database" in line and "wsisbot db upgrade" in line for line in wrong)
    assert any("/setprivacy" in line for line in wrong)
    assert any("/setjoingroups" in line for line in wrong)


async def test_a_token_that_is_not_accepted(telegram: FakeTelegram, doctor: Doctor) -> None:
    telegram.revoke()
    code, said = await doctor()
    assert code == 1
    assert "@BotFather" in said
    assert telegram.token not in said


async def test_a_server_that_cannot_be_reached(telegram: FakeTelegram, doctor: Doctor) -> None:
    await telegram.stop()
    code, said = await doctor()
    assert code == 1
    assert "cannot be reached" in said
    assert telegram.token not in said


async def test_without_any_platform_the_variables_are_named(doctor: Doctor) -> None:
    code, said = await doctor(TELEGRAM_TOKEN="")
    assert code == 1
    assert "TELEGRAM_TOKEN" in said
    assert "DISCORD_TOKEN" in said


async def test_settings_that_cannot_be_read_are_an_error_of_their_own(doctor: Doctor) -> None:
    code, said = await doctor(TELEGRAM_API_URL="telegram")
    assert code == 2
    assert "TELEGRAM_API_URL" in said
