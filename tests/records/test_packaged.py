"""The knowledge that comes with the bot."""

import pytest

from bot.records.knowledge import Knowledge
from bot.records.load import PACKAGED, check
from bot.records.model import Kind
from bot.records.schema import SCHEMA_FILE, schema_text


def test_nothing_in_it_is_wrong() -> None:
    assert [str(problem) for problem in check() if problem.grave] == []


def test_it_holds_every_kind(knowledge: Knowledge) -> None:
    assert {record.kind for record in knowledge} == set(Kind)


def test_every_sentence_is_cited_in_the_register(knowledge: Knowledge) -> None:
    uncited = [
        f"{record.id} {fact.key}"
        for record in knowledge
        for fact in record.facts
        if not fact.cite or any(cite.source not in knowledge.sources for cite in fact.cite)
    ]
    assert uncited == []


def test_every_file_lies_in_a_folder() -> None:
    assert [file.name for file in PACKAGED.glob("*.yaml")] == []


def test_the_schema_is_up_to_date() -> None:
    if not SCHEMA_FILE.exists():
        pytest.skip("knowledge/schema.json is not written yet; `wsisbot knowledge schema --write` does it")
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize(
    ("first", "last", "editions"),
    [
        ("meeting.igf-2006", "meeting.igf-2026", 21),
        ("meeting.wsis-forum-2009", "meeting.wsis-forum-2026", 18),
        ("meeting.cstd-27", "meeting.cstd-30", 4),
        ("meeting.cstd-consultation-kyoto-2023", "meeting.cstd-consultation-lac-2024", 7),
        ("meeting.modalities-zero-draft-2025-02-14", "meeting.modalities-third-reading-2025-03-13", 4),
    ],
)
def test_a_series_leads_from_each_edition_to_the_next(knowledge: Knowledge, first: str, last: str, editions: int) -> None:
    told, newest = {first}, [first]
    for _ in range(editions - 1):
        assert last not in told
        newest = [other for record in newest for other in knowledge.beside(record, 1)]
        told |= set(newest)
    assert last in told
