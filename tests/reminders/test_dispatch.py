"""What becomes of a delivery, whatever the platform answers and wherever a dispatcher dies; on both databases."""

import asyncio
import datetime as dt
from collections import deque
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.adapter import Beginning, Finding, Identity, Outcome, Refused, Retry, Sent, Target, Unknown, Withdrawn
from bot.message import ChatKey, ChatKind
from bot.records.load import load
from bot.reminders.dispatch import Dispatcher, Parts
from bot.reminders.wording import Writer
from bot.reply import Reply
from bot.storage.booked import Booking, Hand, Planned, State, Step
from bot.storage.deliveries import LEASE
from bot.storage.store import Store, open_store
from tests.databases import Watch, naming

GROUP = ChatKey("telegram", "-100")
ANNA = ChatKey("telegram", "4711")
FORUM = "meeting.harbour-forum-2025"


class Platform:
    """A platform that answers what the test lays out for it, and notes what arrives."""

    identity: Identity | None = None

    def __init__(self) -> None:
        self.answers: deque[Outcome | BaseException] = deque()
        self.arrived: list[tuple[Target, Reply, str]] = []
        self.something = asyncio.Event()

    async def run(self, answer: object, stop: asyncio.Event) -> None:
        await stop.wait()

    async def check(self) -> Sequence[Finding]:
        return []

    async def deliver(self, target: Target, reply: Reply, key: str, begin: Beginning) -> Outcome:
        if not await begin():
            return Withdrawn()
        answer = self.answers.popleft() if self.answers else Sent(str(len(self.arrived)))
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Sent | Unknown):
            self.arrived.append((target, reply, key))
            self.something.set()
        return answer

    @property
    def texts(self) -> list[str]:
        return [reply.text for _, reply, _ in self.arrived]


class Stage:
    """A store, a platform of each name, and as many dispatchers as a test wants."""

    def __init__(self, store: Store, watch: Watch, knowledge: Path) -> None:
        self.store, self.watch = store, watch
        self.telegram, self.discord = Platform(), Platform()
        self._writer = Writer(lambda: known)
        known = load(knowledge)

    def dispatcher(self, name: str = "a") -> Dispatcher:
        adapters = {"telegram": self.telegram, "discord": self.discord}
        return Dispatcher(Parts(self.store, self.store.deliveries(name), adapters, self._writer, self.watch))

    async def book(self, minutes: float = 0, chat: ChatKey = GROUP, *, useful: float = 24 * 60, **values: object) -> int:
        given: dict[str, object] = {"author": ANNA.id, "language": "en", "text": "Bring the maps", **values}
        due = self.watch.now + dt.timedelta(minutes=minutes)
        one = Planned(f"@{due}", due, due + dt.timedelta(minutes=useful))
        number = await self.store.bookings.book(Booking(Target(chat), **given), [one], self.watch.now)  # type: ignore[arg-type]
        assert number is not None
        return number

    async def ends(self, chat: ChatKey = GROUP) -> list[tuple[Step, str | None]]:
        return [(one.step, reason) for one, _, reason in reversed(await self.store.deliveries("").of_chat(chat))]


@pytest.fixture
async def stage(database_url: str, tiny_folder: Path) -> AsyncIterator[Stage]:
    watch = Watch()
    async with open_store(naming(database_url), watch) as store:
        yield Stage(store, watch, tiny_folder)


async def test_a_reminder_on_a_record_tells_its_date_and_cites_it(stage: Stage) -> None:
    await stage.store.change_chat(GROUP, ChatKind.GROUP, zone="Asia/Kathmandu")
    await stage.book(text=None, record=FORUM, edge="start", leads="37d", mention="55")
    assert await stage.dispatcher().round() == 1
    ((target, reply, _),) = stage.telegram.arrived
    assert target == Target(GROUP)
    assert "8 July 2025, 10:00" in reply.text
    assert "Kathmandu" in reply.text
    assert reply.citations
    assert reply.mention == "55"
    assert await stage.ends() == [(Step.SENT, None)]


