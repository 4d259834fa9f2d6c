"""A reply as rich text: paragraphs, lists, and the citations as a numbered list below."""

from collections.abc import Iterable, Iterator

from rich.text import Text

from bot import layout
from bot.layout import Kind, Line, Part, Piece
from bot.reply import Reply


def render(reply: Reply, *, links: bool) -> Iterator[Text]:
    """Give what to print, one piece after the other; nothing in it is read as markup.

    Args:
        reply: The reply.
        links: Whether the terminal can make an address clickable.
    """
    for lines in layout.body(reply):
        yield from (_line(line, links=links) for line in lines)
    yield from (_line(line, links=links) for line in layout.sources(reply))
    checked = layout.checked(reply)
    if checked:
        yield _line(checked, links=links)


def _line(line: Line, *, links: bool) -> Text:
    match line.part:
        case Part.ITEM:
            text = Text("- ")
        case Part.SOURCE:
            text = Text(f"[{line.number}] ")
        case Part.HEADING:
            return Text(line.text, style="bold")
        case Part.CHECKED:
            return Text(line.text, style="dim")
        case _:
            text = Text()
    for piece in line.pieces:
        text.append(piece.text, style=_style(piece, links=links))
    for url in _addresses(line.pieces):
        text.append(" ")
        text.append(url, style=f"blue link {url}" if links else "")
    return text


def _addresses(pieces: Iterable[Piece]) -> list[str]:
    return [piece.url for piece in pieces if piece.kind is Kind.LINK and piece.url]


def _style(piece: Piece, *, links: bool) -> str:
    match piece.kind:
        case Kind.STRONG | Kind.MOMENT:
            return "bold"
        case Kind.MARK:
            return f"cyan link {piece.url}" if links and piece.url else "cyan"
        case _:
            return ""
