"""Short questions as people type them: no capitals, no apostrophes, no year, a paragraph and little else."""

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
    ("typed", "meant"),
    [("whats ungis", "What is UNGIS?"), ("whos lokaale", "Who is Lokaale?"), ("whens igf 2026", "When is IGF 2026?")],
)
def test_a_missing_apostrophe_changes_nothing(engine: Engine, typed: str, meant: str) -> None:
    assert engine.answer(typed, NOW)[0].records[0] == engine.answer(meant, NOW)[0].records[0]


@pytest.mark.parametrize("text", ["when does unido meet?", "When does UNIDO meet?"])
def test_an_acronym_names_a_body_however_it_is_typed(engine: Engine, text: str) -> None:
    assert engine.reader.read(text, NOW).proper == {"unido"}


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("deadline for the wsis prizes 2026", "gap.wsis-prizes-2026-calendar"),
        ("when is wsis forum 2027", "gap.wsis-forum-2027"),
        ("how to submit wsis prizes 2027", "gap.wsis-prizes-2027"),
    ],
)
def test_a_known_gap_is_told_as_one(engine: Engine, text: str, gap: str) -> None:
    reply, _ = engine.answer(text, NOW)
    assert reply.status is Status.NOT_FOUND
    assert reply.records == (gap,)


def test_without_a_year_the_latest_is_meant(engine: Engine) -> None:
    reply, _ = engine.answer("what happened at the high-level meeting", NOW)
    assert "2025" in engine.knowledge.records[reply.records[0]].title


@pytest.mark.parametrize("text", ["para 12 of the outcome document", "paragraph 5 of the WSIS+20 outcome document"])
def test_a_paragraph_is_told_of_the_text_that_is_named(engine: Engine, text: str) -> None:
    assert engine.answer(text, NOW)[0].status is Status.NOT_FOUND


def test_a_paragraph_of_a_named_text_is_found(engine: Engine) -> None:
    assert "67" in engine.answer("paragraph 67 of the outcome document", NOW)[0].text


def test_a_record_of_several_years_tells_each_of_them(engine: Engine) -> None:
    assert "11 to 21 July 2023" in engine.answer("itu council 2023 dates", NOW)[0].text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("igf", "multi-stakeholder policy dialogue"),
        ("cstd", "subsidiary body of ECOSOC"),
        ("wsis stocktaking", "WSIS Stocktaking"),
    ],
)
def test_a_bare_name_is_explained(engine: Engine, text: str, told: str) -> None:
    assert told in engine.answer(text, NOW)[0].text


def test_what_is_not_named_is_not_asked_back_on(engine: Engine) -> None:
    assert engine.answer("what did china say", NOW)[0].status is Status.NOT_FOUND
