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

_WHOSE = re.compile(r"\bhow many \w+ of (\w+)\b")
_UNITS = frozenset(stems("days weeks months years times altogether there total"))
"""What is told by two dates, or is no thing at all."""

_COUNTRIES = frozenset(stems("countries nations states governments members"))
PEOPLE = frozenset(
    stems(
        "participants people persons delegates attendees attended attending visitors experts members guests registered"
        " stakeholders representatives women men ministers speakers voters voted votes signatories applicants leaders"
        " students staff employees"
        " million billion participated joined registrations attendance participation individuals scientists youth delegations"
        " winners fellows"
    )
)

_LASTS = re.compile(
    r"\bhow (?:long (?:did|does|was|is|will|were)|many (?:days|hours|minutes) (?:did|does|was|is|will|were))\b"
    r"(?!.*\b(?:text|document|paper|description|list|report|statement|letter|name)\b)"
)
"""Asks for a stretch of time; a text is so many words long."""

_HOURS = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_DAYS = re.compile(r"\b\d{1,2}(?: [A-Z]\w+)?(?: \d{4})? (?:to|and|until) \d{1,2} [A-Z]\w+")
_LABEL = re.compile(
    r"\b(?:under|by|at) (?:what|which) number\b|\b(?:what|which) number (?:says|tells|must|did|in|stands)\b"
    r"|\bnumber of (?:the )?(?:paragraph|point|clause|session)\b"
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
        return float(all(PEOPLE.isdisjoint(run) for run in counted))
    if things[0] in _COUNTRIES and any(_COUNTRIES & run for run in counted):
        return 0.0
    fewest = min((lacked(question, [thing], run) for run in counted for thing in things), default=1.0)
    of = _WHOSE.search(question.plain)  # heads of regulators are no heads of state
    said = frozenset().union(*(passage.said | passage.named for passage in told))
    return max(fewest, lacked(question, stems(of[1]), said) if of else 0.0)


def _counted(plain: str) -> list[str]:
    """Give the stems of what a lower-case question wants counted, the verb behind it perhaps among them."""
    found = _THINGS.search(plain)
    things = stems(ENDS_FOCUS.split(found[1])[0]) if found else []
    return [] if _UNITS.intersection(things[:1]) else things


def numberless(question: Question, told: list[Passage]) -> bool:
    """Say whether a question asks how many, and nothing told has a number that counts."""
    if not question.wants(Asked.HOW_MANY) or question.wants(Asked.DAYS):
        return False
    if tells_how_long(question, told) or tells_label(question, told):
        return False
    return not any(counts(passage.record, passage.fact) for passage in told if passage.fact)


def tells_how_long(question: Question, told: list[Passage]) -> bool:
    """Say whether a question asks how long something lasted, and what is told has its first and last day, or two hours."""
    if not _LASTS.search(question.plain):
        return False
    facts = [passage.fact.text for passage in told if passage.fact]
    return any(len(_HOURS.findall(text)) > 1 or _DAYS.search(text) for text in facts)


def tells_label(question: Question, told: list[Passage]) -> bool:
    """Say whether a question asks for the number of a paragraph, a session or the like, and what is told has a number."""
    return bool(_LABEL.search(question.plain)) and any(
        any(character.isdigit() for character in passage.fact.text) for passage in told if passage.fact
    )
