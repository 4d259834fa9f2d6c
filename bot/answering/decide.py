"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import dataclass

from bot.answering.doubts import Grounds
from bot.answering.question import Question
from bot.answering.rank import Hit

_HIGHEST = 50.0


DOUBTS = Grounds(
    reach=0.1,
    name=1.45,
    exact=0.87,
    states=0.22,
    due=0.64,
    talk=1.14,
    met=2.25,
    said=0.52,
    rest=0.78,
    pressing=1.07,
    outside=-3.85,
    abroad=-1.25,
    strange=-1.22,
    act=-0.75,
    amount=-2.69,
    undue=-0.31,
    unfocused=-0.81,
    unnamed=-0.43,
    undetailed=-1.79,
    undone=-1.61,
    unset=-1.08,
    lacking=-1.29,
    uncounted=-2.14,
    numberless=-0.41,
    rival=-2.73,
    unasked=-1.53,
    numbered=-1.26,
    misnumbered=-1.81,
    edition=-2.29,
    elsewhen=-1.06,
    always=-1.96,
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
