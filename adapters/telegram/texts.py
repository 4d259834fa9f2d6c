"""What the adapter itself says to people, all of it about Telegram's own ways; everything else comes from the assistant."""

from adapters.texts import failed, says, spoken, stale, too_many
from bot.languages.catalogue import catalogue

__all__ = ["alert", "ask_privately", "failed", "says", "sent_privately", "spoken", "stale", "too_many", "write_first"]

LONGEST_ALERT = 200
"""Characters of what is shown when a button is pressed (Bot API, answerCallbackQuery)."""


def sent_privately(language: str) -> str:
    """Give the note in a group that its answer went to the asker alone."""
    return catalogue(language).gettext("I have sent you the answer in private.")


def write_first(language: str, name: str) -> str:
    """Give the note in a group that the asker has to open a private chat first, for bots may not."""
    text = catalogue(language).gettext("That is for you alone. Please open a chat with me first and ask there: {address}")
    return text.format(address=f"https://t.me/{name}")


def ask_privately(language: str) -> str:
    """Give the label of the button above an inline search without results."""
    return catalogue(language).gettext("Nothing found. Ask me in private")


def alert(text: str) -> str:
    """Give a text as long as an alert may be."""
    return text if len(text) <= LONGEST_ALERT else text[: LONGEST_ALERT - 1] + "…"
