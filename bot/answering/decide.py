"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import dataclass

from bot.answering.doubts import Grounds
from bot.answering.question import Question
from bot.answering.rank import Hit

_HIGHEST = 50.0


DOUBTS = Grounds(
    reach=0.2,
    name=1.55,
    exact=0.92,
    states=0.29,
    due=0.54,
    talk=1.04,
    met=2.25,
    said=0.42,
    rest=0.58,
    pressing=1.12,
    outside=-4.07,
    abroad=-1.34,
    strange=-1.31,
    act=-0.48,
    amount=-3.3,
    undue=-0.32,
    unfocused=-0.77,
    unnamed=-0.23,
    undetailed=-1.32,
    undone=-1.09,
    unset=-1.17,
    lacking=-1.41,
    mere=-1.66,
    uncounted=-2.1,
    numberless=-0.44,
    rival=-2.73,
    unasked=-1.09,
    numbered=-1.18,
    misnumbered=-2.28,
    edition=-3.0,
    elsewhen=-0.91,
    always=-1.88,
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
