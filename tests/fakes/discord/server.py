"""A Discord of one's own on loopback: the gateway and the HTTP API for the bot, and people for the test."""

from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web
from discord import Permissions

from tests.fakes.discord.api import PREFIX, Api, Violation
from tests.fakes.discord.call import Call
from tests.fakes.discord.errors import RefusedError
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.interaction import FIRST_ANSWER, Interaction
from tests.fakes.discord.people import Person
from tests.fakes.discord.pulse import PATIENCE
from tests.fakes.discord.rates import Fault, limited
from tests.fakes.discord.routes import ROUTES
from tests.fakes.discord.schema import SPECIFICATION, specification
from tests.fakes.discord.world import TALKATIVE, Channel, Guild, User, World

TOKEN = "MTIz.fake.discord-token"


class FakeDiscord:
    """A Discord with one application.

    Attributes:
        token: The bot's token.
        within: Seconds in which the bot has to acknowledge an interaction.
        interactions: All that people did, in order.
        described: Whether requests are checked against Discord's published description, too.
    """

    def __init__(self, *, token: str = TOKEN, shards: int = 1, description: Path = SPECIFICATION) -> None:
        """Make an empty one; `async with` starts and stops it. Without a file of that name it goes by its own rules only."""
        self.token = token
        self.within = FIRST_ANSWER
        self.interactions: list[Interaction] = []
        self.world = World()
        self.world.use = self._use
        described = specification(description)
        self.described = described is not None
        self.api = Api(self.world, lambda: self.token, described)
        self.gateway = Gateway(self.world, lambda: self.token, lambda: self.gateway_url)
        self.gateway.shards = shards
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on loopback, on a free port unless told otherwise."""
        app = web.Application(client_max_size=1 << 28)
        for method, route, handler in ROUTES:
            self.api.add(app, method, route, handler)
        self.api.add(app, "GET", "/gateway", self._gateway)
        self.api.add(app, "GET", "/gateway/bot", self._gateway_for_bots)
        for path in ("/gateway", "/gateway/", "/gateway/resume"):
            app.router.add_get(path, self.gateway.connect)
        app.router.add_route("*", "/{rest:.*}", self.api.lost)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        self.gateway.disconnect(code=1001)
        if self._runner:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What stands in for https://discord.com/api/v10."""
        return f"http://127.0.0.1:{self._port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """What stands in for wss://gateway.discord.gg."""
        return f"ws://127.0.0.1:{self._port}/gateway"

    # --- Who is there ---

    @property
    def bot(self) -> User:
        """The bot's account."""
        return self.world.bot

    def person(self, name: str, *, locale: str = "en-US", installed: bool = False) -> Person:
        """Let a person come to Discord."""
        return Person(self.world, name, locale=locale, installed=installed)

    def guild(
        self, name: str, *people: Person, owner: Person | None = None, bot: Permissions | None = TALKATIVE, locale: str = "en-US"
    ) -> Guild:
        """Make a server with these people; without permissions for it the bot is not invited."""
        guild = Guild(self.world, name, owner or self.person(f"owner of {name}"), locale)
        for person in people:
            if person is not owner:
                guild.join(person)
        if bot is not None:
            guild.invite_bot(bot)
        return guild

    def group(self, *people: Person) -> Channel:
        """Make a private group without the bot."""
        return self.world.group("group", *people)

    # --- What the bot did ---

    @property
    def violations(self) -> list[Violation]:
        """What was wrong with the form of the bot's requests; a test ends by finding none."""
        return self.api.violations

    def calls(self, method: str, route: str) -> list[Call]:
        """Give the bot's requests on a route, such as `PUT /applications/{application_id}/commands`."""
        return [call for call in self.api.calls if (call.method, call.route) == (method, route)]

    @property
    def unanswered(self) -> list[Interaction]:
        """The interactions that the bot did not acknowledge in time."""
        return [one for one in self.interactions if one.too_late()]

    async def connected(self, shards: int | None = None, within: float = PATIENCE) -> None:
        """Wait until so many shards are connected: by default as many as are recommended.

        Raises:
            NeverHappenedError: they are not.
        """
        wanted = shards or self.gateway.shards

        def all_there() -> bool:
            return sum(link.session is not None for link in self.gateway.links) >= wanted

        await self.world.pulse.until(all_there, f"{wanted} connected shards", within)

    async def synced(self, within: float = PATIENCE) -> None:
        """Wait until the bot has put its commands for everywhere.

        Raises:
            NeverHappenedError: it has not.
        """
        await self.world.pulse.until(lambda: self.world.commands[None], "commands", within)

    # --- What goes wrong ---

    def fail(
        self,
        method: str,
        route: str,
        *,
        status: int = 500,
        code: int = 0,
        message: str = "",
        retry_after: float | None = None,
        scope: str = "user",
        times: int = 1,
        delivered: bool = False,
        reset: bool = False,
        delay: float = 0.0,
    ) -> Fault:
        """Let the next requests on a route fail.

        Args:
            method: The method.
            route: The path with the parameters' names.
            status: The status of the answer.
            code: Discord's own code.
            message: Discord's words.
            retry_after: With this the answer is a 429 that asks to wait so many seconds.
            scope: Whose limit a 429 tells of: `user`, `global` or `shared`.
            times: How many requests fail.
            delivered: Whether they are carried out all the same and only the answer is lost.
            reset: Whether the connection is cut instead of an answer.
            delay: Seconds before any of it.
        """
        error = RefusedError(status, code, message or f"{status}: made to order")
        if retry_after is not None:
            error = limited(retry_after, scope=scope, code=code)
        fault = Fault(method, route, error, times, delivered=delivered, reset=reset, delay=delay)
        self.api.rates.faults.append(fault)
        return fault

    # --- Inside ---

    def _use(self, interaction: Interaction) -> None:
        interaction.within = self.within
        self.interactions.append(interaction)
        self.api.interactions[interaction.token] = interaction
        interaction.delivered = self.gateway.hand_over(interaction)

    async def _gateway(self, _: Call) -> dict[str, object]:
        return {"url": self.gateway_url}

    async def _gateway_for_bots(self, _: Call) -> dict[str, object]:
        limits = {
            "total": 1000,
            "remaining": max(self.gateway.starts_left, 0),
            "reset_after": 14_400_000,
            "max_concurrency": self.gateway.at_once,
        }
        return {"url": self.gateway_url, "shards": self.gateway.shards, "session_start_limit": limits}
