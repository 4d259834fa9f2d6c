"""What tests of dispatch share: platforms that answer what a test lays out, and a store with dispatchers on it."""

import asyncio
import datetime as dt
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bot.adapter import Adapter, Beginning, Finding, Identity, Outcome, Sent, Target, Unknown, Withdrawn
from bot.message import ChatKey
from bot.records.load import load
from bot.reminders.dispatch import Dispatcher, Parts
from bot.reminders.wording import Writer
from bot.reply import Reply
from bot.storage.booked import Booking, Planned, Step
from bot.storage.store import Store
from tests.databases import Watch

GROUP = ChatKey("telegram", "-100")
ANNA = ChatKey("telegram", "4711")


class Platform(Adapter):
    """A platform that answers what the test lays out for it, and notes what arrives.

    Attributes:
        answers: What it answers, one after the other; after them it takes everything.
        arrived: What arrived, whatever it answered.
        something: Set when something has arrived.
        gates: Chats, by their number, that hold what comes until their gate is open.
        before: Called once, right before the next delivery begins.
        after: Called once, when the next delivery has arrived and nobody knows it as yet.
    """

    identity: Identity | None = None

    def __init__(self) -> None:
        self.answers: deque[Outcome | BaseException] = deque()
        self.arrived: list[tuple[Target, Reply, str]] = []
        self.something = asyncio.Event()
        self.gates: dict[str, asyncio.Event] = {}
        self.before: Callable[[], Awaitable[object]] | None = None
        self.after: Callable[[], Awaitable[object]] | None = None

    async def run(self, answer: object, stop: asyncio.Event) -> None:
        await stop.wait()

    async def check(self) -> Sequence[Finding]:
        return []

    async def deliver(self, target: Target, reply: Reply, key: str, begin: Beginning) -> Outcome:
        if target.chat.id in self.gates:
            await self.gates[target.chat.id].wait()
        if self.before:
            before, self.before = self.before, None
            await before()
        if not await begin():
            return Withdrawn()
        answer = self.answers.popleft() if self.answers else Sent(str(len(self.arrived)))
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Sent | Unknown):
            self.arrived.append((target, reply, key))
            self.something.set()
        if self.after:
            after, self.after = self.after, None
            await after()
        return answer

    @property
    def texts(self) -> list[str]:
        return [reply.text for _, reply, _ in self.arrived]


class Stage:
    """A store, a platform of each name, and as many dispatchers as a test wants."""

    def __init__(self, store: Store, watch: Watch, knowledge: Path) -> None:
        self.store, self.watch = store, watch
        self.telegram, self.discord = Platform(), Platform()
        self.writer = Writer(lambda: known)
        known = load(knowledge)

    def dispatcher(self, name: str = "a") -> Dispatcher:
        adapters = {"telegram": self.telegram, "discord": self.discord}
        return Dispatcher(Parts(self.store, self.store.deliveries(name), adapters, self.writer, self.watch))

    async def book(self, minutes: float = 0, chat: ChatKey = GROUP, *, useful: float = 24 * 60, **values: object) -> int:
        given: dict[str, object] = {"author": ANNA.id, "language": "en", "text": "Bring the maps", **values}
        due = self.watch.now + dt.timedelta(minutes=minutes)
        one = Planned(f"@{due}", due, due + dt.timedelta(minutes=useful))
        number = await self.store.bookings.book(Booking(Target(chat), **given), [one], self.watch.now)  # type: ignore[arg-type]
        assert number is not None
        return number

    async def ends(self, chat: ChatKey = GROUP) -> list[tuple[Step, str | None]]:
        return [(one.step, reason) for one, _, reason in reversed(await self.store.deliveries("").of_chat(chat))]
