"""Answer, ask back or refuse: by the probability that the best passage answers the question."""

import math
from dataclasses import dataclass

from bot.answering.doubts import Grounds
from bot.answering.question import Question
from bot.answering.rank import Hit

_HIGHEST = 50.0


DOUBTS = Grounds(
    reach=0.57,
    name=1.42,
    exact=1.07,
    states=0.09,
    due=0.74,
    talk=1.77,
    met=2.11,
    said=0.62,
    rest=0.95,
    pressing=1.35,
    outside=-3.94,
    abroad=-1.31,
    strange=-1.55,
    act=-1.17,
    amount=-2.63,
    undue=-0.45,
    unfocused=-0.42,
    unnamed=-0.94,
    undetailed=-1.51,
    uncounted=-1.57,
    numberless=-0.69,
    rival=-2.66,
    unasked=-1.73,
    numbered=-1.34,
    misnumbered=-1.93,
    edition=-2.56,
    elsewhen=-0.98,
    always=-2.76,
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
