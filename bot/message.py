"""What a person asks, free of any platform's types."""

import datetime as dt
from dataclasses import dataclass

LONGEST_QUESTION = 2000
"""Characters of a message that are read; no platform's question is longer, and cost stays bounded whatever is pasted."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to the bot.

    Attributes:
        text: What was typed, as it came: nothing in it may be trusted.
        now: The moment of asking, aware, in UTC.
        language: The language in which to answer.
        conversation: The talk to which it belongs; None for a question that stands alone.
        zone: The reader's IANA zone; None for the venue's and UTC only.
    """

    text: str
    now: dt.datetime
    language: str = "en"
    conversation: str | None = None
    zone: str | None = None
