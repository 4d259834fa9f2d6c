"""What the adapter itself says to people, all of it about Telegram's own ways; everything else comes from the assistant."""

from bot.languages.catalogue import catalogue, languages
from bot.reply import Paragraph, Plain, Reply, Status

LONGEST_ALERT = 200
"""Characters of what is shown when a button is pressed (Bot API, answerCallbackQuery)."""


def spoken(code: str | None, otherwise: str) -> str:
    """Give the bot's language that goes with the language of somebody's Telegram (an IETF tag), or another one."""
    base = (code or "").partition("-")[0].casefold()
    return base if base in languages() else otherwise


def too_many(language: str) -> str:
    """Give the notice for somebody who asks faster than can be answered."""
    return catalogue(language).gettext("These are more questions than I can answer at once. Please go on in a minute.")


def stale(language: str) -> str:
    """Give the alert for a button that is none of ours, or no more."""
    return catalogue(language).gettext("This button does not work any more. Please ask again.")


def failed(language: str) -> str:
    """Give the apology for an answer that went wrong on our side."""
    return catalogue(language).gettext("Something went wrong on my side. Please try again in a while.")


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


def says(text: str, language: str) -> Reply:
    """Give a reply of one sentence."""
    return Reply(Status.CHAT, (Paragraph((Plain(text),)),), language=language)


def alert(text: str) -> str:
    """Give a text as long as an alert may be."""
    return text if len(text) <= LONGEST_ALERT else text[: LONGEST_ALERT - 1] + "…"
