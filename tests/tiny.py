"""A knowledge base small enough to know by heart, and what tests need to write, ask and break one."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from bot.assistant import Assistant
from bot.message import Message
from bot.reply import Reply

NOW = "2025-06-01T12:00:00Z"

SOURCES = """\
- id: forum-page
  title: Harbour Forum 2025
  publisher: Harbour Union
  kind: primary
  url: https://harbour.example/forum
  published: 2025-01-15
- {id: secretariat-note, title: Note of the secretariat, publisher: Harbour Union, kind: primary, symbol: HU/2025/7}
- id: old-deck
  title: Plans for 2025
  publisher: Coast League
  kind: primary
  url: https://coast.example/deck
  published: 2023-10
- {id: coast-page, title: Coast Summit 2025, publisher: Coast League, kind: primary, url: "https://coast.example/summit"}
- id: assembly-text
  title: Resolution on harbours
  publisher: Great Assembly
  kind: primary
  symbol: A/RES/70/999
  published: 2015-12-16
"""

MEETINGS = """\
- id: meeting.harbour-forum-2025
  title: Harbour Forum 2025
  name: the Harbour Forum 2025
  aka: [Lugano forum]
  status: upcoming
  start: 2025-07-08T10:00
  end: 2025-07-10T17:30
  zone: Europe/Zurich
  printed: "8 July, 10:00, to 10 July 2025, 17:30"
  reading: The page prints no zone; the hours are read as local time in Lugano.
  place: Lagoon Hall, Lugano, Switzerland
  organisers: [Harbour Union]
  chairs: [Mira Lindqvist]
  contacts: [desk@harbour.example]
  links: ["https://harbour.example/forum"]
  stated:
    {start: when, end: when, place: where, organisers: host, chairs: chair, contacts: desk, links: page, status: when}
  reviewed: 2025-05-20
  asks:
    - when is the harbour forum?
    - where does the harbour forum take place?
    - is the lugano forum over?
    - harbour forum 2025
  facts:
    - key: when
      text: The Harbour Forum 2025 is set for 8 July 2025, 10:00, to 10 July 2025, 17:30.
      cite: {source: forum-page, at: paragraph 1}
      asks: [dates of the harbour forum, at what hour does the harbour forum open?]
    - key: where
      text: The Harbour Forum 2025 meets in the Lagoon Hall in Lugano, Switzerland.
      cite: {source: forum-page, at: paragraph 2}
      asks: [venue of the harbour forum, in which city is the harbour forum?]
    - key: host
      text: The Harbour Forum 2025 is organised by the Harbour Union.
      cite: {source: forum-page, at: paragraph 3}
      asks: [who organises the harbour forum?, organiser of the lugano forum]
    - key: chair
      text: Mira Lindqvist chairs the Harbour Forum 2025.
      cite: {source: secretariat-note, at: item 4}
      asks: [who chairs the harbour forum?, chair of the lugano forum]
    - key: desk
      text: Questions on the Harbour Forum 2025 go to desk@harbour.example.
      cite: {source: forum-page, at: footer}
      asks: [whom can i contact about the harbour forum?, e-mail address of the harbour forum]
    - key: page
      text: The page of the Harbour Forum 2025 is https://harbour.example/forum
      cite: {source: forum-page, at: heading}
      asks: [what is the link of the harbour forum?, website of the harbour forum]

- id: meeting.coast-summit-2025
  title: Coast Summit 2025
  name: the Coast Summit 2025
  status: upcoming
  start: 2025-09-16
  end: 2025-09-18
  place: Tromsø, Norway
  organisers: [Coast League]
  relations:
    follows: [meeting.harbour-forum-2025]
  stated: {start: when, end: when, place: when, organisers: host, status: when}
  history:
    - {field: dates, was: 2025-05-26/2025-05-30, announced: 2023-10-11, cite: {source: old-deck, at: slide 7}}
  reviewed: 2025-05-28
  asks:
    - when is the coast summit?
    - was the coast summit moved?
    - how many days until the coast summit?
    - where is the coast summit?
    - is the coast summit over?
  facts:
    - key: when
      text: The Coast Summit 2025 is set for 16 to 18 September 2025 in Tromsø, Norway.
      cite: {source: coast-page, at: paragraph 1}
      asks: [dates of the coast summit, which city hosts the coast summit?]
    - key: host
      text: The Coast Summit 2025 is organised by the Coast League.
      cite: {source: coast-page, at: paragraph 2}
      asks: [who organises the coast summit?, organiser of the tromsø summit]

- id: meeting.pier-workshop-2025
  title: Pier Workshop 2025
  name: the Pier Workshop 2025
  status: cancelled
  start: 2025-10-02
  stated: {start: when, status: off}
  reviewed: 2025-05-20
  asks: [when is the pier workshop?, pier workshop 2025]
  facts:
    - key: when
      text: The Pier Workshop 2025 had been set for 2 October 2025.
      cite: {source: secretariat-note, at: item 8}
      asks: [date of the pier workshop, which day was the pier workshop planned for?]
    - key: off
      text: The Pier Workshop 2025 was called off for want of speakers.
      cite: {source: secretariat-note, at: item 9}
      asks: [why was the pier workshop cancelled?, was the pier workshop called off?]
