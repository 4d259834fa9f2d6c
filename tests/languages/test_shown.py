"""Text made fit to be shown."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.languages.shown import shortened, shown, whole


@pytest.mark.parametrize(
    "text",
    [
        "Tromsø, 5–7 July: “A/RES/70/125” (para. 5) – §12, 50 % & <b>",
        "שלום עליכם",
        "مرحبا بكم",
        "می\u200cخواهم",  # the joiner tells two letters apart
        "क्\u200dष",
        "ไม่เป็นไร",
        "日本語、全角　",
        "👩\u200d👩\u200d👧 ❤\ufe0f 👍🏽 🇨🇭",
        "Việt Nam, Žižek, ångström",
    ],
)
def test_the_letters_of_every_script_stay(text: str) -> None:
    assert shown(text).replace(" ", "") == text.replace("　", "").replace(" ", "")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("one\ntwo\r\nthree\tfour\u2028five\u0085six", "one two three four five six"),
        ("\x1b[31mred\x07\x00", " [31mred "),
        ("safe\u202eexe.txt", "safeexe.txt"),
        ("\u2066a\u2069\u200fb\u061cc", "abc"),
        ("in\u200bvi\u2060si\ufeffb\u00adle\u034f", "invisible"),
        ("a\u200db\u200cc\ufe0f", "abc"),
        ("\u3164\uffa0\u2800\u115f", ""),
        ("\U000e0068\U000e0069x", "x"),
        ("\ud800x\ue000\uffff", "\ufffdx\ufffd\ufffd"),
        ("A\u030a", "Å"),
        ("x\u0333y\u033fz\u030a", "xyz"),
        ("h\u0334" + "\u0351" * 50 + "i", "h\u0334\u0351\u0351i"),
    ],
)
def test_what_hides_steers_or_piles_up_is_gone(text: str, seen: str) -> None:
    assert shown(text) == seen


@given(st.text(st.characters(exclude_categories=[])))
@example("e\u200d\u0301")
def test_any_text_is_one_visible_line_and_shown_again_is_the_same(text: str) -> None:
    line = shown(text)
    assert "\n" not in line
    assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in line)
    line.encode()
    assert shown(line) == line


@given(st.text(), st.integers(1, 40))
def test_a_shortened_text_keeps_to_its_length(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most
    assert short == text or short.endswith("…")


def test_a_text_is_shortened_behind_a_word() -> None:
    assert shortened("the resolution on harbours", 20) == "the resolution on…"
    assert shortened("unpronounceable", 8) == "unprono…"


@pytest.mark.parametrize("letter", ["é́", "👩\u200d👩\u200d👧", "🇨🇭", "👍🏽", "ก็", "❤\ufe0f"])
def test_nothing_that_is_read_as_one_letter_is_taken_apart(letter: str) -> None:
    text = "a" + letter * 5
    for place in range(1, len(text)):
        edge = whole(text, place)
        assert edge <= place
        assert (edge - 1) % len(letter) == 0


def test_where_nothing_can_be_left_whole_it_is_cut_all_the_same() -> None:
    assert whole("ab" + "\u0301" * 99, 50) == 1
    assert whole("\u0301" * 99, 50) == 50
    assert whole("a" + "\u0301" * 99, 50, 10) == 50
