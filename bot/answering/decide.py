"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import dataclass

from bot.answering.doubts import Grounds
from bot.answering.question import Question
from bot.answering.rank import Hit

_HIGHEST = 50.0


DOUBTS = Grounds(
    reach=0.0,
    name=1.51,
    exact=1.3,
    states=0.24,
    due=0.76,
    talk=1.37,
    met=2.17,
    said=0.47,
    rest=0.8,
    pressing=0.89,
    outside=-4.21,
    abroad=-1.14,
    strange=-1.42,
    act=-0.38,
    amount=-3.06,
    undue=-0.56,
    unfocused=-0.93,
    unnamed=-0.34,
    undetailed=-1.09,
    undone=-0.88,
    unset=-0.93,
    lacking=-1.21,
    mere=-1.63,
    uncounted=-1.79,
    numberless=-0.41,
    rival=-3.1,
    unasked=-1.31,
    numbered=-1.33,
    misnumbered=-2.39,
    edition=-2.99,
    elsewhen=-0.88,
    always=-2.03,
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
    alike = list(found.values())
    return _in_time(question, alike) or alike


def _in_time(question: Question, hits: list[Hit]) -> list[Hit]:
    """Give those whose records lie in the days that a question tells relative to now ("did it end yesterday?")."""
    span = question.span
    if span is None or not span.relative:
        return []
    periods = [(hit, hit.passage.record.period) for hit in hits]
    return [hit for hit, period in periods if period and period.overlaps(span.first, span.last)]
