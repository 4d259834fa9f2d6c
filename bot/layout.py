"""A reply laid out in lines that every platform shows in its own way: sentences, items, numbered sources, day of the check."""

import datetime as dt
import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.languages.catalogue import catalogue
from bot.languages.shown import shown
from bot.reply import Action, Citation, CommandName, Mark, Moment, Paragraph, Reply, Span, Strong

MORE = "more"
"""The command that gives all that is known of a record."""


class Kind(enum.Enum):
    """What a piece of text is."""

    TEXT = "text"
    STRONG = "strong"
    MOMENT = "moment"
    MARK = "mark"
    LINK = "link"
    COMMAND = "command"


class Part(enum.Enum):
    """What a line of a reply is."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADING = "heading"
    SOURCE = "source"
    CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one kind, fit to be shown.

    Attributes:
        url: Where a mark or a link leads; a mark may have none.
        instant: The exact instant of a moment, where there is one.
    """

    text: str
    kind: Kind = Kind.TEXT
    url: str | None = None
    instant: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces that run on; `number` is a source's. Bullets and the like are the platform's own."""

    part: Part
    pieces: tuple[Piece, ...]
    number: int = 0

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(piece.text for piece in self.pieces)


def body(reply: Reply) -> Iterator[list[Line]]:
    """Give what a reply says, block by block; an item that names one of the nearest records leads there."""
    near = {shown(one.title): one.url for one in reply.nearest}
    urls = {citation.n: citation.url for citation in reply.citations}
    for block in reply.blocks:
        if isinstance(block, Paragraph):
            yield [Line(Part.PARAGRAPH, _pieces(block.spans, urls))]
        elif block.items:
            lines = [Line(Part.ITEM, _pieces(item, urls)) for item in block.items]
            yield [_leading_there(line, near) for line in lines]


def sources(reply: Reply) -> list[Line]:
    """Give the heading and the numbered sources, title first; nothing where nothing is cited."""
    if not reply.citations:
        return []
    heading = Line(Part.HEADING, (Piece(catalogue(reply.language).gettext("Sources:")),))
    return [heading, *(_source(citation) for citation in reply.citations)]


def checked(reply: Reply) -> Line | None:
    """Give the line with the day on which the records were last checked."""
    if not reply.as_of:
        return None
    text = catalogue(reply.language).gettext("Last checked against the sources on {day}.").format(day=reply.as_of.isoformat())
    return Line(Part.CHECKED, (Piece(text),))


def with_more(reply: Reply) -> Reply:
    """Give a reply that has no room for all it says a More button, where there is a record to tell more of."""
    if not reply.records or _leads_on(reply):
        return reply
    more = Action(catalogue(reply.language).gettext("More"), MORE, reply.records[0])
    return replace(reply, actions=(more, *reply.actions))


def left_out(reply: Reply, *, buttons: bool) -> str:
    """Give the line that says that a reply was cut short, and where the rest is if one of its buttons leads there."""
    return catalogue(reply.language).gettext("\u2026 (more)") if buttons and _leads_on(reply) else "\u2026"


def _leads_on(reply: Reply) -> bool:
    return any(action.command == MORE for action in reply.actions)


def _pieces(spans: Iterable[Span], urls: dict[int, str | None]) -> tuple[Piece, ...]:
    return tuple(_piece(span, urls) for span in spans)


def _piece(span: Span, urls: dict[int, str | None]) -> Piece:
    match span:
        case Strong(text):
            return Piece(shown(text), Kind.STRONG)
        case Moment(text, instant):
            return Piece(shown(text), Kind.MOMENT, instant=instant)
        case Mark(number):
            return Piece(f"[{number}]", Kind.MARK, url=urls.get(number))
        case CommandName():
            return Piece(shown(span.text), Kind.COMMAND)
        case _:
            return Piece(shown(span.text))


def _leading_there(line: Line, near: dict[str, str | None]) -> Line:
    url = near.get(line.text)
    return Line(line.part, (Piece(line.text, Kind.LINK, url=url),)) if url else line


def _source(citation: Citation) -> Line:
    title = Piece(shown(citation.title).strip() or "\u2026", Kind.LINK if citation.url else Kind.TEXT, url=citation.url)
    rest = [shown(part) for part in (citation.publisher, citation.symbol, citation.locator) if part]
    return Line(Part.SOURCE, (title, *(Piece(f", {part}") for part in rest if part)), citation.n)
