"""Reminders by commands and buttons, with a real store: shown before they are saved, changed by those who may."""

import datetime as dt
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.commands.catalogue import unwire, wire
from bot.languages import catalogue
from bot.message import ChatKey, ChatKind, Message, Place
from bot.records.load import load
from bot.reminders.book import MOST_ACTIVE, UNDO
from bot.reply import Reply
from bot.storage.store import Store
from tests.tiny import instant

GROUP = ChatKey("telegram", "-100")
MEMBER = Place(GROUP, ChatKind.GROUP, "7", topic="3")
ORGANISER = Place(GROUP, ChatKind.GROUP, "8", organiser=True, topic="3")
ALONE = Place(ChatKey("telegram", "7"), ChatKind.PRIVATE, "7")

Say = Callable[..., Awaitable[Reply]]


@pytest.fixture(scope="session")
def engine(tiny_folder: Path) -> Engine:
    return Engine(load(tiny_folder))


@pytest.fixture
def say(engine: Engine, store: Store, clock: list[dt.datetime]) -> Say:
    """Give what writes to a bot with a store and gives its reply."""
    assistant = Assistant(engine, store)

    async def say(command: str, text: str = "", place: Place = ORGANISER, language: str = "en") -> Reply:
        return await assistant.reply(Message(text, clock[0], language, "talk", command=command, place=place))

    return say


async def press(say: Say, reply: Reply, command: str, place: Place = ORGANISER) -> Reply:
    """Press the first button that gives a command, over the wire as platforms carry it."""
    action = next(action for action in reply.actions if action.command == command)
    name, argument = unwire(wire(action))
    return await say(name, argument, place)


async def test_a_reminder_of_a_record_is_shown_and_saved_by_a_button(say: Say, store: Store) -> None:
    await say("timezone", "Asia/Kathmandu")
    shown = await say("remind", "harbour forum 2025 7d, 2h")
    assert "Tuesday 1 July 2025, 13:45 (Asia/Kathmandu)" in shown.text
    assert "Tuesday 1 July 2025, 08:00 (UTC)" in shown.text
    assert "Harbour Forum 2025" in shown.text
    assert shown.citations
    assert await store.bookings.of_chat(GROUP) == []
    saved = await press(say, shown, "confirm")
    assert "1 July 2025" in saved.text
    (reminder,) = await store.bookings.of_chat(GROUP)
    assert (reminder.booking.leads, reminder.booking.edge, reminder.booking.target.topic) == ("7d, 2h", "start", "3")
    listed = await say("reminders")
    assert "Harbour Forum 2025" in listed.text
    await press(say, listed, "pause")
    assert "paused" in (await say("reminders")).text
    await press(say, await say("reminders"), "confirm")
    undone = await press(say, await say("reminders"), "cancel")
    assert await store.bookings.of_chat(GROUP) == []
    await press(say, undone, "confirm")
    assert len(await store.bookings.of_chat(GROUP)) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("next Friday 9am Geneva time: send the statement", ("2025-06-06T09:00:00", "send the statement", None)),
        ('"Delegation call" every Monday 10:00', ("2025-06-02T10:00:00", "Delegation call", "FREQ=WEEKLY;BYDAY=MO")),
        ("2025-07-01 15:00 UTC: note: bring the maps", ("2025-07-01T15:00:00", "note: bring the maps", None)),
    ],
)
async def test_own_words_come_at_a_time(say: Say, store: Store, typed: str, kept: tuple[str, str, str | None]) -> None:
    words = kept[1]
    shown = await say("remind", typed)
    assert words in shown.text
    await press(say, shown, "confirm")
    (reminder,) = await store.bookings.of_chat(GROUP)
    assert (reminder.booking.clock, reminder.booking.text, reminder.booking.rule) == kept
    await press(say, shown, "confirm")  # pressed twice it is still one
    assert len(await store.bookings.of_chat(GROUP)) == 1
    assert words in (await say("test", str(reminder.id))).text


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "/remind"),
        ("harbour forum 2025 90d", "over"),
        ("session proposals harbour forum 7d", "over"),
        ("coast summit 2h", "count in days"),
        ("yesterday 9:00: too late", "under"),
        ("2025-01-01 9:00: too late", "over already"),
        ("tomorrow 9am EST: call", "name a city"),
        ("the price of herring 7d", "nothing"),
        ("pier workshop 2025 7d", "cancelled"),
    ],
)
async def test_what_cannot_be_reminded_of_is_refused_with_the_reason(say: Say, store: Store, typed: str, why: str) -> None:
    reply = await say("remind", typed)
    assert why in reply.text
    assert not any(action.command == "confirm" for action in reply.actions)
    assert await store.bookings.of_chat(GROUP) == []


async def test_only_organisers_book_in_a_group_and_everyone_for_themselves(say: Say, store: Store) -> None:
    for command, text in (("remind", "harbour forum 2025 7d"), ("follow", "everything"), ("confirm", "1"), ("cancel", "1")):
        assert "organisers" in (await say(command, text, MEMBER)).text
    await press(say, await say("remind", "harbour forum 2025 7d", ALONE), "confirm", ALONE)
    assert len(await store.bookings.of_chat(ALONE.chat)) == 1
    assert not (await say("reminders", place=MEMBER)).actions


