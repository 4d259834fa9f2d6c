"""What a command must be, so that Discord takes it (reference: Application Commands)."""

import re
from collections.abc import Iterator

from discord import Locale

from tests.fakes.discord.errors import Json, Problem
from tests.fakes.discord.rules import CHOICES, Place, length, too_long

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
"""Types of commands: typed behind a slash, in a user's menu, in a message's menu."""

MOST = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
"""Commands of each type that an app may have in a scope."""

NAME, DESCRIPTION, OPTIONS, CHOICE, TOGETHER = 32, 100, 25, 100, 8000
SUBCOMMAND, GROUP = 1, 2
AUTOCOMPLETING = frozenset({3, 4, 10})
"""Types of options that may suggest: texts, whole numbers, numbers."""

LOCALES = frozenset(str(locale) for locale in Locale)
"""Languages of Discord (reference: Locales)."""

# Letters and digits of any script, with what Devanagari and Thai put on them.
_NAME = re.compile(r"[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}")


def commands(given: list[Json], scope: str) -> Iterator[Problem]:
    """Refuse a list of commands.

    Args:
        given: The commands.
        scope: Where they are to be, for the message.
    """
    kinds = [command.get("type") or CHAT_INPUT for command in given]
    for kind, most in MOST.items():
        if kinds.count(kind) > most:
            yield Problem((), "APPLICATION_COMMANDS_MAX", f"more than {most} commands of type {kind} in {scope}")
    names = list(zip(kinds, (command.get("name") for command in given), strict=True))
    for index, command in enumerate(given):
        if names.index(names[index]) < index:
            yield Problem((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", f"{command.get('name')!r} is there twice")
        yield from _command((index,), command, kinds[index])


def _command(at: Place, command: Json, kind: int) -> Iterator[Problem]:
    if kind == CHAT_INPUT:
        yield from _named(at, command)
        yield from _options(at, command.get("options") or [])
    else:
        yield from too_long((*at, "name"), command.get("name"), NAME, least=1)
        if command.get("description"):
            yield Problem((*at, "description"), "APPLICATION_COMMAND_INVALID_DESCRIPTION", "only typed commands have one")
        if command.get("options"):
            yield Problem((*at, "options"), "APPLICATION_COMMAND_INVALID_OPTIONS", "only typed commands have options")
    together = _size(command)
    if together > TOGETHER:
        yield Problem(at, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size of {TOGETHER}: {together}")


def _named(at: Place, one: Json) -> Iterator[Problem]:
    """Check the name and the description of a typed command or an option, in every language."""
    translated = one.get("name_localizations") or {}
    for key, name in {"name": one.get("name"), **translated}.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name != name.lower():
            yield Problem((*at, key), "APPLICATION_COMMAND_INVALID_NAME", f"Command name is invalid: {name!r}")
    described = one.get("description_localizations") or {}
    for key, text in {"description": one.get("description") or "", **described}.items():
        yield from too_long((*at, key), text, DESCRIPTION, least=1)
    for locale in [*translated, *described]:
        if locale not in LOCALES:
            yield Problem((*at, locale), "BASE_TYPE_CHOICES", f"{locale!r} is no language of Discord")


def _options(at: Place, options: list[Json]) -> Iterator[Problem]:
    if len(options) > OPTIONS:
        yield Problem((*at, "options"), "BASE_TYPE_BAD_LENGTH", f"Must be {OPTIONS} or fewer in length.")
    names = [option.get("name") for option in options]
    if len(set(names)) < len(names):
        yield Problem((*at, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "two options have one name")
    optional = False
    for index, option in enumerate(options):
        here: Place = (*at, "options", index)
        yield from _named(here, option)
        yield from _options(here, option.get("options") or [])
        yield from _choices(here, option)
        if option.get("type") in {SUBCOMMAND, GROUP}:
            continue
        if option.get("required") and optional:
            yield Problem(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "required options stand before the others")
        optional = optional or not option.get("required")


def _choices(at: Place, option: Json) -> Iterator[Problem]:
    choices = option.get("choices") or []
    if len(choices) > CHOICES:
        yield Problem((*at, "choices"), "BASE_TYPE_BAD_LENGTH", f"Must be {CHOICES} or fewer in length.")
    for choice in choices:
        for text in (choice.get("name"), *(choice.get("name_localizations") or {}).values()):
            yield from too_long((*at, "choices", "name"), text, CHOICE, least=1)
        if isinstance(choice.get("value"), str):
            yield from too_long((*at, "choices", "value"), choice["value"], CHOICE)
    if option.get("autocomplete") and (choices or option.get("type") not in AUTOCOMPLETING):
        yield Problem(at, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "this option cannot suggest")


def _size(one: Json) -> int:
    """Count names, descriptions and values, each in its longest language."""
    total = 0
    for key in ("name", "description"):
        texts = [one.get(key) or "", *(one.get(f"{key}_localizations") or {}).values()]
        total += max(length(text) for text in texts)
    total += sum(
        length(str(choice.get("name", ""))) + length(str(choice.get("value", ""))) for choice in one.get("choices") or []
    )
    return total + sum(_size(option) for option in one.get("options") or [])
