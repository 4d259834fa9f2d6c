"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import dataclass

from bot.answering.doubts import Grounds
from bot.answering.question import Question
from bot.answering.rank import Hit

_HIGHEST = 50.0


DOUBTS = Grounds(
    reach=0.19,
    name=1.51,
    exact=0.97,
    states=0.28,
    due=0.59,
    talk=1.08,
    met=2.24,
    said=0.45,
    rest=0.61,
    pressing=1.04,
    outside=-3.87,
    abroad=-1.32,
    strange=-1.29,
    act=-0.54,
    amount=-3.28,
    undue=-0.3,
    unfocused=-0.8,
    unnamed=-0.32,
    undetailed=-1.3,
    undone=-1.21,
    unset=-1.12,
    lacking=-1.33,
    mere=-1.69,
    uncounted=-1.98,
    numberless=-0.29,
    rival=-2.69,
    unasked=-1.11,
    numbered=-1.17,
    misnumbered=-2.26,
    edition=-2.93,
    elsewhen=-0.87,
    always=-1.93,
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
