"""One request to the HTTP API: read, checked, answered."""

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.discord.errors import Json, Problem, bad_form, bare, missing_access, missing_permissions, unknown
from tests.fakes.discord.messages import Message, Upload
from tests.fakes.discord.world import Channel, Guild, World

if TYPE_CHECKING:
    from tests.fakes.discord.interaction import Interaction

PARAMS_BY_TOKEN = frozenset({"webhook_token", "interaction_token"})


@dataclass(eq=False)
class Call:
    """A request.

    Attributes:
        route: Its path with the parameters' names.
        body: What its JSON says; None for none.
        files: The files that come with it, by their numbers.
        status: With which status it was answered.
        arrived: When it came, by the monotonic clock.
    """

    world: World = field(repr=False)
    interactions: "dict[str, Interaction]" = field(repr=False)
    method: str
    route: str
    params: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    files: dict[int, Upload] = field(default_factory=dict, repr=False)
    status: int = 0
    arrived: float = field(default_factory=time.monotonic)

    @property
    def by_token(self) -> bool:
        """Whether a token in the path stands for the bot's own."""
        return not PARAMS_BY_TOKEN.isdisjoint(self.params)

    def number(self, name: str) -> int:
        """Give a snowflake of the path.

        Raises:
            RefusedError: it is no number.
        """
        text = self.params[name]
        if not text.isdecimal():
            raise bad_form(Problem((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.'))
        return int(text)

    def channel(self) -> Channel:
        """Give the channel of the path, which the bot must be able to see.

        Raises:
            RefusedError: it is not there, or the bot cannot see it.
        """
        channel = self.world.channels.get(self.number("channel_id"))
        if channel is None:
            raise unknown("Channel")
        outside = channel.guild is not None and not channel.guild.has_bot
        if outside or not channel.permissions(self.world.bot).view_channel:
            raise missing_access()
        return channel

    def message(self, channel: Channel) -> Message:
        """Give the message of the path in a channel.

        Raises:
            RefusedError: it is not there.
        """
        message = self.world.messages.get(self.number("message_id"))
        if message is None or message.channel is not channel or message.ephemeral:
            raise unknown("Message")
        return message

    def guild(self) -> Guild:
        """Give the server of the path, in which the bot must be.

        Raises:
            RefusedError: it is not there, or the bot is not in it.
        """
        guild = self.world.guilds.get(self.number("guild_id"))
        if guild is None:
            raise unknown("Guild")
        if not guild.has_bot:
            raise missing_access()
        return guild

    def need(self, channel: Channel | Guild, **permissions: bool) -> None:
        """Refuse if the bot lacks one of these permissions there.

        Raises:
            RefusedError: it does.
        """
        held = channel.permissions(self.world.bot)
        if any(getattr(held, name) is not wanted for name, wanted in permissions.items()):
            raise missing_permissions()


Answer = Json | list[Json] | None
Handler = Callable[[Call], Awaitable[Answer]]
Routes = list[tuple[str, str, Handler]]


async def read(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    """Give the JSON and the files of a request.

    Raises:
        RefusedError: it cannot be read.
    """
    if not request.can_read_body:
        return None, {}
    try:
        if request.content_type != "multipart/form-data":
            return json.loads(await request.text()), {}
        return await _parts(request)
    except ValueError:
        raise bare(400) from None


async def _parts(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    body: Any = {}
    files: dict[int, Upload] = {}
    form = await request.post()
    for name, value in form.items():
        if name == "payload_json" and isinstance(value, str):
            body = json.loads(value)
        elif isinstance(value, web.FileField) and name.startswith("files["):
            files[int(name[6:-1])] = Upload(value.filename, value.file.read(), value.content_type)
            value.file.close()
    return body, files