"""

DEADLINES = """\
- id: deadline.harbour-proposals-2025
  title: Session proposals for the Harbour Forum 2025
  name: the deadline for session proposals to the Harbour Forum 2025
  aka: [Harbour proposals deadline]
  status: closed
  start: 2025-03-10
  relations:
    deadline-of: [meeting.harbour-forum-2025]
  stated: {start: when, status: when}
  reviewed: 2025-05-20
  asks:
    - when is the deadline for session proposals?
    - can i still hand in a session proposal?
    - is it too late for session proposals?
    - session proposals
  facts:
    - key: when
      text: Session proposals for the Harbour Forum 2025 were due by 10 March 2025.
      cite: {source: forum-page, at: paragraph 5}
      asks: [last day for session proposals, until when could sessions be proposed?]

- id: deadline.coast-papers-2025
  title: Papers for the Coast Summit 2025
  name: the deadline for papers to the Coast Summit 2025
  status: open
  start: 2025-08-01T18:00
  zone: Europe/Oslo
  relations:
    deadline-of: [meeting.coast-summit-2025]
  stated: {start: when, status: when}
  reviewed: 2025-05-28
  asks:
    - when is the deadline for papers?
    - can i still send a paper?
    - is it too late for papers?
    - coast summit papers
  facts:
    - key: when
      text: Papers for the Coast Summit 2025 are due by 1 August 2025, 18:00 in Oslo.
      cite: {source: coast-page, at: paragraph 4}
      asks: [last day for papers, until what hour can papers be sent?]
"""

OTHERS = """\
- id: resolution.a-res-70-999
  title: Resolution 70/999 on harbours
  name: the resolution on harbours
  aka: [harbour resolution]
  status: adopted
  start: 2015-12-16
  symbol: A/RES/70/999
  stated: {start: when, symbol: when, status: when}
  reviewed: 2025-04-30
  asks:
    - what is the symbol of the harbour resolution?
    - what does resolution 70/999 say?
    - when was the harbour resolution adopted?
  facts:
    - key: when
      text: The Great Assembly adopted its resolution on harbours, A/RES/70/999, on 16 December 2015.
      cite: {source: assembly-text, at: title}
      asks: [adoption day of the harbour resolution, number of the resolution on harbours]
    - key: toll
      text: The resolution on harbours asks every port to publish its tolls.
      cite: {source: assembly-text, at: paragraph 3}
      asks: [what does the harbour resolution ask of ports?, must ports publish tolls?]

- id: organisation.harbour-union
  title: Harbour Union
  name: the Harbour Union
  contacts: [office@union.example]
  stated: {contacts: office}
  reviewed: 2025-05-20
  asks: [what is the harbour union?, harbour union]
  facts:
    - key: what
      text: The Harbour Union is a league of ferry ports.
      cite: {source: secretariat-note, at: item 1}
      asks: [which ports form the harbour union?, kind of body is the union]
    - key: office
      text: The office of the Harbour Union is reached at office@union.example.
      cite: {source: secretariat-note, at: last line}
      asks: [e-mail of the harbour union, whom do i write to at the union office?]

- id: person.mira-lindqvist
  title: Mira Lindqvist, chair of the Harbour Forum 2025
  name: Mira Lindqvist
  aka: [Lindqvist]
  relations:
    about: [meeting.harbour-forum-2025]
  reviewed: 2025-05-20
  asks: [who is mira lindqvist?, lindqvist]
  facts:
    - key: office
      text: Mira Lindqvist is, as of January 2025, harbour master of Gdynia.
      cite: {source: secretariat-note, at: item 5}
      asks: [which office does lindqvist hold?, harbour master of gdynia]

- id: gap.harbour-forum-2026
  title: Dates and place of the Harbour Forum 2026
  name: the dates and place of the Harbour Forum 2026
  sought: The dates and the place of the Harbour Forum 2026 are in none of the sources.
  look_at: ["https://harbour.example/next"]
  relations:
    about: [meeting.harbour-forum-2025]
  reviewed: 2025-05-20
  asks:
    - when is the harbour forum 2026?
    - place of the forum in 2026
    - harbour forum 2026
"""

THESAURUS = """\
- alike: [lecture, talk]
- {said: [hand in], for: [proposals]}
"""

FILES = {
    "sources/register.yaml": SOURCES,
    "meetings/2025.yaml": MEETINGS,
    "deadlines/2025.yaml": DEADLINES,
    "others/others.yaml": OTHERS,
    "thesaurus/words.yaml": THESAURUS,
}


def write(folder: Path, files: Mapping[str, str | bytes] = FILES) -> Path:
    """Write files below a folder and give the folder."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def instant(text: str = NOW) -> dt.datetime:
    """Give an ISO 8601 instant."""
    return dt.datetime.fromisoformat(text)


def ask(assistant: Assistant, text: str, *, now: str = NOW, conversation: str | None = None, zone: str | None = None) -> Reply:
    """Put a question through the adapters' door."""
    return asyncio.run(assistant.reply(Message(text, instant(now), "en", conversation, zone)))
