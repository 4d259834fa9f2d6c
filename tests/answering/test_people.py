"""Who spoke, led, came before and worked with whom, asked of the packaged knowledge in everyday words."""

import pytest

from bot.assistant import Assistant
from bot.reply import Status
from tests.answering.test_answers import REPORTED
from tests.tiny import ask


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which person did Brasilia send to the WSIS+20 high-level meeting?", "Mielli"),
        ("Who addressed the assembly on behalf of Pakistan in December 2025?", "Iftikhar Ahmad"),
        ("Who was the mouthpiece of the G77 in New York?", "Iraq"),
        ("Which official took the floor for the EU at the WSIS+20 meeting?", "Kleiner"),
        ("Who runs the telecommunication union?", "Bogdan-Martin"),
        ("Who is at the head of the UN's AI experts?", "Ressa"),
        ("Who co-chairs the AI dialogue with Tammsaar?", "López"),
        ("Who was in the chair of the MAG in 2022?", "Mitchell"),
        ("Who chaired the 27th session of the CSTD?", "Amoroso das Neves"),
        ("Which number two of UNCTAD spoke in May 2024?", "Moreno"),
    ],
)
def test_who_did_it_is_told_by_name(packaged: Assistant, question: str, name: str) -> None:
    reply = ask(packaged, question, now=REPORTED)
    assert reply.status is Status.ANSWERED
    assert name in reply.text


@pytest.mark.parametrize(
    ("first", "then", "name"),
    [
        ("Who is Rytis Paulauskas?", "and who worked with him?", "Lokaale"),
        ("Who was President of the General Assembly in December 2025?", "and the one before?", "Yang"),
        ("Who is Solly Malatsi?", "and his predecessor?", "Rösti"),
        ("Who spoke for Switzerland at the high-level meeting?", "and for India?", "Prasada"),
    ],
)
def test_a_talk_goes_on_to_whoever_stands_beside(packaged: Assistant, first: str, then: str, name: str) -> None:
    ask(packaged, first, conversation=first, now=REPORTED)
    assert name in ask(packaged, then, conversation=first, now=REPORTED).text


@pytest.mark.parametrize(
    "question",
    [
        "Who spoke for France at the WSIS+20 meeting?",
        "Which minister spoke for Australia in New York?",
        "Who chaired the 15th session of the CSTD?",
        "Who chaired the MAG in 2013?",
    ],
)
def test_who_is_not_in_the_sources_is_nobody_elses_name(packaged: Assistant, question: str) -> None:
    assert ask(packaged, question, now=REPORTED).status is Status.NOT_FOUND
