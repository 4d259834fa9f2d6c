"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import dataclass

from bot.answering.question import Question
from bot.answering.rank import Hit
from bot.answering.signals import Signals

_HIGHEST = 50.0


DOUBTS = Signals(
    bm25=0.0,
    cover=0.25,
    reach=2.07,
    ask=0.36,
    name=0.94,
    titled=0.0,
    exact=0.0,
    bare=0.46,
    aside=-0.85,
    rest=1.13,
    proper=-2.73,
    states=0.63,
    whole=-0.59,
    define=0.07,
    kind=0.06,
    due=0.71,
    time=0.04,
    elsewhen=-1.43,
    recent=0.0,
    pressing=0.12,
    talk=1.06,
    untyped=-1.09,
    act=-0.88,
    amount=-1.51,
    focus=-0.96,
    outside=-2.58,
    always=-2.98,
)
"""What the signals of the best passage say of whether it is an answer at all; fitted like the weights of the ranking."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where answering begins and where several records fit alike; found on the `tune` questions."""

    confidence: float = 0.36
    alike: float = 0.3
    vague: float = 2.5


def confidence(hits: list[Hit], doubts: Signals) -> float:
    """Give the probability that the best passage answers the question."""
    if not hits:
        return 0.0
    odds = hits[0].signals.weighed(doubts)
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
        nearer = hit.signals.talk < best.signals.talk
        if same and not nearer and hit.passage.record.kind is best.passage.record.kind:
            found.setdefault(hit.passage.record.id, hit)
    return list(found.values())
