"""Commands on what is kept, with a real store: settings of a chat, a person's own data, votes, reports, talks, questions."""

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.message import ChatKey, ChatKind, Message, Place
from bot.records.load import load
from bot.reply import Mark, Reply, Status, plain
from bot.storage.database import FILE
from bot.storage.model import ChatSettings
from bot.storage.store import Store
from tests.commands.ferries import give, marks, runs
from tests.tiny import instant

FORUM = "meeting.harbour-forum-2025"
SUMMIT = "meeting.coast-summit-2025"
PRIVATE = Place(ChatKey("telegram", "7"), ChatKind.PRIVATE, "7", organiser=True)
GROUP = ChatKey("telegram", "-100")
MEMBER = Place(GROUP, ChatKind.GROUP, "7")
ORGANISER = Place(GROUP, ChatKind.GROUP, "8", organiser=True)
NOBODY = Place(GROUP, ChatKind.GROUP, None, organiser=True)
SETTINGS = ("settings", "language", "timezone", "manner", "collect")

Say = Callable[..., Awaitable[Reply]]


@pytest.fixture(scope="session")
def engine(tiny_folder: Path) -> Engine:
    return Engine(load(tiny_folder))


@pytest.fixture
def say(engine: Engine, store: Store) -> Say:
    """Give what writes to a bot with a store and gives its reply."""
    assistant = Assistant(engine, store)

    async def say(text: str = "", command: str | None = None, place: Place | None = PRIVATE, talk: str | None = "talk") -> Reply:
        return await assistant.reply(Message(text, instant(), "en", talk, command=command, place=place))

    return say


def commands(reply: Reply) -> list[tuple[str, str]]:
    return [(action.command, action.argument) for action in reply.actions]


async def test_settings_are_shown_with_what_changes_them(say: Say) -> None:
    shown = commands(await say(command="settings"))
    assert ("manner", "short") in shown
    assert ("collect", "on") in shown
    assert ("timezone", "") in shown


@pytest.mark.parametrize(
    ("command", "argument", "kept"),
    [
        ("timezone", "Asia/Tokyo", ChatSettings(zone="Asia/Tokyo")),
        ("timezone", "asia/tokyo", ChatSettings(zone="Asia/Tokyo")),
        ("timezone", "america/new york", ChatSettings(zone="America/New_York")),
        ("timezone", "utc", ChatSettings(zone="UTC")),
        ("language", "en", ChatSettings(language="en")),
        ("language", "English", ChatSettings(language="en")),
        ("manner", "short", ChatSettings(manner="short")),
        ("collect", "on", ChatSettings(collect=True)),
    ],
)
async def test_a_setting_is_kept_and_shown_at_once(
    say: Say, store: Store, command: str, argument: str, kept: ChatSettings
) -> None:
    reply = await say(argument, command)
    assert await store.chat(PRIVATE.chat) == kept
    assert reply.text.endswith((await say(command="settings")).text)


@pytest.mark.parametrize(
    ("command", "argument"), [("timezone", "none"), ("language", "default"), ("manner", "full"), ("collect", "off")]
)
async def test_a_setting_can_be_taken_back(say: Say, store: Store, command: str, argument: str) -> None:
    for change in (("Asia/Tokyo", "timezone"), ("en", "language"), ("short", "manner"), ("on", "collect")):
        await say(*change)
    before = await store.chat(PRIVATE.chat)
    await say(argument, command)
    after = await store.chat(PRIVATE.chat)
    field = {"timezone": "zone"}.get(command, command)
    assert after == replace(before, **{field: getattr(ChatSettings(), field)})


@pytest.mark.parametrize(
    ("typed", "near"), [("Zurich", "Europe/Zurich"), ("Europe/Zuerich", "Europe/Zurich"), ("new york", "America/New_York")]
)
async def test_a_zone_by_another_name_is_offered_and_not_guessed(say: Say, store: Store, typed: str, near: str) -> None:
    reply = await say(typed, "timezone")
    assert ("timezone", near) in commands(reply)
    assert near in reply.text
    assert await store.chat(PRIVATE.chat) == ChatSettings()


@pytest.mark.parametrize("typed", ["EST", "CET", "Mars/Olympus", "\x1b[31m", "x" * 3000, "../Europe/Zurich", "%s {zone}"])
async def test_what_is_no_zone_is_refused(say: Say, store: Store, typed: str) -> None:
    await say(typed, "timezone")
    assert await store.chat(PRIVATE.chat) == ChatSettings()


