"""What somebody who has read only the README tries first, through the real command."""

import json
import subprocess
import sys
from typing import Any

import pytest


def ask(question: str, now: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bot", "ask", "--json", "--now", now, question]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def test_a_closed_deadline_is_told_with_its_day_and_a_citation() -> None:
    answer = ask("When was the deadline for submissions to the OCP of the 2024 event?", "2026-11-21T12:00Z")
    assert answer["status"] == "answered"
    assert "31 January 2024" in answer["text"]
    assert "closed" in answer["text"]
    assert any("Open Consultation Process" in citation["title"] for citation in answer["citations"])


def test_before_it_closes_the_same_deadline_is_open_and_the_days_are_counted() -> None:
    answer = ask("When is the deadline for submissions to the OCP of the 2024 event?", "2024-01-20T12:00Z")
    assert "31 January 2024" in answer["text"]
    assert "open" in answer["text"]
    assert "11 days" in answer["text"]


@pytest.mark.parametrize(
    ("question", "shown", "record"),
    [
        ("when was the Latin America consultation?", "5 December 2024", "meeting.cstd-consultation-lac-2024"),
        ("When was the WSIS+20 High-Level Event 2025?", "7–11 July 2025", "meeting.wsis20-high-level-event-2025"),
        (
            "When was the WSIS+20 high-level meeting of the General Assembly?",
            "16–17 December 2025",
            "meeting.wsis20-high-level-meeting-2025",
        ),
        ("What is the CSTD?", "Commission on Science and Technology for Development", "organisation.cstd"),
    ],
)
def test_what_people_ask_first_is_answered_from_the_right_record(question: str, shown: str, record: str) -> None:
    answer = ask(question, "2026-11-21T12:00Z")
    assert answer["status"] == "answered"
    assert answer["records"][0] == record
    assert shown in answer["text"]


def test_a_moved_date_is_told_with_the_one_announced_before() -> None:
    answer = ask("Were the dates of the WSIS+20 High-Level Event 2025 changed?", "2026-11-21T12:00Z")
    assert "7–11 July 2025" in answer["text"]
    assert "26–30 May 2025" in answer["text"]


@pytest.mark.parametrize("question", ["what does a hotel room near Palexpo cost?", "asdf qwer zxcv", "recipe for fondue please"])
def test_what_no_source_states_is_refused(question: str) -> None:
    answer = ask(question, "2026-11-21T12:00Z")
    assert answer["status"] == "not_found"
    assert answer["citations"] == []
