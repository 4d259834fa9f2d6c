"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import dataclass

from bot.answering.doubts import Grounds
from bot.answering.question import Question
from bot.answering.rank import Hit

_HIGHEST = 50.0


DOUBTS = Grounds(
    reach=0.0,
    name=1.26,
    exact=1.36,
    states=0.54,
    due=1.23,
    talk=1.94,
    met=1.8,
    said=0.24,
    rest=1.38,
    pressing=1.6,
    outside=-3.66,
    abroad=-1.11,
    strange=-1.8,
    act=-0.97,
    amount=-2.19,
    undue=-0.29,
    unfocused=-2.05,
    unnamed=-0.93,
    undetailed=-2.29,
    undone=-1.01,
    unset=-0.42,
    lacking=-1.66,
    mere=-1.74,
    uncounted=-1.62,
    numberless=-0.72,
    aside=-0.26,
    rival=-2.95,
    unanswerable=-2.64,
    vain=-3.8,
    unasked=-1.97,
    numbered=-1.66,
    misnumbered=-1.76,
    edition=-2.46,
    elsewhen=-0.96,
    always=-2.57,
)
"""What the grounds say of whether the best passage is an answer at all; printed by tests/questions/fit.py."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where answering begins and where several records fit alike; found on the `tune` questions."""

    confidence: float = 0.25
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
