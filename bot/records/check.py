"""The curators' rules: what makes a knowledge base contradict itself, and what would make it better."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.clock import parse_zone
from bot.records.dates import LocalTime, Period, exists, readable
from bot.records.model import Cite, Kind, Record, Source, StatedField, Status
from bot.records.problems import Problem
from bot.records.yaml_nodes import Item, Path_

FEWEST_ASKS = 6
"""Example questions that a record needs on itself (knowledge/README.md, "Asks")."""

FEWEST_ASKS_A_FACT = 2
"""Example questions that each fact needs."""

LIKE = 0.6
"""Share of common words from which on two asks of one record are padding."""

Finding = tuple[Path_, str, str]


@dataclass(frozen=True)
class Entry:
    """A record with the place in its file."""

    record: Record
    item: Item

    def problem(self, finding: Finding, *, grave: bool = True) -> Problem:
        """Turn what a rule found into a problem with file and line."""
        path, what, mend = finding
        return Problem(self.item.file, self.item.line(path), f"{self.record.id}: {what}", mend, grave)


def contradictions(
    entries: Sequence[Entry], sources: Mapping[str, Source], broken: AbstractSet[str] = frozenset()
) -> Iterator[Problem]:
    """Find what must be mended before anything is answered from these records.

    Args:
        entries: The records.
        sources: The register.
        broken: Ids of records and sources that exist but were refused already: naming them is no error.
    """
    known: dict[str, Entry] = {}
    for entry in entries:
        if entry.record.id in known:
            first = known[entry.record.id].item
            what = f"this id stands already at {first.file.name}:{first.line()}"
            yield entry.problem((("id",), what, "merge the two or rename one"))
        known[entry.record.id] = entry
    for entry in entries:
        for rule in (_zone, _order, _keys, _stated, _required):
            for finding in rule(entry.record):
                yield entry.problem(finding)
        for finding in itertools.chain(
            _references(entry.record, {*known, *broken}), _citations(entry.record, {*sources, *broken})
        ):
            yield entry.problem(finding)


def _zone(record: Record) -> Iterator[Finding]:
    if record.zone is None:
        if record.has_clock:
            yield ("start",), "a clock time needs its zone", "add zone: with the IANA name of the venue's zone"
        return
    try:
        zone = parse_zone(record.zone)
    except ValueError as error:
        what, _, mending = str(error).partition("; ")
        yield ("zone",), what, mending
        return
    for field, when in (("start", record.start), ("end", record.end)):
        if isinstance(when, LocalTime) and not exists(when.clock, zone):
            what = f"{when} is skipped or stands twice in {record.zone} (the clocks change)"
            yield (field,), what, "ask the organiser, or keep the day alone"


def _order(record: Record) -> Iterator[Finding]:
    if record.end is None:
        return
    if record.start is None:
        yield ("end",), "an end without a start", "add the start, or make it the start"
        return
    period = Period(record.start, record.end)
    if period.ends() < period.begins() or period.last.last_day() < period.start.first_day():
        yield ("end",), f"the end {record.end} lies before the start {record.start}", "swap or mend them"


def _keys(record: Record) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, fact in enumerate(record.facts):
        if fact.key in seen:
            yield ("facts", place, "key"), f"the fact key {fact.key!r} stands twice", "rename one"
        seen.add(fact.key)
    for field, keys in record.stated.items():
        for key in keys:
            if key not in seen:
                yield (
                    ("stated", field),
                    f"there is no fact {key!r}",
                    f"use one of {', '.join(sorted(seen)) or 'its facts'}",
                )


def _stated(record: Record) -> Iterator[Finding]:
    for field, value in record.filled().items():
        facts = record.stating(field)
        if field not in record.stated:
            yield (field,), f"no fact is named that states {field}", f"add {field}: KEY under stated:"
        for part in value if isinstance(value, list) and facts else [value] * bool(facts):
            if not any(_says(field, part, fact.text) for fact in facts):
                what = f"no fact named under stated: says {field} {part}"
                yield (field,), what, "mend the value or the sentence, or name the fact that states it"


def _says(field: StatedField, value: object, text: str) -> bool:
    match field:
        case "start" | "end":
            return readable(value, text)  # type: ignore[arg-type]  # these two fields hold dates
        case "contacts":
            return _squeezed(value) in _squeezed(text)
        case "symbol":  # "resolution 68/302" says A/RES/68/302
            tail = _NUMBERED.search(str(value))
            return _squeezed(tail[0] if tail else value) in _squeezed(text)
        case "links":
            return _squeezed(value).removeprefix("https://").removeprefix("http://").removeprefix("www.") in _squeezed(text)
        case _:
            words = set(_WORD.findall(str(value).lower())) - _EMPTY
            return not words or bool(words & set(_WORD.findall(text.lower())))


_NUMBERED = re.compile(r"\d+/\d+$")
_WORD = re.compile(r"\w+")
_EMPTY = {"the", "of", "and", "in", "at", "for", "with", "as", "on", "un", "united", "republic"}


def _squeezed(value: object) -> str:
    return re.sub(r"\s+", "", str(value)).lower().rstrip("/")


def _required(record: Record) -> Iterator[Finding]:
    if record.kind is Kind.GAP:
        if not record.sought or not record.look_at:
            yield ("id",), "a gap needs what was sought and where to look", "add sought: and look_at:"
        return
    if not record.facts:
        yield ("id",), "a record needs at least one fact", "add facts: with a cited sentence"
    if record.kind is Kind.DEADLINE and record.start is None:
        yield ("id",), "a deadline needs its date", "add start:"
    if record.status is Status.HELD and record.start is None and record.kind is Kind.MEETING:
        yield ("status",), "a meeting that was held needs its date", "add start:"


def _references(record: Record, known: AbstractSet[str]) -> Iterator[Finding]:
    for relation, targets in record.relations.items():
        for place, target in enumerate(targets):
            if target not in known:
                yield ("relations", relation, place), f"{relation} names {target!r}, which is no record", "mend the id"
            elif target == record.id:
                yield ("relations", relation, place), f"{relation} names the record itself", "remove it"


def _citations(record: Record, sources: AbstractSet[str]) -> Iterator[Finding]:
    for path, cite in _cites(record):
        if cite.source not in sources:
            yield (
                (*path, "source"),
                f"the source {cite.source!r} is not in the register",
                "add it under sources/ or mend the id",
            )


def _cites(record: Record) -> Iterator[tuple[Path_, Cite]]:
    for place, fact in enumerate(record.facts):
        for cite in fact.cite:
            yield ("facts", place, "cite"), cite
    for place, past in enumerate(record.history):
        yield ("history", place, "cite"), past.cite
    for place, conflict in enumerate(record.conflicts):
        yield ("conflicts", place, "held_by"), conflict.held_by
        yield ("conflicts", place, "other_by"), conflict.other_by


def advice(entries: Sequence[Entry], sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Find what a careful curator would better: asks that are too few, alike or shared, sources that nothing cites."""
    askers: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for finding in itertools.chain(_too_few_asks(entry.record), _alike_asks(entry.record)):
            yield entry.problem(finding, grave=False)
        for ask in {_plain(ask) for ask in _asks(entry.record)}:
            askers[ask].append(entry)
    for ask, sharing in askers.items():
        for entry in sharing[1:]:
            what = f"the ask {ask!r} stands on {sharing[0].record.id} too"
            yield entry.problem((("asks",), what, "keep it where it is answered best"), grave=False)
    cited = {cite.source for entry in entries for _, cite in _cites(entry.record)}
    for unused in sorted(set(sources) - cited):
        file = entries[0].item.file.parents[1] / "sources" if entries else None
        if file:
            yield Problem(file, 0, f"nothing cites the source {unused!r}", "cite it or remove it", grave=False)


def _asks(record: Record) -> list[str]:
    return [*record.asks, *(ask for fact in record.facts for ask in fact.asks)]


def _plain(ask: str) -> str:
    return " ".join(_WORD.findall(ask.lower()))


def _too_few_asks(record: Record) -> Iterator[Finding]:
    if len(record.asks) < FEWEST_ASKS:
        yield ("asks",), f"{len(record.asks)} asks on the record as a whole", f"write at least {FEWEST_ASKS}"
    for place, fact in enumerate(record.facts):
        if len(fact.asks) < FEWEST_ASKS_A_FACT:
            path = ("facts", place, "asks")
            yield path, f"the fact {fact.key!r} has {len(fact.asks)} asks", f"write at least {FEWEST_ASKS_A_FACT}"


def _alike_asks(record: Record) -> Iterator[Finding]:
    words = [(ask, frozenset(_WORD.findall(ask.lower())) - _EMPTY) for ask in (*_asks(record), *record.unanswered)]
    for (ask, mine), (other, theirs) in itertools.combinations(words, 2):
        union = mine | theirs
        if union and len(mine & theirs) / len(union) > LIKE:
            yield ("asks",), f"the asks {ask!r} and {other!r} are alike", "keep the better one or find another angle"
