"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import astuple, dataclass

from bot.answering.rank import Hit, Signals


_HIGHEST = 50.0


DOUBTS = Signals(
    bm25=0.09,
    cover=1.97,
    reach=1.4,
    ask=1.95,
    name=0.74,
    rest=0.34,
    states=0.25,
    whole=-0.46,
    define=0.07,
    kind=0.18,
    time=0.04,
    elsewhen=-0.44,
    talk=1.35,
    untyped=-1.06,
    focus=-0.94,
    unknown=-0.66,
    always=-4.13,
)
"""What the signals of the best passage say of whether it is an answer at all; fitted like the weights of the ranking."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where answering begins and where several records fit alike; found on the `tune` questions."""

    confidence: float = 0.15
    alike: float = 0.15


def confidence(hits: list[Hit], doubts: Signals) -> float:
    """Give the probability that the best passage answers the question."""
    if not hits:
        return 0.0
    best = hits[0]
    odds = sum(weight * value for weight, value in zip(astuple(doubts), astuple(best.signals), strict=True))
    return 1 / (1 + math.exp(-max(min(odds, _HIGHEST), -_HIGHEST)))


def meanings(hits: list[Hit], limits: Limits) -> list[Hit]:
    """Give the best hit of each record that the question fits equally well; more than one means: ask back."""
    best = hits[0]
    found: dict[str, Hit] = {}
    for hit in hits:
        if hit.score < best.score - limits.alike:
            break
        same = abs(hit.signals.name - best.signals.name) < limits.alike and abs(hit.signals.ask - best.signals.ask) < limits.alike
        if same and hit.passage.record.kind is best.passage.record.kind:
            found.setdefault(hit.passage.record.id, hit)
    return list(found.values())
