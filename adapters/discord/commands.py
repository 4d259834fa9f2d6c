"""The slash commands that Discord offers: the neutral ones with options, suggestions and translations, and a message's menu."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location
from discord.app_commands import locale_str

from adapters.discord.spot import Interaction
from adapters.texts import spoken
from bot.commands.catalogue import COMMANDS, Audience, Command
from bot.languages.catalogue import SOURCE_LANGUAGE, catalogue
from bot.message import LONGEST_QUESTION

LONGEST_OPTION = 200
"""Characters of an option that is no question."""

EVENT = "event"

DISCREET = frozenset(
    {"mydata", "forgetme", *(command.name for command in COMMANDS.values() if command.audience is not Audience.EVERYONE)}
)
"""Commands whose answers are always for the asker alone."""

_NOT_HERE = frozenset({"start"})
"""Typed commands that mean nothing on Discord."""

_NAMES = frozenset({Location.command_name, Location.group_name, Location.parameter_name})


def _(message: str) -> str:
    """Mark a sentence for the catalogue."""
    return message


def pgettext(_context: str, message: str) -> str:
    """Mark a name for the catalogue; in every language it is one word in small letters."""
    return message


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command.

    Attributes:
        name: Its name; English, and the key by which a language's catalogue has it.
        description: What it is; likewise.
        required: Whether the command is nothing without it.
        suggests: Whether completions are given while it is typed.
        lead: The word before it in the command's argument.
    """

    name: str
    description: str
    required: bool = False
    suggests: bool = False
    lead: str = ""


_WHEN = Option(pgettext("option", "when"), _("a time such as next month, or words of a subject"), suggests=True)

OPTIONS: Mapping[str, tuple[Option, ...]] = {
    "ask": (Option(pgettext("option", "question"), _("what you would like to know"), required=True),),
    "deadlines": (_WHEN,),
    "meetings": (_WHEN,),
    "resolution": (
        Option(pgettext("option", "symbol"), _("a symbol or a name"), required=True, suggests=True),
        Option(pgettext("option", "topic"), _("a subject, or a paragraph such as para 67")),
    ),
    "define": (Option(pgettext("option", "term"), _("a term, a body or a programme"), required=True, suggests=True),),
    "compare": (
        Option(pgettext("option", "one"), _("a resolution or document"), required=True, suggests=True),
        Option(pgettext("option", "other"), _("another one"), required=True, suggests=True, lead="and"),
        Option(pgettext("option", "topic"), _("the subject on which they are compared"), lead="on"),
    ),
    "sources": (Option(pgettext("option", "record"), _("a record; without it the last answer's"), suggests=True),),
    "calendar": (Option(pgettext("option", "record"), _("a meeting or deadline; without it all dates"), suggests=True),),
    "remind": (
        Option(
            pgettext("option", "what"),
            _("a record, or a time and words, as in: tomorrow 9:00: vote"),
            required=True,
            suggests=True,
        ),
        Option(pgettext("option", "before"), _("how long before: 14d, 7d, 1d")),
    ),
    "follow": (
        Option(pgettext("option", "what"), _("a record, a kind, a subject or everything"), required=True, suggests=True),
        Option(pgettext("option", "before"), _("how long before to be reminded: 7d, 1d")),
    ),
    "move": (
        Option(pgettext("option", "number"), _("the number of the reminder"), required=True),
        Option(pgettext("option", "to"), _("how long before, or another time"), required=True),
    ),
    "quiet": (Option(pgettext("option", "hours"), _("such as 22:00-07:00, or off"), required=True),),
    "language": (Option(pgettext("option", "language"), _("a language; without it those that there are"), suggests=True),),
    "timezone": (Option(pgettext("option", "zone"), _("a city or an IANA zone; none for no zone"), suggests=True),),
    EVENT: (Option(pgettext("option", "meeting"), _("the meeting to enter"), required=True, suggests=True),),
}
"""What can be filled in behind a command."""

_PRIVATE = Option(pgettext("option", "private"), _("whether only you see the answer"))
_MENTION = Option(pgettext("option", "mention"), _("a role to mention, if you may mention it"))

_COMMAND_NAMES = (
    pgettext("command", "ask"),
    pgettext("command", "next"),
    pgettext("command", "deadlines"),
    pgettext("command", "meetings"),
    pgettext("command", "resolution"),
    pgettext("command", "define"),
    pgettext("command", "compare"),
    pgettext("command", "sources"),
    pgettext("command", "calendar"),
    pgettext("command", "remind"),
    pgettext("command", "reminders"),
    pgettext("command", "follow"),
    pgettext("command", "move"),
    pgettext("command", "quiet"),
    pgettext("command", "help"),
    pgettext("command", "about"),
    pgettext("command", "settings"),
    pgettext("command", "language"),
    pgettext("command", "timezone"),
    pgettext("command", "privacy"),
    pgettext("command", "mydata"),
    pgettext("command", "forgetme"),
    pgettext("command", "event"),
)
"""The names of the commands, for translators."""

