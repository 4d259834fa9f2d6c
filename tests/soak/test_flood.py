"""The flood of deliveries in small: `make soak` runs it in full, and judges the rate that was used."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.soak.discord import discord
from tests.soak.flood import Platform, flood
from tests.soak.telegram import telegram


@pytest.mark.parametrize(("begin", "asked"), [(telegram, 300), (discord, 400)])
async def test_a_flood_of_deliveries_arrives_once_each_within_the_limits(
    tmp_path: Path, begin: Callable[[], AbstractAsyncContextManager[Platform]], asked: int
) -> None:
    came = await flood(begin(), f"sqlite:///{tmp_path}/wsisbot.sqlite3", tmp_path / "home", asked)
    assert came.kept, (came.arrived, came.doubled, came.refused, came.limits, came.said)
