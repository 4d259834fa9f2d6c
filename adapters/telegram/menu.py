"""The commands that Telegram offers while a person types a slash: by kind of chat and by language."""

from collections.abc import Iterator

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot.commands.catalogue import COMMANDS, Audience, Command
from bot.languages.catalogue import SOURCE_LANGUAGE, catalogue, languages

_PRIVATE_ONLY = frozenset({"start"})
"""Commands that mean nothing in a group."""


def menus() -> Iterator[tuple[BotCommandScope, str | None, list[BotCommand]]]:
    """Give each menu: where it is shown, in which language (None for all that have none of their own), and its commands."""
    for language in languages():
        for scope, commands in _SCOPES:
            code = None if language == SOURCE_LANGUAGE else language
            yield scope, code, [BotCommand(command.name, _described(command, language)) for command in commands]


async def register(bot: Bot) -> int:
    """Give Telegram the menus that it does not have yet, or has otherwise; say how many.

    Raises:
        TelegramError: Telegram cannot be reached or refuses them.
    """
    changed = 0
    for scope, language, commands in menus():
        if list(await bot.get_my_commands(scope, language)) != commands:
            await bot.set_my_commands(commands, scope, language)
            changed += 1
    return changed


async def outdated(bot: Bot) -> list[str]:
    """Name the scopes whose menus are not what they should be.

    Raises:
        TelegramError: as `register`.
    """
    return [
        f"{scope.type}{f' ({language})' if language else ''}"
        for scope, language, commands in menus()
        if list(await bot.get_my_commands(scope, language)) != commands
    ]


def _described(command: Command, language: str) -> str:
    words = catalogue(language)
    description = words.gettext(command.description)
    return f"{description}: {words.gettext(command.argument)}" if command.argument else description


_TYPED = [command for command in COMMANDS.values() if command.typed]
_IN_GROUPS = [command for command in _TYPED if command.name not in _PRIVATE_ONLY]
_SCOPES: list[tuple[BotCommandScope, list[Command]]] = [
    (BotCommandScopeAllPrivateChats(), _TYPED),  # whoever writes in private is the organiser of that chat
    (BotCommandScopeAllGroupChats(), [command for command in _IN_GROUPS if command.audience is Audience.EVERYONE]),
    (BotCommandScopeAllChatAdministrators(), _IN_GROUPS),
]
