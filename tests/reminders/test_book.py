"""Entering reminders, following records, and keeping up with what changes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapter import Target
from bot.answering.engine import Engine
from bot.languages.objection import ObjectionError
from bot.message import ChatKey, ChatKind
from bot.records.knowledge import Knowledge
from bot.records.load import load
from bot.reminders.book import UNDO, Book
from bot.storage.booked import Booking, Follow, Hand, State, Step
from bot.storage.store import Store, open_store
from tests import tiny
from tests.databases import Watch, naming

GROUP = ChatKey("telegram", "-100")
FORUM = "meeting.harbour-forum-2025"


class Desk:
    """A book on knowledge that can change."""

    def __init__(self, store: Store, watch: Watch, folder: Path) -> None:
        self.store, self.watch = store, watch
        self.learn(load(folder))
        self.book = Book(store, lambda: self.knowledge, watch)

    def learn(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.engine = Engine(knowledge)

    @property
    def hand(self) -> Hand:
        return Hand(GROUP, "4711", self.watch.now)

    async def active(self, **values: object) -> int:
        number, _ = await self.book.draft(on_forum(**values))
        await self.book.confirm(number, self.hand)
        return number

    async def notices(self) -> list[dict[str, object]]:
        claimed = await self.store.deliveries("x").claim(self.watch.now, ["telegram"], 100)
        return [dict(one.notice) for one in claimed if one.notice]


def on_forum(**values: object) -> Booking:
    given: dict[str, object] = {"record": FORUM, "edge": "start", "leads": "7d, 2h", **values}
    return Booking(Target(GROUP), "4711", "en", **given)  # type: ignore[arg-type]  # the test says what


@pytest.fixture
async def desk(tmp_path: Path, tiny_folder: Path) -> AsyncIterator[Desk]:
    watch = Watch()
    async with open_store(naming(f"sqlite:///{tmp_path}/store.sqlite3"), watch) as store:
        yield Desk(store, watch, tiny_folder)


async def test_a_draft_promises_nothing_until_it_is_confirmed(desk: Desk) -> None:
    number, planned = await desk.book.draft(on_forum())
    assert [one.due.isoformat() for one in planned] == ["2025-07-01T08:00:00+00:00", "2025-07-08T06:00:00+00:00"]
    assert await desk.book.of_chat(GROUP) == []
    await desk.book.confirm(number, desk.hand)
    (reminder,) = await desk.book.of_chat(GROUP)
    assert reminder.next == planned[0].due


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"leads": "90d"}, "over"),
        ({"record": "meeting.none"}, "not in my sources"),
        ({"record": "meeting.pier-workshop-2025"}, "cancelled"),
        ({"record": "organisation.harbour-union"}, "no date"),
        ({"record": "meeting.coast-summit-2025", "leads": "2h"}, "count in days"),
    ],
)
async def test_what_cannot_be_planned_is_refused_with_the_reason(desk: Desk, values: dict[str, object], why: str) -> None:
    with pytest.raises(ObjectionError, match=why):
        await desk.book.draft(on_forum(**values))


async def test_a_cancelled_reminder_can_be_taken_up_again_for_a_while(desk: Desk) -> None:
    number = await desk.active()
    await desk.book.change(number, State.CANCELLED, desk.hand)
    assert await desk.book.of_chat(GROUP) == []
    desk.watch.forward(seconds=UNDO.total_seconds() - 1)
    await desk.book.confirm(number, desk.hand)
    (reminder,) = await desk.book.of_chat(GROUP)
    assert reminder.next is not None


async def test_another_chat_cannot_touch_it(desk: Desk) -> None:
    number = await desk.active()
    stranger = Hand(ChatKey("telegram", "-200"), "4711", desk.watch.now)
    for act in (desk.book.confirm(number, stranger), desk.book.change(number, State.CANCELLED, stranger)):
        with pytest.raises(ObjectionError, match="no reminder"):
            await act


async def test_when_a_record_moves_its_reminders_move_and_the_chat_is_told_once(desk: Desk, tmp_path: Path) -> None:
    await desk.active()
    assert await desk.book.catch_up(desk.engine) == []
    moved = tiny.MEETINGS
    for was, now in (
        ("2025-07-08T10:00", "2025-07-15T10:00"),
        ("2025-07-10T17:30", "2025-07-17T17:30"),
        ("for 8 July 2025, 10:00, to 10 July", "for 15 July 2025, 10:00, to 17 July"),
        ("8 July, 10:00, to 10", "15 July, 10:00, to 17"),
    ):
        moved = moved.replace(was, now)
    folder = tiny.write(tmp_path / "moved")
    file = next(file for file in folder.rglob("*.yaml") if tiny.MEETINGS in file.read_text(encoding="utf-8"))
    file.write_text(file.read_text(encoding="utf-8").replace(tiny.MEETINGS, moved), encoding="utf-8")
    desk.learn(load(folder))
    (change,) = await desk.book.catch_up(desk.engine)
    assert (change.record, change.what) == (FORUM, "moved")
    assert await desk.book.catch_up(desk.engine) == []
    (reminder,) = await desk.book.of_chat(GROUP)
    assert reminder.next is not None
    assert reminder.next.isoformat() == "2025-07-08T08:00:00+00:00"
    (notice,) = await desk.notices()
    assert (notice["what"], notice["record"]) == ("moved", FORUM)


async def test_a_chat_that_follows_a_kind_gets_reminders_of_what_matches(desk: Desk) -> None:
    await desk.book.follow(Follow(Target(GROUP), "4711", "en", "meeting", "7d"), desk.engine)
    records = [reminder.booking.record for reminder in await desk.book.of_chat(GROUP)]
    assert records == [FORUM, "meeting.coast-summit-2025"]
    await desk.book.catch_up(desk.engine)
    assert len(await desk.book.of_chat(GROUP)) == 2


async def test_a_subject_is_followed_by_its_words(desk: Desk) -> None:
    await desk.book.follow(Follow(Target(GROUP), "4711", "en", "coast summit", "7d"), desk.engine)
    records = {reminder.booking.record for reminder in await desk.book.of_chat(GROUP)}
    assert records == {"deadline.coast-papers-2025", "meeting.coast-summit-2025"}


async def test_a_recurring_reminder_always_has_its_next_ones_planned(desk: Desk) -> None:
    weekly = {"record": None, "leads": None, "text": "Stand-up", "clock": "2025-06-02T09:00", "zone": "Europe/Zurich"}
    number = await desk.active(**weekly, rule="FREQ=WEEKLY")
    for week in range(5):
        (reminder,) = await desk.book.of_chat(GROUP)
        assert reminder.next is not None
        assert (reminder.next.weekday(), reminder.next.hour) == (0, 7)
        desk.watch.now = reminder.next
        mine = desk.store.deliveries("x")
        (delivery,) = await mine.claim(desk.watch.now, ["telegram"], 10)
        assert delivery.reminder is not None
        assert delivery.reminder.id == number
        await desk.book.extend()
        assert await mine.begin(delivery, desk.watch.now), week
        assert await mine.end(delivery, Step.SENT, desk.watch.now)


async def test_one_that_cannot_be_planned_holds_up_no_other(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    weekly = {"record": None, "leads": None, "text": "Stand-up", "clock": "2025-06-02T09:00", "zone": "Europe/Zurich"}
    for wrong in ({"rule": "FREQ=NEVER"}, {"rule": "FREQ=WEEKLY", "zone": "Atlantis/Harbour"}):
        await desk.store.bookings.book(on_forum(**{**weekly, **wrong}), [], desk.watch.now)
    good = await desk.store.bookings.book(on_forum(**weekly, rule="FREQ=WEEKLY"), [], desk.watch.now)
    await desk.book.extend()
    assert [reminder.id for reminder in await desk.book.of_chat(GROUP) if reminder.next] == [good]
    assert caplog.text.count("cannot be planned further") == 2


async def test_what_is_due_is_not_lost_when_more_is_planned(desk: Desk) -> None:
    weekly = {"record": None, "leads": None, "text": "Stand-up", "clock": "2025-06-02T09:00", "zone": "Europe/Zurich"}
    await desk.active(**weekly, rule="FREQ=WEEKLY")
    desk.watch.forward(days=2)  # the bot was away
    await desk.book.extend()
    (late,) = await desk.store.deliveries("x").claim(desk.watch.now, ["telegram"], 10)
    assert late.due < desk.watch.now


async def test_quiet_hours_of_the_chat_are_kept(desk: Desk) -> None:
    await desk.store.change_chat(GROUP, ChatKind.GROUP, quiet="07:30-08:30", zone="Europe/Zurich")
    _, planned = await desk.book.draft(on_forum(leads="2h"))
    assert [one.due.isoformat() for one in planned] == ["2025-07-08T06:30:00+00:00"]
