"""Text made fit to be shown: nothing in it is invisible, turns its neighbours round, steers a device or piles up."""

import re
import unicodedata

_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What is shown as nothing (Unicode's Default_Ignorable_Code_Point), among it all that changes the direction of text."""

_INVISIBLE = re.compile(
    # Joiners shape the letters of Persian and the Indic scripts, and they and the selectors make up emoji; beside ASCII
    # they only hide.
    "(?P<kept>(?<=[^\\x00-\\x7f\\s])(?:[\u200c\u200d](?=[^\\x00-\\x7f\\s])|[\ufe0e\ufe0f]))"
    # A blank in Braille; lines and rings over and under letters, which Telegram drops as well.
    f"|[{_IGNORABLE}\\x7f-\\x9f\u2800\u030a\u0333\u033f]"
)
_ACCENT = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_PILE = re.compile(f"({_ACCENT}{{3}}){_ACCENT}+")
_SPACE = re.compile("[\\s\\x00-\\x1f\\x85\u2028\u2029]+")
_NO_LETTER = re.compile("[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")
"""Halves of surrogate pairs, what is for private use, and what is no character."""


def shown(text: str) -> str:
    """Give a text in one line and fit to be shown; the letters of every script stay as they are."""
    line = unicodedata.normalize("NFC", _NO_LETTER.sub("\ufffd", text))
    line = _INVISIBLE.sub(lambda found: found["kept"] or "", _SPACE.sub(" ", line))
    return _PILE.sub(r"\1", line)


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
    while first < edge < len(text) and _belong(text[edge - 1], text[edge]):
        edge -= 1
    return edge if edge > first else place


def _belong(left: str, right: str) -> bool:
    return (
        unicodedata.category(right).startswith("M")
        or "\u200d" in {left, right}
        or "\U0001f3fb" <= right <= "\U0001f3ff"  # tones of skin
        or ("\U0001f1e6" <= left <= "\U0001f1ff" and "\U0001f1e6" <= right <= "\U0001f1ff")  # flags
    )
