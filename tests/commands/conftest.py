"""Fixtures of the tests of commands: a knowledge base with texts to compare, and a store."""

import base64
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.records.load import load
from bot.settings import Settings
from bot.storage.store import Store, open_store
from tests import tiny
from tests.commands.ferries import FILES
from tests.tiny import instant

KEY = base64.b64encode(b"k" * 32).decode()


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Give an assistant on the tiny knowledge base and some more texts."""
    return Assistant(Engine(load(tiny.write(tmp_path_factory.mktemp("texts"), FILES))))


@pytest.fixture
def clock() -> list[dt.datetime]:
    """Give the present moment of the store, which a test can change."""
    return [instant()]


@pytest.fixture
async def store(tmp_path: Path, clock: list[dt.datetime]) -> AsyncIterator[Store]:
    """Give a store in a SQLite file."""
    settings = Settings(data_dir=tmp_path / "data", data_key=SecretStr(KEY))
    async with open_store(settings, lambda: clock[0]) as opened:
        yield opened
