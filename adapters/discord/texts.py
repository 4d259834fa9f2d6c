"""What the adapter itself says to people, all of it about Discord's own ways; everything else comes from the assistant."""

from adapters.discord import permissions
from bot.languages.catalogue import catalogue


def for_you_alone(language: str, command: str) -> str:
    """Give the answer to a mention that asks for what only the asker may see."""
    text = catalogue(language).gettext("That is for you alone. Please use the command /{command}: nobody else sees its answer.")
    return text.format(command=command)


def missing(language: str, channel: str, names: tuple[str, ...]) -> str:
    """Give the note to an asker, or an organiser, that permissions are missing in a channel."""
    text = catalogue(language).gettext(
        "I cannot answer in #{channel}: there I lack the permission {names}. A member who manages the server can give it to me; "
        "my commands work all the same."
    )
    return text.format(channel=channel, names=permissions.named(names, language))


def lacking_here(language: str, names: tuple[str, ...]) -> str:
    """Give the note that what was asked for takes permissions that the bot has not got on the server."""
    text = catalogue(language).gettext(
        "For that I lack the permission {names} on this server. A member who manages the server can give it to me."
    )
    return text.format(names=permissions.named(names, language))


def in_private(language: str) -> str:
    """Give the note that reminders set among people where the bot is no member come in private."""
    return catalogue(language).gettext("I am no member here: your reminders are posted in our private chat.")


def no_mention(language: str, role: str) -> str:
    """Give the note that a role may not be mentioned."""
    text = catalogue(language).gettext(
        "I may not mention @{role} for you. It has to be a role that anyone may mention (Server Settings, Roles); or you and I "
        "both need the permission to mention all roles."
    )
    return text.format(role=role)


def refused(language: str) -> str:
    """Give the note that Discord refused what was asked for."""
    return catalogue(language).gettext("Discord did not let me do that. Please try again in a while.")
