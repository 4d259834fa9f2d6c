"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import dataclass

from bot.answering.doubts import Grounds
from bot.answering.question import Question
from bot.answering.rank import Hit

_HIGHEST = 50.0


DOUBTS = Grounds(
    reach=0.2,
    name=1.49,
    exact=0.98,
    states=0.26,
    due=0.57,
    talk=1.09,
    met=2.24,
    said=0.47,
    rest=0.62,
    pressing=1.07,
    outside=-3.86,
    abroad=-1.31,
    strange=-1.21,
    act=-0.52,
    amount=-3.27,
    undue=-0.3,
    unfocused=-0.79,
    unnamed=-0.49,
    undetailed=-1.3,
    undone=-1.22,
    unset=-1.09,
    lacking=-1.35,
    mere=-1.66,
    uncounted=-1.98,
    numberless=-0.3,
    rival=-2.67,
    unasked=-1.12,
    numbered=-1.17,
    misnumbered=-2.25,
    edition=-2.5,
    elsewhen=-1.04,
    always=-1.94,
)
"""What the grounds say of whether the best passage is an answer at all; printed by tests/questions/fit.py."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where answering begins and where several records fit alike; found on the `tune` questions."""

    confidence: float = 0.3
    alike: float = 0.3
    vague: float = 2.5


def confidence(grounds: Grounds, doubts: Grounds) -> float:
    """Give the probability that a passage with these grounds answers the question."""
    odds = grounds.weighed(doubts)
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
