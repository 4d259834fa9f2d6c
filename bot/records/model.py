"""The shape of a record, a fact, a citation and a source, as the curators write them.

pydantic, rather than attrs with cattrs: one declaration gives the validation with the path of every offending value, and the
JSON Schema that editors use.
"""

import datetime as dt
import enum
from functools import cached_property
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from bot.records.dates import Day, LocalTime, Period, When, parse_when


class Kind(enum.StrEnum):
    """The closed list of record kinds; a record's id begins with one."""

    DEADLINE = "deadline"
    MEETING = "meeting"
    RESOLUTION = "resolution"
    DOCUMENT = "document"
    ORGANISATION = "organisation"
    PERSON = "person"
    PROGRAMME = "programme"
    TERM = "term"
    OUTCOME = "outcome"
    MILESTONE = "milestone"
    GAP = "gap"


class Status(enum.StrEnum):
    """The closed list of states in which a record can be as of its review."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    HELD = "held"
    SCHEDULED_PAST = "scheduled-past"
    ADOPTED = "adopted"
    IN_FORCE = "in-force"
    PUBLISHED = "published"
    ONGOING = "ongoing"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class SourceKind(enum.StrEnum):
    """How near to the event a source is; the curator decides it."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    PRESS = "press"
    BLOG = "blog"
    LISTING = "listing"
    MACHINE_MADE = "machine-made"


RelationName = Literal[
    "part-of",
    "session-of",
    "phase-of",
    "deadline-of",
    "outcome-of",
    "precedes",
    "follows",
    "supersedes",
    "superseded-by",
    "about",
]

StatedField = Literal["start", "end", "zone", "place", "organisers", "chairs", "symbol", "contacts", "links", "status"]
"""The structured fields that must name the fact which states them, where they are filled."""


def _as_text(value: object) -> object:
    # YAML reads a bare 2024 as a number
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_when(value: object) -> object:
    text = _as_text(value)
    if isinstance(text, str):
        return parse_when(text)
    if value is None or isinstance(value, When):
        return value
    message = f"{value!r} is no date; write 2024, 2024-09, 2024-12-05 or 2024-12-05T11:00"
    raise ValueError(message)


def _as_day(value: object) -> object:
    if isinstance(value, dt.date):
        return value
    try:
        when = parse_when(value) if isinstance(value, str) else None
    except ValueError:
        when = None
    if not isinstance(when, Day):
        message = f"{value!r} is no day; write for example 2026-11-21"
        raise ValueError(message)  # noqa: TRY004 - pydantic reports a ValueError, with its path
    return when.date


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _one_line(text: str) -> str:
    if not text or text != text.strip():
        message = f"{text!r} may be neither empty nor begin or end with white space"
        raise ValueError(message)
    if not text.isprintable():
        message = f"{text!r} must be one line of printable characters; fold it with YAML's >- or mend the odd character"
        raise ValueError(message)
    return text


