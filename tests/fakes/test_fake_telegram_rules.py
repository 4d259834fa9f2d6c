"""The fake Telegram's rules, faults and limits, as python-telegram-bot meets them."""

import asyncio
import datetime as dt
import io
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
import telegram as tg
from telegram import error

from tests.fakes.echobot import READY, make_bot, polling
from tests.fakes.telegram import FakeTelegram, Person, faults, limits, menu
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.methods import METHODS

Send = Callable[[tg.Bot, int], Awaitable[object]]


@pytest.fixture(autouse=True)
def _future(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the library give durations as it will; else it warns, and warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


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


async def test_a_body_that_cannot_be_read(telegram: FakeTelegram) -> None:
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session:
        for body, status in [(b'{"chat_id": ', 400), (b'{"commands": []}', 200)]:
            async with session.post(f"{telegram.base_url}{telegram.token}/setMyCommands", data=body, headers=headers) as answer:
                assert answer.status == status
    assert len(telegram.violations) == 1
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
    waiting = asyncio.create_task(bot.get_updates(timeout=READY))
    await telegram.until(lambda: telegram.updates.polled, READY, "a poll")
    telegram.revoke()
    with pytest.raises(error.InvalidToken):
        await waiting
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
