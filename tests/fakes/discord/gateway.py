"""The gateway: sessions that are told of every change, and catch up after they were away (reference: Gateway)."""

import asyncio
import contextlib
import enum
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord import payloads
from tests.fakes.discord.compression import Compression, compression
from tests.fakes.discord.errors import Json
from tests.fakes.discord.ids import snowflake
from tests.fakes.discord.interaction import Interaction
from tests.fakes.discord.news import PRIVILEGED, News, news
from tests.fakes.discord.rates import Window
from tests.fakes.discord.world import World

VERSION = "10"
REMEMBERED = 10_000
"""Events that a session keeps for catching up."""

EVENTS_A_MINUTE = 120
"""What a bot may send on one connection (reference: Rate Limiting)."""

STARTS_A_DAY = 1000

ALL_INTENTS = (1 << 26) - 1


class Op(enum.IntEnum):
    """What a message on the socket is."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE = 4
    RESUME = 6
    RECONNECT = 7
    MEMBERS = 8
    INVALID = 9
    HELLO = 10
    ACK = 11


class Close(enum.IntEnum):
    """Why the gateway closes a connection."""

    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    RATE_LIMITED = 4008
    INVALID_SHARD = 4010
    INVALID_VERSION = 4012
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


ENDING = frozenset({1000, 1001})
"""Codes with which a bot ends its session; any other lets it come back."""


@dataclass(eq=False)
class Link:
    """One connection of the bot."""

    socket: web.WebSocketResponse
    compression: Compression
    beats: int = 0
    session: "Session | None" = None
    queue: asyncio.Queue[Json | int] = field(default_factory=asyncio.Queue)

    def send(self, op: Op, data: object = None, *, name: str | None = None, number: int | None = None) -> None:
        """Say something, in the order in which it is handed over."""
        self.queue.put_nowait({"op": int(op), "d": data, "s": number, "t": name})

    def close(self, code: int) -> None:
        """Close the connection after what was said before."""
        self.queue.put_nowait(code)

    async def write(self) -> None:
        """Hand over what is to be said until the connection is closed."""
        with contextlib.suppress(ConnectionError):
            while not isinstance(item := await self.queue.get(), int):
                text = json.dumps(item)
                packed = self.compression(text.encode())
                await (self.socket.send_str(text) if packed is None else self.socket.send_bytes(packed))
            await self.socket.close(code=item)


@dataclass(eq=False)
class Session:
    """What the gateway knows of a shard, also while it is away.

    Attributes:
        log: The last events, by their numbers.
        resumed: How often it came back.
    """

    shard: int
    shards: int
    intents: int
    link: Link | None = None
    sequence: int = 0
    log: deque[tuple[int, str, Json]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    resumable: bool = True
    resumed: int = 0
    id: str = field(default_factory=lambda: f"session{snowflake()}")

    def dispatch(self, name: str, body: Json) -> None:
        """Tell an event, or keep it for when the shard is back."""
        self.sequence += 1
        self.log.append((self.sequence, name, body))
        if self.link:
            self.link.send(Op.DISPATCH, body, name=name, number=self.sequence)


class Gateway:
    """The gateway.

    Attributes:
        shards: How many shards it recommends.
        heartbeat: Milliseconds between heartbeats that it asks for.
        granted: The privileged intents that the developer portal has switched on; by default none.
        starts_left: IDENTIFYs left for today.
        at_once: How many shards may identify within five seconds; told, and kept by the library.
    """

    def __init__(self, world: World, token: Callable[[], str], address: Callable[[], str]) -> None:
        """Tell a bot that has the token of a world."""
        self.sessions: list[Session] = []
        self.links: list[Link] = []
        self.shards = 1
        self.heartbeat = 41_250
        self.granted = 0
        self.starts_left = STARTS_A_DAY
        self.at_once = 1
        self.identified = 0
        self._world = world
        self._token = token
        self._address = address
        self._pace: dict[Link, Window] = {}
        world.tell = self.tell

    def tell(self, name: str, subject: object) -> None:
        """Tell every session of a change that concerns it."""
        told = news(self._world, name, subject)
        if told:
            for session in self._concerned(told):
                session.dispatch(name, told.told(session.intents))

    def hand_over(self, interaction: Interaction) -> bool:
        """Give an interaction to the bot; false if no session is there to take it."""
        guild = interaction.guild if interaction.guild and interaction.guild.has_bot else None
        takers = self._concerned(News("INTERACTION_CREATE", guild, 0, lambda _: {}))
        for session in takers:
            session.dispatch("INTERACTION_CREATE", payloads.interaction(interaction))
        return bool(takers)

    def _concerned(self, told: News) -> list[Session]:
        return [
            session
            for session in self.sessions
            if session.resumable
            and (not told.intents or session.intents & told.intents)
            and session.shard == ((told.guild.id >> 22) % session.shards if told.guild else 0)
        ]

    def disconnect(self, *, code: int = Close.UNKNOWN_ERROR, resumable: bool = True) -> None:
        """Close every connection; a session that may not be resumed is forgotten."""
        for session in self.sessions:
            session.resumable = session.resumable and resumable
        for link in list(self.links):
            self._part(link)
            link.close(code)

    def ask_to_reconnect(self) -> None:
        """Ask every shard to come back by a new connection, as before a restart of the gateway."""
        for link in list(self.links):
            link.send(Op.RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every shard that its session is not valid: to resume it once more, or to begin anew."""
        for link in list(self.links):
            if link.session:
                link.session.resumable = resumable
            link.send(Op.INVALID, resumable)

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection."""
        socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        await socket.prepare(request)
        packing = compression(request.query.get("compress"))
        if request.query.get("v") != VERSION or request.query.get("encoding") != "json" or packing is None:
            await socket.close(code=Close.INVALID_VERSION)
            return socket
        link = Link(socket, packing)
        self.links.append(link)
        self._pace[link] = Window(EVENTS_A_MINUTE, 60.0)
        link.send(Op.HELLO, {"heartbeat_interval": self.heartbeat, "_trace": []})
        writer = asyncio.create_task(link.write())
        try:
            await self._listen(link)
        finally:
            self._gone(link)
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
        return socket

    async def _listen(self, link: Link) -> None:
        async for message in link.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            if not self._pace[link].take():
                link.close(Close.RATE_LIMITED)
                continue
            try:
                said = json.loads(message.data)
                operation = Op(said["op"])
            except (ValueError, KeyError, TypeError):
                link.close(Close.DECODE)
                continue
            self._hear(link, operation, said.get("d"))
            self._world.pulse.beat()

    def _hear(self, link: Link, operation: Op, data: Any) -> None:  # noqa: ANN401 - any JSON
        match operation:
            case Op.HEARTBEAT:
                link.beats += 1
                link.send(Op.ACK)
            case Op.IDENTIFY | Op.RESUME if link.session:
                link.close(Close.ALREADY_AUTHENTICATED)
            case Op.IDENTIFY:
                self._identify(link, data)
            case Op.RESUME:
                self._resume(link, data)
            case _ if link.session is None:
                link.close(Close.NOT_AUTHENTICATED)
            case Op.MEMBERS:
                self._members(link.session, data)
            case Op.PRESENCE | Op.VOICE:
                pass
            case _:
                link.close(Close.UNKNOWN_OPCODE)

    def _identify(self, link: Link, data: Json) -> None:
        shard, shards = data.get("shard") or (0, 1)
        intents = data.get("intents", -1)
        self.starts_left -= 1
        refused = {
            Close.AUTHENTICATION_FAILED: data.get("token") != self._token() or self.starts_left < 0,
            Close.INVALID_SHARD: not 0 <= shard < shards,
            Close.INVALID_INTENTS: not 0 <= intents <= ALL_INTENTS,
            Close.DISALLOWED_INTENTS: intents & PRIVILEGED & ~self.granted,
        }
        for code, wrong in refused.items():
            if wrong:
                link.close(code)
                return
        self.identified += 1
        # A shard that begins anew leaves what it was before, unless that is still connected: then both are told everything.
        self.sessions = [one for one in self.sessions if one.link or one.shard != shard]
        session = Session(shard, shards, intents, link)
        link.session = session
        self.sessions.append(session)
        self._greet(session)

    def _greet(self, session: Session) -> None:
        world = self._world
        mine = [one for one in world.guilds.values() if one.has_bot and (one.id >> 22) % session.shards == session.shard]
        ready: Json = {
            "v": int(VERSION),
            "user": payloads.own_account(world),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
            "session_id": session.id,
            "resume_gateway_url": f"{self._address()}/resume",
            "shard": [session.shard, session.shards],
            "application": {"id": str(world.application), "flags": 0},
            "private_channels": [],
            "relationships": [],
            "_trace": [],
        }
        session.dispatch("READY", ready)
        for guild in mine:
            if guild.available:
                session.dispatch("GUILD_CREATE", payloads.guild_event(guild) | {"unavailable": False})

    def _resume(self, link: Link, data: Json) -> None:
        if data.get("token") != self._token():
            link.close(Close.AUTHENTICATION_FAILED)
            return
        session = next((one for one in self.sessions if one.id == data.get("session_id") and one.resumable), None)
        oldest = session.log[0][0] if session and session.log else 1
        if session is None or not oldest - 1 <= data.get("seq", -1) <= session.sequence:
            link.send(Op.INVALID, data=False)
            return
        if session.link:
            session.link.close(Close.UNKNOWN_ERROR)
            self._part(session.link)
        session.link, link.session = link, session
        session.resumed += 1
        for number, name, body in session.log:
            if number > data["seq"]:
                link.send(Op.DISPATCH, body, name=name, number=number)
        session.dispatch("RESUMED", {"_trace": []})

    def _members(self, session: Session, data: Json) -> None:
        guild = self._world.guilds[int(data["guild_id"])]
        asked = data.get("user_ids")
        numbers = {int(one) for one in ([asked] if isinstance(asked, str | int) else asked or [])}
        word = data.get("query")
        found = [
            member
            for member in guild.members.values()
            if member.user.id in numbers or (word is not None and member.user.name.startswith(word))
        ]
        body: Json = {
            "guild_id": str(guild.id),
            "members": [payloads.member(member) for member in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": sorted(str(number) for number in numbers - {member.user.id for member in found}),
        }
        session.dispatch("GUILD_MEMBERS_CHUNK", body | ({"nonce": data["nonce"]} if "nonce" in data else {}))

    def _part(self, link: Link) -> None:
        if link.session and link.session.link is link:
            link.session.link = None
        if link in self.links:
            self.links.remove(link)

    def _gone(self, link: Link) -> None:
        ended = link.socket.close_code in ENDING and link in self.links
        self._part(link)
        self._pace.pop(link, None)
        if ended and link.session:
            self.sessions.remove(link.session)
        self._world.pulse.beat()
