"""Which commands Discord offers to a person in a place, and how it hands over what the person filled in."""

from collections.abc import Iterable, Mapping

from discord import Permissions

from tests.fakes.discord import payloads
from tests.fakes.discord.command_rules import CHAT_INPUT, GROUP, SUBCOMMAND
from tests.fakes.discord.errors import Json
from tests.fakes.discord.rules import length
from tests.fakes.discord.world import Channel, Kind, Role, User

IN_GUILD, WITH_BOT, AMONG_PEOPLE = 0, 1, 2
"""Interaction contexts."""

FOR_GUILD, FOR_USER = 0, 1
"""Integration types."""

TEXT, WHOLE, TRUTH, USER, CHANNEL, ROLE, NUMBER = 3, 4, 5, 6, 7, 8, 10
"""Types of options."""

_TYPES: dict[int, type | tuple[type, ...]] = {
    TEXT: str,
    WHOLE: int,
    TRUTH: bool,
    USER: User,
    CHANNEL: Channel,
    ROLE: Role,
    NUMBER: (int, float),
}


class NotOfferedError(AssertionError):
    """Discord would not let a person do this here: the command, the option, the button is not there, or not for them."""


def context(channel: Channel) -> int:
    """Give the interaction context of a place."""
    if channel.guild:
        return IN_GUILD
    return WITH_BOT if channel.kind is Kind.DIRECT else AMONG_PEOPLE


def owners(person: User, channel: Channel, types: Iterable[int]) -> dict[str, str]:
    """Give by whose installation a person may use something here; empty where by nobody's."""
    found: dict[str, str] = {}
    guild = channel.guild
    if FOR_GUILD in types:
        if guild and guild.has_bot and guild.commands_allowed:
            found["0"] = str(guild.id)
        elif context(channel) == WITH_BOT:
            found["0"] = "0"
    if FOR_USER in types and person.installed:
        found["1"] = str(person.id)
    return found


def offered(person: User, channel: Channel, kind: int = CHAT_INPUT) -> dict[str, Json]:
    """Give the commands that Discord shows to a person in a place, by name."""
    world, guild = channel.world, channel.guild
    every = [*world.commands.get(None, []), *(world.commands.get(guild.id, []) if guild else [])]
    return {command["name"]: command for command in every if command["type"] == kind and _usable(command, person, channel)}


def _usable(command: Json, person: User, channel: Channel) -> bool:
    held = channel.permissions(person)
    if not owners(person, channel, command["integration_types"]):
        return False
    if command["contexts"] is not None and context(channel) not in command["contexts"]:
        return False
    if channel.guild is None:
        return True
    wanted = command["default_member_permissions"]
    if wanted is not None and not held.administrator and not (int(wanted) and Permissions(int(wanted)) <= held):
        return False
    return held.view_channel and held.use_application_commands


def fill(command: Json, path: list[str], given: Mapping[str, object], focus: str | None = None) -> Json:
    """Give a typed command's data.

    Args:
        command: The command as it was registered.
        path: The subcommand's names, from the outer one.
        given: The options by name, in the language of the code.
        focus: The option that is being typed, whose suggestions are wanted; then nothing else has to be filled in.

    Raises:
        NotOfferedError: Discord would not send this.
    """
    resolved: Json = {}
    options = _nested(command.get("options") or [], path, given, focus, resolved)
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data | ({"resolved": resolved} if resolved else {})


def _nested(options: list[Json], path: list[str], given: Mapping[str, object], focus: str | None, resolved: Json) -> list[Json]:
    if not path:
        return _values(options, given, focus, resolved)
    for option in options:
        if option["name"] == path[0] and option["type"] in {SUBCOMMAND, GROUP}:
            inner = _nested(option.get("options") or [], path[1:], given, focus, resolved)
            return [{"name": option["name"], "type": option["type"], "options": inner}]
    raise NotOfferedError(f"there is no subcommand {path[0]!r}, but: {', '.join(one['name'] for one in options)}")


def _values(options: list[Json], given: Mapping[str, object], focus: str | None, resolved: Json) -> list[Json]:
    known = {option["name"]: option for option in options}
    strange = [name for name in given if name not in known]
    if strange:
        raise NotOfferedError(f"there is no option {strange[0]!r}, but: {', '.join(known)}")
    missing = [name for name, option in known.items() if option.get("required") and name not in given]
    if missing and focus is None:
        raise NotOfferedError(f"the option {missing[0]!r} has to be filled in")
    if focus is not None and not known.get(focus, {}).get("autocomplete"):
        raise NotOfferedError(f"the option {focus!r} makes no suggestions")
    filled = []
    for name, value in given.items():
        wire = _wire(known[name], value, resolved, free=name == focus)
        filled.append({"name": name, "type": known[name]["type"], "value": wire} | ({"focused": True} if name == focus else {}))
    return filled


def _wire(option: Json, value: object, resolved: Json, *, free: bool) -> object:
    name, kind = option["name"], option["type"]
    if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != TRUTH):
        raise NotOfferedError(f"{value!r} does not fit the option {name!r}")
    if free:
        return value
    choices = {choice["value"]: choice["name"] for choice in option.get("choices") or []}
    if choices and value not in choices:
        raise NotOfferedError(f"{value!r} is none of the choices of {name!r}: {', '.join(map(str, choices))}")
    if isinstance(value, str):
        least, most = option.get("min_length") or 0, option.get("max_length") or 6000
        if not least <= length(value) <= most:
            raise NotOfferedError(f"{name!r} takes {least} to {most} characters, not {length(value)}")
    if isinstance(value, User):
        resolved.setdefault("users", {})[str(value.id)] = payloads.user(value)
        return str(value.id)
    if isinstance(value, Channel):
        resolved.setdefault("channels", {})[str(value.id)] = payloads.channel(value, viewer=value.world.bot)
        return str(value.id)
    if isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = payloads.role(value)
        return str(value.id)
    return value
