"""A sweep over all commands: names, descriptions, lengths, scopes, languages."""

import re

import pytest
from telegram import BotCommand

from adapters.telegram.limits import MOST_COMMAND_DESCRIPTION, MOST_COMMAND_NAME, MOST_COMMANDS
from adapters.telegram.menu import menus
from bot.commands.catalogue import COMMANDS, Audience
from bot.languages.catalogue import languages

Menu = tuple[str, str | None, list[BotCommand]]
MENUS: list[Menu] = [(scope.type, language, commands) for scope, language, commands in menus()]


@pytest.mark.parametrize("menu", MENUS, ids=lambda menu: f"{menu[0]}-{menu[1]}")
def test_telegram_takes_every_menu(menu: Menu) -> None:
    _, language, commands = menu
    names = [command.command for command in commands]
    assert 0 < len(names) <= MOST_COMMANDS
    assert len(set(names)) == len(names)
    assert language is None or re.fullmatch("[a-z]{2}", language)
    for command in commands:
        assert re.fullmatch("[a-z0-9_]+", command.command)
        assert len(command.command) <= MOST_COMMAND_NAME
        assert 1 <= len(command.description) <= MOST_COMMAND_DESCRIPTION
        assert command.description == command.description.strip()
        assert "\n" not in command.description


def test_every_language_has_every_menu() -> None:
    scopes = {"all_private_chats", "all_group_chats", "all_chat_administrators"}
    assert {scope for scope, _, _ in MENUS} == scopes
    assert len(MENUS) == len(scopes) * len(languages())


@pytest.mark.parametrize("language", [None, *(code for code in languages() if code != "en")])
def test_everything_that_can_be_typed_is_offered_where_it_can_be_used(language: str | None) -> None:
    offered = {scope: {one.command for one in commands} for scope, code, commands in MENUS if code == language}
    typed = {command.name for command in COMMANDS.values() if command.typed}
    everyone = {name for name in typed if COMMANDS[name].audience is Audience.EVERYONE}
    assert offered["all_private_chats"] == typed
    assert offered["all_chat_administrators"] == typed - {"start"}
    assert offered["all_group_chats"] == everyone - {"start"}
    assert {"privacy", "mydata", "forgetme", "help"} <= offered["all_group_chats"]