@pytest.mark.parametrize(
    ("now", "leads"),
    [
        ("2025-06-01T12:00Z", ["7d", "1d"]),
        ("2025-07-07T07:00Z", ["1d"]),
        ("2025-07-08T05:00Z", ["2h"]),
        ("2025-07-08T07:00Z", []),
        ("2025-07-09T12:00Z", []),
    ],
)
async def test_below_an_answer_stands_a_button_that_reminds_while_a_reminder_can_still_come(
    engine: Engine, store: Store, clock: list[dt.datetime], now: str, leads: list[str]
) -> None:
    moment = clock[0] = instant(now)
    assistant = Assistant(engine, store)
    question = Message("When is the Harbour Forum 2025?", moment, "en", "talk", place=ORGANISER)
    answer = await assistant.reply(question)
    pressed = [unwire(wire(action)) for action in answer.actions if action.command == "remind"]
    assert pressed == ([("remind", "meeting.harbour-forum-2025")] if leads else [])
    for command, argument in pressed:
        shown = await assistant.reply(replace(question, text=argument, command=command))
        assert re.findall(r"\[(\d+[dh])\]", shown.text) == leads
        refused = await assistant.reply(replace(question, text=argument, command=command, place=MEMBER))
        assert refused.discreet
        assert not refused.actions


@pytest.mark.parametrize(
    "question", ["Harbour Union", "When is the Pier Workshop 2025?", "When was the deadline for session proposals?"]
)
async def test_of_what_is_no_date_called_off_or_over_no_button_reminds(say: Say, question: str) -> None:
    answer = await say("ask", question)
    assert answer.actions
    assert "remind" not in [action.command for action in answer.actions]


async def test_where_nothing_is_kept_no_button_reminds(engine: Engine, store: Store) -> None:
    question = Message("When is the Harbour Forum 2025?", instant(), place=ORGANISER)
    for assistant, message in ((Assistant(engine), question), (Assistant(engine, store), replace(question, place=None))):
        actions = [action.command for action in (await assistant.reply(message)).actions]
        assert "calendar" in actions
        assert "remind" not in actions


async def test_all_that_is_known_of_a_record_can_be_reminded_of(say: Say) -> None:
    shown = await press(say, await say("more", "meeting.harbour-forum-2025"), "remind")
    assert "confirm" in [action.command for action in shown.actions]


async def test_another_chat_cannot_press_its_buttons(say: Say, store: Store) -> None:
    shown = await say("remind", "harbour forum 2025 7d")
    assert "no reminder" in (await press(say, shown, "confirm", ALONE)).text
    assert await store.bookings.of_chat(ALONE.chat) == []
    for text in ("", "x", "9" * 30, "-1"):
        assert (await say("confirm", text)).text


async def test_a_reminder_can_be_given_another_time(say: Say, store: Store) -> None:
    await press(say, await say("remind", "harbour forum 2025 7d"), "confirm")
    (old,) = await store.bookings.of_chat(GROUP)
    shown = await say("move", f"{old.id} 14d, 1d")
    assert "24 June 2025" in shown.text
    await press(say, shown, "confirm")
    await say("cancel", str(old.id))
    (new,) = await store.bookings.of_chat(GROUP)
    assert new.booking.leads == "14d, 1d"


async def test_a_chat_follows_and_unfollows(say: Say, store: Store) -> None:
    followed = await say("follow", "meetings 7d, 1d")
    assert "7d, 1d" in followed.text
    assert {one.booking.record for one in await store.bookings.of_chat(GROUP)} == {
        "meeting.harbour-forum-2025",
        "meeting.coast-summit-2025",
    }
    listed = await say("reminders")
    assert "meeting (7d, 1d)" in listed.text
    await press(say, followed, "unfollow")
    assert await store.bookings.of_chat(GROUP) == []
    assert await store.following.all(GROUP) == []


async def test_a_record_can_be_followed_for_changes_alone(say: Say, store: Store) -> None:
    await say("follow", "Coast Summit 2025")
    (follow,) = await store.following.all(GROUP)
    assert (follow.matter, follow.leads) == ("meeting.coast-summit-2025", "")
    assert await store.bookings.of_chat(GROUP) == []


