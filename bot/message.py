"""What a person asks, free of any platform's types."""

import datetime as dt
import enum
from dataclasses import dataclass

LONGEST_QUESTION = 2000
"""Characters of a message that are read; no platform's question is longer, and cost stays bounded whatever is pasted."""


class ChatKind(enum.StrEnum):
    """What sort of place a chat is; some things are said in private only."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class ChatKey:
    """A chat (a group, a server) as its platform numbers it; encrypted wherever it is kept.

    A private chat has the number of its person, so that it is forgotten with the person.
    """

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message was written, and what its writer may do there.

    Attributes:
        chat: The chat whose settings hold.
        kind: What sort of place it is.
        person: The writer as the platform numbers people; None where it does not say (an anonymous administrator).
        organiser: Whether the writer may have reminders posted there.
        topic: The topic or thread in the chat, as the platform numbers it; None where there are none.
        manages: Whether an organiser may change the chat's settings, too; on some platforms that is a right of its own.
    """

    chat: ChatKey
    kind: ChatKind
    person: str | None = None
    organiser: bool = False
    topic: str | None = None
    manages: bool = True

    @property
    def organised(self) -> bool:
        """Whether the writer may have reminders posted here: an organiser, or anybody in their own private chat."""
        return self.organiser or self.kind is ChatKind.PRIVATE

    @property
    def governed(self) -> bool:
        """Whether the writer may change the settings that hold here: an organiser who may, or anybody in private."""
        return (self.organiser and self.manages) or self.kind is ChatKind.PRIVATE


@dataclass(frozen=True, slots=True)
class Message:
    """One message to the bot.

    Attributes:
        text: What was typed, as it came: nothing in it may be trusted. With a command, what was typed behind it.
        now: The moment of asking, aware, in UTC.
        language: The language in which to answer; a chat's own setting goes before it.
        conversation: The talk to which it belongs; None for a question that stands alone.
        zone: The reader's IANA zone; None for the venue's and UTC only. A chat's own setting goes before it.
        command: The name of the command or button (bot.commands); None for a question.
        place: Where it was written; None in the terminal, where nothing is kept.
        mention: The role that what is booked is to mention, as the platform numbers it; the writer and the bot may mention it.
    """

    text: str
    now: dt.datetime
    language: str = "en"
    conversation: str | None = None
    zone: str | None = None
    command: str | None = None
    place: Place | None = None
    mention: str | None = None
