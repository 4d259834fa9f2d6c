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
