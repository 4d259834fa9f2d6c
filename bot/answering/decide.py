"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import astuple, dataclass

from bot.answering.question import Question
from bot.answering.rank import Hit, Signals

_HIGHEST = 50.0


DOUBTS = Signals(
    bm25=0.0,
    cover=1.13,
    reach=1.91,
    ask=0.0,
    name=1.23,
    titled=0.57,
    bare=1.13,
    rest=0.55,
    lost=0.0,
    proper=-1.36,
    states=0.67,
    whole=-0.28,
    define=0.21,
    kind=-0.49,
    time=0.0,
    elsewhen=-0.84,
    recent=0.0,
    talk=2.24,
    untyped=-0.85,
    focus=-0.58,
    outside=-1.58,
    unknown=0.0,
    always=-2.83,
)
"""What the signals of the best passage say of whether it is an answer at all; fitted like the weights of the ranking."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where answering begins and where several records fit alike; found on the `tune` questions."""

    confidence: float = 0.22
    alike: float = 0.3
    vague: float = 2.5


def confidence(hits: list[Hit], doubts: Signals) -> float:
    """Give the probability that the best passage answers the question."""
    if not hits:
        return 0.0
    best = hits[0]
    odds = sum(weight * value for weight, value in zip(astuple(doubts), astuple(best.signals), strict=True))
    return 1 / (1 + math.exp(-max(min(odds, _HIGHEST), -_HIGHEST)))


def meanings(question: Question, hits: list[Hit], limits: Limits) -> list[Hit]:
    """Give the best hit of each record that a short question fits equally well; more than one means: ask back."""
    best = hits[0]
    if sum(question.terms.values()) > limits.vague:
        return [best]
    found: dict[str, Hit] = {}
    for hit in hits:
        if hit.score < best.score - limits.alike:
            break
        same = abs(hit.signals.name - best.signals.name) < limits.alike and abs(hit.signals.ask - best.signals.ask) < limits.alike
        if same and hit.passage.record.kind is best.passage.record.kind:
            found.setdefault(hit.passage.record.id, hit)
    return list(found.values())
