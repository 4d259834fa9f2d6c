"""Follow-ups that stay with what a talk is about, or turn to what lies beside it: another edition, person, paper or paragraph."""

import pytest

from bot.answering.engine import Engine, Talk
from bot.clock import parse_instant
from bot.records.knowledge import Knowledge
from bot.reply import Reply

NOW = parse_instant("2026-11-22T12:00:00Z")


@pytest.fixture(scope="module")
def engine(knowledge: Knowledge) -> Engine:
    return Engine(knowledge)


def last(engine: Engine, turns: tuple[str, ...]) -> Reply:
    """Give the reply to the last message of a talk."""
    talk: Talk | None = None
    for turn in turns:
        reply, talk = engine.answer(turn, NOW, talk=talk)
    return reply


@pytest.mark.parametrize(
    ("turns", "record"),
    [
        (("What is the Elements Paper?", "when was it published?"), "document.wsis20-elements-paper"),
        (("What is ODET?", "since when has it existed?"), "organisation.odet"),
        (("Who chaired the WSIS+20 High-Level Event 2025?", "how many came?"), "meeting.wsis20-high-level-event-2025"),
        (("When was the Global Digital Compact adopted?", "what does paragraph 28 say?"), "document.global-digital-compact"),
    ],
)
def test_it_is_what_the_talk_is_about_while_that_has_the_datum(engine: Engine, turns: tuple[str, ...], record: str) -> None:
    assert last(engine, turns).records[0] == record


@pytest.mark.parametrize(
    ("turns", "record"),
    [
        (("What was the deadline for IGF 2022 session proposals?", "where was the meeting?"), "meeting.igf-2022"),
        (("Until when could one comment on the zero draft?", "when was it out?"), "document.wsis20-zero-draft"),
        (("Where was IGF 2022 held?", "and for 2025?"), "meeting.igf-2025"),
        (("When was the WSIS Forum 2021?", "2022?"), "meeting.wsis-forum-2022"),
        (("How many entries did the WSIS Prizes 2025 get?", "and in 2024?"), "programme.wsis-prizes-2024"),
        (("When did the 28th CSTD meet?", "who was chair?", "what about the 29th?"), "meeting.cstd-29"),
        (("What is action line C2 about?", "next one?"), "term.action-line-c3"),
        (("Who is Annalena Baerbock?", "and who had that job before her?"), "person.philemon-yang"),
        (("Who is Solly Malatsi?", "who chaired before him?"), "person.albert-roesti"),
        (("When did the zero draft come out?", "and the paper before it?"), "document.wsis20-elements-paper"),
        (("Who is Doreen Bogdan-Martin?", "with how many votes was she elected?"), "meeting.itu-pp-22"),
        (("Who chaired the first WGEC?", "what does enhanced cooperation actually mean?"), "term.enhanced-cooperation"),
    ],
)
def test_a_few_words_turn_to_what_lies_beside(engine: Engine, turns: tuple[str, ...], record: str) -> None:
    assert last(engine, turns).records[0] == record


@pytest.mark.parametrize("turn", ["and in 2016?", "and the year after?", "and the next one's?"])
def test_another_edition_is_asked_for_the_same_datum(engine: Engine, turn: str) -> None:
    assert "Supporting the Implementation of SDGs" in last(engine, ("What was the theme of the WSIS Forum 2015?", turn)).text


def test_what_nothing_spoken_of_holds_is_refused_in_a_talk_too(engine: Engine) -> None:
    for turn in ("which hotel did people stay in?", "how much did the catering cost?"):
        assert not last(engine, ("When was the WSIS Forum 2017?", turn)).records
