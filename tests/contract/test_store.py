"""What every store promises, on SQLite and on PostgreSQL alike."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.adapter import Identity, Target
from bot.message import ChatKey, ChatKind, Place
from bot.storage.booked import Booking, Follow, Planned
from bot.storage.model import ChatSettings, Context, ServerEvent
from bot.storage.store import Store, open_store
from bot.storage.tables import metadata
from tests import tiny
from tests.databases import Watch, naming

GROUP = ChatKey("telegram", "-100200300")
PRIVATE = ChatKey("telegram", "4711000815")
ANNA = Place(GROUP, ChatKind.GROUP, "4711000815")
BELA = Place(GROUP, ChatKind.GROUP, "4712")
ALONE = Place(PRIVATE, ChatKind.PRIVATE, "4711000815")
NOBODY = Place(GROUP, ChatKind.GROUP, None, organiser=True)
ABOUT = Context(("meeting.harbour-forum-2025",), ("where", "when"))
OTHER = Context(("deadline.coast-papers-2025",), ())


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def store(database_url: str, watch: Watch) -> AsyncIterator[Store]:
    async with open_store(naming(database_url), watch) as opened:
        yield opened


@pytest.fixture
async def second(store: Store, database_url: str, watch: Watch) -> AsyncIterator[Store]:
    """Give another process's store on the same database."""
    async with open_store(naming(database_url), watch) as opened:
        yield opened


async def rows(store: Store) -> dict[str, int]:
    """Count the rows of each table that has any, but for the keyring."""
    await store.settle()
    async with store._database.reading() as connection:
        counts = {
            table.name: await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
            if table.name != "keyring"
        }
    return {name: count for name, count in counts.items() if count}


# --- Chats ---


async def test_a_chat_of_which_nothing_is_kept_has_the_defaults(store: Store) -> None:
    assert await store.chat(GROUP) == ChatSettings(None, None, "full", collect=False, open=True, reason=None)
    await store.reopen_chat(GROUP)
    await store.move_chat(GROUP, PRIVATE)
    assert await rows(store) == {}


