"""What the store gives and takes of reminders, free of any database."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.adapter import Target
from bot.message import ChatKey


class State(enum.StrEnum):
    """What an organiser has made of a reminder."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class Step(enum.StrEnum):
    """Where a delivery is on its way (DESIGN, section 6); every one ends in one of `ENDS`."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    EXPIRED = "expired"
    FOLDED = "folded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


ENDS = (Step.SENT, Step.EXPIRED, Step.FOLDED, Step.FAILED, Step.CANCELLED, Step.SUPERSEDED)


class FullError(Exception):
    """A chat has as many reminders as it may have; `count` says how many that are."""

    def __init__(self, count: int) -> None:
        super().__init__(f"the chat has {count} reminders")
        self.count = count


@dataclass(frozen=True, slots=True)
class Booking:
    """What an organiser wants to be reminded of: a record with lead times, or own words at a time, maybe again and again.

    Attributes:
        target: The chat, and the topic or thread in it.
        author: Who booked it, as the platform numbers people; None once forgotten.
        language: The language in which it is told.
        repeat: What to do when nobody knows whether it arrived: True sends it again, marked; False tells the organiser.
        mention: The role to mention, as the platform numbers it.
        follow: The follow that booked it by itself.
        record: The id of the record on which it hangs.
        edge: "start" or "end" of the record's dates.
        leads: The lead times as they are typed.
        text: The organiser's own words.
        clock: The civil time (ISO 8601 without a zone) of the first occurrence.
        zone: The IANA zone of that time.
        rule: The rule by which it comes again (RFC 5545).
    """

    target: Target
    author: str | None
    language: str
    repeat: bool = True
    mention: str | None = None
    follow: int | None = None
    record: str | None = None
    edge: str | None = None
    leads: str | None = None
    text: str | None = None
    clock: str | None = None
    zone: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A booking that is kept, with its number, its state, and when it is due next."""

    id: int
    booking: Booking
    state: State
    made: dt.datetime
    next: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """What a chat wants to hear of without asking.

    Attributes:
        matter: The id of a record, the name of a kind, words of a subject, or "everything".
        leads: The lead times of the reminders that it gets by itself for each deadline and meeting that matches; may be empty.
    """

    target: Target
    author: str | None
    language: str
    matter: str
    leads: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changes something, in which chat, and when: what the audit keeps."""

    chat: ChatKey
    person: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """One occurrence of a reminder: a name that tells it from the others of that reminder, and its times.

    Attributes:
        name: Made of the lead time and the date that it hangs on, so that a moved date gives another occurrence.
        due: When it is to be posted.
        use_by: From when on it is of no use any more.
        lead: The lead time as it is typed.
    """

    name: str
    due: dt.datetime
    use_by: dt.datetime
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to be posted once.

    Attributes:
        key: The same for every try, and for no other delivery.
        reminder: What it reminds of; None for a notice.
        notice: What a notice says, as its writer kept it; None for a reminder.
        begun: When the first request was begun of those that may have arrived.
        attempts: How many requests were begun that may have arrived.
        repeated: Whether an earlier try may have arrived.
        row: The number of the chat's row.
        folded_into: The delivery in whose message it was told, once that was begun; itself where it told others along.
    """

    id: int
    key: str
    target: Target
    reminder: Reminder | None
    notice: Mapping[str, Any] | None
    lead: str | None
    due: dt.datetime
    use_by: dt.datetime
    step: Step
    begun: dt.datetime | None
    attempts: int
    repeated: bool
    row: int = 0
    folded_into: int | None = None
