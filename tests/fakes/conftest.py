"""Fixtures of the tests of the fake platforms."""

from collections.abc import AsyncIterator

import pytest
import telegram as tg

from tests.fakes.echobot import make_bot
from tests.fakes.telegram import FakeTelegram, Person


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[tg.Bot]:
    async with make_bot(telegram) as made:
        yield made


@pytest.fixture
def alice(telegram: FakeTelegram) -> Person:
    """Give a person whose private chat is open to the bot."""
    return telegram.crowd(1)[0]
