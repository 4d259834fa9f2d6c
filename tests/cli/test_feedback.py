"""`wsisbot feedback`: what curators read of what people told the bot."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.clock import system_clock
from bot.message import ChatKey, ChatKind, Place
from bot.settings import Settings
from bot.storage.store import Store, open_store
from tests.conftest import Run

pytestmark = pytest.mark.usefixtures("either_database")

GROUP = ChatKey("telegram", "-100200300")


def told(*acts: Callable[[Store], Awaitable[object]]) -> None:
    """Have people tell the bot something."""

    async def act() -> None:
        async with open_store(Settings.from_environment(), system_clock) as store:
            for one in acts:
                await one(store)

    asyncio.run(act())


def said(run: Run, *arguments: str) -> list[str]:
    done = run("feedback", *arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_what_was_asked_in_vain_is_listed_the_most_asked_first(run: Run) -> None:
    told(
        lambda store: store.change_chat(GROUP, ChatKind.GROUP, collect=True),
        lambda store: store.keep_unanswered(GROUP, "en", "Who paid for the ferries?"),
        lambda store: store.keep_unanswered(GROUP, "fr", "Où manger?\x1b[2J\u202e"),
        lambda store: store.keep_unanswered(GROUP, "fr", "Où manger?\x1b[2J\u202e"),
    )
    first, second, count = said(run, "unanswered")
    assert first.startswith("2 x  fr")
    assert first.endswith("Où manger?[2J")  # nothing in it steers the terminal
    assert second.endswith("Who paid for the ferries?")
    assert count == "questions: 2"
    assert GROUP.id not in first + second


def test_what_was_reported_is_listed_with_its_records(run: Run) -> None:
    told(
        lambda store: store.report("the hall is wrong", ["meeting.harbour-forum-2025"]),
        lambda store: store.report("thanks anyway", []),
    )
    last, first, count = said(run, "reports")
    assert last.endswith("no record: thanks anyway")
    assert first.endswith("meeting.harbour-forum-2025: the hall is wrong")
    assert count == "reports: 2"


def test_votes_are_counted_by_record_the_worst_first(run: Run) -> None:
    ann, ben = (Place(GROUP, ChatKind.GROUP, person) for person in ("1", "2"))
    told(
        lambda store: store.vote(ann, "a", good=True, records=["meeting.harbour-forum-2025"]),
        lambda store: store.vote(ann, "b", good=False, records=["meeting.coast-summit-2025"]),
        lambda store: store.vote(ben, "b", good=True, records=["meeting.coast-summit-2025"]),
    )
    assert said(run, "votes") == [
        "1 good, 1 bad  meeting.coast-summit-2025",
        "1 good, 0 bad  meeting.harbour-forum-2025",
        "records: 2",
    ]


def test_nothing_told_is_said_so(run: Run) -> None:
    told()
    assert [said(run, what) for what in ("unanswered", "reports", "votes")] == [["questions: 0"], ["reports: 0"], ["records: 0"]]


def test_without_a_database_the_way_to_make_one_is_told(run: Run) -> None:
    refused = run("feedback", "reports")
    assert refused.exit_code == 2
    assert "wsisbot db upgrade" in refused.stderr
