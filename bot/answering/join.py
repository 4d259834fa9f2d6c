"""Joins the replies to several questions of one message into one reply, its citations numbered on."""

from dataclasses import replace

from bot.reply import Block, Choice, Citation, Listing, Mark, Paragraph, Reply, Span, Status, plain

_ORDER = [Status.ANSWERED, Status.CHOOSE, Status.CHAT, Status.NOT_FOUND]
"""A joined reply has the first of these that any part has."""


def joined(replies: list[Reply]) -> Reply:
    """Give one reply; a sentence that two of them share is told once."""
    numbers: dict[Citation, int] = {}
    blocks: list[Block] = []
    spoken: set[str] = set()
    for reply in replies:
        renumbered = {citation.n: numbers.setdefault(replace(citation, n=0), len(numbers) + 1) for citation in reply.citations}
        for block in reply.blocks:
            shown = _renumber(block, renumbered)
            text = plain([shown])
            if text not in spoken:
                spoken.add(text)
                blocks.append(shown)
    days = [reply.as_of for reply in replies if reply.as_of]
    return Reply(
        min((reply.status for reply in replies), key=_ORDER.index),
        tuple(blocks),
        language=replies[0].language,
        citations=tuple(replace(citation, n=number) for citation, number in numbers.items()),
        records=tuple(dict.fromkeys(record for reply in replies for record in reply.records)),
        nearest=tuple(dict.fromkeys(near for reply in replies for near in reply.nearest)),
        choices=_choices(replies),
        parts=tuple(replies),
        confidence=min(reply.confidence for reply in replies),
        as_of=min(days, default=None),
    )


def _choices(replies: list[Reply]) -> tuple[Choice, ...]:
    offered = (choice for reply in replies for choice in reply.choices)
    return tuple(replace(choice, n=place) for place, choice in enumerate(offered, 1))


def _renumber(block: Block, numbers: dict[int, int]) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(_run(block.spans, numbers))
    return Listing(tuple(_run(item, numbers) for item in block.items))


def _run(spans: tuple[Span, ...], numbers: dict[int, int]) -> tuple[Span, ...]:
    return tuple(Mark(numbers[span.number]) if isinstance(span, Mark) else span for span in spans)
