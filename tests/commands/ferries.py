"""A few more texts beside the tiny knowledge base, and what tests of commands need to give one and read the reply."""

import asyncio

from bot.assistant import Assistant
from bot.message import Message
from bot.reply import Mark, Paragraph, Reply, Span
from tests import tiny
from tests.tiny import NOW, instant

TEXTS = """\
- id: resolution.a-res-75-001
  title: Resolution 75/1 on ferries
  name: the resolution on ferries
  aka: [ferry resolution]
  status: adopted
  start: 2020-12-16
  symbol: A/RES/75/1
  stated: {start: when, symbol: when, status: when}
  reviewed: 2025-04-30
  asks: [what is the ferry resolution?]
  facts:
    - key: when
      text: The Great Assembly adopted its resolution on ferries, A/RES/75/1, on 16 December 2020.
      cite: {source: ferry-text, at: title}
    - key: toll
      text: The resolution on ferries caps the tolls of ports.
      cite: {source: ferry-text, at: para 7}
    - key: old
      text: The resolution on ferries recalls paragraph 3 of A/RES/70/999.
      cite: {source: ferry-text, at: para 2}
- id: outcome.ferry-fund
  title: "Resolution on ferries, paragraph 9: the ferry fund"
  name: the ferry fund
  relations: {part-of: [resolution.a-res-75-001]}
  reviewed: 2025-04-30
  facts:
    - key: fund
      text: A fund for ferries is to be set up by the Harbour Union.
      cite: {source: secretariat-note, at: item 20}
- id: term.lighter
  title: Lighter
  name: a lighter
  aka: [barge]
  reviewed: 2025-04-30
  facts:
    - key: what
      text: A lighter is a flat boat that carries goods to ships.
      cite: {source: ferry-text, at: para 1}
- id: document.lighter-handbook
  title: Lighter handbook
  name: the lighter handbook
  aka: [lighter]
  reviewed: 2025-04-30
  facts:
    - key: what
      text: The handbook on lighters has twelve pages.
      cite: {source: secretariat-note, at: item 30}
- id: meeting.quay-day-a
  title: Quay day of the north
  name: the quay day of the north
  aka: [quay day]
  status: held
  start: 2024-05-05
  place: Bergen, Norway
  stated: {start: when, place: when, status: when}
  reviewed: 2025-04-30
  facts:
    - key: when
      text: The quay day of the north was held on 5 May 2024 in Bergen, Norway.
      cite: {source: secretariat-note, at: item 40}
- id: meeting.quay-day-b
  title: Quay day of the south
  name: the quay day of the south
  aka: [quay day]
  status: held
  start: 2024-06-06
  place: Bari, Italy
  stated: {start: when, place: when, status: when}
  reviewed: 2025-04-30
  facts:
    - key: when
      text: The quay day of the south was held on 6 June 2024 in Bari, Italy.
      cite: {source: secretariat-note, at: item 41}
"""
SOURCE = """\
- id: ferry-text
  title: Resolution on ferries
  publisher: Great Assembly
  kind: primary
  symbol: A/RES/75/1
  published: 2020-12-16
- id: ferry-blog
  title: Notes from the quay
  publisher: Quay blog
  kind: blog
"""

FILES = tiny.FILES | {"others/texts.yaml": TEXTS, "sources/texts.yaml": SOURCE}


def give(assistant: Assistant, command: str | None, text: str = "", *, now: str = NOW, talk: str | None = None) -> Reply:
    """Give a command without a store."""
    return asyncio.run(assistant.reply(Message(text, instant(now), "en", talk, command=command)))


def runs(reply: Reply) -> list[tuple[Span, ...]]:
    """Give the paragraphs and items of a reply, one after the other."""
    return [run for block in reply.blocks for run in ((block.spans,) if isinstance(block, Paragraph) else block.items)]


def marks(run: tuple[Span, ...]) -> list[int]:
    """Give the numbers of the citations behind a sentence."""
    return [span.number for span in run if isinstance(span, Mark)]