Text = Annotated[str, BeforeValidator(_as_text), AfterValidator(_one_line)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
LONGEST_ID = 60
"""Characters of a record's id: buttons carry it, and Telegram's have room for 64 bytes."""

RecordId = Annotated[str, Field(pattern=rf"^({'|'.join(Kind)})\.[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_ID)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")]
Contact = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]+$")]
_WHEN_SCHEMA = {"type": ["string", "integer"], "description": "2024, 2024-09, 2024-12-05 or 2024-12-05T11:00"}
WhenField = Annotated[When, BeforeValidator(_as_when), WithJsonSchema(_WHEN_SCHEMA)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Cite(_Part):
    """Where a source says something: the source's id in the register, and the paragraph, section, slide or page."""

    source: Identifier
    at: Text


class Fact(_Part):
    """One curated sentence in our own words, with the places that state it and example questions that it answers."""

    key: Identifier
    text: Text
    cite: Annotated[list[Cite], BeforeValidator(_as_list), Field(min_length=1)]
    asks: list[Text] = []


class Past(_Part):
    """A value that was announced and later overtaken: what was said, when, and where."""

    field: Literal["dates", "place", "title", "status"]
    was: Text
    announced: WhenField | None = None
    cite: Cite


class Conflict(_Part):
    """Two sources that disagree: the value held and the other one, each with its place, and the reason for the choice."""

    about: Text
    held: Text
    held_by: Cite
    other: Text
    other_by: Cite
    why: Text


class Record(_Part):
    """What is known of one deadline, meeting, resolution, ... (or of one gap).

    Attributes:
        id: ``kind.slug``, stable for ever: links, reminders and feeds hang on it.
        title: How a list shows it.
        name: A short noun phrase that stands inside a sentence, with its article.
        start: When it begins, as exact as the sources have it; read in `zone` where it has a clock time.
        printed: The time as the source prints it, where that needed a reading.
        reading: The sentence that tells the reader which reading was chosen.
        stated: For each structured field the key of the fact that states it, or a list of such keys.
        sought: For a gap: what was looked for and not found.
        reviewed: The day on which a curator last checked the record against its sources.
        asks: Example questions on the record as a whole; indexed, never shown.
        unanswered: Questions that people ask of just this and that no fact answers ("what did a ticket for it cost?"); never
            shown. What is nearer to one of them than to any of the asks is doubted, and mostly refused.
    """

    id: RecordId
    title: Text
    name: Text
    aka: list[Text] = []
    status: Status | None = None
    start: WhenField | None = None
    end: WhenField | None = None
    zone: str | None = None
    printed: Text | None = None
    reading: Text | None = None
    place: Text | None = None
    organisers: list[Text] = []
    chairs: list[Text] = []
    symbol: Text | None = None
    contacts: list[Contact] = []
    links: list[Url] = []
    relations: dict[RelationName, list[RecordId]] = {}
    stated: dict[StatedField, Annotated[list[Identifier], BeforeValidator(_as_list)]] = {}
    history: list[Past] = []
    conflicts: list[Conflict] = []
    sought: Text | None = None
    look_at: list[Text] = []
    notes: list[Text] = []
    reviewed: Annotated[dt.date, BeforeValidator(_as_day)]
    asks: list[Text] = []
    unanswered: list[Text] = []
    facts: list[Fact] = []

    @cached_property
    def kind(self) -> Kind:
        """The kind, told by the id."""
        return Kind(self.id.partition(".")[0])

    @property
    def naming(self) -> tuple[str, ...]:
        """The title, the short name and the other names."""
        return (self.title, self.name, *self.aka)

    @cached_property
    def period(self) -> Period | None:
        """Start, end and zone in one; None where no date is known."""
        if self.start is None:
            return None
        lasting = isinstance(self.start, LocalTime) and self.end is None and self.kind is not Kind.DEADLINE
        return Period(self.start, self.end, ZoneInfo(self.zone) if self.zone else None, lasting=lasting)

    @cached_property
    def _facts_by_key(self) -> dict[str, Fact]:
        return {fact.key: fact for fact in self.facts}

    def fact(self, key: str) -> Fact:
        """Give the fact of that key.

        Raises:
            KeyError: the record has no such fact.
        """
        return self._facts_by_key[key]

    def stating(self, field: StatedField) -> list[Fact]:
        """Give the facts that state a structured field, in the order in which the curator named them."""
        return [self._facts_by_key[key] for key in self.stated.get(field, ()) if key in self._facts_by_key]

    def filled(self) -> dict[StatedField, Any]:
        """Give the structured fields that have a value and need a fact that states it."""
        values: dict[StatedField, Any] = {
            "start": self.start,
            "end": self.end,
            "place": self.place,
            "organisers": self.organisers,
            "chairs": self.chairs,
            "symbol": self.symbol,
            "contacts": self.contacts,
            "links": self.links,
        }
        return {field: value for field, value in values.items() if value}

    @property
    def has_day(self) -> bool:
        """Whether its dates are known to the day or better, so that a calendar can show it."""
        period = self.period
        return period is not None and isinstance(period.start, Day | LocalTime) and isinstance(period.last, Day | LocalTime)

    @property
    def has_clock(self) -> bool:
        """Whether a start or end is known to the minute, so that a zone is needed."""
        return isinstance(self.start, LocalTime) or isinstance(self.end, LocalTime)


class Source(_Part):
    """A publication that facts cite."""

    id: Identifier
    title: Text
    publisher: Text
    kind: SourceKind
    symbol: Text | None = None
    url: Url | None = None
    published: WhenField | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"
    note: Text | None = None


class Synonym(_Part):
    """Words that askers use: `alike` for each other, or `said` for what the records have (`for`)."""

    alike: list[Text] = []
    said: list[Text] = []
    for_: Annotated[list[Text], Field(alias="for")] = []

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if bool(self.alike) == bool(self.said) or bool(self.said) != bool(self.for_):
            message = "an entry has either alike:, or said: and for:"
            raise ValueError(message)
        return self


class Matter(_Part):
    """What people ask and no record states (hotel rates, salaries): the words by which such a question is recognised.

    Attributes:
        matter: What the refusal calls it.
        words: Words and turns as people write them; an ellipsis stands for one to four words.
        of: The kinds of record of which nothing of it is stated ("how old" of people); of all where none is given.
    """

    matter: Text
    words: Annotated[list[Text], Field(min_length=1)]
    of: list[Kind] = []
