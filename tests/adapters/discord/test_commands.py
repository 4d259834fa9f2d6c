"""The commands as Discord is given them: translated, within its limits, and known again whichever side tells them."""

import gettext
from typing import Any

import discord
import pytest
from discord import app_commands

from adapters.discord import commands
from adapters.discord.client import Client
from adapters.discord.commands import OPTIONS, argument_of
from adapters.discord.limits import MOST_COMMAND_DESCRIPTION, MOST_COMMAND_NAME, MOST_OF_A_COMMAND
from adapters.discord.permissions import ASKED, NAMES, asked, invite, lacking
from adapters.discord.syncing import _wanted, digest
from bot.settings import Settings

URL = Settings.model_fields["discord_api_url"].default


class Dutch(gettext.NullTranslations):
    """A language in which everything is said otherwise."""

    def gettext(self, message: str) -> str:
        return f"{message} in het Nederlands"[:MOST_COMMAND_DESCRIPTION]

    def pgettext(self, context: str, message: str) -> str:
        return f"{message}-{context}-nl" if message.islower() else f"{message} (nl)"


@pytest.fixture
def tree() -> app_commands.CommandTree[Any]:
    return Client(URL).tree


async def test_they_are_told_in_every_language_of_the_bot(
    tree: app_commands.CommandTree[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(not command["name_localizations"] for command in await _wanted(tree))
    monkeypatch.setattr(commands, "spoken", lambda code, otherwise: "nl" if code == "nl" else otherwise)
    monkeypatch.setattr(commands, "catalogue", lambda language: Dutch())
    told = {command["name"]: command for command in await _wanted(tree)}
    ask = told["ask"]
    assert ask["name_localizations"] == {"nl": "ask-command-nl"}
    assert ask["description_localizations"] == {"nl": "answer a question in het Nederlands"}
    assert ask["options"][0]["name_localizations"] == {"nl": "question-option-nl"}
    assert told["Ask about this"]["name_localizations"] == {"nl": "Ask about this (nl)"}


async def test_they_are_within_discords_limits(tree: app_commands.CommandTree[Any]) -> None:
    for command in await _wanted(tree):
        told = [command, *command.get("options", [])]
        assert all(0 < len(one["name"]) <= MOST_COMMAND_NAME for one in told)
        assert all(len(one.get("description", "")) <= MOST_COMMAND_DESCRIPTION for one in told)
        assert sum(len(one["name"]) + len(one.get("description", "")) for one in told) <= MOST_OF_A_COMMAND


async def test_only_what_matters_makes_them_others(tree: app_commands.CommandTree[Any]) -> None:
    wanted = await _wanted(tree)
    kept = [
        {**command, "id": "1", "version": "2", "application_id": "3", "default_member_permissions": _text(command), "handler": 1}
        for command in reversed(wanted)
    ]
    for command in kept:
        command["options"] = [
            {key: value for key, value in option.items() if value not in (False, None, [], {})}
            for option in command.get("options") or []
        ]
    assert digest(kept) == digest(wanted)
    kept[0]["default_member_permissions"] = "8"
    assert digest(kept) != digest(wanted)
    assert digest(wanted[1:]) != digest(wanted)


def _text(command: dict[str, Any]) -> str | None:
    permissions = command["default_member_permissions"]
    return None if permissions is None else str(permissions)


@pytest.mark.parametrize(
    ("command", "given", "argument"),
    [
        ("compare", {"one": "60/252", "other": " 70/125 ", "topic": "access"}, "60/252 and 70/125 on access"),
        ("compare", {"one": "60/252", "other": "70/125", "topic": None}, "60/252 and 70/125"),
        ("resolution", {"symbol": "70/125", "topic": "para 3"}, "70/125 para 3"),
        ("meetings", {"when": None}, ""),
    ],
)
def test_options_are_put_together_as_they_would_be_typed(command: str, given: dict[str, str | None], argument: str) -> None:
    assert argument_of(OPTIONS[command], given) == argument


def test_the_invite_link_asks_for_what_is_explained_and_for_nothing_else() -> None:
    assert ASKED.keys() == NAMES.keys()
    assert asked() == discord.Permissions(**dict.fromkeys(ASKED, True))
    link = invite(77)
    assert f"permissions={asked().value}" in link
    assert lacking(discord.Permissions(view_channel=True), ["view_channel", "embed_links"]) == ("embed_links",)
    privileged = ("administrator", "manage_guild", "manage_roles", "manage_messages", "mention_everyone")
    assert not any(getattr(asked(), name) for name in privileged)
