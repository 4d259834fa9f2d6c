"""Numbers the citations of a reply as they come, and joins the replies to several questions of one message into one."""

from dataclasses import replace

from bot.reply import Block, Choice, Citation, Listing, Mark, Paragraph, Reply, Span, Status

_ORDER = [Status.ANSWERED, Status.CHOOSE, Status.CHAT, Status.NOT_FOUND]
"""A joined reply has the first of these that any part has."""


def settled(reply: Reply) -> Reply:
    """Give a reply with its citations in the order in which its sentences bring them, and none that no sentence rests on."""
    numbers: dict[Citation, int] = {}
    by_number = _unnumbered(reply)
    blocks = tuple(_renumber(block, by_number, numbers) for block in reply.blocks)
    return replace(reply, blocks=blocks, citations=_numbered(numbers))


def _unnumbered(reply: Reply) -> dict[int, Citation]:
    """Give a reply's citations by their numbers, each without its own, so that like ones are equal."""
    return {citation.n: replace(citation, n=0) for citation in reply.citations}


def _numbered(numbers: dict[Citation, int]) -> tuple[Citation, ...]:
    return tuple(replace(citation, n=number) for citation, number in numbers.items())


def joined(replies: list[Reply]) -> Reply:
    """Give one reply; a sentence that two of them share is told once."""
    numbers: dict[Citation, int] = {}
    blocks: list[Block] = []
    spoken: set[str] = set()
    for reply in replies:
        by_number = _unnumbered(reply)
        for block in reply.blocks:
            text = _without_numbers(block)
            if text not in spoken:
                spoken.add(text)
                blocks.append(_renumber(block, by_number, numbers))
    days = [reply.as_of for reply in replies if reply.as_of]
    return Reply(
        min((reply.status for reply in replies), key=_ORDER.index),
        tuple(blocks),
        language=replies[0].language,
        citations=_numbered(numbers),
        records=tuple(dict.fromkeys(record for reply in replies for record in reply.records)),
        nearest=tuple(dict.fromkeys(near for reply in replies for near in reply.nearest)),
        choices=_choices(replies),
        parts=tuple(replies),
        confidence=min(reply.confidence for reply in replies),
        as_of=min(days, default=None),
    )


def _without_numbers(block: Block) -> str:
    runs = (block.spans,) if isinstance(block, Paragraph) else block.items
    return "\n".join(span.text for run in runs for span in run if not isinstance(span, Mark))


def _choices(replies: list[Reply]) -> tuple[Choice, ...]:
    offered = (choice for reply in replies for choice in reply.choices)
    return tuple(replace(choice, n=place) for place, choice in enumerate(offered, 1))


def _renumber(block: Block, cited: dict[int, Citation], numbers: dict[Citation, int]) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(_run(block.spans, cited, numbers))
    return Listing(tuple(_run(item, cited, numbers) for item in block.items))


def _run(spans: tuple[Span, ...], cited: dict[int, Citation], numbers: dict[Citation, int]) -> tuple[Span, ...]:
    return tuple(
        Mark(numbers.setdefault(cited[span.number], len(numbers) + 1)) if isinstance(span, Mark) else span for span in spans
    )
