"""`wsisbot knowledge`: the curators' commands."""

import json
from pathlib import Path

import pytest

from bot.records.schema import SCHEMA_FILE, schema_text
from tests import tiny
from tests.conftest import Run

CAREFUL_ASKS = "[one way, another road, third path, fourth lane, fifth track, sixth trail]"
CAREFUL = f"""\
- id: term.quay
  title: Quay
  name: the quay
  reviewed: 2025-05-20
  asks: {CAREFUL_ASKS}
  facts:
    - {{key: what, text: A quay is a wall., cite: {{source: page, at: line 1}}, asks: [stone in water, ships moor where]}}
"""
REGISTER = "- {id: page, title: Page, publisher: Union, kind: primary}\n"


@pytest.fixture
def careful(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "careful", {"sources/s.yaml": REGISTER, "terms/t.yaml": CAREFUL})


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    files = tiny.FILES | {"others/more.yaml": "- {id: term.x}\n"}
    return tiny.write(tmp_path / "broken", files)


def test_knowledge_without_a_fault_passes(run: Run, careful: Path) -> None:
    for strict in ((), ("--strict",)):
        done = run("knowledge", "check", str(careful), *strict)
        assert (done.exit_code, done.stderr) == (0, "")


def test_advice_fails_the_strict_check_alone(run: Run, tiny_folder: Path) -> None:
    easy, strict = (run("knowledge", "check", str(tiny_folder), *option) for option in ((), ("--strict",)))
    assert (easy.exit_code, strict.exit_code) == (0, 1)
    assert easy.stdout == strict.stdout
    assert "2025.yaml:" in easy.stdout


def test_an_error_fails_the_check_and_is_told_with_its_line(run: Run, broken: Path) -> None:
    done = run("knowledge", "check", str(broken))
    assert done.exit_code == 1
    assert f"{broken}/others/more.yaml:1: " in done.stdout


def test_the_directory_of_the_settings_is_checked(run: Run, broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSISBOT_KNOWLEDGE_DIR", str(broken))
    assert run("knowledge", "check").exit_code == 1
    assert run("knowledge", "stats").exit_code == 2


@pytest.mark.parametrize("command", ["check", "stats"])
def test_a_missing_directory_is_refused(run: Run, command: str) -> None:
    done = run("knowledge", command, "nowhere")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "nowhere" in done.stderr


def test_the_counts_are_right(run: Run) -> None:
    counts = json.loads(run("knowledge", "stats", "--json").stdout)
    assert counts["all"]["records"] == 9
    assert counts["all"]["sources"] == 5
    assert counts["all"]["facts"] == tiny.MEETINGS.count("- key:") + tiny.DEADLINES.count("- key:") + tiny.OTHERS.count("- key:")
    assert counts["all"]["changed values"] == 1
    assert counts["records by kind"] == {
        "deadline": 2,
        "gap": 1,
        "meeting": 3,
        "organisation": 1,
        "person": 1,
        "resolution": 1,
    }
    assert counts["records by year"] == {"2015": 1, "2025": 5, "no date": 3}
    assert counts["sources by kind"] == {"primary": 5}


def test_the_counts_are_shown_as_a_table_too(run: Run) -> None:
    done = run("knowledge", "stats")
    assert done.exit_code == 0
    assert any(line.split() == ["meeting", "3"] for line in done.stdout.splitlines())


def test_stats_refuse_broken_knowledge_with_its_problems(run: Run, broken: Path) -> None:
    done = run("knowledge", "stats", "--json", str(broken))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "more.yaml:1: " in done.stderr


def test_the_schema_is_printed_and_nothing_written(run: Run) -> None:
    before = SCHEMA_FILE.exists() and SCHEMA_FILE.stat().st_mtime_ns
    done = run("knowledge", "schema")
    assert done.exit_code == 0
    assert done.stdout == schema_text()
    assert (SCHEMA_FILE.exists() and SCHEMA_FILE.stat().st_mtime_ns) == before


def test_the_schema_knows_the_keys_of_a_record() -> None:
    schema = json.loads(schema_text())
    record = schema["$defs"]["Record"]
    assert {"id", "title", "name", "reviewed"} <= set(record["required"])
    assert record["additionalProperties"] is False
    assert {"start", "facts", "history"} <= set(record["properties"])


def test_gaps_are_listed_with_the_day_of_the_check_and_where_to_look(run: Run, tiny_folder: Path) -> None:
    done = run("knowledge", "gaps", str(tiny_folder))
    assert done.exit_code == 0
    assert "gap.harbour-forum-2026" in done.stdout
    assert "2025-05-20" in done.stdout
    assert "https://harbour.example/next" in done.stdout


def test_stale_names_old_reviews_and_unreported_dates(run: Run, tiny_folder: Path) -> None:
    done = run("knowledge", "stale", str(tiny_folder), "--days", "0")
    assert done.exit_code == 0
    assert "last reviewed on 2025-05-20" in done.stdout
    assert "no source reports it" in done.stdout
    assert run("knowledge", "stale", str(tiny_folder), "--days", "-1").exit_code == 2
