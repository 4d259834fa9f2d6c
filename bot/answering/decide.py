"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import dataclass

from bot.answering.doubts import Grounds
from bot.answering.question import Question
from bot.answering.rank import Hit

_HIGHEST = 50.0


DOUBTS = Grounds(
    reach=0.69,
    name=1.62,
    exact=1.12,
    states=0.16,
    due=0.74,
    talk=1.36,
    met=2.15,
    said=0.62,
    beside=0.0,
    rest=0.86,
    pressing=1.22,
    outside=-3.96,
    abroad=-1.34,
    strange=-1.48,
    act=-1.2,
    amount=-2.83,
    undue=-0.35,
    unfocused=-0.53,
    unnamed=-1.19,
    undetailed=-2.0,
    uncounted=-2.0,
    numberless=-0.79,
    rival=-2.41,
    unasked=-1.43,
    numbered=-0.95,
    misnumbered=-2.2,
    edition=-2.59,
    elsewhen=-1.0,
    always=-2.8,
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
