"""`wsisbot chat` in a pipe, and the help of every command."""

from collections.abc import Iterator

import click
import pytest

from bot.cli import main
from tests.conftest import Run, Spawn
from tests.tiny import NOW


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give the words of every command, the groups' own included."""
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield *path, name


@pytest.mark.parametrize("path", list(commands(main)), ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help_with_an_example(run: Run, path: tuple[str, ...], option: str) -> None:
    done = run(*path, option)
    assert done.exit_code == 0
    assert f"Example: wsisbot {' '.join(path)}".rstrip() in done.stdout


def test_help_works_whatever_the_settings(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSISBOT_KNOWLEDGE_DIR", "/nowhere")
    assert run("ask", "--help").exit_code == 0


def test_the_version_is_told(run: Run) -> None:
    done = run("--version")
    assert done.exit_code == 0
    assert any(letter.isdigit() for letter in done.stdout)


def test_the_settings_are_listed_with_their_values(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSISBOT_TIMEZONE", "Asia/Tokyo")
    listed = run("settings")
    assert listed.exit_code == 0
    for name in ("WSISBOT_KNOWLEDGE_DIR=", "WSISBOT_LANGUAGE=en", "WSISBOT_TIMEZONE=Asia/Tokyo"):
        assert name in listed.stdout


TALK = """\
Who chairs the Harbour Forum?

   \t
When is the Coast Summit?
And who organises it?
"""


def test_piped_lines_are_one_talk_answered_line_by_line(spawn: Spawn) -> None:
    done = spawn("chat", "--now", NOW, typed=TALK.encode())
    assert (done.returncode, done.stderr) == (0, "")
    data = ("Mira Lindqvist", "May 2025", "Coast League")
    places = [done.stdout.index(datum) for datum in data]
    assert places == sorted(places)
    assert done.stdout.count("Mira Lindqvist") == 1
    assert "\x1b" not in done.stdout


def test_blank_lines_are_skipped(run: Run) -> None:
    done = run("chat", "--now", NOW, input=b"\n  \n\r\n\t\n")
    assert (done.exit_code, done.stdout) == (0, "")


def test_a_blank_line_changes_nothing(run: Run) -> None:
    lines = ("When is the Coast Summit?", "And who organises it?")
    dense, loose = (run("chat", "--now", NOW, input=glue.join(lines)).stdout for glue in ("\n", "\n\n\r\n"))
    assert dense == loose
    assert "Coast League" in dense


def test_the_last_line_needs_no_end(run: Run) -> None:
    assert "Mira Lindqvist" in run("chat", "--now", NOW, input="Who chairs the Harbour Forum?").stdout


def test_bytes_that_are_no_text_do_not_end_the_talk(spawn: Spawn) -> None:
    typed = b"\xff\xfe\x00\x1b[2J\n" + b"\xed\xa0\x80?\n" + b"x" * 100_000 + b"\nWho chairs the \xffHarbour Forum?\n"
    done = spawn("chat", "--now", NOW, typed=typed)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
    assert "Mira Lindqvist" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\x00" not in done.stdout


def test_no_input_is_no_talk(spawn: Spawn) -> None:
    done = spawn("chat")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_reader_gets_times_in_the_own_zone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSISBOT_TIMEZONE", "Asia/Tokyo")
    assert "Tokyo" in run("chat", "--now", NOW, input="When is the deadline for papers?").stdout


@pytest.mark.parametrize(("zone", "listed"), [("", False), ("Asia/Tokyo", True)])
def test_today_is_the_day_of_the_reader(run: Run, monkeypatch: pytest.MonkeyPatch, zone: str, listed: bool) -> None:
    monkeypatch.setenv("WSISBOT_TIMEZONE", zone)  # 16:00 UTC on the 9th is 1:00 on the 10th in Tokyo
    told = run("chat", "--now", "2025-03-09T16:00Z", input="Which deadlines are today?").stdout
    assert "Session proposals" in told  # else as the nearest to that day
    assert ("nothing of that kind in that time" not in told) is listed
