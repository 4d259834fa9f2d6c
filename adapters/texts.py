"""What any adapter says to people by itself, without asking the assistant."""

from bot.languages.catalogue import catalogue, languages
from bot.reply import Paragraph, Plain, Reply, Status


def spoken(code: str | None, otherwise: str) -> str:
    """Give the bot's language that goes with the language of somebody's app (an IETF tag), or another one."""
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


def says(text: str, language: str) -> Reply:
    """Give a reply of one sentence."""
    return Reply(Status.CHAT, (Paragraph((Plain(text),)),), language=language)
