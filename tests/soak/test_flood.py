"""The flood of deliveries in small: `make soak` runs it in full, and judges the rate that was used."""

from pathlib import Path

from tests.soak.flood import flood


async def test_a_flood_of_deliveries_arrives_once_each_within_the_limits(tmp_path: Path) -> None:
    came = await flood(f"sqlite:///{tmp_path}/wsisbot.sqlite3", tmp_path / "home", 300)
    assert (came.arrived, came.doubled, came.refused) == (300, 0, 0), came.said
    assert came.second <= 30
    assert came.minute <= 20
