"""The application's commands, for everywhere and for single servers."""

from tests.fakes.discord.call import Answer, Call, Routes
from tests.fakes.discord.command_rules import CHAT_INPUT
from tests.fakes.discord.errors import Json, Problem, RefusedError, bad_form, missing_access, unknown
from tests.fakes.discord.ids import snowflake

CREATIONS_A_DAY = 200
"""New commands that Discord takes in a scope in a day (reference: Application Commands, Registering a Command)."""

ASKED = ("options", "name_localizations", "description_localizations", "contexts", "integration_types")


async def listing(call: Call) -> Answer:
    """Give the commands of a scope."""
    scope = _scope(call)
    spoken = call.query.get("with_localizations", "").casefold() in {"1", "true"}
    commands = call.world.commands.get(scope, [])
    return commands if spoken else [_without_translations(command) for command in commands]


async def one(call: Call) -> Answer:
    """Give one command."""
    return _found(call)


async def overwrite(call: Call) -> Answer:
    """Put a list of commands in the place of those of a scope; one with the same name and type stays the same command."""
    scope = _scope(call)
    before = {_key(command): command for command in call.world.commands.get(scope, [])}
    wanted: list[Json] = call.body or []
    call.world.created_commands[scope] = call.world.created_commands.get(scope, 0) + sum(
        _key(command) not in before for command in wanted
    )
    if call.world.created_commands[scope] > CREATIONS_A_DAY:
        raise RefusedError(400, 30034, "Max number of daily application command creates has been reached (200)")
    call.world.commands[scope] = [_made(call, command, scope, before.get(_key(command))) for command in wanted]
    return call.world.commands[scope]


async def remove(call: Call) -> Answer:
    """Delete one command."""
    call.world.commands[_scope(call)].remove(_found(call))
    return None


def _scope(call: Call) -> int | None:
    """Give the server of the path, or None for everywhere."""
    if call.number("application_id") != call.world.application:
        raise missing_access()
    if "guild_id" not in call.params:
        return None
    guild = call.world.guilds.get(call.number("guild_id"))
    if guild is None or not guild.commands_allowed:
        raise missing_access()
    return guild.id


def _found(call: Call) -> Json:
    number = str(call.number("command_id"))
    for command in call.world.commands.get(_scope(call), []):
        if command["id"] == number:
            return command
    raise unknown("application command")


def _key(command: Json) -> tuple[int, str]:
    return (command.get("type") or CHAT_INPUT, command["name"])


def _without_translations(command: Json) -> Json:
    return {key: None if key.endswith("_localizations") else value for key, value in command.items()}


def _made(call: Call, body: Json, scope: int | None, before: Json | None) -> Json:
    """Give a command as Discord keeps it; its version changes only when it does."""
    permissions = body.get("default_member_permissions")
    kind = body.get("type") or CHAT_INPUT
    if kind == CHAT_INPUT and not body.get("description"):
        raise bad_form(Problem(("description",), "BASE_TYPE_REQUIRED", "This field is required"))
    made: Json = {
        "id": before["id"] if before else str(snowflake()),
        "application_id": str(call.world.application),
        "type": kind,
        "name": body["name"],
        "description": body.get("description") or "",
        "default_member_permissions": None if permissions is None else str(permissions),
        "dm_permission": body.get("dm_permission", True) is not False,
        "contexts": body.get("contexts"),
        "integration_types": body.get("integration_types") or [0],
        "nsfw": bool(body.get("nsfw")),
        "name_localizations": body.get("name_localizations"),
        "description_localizations": body.get("description_localizations"),
    }
    if body.get("options"):
        made["options"] = body["options"]
    if scope is not None:
        made["guild_id"] = str(scope)
    same = before is not None and {**before, "version": None} == {**made, "version": None}
    return made | {"version": before["version"] if before and same else str(snowflake())}


_EVERYWHERE = "/applications/{application_id}/commands"
_THERE = "/applications/{application_id}/guilds/{guild_id}/commands"

ROUTES: Routes = [
    (method, place + rest, handler)
    for place in (_EVERYWHERE, _THERE)
    for method, rest, handler in (
        ("GET", "", listing),
        ("PUT", "", overwrite),
        ("GET", "/{command_id}", one),
        ("DELETE", "/{command_id}", remove),
    )
]
