"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import dataclass

from bot.answering.doubts import Grounds
from bot.answering.question import Question
from bot.answering.rank import Hit

_HIGHEST = 50.0


DOUBTS = Grounds(
    reach=0.2,
    name=1.44,
    exact=1.0,
    states=0.19,
    due=0.61,
    talk=1.12,
    met=2.26,
    said=0.46,
    rest=0.66,
    pressing=1.08,
    outside=-3.85,
    abroad=-1.27,
    strange=-1.21,
    act=-0.53,
    amount=-3.08,
    undue=-0.29,
    unfocused=-0.79,
    unnamed=-0.48,
    undetailed=-1.35,
    undone=-1.2,
    unset=-1.08,
    lacking=-1.3,
    mere=-1.64,
    uncounted=-1.88,
    numberless=-0.32,
    rival=-2.75,
    unasked=-1.14,
    numbered=-1.26,
    misnumbered=-1.81,
    edition=-2.3,
    elsewhen=-1.08,
    always=-1.95,
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
