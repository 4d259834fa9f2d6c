"""Short answers, for chats that have chosen them."""

from dataclasses import replace

from bot.answering.join import joined, settled
from bot.reply import Block, Listing, Mark, Paragraph, Reply, Status

MOST_ITEMS = 3
"""Items of a list that a short answer keeps."""


def short(reply: Reply) -> Reply:
    """Give an answer up to its first cited sentence, or the first few of a list; what is no answer stays as it is."""
    if reply.parts:
        return joined([short(part) for part in reply.parts])
    if reply.status is not Status.ANSWERED:
        return reply
    kept: list[Block] = []
    for block in reply.blocks:
        kept.append(block if isinstance(block, Paragraph) else Listing(block.items[:MOST_ITEMS]))
        if _cited(block):
            break
    return settled(replace(reply, blocks=tuple(kept)))


def _cited(block: Block) -> bool:
    runs = (block.spans,) if isinstance(block, Paragraph) else block.items
    return any(isinstance(span, Mark) for run in runs for span in run)
