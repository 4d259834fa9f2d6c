"""What has changed in the knowledge since chats were last told of it, record by record."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.clock import parse_zone
from bot.records.dates import Period, parse_when
from bot.records.knowledge import Knowledge
from bot.records.model import Record, Status


@dataclass(frozen=True, slots=True)
class Change:
    """One record that is not what it was.

    Attributes:
        record: Its id.
        what: "new", "moved", "status" or "gone".
        before: Its dates and state before, as `fingerprint` writes them; None for a new one.
        now: The same as of now; None for one that is gone.
    """

    record: str
    what: str
    before: str | None
    now: str | None

    @property
    def key(self) -> str:
        """What tells this change from all others of the record, so that nobody is told twice."""
        return f"{self.record}:{hashlib.sha256(f'{self.before}>{self.now}'.encode()).hexdigest()[:16]}"


def fingerprint(record: Record) -> str:
    """Give a record's dates and state in one line: start, end, zone, and a state that is no matter of time."""
    lasting = record.status if record.status in {Status.CANCELLED, Status.SUPERSEDED} else ""
    return "|".join((str(record.start or ""), str(record.end or ""), record.zone or "", str(lasting)))


def fingerprints(knowledge: Knowledge) -> dict[str, str]:
    """Give the fingerprints of all records."""
    return {record.id: fingerprint(record) for record in knowledge}


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> Iterable[Change]:
    """Give what differs, in the order of the records."""
    for record in sorted(before.keys() | now.keys()):
        old, new = before.get(record), now.get(record)
        if old == new:
            continue
        if old is None:
            yield Change(record, "new", None, new)
        elif new is None:
            yield Change(record, "gone", old, None)
        else:
            yield Change(record, "moved" if old.rpartition("|")[0] != new.rpartition("|")[0] else "status", old, new)


def period_of(line: str) -> Period | None:
    """Give the dates in a fingerprint; None where there were none."""
    start, end, zone, _ = line.split("|")
    if not start:
        return None
    return Period(parse_when(start), parse_when(end) if end else None, parse_zone(zone) if zone else None)


def told_until(now: dt.datetime) -> dt.datetime:
    """Give until when a notice of a change is of use."""
    return now + dt.timedelta(days=7)
