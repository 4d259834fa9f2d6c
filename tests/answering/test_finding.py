"""How a question finds its record: names, days, numerals and typing errors."""

import pytest

from bot.answering.engine import Engine
from bot.languages.analysis import stems
from bot.records.knowledge import Knowledge
from bot.reply import Status
from tests.tiny import instant

NOW = instant("2026-11-21T12:00Z")


@pytest.fixture(scope="module")
def engine(knowledge: Knowledge) -> Engine:
    return Engine(knowledge)


def test_a_part_is_in_reach_of_the_names_and_days_of_its_whole(engine: Engine) -> None:
    part = engine.ranker.passages_of("outcome.80-173-shutdowns")[0]
    whole = engine.knowledge.records["resolution.a-res-80-173"]
    assert part.record.period is None
    assert part.period == whole.period
    assert set(stems(whole.name)) <= engine.ranker.reach[part.record.id]


def test_the_days_of_a_sentence_are_its_finest_ones(engine: Engine) -> None:
    passages = [passage for passage in engine.passages if passage.fact and "12 December 2003" in passage.fact.text]
    assert passages
    for passage in passages:
        named = {str(date) for date in passage.dates}
        assert "2003-12-12" in named
        assert not {"2003-12", "2003"} & named


@pytest.mark.parametrize(
    ("typed", "meant"), [("metting", "meet"), ("notise", "notic"), ("IFG", "igf"), ("ECOSCO", "ecosoc"), ("agre", "agre")]
)
def test_typing_errors_are_mended_by_their_forms(engine: Engine, typed: str, meant: str) -> None:
    assert meant in engine.reader.read(f"the {typed} of 2024", NOW).terms


@pytest.mark.parametrize("acronym", ["BRICS", "GIF", "ICANN"])
def test_an_acronym_of_others_is_no_typing_error(engine: Engine, acronym: str) -> None:
    assert not engine.reader.read(f"what is {acronym}?", NOW).mended


@pytest.mark.parametrize(
    ("words", "digits"), [("twenty-second session", "22"), ("eightieth session", "80"), ("thirty-one members", "31")]
)
def test_numbers_in_words_are_found_as_digits(words: str, digits: str) -> None:
    assert digits in stems(words)


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("Hi, I am new to all this. What is UNGIS please?", "organisation.ungis"),
        ("Hello! My boss sends me to Geneva for 'the WSIS'. What is this WSIS thing?", "milestone.wsis-phases-2003-2005"),
        ("I've never heard of the CSTD, can you explain who they are?", "organisation.cstd"),
    ],
)
def test_what_something_is_is_told_whatever_is_said_of_the_asker(engine: Engine, text: str, record: str) -> None:
    reply, _ = engine.answer(text, NOW)
    assert reply.status is Status.ANSWERED
    assert reply.records[0] == record


def test_what_is_asked_at_this_moment_is_what_runs_then(engine: Engine) -> None:
    reply, _ = engine.answer("Is the WSIS Forum on at this moment, and till when?", instant("2026-07-08T08:00Z"))
    assert "meeting.wsis-forum-2026" in reply.records
    assert "10" in reply.text


def test_a_day_lists_nothing_of_which_only_the_year_is_known(engine: Engine) -> None:
    reply, _ = engine.answer("Which meetings were on 16 December 2025?", NOW)
    periods = [record.period for name in reply.records if (record := engine.knowledge.records[name])]
    assert periods
    assert all(period and period.start.first_day().isoformat() != "2025-01-01" for period in periods)


def test_who_they_are_is_told_with_their_names(engine: Engine) -> None:
    reply, _ = engine.answer("Who are the co-facilitators?", NOW)
    assert "Lokaale" in reply.text
    assert "Janina" in reply.text
