"""`wsisbot reminders`: what an operator sees of reminders and deliveries, and what `db status` and `doctor` say of them."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from bot.adapter import Target
from bot.clock import system_clock
from bot.message import ChatKey
from bot.settings import Settings
from bot.storage.booked import Booking, Planned, State, Step
from bot.storage.store import Store, open_store
from tests.conftest import Run

T = TypeVar("T")

pytestmark = pytest.mark.usefixtures("either_database")

GROUP = ChatKey("telegram", "-100200300")
TARGET = Target(GROUP, "7")


def using(act: Callable[[Store], Awaitable[T]]) -> T:
    """Do something to the store of the environment."""

    async def used() -> T:
        async with open_store(Settings.from_environment(), system_clock) as store:
            return await act(store)

    return asyncio.run(used())


def booked(*hours: float, **values: object) -> int:
    """Set a reminder that comes in so many hours from now, and give its number."""

    async def book(store: Store) -> int:
        now = system_clock()
        given: dict[str, object] = {"author": "4711", "language": "en", "text": "Bring the maps", **values}
        booking = Booking(TARGET, **given)  # type: ignore[arg-type]  # the test says what
        times = [now + dt.timedelta(hours=hour) for hour in hours]
        planned = [Planned(str(when), when, when + dt.timedelta(days=9)) for when in times]
        number = await store.bookings.book(booking, planned, now)
        assert number is not None
        return number

    return using(book)


def failing(reason: str) -> None:
    """Have everything that is due fail."""

    async def fail(store: Store) -> None:
        mine, now = store.deliveries("a"), system_clock()
        for delivery in await mine.claim(now, ["telegram"], 10):
            assert await mine.begin(delivery, now)
            assert await mine.end(delivery, Step.FAILED, now, reason=reason)

    using(fail)


def said(run: Run, *arguments: str) -> list[str]:
    done = run(*arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_all_reminders_are_listed_without_what_is_private(run: Run) -> None:
    own = booked(5)
    record = booked(2, 30, text=None, record="meeting.harbour-forum-2025", leads="7d, 2h")
    first, second, _ = said(run, "reminders", "list")
    assert first.split()[0] == str(record)
    assert "meeting.harbour-forum-2025" in first
    assert second.split()[0] == str(own)
    assert "maps" not in first + second
    assert GROUP.id not in first + second
    assert "Bring the maps" in said(run, "reminders", "list", "--private")[1]


def test_what_failed_is_listed_with_its_reason(run: Run) -> None:
    number = booked(-1)
    assert said(run, "reminders", "failed") == ["failed: 0"]
    failing("the bot was sent away")
    (line, _) = said(run, "reminders", "failed")
    assert f"reminder {number}" in line
    assert "the bot was sent away" in line


def test_an_operator_cancels_a_reminder(run: Run) -> None:
    number = booked(5)
    said(run, "reminders", "cancel", str(number))
    assert said(run, "reminders", "list") == ["reminders: 0"]
    kept = using(lambda store: store.bookings.one(number))
    assert kept is not None
    assert (kept.state, kept.next) == (State.CANCELLED, None)
    for wrong in (str(number), "99", "0", "x", "9" * 30):
        refused = run("reminders", "cancel", wrong)
        assert refused.exit_code == 2
        assert "Traceback" not in refused.stderr


def test_what_is_overdue_is_told_everywhere(run: Run) -> None:
    booked(5)
    assert run("reminders", "overdue").exit_code == 0
    assert not any("oldest due" in line for line in said(run, "db", "status"))
    booked(-3)
    late = run("reminders", "overdue")
    assert late.exit_code == 1
    assert "1 overdue" in late.stdout
    status = said(run, "db", "status")
    assert "deliveries: 2 planned" in status
    assert any(line.startswith("oldest due") and "3 h 0 min ago" in line for line in status)
    assert any(line.startswith("MEND  deliveries: 1 overdue") for line in run("doctor").stdout.splitlines())
    failing("gone")
    assert "deliveries: 1 planned, 1 failed" in said(run, "db", "status")
    assert run("reminders", "overdue").exit_code == 0


def test_without_a_database_it_is_said_how_to_make_one(run: Run) -> None:
    for command in (["list"], ["failed"], ["overdue"], ["cancel", "1"]):
        refused = run("reminders", *command)
        assert refused.exit_code == 2
        assert "wsisbot db upgrade" in refused.stderr
