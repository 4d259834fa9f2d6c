"""The fake Telegram on the wire: the Bot API over real HTTP on the loopback interface."""

import asyncio
import inspect
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl

from aiohttp import web

from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.errors import ApiError, malformed
from tests.fakes.telegram.faults import Fault, Faults
from tests.fakes.telegram.methods import METHODS
from tests.fakes.telegram.validation import SPEC, Spec, Upload, Violation, loosely
from tests.fakes.telegram.world import World

TOKEN = "4242424242:AAF4k3T0k3nF0rT3st5-0n1y_n0t_4_S3cret"

UNAUTHORIZED = ApiError(401, "Unauthorized")
"""The answer to a token that is none, or no more."""

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_PATH = re.compile(r"/(file/)?bot([^/]*)/(.+)")


@dataclass(frozen=True, slots=True)
class Call:
    """A request of the bot: what it asked, when (monotonic seconds), and the status of the answer (0: none came)."""

    method: str
    params: Json
    at: float
    status: int


class FakeTelegram(World):
    """A Telegram for one bot. Use it as a context manager; `base_url` and `base_file_url` are what a bot takes.
    What is given as `tell` is called with every request but polling.

    Attributes:
        token: The bot's token.
        port: Where it listens; the same after a restart.
        faults: What is to go wrong.
        violations: The requests that broke the Bot API's rules. A test asserts that there are none.
        calls: Every request of the bot but its polling, in order.
        latency: Seconds that every request takes on the way.
        spec: The description that requests are held against; None where the file is absent.
    """

    def __init__(self, port: int = 0, tell: Callable[[Call], None] | None = None) -> None:
        super().__init__()
        self.token = TOKEN
        self.port = port
        self.faults = Faults()
        self.violations: list[Violation] = []
        self.calls: list[Call] = []
        self.latency = 0.0
        self._tell = tell
        self.spec = _spec()
        self._valid = True
        self._runner: web.ServerRunner | None = None
        self._never: asyncio.Event = asyncio.Event()

    @property
    def url(self) -> str:
        """What stands for https://api.telegram.org."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """The base_url of python-telegram-bot."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """The base_file_url of python-telegram-bot."""
        return f"{self.url}/file/bot"

    def calls_of(self, method: str) -> list[Json]:
        """Give the parameters of every request of a method."""
        return [call.params for call in self.calls if call.method == method]

    def revoke(self) -> None:
        """Make the token worthless, as BotFather does; a poll that waits ends."""
        self._valid = False
        self.updates.refuse(UNAUTHORIZED)

    def story(self) -> str:
        """Tell what the bot did last, for a test that failed."""
        calls = [f"{call.method} -> {call.status}" for call in self.calls[-8:]]
        wrong = [f"against the rules: {violation}" for violation in self.violations]
        return "\n".join([super().story(), "Its last requests:", *(calls or ["none"]), *wrong])

    # --- up and down ---

    async def start(self) -> None:
        """Listen; after a stop on the same port as before."""
        self._never = asyncio.Event()
        self._runner = web.ServerRunner(web.Server(self._serve, access_log=None), shutdown_timeout=0.01)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Drop every connection and listen no more; what is known stays."""
        if self._runner is None:
            return
        for connection in self._runner.server.connections if self._runner.server else ():
            if connection.transport is not None:
                connection.transport.abort()
        self._never.set()
        self.updates.interrupt("the server is going down")
        await self._runner.cleanup()
        self._runner = None

    async def restart(self) -> None:
        """Go down and come back with all that was known."""
        await self.stop()
        await self.start()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.unhook()
        await self.stop()

    # --- a request ---

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        parts = _PATH.fullmatch(request.path)
        if parts is None or not _TOKEN.fullmatch(parts[2]):
            return _refusal(ApiError(404, "Not Found"))
        if not self._valid or parts[2] != self.token:
            return _refusal(UNAUTHORIZED)
        if parts[1]:
            return self._file(parts[3])
        method = parts[3]
        try:
            raw = await _body(request)
        except ValueError as error:
            self.violations.append(Violation(method, (f"unreadable body: {error}",), {}))
            return _refusal(malformed("can't parse the request's body"))
        at = time.monotonic()
        if self.latency:
            await asyncio.sleep(self.latency)
        fault = self.faults.take(method, _chat_of(raw))
        answer: web.StreamResponse | None = None
        params: Json = {}
        if fault is None or fault.delivered:
            params, answer = await self._carry_out(method, raw)
        if fault is not None:
            answer = await self._go_wrong(fault, request)
        if method != "getUpdates":
            call = Call(method, params or raw, at, answer.status if answer else 0)
            self.calls.append(call)
            if self._tell is not None:
                self._tell(call)
        self.notice()
        return answer or web.Response()

    async def _carry_out(self, method: str, raw: Json) -> tuple[Json, web.Response]:
        params: Json = {}
        try:
            params = self._read(method, raw)
            result = METHODS[method](self, params)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            if error.malformed:
                self.violations.append(Violation(method, (error.description,), params or raw))
            return params, _refusal(error)
        return params, _json({"ok": True, "result": result})

    def _read(self, method: str, raw: Json) -> Json:
        """Give the parameters in their types.

        Raises:
            ApiError: there is no such method, or a parameter breaks the description.
        """
        if method not in METHODS:
            raise ApiError(404, f"Not Found: method {method} not found", malformed=True)
        if self.spec is None:
            return loosely(raw)
        params, problems = self.spec.read(method, raw)
        if problems:
            raise malformed("; ".join(problems))
        return params

    async def _go_wrong(self, fault: Fault, request: web.BaseRequest) -> web.Response | None:
        if fault.end == "hang":
            await self._never.wait()
        if fault.end != "answer":
            if request.transport is not None:
                request.transport.abort()
            return None
        if fault.page is not None:
            return web.Response(text=fault.page, status=fault.status, content_type="text/html")
        return _refusal(ApiError(fault.status, fault.description, **fault.parameters))

    def _file(self, path: str) -> web.Response:
        file = self.files.get(path.removeprefix("documents/"))
        if file is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")


@cache
def _spec() -> Spec | None:
    return Spec() if SPEC.exists() else None


async def _body(request: web.BaseRequest) -> Json:
    """Give the parameters as they came: from the query, a form, a multipart body or JSON."""
    raw: Json = dict(request.query)
    if request.content_type == "application/x-www-form-urlencoded":
        raw |= parse_qsl((await request.read()).decode(), keep_blank_values=True)
    elif request.content_type == "multipart/form-data":
        for name, value in (await request.post()).items():
            raw[name] = (
                Upload(value.filename, value.content_type, value.file.read()) if isinstance(value, web.FileField) else value
            )
    elif request.content_type == "application/json":
        raw |= await request.json()
    return raw


def _upload(part: web.FileField) -> Upload:
    return Upload(part.filename, part.content_type, part.file.read())


def _chat_of(raw: Json) -> int | None:
    chat = str(raw.get("chat_id", ""))
    return int(chat) if chat.lstrip("-").isdigit() else None


def _json(body: Json, status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


def _refusal(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return _json(body, error.status)
