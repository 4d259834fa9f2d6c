"""Whether what a question wants counted is counted in what is told."""

import re

from bot.answering.asked import Asked
from bot.answering.data import counts
from bot.answering.lacked import lacked
from bot.answering.passages import Passage
from bot.answering.question import ENDS_FOCUS, Question
from bot.languages.analysis import stems

_NEAR_NUMBER = 4
"""Telling words behind a number among which is what it counts."""

_PERSONS = re.compile(
    r"\bhow many (?:\w+ )?(?:people|persons)\b"
    r"|\bhow many (?:came|attended|took part|participated|turned up|were there)\b"
)
_THINGS = re.compile(
    r"\bhow many (?:(?:sets|kinds|sorts|rounds|pieces|of the|different|other|more|new) (?:of )?)*((?:[\w'-]+ ?){1,3})"
)

_UNITS = frozenset(stems("days weeks months years times altogether there total"))
"""What is told by two dates, or is no thing at all."""

_COUNTRIES = frozenset(stems("countries nations states governments members"))
_PEOPLE = frozenset(
    stems(
        "participants people persons delegates attendees attended attending visitors experts members guests registered"
        " stakeholders representatives women men ministers speakers voters voted votes signatories applicants leaders"
        " students staff employees"
        " million billion participated joined registrations attendance participation individuals scientists youth delegations"
        " winners fellows"
    )
)


def uncounted(question: Question, told: list[Passage]) -> float | None:
    """Say how far no number stands before what the question wants counted; None where it asks for no such thing."""
    persons = _PERSONS.search(question.plain) is not None
    things = _counted(question.plain)
    if not question.wants(Asked.HOW_MANY) or question.wants(Asked.DAYS) or not (things or persons):
        return None
    behind = (text for passage in told if passage.fact for text in counts(passage.record, passage.fact))
    counted = [frozenset(stems(text)[:_NEAR_NUMBER]) for text in behind]
    if persons:
        return float(all(_PEOPLE.isdisjoint(run) for run in counted))
    if things[0] in _COUNTRIES and any(_COUNTRIES & run for run in counted):
        return 0.0
    return min((lacked(question, [thing], run) for run in counted for thing in things), default=1.0)


def _counted(plain: str) -> list[str]:
    """Give the stems of what a lower-case question wants counted, the verb behind it perhaps among them."""
    found = _THINGS.search(plain)
    things = stems(ENDS_FOCUS.split(found[1])[0]) if found else []
    return [] if _UNITS.intersection(things[:1]) else things


def numberless(question: Question, told: list[Passage]) -> bool:
    """Say whether a question asks how many, and nothing told has a number that counts."""
    if not question.wants(Asked.HOW_MANY) or question.wants(Asked.DAYS):
        return False
    return not any(counts(passage.record, passage.fact) for passage in told if passage.fact)