async def test_a_late_one_says_how_late_and_one_of_no_use_is_dropped(stage: Stage) -> None:
    await stage.book(-180)
    await stage.book(-180, useful=60, text="Too late")
    await stage.dispatcher().round()
    (text,) = stage.telegram.texts
    assert "late by 3 hours" in text
    assert {step for step, _ in await stage.ends()} == {Step.SENT, Step.EXPIRED}


async def test_many_late_ones_of_a_chat_come_in_one_message(stage: Stage) -> None:
    for place in range(4):
        await stage.book(place - 100, text=f"Note {place}")
    await stage.book(-50, ANNA, text="Alone")
    await stage.dispatcher().round()
    assert sorted(len(text.splitlines()) for text in stage.telegram.texts) == [2, 5]
    assert all(any(f"Note {place}" in text for text in stage.telegram.texts) for place in range(4))
    assert [step for step, _ in await stage.ends()] == [Step.FOLDED] * 3 + [Step.SENT]


async def test_what_surely_did_not_arrive_is_tried_again_when_the_platform_allows(stage: Stage) -> None:
    await stage.book()
    stage.telegram.answers.append(Retry(dt.timedelta(seconds=20), "too many requests"))
    await stage.dispatcher().round()
    stage.watch.forward(seconds=19)
    assert await stage.dispatcher().round() == 0
    stage.watch.forward(seconds=1)
    await stage.dispatcher().round()
    assert len(stage.telegram.texts) == 1
    assert "repeated" not in stage.telegram.texts[0]


async def test_what_may_have_arrived_is_repeated_with_a_mark(stage: Stage) -> None:
    await stage.book()
    stage.telegram.answers.append(Unknown("the line broke"))
    await stage.dispatcher().round()
    stage.watch.forward(seconds=10)
    await stage.dispatcher().round()
    first, second = stage.telegram.texts
    assert "repeated" not in first
    assert "repeated" in second
    assert await stage.ends() == [(Step.SENT, None)]


async def test_what_may_have_arrived_is_not_repeated_where_silence_is_preferred(stage: Stage) -> None:
    await stage.book(repeat=False)
    stage.telegram.answers.append(Unknown("the line broke"))
    await stage.store.change_chat(ANNA, ChatKind.PRIVATE)
    await stage.dispatcher().round()
    ((step, reason),) = await stage.ends()
    assert step is Step.FAILED
    assert "line broke" in str(reason)
    await stage.dispatcher().round()
    assert stage.telegram.arrived[-1][0] == Target(ANNA)
    assert "line broke" in stage.telegram.texts[-1]


async def test_an_unknown_end_that_never_clears_fails_in_the_end(stage: Stage) -> None:
    await stage.book()
    stage.telegram.answers += [Unknown("the line broke")] * 9
    for _ in range(9):
        await stage.dispatcher().round()
        stage.watch.forward(seconds=150)
    assert [step for step, _ in await stage.ends()] == [Step.FAILED]
    assert len([key for _, _, key in stage.telegram.arrived if key.startswith("r")]) == 5


async def test_a_chat_that_is_closed_to_the_bot_is_noted_and_the_organiser_told(stage: Stage) -> None:
    await stage.store.change_chat(ANNA, ChatKind.PRIVATE)
    await stage.book()
    stage.telegram.answers.append(Refused("the bot was sent away", gone=True))
    await stage.dispatcher().round()
    assert not (await stage.store.chat(GROUP)).open
    assert await stage.ends() == [(Step.FAILED, "the bot was sent away")]
    await stage.dispatcher().round()
    assert stage.telegram.arrived[0][0] == Target(ANNA)
    assert "sent away" in stage.telegram.texts[0]
    assert "Bring the maps" in stage.telegram.texts[0]