async def test_what_a_chat_chooses_is_kept(store: Store, second: Store) -> None:
    first = await store.change_chat(GROUP, ChatKind.GROUP, zone="Europe/Zurich", manner="short")
    assert first == ChatSettings(zone="Europe/Zurich", manner="short")
    both = await second.change_chat(GROUP, ChatKind.GROUP, language="en", collect=True)
    assert both == ChatSettings("en", "Europe/Zurich", "short", collect=True)
    assert await store.chat(GROUP) == both
    assert await store.change_chat(GROUP, ChatKind.GROUP, zone=None) == ChatSettings("en", None, "short", collect=True)
    assert await store.chat(ChatKey("discord", GROUP.id)) == ChatSettings()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("zone", "Mars/Olympus", "Mars/Olympus"),
        ("language", "klingon", "klingon"),
        ("manner", "loud", "loud"),
        ("open", False, "open"),
        ("platform", "discord", "platform"),
    ],
)
async def test_a_choice_that_there_is_not_is_refused(store: Store, name: str, value: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        await store.change_chat(GROUP, ChatKind.GROUP, **{name: value})  # type: ignore[arg-type]  # wrong is what is wanted
    assert await rows(store) == {}


async def test_a_chat_takes_its_settings_along_when_it_moves(store: Store) -> None:
    new = ChatKey("telegram", "-100999")
    await store.change_chat(GROUP, ChatKind.GROUP, zone="Asia/Tokyo")
    await store.change_chat(new, ChatKind.GROUP, zone="Asia/Kathmandu")
    for _ in range(2):  # Telegram tells it in both chats
        await store.move_chat(GROUP, new)
        assert await store.chat(new) == ChatSettings(zone="Asia/Tokyo")
        assert await store.chat(GROUP) == ChatSettings()
    assert await store.own_data("telegram", new.id) == await store.own_data("telegram", new.id) != {}
    assert (await store.own_data("telegram", new.id))["chats"][0]["number"] == new.id


async def test_old_message_numbers_mean_nothing_in_a_chat_that_moved(store: Store) -> None:
    new = ChatKey("telegram", "-100999")
    await store.keep_answer(GROUP, ["5"], "a", "4")
    await store.move_chat(GROUP, new)
    assert await store.answer_to(new, "4") == ()
    assert await store.conversation_of(new, "5") is None


async def test_a_chat_can_be_closed_and_opened_again(store: Store) -> None:
    await store.change_chat(GROUP, ChatKind.GROUP, manner="short")
    await store.close_chat(GROUP, "kicked")
    assert await store.chat(GROUP) == ChatSettings(manner="short", open=False, reason="kicked")
    await store.reopen_chat(GROUP)
    assert await store.chat(GROUP) == ChatSettings(manner="short")
    await store.close_chat(PRIVATE, "blocked")
    assert not (await store.chat(PRIVATE)).open


# --- Talks ---


async def test_any_process_can_take_up_a_talk(store: Store, second: Store) -> None:
    assert await store.talk("telegram:1") is None
    await store.keep_talk("telegram:1", ABOUT, ANNA)
    await store.settle()
    assert await second.talk("telegram:1") == ABOUT
    await second.keep_talk("telegram:1", OTHER, ANNA)
    await second.settle()
    assert await store.talk("telegram:1") == OTHER
    assert await store.talk("telegram:2") is None


async def test_what_a_talk_is_about_reaches_other_processes_by_itself(store: Store, second: Store) -> None:
    await store.keep_talk("t", ABOUT, ANNA)
    assert await store.chat_and_talk(GROUP, "t") == (ChatSettings(), ABOUT)
    await store.keep_talk("t", OTHER, ANNA)
    for _ in range(1000):
        if await second.talk("t") == OTHER:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the other process has not seen it")


async def test_what_a_talk_is_about_is_kept_when_the_store_is_closed(store: Store, database_url: str, watch: Watch) -> None:
    async with open_store(naming(database_url), watch) as other:
        await other.keep_talk("t", ABOUT, ANNA)
    assert await store.talk("t") == ABOUT


async def test_a_talk_lives_half_an_hour_from_its_last_turn(store: Store, watch: Watch) -> None:
    await store.keep_talk("t", ABOUT, ANNA)
    watch.forward(minutes=29)
    await store.keep_talk("t", ABOUT, ANNA)
    watch.forward(minutes=29.9)
    assert await store.talk("t") == ABOUT
    watch.forward(minutes=0.1)
    assert await store.talk("t") is None


async def test_a_talk_may_be_nobodys(store: Store) -> None:
    await store.keep_talk("a", ABOUT)
    await store.keep_talk("b", ABOUT, NOBODY)
    assert (await store.talk("a"), await store.talk("b")) == (ABOUT, ABOUT)


async def test_a_reply_to_an_answer_joins_its_talk(store: Store, second: Store, watch: Watch) -> None:
    await store.keep_talk("telegram:anna", ABOUT, ANNA)
    await store.keep_answer(GROUP, ["8", "9"], "telegram:anna", "7", person="4711000815")
    await store.settle()
    joined = await second.conversation_of(GROUP, "9")
    assert joined is not None
    assert await second.talk(joined) == ABOUT
    await second.keep_talk(joined, OTHER, BELA)
    await second.settle()
    assert await store.talk("telegram:anna") == OTHER
    await second.keep_answer(GROUP, ["12"], joined, "11", person="4712")
    await second.settle()
    assert await store.conversation_of(GROUP, "12") == joined
    assert await store.conversation_of(PRIVATE, "9") is None
    assert await store.conversation_of(GROUP, "7") is None
    watch.forward(minutes=30)
    assert await store.conversation_of(GROUP, "9") is None


async def test_an_edited_question_finds_its_answer_for_a_quarter_of_an_hour(store: Store, second: Store, watch: Watch) -> None:
    ids = tuple(str(number) for number in range(20, 8, -1))
    await store.keep_answer(GROUP, ids, "t", "7")
    await store.settle()
    assert await second.answer_to(GROUP, "7") == ids
    assert await store.answer_to(PRIVATE, "7") == await store.answer_to(GROUP, "8") == ()
    watch.forward(minutes=14.9)
    assert await store.answer_to(GROUP, "7") == ids
    watch.forward(minutes=0.1)
    assert await store.answer_to(GROUP, "7") == ()


async def test_an_answer_kept_anew_takes_the_place_of_the_one_before(store: Store) -> None:
    await store.keep_answer(GROUP, ["8", "9", "10"], "t", "7")
    await store.keep_answer(GROUP, ["8"], "t", "7")
    assert await store.answer_to(GROUP, "7") == ("8",)
    assert await store.conversation_of(GROUP, "9") is None
    await store.keep_answer(GROUP, ["20"], None, None)
    await store.keep_answer(GROUP, ["20"], "t", None)  # told twice
    assert await store.conversation_of(GROUP, "20") == await store.conversation_of(GROUP, "8")


# --- What people tell about answers ---


async def test_a_person_has_one_vote_an_answer(store: Store, second: Store) -> None:
    records = ["term.quay", "term.pier"]
    for one in (store, second, store):
        assert await one.vote(ANNA, "a", good=True, records=records)
    assert await store.vote(BELA, "a", good=True, records=records)
    assert await store.vote(ANNA, "b", good=False, records=["term.pier"])
    assert await store.votes() == {"term.pier": (2, 1), "term.quay": (2, 0)}
    await second.vote(ANNA, "a", good=False, records=records)
    assert await store.votes() == {"term.pier": (1, 2), "term.quay": (1, 1)}


async def test_nobody_has_no_vote(store: Store) -> None:
    assert not await store.vote(NOBODY, "a", good=True, records=["term.quay"])
    assert await store.votes() == {}


async def test_from_the_next_month_on_nobody_can_tell_who_voted(store: Store, watch: Watch) -> None:
    await store.vote(ANNA, "a", good=True, records=["term.quay"])
    assert "votes" in await store.own_data("telegram", "4711000815")
    watch.forward(days=30)
    assert await store.own_data("telegram", "4711000815") == {}
    assert await store.forget("telegram", "4711000815") == {}
    async with store._database.reading() as connection:
        assert (await connection.execute(sa.text("SELECT voter, answer FROM votes"))).all() == [(None, None)]
    watch.forward(days=-30)  # a clock that steps back brings nothing back
    assert await store.own_data("telegram", "4711000815") == {}
    assert await store.votes() == {"term.quay": (1, 0)}


async def test_a_report_is_kept_without_who_and_where(store: Store, watch: Watch) -> None:
    await store.report("The hall is wrong", ["meeting.harbour-forum-2025"])
    watch.forward(minutes=1)
    await store.report("x" * 5000, [])
    long, short = await store.reports()
    assert len(long.text) == 2000
    assert (short.text, short.records) == ("The hall is wrong", ("meeting.harbour-forum-2025",))
    assert short.at == watch.now - dt.timedelta(minutes=1)
    assert short.at.tzinfo is not None


async def test_unanswered_questions_are_kept_where_the_chat_lets_them_be(store: Store, second: Store) -> None:
    question = "Who owns the moon?"
    assert not await store.keep_unanswered(GROUP, "en", question)
    await store.change_chat(GROUP, ChatKind.GROUP, collect=False)
    assert not await store.keep_unanswered(GROUP, "en", question)
    assert await store.unanswered() == []
    await second.change_chat(GROUP, ChatKind.GROUP, collect=True)
    assert await store.keep_unanswered(GROUP, "en", "Is it far?")
    for one in (store, second):
        assert await one.keep_unanswered(GROUP, "en", question)
    assert [(kept.question, kept.times) for kept in await store.unanswered()] == [(question, 2), ("Is it far?", 1)]


# --- People's own data ---


async def fill(store: Store, platform: str = "telegram", person: str = "4711000815") -> None:
    """Have one person leave something in every table where a person can."""
    private = Place(ChatKey(platform, person), ChatKind.PRIVATE, person)
    group = Place(ChatKey(platform, "-100200300"), ChatKind.GROUP, person)
    await store.change_chat(private.chat, ChatKind.PRIVATE, zone="Asia/Tokyo")
    for place in (private, group):
        name = f"{platform}:{place.chat.id}:{person}"
        await store.keep_talk(name, ABOUT, place)
        await store.keep_answer(place.chat, [f"{person}1", f"{person}2"], name, f"{person}0", person=person)
        await store.vote(place, name, good=True, records=["term.quay"])
    now = tiny.instant()
    alone = Target(private.chat)
    await store.bookings.book(Booking(alone, person, "en", text="Bring the maps"), [Planned("@", now, now)], now)
    await store.following.add(Follow(alone, person, "en", "everything", "7d"), now)


def having(rule: str) -> set[str]:
    """Give the names of the tables with a column that has such a rule."""
    return {table.name for table in metadata.sorted_tables if any(column.info.get(rule) for column in table.columns)}


async def test_people_see_all_that_is_kept_of_them(store: Store) -> None:
    assert await store.own_data("telegram", "4711000815") == {}
    await fill(store)
    before = await store.own_data("telegram", "4711000815")
    await fill(store, person="4712")
    await fill(store, platform="discord")
    data = await store.own_data("telegram", "4711000815")
    assert data == before
    assert data.keys() == having("forget") | {"deliveries"}
    assert [row["text"] for row in data["reminders"]] == ["Bring the maps"]
    assert [row["matter"] for row in data["follows"]] == ["everything"]
    assert [(row["act"], row["author"]) for row in data["audit"]] == [("active", "4711000815")]
    assert [row["state"] for row in data["deliveries"]] == ["planned"]
    assert data["chats"] == [
        {
            "platform": "telegram",
            "number": "4711000815",
            "kind": "private",
            "zone": "Asia/Tokyo",
            "manner": "full",
            "collect": False,
            "discreet": False,
            "changed": "2025-06-01T12:00:00+00:00",
        }
    ]
    about = {"records": list(ABOUT.records), "asked": list(ABOUT.asked), "told": [], "besides": []}
    assert [talk["context"] for talk in data["talks"]] == [about] * 2
    assert sorted(answer["number"] for answer in data["answers"]) == ["47110008151", "47110008151", "47110008152", "47110008152"]


async def test_what_is_forgotten_is_gone_and_nothing_else(store: Store, second: Store) -> None:
    await fill(store, person="4712")
    others, without = await store.own_data("telegram", "4712"), await rows(store)
    await fill(store)
    await store.settle()
    counts = {"chats": 1, "talks": 2, "answers": 4, "votes": 2, "reminders": 1, "follows": 1, "audit": 1}
    assert await second.forget("telegram", "4711000815") == counts
    assert await store.own_data("telegram", "4711000815") == {}
    assert await rows(store) == without
    assert await store.own_data("telegram", "4712") == others
    assert await store.chat(PRIVATE) == ChatSettings()
    assert await store.talk("telegram:-100200300:4711000815") is None
    assert await store.forget("telegram", "4711000815") == {}


# --- The bot itself ---


async def test_the_bot_knows_its_names(store: Store, second: Store) -> None:
    assert await store.identity("telegram") is None
    await store.keep_identity(Identity("telegram", "1", "old_bot"))
    await store.keep_identity(Identity("telegram", "1", "wsis_bot"))
    await store.keep_identity(Identity("discord", "2", "wsis"))
    assert await second.identity("telegram") == Identity("telegram", "1", "wsis_bot")
    assert await second.identity("discord") == Identity("discord", "2", "wsis")


async def test_tidying_deletes_what_has_outlived_its_life(store: Store, watch: Watch) -> None:
    await store.change_chat(GROUP, ChatKind.GROUP, collect=True)
    await store.close_chat(PRIVATE, "blocked")
    await store.keep_unanswered(GROUP, "en", "Who owns the moon?")
    await store.report("wrong", [])
    await store.keep_talk("t", ABOUT, ANNA)
    await store.keep_answer(GROUP, ["8", "9"], "t", "7")
    watch.forward(minutes=29)
    assert await store.tidy() == {}
    watch.forward(minutes=1)
    assert await store.tidy() == {"talks": 1, "answers": 2}
    watch.forward(days=31)
    assert await store.tidy() == {"chats": 1}
    watch.forward(days=180)
    assert await store.tidy() == {"reports": 1, "unanswered": 1}
    assert await rows(store) == {"chats": 1}


async def test_reports_cannot_fill_the_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.feedback.MOST", 3)
    for number in range(5):
        await store.report(str(number), [])
    assert await store.tidy() == {"reports": 2}
    assert [report.text for report in await store.reports()] == ["4", "3", "2"]


# --- Several at once ---


async def test_changes_from_two_processes_are_all_kept(store: Store, second: Store) -> None:
    places = [Place(GROUP, ChatKind.GROUP, str(number)) for number in range(20)]
    await store.change_chat(GROUP, ChatKind.GROUP, collect=True)
    async with asyncio.TaskGroup() as tasks:
        for number, place in enumerate(places):
            one, other = (store, second) if number % 2 else (second, store)
            tasks.create_task(one.keep_unanswered(GROUP, "en", "Who owns the moon?"))
            tasks.create_task(one.vote(place, "a", good=True, records=["term.quay"]))
            tasks.create_task(other.vote(place, "a", good=True, records=["term.quay"]))
            tasks.create_task(other.keep_talk(f"talk {number % 3}", ABOUT, place))
            tasks.create_task(one.keep_answer(GROUP, ["8", "9"], "t", "7"))
            tasks.create_task(one.change_chat(GROUP, ChatKind.GROUP, zone="Asia/Tokyo"))
            tasks.create_task(other.change_chat(GROUP, ChatKind.GROUP, manner="short"))
    assert (await store.unanswered())[0].times == len(places)
    assert await store.votes() == {"term.quay": (len(places), 0)}
    assert await store.chat(GROUP) == ChatSettings(zone="Asia/Tokyo", manner="short", collect=True)
    await store.settle()
    assert await second.answer_to(GROUP, "7") == ("8", "9")
    assert await rows(store) == {"chats": 1, "votes": len(places), "unanswered": 1, "talks": 3, "answers": 2}


async def test_many_can_read_and_write_at_once(store: Store) -> None:
    people = [str(number) for number in range(25)]
    async with asyncio.TaskGroup() as tasks:
        for person in people:
            tasks.create_task(fill(store, person=person))
    assert (await rows(store))["votes"] == 2 * len(people)


async def test_what_is_broken_off_leaves_nothing_and_blocks_nobody(store: Store, second: Store) -> None:
    for steps in range(12):
        task = asyncio.create_task(store.change_chat(GROUP, ChatKind.GROUP, zone="Asia/Tokyo", manner="short"))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        assert await second.chat(GROUP) in {ChatSettings(), ChatSettings(zone="Asia/Tokyo", manner="short")}
    await second.change_chat(GROUP, ChatKind.GROUP, manner="full")
    await store.change_chat(GROUP, ChatKind.GROUP, zone=None)
    assert await store.chat(GROUP) == ChatSettings()


async def test_what_a_server_chooses_is_kept_sealed(store: Store) -> None:
    server = ChatKey("discord", "77")
    chosen = {"discreet": True, "channels": ("5", "6"), "announcements": "5"}
    kept = await store.change_chat(server, ChatKind.GROUP, **chosen)  # type: ignore[arg-type]  # a dict of all kinds
    assert (kept.discreet, kept.channels, kept.announcements) == (True, ("5", "6"), "5")
    assert await store.chat(server) == kept
    back = await store.change_chat(server, ChatKind.GROUP, channels=(), announcements=None)
    assert (back.discreet, back.channels, back.announcements) == (True, (), None)


async def test_events_of_servers_are_found_by_their_records_until_the_bot_is_sent_away(store: Store) -> None:
    one, other = ChatKey("discord", "77"), ChatKey("discord", "78")
    made = [ServerEvent(one, "meeting.quay", "31", "July"), ServerEvent(other, "meeting.quay", "32", "July")]
    for event in [*made, ServerEvent(one, "meeting.pier", "33", "May")]:
        await store.events.keep(event, tiny.instant())
    assert await store.events.all("discord", ["meeting.quay"]) == made
    await store.events.keep(ServerEvent(one, "meeting.quay", "34", "June"), tiny.instant())
    assert await store.events.find(one, "meeting.quay") == ServerEvent(one, "meeting.quay", "34", "June")
    await store.close_chat(other, "kicked")
    await store.events.forget(ServerEvent(one, "meeting.pier", "33", "May"))
    assert [event.number for event in await store.events.all("discord")] == ["34"]
    assert await store.events.find(other, "meeting.quay") is None
