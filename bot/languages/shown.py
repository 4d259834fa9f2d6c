"""Text made fit to be shown: nothing in it is invisible, turns its neighbours round, steers a device or piles up."""

import itertools
import re
import unicodedata

_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What is shown as nothing (Unicode's Default_Ignorable_Code_Point), among it all that changes the direction of text."""

_ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_SHAPED = f"[^\\x00-\\x9f\\s\u2800{_IGNORABLE}{_ACCENTS}]"
_INVISIBLE = re.compile(
    # Joiners shape the letters of Persian and the Indic scripts, and they and the selectors make up emoji; elsewhere they
    # only hide.
    f"(?P<kept>(?<={_SHAPED})(?:[\ufe0e\ufe0f]?[\u200c\u200d](?={_SHAPED})|[\ufe0e\ufe0f]))"
    # A blank in Braille; lines and rings over and under letters, which Telegram drops as well.
    f"|[{_IGNORABLE}\\x7f-\\x9f\u2800\u030a\u0333\u033f]"
)
_PILE = re.compile(f"([{_ACCENTS}]{{3}})[{_ACCENTS}]+")
_SPACE = re.compile("[\\s\\x00-\\x1f\\x85\u2028\u2029]+")
_NO_LETTER = re.compile("[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")
"""Halves of surrogate pairs, what is for private use, and what is no character."""


def shown(text: str) -> str:
    """Give a text in one line and fit to be shown; the letters of every script stay as they are."""
    line = unicodedata.normalize("NFC", _SPACE.sub(" ", _NO_LETTER.sub("\ufffd", text)))
    # Blanks that what is gone had kept apart are one.
    line = _SPACE.sub(" ", _INVISIBLE.sub(lambda found: found["kept"] or "", line))
    return _PILE.sub(r"\1", unicodedata.normalize("NFC", line))


def shortened(text: str, most: int) -> str:
    """Give a text in at most that many characters, cut behind a word where there is one, with an ellipsis where it was cut."""
    if len(text) <= most:
        return text
    space = text.rfind(" ", most // 2, most)
    return text[: space if space > 0 else whole(text, most - 1)].rstrip() + "\u2026"


def whole(text: str, place: int, first: int = 0) -> int:
    """Give the last place up to `place` at which no letter is cut from its accents and no emoji in two.

    Where there is none behind `first`, it is `place` itself.
    """
    edge = place
    while first < edge < len(text) and _parts_a_letter(text, edge):
        edge -= 1
    return edge if edge > first else place


def _parts_a_letter(text: str, edge: int) -> bool:
    """Say whether a cut would part what is read as one letter (the main rules of Unicode's annex 29)."""
    left, right = text[edge - 1], text[edge]
    if _is_flag_letter(left) and _is_flag_letter(right):
        before = sum(1 for _ in itertools.takewhile(_is_flag_letter, reversed(text[:edge])))
        return before % 2 == 1
    return unicodedata.category(right).startswith("M") or "\u200d" in {left, right} or "\U0001f3fb" <= right <= "\U0001f3ff"


def _is_flag_letter(letter: str) -> bool:
    """Say whether it is one of the letters of which two make a flag."""
    return "\U0001f1e6" <= letter <= "\U0001f1ff"
