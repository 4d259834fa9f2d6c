"""What the bot says of itself: its account, commands by scope and language, name and descriptions."""

from collections.abc import Callable

from tests.fakes.telegram import rules
from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.world import World

Profiling = Callable[[World, Json], object]

_TEXTS = {"name": ("Name", 64), "description": ("Description", 512), "short_description": ("ShortDescription", 120)}
"""The field -> how its methods are called, and the characters it may have."""


def get_me(world: World, p: Json) -> Json:
    """Tell of the bot's account."""
    return world.bot


def set_my_commands(world: World, p: Json) -> bool:
    """Set the commands of a scope for a language."""
    rules.commands(p["commands"])
    world.commands[_where(world, p)] = p["commands"]
    return True


def get_my_commands(world: World, p: Json) -> list[Json]:
    """Give the commands that were set for just this scope and language."""
    return world.commands.get(_where(world, p), [])


def delete_my_commands(world: World, p: Json) -> bool:
    """Take the commands of a scope and language away."""
    world.commands.pop(_where(world, p), None)
    return True


def _where(world: World, p: Json) -> tuple[str, str]:
    language = p.get("language_code", "")
    rules.language(language)
    scope = p.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        chat = world.find_chat(scope["chat_id"])
        return ":".join(str(x) for x in (scope["type"], chat.id, scope.get("user_id")) if x is not None), language
    return scope["type"], language


def _setter(field: str) -> Profiling:
    limit = _TEXTS[field][1]

    def change(world: World, p: Json) -> bool:
        language, text = p.get("language_code", ""), p.get(field, "")
        rules.language(language)
        rules.at_most(text, limit, f"{field} is too long")
        world.profile[field, language] = text
        return True

    return change


def _getter(field: str) -> Profiling:
    def give(world: World, p: Json) -> Json:
        language = p.get("language_code", "")
        return {field: world.profile.get((field, language)) or world.profile.get((field, ""), "")}

    return give


METHODS: dict[str, Profiling] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    **{f"setMy{_TEXTS[field][0]}": _setter(field) for field in _TEXTS},
    **{f"getMy{_TEXTS[field][0]}": _getter(field) for field in _TEXTS},
}
