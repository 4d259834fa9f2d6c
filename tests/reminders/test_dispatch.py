"""What becomes of a delivery, whatever the platform answers and wherever a dispatcher dies; on both databases."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapter import Refused, Retry, Target, Unknown
from bot.message import ChatKey, ChatKind
from bot.reminders import dispatch
from bot.storage.booked import Hand, State, Step
from bot.storage.deliveries import LEASE
from bot.storage.store import open_store
from tests.databases import Watch, naming
from tests.reminders.stage import ANNA, GROUP, Platform, Stage

FORUM = "meeting.harbour-forum-2025"


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


async def test_what_may_have_arrived_still_may_have_when_a_later_try_surely_did_not(stage: Stage) -> None:
    await stage.book()
    stage.telegram.answers += [Unknown("the line broke"), Retry(dt.timedelta(seconds=2), "too many requests")]
    for _ in range(3):
        await stage.dispatcher().round()
        stage.watch.forward(seconds=10)
    assert ["repeated" in text for text in stage.telegram.texts] == [False, True]


async def test_tries_that_surely_did_not_arrive_do_not_count(stage: Stage) -> None:
    await stage.book()
    stage.telegram.answers += [*[Retry(dt.timedelta(seconds=2), "no connection")] * 8, Unknown("the line broke")]
    for _ in range(10):
        await stage.dispatcher().round()
        stage.watch.forward(seconds=10)
    assert ["repeated" in text for text in stage.telegram.texts] == [False, True]
    assert await stage.ends() == [(Step.SENT, None)]


async def test_a_first_try_is_forgotten_by_discord_however_many_follow(stage: Stage) -> None:
    await stage.book(chat=ChatKey("discord", "9"))
    stage.discord.answers += [Unknown("the line broke"), Retry(dt.timedelta(seconds=90), "too many requests")]
    for _ in range(3):
        await stage.dispatcher().round()
        stage.watch.forward(seconds=90)
    assert ["repeated" in text for text in stage.discord.texts] == [False, True]


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
    async with asyncio.timeout(30):
        await stage.telegram.something.wait()
    stop.set()
    async with asyncio.timeout(30):
        await running


async def test_what_is_paused_waits_and_what_is_cancelled_never_comes(stage: Stage) -> None:
    paused, cancelled = await stage.book(), await stage.book()
    await stage.store.bookings.change(paused, State.PAUSED, Hand(GROUP, ANNA.id, stage.watch.now))
    await stage.store.bookings.change(cancelled, State.CANCELLED, Hand(GROUP, ANNA.id, stage.watch.now))
    assert await stage.dispatcher().round() == 0
    assert [one.id for one in await stage.store.bookings.of_chat(GROUP)] == [paused]


async def test_late_ones_told_in_one_message_are_repeated_in_one_message_that_says_so(stage: Stage) -> None:
    for place in range(4):
        await stage.book(place - 100, text=f"Note {place}")
    stage.telegram.answers.append(asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        await stage.dispatcher().round()
    stage.watch.forward(seconds=LEASE.total_seconds())
    stage.telegram.answers.append(Unknown("the line broke"))
    await stage.dispatcher("b").round()
    stage.watch.forward(minutes=3)
    await stage.dispatcher("c").round()
    assert len(stage.telegram.texts) == 2
    assert all("repeated" in text and all(f"Note {place}" in text for place in range(4)) for text in stage.telegram.texts)
    assert [step for step, _ in await stage.ends()] == [Step.FOLDED] * 3 + [Step.SENT]


async def test_late_ones_are_all_told_however_many_they_are(stage: Stage) -> None:
    for place in range(25):
        await stage.book(place - 100, text=f"Note {place}.")
    await stage.dispatcher().round()
    assert len(stage.telegram.texts) == 3
    assert all(f"Note {place}." in "".join(stage.telegram.texts) for place in range(25))


async def test_one_late_one_that_is_called_off_takes_no_other_along(stage: Stage) -> None:
    numbers = [await stage.book(place - 100, text=f"Note {place}") for place in range(3)]
    stage.telegram.before = lambda: stage.store.bookings.change(
        numbers[1], State.CANCELLED, Hand(GROUP, ANNA.id, stage.watch.now)
    )
    await stage.dispatcher().round()
    assert [text.splitlines()[-1] for text in stage.telegram.texts] == ["Note 0", "Note 2"]


async def test_a_notice_that_may_have_arrived_says_so_too(stage: Stage) -> None:
    await stage.book(600)
    now = stage.watch.now
    await stage.store.deliveries("").post(Target(GROUP), "n", {"what": "new", "title": "Quay"}, now, now + dt.timedelta(days=1))
    stage.telegram.answers.append(Unknown("the line broke"))
    await stage.dispatcher().round()
    stage.watch.forward(seconds=10)
    await stage.dispatcher().round()
    assert ["repeated" in text for text in stage.telegram.texts] == [False, True]


async def test_what_may_have_arrived_and_is_of_no_use_any_more_is_told_to_the_organiser(stage: Stage) -> None:
    await stage.store.change_chat(ANNA, ChatKind.PRIVATE)
    await stage.book(useful=60)
    stage.telegram.answers.append(Unknown("the line broke"))
    await stage.dispatcher().round()
    stage.watch.forward(hours=2)
    await stage.dispatcher().round()
    assert [step for step, _ in await stage.ends()] == [Step.FAILED]
    await stage.dispatcher().round()
    assert stage.telegram.arrived[-1][0] == Target(ANNA)


async def test_a_chat_that_waits_holds_up_no_other_and_keeps_its_claim(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "KEEPING", dt.timedelta(seconds=0.01))
    monkeypatch.setattr(dispatch, "LONGEST_SLEEP", 0.01)
    await stage.book(chat=ChatKey("telegram", "slow"), text="Slow")
    gate = stage.telegram.gates["slow"] = asyncio.Event()
    stop = asyncio.Event()
    running = asyncio.create_task(stage.dispatcher().run(stop))
    for place in range(3):
        await stage.book(chat=ChatKey("telegram", str(place)))
        async with asyncio.timeout(30):
            await stage.telegram.something.wait()
        stage.telegram.something.clear()
        stage.watch.forward(seconds=LEASE.total_seconds() * 0.7)
        await asyncio.sleep(0.2)
        assert await stage.dispatcher("b").round() == 0
    gate.set()
    async with asyncio.timeout(30):
        await stage.telegram.something.wait()
    stop.set()
    await running
    assert "Slow" in stage.telegram.texts[-1]
    assert len(stage.telegram.texts) == 4


async def test_what_cannot_be_put_into_words_fails_and_holds_up_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.store.change_chat(ANNA, ChatKind.PRIVATE)
    await stage.book(text="Broken")
    await stage.book(text="Whole")
    worded = stage.writer.reminder

    def reminder(delivery, *arguments, **options):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN003, ANN202
        if delivery.reminder and delivery.reminder.booking.text == "Broken":
            raise KeyError("a fault of ours")
        return worded(delivery, *arguments, **options)

    monkeypatch.setattr(stage.writer, "reminder", reminder)
    await stage.dispatcher().round()
    await stage.dispatcher().round()
    assert {step for step, _ in await stage.ends()} == {Step.SENT, Step.FAILED}
    assert stage.telegram.arrived[-1][0] == Target(ANNA)


async def test_a_clock_that_is_set_back_puts_nothing_off(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "LONGEST_SLEEP", 0.01)
    await stage.book()
    stage.telegram.answers.append(Retry(dt.timedelta(seconds=30), "too many requests"))
    stage.telegram.answers.append(Unknown("the line broke"))
    stop = asyncio.Event()
    running = asyncio.create_task(stage.dispatcher().run(stop))
    async with asyncio.timeout(30):
        while stage.telegram.answers:
            await asyncio.sleep(0.05)
            if len(stage.telegram.answers) == 1:
                stage.watch.forward(seconds=31)
        await asyncio.sleep(0.2)
        stage.watch.forward(hours=-3)
        await asyncio.sleep(0.2)
        stage.watch.forward(seconds=LEASE.total_seconds())
        while len(stage.telegram.texts) < 2:  # noqa: ASYNC110 - it is a moment only
            await asyncio.sleep(0.05)
    stop.set()
    await running
    assert "repeated" in stage.telegram.texts[-1]
    assert [step for step, _ in await stage.ends()] == [Step.SENT]
