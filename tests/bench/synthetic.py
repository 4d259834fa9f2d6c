"""Synthetic records around the real ones; half of their words are drawn from those of the real records."""

import datetime as dt
import importlib.resources
import random
import re
from collections.abc import Iterator
from typing import Any

from bot.answering.passages import passages_of
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Record
from tests.bench.corpus import VOCABULARY, Zipf

FACTS = 4
"""A synthetic record's facts; with the record as a whole that makes five passages, as many as real ones have."""

SERIES = 12
"""Records that belong to one programme."""

_DICTIONARY = "frequency_dictionary_en_82_765.txt"  # in symspellpy's wheel, the most frequent first
_WORD = re.compile(r"[a-z]{2,}")
_FIRST = dt.date(2003, 1, 1)
_DAYS = 30 * 365
_DATED = {Kind.DEADLINE: "closing date", Kind.MEETING: "meeting", Kind.MILESTONE: "stage"}
_OTHERS = {Kind.DOCUMENT: "paper", Kind.TERM: "notion", Kind.OUTCOME: "result", Kind.ORGANISATION: "institute"}
_PLACES = "Geneva Tunis Nairobi Astana Santiago Bangkok Vienna Lisbon Accra Lima Doha Riga Quito Dakar Seoul"
_GIVEN = "Amina Bruno Chidi Dana Elif Farah Goran Hana Ivo Jun Kofi Lena Marta Nuno Olga Pavel Rosa Sami Tala Ugo"
_FAMILY = "Adeyemi Brandt Castro Diallo Eriksen Fontaine Garcia Haddad Ivanov Jensen Kimura Lopez Mensah Novak"


def enlarged(knowledge: Knowledge, passages: int) -> Knowledge:
    """Give the knowledge with synthetic records added until it has that many passages, or as it is if it has."""
    extra = [Record.model_validate(entry) for entry in entries(knowledge, passages)]
    return Knowledge([*knowledge, *extra], knowledge.sources.values(), knowledge.synonyms)


def entries(knowledge: Knowledge, passages: int) -> Iterator[dict[str, Any]]:
    """Give the synthetic records that are missing up to a number of passages, in the form of the YAML files."""
    missing = passages - sum(1 for _ in passages_of(knowledge))
    maker = _Maker(knowledge)
    number = 0
    while missing > 0:
        facts = max(1, min(FACTS, missing - 1))
        yield maker.entry(number, facts)
        missing -= 1 + facts
        number += 1


class _Maker:
    """Makes entries that the loader accepts; the same ones on every run."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._chance = random.Random(11)  # noqa: S311 - the same records on every run are wanted
        self._sources = list(knowledge.sources)
        texts = [fact.text for record in knowledge for fact in record.facts]
        self._real = [word for text in texts for word in _WORD.findall(text.lower())]
        self._english = Zipf(_dictionary(), 13)
        self._programme = ""

    def entry(self, number: int, facts: int) -> dict[str, Any]:
        """Make one record; each twelfth is a programme, to which those after it belong."""
        is_programme = number % SERIES == 0
        kind = Kind.PROGRAMME if is_programme else self._chance.choice([*_DATED, *_DATED, *_OTHERS])
        noun = (_DATED | _OTHERS).get(kind, "programme")
        subject, place = " ".join(self._words(3)), self._one_of(_PLACES)
        name = f"the {subject} {noun}"
        entry: dict[str, Any] = {
            "id": f"{kind}.synthetic-{number}",
            "title": f"{subject} {noun} {number}".capitalize(),
            "name": name,
            "aka": [f"{self._person()}'s {noun} on {' '.join(self._words(2))}"],
            "reviewed": "2026-11-21",
            "asks": [self._ask(6) for _ in range(6)],
            "facts": [self._fact(f"fact-{place}") for place in range(facts)],
        }
        if kind in _DATED:
            day = _FIRST + dt.timedelta(days=self._chance.randrange(_DAYS))
            first = entry["facts"][0]
            first["text"] = f"{name.capitalize()} is on {day.day} {day:%B %Y} in {place}, with {self._person()}."
            entry |= {"start": day.isoformat(), "place": place, "stated": {"start": "fact-0", "place": "fact-0"}}
        if is_programme:
            self._programme = entry["id"]
        else:
            entry["relations"] = {"part-of": [self._programme]}
        return entry

    def _fact(self, key: str) -> dict[str, Any]:
        text = f"{self._person()} of {self._one_of(_PLACES)} said that {' '.join(self._words(20))}."
        cite = {"source": self._chance.choice(self._sources), "at": f"paragraph {self._chance.randrange(1, 90)}"}
        return {"key": key, "text": text, "cite": cite, "asks": [self._ask(5) for _ in range(3)]}

    def _ask(self, most: int) -> str:
        return " ".join(self._words(self._chance.randint(3, most)))

    def _words(self, many: int) -> list[str]:
        english = self._english.draw(many)
        return [self._chance.choice(self._real) if self._chance.random() < 0.5 else word for word in english]

    def _person(self) -> str:
        return f"{self._one_of(_GIVEN)} {self._one_of(_FAMILY)}"

    def _one_of(self, names: str) -> str:
        return self._chance.choice(names.split())


def _dictionary() -> list[str]:
    text = (importlib.resources.files("symspellpy") / _DICTIONARY).read_text(encoding="utf-8-sig")
    return [line.partition(" ")[0] for line in text.splitlines()[:VOCABULARY]]
