"""What the store gives and takes, free of any database."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypedDict

from bot.message import ChatKey

TALK_LIFE = dt.timedelta(minutes=30)
"""How long a talk can be taken up again, by a follow-up or by a reply to one of our messages."""

EDIT_LIFE = dt.timedelta(minutes=15)
"""How long an edited question edits its answer."""

Manner = Literal["full", "short"]
"""How much of an answer a chat gets: all of it, or the asked-for datum and its sources."""


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What a chat has chosen; the defaults hold where nothing is kept.

    Attributes:
        language: The language of answers; None for the bot's own.
        zone: The chat's IANA time zone; None for the venue's and UTC only.
        manner: How much of an answer it gets.
        collect: Whether its unanswered questions may be kept.
        open: Whether the bot may post there unasked; False once it was blocked or sent away.
        reason: Why it is not open.
        quiet: The hours in which it wants no reminder, as in "22:00-07:00", in its zone; None for no such hours.
        organisers: The role whose members may book reminders too, as the platform numbers it.
        discreet: Whether answers are for the asker's eyes only, unless the asker wants them open.
        channels: The channels in which the bot may answer openly, as the platform numbers them; none for all.
        announcements: The channel for what nobody asked for, likewise; None where none is chosen.
    """

    language: str | None = None
    zone: str | None = None
    manner: Manner = "full"
    collect: bool = False
    open: bool = True
    reason: str | None = None
    quiet: str | None = None
    organisers: str | None = None
    discreet: bool = False
    channels: tuple[str, ...] = ()
    announcements: str | None = None


class Changes(TypedDict, total=False):
    """The settings of a chat that its organisers can change."""

    language: str | None
    zone: str | None
    manner: Manner
    collect: bool
    quiet: str | None
    organisers: str | None
    discreet: bool
    channels: tuple[str, ...]
    announcements: str | None


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """An event of a server that was made from a record.

    Attributes:
        chat: The server.
        record: The record.
        number: The event, as the platform numbers it.
        told: What it said when it was last written, in short; by this a change is noticed.
    """

    chat: ChatKey
    record: str
    number: str
    told: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a talk is about: record ids, the closed list of what was asked for and the keys of facts told, never words."""

    records: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody found wrong with an answer, and the records behind it; nothing says who or where."""

    at: dt.datetime
    text: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer, from a chat that lets such be kept; nothing says who or where."""

    last: dt.datetime
    language: str
    question: str
    times: int
