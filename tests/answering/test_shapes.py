"""Answers of other shapes than a sentence: records side by side, an outline, what a refusal still knows."""

import re

import pytest

from bot.assistant import Assistant
from bot.reply import Listing, Status, spans_text
from tests.tiny import ask

NOW = "2026-11-21T12:00:00Z"
OUTCOME = "resolution.a-res-80-173"
WSIS10 = "resolution.a-res-70-125"


@pytest.mark.parametrize(
    "question",
    [
        "Compare A/RES/70/125 and A/RES/80/173 on the IGF",
        "What is the difference between resolution 70/125 and resolution 80/173 on the IGF?",
        "resolution 70/125 vs resolution 80/173 on the IGF",
    ],
)
def test_two_resolutions_are_set_side_by_side_on_a_subject(packaged: Assistant, question: str) -> None:
    reply = ask(packaged, question, now=NOW)
    assert reply.status is Status.ANSWERED
    assert (reply.records[0], OUTCOME in reply.records) == (WSIS10, True)
    listings = [block for block in reply.blocks if isinstance(block, Listing)]
    assert len(listings) == 2
    assert all(any(re.search("Internet Governance Forum|IGF", spans_text(item)) for item in block.items) for block in listings)


def test_a_side_that_tells_nothing_on_the_subject_is_told_as_such(small: Assistant) -> None:
    reply = ask(small, "Compare the Harbour Forum and the Coast Summit on chairs")
    assert reply.records == ("meeting.harbour-forum-2025", "meeting.coast-summit-2025")
    assert "Mira Lindqvist" in reply.text
    assert "Coast League" not in reply.text


def test_nothing_is_compared_with_what_is_unknown(small: Assistant) -> None:
    reply = ask(small, "Compare the Harbour Forum and the moon landing on chairs")
    assert {name for name in reply.records if name.startswith("meeting.")} <= {"meeting.harbour-forum-2025"}


@pytest.mark.parametrize("question", ["Give me a summary of the outcome", "Summarise the WSIS+20 outcome document, please"])
def test_an_outline_of_the_outcome_is_a_list_of_cited_points(packaged: Assistant, question: str) -> None:
    reply = ask(packaged, question, now=NOW)
    assert reply.records[0] == OUTCOME
    assert all(record.startswith("outcome.80-173-") for record in reply.records[1:])
    assert 5 <= len(reply.records) <= 9
    assert len(reply.citations) >= 5


def test_a_refusal_on_a_named_record_says_what_is_known_of_it(small: Assistant) -> None:
    reply = ask(small, "Which musicians, dancers and acrobats performed at the gala of the Coast Summit 2025?")
    assert reply.status is Status.NOT_FOUND
    for known in ("dates", "place", "organisers"):
        assert known in reply.text
    assert "chairs" not in reply.text
    assert "dates" not in ask(small, "What is the best recipe for lasagne?").text


@pytest.mark.parametrize("question", ["What is new since 1 January 2025?", "any updates since January 2025?"])
def test_what_is_new_since_a_day_ends_with_now(small: Assistant, question: str) -> None:
    assert ask(small, question, now="2025-08-15T12:00Z").records == (
        "deadline.coast-papers-2025",
        "meeting.harbour-forum-2025",
        "deadline.harbour-proposals-2025",
    )
    assert ask(small, question, now="2025-06-01T12:00Z").records == ("deadline.harbour-proposals-2025",)