MENU = pgettext("command", "Ask about this")
"""The command in a message's menu."""


class Handler(Protocol):
    """What serves those who use the commands."""

    async def command(
        self, interaction: Interaction, name: str, argument: str, *, private: bool | None, mention: discord.Role | None
    ) -> None:
        """Answer a command; what it books is to mention a role, if one is given."""

    async def about(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer the question that a message asks."""

    async def suggest(self, interaction: Interaction, name: str, typed: str) -> list[app_commands.Choice[str]]:
        """Give completions of an option."""


class Translations(app_commands.Translator):
    """Gives names and descriptions in the languages of the bot."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Give a text in a language; None where it is the same in English."""
        code = spoken(locale.value, SOURCE_LANGUAGE)
        if code == SOURCE_LANGUAGE:
            return None
        words, message = catalogue(code), string.message
        kind = "option" if context.location is Location.parameter_name else "command"
        text = words.pgettext(kind, message) if context.location in _NAMES else words.gettext(message)
        return None if text == message else text


def add_commands(tree: app_commands.CommandTree[Any], handler: Handler) -> None:
    """Put all commands into a tree."""
    for command in offered():
        tree.add_command(_made(command, handler))

    async def about(interaction: Interaction, message: discord.Message) -> None:
        await handler.about(interaction, message)

    tree.add_command(app_commands.ContextMenu(name=locale_str(MENU), callback=about))


def offered() -> Iterator[Command]:
    """Give the commands that are offered on Discord."""
    yield from (command for command in COMMANDS.values() if command.typed and command.name not in _NOT_HERE)
    yield COMMANDS[EVENT]


def argument_of(options: Sequence[Option], given: Mapping[str, str | None]) -> str:
    """Give what was filled in as it would be typed behind the command."""
    filled = ((option.lead, given.get(option.name)) for option in options)
    return " ".join(word for lead, value in filled if value for word in (lead, value.strip()) if word)


def _made(command: Command, handler: Handler) -> app_commands.Command[Any, ..., None]:
    options = OPTIONS.get(command.name, ())
    every = _every(command.name)

    async def callback(interaction: Interaction, **given: Any) -> None:  # noqa: ANN401 - as the person filled them in
        private, mention = given.pop(_PRIVATE.name, None), given.pop(_MENTION.name, None)
        await handler.command(interaction, command.name, argument_of(options, given), private=private, mention=mention)

    # discord.py reads the options from the signature.
    callback.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD), *(_parameter(one) for one in every)]
    )
    app_commands.describe(**{one.name: locale_str(one.description) for one in every})(callback)
    app_commands.rename(**{one.name: locale_str(one.name) for one in every})(callback)
    suggesting = {one.name: _suggesting(command.name, handler) for one in every if one.suggests}
    if suggesting:
        app_commands.autocomplete(**suggesting)(callback)
    made: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=locale_str(command.name), description=locale_str(command.description), callback=callback
    )
    if command.name == EVENT:
        made.default_permissions = discord.Permissions(manage_events=True)
        made.allowed_contexts = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
        made.allowed_installs = app_commands.AppInstallationType(guild=True, user=False)
    elif command.audience is Audience.MANAGERS:
        made.default_permissions = discord.Permissions(manage_guild=True)
    return made


def _every(name: str) -> tuple[Option, ...]:
    """Give all options of a command, those that are no part of its argument last."""
    options = OPTIONS.get(name, ())
    if name == "remind":
        return (*options, _MENTION)
    return options if name in DISCREET else (*options, _PRIVATE)


def _parameter(option: Option) -> inspect.Parameter:
    longest = LONGEST_QUESTION if option.name == "question" else LONGEST_OPTION
    kinds: Mapping[str, Any] = {_PRIVATE.name: bool, _MENTION.name: discord.Role}
    kind = kinds.get(option.name, app_commands.Range[str, 1, longest])
    if option.required:
        return inspect.Parameter(option.name, inspect.Parameter.KEYWORD_ONLY, annotation=kind)
    return inspect.Parameter(option.name, inspect.Parameter.KEYWORD_ONLY, annotation=kind | None, default=None)


def _suggesting(name: str, handler: Handler) -> Any:  # noqa: ANN401 - discord.py's type of it holds for any client
    async def suggest(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        return await handler.suggest(interaction, name, current)

    return suggest
