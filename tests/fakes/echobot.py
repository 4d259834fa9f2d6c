"""A small bot on python-telegram-bot, by which the fake Telegram is shown to behave."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import telegram as tg
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, InlineQueryHandler, TypeHandler
from telegram.request import HTTPXRequest

from tests.fakes.telegram import FakeTelegram

READY = 20
"""Seconds in which anything here has surely happened."""


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
