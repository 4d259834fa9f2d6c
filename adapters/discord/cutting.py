"""A text in words that know what stands between them, so that it can be cut gently and never within a link or a number."""

import enum
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_DENSE = 0.75
"""How full a text has to be before it ends with a sentence, a line or a block; else it ends with any word that fits."""


class Joint(enum.IntEnum):
    """What ends behind a word, the best place for a cut first."""

    BLOCK = 0
    LINE = 1
    SENTENCE = 2
    WORD = 3
    NONE = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number of a citation or a link, with the space behind it.

    Attributes:
        joint: What ends behind it; NONE where no cut is allowed.
        cites: The number of the citation that it is, if it is one.
    """

    text: str
    joint: Joint = Joint.WORD
    cites: int = 0


def joined(words: Sequence[Word]) -> str:
    """Give words as a text."""
    return "".join(word.text for word in words).rstrip()


def most(words: Sequence[Word], fits: Callable[[Sequence[Word]], bool]) -> Sequence[Word]:
    """Give as many of the first words as fit, ending as gently as there is room for; none where not even the first fits.

    Args:
        words: The words.
        fits: Says whether some of the first words fit; if they do not, more do not either.
    """
    places = [0, *(place for place, word in enumerate(words, 1) if word.joint is not Joint.NONE)]
    low, high = 0, len(places)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(words[: places[middle]]) else (low, middle)
    furthest = places[low]
    sizes = [0, *itertools.accumulate(len(word.text) for word in words[:furthest])]
    for roughest in (Joint.BLOCK, Joint.LINE, Joint.SENTENCE):
        for place in reversed(places[1 : low + 1]):
            if words[place - 1].joint <= roughest and sizes[place] >= _DENSE * sizes[furthest]:
                return words[:place]
    return words[:furthest]