async def test_what_was_cancelled_can_be_taken_up_again_for_ten_minutes(say: Say, store: Store, clock: list[dt.datetime]) -> None:
    await press(say, await say("remind", "harbour forum 2025 7d"), "confirm")
    (reminder,) = await store.bookings.of_chat(GROUP)
    await say("pause", str(reminder.id))
    clock[0] += 2 * UNDO  # it counts from the cancelling, not from what was before
    cancelled = await say("cancel", str(reminder.id))
    assert "10 minutes" in cancelled.text
    assert "Nothing is set" in (await say("reminders")).text
    clock[0] += UNDO
    await press(say, cancelled, "confirm")
    assert len(await store.bookings.of_chat(GROUP)) == 1
    cancelled = await say("cancel", str(reminder.id))
    clock[0] += UNDO / 2
    assert (await say("cancel", str(reminder.id))).actions  # cancelling twice does not make the time longer
    clock[0] += UNDO / 2 + dt.timedelta(seconds=1)
    assert "cancelled more than 10 minutes ago" in (await press(say, cancelled, "confirm")).text
    assert not (await say("cancel", str(reminder.id))).actions
    assert "no reminder" in (await say("pause", str(reminder.id))).text
    assert await store.bookings.of_chat(GROUP) == []


async def test_a_chat_has_no_more_reminders_than_it_may(say: Say, store: Store) -> None:
    first, last = [await say("remind", "harbour forum 2025 7d") for _ in range(2)]
    for day in range(MOST_ACTIVE - 1):
        await press(say, await say("remind", f"tomorrow 9:00: task {day}"), "confirm")
    assert "is set" in (await press(say, first, "confirm")).text
    for refused in (await press(say, last, "confirm"), await say("remind", "harbour forum 2025 6d")):
        assert f"{MOST_ACTIVE} are the most" in refused.text
    mine = await store.bookings.of_chat(GROUP)
    assert len(mine) == MOST_ACTIVE
    await say("pause", str(mine[0].id))
    assert "is set" in (await say("confirm", str(mine[0].id))).text  # it had its place all the while


async def test_every_refusal_is_told_in_the_readers_language(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    _translate(tmp_path)
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    catalogue.catalogue.cache_clear()
    request.addfinalizer(catalogue.catalogue.cache_clear)
    typed = {
        "remind": (
            "harbour forum 2025 90d",
            "coast summit 2h",
            "pier workshop 2025 7d",
            "harbour forum 2025 400d",
            "2025-01-01 9:00: too late",
            "2099-01-01 9:00: too early",
            "tomorrow 9am EST: call",
            "tomorrow Atlantis/Harbour: call",
            "tomorrow UTC+5:45: call",
            "tomorrow midnight: call",
            "tomorrow 25:00: call",
            "tonight: call",
            "2025-02-30: call",
            "5/12/2025: call",
            "monthly on the 45th: call",
            "every 0 days: call",
            '"call" whenever',
            "tomorrow 9:00: ",
        ),
        "confirm": ("999",),
        "cancel": ("999",),
        "move": ("999 7d",),
        "follow": ("meetings 400d", "meetings 7d,6d,5d,4d,3d,2d,1d,9d,8d,10d,11d"),
        "quiet": ("late",),
    }
    for command, texts in typed.items():
        for text in texts:
            reply = await say(command, text, language="fr")
            assert reply.text.startswith("\u00ab"), (command, text, reply.text)
            assert reply.text.endswith("\u00bb"), (command, text, reply.text)
    assert "mardi 1 juillet 2025" in (await say("remind", "harbour forum 2025 7d", language="fr")).text
    assert "mercredi 1 janvier 2025" in (await say("remind", "2025-01-01 9:00: too late", language="fr")).text


def _translate(folder: Path) -> None:
    """Make a catalogue in which every sentence stands between guillemets."""
    with (catalogue.LOCALES / "wsisbot.pot").open("rb") as file:
        sentences = read_po(file, "fr")
    for message in sentences:
        if message.id:
            pair = isinstance(message.id, tuple | list)
            message.string = tuple(f"\u00ab{one}\u00bb" for one in message.id) if pair else f"\u00ab{message.id}\u00bb"
    made = folder / "fr" / "LC_MESSAGES" / "wsisbot.mo"
    made.parent.mkdir(parents=True)
    with made.open("wb") as file:
        write_mo(file, sentences)


async def test_several_records_of_a_name_are_offered_with_the_lead_times(say: Say) -> None:
    reply = await say("remind", "coast 3d")
    assert reply.actions
    assert all(unwire(wire(action))[0] in {"remind", "more", "report", "confirm", "cancel"} for action in reply.actions)


async def test_quiet_hours_are_kept(say: Say, store: Store) -> None:
    await say("quiet", "22:00-07:00")
    assert (await store.chat(GROUP)).quiet == "22:00-07:00"
    assert "22:00-07:00" in (await say("quiet", "late")).text
    await say("quiet", "off")
    assert (await store.chat(GROUP)).quiet is None
    assert "22:00" not in ((await store.chat(GROUP)).quiet or "")
    await say("quiet", "01:00-02:00", MEMBER)
    assert (await store.chat(GROUP)).quiet is None


async def test_what_is_typed_is_never_taken_for_more_than_words(say: Say, store: Store) -> None:
    for typed in (
        "\u202e tomorrow 9:00: \x00<b>@all</b>",
        "tomorrow 9:00: " + "x" * 5000,
        '"" every day',
        "7d",
        "7d, 7d, 7d",
        ": :",
        "0d",
    ):
        reply = await say("remind", typed)
        assert reply.text
    assert await store.bookings.of_chat(GROUP) == []
