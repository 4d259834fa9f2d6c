"""What the bot says, free of any platform's markup: blocks of spans, citations, choices, neighbours."""

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass, field


class Status(enum.StrEnum):
    """What became of a question (DESIGN: the command line's JSON)."""

    ANSWERED = "answered"
    CHOOSE = "choose"
    NOT_FOUND = "not_found"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without emphasis."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Text that the reader should see first."""

    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time as text, with the exact instant where there is one, for platforms that show it in the reader's zone."""

    text: str
    instant: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a citation, behind the sentence that rests on it."""

    number: int


@dataclass(frozen=True, slots=True)
class CommandName:
    """The name of a command that the reader can type or tap; on some platforms no other text can be tapped like that."""

    name: str

    @property
    def text(self) -> str:
        """The command as it is typed."""
        return f"/{self.name}"


Span = Plain | Strong | Moment | Mark | CommandName


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Spans that run on."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Items one below the other."""

    items: tuple[tuple[Span, ...], ...]


Block = Paragraph | Listing


@dataclass(frozen=True, slots=True)
class Citation:
    """The place in a source that states a sentence; `n` is its number in the reply."""

    n: int
    title: str
    publisher: str
    symbol: str | None
    url: str | None
    locator: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several meanings of a question: asking `question` gives it."""

    n: int
    record: str
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Near:
    """A record near to a question that could not be answered."""

    record: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Action:
    """A button: pressing it sends a command with an argument, as if it had been typed.

    Attributes:
        label: What the button says, in the reply's language.
        command: The name of the command.
        argument: What stands behind the command; small (record ids and the like), since platforms carry little.
    """

    label: str
    command: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a reply, such as a calendar entry."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Occasion:
    """A dated record, for platforms that have events of their own.

    Attributes:
        record: Its id.
        begins: When it begins, aware; where the sources give days alone, at the beginning of the first.
        ends: When it ends, likewise at the end of the last.
        description: The sentences that state its time and place, and their sources.
        url: A page on it.
        off: Whether it was called off.
    """

    record: str
    title: str
    begins: dt.datetime
    ends: dt.datetime
    place: str | None
    description: str
    url: str | None
    off: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, an offer to choose, a refusal or a courtesy.

    Attributes:
        records: The ids of the records that it speaks of, the most important first.
        parts: For a message with several questions, a reply to each; the other fields then hold them joined.
        confidence: How sure the engine is that this is what was asked, from 0 to 1.
        as_of: The oldest day on which one of the cited records was last checked.
        question: In a part, the question that it answers.
        actions: The buttons below it, in order.
        attachments: The files that go with it.
        discreet: Whether it is for the asker's eyes only, where the platform can do that.
        mention: The role to be mentioned, as the platform numbers it; nobody else ever is.
        occasion: The meeting that it tells of, where that was asked for.
    """

    status: Status
    blocks: tuple[Block, ...]
    language: str = "en"
    citations: tuple[Citation, ...] = ()
    records: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    nearest: tuple[Near, ...] = ()
    parts: "tuple[Reply, ...]" = field(default=())
    confidence: float = 1.0
    as_of: dt.date | None = None
    question: str = ""
    actions: tuple[Action, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    discreet: bool = False
    mention: str | None = None
    occasion: Occasion | None = None

    @property
    def text(self) -> str:
        """The blocks as plain text with citation numbers in brackets."""
        return plain(self.blocks)


def plain(blocks: Iterable[Block]) -> str:
    """Give blocks as plain text: a line a paragraph, list items behind a dash."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(spans_text(block.spans))
        else:
            lines += [f"- {spans_text(item)}" for item in block.items]
    return "\n".join(lines)


def spans_text(spans: Iterable[Span]) -> str:
    """Give spans as plain text."""
    return "".join(f"[{span.number}]" if isinstance(span, Mark) else span.text for span in spans)