@pytest.mark.parametrize(
    ("command", "argument"), [("language", "xx"), ("language", ""), ("manner", "loud"), ("collect", "perhaps")]
)
async def test_what_is_no_setting_changes_nothing(say: Say, store: Store, command: str, argument: str) -> None:
    assert (await say(argument, command)).status is Status.CHAT
    assert await store.chat(PRIVATE.chat) == ChatSettings()


@pytest.mark.parametrize("command", SETTINGS)
async def test_in_a_group_only_organisers_change_settings_and_see_buttons(say: Say, store: Store, command: str) -> None:
    argument = {"timezone": "Asia/Tokyo", "language": "en", "manner": "short", "collect": "on"}.get(command, "")
    refused = await say(argument, command, MEMBER)
    assert await store.chat(GROUP) == ChatSettings()
    assert not refused.actions
    allowed = await say(argument, command, ORGANISER)
    assert allowed.actions
    assert command == "settings" or await store.chat(GROUP) != ChatSettings()


async def test_an_anonymous_administrator_changes_settings(say: Say, store: Store) -> None:
    await say("short", "manner", NOBODY)
    assert (await store.chat(GROUP)).manner == "short"


async def test_the_chats_zone_goes_before_the_messages(say: Say) -> None:
    assert "Tokyo" not in (await say("When is the deadline for papers?")).text
    await say("Asia/Tokyo", "timezone")
    assert "Tokyo" in (await say("When is the deadline for papers?")).text
    assert "Tokyo" in (await say(command="deadlines")).text


async def test_short_answers_are_one_cited_statement_and_lead_on(say: Say) -> None:
    full = await say("When is the Coast Summit? And who chairs the Harbour Forum?")
    await say("short", "manner")
    short = await say("When is the Coast Summit? And who chairs the Harbour Forum?")
    assert len(runs(short)) < len(runs(full))
    assert all(marks(run) for run in runs(short))
    used = {span.number for run in runs(short) for span in run if isinstance(span, Mark)}
    assert used == {citation.n for citation in short.citations}
    assert plain(short.blocks[:1]) in full.text
    assert "more" in [action.command for action in short.actions]
    assert len(runs(await say(FORUM, "more"))) > len(runs(short))  # a sheet is asked for in full


async def test_unanswered_questions_are_kept_only_where_that_was_switched_on(say: Say, store: Store) -> None:
    question = "Who won the harbour regatta trophy?"
    await say(question)
    assert not await store.unanswered()
    await say("on", "collect")
    await say(question)
    await say(question, "ask")
    await say("Who chairs the Harbour Forum?")
    await say("regatta", "define")
    assert [(one.question, one.times) for one in await store.unanswered()] == [(question, 2)]


async def test_of_several_questions_the_unanswered_one_alone_is_kept(say: Say, store: Store) -> None:
    await say("on", "collect")
    await say("Who chairs the Harbour Forum? Who won the regatta trophy?")
    assert [one.question for one in await store.unanswered()] == ["Who won the regatta trophy?"]


async def test_another_process_goes_on_with_a_talk(engine: Engine, say: Say, store: Store) -> None:
    await say("When is the Coast Summit?")
    other = Assistant(engine, store)
    reply = await other.reply(Message("and who organises it?", instant(), "en", "talk", place=PRIVATE))
    assert "Coast League" in reply.text


async def test_a_talk_is_forgotten_after_half_an_hour(say: Say, clock: list[dt.datetime]) -> None:
    await say("When is the Coast Summit?")
    clock[0] += dt.timedelta(minutes=29)
    assert (await say("and who organises it?")).records[0] == SUMMIT
    clock[0] += dt.timedelta(minutes=31)
    assert (await say("and who organises it?")).status is not Status.ANSWERED


async def test_votes_count_once_a_person_and_can_be_turned_round(say: Say, store: Store) -> None:
    for command, place in (("good", PRIVATE), ("good", PRIVATE), ("bad", PRIVATE), ("good", ORGANISER)):
        assert (await say(FORUM, command, place)).discreet
    assert await store.votes() == {FORUM: (1, 1)}
    await say(FORUM, "good", NOBODY)
    assert await store.votes() == {FORUM: (1, 1)}


async def test_reports_reach_the_curators_with_what_was_written(say: Say, store: Store) -> None:
    await say(FORUM, "report")
    await say(f"{FORUM} the hall is another one", "report", MEMBER)
    await say("", "report")
    kept = [(report.text, report.records) for report in await store.reports()]
    assert sorted(kept) == [("", ()), ("", (FORUM,)), ("the hall is another one", (FORUM,))]


