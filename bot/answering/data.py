"""The kinds of datum that a sentence holds: a question for a person is not answered by a sentence without a name."""

import enum
import re

from bot.records.dates import dates_in
from bot.records.model import Fact, Kind, Record

_NUMBER = re.compile(
    r"(?<![\w+/.-])\d[\d,.]*(?!\w|[/-]\w)"
    r"|\b(?:no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|both|half|dozens?|hundreds?|thousands?|million|billion"
    r"|once|twice)\b",
    re.IGNORECASE,
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NO_COUNT = re.compile(
    rf"\b\d{{1,2}}(?:\s*(?:-|\u2013|to|and)\s*\d{{1,2}})?\s+{_MONTH}(?:\s+\d{{4}})?|\b(?:19|20)\d\d(?:[-\u2013]\d\d(?:\d\d)?)?\b"
    r"|\b\d{1,2}:\d\d\b|\bparagraphs?\s+\d+(?:(?:,| and| to)\s*\d+)*|\bWSIS\s?\+\s?\d+|\b[A-Z]/[\w/.]+|\b\w+-\d+\b"
    r"|\b[CE]\d{1,2}\b|\b\d+(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
"""Numbers that count nothing: dates, clock times, paragraphs, symbols, anniversaries."""

_COUNT = re.compile(
    r"(?<![\w/.-])(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|both|hundred|thousand|million|billion)\b",
    re.IGNORECASE,
)
_BEHIND = 60
"""Characters behind a number in which stands what it counts."""

_NAME = re.compile(r"(?<=[\w,;:(] )[A-Z][\w'-]+|\b[A-Z]{2,}\b")
_ADDRESS = re.compile(r"https?://|\bwww\.|\b[\w-]+\.(?:org|int|com|net|ch|watch)\b")
_MAIL = re.compile(r"\S+@\S+")
_MONEY = re.compile(r"[$€£]|\b(?:USD|CHF|EUR|dollars?|euros?|francs?)\b", re.IGNORECASE)
_SHARE = re.compile(r"%|\b(?:per ?cent|half|third|thirds|quarters?|one in|majority|most)\b", re.IGNORECASE)


class Datum(enum.Enum):
    """A kind of datum."""

    DATE = "date"
    PLACE = "place"
    NAME = "name"
    NUMBER = "number"
    ADDRESS = "address"
    MAIL = "mail"
    MONEY = "money"
    SHARE = "share"


def data_of(record: Record, fact: Fact | None) -> frozenset[Datum]:
    """Give the kinds of datum in a fact, or in what is told of a record as a whole."""
    if fact is None:
        held = {
            Datum.DATE: record.start,
            Datum.PLACE: record.place,
            # what a term means is told of nobody
            Datum.NAME: record.organisers or record.chairs or (record.kind is not Kind.TERM and record.facts),
            Datum.NUMBER: any(_counts(fact.text) for fact in record.facts),
            Datum.ADDRESS: record.links,
            Datum.MAIL: record.contacts,
            Datum.MONEY: any(_MONEY.search(fact.text) for fact in record.facts),
            Datum.SHARE: any(_SHARE.search(fact.text) for fact in record.facts),
        }
        return frozenset(datum for datum, value in held.items() if value)
    text = fact.text
    others = text
    for name in record.naming:
        others = others.replace(name, " ").replace(name.removeprefix("the "), " ")
    found = {
        Datum.DATE: bool(dates_in(others) or record.start),
        Datum.PLACE: bool(_NAME.search(others)),
        Datum.NAME: bool(_NAME.search(others)),
        Datum.NUMBER: _counts(others),
        Datum.ADDRESS: bool(_ADDRESS.search(text)),
        Datum.MAIL: bool(_MAIL.search(text)),
        Datum.MONEY: bool(_MONEY.search(text)),
        Datum.SHARE: bool(_SHARE.search(text)),
    }
    return frozenset(datum for datum, value in found.items() if value)


def counts(record: Record, fact: Fact) -> list[str]:
    """Give what stands behind each number in a fact, or in its record's names, that may count something: no date, no symbol."""
    text = fact.text
    for name in record.naming:
        text = text.replace(name, " ")
    told = [_NO_COUNT.sub(" ", one) for one in (text, *record.naming)]
    return [one[found.end() : found.end() + _BEHIND] for one in told for found in _COUNT.finditer(one)]


def _counts(text: str) -> bool:
    """Say whether a sentence has a number that counts something."""
    return bool(_NUMBER.search(_NO_COUNT.sub(" ", text)))
