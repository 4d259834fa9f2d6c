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
    exact=1.35,
    states=0.54,
    due=1.23,
    talk=1.84,
    met=1.85,
    said=0.21,
    rest=1.34,
    pressing=1.69,
    outside=-3.66,
    abroad=-1.15,
    strange=-1.94,
    act=-0.71,
    amount=-2.15,
    undue=-0.3,
    unfocused=-1.87,
    unnamed=-0.66,
    undetailed=-2.21,
    undone=-1.24,
    unset=-0.44,
    lacking=-1.75,
    mere=-2.05,
    uncounted=-1.65,
    numberless=-0.84,
    aside=-1.0,
    rival=-2.87,
    unanswerable=-2.62,
    vain=-3.9,
    unasked=-1.82,
    numbered=-1.69,
    misnumbered=-1.77,
    edition=-2.47,
    elsewhen=-1.08,
    always=-2.56,
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
