"""The crash matrix in small: `make crash` runs it in full."""

from collections import Counter
from pathlib import Path

import pytest

from tests.crash.points import POINTS
from tests.crash.trial import ARRIVED, Count, stage
from tests.databases import Postgres

RUNS = 2
"""How often the bot is killed at each point."""


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_nothing_is_lost_or_doubled_unsaid_wherever_the_bot_is_killed(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    counts: dict[str, list[Count]] = {point: [] for point in POINTS}
    url = f"sqlite:///{tmp_path}/wsisbot.sqlite3"
    if database == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.new_database()
    async with stage(url, tmp_path / "home") as scene:
        for point in POINTS:
            for run in range(RUNS):
                counts[point].append(await scene.trial(point, run))
    assert {point: [(one.lost, one.doubled) for one in found] for point, found in counts.items()} == {
        point: [(0, 0)] * RUNS for point in POINTS
    }
    ends = sum((one.ends for found in counts.values() for one in found), Counter[str]())
    assert set(ends) <= set(ARRIVED)
    # What was surely not sent is not said to be repeated; what surely arrived comes again, and says so. Only before the first
    # claim is nothing sent for sure: at the second one what was claimed first may be under way.
    assert not counts["before the claim's commit"][0].marked
    assert all(one.marked for one in counts["after the beginning's commit"])
    assert all(one.twice for one in counts["response read"])


async def test_several_processes_at_once_deliver_each_once(tmp_path: Path, postgres: Postgres) -> None:
    async with stage(postgres.new_database(), tmp_path) as scene:
        count = await scene.crowd(4, 40)
    assert (count.lost, count.doubled, count.marked) == (0, 0, 0)
    assert set(count.ends) <= set(ARRIVED)


async def test_on_discord_each_comes_once_though_nobody_knew_whether_it_had_arrived(tmp_path: Path) -> None:
    async with stage(f"sqlite:///{tmp_path}/wsisbot.sqlite3", tmp_path / "home", "discord") as scene:
        for point in ("body sent", "response read"):
            count = await scene.trial(point, 0, late=0)
            assert (count.lost, count.doubled, count.marked) == (0, 0, 0), point
            assert set(count.ends) <= set(ARRIVED)
