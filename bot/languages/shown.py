"""Text made fit to be shown: nothing that is invisible, reorders its neighbours or steers a device, and no wall of letters."""

import re
import unicodedata

_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties): shown as nothing, bidirectional controls among them."""

_JUNK = re.compile(
    # Joiners make letters of Persian and the Indic scripts, and families of emoji; beside ASCII they only hide.
    "(?<=[^\\x00-\\x7f\\s])[\u200c\u200d](?=[^\\x00-\\x7f\\s])|(?<=[^\\x00-\\x7f\\s])[\ufe0e\ufe0f]"
    f"|(?P<junk>[{_IGNORABLE}\\x7f-\\x9f\u2800])"
)
_STACKED = re.compile("(?P<some>[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+")
_UNFIT = re.compile("[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")
"""Halves of surrogate pairs, private use and what is no character."""


def shown(text: str) -> str:
    """Give a text as one line that is fit to be shown; letters of every script stay."""
    line = re.sub(r"\s+", " ", re.sub("[\\x00-\\x1f\u0085\u2028\u2029]", " ", text))
    line = _UNFIT.sub("\ufffd", unicodedata.normalize("NFC", line))
    line = _JUNK.sub(lambda found: "" if found["junk"] else found[0], line)
    return _STACKED.sub(lambda found: found["some"], line)


def shortened(text: str, most: int) -> str:
    """Give a text of at most that many characters, cut behind a word where there is one, with an ellipsis if cut."""
    if len(text) <= most:
        return text
    end = most - 1
    space = text.rfind(" ", end // 2, end + 1)
    end = space if space > 0 else whole(text, end)
    return text[:end].rstrip() + "…"


def whole(text: str, place: int) -> int:
    """Give the last place up to this one where a text can be cut without taking a letter from its accents or an emoji apart."""
    edge = place
    while 0 < edge < len(text) and _joins(text[edge - 1], text[edge]):
        edge -= 1
    return edge or place


def _joins(left: str, right: str) -> bool:
    return (
        unicodedata.category(right)[0] == "M"
        or "\u200d" in (left, right)
        or "\U0001f3fb" <= right <= "\U0001f3ff"  # tones of skin
        or ("\U0001f1e6" <= left <= "\U0001f1ff" and "\U0001f1e6" <= right <= "\U0001f1ff")  # flags
    )
