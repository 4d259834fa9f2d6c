"""The door of the HTTP API: who asks, how often, in which form; then the route's own answer."""

import asyncio
import json
import socket
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aiohttp import web

from tests.fakes.discord import command_rules, rules
from tests.fakes.discord.call import Answer, Call, Handler, read
from tests.fakes.discord.errors import Problem, RefusedError, bad_form, bare
from tests.fakes.discord.interaction import Answered, Interaction
from tests.fakes.discord.payloads import LARGEST_FILE
from tests.fakes.discord.rates import Rates
from tests.fakes.discord.schema import Specification
from tests.fakes.discord.world import World

PREFIX = "/api/v10"

COUNTED_INVALID = frozenset({401, 403, 429})

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"

MESSAGE_ROUTES = frozenset(
    {
        ("POST", "/channels/{channel_id}/messages"),
        ("PATCH", "/channels/{channel_id}/messages/{message_id}"),
        ("POST", "/webhooks/{webhook_id}/{webhook_token}"),
        ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"),
        ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"),
    }
)
COMMAND_ROUTES = frozenset(
    {"/applications/{application_id}/commands", "/applications/{application_id}/guilds/{guild_id}/commands"}
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that breaks Discord's rules, which a bot should never send."""

    method: str
    route: str
    problem: Problem

    def __str__(self) -> str:
        return f"{self.method} {self.route}: {self.problem}"


class Api:
    """The HTTP API.

    Attributes:
        calls: Every request so far, in order.
        violations: What was wrong with their form.
        own_faults: What is wrong with the fake's own answers, looked at only when `checks_itself`.
    """

    def __init__(self, world: World, token: Callable[[], str], specification: Specification | None) -> None:
        """Serve a world to the bot that has the token."""
        self.rates = Rates()
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.own_faults: list[str] = []
        self.checks_itself = False
        self.interactions: dict[str, Interaction] = {}
        self._world = world
        self._token = token
        self._specification = specification

    def add(self, app: web.Application, method: str, route: str, handler: Handler) -> None:
        """Put a route into the application."""

        async def handle(request: web.Request) -> web.StreamResponse:
            call = Call(self._world, self.interactions, method, route, dict(request.match_info), {**request.query})
            return await self._serve(request, call, handler)

        app.router.add_route(method, PREFIX + route, handle)

    async def lost(self, request: web.Request) -> web.StreamResponse:
        """Answer for an address that the fake does not have."""
        problem = Problem((), "NO_ROUTE", "the fake has no such route")
        self.violations.append(Violation(request.method, request.path, problem))
        return _respond(404, {"message": "404: Not Found", "code": 0}, {})

    async def _serve(self, request: web.Request, call: Call, handler: Handler) -> web.StreamResponse:
        self.calls.append(call)
        headers: dict[str, str] = {}
        body: Answer
        try:
            if not call.by_token and request.headers.get("Authorization") != f"Bot {self._token()}":
                raise bare(401)
            call.body, call.files = await read(request)
            fault = self.rates.fault(call)
            if fault:
                await asyncio.sleep(fault.delay)
                if fault.delivered:
                    await self._answer(call, handler)
                if fault.reset:
                    return _cut(request)
                raise fault.error
            headers = self.rates.take(call)
            body = await self._answer(call, handler)
            call.status = call.status or (204 if body is None else 200)
        except RefusedError as error:
            call.status, body = error.status, error.body()
            headers |= error.headers
            if error.status in COUNTED_INVALID and headers.get("X-RateLimit-Scope") != "shared":
                self.rates.invalid += 1
        if self.checks_itself:
            self._check_answer(call, body)
        self._world.pulse.beat()
        return _respond(call.status, body, headers)

    async def _answer(self, call: Call, handler: Handler) -> Answer:
        problems = list(self._problems(call))
        if problems:
            self.violations += [Violation(call.method, call.route, problem) for problem in problems]
            raise bad_form(*problems)
        return await handler(call)

    def _problems(self, call: Call) -> Iterator[Problem]:
        body = call.body
        if self._specification and body is not None:
            yield from self._specification.faults(call.method, call.route, body)
        for number, file in call.files.items():
            if len(file.content) > LARGEST_FILE:
                yield Problem(("files", number), "BASE_TYPE_MAX_LENGTH", f"{file.name} is too large")
        if (call.method, call.route) in MESSAGE_ROUTES and isinstance(body, dict):
            yield from rules.message(body, ephemeral=call.by_token, uploads=call.files)
        elif call.route in COMMAND_ROUTES and isinstance(body, list):
            yield from command_rules.commands(body, call.params.get("guild_id", "every place"))
        elif call.route == CALLBACK and isinstance(body, dict):
            yield from _callback(body, call)

    def _check_answer(self, call: Call, body: Answer) -> None:
        if self._specification:
            found = self._specification.answer_faults(call.method, call.route, call.status, body)
            self.own_faults += [f"{call.method} {call.route} {call.status}: {problem}" for problem in found]


def _callback(body: dict[str, object], call: Call) -> Iterator[Problem]:
    data = body.get("data") or {}
    if not isinstance(data, dict):
        return
    match body.get("type"):
        case Answered.MESSAGE | Answered.DEFERRED | Answered.UPDATE:
            for problem in rules.message(data, ephemeral=True, uploads=call.files):
                yield Problem(("data", *problem.at), problem.code, problem.message)
        case Answered.CHOICES:
            yield from rules.choices(data.get("choices") or [])
        case Answered.FORM:
            yield from rules.form(data)


def _respond(status: int, body: Answer, headers: dict[str, str]) -> web.Response:
    if body is None:
        return web.Response(status=status, headers=headers)
    # discord.py takes an answer for JSON only if its type is this and nothing more.
    headers = {**headers, "Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=headers)


def _cut(request: web.Request) -> web.Response:
    """Cut the connection so that the other side gets a reset, as from a proxy that has died."""
    if request.transport:
        connection: socket.socket | None = request.transport.get_extra_info("socket")
        if connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()
