"""Brings the commands that Discord has up to date, and only where they are not: it takes 200 new ones a day."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.http import Route

from adapters.discord.commands import Translations

Payload = Mapping[str, Any]

_CHAT_INPUT = 1
_EVERYWHERE = (0, 1, 2)
_TRANSLATED = ("name_localizations", "description_localizations")
_OF_OPTION = ("type", "name", "description", "min_length", "max_length", "min_value", "max_value")


async def bring_up_to_date(client: discord.Client, tree: app_commands.CommandTree[Any]) -> tuple[dict[str, int], bool]:
    """Give Discord the commands if it has others; give the numbers of the typed ones by name, and whether they were changed.

    Raises:
        HTTPException: Discord refuses them, or cannot be reached.
    """
    wanted, known = await _wanted(tree), await registered(client)
    changed = digest(wanted) != digest(known)
    if changed and client.application_id:
        known = await client.http.bulk_upsert_global_commands(client.application_id, payload=wanted)
    return {one["name"]: int(one["id"]) for one in known if one.get("type", _CHAT_INPUT) == _CHAT_INPUT}, changed


async def outdated(client: discord.Client, tree: app_commands.CommandTree[Any]) -> bool:
    """Say whether the commands that Discord has are not what they should be.

    Raises:
        HTTPException: as `bring_up_to_date`.
    """
    return digest(await _wanted(tree)) != digest(await registered(client))


async def registered(client: discord.Client) -> Sequence[Payload]:
    """Give the commands as Discord has them, with their translations, which discord.py's own request leaves out."""
    route = Route("GET", "/applications/{application_id}/commands", application_id=client.application_id)
    found: Sequence[Payload] = await client.http.request(route, params={"with_localizations": "true"})
    return found


def digest(commands: Sequence[Payload]) -> str:
    """Give a digest of what commands are, by whichever side they are told; their order and their numbers do not count."""
    told = sorted((_told(command) for command in commands), key=lambda one: (one["type"], one["name"]))
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


async def _wanted(tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    translations = Translations()
    return [await command.get_translated_payload(tree, translations) for command in tree.get_commands()]


def _told(command: Payload) -> dict[str, Any]:
    permissions = command.get("default_member_permissions")
    return {
        "type": command.get("type") or _CHAT_INPUT,
        "name": command["name"],
        "description": command.get("description") or "",
        "default_member_permissions": None if permissions is None else str(permissions),
        "contexts": sorted(command.get("contexts") or _EVERYWHERE),
        "integration_types": sorted(command.get("integration_types") or [0]),
        "nsfw": bool(command.get("nsfw")),
        "options": [_option(option) for option in command.get("options") or []],
    } | {key: command.get(key) or {} for key in _TRANSLATED}


def _option(option: Payload) -> dict[str, Any]:
    return (
        {key: option.get(key) for key in _OF_OPTION}
        | {key: option.get(key) or {} for key in _TRANSLATED}
        | {key: bool(option.get(key)) for key in ("required", "autocomplete")}
        | {key: option.get(key) or [] for key in ("choices", "channel_types", "options")}
    )
