"""Greetings, thanks, small talk and questions about the bot are told from questions on the subject."""

import pytest

from bot.answering.engine import Engine
from bot.records.knowledge import Knowledge
from bot.reply import Status
from tests.tiny import instant

NOW = instant("2026-11-22T12:00:00Z")


@pytest.fixture(scope="module")
def engine(knowledge: Knowledge) -> Engine:
    return Engine(knowledge)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("merci", "You are welcome."),
        ("that was helpful", "You are welcome."),
        ("Thanks a lot, that was exactly what I needed.", "You are welcome."),
        ("thanks for your help, have a nice day", "You are welcome."),
        ("\U0001f44d", "You are welcome."),
        ("ok", "You are welcome."),
        ("hola", "Hello!"),
        ("salam", "Hello!"),
        ("nice to meet you", "Hello!"),
        ("is anybody there?", "Hello!"),
        ("hi all, good morning from Nairobi!", "Hello!"),
        ("great work, thanks a million", "You are welcome."),
        ("can you speak French?", "I answer questions"),
        ("who is behind this bot?", "I answer questions"),
        ("what do you do with my data?", "I answer questions"),
        ("sorry, wrong chat", "Goodbye."),
        ("see you tomorrow", "Goodbye."),
        ("What kind of questions can you answer?", "I answer questions"),
        ("what languages do you speak", "I answer questions"),
        ("are you chatgpt?", "I answer questions"),
        ("where do your answers come from?", "I answer questions"),
        ("how up to date are you", "I answer questions"),
        ("hi, I'm new here, what can you tell me?", "I answer questions"),
    ],
)
def test_small_talk_is_answered_as_such(engine: Engine, text: str, opening: str) -> None:
    reply, _ = engine.answer(text, NOW)
    assert reply.status is Status.CHAT
    assert reply.text.startswith(opening)


@pytest.mark.parametrize(
    "text",
    [
        "hello, when is igf 2026",
        "what can you tell me about the IGF?",
        "help me find the zero draft",
        "nice, what is para 67",
        "great, when is the next IGF?",
        "what is this deadline for the WSIS Prizes 2025 about",
    ],
)
def test_a_question_with_courtesies_is_a_question(engine: Engine, text: str) -> None:
    assert engine.answer(text, NOW)[0].status is Status.ANSWERED


@pytest.mark.parametrize("text", ["thanks! and where is it?", "ok and the deadline", "great, who chairs it?"])
def test_a_follow_up_with_courtesies_goes_on_with_the_talk(engine: Engine, text: str) -> None:
    _, talk = engine.answer("When is IGF 2026?", NOW)
    assert engine.answer(text, NOW, talk=talk)[0].status is not Status.CHAT


def test_a_branch_is_another_thing_than_the_whole(engine: Engine) -> None:
    assert engine.answer("when is igf 2026", NOW)[0].records[0] == "meeting.igf-2026"
    assert engine.answer("when is igf-d 2026", NOW)[0].records[0] == "meeting.igf-d-2026"
