"""The commands by name, and buttons as platforms carry them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.catalogue import COMMANDS, LONGEST_WIRE, typed, unwire, wire
from bot.reply import Action

LONGEST_ID = "deadline." + "a" * 51


@pytest.mark.parametrize("name", COMMANDS)
def test_button_with_the_longest_record_id_fits_and_comes_back(name: str) -> None:
    carried = wire(Action("label", name, LONGEST_ID))
    assert len(carried.encode()) <= LONGEST_WIRE
    assert unwire(carried) == (name, LONGEST_ID)


def test_names_and_tokens_are_unique_and_fit_the_platforms() -> None:
    assert len({command.token for command in COMMANDS.values()}) == len(COMMANDS)
    for name, command in COMMANDS.items():
        assert name == command.name
        assert name.isascii()
        assert name.islower()
        assert 1 <= len(name) <= 32  # Telegram's and Discord's limit
        assert 1 <= len(command.description) <= 100  # Discord's
        assert len(command.argument or "") <= 100


@pytest.mark.parametrize("carried", ["", ":", "m", "?:x", "more:meeting.x", "m:" + "x" * 63, "m" * 65, "\ud800:x"])
def test_what_is_no_button_of_ours_is_refused(carried: str) -> None:
    with pytest.raises(ValueError, match="no button"):
        unwire(carried)


@pytest.mark.parametrize("action", [Action("label", "dance"), Action("label", "more", "é" * 32)])
def test_button_that_cannot_be_carried_is_refused(action: Action) -> None:
    with pytest.raises(ValueError, match=r"command|bytes"):
        wire(action)


@given(st.text())
def test_any_text_is_unwired_or_refused(text: str) -> None:
    try:
        name, argument = unwire(text)
    except ValueError:
        return
    assert wire(Action("label", name, argument)) == text


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("/next", ("next", "")),
        ("  /Resolution  A/RES/70/125 access ", ("resolution", "A/RES/70/125 access")),
        ("/dance", ("dance", "")),
        ("when is the forum?", None),
        ("/", None),
        ("/ next", None),
        ("/path/to/file", None),
        ("A/RES/70/125", None),
        ("", None),
    ],
)
def test_lines_with_a_leading_slash_are_commands(line: str, meant: tuple[str, str] | None) -> None:
    assert typed(line) == meant