@pytest.mark.parametrize("command", ["good", "bad", "report"])
async def test_opinions_on_a_record_that_is_gone_are_refused(say: Say, store: Store, command: str) -> None:
    assert (await say("meeting.none", command)).status is Status.NOT_FOUND
    assert not await store.votes()
    assert not await store.reports()


async def test_own_data_come_as_a_file_for_the_asker_alone(say: Say) -> None:
    nothing = await say(command="mydata")
    assert nothing.discreet
    assert not nothing.attachments
    await say("Asia/Tokyo", "timezone")
    await say("When is the Coast Summit?")
    reply = await say(command="mydata")
    assert reply.discreet
    (file,) = reply.attachments
    assert file.media_type == "application/json"
    data = json.loads(file.content)
    assert data["chats"][0]["zone"] == "Asia/Tokyo"
    assert SUMMIT in json.dumps(data["talks"])


async def test_in_a_group_own_data_are_the_askers_and_not_the_groups(say: Say) -> None:
    await say("Asia/Tokyo", "timezone", ORGANISER)
    await say("When is the Coast Summit?", place=ORGANISER, talk="of 8")
    assert not (await say(command="mydata", place=MEMBER)).attachments


async def test_forgetting_is_asked_back_and_then_done(say: Say, store: Store) -> None:
    await say("Asia/Tokyo", "timezone")
    await say("When is the Coast Summit?")
    await say(FORUM, "good")
    asked = await say(command="forgetme")
    assert asked.discreet
    ((command, argument),) = commands(asked)
    assert (await store.chat(PRIVATE.chat)).zone == "Asia/Tokyo"
    done = await say(argument, command)
    assert done.discreet
    assert "1" in done.text
    assert await store.own_data("telegram", "7") == {}
    assert not (await say(command="mydata")).attachments


async def test_the_button_of_one_person_forgets_nobody_else(say: Say, store: Store) -> None:
    await say("When is the Coast Summit?", place=ORGANISER)
    ((command, argument),) = commands(await say(command="forgetme", place=MEMBER))
    again = await say(argument, command, ORGANISER)
    assert await store.own_data("telegram", "8")
    assert commands(again) != [(command, argument)]


async def test_a_group_keeps_its_settings_when_a_member_is_forgotten(say: Say, store: Store) -> None:
    await say("short", "manner", ORGANISER)
    await say("yes", "forgetme", ORGANISER)
    assert (await store.chat(GROUP)).manner == "short"


@pytest.mark.parametrize("command", ["mydata", "forgetme"])
async def test_who_is_not_known_has_no_data_here(say: Say, command: str) -> None:
    reply = await say("yes", command, NOBODY)
    assert reply.discreet
    assert not reply.attachments


async def test_privacy_says_what_is_kept_how_long_and_how_to_delete_it(say: Say) -> None:
    text = (await say(command="privacy")).text
    for datum in ("/mydata", "/forgetme", "30 minutes", "60 minutes", "90 days", "180 days", "365 days", "encrypted"):
        assert datum in text


@pytest.mark.parametrize("command", [*SETTINGS, "mydata", "forgetme", "report", "good", "bad", "privacy"])
def test_without_a_store_nothing_is_kept_and_that_is_said(small: Assistant, command: str) -> None:
    reply = give(small, command, FORUM)
    assert reply.status is Status.CHAT
    assert not reply.actions


@pytest.mark.parametrize("command", [*SETTINGS, "mydata", "good"])
async def test_a_message_from_nowhere_has_no_settings(say: Say, command: str) -> None:
    assert (await say(FORUM, command, None)).status is Status.CHAT


async def test_a_question_is_answered_when_the_store_fails(say: Say, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / FILE)) as database:
        for table in ("answers", "chats", "keyring", "reports", "talks", "unanswered", "votes"):
            database.execute(f"DROP TABLE {table}")
    question = "Who chairs the Harbour Forum?"
    assert "Mira Lindqvist" in (await say(question)).text
    assert question not in caplog.text
    for command in (*SETTINGS, "mydata", "forgetme", "good", "report"):
        argument = {"timezone": "Asia/Tokyo", "language": "en", "manner": "short", "collect": "on", "forgetme": "yes"}.get(
            command
        )
        failed = await say(argument or FORUM, command)
        assert failed.status is Status.CHAT
        assert not failed.actions
