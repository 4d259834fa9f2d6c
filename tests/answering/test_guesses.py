"""Who offers two answers, or guesses one, is told which is right; what is not told is refused as before."""

import pytest

from bot.assistant import Assistant
from bot.reply import Status
from tests.tiny import ask

NOW = "2026-11-21T12:00:00Z"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Is the Harbour Forum 2025 in Lugano or in Reykjavik?", "Lugano"),
        ("Is the Coast Summit 2025 in Bergen, Malmö or Tromsø?", "Tromsø"),
        ("Is the Harbour Forum 2025 chaired by Anna Bergström or by Mira Lindqvist?", "Mira Lindqvist"),
        ("Is the Harbour Forum 2025 organised by UNESCO or by the Harbour Union?", "Harbour Union"),
        ("Harbour Forum 2025: 8 or 11 July?", "8 July"),
    ],
)
def test_of_two_offers_the_one_that_is_told_is_no_reason_to_doubt(small: Assistant, question: str, told: str) -> None:
    reply = ask(small, question)
    assert reply.status is Status.ANSWERED
    assert told in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "Is the Harbour Forum 2025 sponsored by a bank or by a brewery?",
        "Was the shuttle to the Harbour Forum 2025 a ferry or a bus?",
        "Is the mascot of the Harbour Forum 2025 a seal or a gull?",
        "Is the Coast Summit 2025 opened by the queen or by the king?",
    ],
)
def test_where_none_of_two_offers_is_told_the_question_is_refused(small: Assistant, question: str) -> None:
    reply = ask(small, question)
    assert reply.status is Status.NOT_FOUND
    assert not reply.citations


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Were there 300 participants at the WSIS Forum 2018?", "2,500"),
        ("Does the WSIS+20 outcome document have 90 or 127 paragraphs?", "127"),
        ("Is Internet governance in paragraphs 26 to 29 or in 70 to 74 of the Global Digital Compact?", "26 to 29"),
    ],
)
def test_a_number_that_is_guessed_is_answered_by_the_one_that_is_told(packaged: Assistant, question: str, told: str) -> None:
    reply = ask(packaged, question, now=NOW)
    assert reply.status is Status.ANSWERED
    assert told in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "Did 300 ferries come to the Harbour Forum 2025?",
        "Does paragraph 400 of the resolution on harbours ask ports for their tolls?",
        "Does the 44th session of the Harbour Union meet in Lugano or in Geneva?",
    ],
)
def test_a_number_of_something_else_stays_a_doubt(small: Assistant, question: str) -> None:
    assert ask(small, question).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How long did the third IGF in Hyderabad last?", "3 to 6 December 2008"),
        ("How many days did the first C5 meeting in May 2006 take?", "15 to 16 May 2006"),
        ("Where were the 18th, 19th and 20th IGF?", "Riyadh"),
        ("When did the eighth forum of the WSIS start?", "12"),
    ],
)
def test_days_tell_how_long_and_a_number_goes_with_any_word_of_its_name(packaged: Assistant, question: str, told: str) -> None:
    reply = ask(packaged, question, now=NOW)
    assert reply.status is Status.ANSWERED
    assert told in reply.text
