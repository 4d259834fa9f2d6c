"""Where a long text is cut: between blocks, else between lines, else between sentences, else between words."""

import enum
import re
from collections.abc import Iterator

from adapters.telegram.limits import MOST_ENTITIES, MOST_UNITS
from adapters.telegram.styled import Styled, defused, units
from bot.languages.shown import whole

_SPACES = re.compile(r"\s+|(?=\[)")
_SENTENCE_ENDS = re.compile(r"(?:[.!?\u2026\u3002\uff01\uff1f\u061f\u0964][\"'\u00bb\u201d\u2019)\]]*|\[\d+\])$")
_LONGEST_END = 12
"""Characters that tell what stands before a space."""


class Joint(enum.IntEnum):
    """What a cut would part, from the gentlest on."""

    BLOCKS = 0
    LINES = 1
    SENTENCES = 2
    WORDS = 3
    MARK = 4
    """A sentence from the number of its citation."""
    STYLE = 5
    """A link, a date or something emphasised."""


def messages(text: Styled, fullness: float) -> Iterator[Styled]:
    """Give a text in parts that Telegram takes, none empty; `fullness` as in `gentlest`."""
    text = text.part(0, len(text.text))
    while text.text:
        place = gentlest(text, room(text), fullness)
        yield text.part(0, place)
        between_words = text.text[place : place + 1].isspace()
        text = text.part(place, len(text.text))
        if not between_words:  # what stood behind a letter now stands behind nothing, and could come alive
            text = defused(text)


def room(text: Styled) -> int:
    """Give the place up to which a message has room, by its units and its entities."""
    start = text.text[:MOST_UNITS]
    while (over := units(start) - MOST_UNITS) > 0:
        start = start[: -((over + 1) // 2)]  # no letter has more than two units
    needed = [style.start for style in text.styles if style.needed and style.start < len(start)]
    return needed[MOST_ENTITIES] if len(needed) > MOST_ENTITIES else len(start)


def gentlest(text: Styled, end: int, fullness: float) -> int:
    """Give the best place for a cut up to `end`.

    Args:
        text: The text.
        end: The last place that will do.
        fullness: The share of `end` that a place between blocks, lines or sentences has to reach to be taken before one of
            a rougher kind.
    """
    if end >= len(text.text):
        return len(text.text)
    found = [(place, joint) for place, joint in joints(text, end) if place]
    for least, roughest in (
        *((fullness * end, joint) for joint in (Joint.BLOCKS, Joint.LINES, Joint.SENTENCES)),
        *((0, joint) for joint in (Joint.WORDS, Joint.MARK, Joint.STYLE)),
    ):
        fit = [place for place, joint in found if joint <= roughest and place >= least]
        if fit:
            return fit[-1]
    return whole(text.text, end)


def joints(text: Styled, end: int) -> Iterator[tuple[int, Joint]]:
    """Give the places up to `end` at which a text can be cut, in order."""
    marks = {style.start for style in text.styles if style.mark}
    inside = bytearray(len(text.text) + 1)
    for style in text.styles:
        if style.tight:
            inside[style.start + 1 : style.end] = b"\1" * (style.end - style.start - 1)
    for found in _SPACES.finditer(text.text):
        start, stop = found.span()
        if start > end:
            return
        if inside[start] and inside[stop]:
            yield start, Joint.STYLE
        elif stop in marks:
            yield start, Joint.MARK
        elif stop > start:
            yield start, _between(text.text[max(0, start - _LONGEST_END) : start], found[0])


def _between(before: str, space: str) -> Joint:
    if "\n" in space:
        return Joint.BLOCKS if space.count("\n") > 1 else Joint.LINES
    return Joint.SENTENCES if _SENTENCE_ENDS.search(before) else Joint.WORDS
