"""What errors mean for a message, told by class."""

import datetime as dt
from types import SimpleNamespace
from unittest.mock import Mock

import aiohttp
import discord
import pytest

from adapters.discord.errors import outcome_of, over, reason
from bot.adapter import Refused, Retry, Unknown


def answered(status: int, code: int = 0) -> discord.HTTPException:
    response = Mock(spec=aiohttp.ClientResponse, status=status, reason="said so")
    return discord.HTTPException(response, {"code": code, "message": "x" * 1000})


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (discord.RateLimited(40.0), Retry),
        (answered(429), Retry),
        (answered(401), Retry),
        (answered(403, 50013), Refused),
        (answered(404, 10003), Refused),
        (answered(400, 50035), Refused),
        (answered(500), Unknown),
        (answered(524), Unknown),
        (aiohttp.ClientConnectorError(SimpleNamespace(host="x", port=1, ssl=True), OSError(111, "refused")), Retry),  # type: ignore[arg-type]
        (aiohttp.ServerDisconnectedError(), Unknown),
        (ConnectionResetError(104, "reset by peer"), Unknown),
        (TimeoutError(), Unknown),
    ],
)
def test_each_has_its_outcome(error: Exception, kind: type) -> None:
    assert isinstance(outcome_of(error), kind)
    assert len(reason(error)) <= 160


def test_what_discord_asks_to_wait_is_waited() -> None:
    assert outcome_of(discord.RateLimited(40.0)) == Retry(dt.timedelta(seconds=40), reason(discord.RateLimited(40.0)))


@pytest.mark.parametrize(("code", "gone"), [(10004, True), (50007, True), (10013, True), (10003, False), (50001, False)])
def test_a_chat_is_gone_only_where_all_of_it_is(code: int, gone: bool) -> None:
    outcome = outcome_of(answered(403, code))
    assert isinstance(outcome, Refused)
    assert outcome.gone is gone


@pytest.mark.parametrize(("code", "is_over"), [(10062, True), (40060, True), (50027, True), (50013, False)])
def test_an_interaction_that_is_over_is_known(code: int, is_over: bool) -> None:
    assert over(answered(404, code)) is is_over
