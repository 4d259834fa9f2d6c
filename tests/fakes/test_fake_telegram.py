"""The fake Telegram, driven by python-telegram-bot as a real bot drives the real one."""

import asyncio
import datetime as dt
import io
import os
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import telegram as tg
from telegram import error
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, InlineQueryHandler, TypeHandler
from telegram.request import HTTPXRequest

from tests.fakes.telegram import FakeTelegram, Person, faults, limits, menu
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.methods import METHODS

Send = Callable[[tg.Bot, int], Awaitable[object]]

READY = 20
"""Seconds in which anything here has surely happened."""


@pytest.fixture(autouse=True)
def _future(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the library give durations as it will; else it warns, and warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[tg.Bot]:
    async with make_bot(telegram) as made:
        yield made


@pytest.fixture
def alice(telegram: FakeTelegram) -> Person:
    """Give a person whose private chat is open to the bot."""
    return telegram.crowd(1)[0]


def make_bot(telegram: FakeTelegram, token: str | None = None, patience: float = READY) -> tg.Bot:
    # Nothing is encrypted here, and reading the certificates takes longer than a test.
    plain, polls = (HTTPXRequest(read_timeout=patience, httpx_kwargs={"verify": False}) for _ in range(2))
    return tg.Bot(token or telegram.token, telegram.base_url, telegram.base_file_url, plain, polls)


async def echo(update: tg.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer with what was said, an edited question by editing the answer."""
    message = update.message or update.edited_message
    if message is None or not message.text:
        return
    answers = context.application.bot_data
    text = f"You said: {message.text}"
    if update.edited_message:
        await context.bot.edit_message_text(text, message.chat_id, answers[message.message_id])
        return
    thread = message.message_thread_id if message.is_topic_message else None
    markup = tg.InlineKeyboardMarkup([[tg.InlineKeyboardButton("More", callback_data="more:1")]])
    reply = tg.ReplyParameters(message.message_id)
    sent = await context.bot.send_message(
        message.chat_id, text, reply_parameters=reply, reply_markup=markup, message_thread_id=thread
    )
    answers[message.message_id] = sent.message_id


async def more(update: tg.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("Here you are")
    await query.edit_message_text(f"All of it ({query.data})")


async def offer(update: tg.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.inline_query is not None
    content = tg.InputTextMessageContent(f"About {update.inline_query.query}")
    markup = tg.InlineKeyboardMarkup([[tg.InlineKeyboardButton("More", callback_data="more:2")]])
    await update.inline_query.answer([tg.InlineQueryResultArticle("1", "A fact", content, reply_markup=markup)])


async def visit(update: tg.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.guest_message is not None:
        content = tg.InputTextMessageContent("Good day")
        await update.guest_message.answer_guest_query(tg.InlineQueryResultArticle("1", "A greeting", content))


def make_application(telegram: FakeTelegram) -> "Application[tg.Bot, ContextTypes.DEFAULT_TYPE, dict, dict, dict, None]":  # type: ignore[type-arg]
    builder = Application.builder().token(telegram.token).base_url(telegram.base_url).base_file_url(telegram.base_file_url)
    application = builder.concurrent_updates(8).connection_pool_size(8).job_queue(None).build()
    application.add_handler(CallbackQueryHandler(more))
    application.add_handler(InlineQueryHandler(offer))
    application.add_handler(TypeHandler(tg.Update, visit), group=-1)
    application.add_handler(TypeHandler(tg.Update, echo), group=1)
    return application  # type: ignore[return-value]


@asynccontextmanager
async def polling(telegram: FakeTelegram) -> AsyncIterator[None]:
    application = make_application(telegram)
    async with application:
        assert application.updater is not None
        await application.updater.start_polling(timeout=5, allowed_updates=tg.Update.ALL_TYPES)
        await application.start()
        yield
        await application.updater.stop()
        await application.stop()


# --- talking ---


async def test_a_person_talks_with_a_bot(telegram: FakeTelegram) -> None:
    alice = telegram.person("Alice", "alice", last_name="Bloggs")
    async with polling(telegram):
        asked = await alice.starts("r_programme_x")
        answer = await alice.chat.reply()
        assert answer.text == "You said: /start r_programme_x"
        assert answer.reply_to is asked
        assert answer.buttons == ["More"]

        pressed = await alice.presses(answer, "More")
        assert (await pressed.answer())["text"] == "Here you are"
        await alice.chat.edit(answer)
        assert (answer.text, answer.buttons) == ("All of it (more:1)", [])
        assert answer.versions[0].text == "You said: /start r_programme_x"

        await alice.sends(alice.chat, "what?", edit_of=asked)
        await alice.chat.edit(answer)
        assert answer.text == "You said: what?"
        await telegram.taken()
    assert not telegram.updates.pending
    assert len(telegram.posts) == 1


async def test_inline_and_guest_queries(telegram: FakeTelegram) -> None:
    alice, bob = telegram.person("Alice", "alice"), telegram.person("Bob")
    elsewhere = telegram.group("Elsewhere", alice, bob, bot=False)
    telegram.feedback = True
    async with polling(telegram):
        query = await alice.queries("the forum")
        (result,) = await query.results()
        assert result["title"] == "A fact"
        post = await alice.chooses(query, result, elsewhere)
        assert (post.text, post.sender) == ("About the forum", alice)
        await (await bob.presses(post, "More")).answer()
        await elsewhere.edit(post)
        assert post.text == "All of it (more:2)"

        guest = await bob.summons(elsewhere, "@wsis_test_bot and now?")
        greeting = await guest.answer()
        assert (greeting.text, greeting.reply_to) == ("Good day", guest.post)
        assert elsewhere.from_bot == [greeting]


async def test_many_questions_from_many_chats(telegram: FakeTelegram) -> None:
    people = telegram.crowd(40)
    for n in range(5):
        for person in people:
            await person.sends(person.chat, f"question {n}")
    async with polling(telegram):
        await telegram.until(lambda: len(telegram.posts) >= 200, READY, "200 answers")
        await telegram.taken()
    for person in people:
        asked = [post.reply_to.text for post in person.chat.from_bot if post.reply_to]
        assert sorted(asked) == [f"question {n}" for n in range(5)]
        assert len(telegram.limits.times(person.chat.id)) == 5


async def test_a_message_as_telegram_gives_it(telegram: FakeTelegram, bot: tg.Bot) -> None:
    alice = telegram.person("Alice", "alice")
    await alice.sends(alice.chat, "  /ask@wsis_test_bot 😀 @robert https://itu.int #wsis  ")
    (update,) = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.parse_entities() == {
        entity: message.parse_entity(entity) for entity in message.entities
    }  # every entity is a real one, in range
    found = [(str(entity.type), message.parse_entity(entity)) for entity in message.entities]
    assert found == [
        ("bot_command", "/ask@wsis_test_bot"),
        ("mention", "@robert"),
        ("url", "https://itu.int"),
        ("hashtag", "#wsis"),
    ]
    assert message.from_user == tg.User(alice.id, "Alice", is_bot=False)
    assert message.chat.type == "private"


# --- receiving ---


async def test_updates_stay_until_they_are_confirmed(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    for text in "abc":
        await alice.sends(alice.chat, text)
    first = await bot.get_updates(limit=2)
    assert [u.message.text for u in first if u.message] == ["a", "b"]
    assert [u.update_id for u in await bot.get_updates(limit=2)] == [u.update_id for u in first]
    (third,) = await bot.get_updates(offset=first[-1].update_id + 1)
    assert third.message
    assert third.message.text == "c"
    assert await bot.get_updates(offset=third.update_id + 1) == ()


async def test_a_second_poller_ends_the_first(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=READY))
    await telegram.until(lambda: telegram.updates.polled, READY, "the first poll")
    other = asyncio.create_task(make_other(telegram))
    with pytest.raises(error.Conflict, match="terminated by other getUpdates"):
        await waiting
    await alice.sends(alice.chat, "hello")
    assert len(await other) == 1


async def make_other(telegram: FakeTelegram) -> tuple[tg.Update, ...]:
    async with make_bot(telegram) as other:
        return await other.get_updates(timeout=READY)


async def test_only_the_kinds_of_updates_asked_for_come(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await alice.sends(alice.chat, "not wanted")
    await bot.get_updates(allowed_updates=[])
    await alice.sends(alice.chat, "wanted")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.text == "wanted"


async def test_updates_go_to_a_webhook_with_its_secret(telegram: FakeTelegram) -> None:
    alice = telegram.person("Alice")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    application = make_application(telegram)
    async with application, aiohttp.ClientSession() as session:
        assert application.updater is not None
        url = f"http://127.0.0.1:{port}/hook"
        await alice.sends(alice.chat, "before")
        await application.updater.start_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token="s3cret")
        await application.start()
        async with session.post(url, json={"update_id": 1}) as refused:
            assert refused.status == 403  # without the secret
        assert (await alice.chat.reply()).text == "You said: before"
        for n in range(5):
            await alice.sends(alice.chat, str(n))
        await alice.chat.replies(5)
        assert (await application.bot.get_webhook_info()).url == url
        with pytest.raises(error.Conflict, match="webhook is active"):
            await application.bot.get_updates()
        await application.updater.stop()
        await application.stop()
        await application.bot.delete_webhook()
        assert (await application.bot.get_webhook_info()).url == ""


async def test_a_webhook_that_fails_is_tried_again(telegram: FakeTelegram, bot: tg.Bot) -> None:
    alice = telegram.person("Alice")
    answers = [500, 200]
    got: list[str] = []

    async def take(request: aiohttp.web.BaseRequest) -> aiohttp.web.Response:
        got.append((await request.json())["message"]["text"])
        return aiohttp.web.Response(status=answers.pop(0) if answers else 200)

    runner = aiohttp.web.ServerRunner(aiohttp.web.Server(take))
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    await alice.sends(alice.chat, "one")
    await alice.sends(alice.chat, "two")
    await telegram.taken()
    assert got == ["one", "one", "two"]
    assert "500" in ((await bot.get_webhook_info()).last_error_message or "")
    await bot.delete_webhook()
    await runner.cleanup()


@pytest.mark.parametrize(("url", "secret"), [("http://example.org/", "s"), ("https://example.org/", "not allowed!")])
async def test_a_webhook_that_telegram_would_not_take(telegram: FakeTelegram, bot: tg.Bot, url: str, secret: str) -> None:
    with pytest.raises(error.BadRequest):
        await bot.set_webhook(url, secret_token=secret)
    telegram.violations.clear()


# --- what reaches the bot in a group ---


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("good morning", False),
        ("/next@wsis_test_bot", True),
        ("/next@other_bot", False),
        ("/next", False),
        ("where is it, @WSIS_test_bot?", True),
        ("mail me at a@wsis_test_bot.org", False),
    ],
)
async def test_privacy_mode(telegram: FakeTelegram, alice: Person, text: str, reaches: bool) -> None:
    group = telegram.group("Delegation", alice)
    await alice.sends(group, text)
    assert bool(telegram.updates.pending) is reaches
    telegram.bot["can_read_all_group_messages"] = True
    await alice.sends(group, text)
    assert len(telegram.updates.pending) == 1 + reaches


async def test_privacy_mode_lets_replies_and_bare_commands_pass(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    group = telegram.supergroup("Delegation", alice)
    sent = await bot.send_message(group.id, "Good day")
    post = await group.reply()
    assert post.id == sent.message_id
    await alice.sends(group, "and when?", reply_to=post)
    await alice.sends(group, "/next")
    other = telegram.person("Other", "other_bot", is_bot=True)
    await other.joins(group)
    await other.sends(group, "@wsis_test_bot I am a bot too")
    await alice.sends(group, "/next again")
    updates = await bot.get_updates()
    assert [u.message.text for u in updates if u.message] == ["and when?", "/next", None]
    reply = updates[0].message
    assert reply
    assert reply.reply_to_message
    assert (reply.message_thread_id, reply.is_topic_message) == (post.id, None)  # a thread, but no topic
    with pytest.raises(error.BadRequest, match="thread not found"):
        await bot.send_message(group.id, "there", message_thread_id=post.id)


async def test_topics(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    forum = telegram.supergroup("Delegation", alice, forum=True)
    topic = await alice.opens_topic(forum, "Financing")
    await alice.sends(forum, "@wsis_test_bot in the topic", topic=topic)
    await alice.sends(forum, "@wsis_test_bot in the general one")
    _, inside, outside = [u.message for u in await bot.get_updates()]
    assert inside
    assert outside
    assert (inside.message_thread_id, inside.is_topic_message) == (topic.id, True)
    assert inside.reply_to_message
    assert inside.reply_to_message.forum_topic_created  # what stands in a topic answers its opening
    assert outside.message_thread_id is None
    sent = await bot.send_message(forum.id, "here", message_thread_id=topic.id)
    assert sent.is_topic_message
    assert forum.from_bot[0].topic is topic
    await bot.send_chat_action(forum.id, "typing", message_thread_id=1)
    with pytest.raises(error.BadRequest, match="thread not found"):
        await bot.send_message(forum.id, "there", message_thread_id=1)


async def test_an_anonymous_administrator_writes_in_the_name_of_the_group(
    telegram: FakeTelegram, bot: tg.Bot, alice: Person
) -> None:
    bob = telegram.person("Bob")
    group = telegram.supergroup("Delegation", alice, bob)
    await alice.promotes(bob, group, anonymous=True)
    await bob.sends(group, "/settings@wsis_test_bot")
    await alice.sends(group, "/settings@wsis_test_bot", behalf=telegram.channel("News", alice))
    anonymous, channel = [u.message for u in await bot.get_updates()]
    assert anonymous
    assert anonymous.from_user
    assert (anonymous.from_user.username, anonymous.sender_chat) == ("GroupAnonymousBot", anonymous.chat)
    assert channel
    assert channel.from_user
    assert channel.sender_chat
    assert (channel.from_user.username, channel.sender_chat.type) == ("Channel_Bot", "channel")
    administrators = await bot.get_chat_administrators(group.id)
    assert {(a.user.id, a.status) for a in administrators} == {(alice.id, "creator"), (bob.id, "administrator")}
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"


async def test_a_channel(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    channel = telegram.channel("News", alice, username="news")
    await alice.sends(channel, "today")
    (update,) = await bot.get_updates()
    assert update.channel_post
    assert update.channel_post.text == "today"
    await bot.send_message("@news", "tomorrow")
    assert [post.text for post in channel.from_bot] == ["tomorrow"]


# --- coming and going ---


async def test_the_bot_is_blocked_kicked_and_taken_back(telegram: FakeTelegram, bot: tg.Bot) -> None:
    alice = telegram.person("Alice")
    with pytest.raises(error.Forbidden, match="initiate conversation"):
        await bot.send_message(alice.id, "hello")
    await alice.starts()
    await alice.blocks_bot()
    with pytest.raises(error.Forbidden, match="blocked by the user"):
        await bot.send_message(alice.id, "hello")
    await alice.unblocks_bot()
    await bot.send_message(alice.id, "hello")

    group = telegram.group("Delegation", alice, bot=False)
    with pytest.raises(error.Forbidden, match="not a member"):
        await bot.send_message(group.id, "hello")
    await alice.adds_bot(group)
    await bot.send_message(group.id, "hello")
    await alice.kicks_bot(group)
    with pytest.raises(error.Forbidden, match="kicked"):
        await bot.send_message(group.id, "hello")
    await alice.adds_bot(group)
    await bot.leave_chat(group.id)

    updates = await bot.get_updates()
    changes = [u.my_chat_member for u in updates if u.my_chat_member]
    assert [(c.chat.type, c.old_chat_member.status, c.new_chat_member.status) for c in changes] == [
        ("private", "member", "kicked"),
        ("private", "kicked", "member"),
        ("group", "left", "member"),
        ("group", "member", "kicked"),
        ("group", "kicked", "member"),
        ("group", "member", "left"),
    ]


async def test_a_group_becomes_a_supergroup(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    group = telegram.group("Delegation", alice)
    new = await alice.migrates(group)
    old_side, new_side = [u.message for u in await bot.get_updates()]
    assert old_side
    assert new_side
    assert (old_side.chat.id, old_side.migrate_to_chat_id) == (group.id, new.id)
    assert (new_side.chat.id, new_side.migrate_from_chat_id) == (new.id, group.id)
    with pytest.raises(error.ChatMigrated) as moved:
        await bot.send_message(group.id, "hello")
    assert moved.value.new_chat_id == new.id
    await bot.send_message(new.id, "hello")


# --- what is wrong with a request ---


async def entities(bot: tg.Bot, chat: int, text: str, offset: int, length: int) -> None:
    await bot.send_message(chat, text, entities=[tg.MessageEntity("bold", offset, length)])


async def button(bot: tg.Bot, chat: int, **fields: str) -> None:
    markup = tg.InlineKeyboardMarkup([[tg.InlineKeyboardButton("A button", **fields)]])  # type: ignore[arg-type]
    await bot.send_message(chat, "text", reply_markup=markup)


async def commands(bot: tg.Bot, name: str, description: str = "what it does") -> None:
    await bot.set_my_commands([tg.BotCommand(name, description)])


async def results(bot: tg.Bot, n: int) -> None:
    content = tg.InputTextMessageContent("text")
    found = [tg.InlineQueryResultArticle(str(i), "title", content) for i in range(n)]
    await bot._post("answerInlineQuery", {"inline_query_id": "1", "results": found})


WRONG: dict[str, tuple[Send, str]] = {
    "an unknown method": (lambda b, c: b.do_api_request("sendTelegram"), "not found"),
    "an unknown field": (lambda b, c: b.send_message(c, "text", api_kwargs={"colour": "red"}), "colour: unknown field"),
    "a missing field": (lambda b, c: b._post("sendMessage", {"chat_id": c}), "text: required"),
    "a wrong type": (lambda b, c: b.send_message(c, "text", message_thread_id="first"), "no Integer"),  # type: ignore[arg-type]
    "an unknown field inside": (
        lambda b, c: b.send_message(c, "text", api_kwargs={"link_preview_options": {"disabled": True}}),
        "link_preview_options.disabled: unknown field",
    ),
    "a wrong type inside": (
        lambda b, c: b.send_message(c, "text", api_kwargs={"reply_parameters": {"message_id": "7"}}),
        "reply_parameters.message_id",
    ),
    "no text": (lambda b, c: b.send_message(c, " \n "), "message text is empty"),
    "too long a text": (lambda b, c: b.send_message(c, "x" * 4097), "message is too long"),
    "too long a text in UTF-16": (lambda b, c: b.send_message(c, "😀" * 2049), "message is too long"),
    "too long a caption": (lambda b, c: b.send_document(c, io.BytesIO(b"x"), "x" * 1025), "caption is too long"),
    "an entity behind the text": (lambda b, c: entities(b, c, "text", 4, 1), "after the end of the text"),
    "an entity that overhangs": (lambda b, c: entities(b, c, "text", 2, 3), "after the end of the text"),
    "an entity in a character": (lambda b, c: entities(b, c, "😀 text", 1, 3), "middle of a UTF-16 symbol"),
    "an entity before the text": (lambda b, c: entities(b, c, "text", -1, 3), "offset -1"),
    "too many entities": (
        lambda b, c: b.send_message(c, "x" * 101, entities=[tg.MessageEntity("bold", i, 1) for i in range(101)]),
        "101 entities",
    ),
    "a link to nowhere": (
        lambda b, c: b.send_message(c, "text", entities=[tg.MessageEntity("text_link", 0, 4, url="ht tp://x")]),
        "is invalid",
    ),
    "wrong markup": (lambda b, c: b.send_message(c, "<b>text", parse_mode="HTML"), "can't parse entities"),
    "callback data of 65 bytes": (lambda b, c: button(b, c, callback_data="é" * 32 + "e"), "BUTTON_DATA_INVALID"),
    "a button that does nothing": (button, "Text buttons are unallowed"),
    "a button that does two things": (lambda b, c: button(b, c, callback_data="x", url="https://x.org"), "unallowed"),
    "a button to nowhere": (lambda b, c: button(b, c, url="/x"), "Wrong HTTP URL"),
    "a command with capitals": (lambda b, c: commands(b, "Next"), "BOT_COMMAND_INVALID"),
    "a command without description": (lambda b, c: commands(b, "next", " "), "BOT_COMMAND_DESCRIPTION_INVALID"),
    "too many inline results": (lambda b, c: results(b, 51), "RESULTS_TOO_MUCH"),
    "a long notice": (lambda b, c: b.answer_callback_query("1", "x" * 201), "MESSAGE_TOO_LONG"),
    "a long name": (lambda b, c: b.set_my_name("x" * 65), "too long"),
    "a language that is none": (lambda b, c: b.set_my_description("x", "english"), "LANGUAGE_CODE_INVALID"),
    "an action that is none": (lambda b, c: b.send_chat_action(c, "thinking"), "wrong parameter action"),
    "a scope that is none": (
        lambda b, c: b._post("setMyCommands", {"commands": [], "scope": {"type": "everywhere"}}),
        "scope",
    ),
}


@pytest.mark.usefixtures("telegram_spec")
@pytest.mark.parametrize("case", WRONG)
async def test_a_wrong_request_is_refused_and_recorded(telegram: FakeTelegram, bot: tg.Bot, alice: Person, case: str) -> None:
    send, why = WRONG[case]
    with pytest.raises(error.TelegramError):
        await send(bot, alice.id)
    (violation,) = telegram.violations
    assert why in str(violation)
    assert not telegram.posts
    telegram.violations.clear()


async def test_what_just_fits_is_taken(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    await bot.send_message(alice.id, "😀" * 2048)
    await entities(bot, alice.id, "😀 text", 0, 7)
    await button(bot, alice.id, callback_data="é" * 32)
    await bot.send_message(alice.id, "x" * 100, entities=[tg.MessageEntity("bold", i, 1) for i in range(100)])
    await commands(bot, "x" * 32, "y" * 256)
    assert len(telegram.posts) == 4
    assert telegram.posts[1].words("bold") == ["😀 text"]


async def test_every_request_that_a_bot_makes_of_us_is_understood(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    """Requests with all the fields that we use, as the library writes them, break no rule."""
    moment = tg.MessageEntity("date_time", 0, 4, unix_time=dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC), date_time_format="wDT")
    link = tg.MessageEntity("text_link", 5, 3, url="https://itu.int/")
    sent = await bot.send_message(
        alice.id,
        "noon [1] @everyone",
        entities=[moment, link],
        link_preview_options=tg.LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
        reply_parameters=tg.ReplyParameters(999, allow_sending_without_reply=True),
        reply_markup=tg.InlineKeyboardMarkup([[tg.InlineKeyboardButton("Page", url="https://itu.int/")]]),
    )
    (post,) = telegram.posts
    assert post.links == ["https://itu.int/"]
    assert post.words("mention") == ["@everyone"]  # what is live in it, the bot having marked it or not
    assert sent.reply_markup
    await sent.edit_reply_markup(None)
    assert post.buttons == []
    with pytest.raises(error.BadRequest, match="not modified"):
        await sent.edit_text("noon [1] @everyone", entities=[moment, link])
    await sent.delete()
    assert post.deleted
    document = await bot.send_document(alice.id, io.BytesIO(b"BEGIN:VCALENDAR"), caption="A date", filename="date.ics")
    file = telegram.posts[-1].document
    assert file
    assert (file.name, file.media_type, file.content) == ("date.ics", "text/calendar", b"BEGIN:VCALENDAR")
    assert document.document
    assert bytes(await (await document.document.get_file()).download_as_bytearray()) == file.content
    await bot.send_chat_action(alice.id, "typing")
    assert len(alice.chat.actions) == 1
    await bot.set_my_short_description("Answers on WSIS+20", "en")
    assert (await bot.get_my_short_description("en")).short_description == "Answers on WSIS+20"
    assert (await bot.get_chat(alice.id)).first_name == alice.first_name
    with pytest.raises(error.BadRequest, match="is too old"):
        await bot.answer_callback_query("1")


async def test_commands_by_scope_and_language(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    beatrice = telegram.person("Béatrice", language="fr")
    group = telegram.group("Delegation", alice, beatrice)
    await bot.set_my_commands([tg.BotCommand("ask", "Ask")], tg.BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([tg.BotCommand("ask", "Demander")], tg.BotCommandScopeAllPrivateChats(), "fr")
    await bot.set_my_commands([tg.BotCommand("next", "Next")], tg.BotCommandScopeDefault())
    await bot.set_my_commands([tg.BotCommand("settings", "Settings")], tg.BotCommandScopeAllChatAdministrators())

    def offered(person: Person, chat: Chat) -> list[str]:
        return [command["description"] for command in menu(person, chat)]

    assert offered(alice, alice.chat) == ["Ask"]
    assert offered(beatrice, beatrice.chat) == ["Demander"]
    assert offered(alice, group) == ["Settings"]
    assert offered(beatrice, group) == ["Next"]
    assert [c.command for c in await bot.get_my_commands(tg.BotCommandScopeAllPrivateChats(), "fr")] == ["ask"]
    await bot.delete_my_commands(tg.BotCommandScopeAllPrivateChats())
    assert offered(alice, alice.chat) == ["Next"]


async def test_the_fake_works_without_the_description(telegram: FakeTelegram, alice: Person) -> None:
    telegram.spec = None
    async with make_bot(telegram) as bot:
        await alice.sends(alice.chat, "hello")
        await bot.get_updates(allowed_updates=["message"], limit=1)
        reply = tg.ReplyParameters(alice.chat.posts[0].id)
        await bot.send_message(alice.id, "[1]", reply_parameters=reply, entities=[tg.MessageEntity("bold", 0, 3)])
        await bot.send_document(alice.id, io.BytesIO(b"x"), filename="x.ics")
        await commands(bot, "next")
        with pytest.raises(error.BadRequest, match="too long"):
            await bot.send_message(alice.id, "x" * 4097)
    telegram.violations.clear()
    assert [post.text for post in telegram.posts] == ["[1]", ""]


@pytest.mark.usefixtures("telegram_spec")
async def test_the_fake_offers_no_method_that_telegram_has_not(telegram: FakeTelegram) -> None:
    assert telegram.spec is not None
    assert all(telegram.spec.knows(method) for method in METHODS)


# --- what goes wrong ---


@pytest.mark.parametrize(
    ("fault", "raised", "delivered"),
    [
        (faults.forbidden(), error.Forbidden, 0),
        (faults.bad_request(), error.BadRequest, 0),
        (faults.too_many(7), error.RetryAfter, 0),
        (faults.bad_gateway(), error.NetworkError, 1),
        (faults.bad_gateway(delivered=False), error.NetworkError, 0),
        (faults.internal(), error.NetworkError, 0),
        (faults.dropped(), error.NetworkError, 1),
        (faults.dropped(delivered=False), error.NetworkError, 0),
        (faults.hanging(), error.TimedOut, 1),
        (faults.hanging(delivered=False), error.TimedOut, 0),
    ],
)
async def test_faults(
    telegram: FakeTelegram, alice: Person, fault: faults.Fault, raised: type[Exception], delivered: int
) -> None:
    other = telegram.crowd(1)[0]
    async with make_bot(telegram, patience=0.3) as bot:
        telegram.faults.inject(fault, chat=alice.id)
        await bot.send_message(other.id, "no harm")
        with pytest.raises(raised):
            await bot.send_message(alice.id, "once")
        assert len(alice.chat.from_bot) == delivered
        assert telegram.faults.left == 0
        await bot.send_message(alice.id, "twice")
        assert len(alice.chat.from_bot) == delivered + 1


async def test_what_was_said_is_kept_over_a_restart(telegram: FakeTelegram, alice: Person) -> None:
    async with polling(telegram):
        await alice.sends(alice.chat, "one")
        await alice.chat.replies()
        await telegram.stop()
        await alice.sends(alice.chat, "two")
        await telegram.start()
        assert (await alice.chat.reply()).text == "You said: two"
        await telegram.restart()
        await alice.sends(alice.chat, "three")
        assert (await alice.chat.reply(READY)).text == "You said: three"


@pytest.mark.parametrize("token", ["nonsense", "123:somebody-else"])
async def test_a_token_that_is_not_the_bots(telegram: FakeTelegram, token: str) -> None:
    with pytest.raises(error.InvalidToken):
        async with make_bot(telegram, token):
            pass


async def test_a_token_that_was_revoked(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    telegram.revoke()
    with pytest.raises(error.InvalidToken):
        await bot.send_message(alice.id, "hello")


# --- limits ---


class Watch:
    """A clock that a test turns."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_limits_of_a_chat_a_group_and_all(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    telegram.limits.enforced = True
    telegram.limits.now = watch = Watch()
    for _ in range(telegram.limits.burst):
        await bot.send_message(alice.id, "quick")
    with pytest.raises(error.RetryAfter) as refused:
        await bot.send_message(alice.id, "too quick")
    assert refused.value.retry_after == dt.timedelta(seconds=1)
    watch.now += 1
    await bot.send_message(alice.id, "now")
    assert telegram.limits.most(1.0, alice.id) == telegram.limits.burst

    group = telegram.group("Delegation", alice)
    for _ in range(20):
        watch.now += 1
        await bot.send_message(group.id, "steady")
    watch.now += 1
    with pytest.raises(error.RetryAfter) as refused:
        await bot.send_message(group.id, "one more")
    assert refused.value.retry_after == dt.timedelta(seconds=60 - 20)

    watch.now += 60
    crowd = telegram.crowd(31)
    for person in crowd[:30]:
        await bot.send_message(person.id, "news")
    with pytest.raises(error.RetryAfter):
        await bot.send_message(crowd[30].id, "news")
    assert telegram.limits.most(1.0) == 30
    assert len(telegram.limits.refused) == 3


@pytest.mark.parametrize(("times", "window", "count"), [([], 1, 0), ([0, 1, 2], 1, 1), ([0, 0.9, 1.8], 1, 2), ([3, 1, 2], 9, 3)])
def test_counting_in_any_window(times: list[float], window: float, count: int) -> None:
    assert limits.most(times, window) == count


# --- by hand ---


async def test_a_trial_by_hand(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    pipe = asyncio.subprocess.PIPE
    arguments = [sys.executable, "-u", "-m", "tests.fakes.telegram", "0"]
    variables = os.environ | {"PYTHONIOENCODING": "utf-8"}
    process = await asyncio.create_subprocess_exec(*arguments, cwd=root, env=variables, stdin=pipe, stdout=pipe)
    assert process.stdin
    assert process.stdout
    told = dict(word.split("=", 1) for word in (await process.stdout.readline()).decode().split() if "=" in word)
    process.stdin.write(b"hello bot\n")
    api = told["TELEGRAM_API_URL"]
    async with tg.Bot(told["TELEGRAM_TOKEN"], base_url=f"{api}/bot", base_file_url=f"{api}/file/bot") as bot:
        (update,) = await bot.get_updates(timeout=READY)
        assert update.message
        assert update.message.text == "hello bot"
        await update.message.reply_text("hello Alice")
    shown, _ = await process.communicate()
    assert "hello Alice" in shown.decode()
    assert process.returncode == 0
