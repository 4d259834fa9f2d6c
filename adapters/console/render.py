"""A reply as rich text: paragraphs, lists, and the citations as a numbered list below."""

from collections.abc import Iterable, Iterator

from rich.text import Text

from bot.languages.catalogue import catalogue
from bot.reply import Citation, Listing, Mark, Moment, Paragraph, Reply, Span, Strong


def render(reply: Reply, *, links: bool) -> Iterator[Text]:
    """Give what to print, one piece after the other; nothing in it is read as markup.

    Args:
        reply: The reply.
        links: Whether the terminal can make an address clickable.
    """
    near = {one.title: one.url for one in reply.nearest}
    urls = {citation.n: citation.url for citation in reply.citations}
    for block in reply.blocks:
        match block:
            case Paragraph(spans):
                yield _line(spans, urls, links=links)
            case Listing(items):
                for item in items:
                    line = _line(item, urls, links=links)
                    address = near.get(line.plain)
                    yield _item("- ", line + Text(" ") + _address(address, links=links) if address else line)
    _ = catalogue(reply.language).gettext
    if reply.citations:
        yield Text(_("Sources:"), style="bold")
        yield from (_item(f"[{citation.n}] ", _source(citation, links=links)) for citation in reply.citations)
    if reply.as_of:
        yield Text(_("Last checked against the sources on {day}.").format(day=reply.as_of.isoformat()), style="dim")


def _item(lead: str, text: Text) -> Text:
    return Text(lead) + text


def _line(spans: Iterable[Span], urls: dict[int, str | None], *, links: bool) -> Text:
    line = Text()
    for span in spans:
        match span:
            case Strong(text) | Moment(text):
                line.append(text, style="bold")
            case Mark(number):
                url = urls.get(number)
                line.append(f"[{number}]", style=f"cyan link {url}" if links and url else "cyan")
            case _:
                line.append(span.text)
    return line


def _source(citation: Citation, *, links: bool) -> Text:
    parts = [citation.title, citation.publisher, citation.symbol, citation.locator]
    text = Text(", ".join(part for part in parts if part))
    if citation.url:
        text.append(" ")
        text.append_text(_address(citation.url, links=links))
    return text


def _address(url: str, *, links: bool) -> Text:
    return Text(url, style=f"blue link {url}" if links else "")
