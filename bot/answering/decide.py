"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import astuple, dataclass

from bot.answering.question import Question
from bot.answering.rank import Hit, Signals

_HIGHEST = 50.0


DOUBTS = Signals(
    bm25=0.0,
    cover=0.9,
    reach=1.86,
    ask=0.0,
    name=1.15,
    titled=0.52,
    exact=0.4,
    own=0.11,
    bare=1.2,
    rest=0.44,
    lost=0.0,
    proper=-1.4,
    states=0.75,
    whole=-0.13,
    define=0.06,
    kind=-0.49,
    time=0.01,
    elsewhen=-0.86,
    recent=0.0,
    talk=2.26,
    untyped=-0.87,
    focus=-0.44,
    outside=-1.67,
    unknown=0.0,
    always=-2.58,
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
