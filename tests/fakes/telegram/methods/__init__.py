"""The methods of the Bot API that the fake carries out, by name."""

from collections.abc import Awaitable, Callable

from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.methods import members, messages, profile, queries, receiving
from tests.fakes.telegram.world import World

Method = Callable[[World, Json], object | Awaitable[object]]

METHODS: dict[str, Method] = {
    **messages.METHODS,
    **queries.METHODS,
    **members.METHODS,
    **profile.METHODS,
    **receiving.METHODS,
}
