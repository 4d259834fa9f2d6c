"""Whether the words of a question are told, themselves or by others that may stand for them."""

from collections.abc import Iterable

from bot.answering.passages import Stems
from bot.answering.question import Question

HALF = 0.5
"""What a word counts as lacking that is told by another word only."""


def has(question: Question, stem: str, held: Stems) -> bool:
    """Say whether a word of a question is held, or a phrase that may stand for it."""
    return stem in held or any(phrase <= held for phrase in question.instead.get(stem, ()))


def lacked(question: Question, wanted: Iterable[str], held: Stems) -> float:
    """Give 1 where one of these words is not told, half of that where it is by another word only, else 0."""
    return max((0.0 if stem in held else HALF if has(question, stem, held) else 1.0 for stem in wanted), default=0.0)
