"""What a curator should look at next: old reviews, dates that passed without a report, records on weak sources alone."""

import datetime as dt
from dataclasses import dataclass

from bot.records.dates import Phase
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Record, SourceKind, Status

STRONG = {SourceKind.PRIMARY}
"""Sources on which a record can rest without a second look."""

_REPORTED = {Status.HELD, Status.CANCELLED, Status.CLOSED, Status.ADOPTED, Status.PUBLISHED, Status.SUPERSEDED}


@dataclass(frozen=True, slots=True)
class Worry:
    """A record that wants a look, and why."""

    record: Record
    why: str


def unreported(knowledge: Knowledge, now: dt.datetime) -> list[Worry]:
    """Give the meetings whose date has passed without a report that they took place, the latest first."""
    found = [
        record
        for record in knowledge.of_kind(Kind.MEETING)
        if record.period and record.status not in _REPORTED and record.period.phase(now) is Phase.AFTER
    ]
    found.sort(key=lambda record: str(record.end or record.start), reverse=True)
    return [Worry(record, f"its date ({record.end or record.start}) has passed, and no source reports it") for record in found]


def outdated(knowledge: Knowledge, now: dt.datetime, days: int) -> list[Worry]:
    """Give the records that were last reviewed more than so many days ago, the oldest review first."""
    limit = now.date() - dt.timedelta(days=days)
    found = sorted((record for record in knowledge if record.reviewed < limit), key=lambda record: (record.reviewed, record.id))
    return [Worry(record, f"last reviewed on {record.reviewed}") for record in found]


def weakly_sourced(knowledge: Knowledge) -> list[Worry]:
    """Give the records of which no fact rests on a primary source, with the kinds that they rest on."""
    found: list[Worry] = []
    for record in knowledge:
        kinds = {knowledge.sources[cite.source].kind for fact in record.facts for cite in fact.cite}
        if kinds and not kinds & STRONG:
            found.append(Worry(record, f"rests on {', '.join(sorted(kinds))} sources alone"))
    return found
