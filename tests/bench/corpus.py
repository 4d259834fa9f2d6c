"""What is searched: the packaged passages with written questions, and synthetic text that follows Zipf's law."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.answering.passages import passages_of
from bot.clock import parse_instant
from bot.languages.analysis import stems
from bot.languages.catalogue import catalogue
from bot.records.load import load
from tests.questions.split import TUNE, read

ZIPF = 1.07
VOCABULARY = 30_000
LENGTH, SPREAD, SHORTEST = 60, 20, 8
FREQUENT = 100

Passages = list[list[str]]
Queries = list[list[str]]


@dataclass(frozen=True)
class Written:
    """A question of the set, as somebody wrote it or with typing errors put in."""

    text: str
    now: dt.datetime
    language: str
    talk: str | None
    mistyped: bool = False


def packaged() -> Passages:
    """Give the passages of the knowledge that the project carries, as their stems."""
    return [passage.tokens for passage in passages_of(load())]


def written() -> list[Written]:
    """Give the questions of the set that is used while building."""
    return [
        Written(one["question"], parse_instant(one["now"]), _language(one.get("lang")), one.get("conversation"))
        for one in read(TUNE)
    ]


def _language(code: str | None) -> str:
    """Give the language to answer in: English where the bot has not the one that is wanted."""
    try:
        catalogue(code or "en")
    except ValueError:
        return "en"
    return code or "en"


def written_stems() -> Queries:
    """Give the telling stems of the questions; those with none are left out."""
    return [found for question in written() if (found := stems(question.text))]


def mistyped(questions: Sequence[Written], every: int = 4) -> list[Written]:
    """Give some of the questions again, outside their talks, with a typing error in up to two of their longer words."""
    chance = random.Random(20)  # noqa: S311 - the same errors on every run are wanted
    return [replace(question, text=_mistype(question.text, chance), talk=None, mistyped=True) for question in questions[::every]]


def _mistype(text: str, chance: random.Random) -> str:
    pieces = text.split(" ")
    longer = [place for place, piece in enumerate(pieces) if len(piece) > 4 and piece.isalpha()]
    for place in chance.sample(longer, min(2, len(longer))):
        piece = pieces[place]
        at = chance.randrange(1, len(piece) - 1)
        error = chance.choice(("drop", "swap", "double", "change"))
        middle = {
            "drop": "",
            "swap": piece[at + 1] + piece[at],
            "double": piece[at] * 2,
            "change": chance.choice("aeiorst"),
        }[error]
        pieces[place] = piece[:at] + middle + piece[at + (2 if error == "swap" else 1) :]
    return " ".join(pieces)


class Zipf:
    """Words drawn by Zipf's law from a list, the most frequent first."""

    def __init__(self, words: Sequence[str], seed: int) -> None:
        self.words = words
        self._chance = np.random.default_rng(seed)
        shares = np.arange(1, len(words) + 1) ** -ZIPF
        self._reach = np.cumsum(shares) / shares.sum()

    def draw(self, many: int) -> list[str]:
        """Draw words."""
        places = np.searchsorted(self._reach, self._chance.random(many))
        return [self.words[min(place, len(self.words) - 1)] for place in places.tolist()]

    def passages(self, many: int) -> Passages:
        """Draw passages of about 60 words."""
        lengths = np.maximum(self._chance.normal(LENGTH, SPREAD, many).round().astype(int), SHORTEST)
        words = iter(self.draw(int(lengths.sum())))
        return [[next(words) for _ in range(length)] for length in lengths.tolist()]

    def queries(self, many: int, *, frequent: bool) -> Queries:
        """Draw queries: 5 to 9 words as they fall, or 3 to 6 outside the 100 most frequent."""
        lengths = self._chance.integers(5, 10, many) if frequent else self._chance.integers(3, 7, many)
        return [self._query(length, frequent=frequent) for length in lengths.tolist()]

    def _query(self, length: int, *, frequent: bool) -> list[str]:
        left_out = set() if frequent else set(self.words[:FREQUENT])
        found: dict[str, None] = {}
        while len(found) < length:
            found |= dict.fromkeys(word for word in self.draw(length) if word not in left_out)
        return list(found)[:length]


def zipf(seed: int = 7) -> Zipf:
    """Give the source of synthetic text."""
    return Zipf([f"w{rank}" for rank in range(VOCABULARY)], seed)