@pytest.mark.parametrize(("platform", "marked"), [("telegram", True), ("discord", False)])
async def test_a_dispatcher_that_dies_in_the_request_loses_nothing(stage: Stage, platform: str, marked: bool) -> None:
    await stage.book(chat=ChatKey(platform, "9"))
    served: Platform = getattr(stage, platform)
    served.answers.append(asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        await stage.dispatcher().round()
    assert await stage.dispatcher("b").round() == 0
    stage.watch.forward(seconds=LEASE.total_seconds())
    await stage.dispatcher("b").round()
    (text,) = served.texts
    assert ("repeated" in text) is marked
    assert await stage.ends(ChatKey(platform, "9")) == [(Step.SENT, None)]


async def test_the_key_is_the_same_for_every_try_and_for_no_other(stage: Stage) -> None:
    await stage.book()
    await stage.book(1)
    stage.telegram.answers += [Unknown("?")]
    stage.watch.forward(minutes=1)
    for _ in range(2):
        await stage.dispatcher().round()
        stage.watch.forward(seconds=10)
    keys = [key for _, _, key in stage.telegram.arrived]
    assert len(keys) == 3
    assert len(set(keys)) == 2


async def test_a_fault_of_ours_ends_nothing_else(stage: Stage) -> None:
    await stage.book(-1, text="First")
    await stage.book(0, text="Second")
    stage.telegram.answers.append(RuntimeError("a fault"))
    await stage.dispatcher().round()
    assert ["Second" in text for text in stage.telegram.texts] == [True]
    stage.watch.forward(seconds=10)
    await stage.dispatcher().round()
    assert "First" in stage.telegram.texts[-1]


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        ({"what": "moved", "record": FORUM, "before": "2025-06-08T10:00|2025-06-10|Europe/Zurich|"}, "8–10 June 2025"),
        ({"what": "moved", "record": FORUM, "before": "|||"}, "without a date"),
        ({"what": "new", "record": FORUM}, "New: "),
        ({"what": "status", "record": FORUM}, "Changed: "),
        ({"what": "gone", "record": "meeting.none", "title": "meeting.none"}, "meeting.none"),
        ({"what": "failed", "reason": "sent away", "title": "Bring the maps"}, "sent away"),
        ({}, ""),
    ],
)
async def test_a_notice_tells_what_has_changed(stage: Stage, notice: dict[str, str], told: str) -> None:
    now = stage.watch.now
    await stage.store.deliveries("").post(Target(GROUP), "n", notice, now, now + dt.timedelta(days=1))
    await stage.dispatcher().round()
    (text,) = stage.telegram.texts
    assert told in text
    assert ("Harbour Forum 2025" in text) is (notice.get("record") == FORUM)


async def test_what_cannot_be_worded_keeps_nothing_else_back(stage: Stage) -> None:
    await stage.book(-1, language="xx")
    await stage.book(0)
    await stage.dispatcher().round()
    assert len(stage.telegram.texts) == 1
    assert [step for step, _ in await stage.ends()] == [Step.FAILED, Step.SENT]


async def test_several_dispatchers_deliver_each_once_and_in_order(stage: Stage) -> None:
    for place in range(120):
        await stage.book(-place / 100, ChatKey("telegram", str(place % 8)), text=f"Note {place}")
    dispatchers = [stage.dispatcher(str(number)) for number in range(4)]
    while sum(await asyncio.gather(*(one.round() for one in dispatchers))):
        pass
    assert sorted(text.splitlines()[-1] for text in stage.telegram.texts) == sorted(f"Note {place}" for place in range(120))


async def test_run_delivers_what_becomes_due_and_stops_cleanly(stage: Stage) -> None:
    await stage.book(1)
    stop = asyncio.Event()
    running = asyncio.create_task(stage.dispatcher().run(stop))
    await asyncio.sleep(0.1)
    assert stage.telegram.arrived == []
    stage.watch.forward(minutes=1)
    async with asyncio.timeout(10):
        await stage.telegram.something.wait()
    stop.set()
    async with asyncio.timeout(10):
        await running


async def test_what_is_paused_waits_and_what_is_cancelled_never_comes(stage: Stage) -> None:
    paused, cancelled = await stage.book(), await stage.book()
    await stage.store.bookings.change(paused, State.PAUSED, Hand(GROUP, ANNA.id, stage.watch.now))
    await stage.store.bookings.change(cancelled, State.CANCELLED, Hand(GROUP, ANNA.id, stage.watch.now))
    assert await stage.dispatcher().round() == 0
    assert [one.id for one in await stage.store.bookings.of_chat(GROUP)] == [paused]
