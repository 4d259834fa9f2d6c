"""`wsisbot next`, `deadlines`, `meetings` and `calendar`, and commands and choices in `wsisbot chat`."""

from pathlib import Path

import pytest

from tests.commands.ferries import FILES
from tests.conftest import Run, Spawn
from tests.rfc5545 import read
from tests.tiny import NOW, write

FORUM = "meeting.harbour-forum-2025"
SUMMIT = "meeting.coast-summit-2025"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("next",), ["Papers for", "Harbour Forum 2025,", "Coast Summit 2025,"]),
        (("deadlines",), ["Papers for", "Session proposals"]),
        (("deadlines", "march", "2025"), ["Session proposals"]),
        (("meetings", "in september"), ["Coast Summit"]),
    ],
)
def test_dates_are_listed_with_their_sources(run: Run, arguments: tuple[str, ...], told: list[str]) -> None:
    done = run(*arguments, "--now", NOW)
    assert (done.exit_code, done.stderr) == (0, "")
    listed, _, sources = done.stdout.partition("Sources:")
    places = [listed.index(title) for title in told]
    assert places == sorted(places)
    assert listed.count("\n- ") + listed.startswith("- ") == len(told) or len(told) == 1
    assert "[1]" in sources


def test_dates_are_told_as_of_another_moment(run: Run) -> None:
    assert "Session proposals" in run("next", "--now", "2025-03-01T12:00Z").stdout
    assert "Session proposals" not in run("next", "--now", NOW).stdout


def test_hours_are_told_in_the_readers_zone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSISBOT_TIMEZONE", "Asia/Tokyo")
    assert "Tokyo" in run("deadlines", "--now", NOW).stdout


@pytest.mark.parametrize("command", ["next", "deadlines", "meetings", "calendar"])
def test_a_wrong_moment_or_language_is_refused(run: Run, command: str) -> None:
    assert run(command, "--now", "yesterday").exit_code == 2
    assert run(command, "--lang", "xx").exit_code == 2


@pytest.mark.parametrize(
    ("records", "entries"),
    [
        ((), {FORUM, SUMMIT, "meeting.pier-workshop-2025", "deadline.coast-papers-2025", "deadline.harbour-proposals-2025"}),
        ((FORUM,), {FORUM}),
        ((FORUM, SUMMIT, FORUM), {FORUM, SUMMIT}),
        (("Lugano", "forum"), {FORUM}),
    ],
)
def test_a_calendar_goes_to_standard_output(spawn: Spawn, records: tuple[str, ...], entries: set[str]) -> None:
    done = spawn("calendar", *records, "--now", NOW)
    assert done.returncode == 0
    written = read(done.stdout.encode())
    uids = {entry.one("UID").text.removesuffix("@wsisbot") for entry in written.of("VEVENT")}
    assert uids - {"resolution.a-res-70-999"} == entries
    for entry in written.of("VEVENT"):
        assert "Sources:" in entry.one("DESCRIPTION").text


def test_a_calendar_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "dates.ics"
    done = run("calendar", "--out", str(file))
    assert done.exit_code == 0
    assert done.stdout == ""
    assert len(read(file.read_bytes()).of("VEVENT")) == 6
    assert file.read_bytes() == run("calendar", "--now", NOW).stdout_bytes  # the moment of asking changes nothing


@pytest.mark.parametrize(
    "arguments",
    [
        ("meeting.none",),
        ("regatta",),
        (FORUM, "meeting.none"),
        ("organisation.harbour-union",),
        (FORUM, "--out", "/nowhere/x.ics"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_reason(run: Run, arguments: tuple[str, ...]) -> None:
    done = run("calendar", *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.strip()


def test_a_talk_takes_commands_behind_a_slash(run: Run) -> None:
    lines = ("/next", "/resolution 70/999 tolls", "/HELP", "/dance", "/meetings september 2025", "and who organises it?")
    told = run("chat", "--now", NOW, input="\n".join(lines)).stdout
    for datum in ("1 August 2025", "publish its tolls", "/compare", "/dance", "organised by the Coast League"):
        assert datum in told


def test_a_choice_is_picked_by_its_number(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WSISBOT_KNOWLEDGE_DIR", str(write(tmp_path / "quays", FILES)))
    offered = run("chat", "--now", NOW, input="where was the quay day?").stdout
    assert "Bergen" not in offered
    first = offered.partition("1. ")[2].partition("\n")[0]
    for number in (1, 2):
        told = run("chat", "--now", NOW, input=f"where was the quay day?\n{number}").stdout.removeprefix(offered)
        assert ("Bergen" in told) == ((number == 1) == ("north" in first))
        assert ("Bari" in told) == ((number == 1) == ("south" in first))


@pytest.mark.parametrize("number", ["0", "3", "999999999999999999999", "١", "-1", "1.5"])
def test_a_number_that_was_not_offered_is_a_question(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: str
) -> None:
    monkeypatch.setenv("WSISBOT_KNOWLEDGE_DIR", str(write(tmp_path / "quays", FILES)))
    done = run("chat", "--now", NOW, input=f"where was the quay day?\n{number}")
    assert done.exit_code == 0


def test_a_talk_says_how_to_get_a_file(run: Run) -> None:
    assert f"{FORUM}.ics" in run("chat", "--now", NOW, input=f"/calendar {FORUM}").stdout
