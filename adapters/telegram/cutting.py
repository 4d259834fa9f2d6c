"""Where a long text is cut: between blocks, else between lines, else between sentences, else between words."""

import enum
import re
from bisect import bisect_right
from collections.abc import Iterator

from adapters.telegram.limits import MOST_ENTITIES, MOST_UNITS
from adapters.telegram.styled import Styled, spaces, units
from bot.languages.shown import whole

_SENTENCE_ENDS = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*$|\[\d+\]$")


class Joint(enum.IntEnum):
    """What a cut would part, the gentlest first."""

    BLOCKS = 0
    LINES = 1
    SENTENCES = 2
    WORDS = 3
    MARK = 4
    """A heading from what it heads, or a sentence from the number of its citation."""
    STYLE = 5
    """A link, a date or emphasis."""


def messages(text: Styled, fullness: float) -> list[Styled]:
    """Give a text in parts that Telegram takes, none empty.

    Args:
        text: The text.
        fullness: How full a message has to be, from 0 to 1, before a gentle cut is preferred to one further on.
    """
    parts = []
    text = text.part(0, len(text.text))
    while text.text:
        place = _cut(text, fullness)
        parts.append(text.part(0, place))
        text = text.part(place, len(text.text))
    return parts


def places(text: Styled, end: int) -> Iterator[tuple[int, Joint]]:
    """Give the places up to `end` at which a text can be cut, in order."""
    marks = {style.start for style in text.styles if style.mark}
    tight = [style for style in text.styles if style.tight]
    found = {start: (start, stop) for start, stop in spaces(text.text) if start <= end}
    found |= {mark: (mark, mark) for mark in marks if 0 < mark <= end and mark not in found}
    for place in sorted(found):
        start, stop = found[place]
        if any(style.start < start and stop < style.end for style in tight):
            yield place, Joint.STYLE
        elif stop in marks:
            if start == stop or not _stands_apart(text.text, start):
                yield place, Joint.MARK
        else:
            yield place, _joint(text.text, start, stop)


def _stands_apart(text: str, start: int) -> bool:
    return start == 0


def _joint(text: str, start: int, stop: int) -> Joint:
    space, before = text[start:stop], text[max(0, start - 12) : start]
    if "\n" in space and before.endswith((":", "：")):
        return Joint.MARK
    if space.count("\n") > 1:
        return Joint.BLOCKS
    if "\n" in space:
        return Joint.LINES
    return Joint.SENTENCES if _SENTENCE_ENDS.search(before) else Joint.WORDS


def _cut(text: Styled, fullness: float) -> int:
    end = _room(text)
    if end == len(text.text):
        return end
    found = [(place, joint) for place, joint in places(text, end) if place]
    for joint in (Joint.BLOCKS, Joint.LINES, Joint.SENTENCES, Joint.WORDS):
        fit = [place for place, one in found if one is joint and place >= fullness * end]
        if fit:
            return fit[-1]
    for allowed in (Joint.WORDS, Joint.MARK, Joint.STYLE):
        fit = [place for place, one in found if one <= allowed]
        if fit:
            return fit[-1]
    return whole(text.text, end)


def _room(text: Styled) -> int:
    """Give the place up to which a message has room, by units and by entities."""
    end = len(text.text)
    if units(text.text) > MOST_UNITS:
        sizes = [0]
        for letter in text.text[:MOST_UNITS]:
            sizes.append(sizes[-1] + (2 if letter > "\uffff" else 1))
        end = bisect_right(sizes, MOST_UNITS) - 1
    needed = sorted(style.start for style in text.styles if style.needed and style.start < end)
    return needed[MOST_ENTITIES] if len(needed) > MOST_ENTITIES else end
