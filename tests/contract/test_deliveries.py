"""What the store promises of reminders and deliveries, on SQLite and on PostgreSQL alike."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.adapter import Target
from bot.message import ChatKey
from bot.storage.booked import Booking, Delivery, Follow, FullError, Hand, Planned, State, Step
from bot.storage.deliveries import LEASE, Deliveries
from bot.storage.store import Store, open_store
from bot.storage.tables import metadata
from tests.databases import Watch, naming

GROUP = ChatKey("telegram", "-100200300")
ANNA = ChatKey("telegram", "4711000815")
HOUR = dt.timedelta(hours=1)
HERE = ["telegram"]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def store(database_url: str, watch: Watch) -> AsyncIterator[Store]:
    async with open_store(naming(database_url), watch) as opened:
        yield opened


def booking(chat: ChatKey = GROUP, **values: object) -> Booking:
    given: dict[str, object] = {"author": ANNA.id, "language": "en", "text": "Bring the maps", **values}
    return Booking(Target(chat, "7"), **given)  # type: ignore[arg-type]  # the test says what


def planned(watch: Watch, *hours: float) -> list[Planned]:
    return [Planned(f"@{hour}", watch.now + HOUR * hour, watch.now + HOUR * (hour + 24)) for hour in hours]


async def booked(store: Store, watch: Watch, *hours: float, chat: ChatKey = GROUP, **values: object) -> int:
    number = await store.bookings.book(booking(chat, **values), planned(watch, *hours), watch.now)
    assert number is not None
    return number


async def steps(deliveries: Deliveries, chat: ChatKey = GROUP) -> list[Step]:
    return [one.step for one, _, _ in reversed(await deliveries.of_chat(chat))]


async def test_a_delivery_goes_its_way_step_by_step(store: Store, watch: Watch) -> None:
    number = await booked(store, watch, 1)
    mine = store.deliveries("a")
    assert await mine.claim(watch.now, HERE, 10) == []
    assert await mine.next_look(HERE) == watch.now + HOUR
    watch.forward(hours=1)
    (delivery,) = await mine.claim(watch.now, HERE, 10)
    assert delivery.step is Step.CLAIMED
    assert delivery.target == Target(GROUP, "7")
    assert delivery.reminder is not None
    assert (delivery.reminder.id, delivery.reminder.booking.text) == (number, "Bring the maps")
    assert await mine.begin(delivery, watch.now)
    assert await mine.end(delivery, Step.SENT, watch.now, message="99")
    assert await mine.next_look(HERE) is None
    assert await steps(mine) == [Step.SENT]
    (kept,) = await store.bookings.of_chat(GROUP)
    assert (kept.state, kept.next) == (State.ACTIVE, None)


async def test_each_delivery_is_claimed_by_one_of_many(store: Store, watch: Watch, database_url: str) -> None:
    for _ in range(40):
        await booked(store, watch, 0)
    async with open_store(naming(database_url), watch) as second:
        dispatchers = [(store if odd % 2 else second).deliveries(str(odd)) for odd in range(4)]
        claims = await asyncio.gather(*(one.claim(watch.now, HERE, 7) for one in dispatchers for _ in range(3)))
    numbers = [delivery.id for claim in claims for delivery in claim]
    assert len(numbers) == len(set(numbers)) == 40


async def test_what_one_that_died_had_claimed_is_taken_over_and_lost_to_the_first(store: Store, watch: Watch) -> None:
    await booked(store, watch, 0)
    first, second = store.deliveries("a"), store.deliveries("b")
    (claimed,) = await first.claim(watch.now, HERE, 10)
    assert await second.claim(watch.now + LEASE / 2, HERE, 10) == []
    (taken,) = await second.claim(watch.now + LEASE, HERE, 10)
    assert taken.id == claimed.id
    assert not await first.begin(claimed, watch.now + LEASE)
    assert await second.begin(taken, watch.now + LEASE)
    (begun,) = await first.claim(watch.now + 2 * LEASE, HERE, 10)
    assert (begun.step, begun.attempts, begun.begun) == (Step.SENDING, 1, watch.now + LEASE)
    assert not await second.end(taken, Step.SENT, watch.now + 2 * LEASE)


async def test_a_clean_stop_gives_back_what_was_only_claimed(store: Store, watch: Watch) -> None:
    await booked(store, watch, 0, -1)
    first = store.deliveries("a")
    _, begun = await first.claim(watch.now, HERE, 10)
    assert await first.begin(begun, watch.now)
    await first.release()
    (again,) = await store.deliveries("b").claim(watch.now, HERE, 10)
    assert again.id != begun.id


@pytest.mark.parametrize("state", [State.PAUSED, State.CANCELLED])
async def test_what_is_called_off_between_claim_and_request_is_not_sent(store: Store, watch: Watch, state: State) -> None:
    number = await booked(store, watch, 0)
    mine = store.deliveries("a")
    (delivery,) = await mine.claim(watch.now, HERE, 10)
    assert await store.bookings.change(number, state, Hand(GROUP, ANNA.id, watch.now))
    assert not await mine.begin(delivery, watch.now)
    assert await mine.next_look(HERE) is None
    assert await store.bookings.change(number, State.ACTIVE, Hand(GROUP, ANNA.id, watch.now), planned(watch, 0))
    (again,) = await mine.claim(watch.now, HERE, 10)
    assert again.id == delivery.id


async def test_only_its_own_chat_changes_a_reminder(store: Store, watch: Watch) -> None:
    number = await booked(store, watch, 1)
    await booked(store, watch, 1, chat=ANNA)
    assert not await store.bookings.change(number, State.CANCELLED, Hand(ANNA, ANNA.id, watch.now))
    assert await store.bookings.one(number, ANNA) is None
    assert not await store.bookings.change(number, State.CANCELLED, Hand(ChatKey("telegram", "none"), None, watch.now))


async def test_a_moved_date_puts_new_occurrences_in_the_place_of_the_planned_ones(store: Store, watch: Watch) -> None:
    number = await booked(store, watch, 0, 2, 4)
    mine = store.deliveries("a")
    (sent,) = await mine.claim(watch.now, HERE, 1)
    assert await mine.begin(sent, watch.now)
    assert await mine.end(sent, Step.SENT, watch.now)
    for _ in range(2):
        await store.bookings.replan(number, planned(watch, 0, 4, 6), watch.now, moved=True)
        assert await steps(mine) == [Step.SENT, Step.SUPERSEDED, Step.PLANNED, Step.PLANNED]


async def test_a_chat_gets_no_more_than_it_may_have_however_many_ask_at_once(store: Store, watch: Watch) -> None:
    drafts = [await store.bookings.book(booking(), [], watch.now, State.DRAFT) for _ in range(6)]
    hand = Hand(GROUP, ANNA.id, watch.now)
    changing = (store.bookings.change(number or 0, State.ACTIVE, hand, planned(watch, 1), most=2) for number in drafts)
    booking_too = (store.bookings.book(booking(), planned(watch, 1), watch.now, most=2) for _ in range(6))
    came = await asyncio.gather(*changing, *booking_too, return_exceptions=True)
    assert sum(isinstance(one, FullError) for one in came) == len(came) - 2
    assert len(await store.bookings.of_chat(GROUP)) == 2
    assert await store.bookings.book(booking(ANNA), planned(watch, 1), watch.now, most=2)


async def test_what_was_called_off_meanwhile_is_not_planned_anew(store: Store, watch: Watch) -> None:
    await booked(store, watch, 1, rule="FREQ=DAILY")
    (reminder,) = await store.bookings.recurring()
    await store.bookings.change(reminder.id, State.CANCELLED, Hand(GROUP, ANNA.id, watch.now))
    await store.bookings.replan(reminder.id, planned(watch, 1, 2), watch.now, moved=True)
    await store.bookings.extend([(reminder, planned(watch, 1, 2))], watch.now)
    assert await steps(store.deliveries("a")) == [Step.CANCELLED]


async def test_what_recurs_is_planned_further_where_something_lacks(store: Store, watch: Watch) -> None:
    for _ in range(3):
        await booked(store, watch, 0, 1, 2, rule="FREQ=HOURLY")
    recurring = await store.bookings.recurring()
    wanted = [(recurring[0], planned(watch, 1, 2)), (recurring[1], planned(watch, 2, 3)), (recurring[2], planned(watch, 1, 2))]
    assert await store.bookings.extend(wanted, watch.now) == 1
    assert await store.bookings.extend(wanted, watch.now) == 0
    found = [(one.key, one.step) for one, _, _ in await store.deliveries("a").of_chat(GROUP)]
    for reminder in recurring:
        assert (f"r{reminder.id}:@0", Step.PLANNED) in found  # what is due stays
    assert (f"r{recurring[1].id}:@1", Step.SUPERSEDED) in found
    assert (f"r{recurring[1].id}:@3", Step.PLANNED) in found


async def test_it_is_known_since_when_a_reminder_is_cancelled(store: Store, watch: Watch) -> None:
    number = await booked(store, watch, 48)
    for state, hours in ((State.PAUSED, 1), (State.CANCELLED, 2), (State.ACTIVE, 3), (State.CANCELLED, 4), (State.CANCELLED, 5)):
        await store.bookings.change(number, state, Hand(GROUP, ANNA.id, watch.now + HOUR * hours))
    (cancelled,) = [one for one in [await store.bookings.one(number)] if one]
    assert await store.bookings.since(cancelled) == watch.now + HOUR * 4


async def test_a_notice_is_planned_once_for_a_chat(store: Store, watch: Watch) -> None:
    await booked(store, watch, 10)
    await booked(store, watch, 10, chat=ANNA)
    mine = store.deliveries("a")
    times = (watch.now, watch.now + HOUR)
    assert await mine.post(Target(GROUP, "7"), "n:x", {"what": "moved"}, *times)
    assert not await mine.post(Target(GROUP, "7"), "n:x", {"what": "moved"}, *times)
    assert await mine.post(Target(GROUP), "n:x", {"what": "moved"}, *times)
    assert await mine.post(Target(ANNA), "n:x", {"what": "moved"}, *times)
    notices: list[Delivery] = await mine.claim(watch.now, HERE, 10)
    assert [one.notice for one in notices] == [{"what": "moved"}] * 3


async def test_a_person_who_is_forgotten_leaves_the_chats_reminders_without_a_name(store: Store, watch: Watch) -> None:
    await booked(store, watch, 1)
    await booked(store, watch, 1, chat=ANNA)
    await store.following.add(Follow(Target(GROUP), ANNA.id, "en", "everything", "7d"), watch.now)
    kept = await store.own_data("telegram", ANNA.id)
    assert [row["text"] for row in kept["reminders"]] == ["Bring the maps"] * 2
    await store.forget("telegram", ANNA.id)
    (reminder,) = await store.bookings.of_chat(GROUP)
    assert reminder.booking.author is None
    assert await store.bookings.of_chat(ANNA) == []
    assert [follow.author for follow in await store.following.all()] == [None]
    assert await store.own_data("telegram", ANNA.id) == {}


async def test_reminders_move_with_their_chat(store: Store, watch: Watch) -> None:
    new = ChatKey("telegram", "-1002")
    await booked(store, watch, 1)
    await booked(store, watch, 2, chat=new)
    await store.move_chat(GROUP, new)
    assert [one.booking.target.chat for one in await store.bookings.of_chat(new)] == [new, new]
    watch.forward(hours=2)
    assert {one.target.chat for one in await store.deliveries("a").claim(watch.now, HERE, 10)} == {new}


async def test_a_follow_reminds_of_a_record_once(store: Store, watch: Watch) -> None:
    number = await store.following.add(Follow(Target(GROUP), ANNA.id, "en", "deadline", "7d"), watch.now)
    assert await booked(store, watch, 1, follow=number, record="term.quay")
    assert await store.bookings.book(booking(follow=number, record="term.quay"), planned(watch, 1), watch.now) is None
    assert await store.following.remove(number, ANNA) is False
    assert await store.following.remove(number, GROUP) is True


async def tables(store: Store) -> dict[str, int]:
    """Count the rows of what reminders are made of."""
    async with store._database.reading() as connection:
        names = ("reminders", "deliveries", "audit")
        return {
            name: await connection.scalar(sa.select(sa.func.count()).select_from(metadata.tables[name])) or 0 for name in names
        }


async def sent(store: Store, watch: Watch, most: int = 10) -> None:
    mine = store.deliveries("a")
    for delivery in await mine.claim(watch.now, HERE, most):
        assert await mine.begin(delivery, watch.now)
        assert await mine.end(delivery, Step.SENT, watch.now)


async def test_what_is_over_is_kept_for_its_time_and_no_longer(store: Store, watch: Watch) -> None:
    await booked(store, watch, 0)
    await sent(store, watch)
    cancelled = await booked(store, watch, 24 * 300)
    await store.bookings.change(cancelled, State.CANCELLED, Hand(GROUP, ANNA.id, watch.now))
    watch.forward(days=89)
    await store.tidy()
    assert await tables(store) == {"reminders": 2, "deliveries": 2, "audit": 3}
    watch.forward(days=1)
    assert await store.tidy() == {"reminders": 2}
    assert await tables(store) == {"reminders": 0, "deliveries": 0, "audit": 3}
    watch.forward(days=275)
    assert await store.tidy() == {"audit": 3}


async def test_what_is_not_over_is_kept_for_good(store: Store, watch: Watch) -> None:
    to_come = await booked(store, watch, 0, 24 * 1000)
    await sent(store, watch)
    paused = await booked(store, watch, 1)
    await store.bookings.change(paused, State.PAUSED, Hand(GROUP, ANNA.id, watch.now))
    postponed = await booked(store, watch, 1, record="term.quay", text=None)
    await store.bookings.replan(postponed, [], watch.now, moved=True)  # to a day that nobody knows yet
    for _ in range(3):
        watch.forward(days=100)
        await store.tidy()
    assert {one.id for one in await store.bookings.of_chat(GROUP)} == {to_come, paused, postponed}
    assert (await tables(store))["deliveries"] == 1
    await store.bookings.replan(postponed, planned(watch, 1), watch.now, moved=True)
    assert await store.deliveries("a").next_look(HERE) == watch.now + HOUR


async def test_a_reminder_that_is_sent_late_lives_on_from_then(store: Store, watch: Watch) -> None:
    await booked(store, watch, 0)
    watch.forward(days=95)
    assert await store.tidy() == {}
    await sent(store, watch)
    watch.forward(days=89)
    assert await store.tidy() == {}
    watch.forward(days=1)
    assert await store.tidy() == {"reminders": 1}


async def test_a_draft_lives_an_hour_and_its_number_is_never_used_again(store: Store, watch: Watch) -> None:
    number = await store.bookings.book(booking(), [], watch.now, State.DRAFT)
    assert number is not None
    watch.forward(minutes=59)
    assert await store.tidy() == {}
    watch.forward(minutes=1)
    assert await store.tidy() == {"reminders": 1}
    assert await booked(store, watch, 1) > number


async def test_many_are_booked_together_as_one_by_one(store: Store, watch: Watch) -> None:
    number = await store.following.add(Follow(Target(GROUP), ANNA.id, "en", "everything", "7d"), watch.now)
    gone = await store.following.add(Follow(Target(GROUP), ANNA.id, "en", "everything", "7d"), watch.now)
    await store.following.remove(gone, GROUP)
    await booked(store, watch, 1, follow=number, record="term.quay")
    wanted = [
        (booking(follow=number, record="term.quay"), planned(watch, 1)),
        (booking(follow=number, record="term.pier"), planned(watch, 2)),
        (booking(follow=gone, record="term.pier"), planned(watch, 2)),
        *((booking(ChatKey("telegram", str(place)), text=f"Note {place}"), planned(watch, 3, 4)) for place in range(5)),
        (booking(text="Nothing to come"), []),
    ]
    assert await store.bookings.book_all(wanted, watch.now) == 7
    assert await store.bookings.book_all(wanted[:2], watch.now) == 0
    assert [one.booking.record for one in await store.bookings.of_chat(GROUP)] == ["term.quay", "term.pier", None]
    (other,) = await store.bookings.of_chat(ChatKey("telegram", "3"))
    assert (other.booking.text, other.booking.author, other.next) == ("Note 3", ANNA.id, watch.now + 3 * HOUR)
    assert await booked(store, watch, 1) > other.id
    watch.forward(hours=5)
    keys = [one.key for one in await store.deliveries("a").claim(watch.now, HERE, 100)]
    assert len(keys) == len(set(keys)) == 13


async def test_what_is_held_is_not_taken_over_and_what_a_chat_holds_is_left_out(store: Store, watch: Watch) -> None:
    await booked(store, watch, 0)
    await booked(store, watch, 0, chat=ANNA)
    mine, other = store.deliveries("a"), store.deliveries("b")
    (one,) = await mine.claim(watch.now, HERE, 1)
    (second,) = await mine.claim(watch.now, HERE, 10, [one.row])
    assert one.row != second.row
    watch.forward(seconds=LEASE.total_seconds() * 0.7)
    await mine.keep([one.id], watch.now)
    await other.keep([second.id], watch.now)
    watch.forward(seconds=LEASE.total_seconds() * 0.7)
    assert await mine.next_look(HERE, [second.row]) == watch.now + LEASE * 0.3
    (taken,) = await other.claim(watch.now, HERE, 10)
    assert taken.id == second.id


async def test_deliveries_of_one_message_begin_and_end_together_or_not_at_all(store: Store, watch: Watch) -> None:
    numbers = [await booked(store, watch, 0) for _ in range(3)]
    mine = store.deliveries("a")
    *along, carrier = await mine.claim(watch.now, HERE, 10)
    await store.bookings.change(numbers[0], State.PAUSED, Hand(GROUP, ANNA.id, watch.now))
    assert not await mine.begin(carrier, watch.now, along=along)
    assert set(await steps(mine)) == {Step.CLAIMED, Step.CANCELLED}
    assert await mine.begin(carrier, watch.now, along=along[1:])
    assert await mine.end(carrier, Step.SENT, watch.now, message="5", along=along[1:])
    assert sorted(await steps(mine)) == [Step.CANCELLED, Step.FOLDED, Step.SENT]


async def test_of_what_is_due_after_a_restore_nobody_knows_whether_it_arrived(store: Store, watch: Watch) -> None:
    await booked(store, watch, 0)
    mine = store.deliveries("a")
    (sent,) = await mine.claim(watch.now, HERE, 1)
    assert await mine.begin(sent, watch.now)
    assert await mine.end(sent, Step.SENT, watch.now)
    for hours in (-25, 0, 1):
        await booked(store, watch, hours)
    assert await mine.doubt(watch.now) == 1
    over, doubted = await mine.claim(watch.now, HERE, 10)
    assert (over.step, over.attempts) == (Step.CLAIMED, 0)  # of no use any more, it just ends
    assert (doubted.step, doubted.attempts, doubted.begun) == (Step.UNKNOWN, 1, watch.now)


async def test_a_clock_that_was_ahead_puts_nothing_off(store: Store, watch: Watch) -> None:
    for _ in range(3):
        await booked(store, watch, 0)
    mine = store.deliveries("a")
    ahead = watch.now + 5 * HOUR
    one, two, _ = await mine.claim(ahead, HERE, 10)
    assert await mine.begin(one, ahead)
    assert await mine.put_off(two, ahead, "it was held")
    assert await mine.rewind(watch.now) == 3
    assert await mine.rewind(watch.now) == 0
    assert [again.id for again in await store.deliveries("b").claim(watch.now, HERE, 10)] == [two.id]
    assert len(await store.deliveries("b").claim(watch.now + LEASE, HERE, 10)) == 3
