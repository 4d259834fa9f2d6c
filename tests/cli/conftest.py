"""What several commands are tested with."""

from pathlib import Path

import pytest

from tests.databases import KEY, Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a database of each kind."""
    monkeypatch.setenv("WSISBOT_DATA_KEY", KEY)
    monkeypatch.setenv("WSISBOT_DATA_DIR", str(tmp_path / "data"))
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        monkeypatch.setenv("WSISBOT_DATABASE_URL", server.new_database())
