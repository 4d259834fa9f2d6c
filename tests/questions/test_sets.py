"""The question sets: well formed, split by hash, and not taught to the bot as example questions."""

import re
from collections import defaultdict
from typing import Any

import pytest

from bot.answering.passages import Stems
from bot.clock import parse_instant
from bot.languages.analysis import stems
from bot.records.knowledge import Knowledge
from tests.questions.evaluate import dates_in, faults
from tests.questions.split import HOLD, MANNERS, TUNE, Question, in_hold, read

COPY = 0.8
"""Share of common stems from which on an example question is a copy of a test question."""


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return read(TUNE) + read(HOLD)


def test_every_question_is_in_the_set_that_its_hash_names_and_a_third_is_held_back() -> None:
    assert not any(in_hold(question) for question in read(TUNE))
    assert all(in_hold(question) for question in read(HOLD))
    assert len(read(HOLD)) * 3 >= len(read(TUNE)) + len(read(HOLD))


def test_every_question_is_well_formed(questions: list[Question]) -> None:
    assert len({question["id"] for question in questions}) == len(questions)
    for question in questions:
        assert question["manner"] in MANNERS
        parse_instant(question["now"])
        expect = question["expect"]
        for pattern in (*expect.get("all", ()), *expect.get("any", ()), *expect.get("none", ()), expect.get("cite") or ""):
            re.compile(pattern)


def test_no_example_question_copies_a_test_question(questions: list[Question], knowledge: Knowledge) -> None:
    asked = [frozenset(stems(question["question"])) for question in questions]
    holding: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(asked):
        for stem in words:
            holding[stem].append(place)
    asks = (ask for record in knowledge for ask in (*record.asks, *(ask for fact in record.facts for ask in fact.asks)))
    examples = [*asks, *(question for record in knowledge for question in record.unanswered)]
    copies = sum(_copies(frozenset(stems(ask)), asked, holding) for ask in examples)
    assert copies == 0  # which ones is not told: part of the questions may be read by nobody


def _copies(ask: Stems, asked: list[Stems], holding: dict[str, list[int]]) -> bool:
    near = {place for stem in ask for place in holding.get(stem, ())}
    return any(len(ask & asked[place]) / len(ask | asked[place]) > COPY for place in near)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Thursday 5 December 2024", {"2024-12-05"}),
        ("7–11 July 2025", {"2025-07-07", "2025-07-11"}),
        ("27 May to 3 June 2024", {"2024-05-27", "2024-06-03"}),
        ("30 December 2024 – 2 January 2025", {"2024-12-30", "2025-01-02"}),
        ("31 Jan 2024", {"2024-01-31"}),
        ("in September 2024", {"2024-09"}),
    ],
)
def test_the_judge_reads_dates(text: str, days: set[str]) -> None:
    assert days <= dates_in(text)


def test_the_judge_finds_what_is_wrong() -> None:
    question = {"expect": {"status": "answered", "dates": ["2024-12-05"], "all": ["eclac"], "none": ["2025"], "cite": "unctad"}}
    right: dict[str, Any] = {
        "status": "answered",
        "text": "On 5 December 2024, with ECLAC.",
        "citations": [dict.fromkeys(("title", "publisher", "symbol", "url", "locator"), "UNCTAD")],
    }
    assert faults(question, right) == []
    assert faults(question, right | {"status": "not_found"})
    assert faults(question, right | {"text": "On 6 December 2024, with ECLAC."})
    assert faults(question, right | {"text": right["text"] + " In 2025."})
    assert faults(question, right | {"citations": []})
