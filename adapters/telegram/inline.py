"""Facts for chats in which the bot is no member: the results of an inline search, and the answer to a guest question."""

from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from adapters.telegram import texts
from adapters.telegram.limits import NO_PREVIEW
from adapters.telegram.render import render
from bot.languages.catalogue import languages
from bot.reply import Reply, plain

MOST_RESULTS = 10
"""Facts for one search: what a person looks through."""

CACHED = 300
"""Seconds for which Telegram may give the same results for the same words; a curated sentence does not change by the hour."""

SHORTEST_QUERY = 2
"""Characters from which on there is anything to look for."""

START = "inline"
"""What is sent along when somebody comes from an inline search into the private chat."""

_LONGEST_TITLE, _LONGEST_LINE = 100, 200


async def answer_search(bot: Bot, query: str, reply: Reply) -> None:
    """Give the facts that an inline query found, each to be dropped into a chat with its sources; or the way to ask in full.

    Raises:
        TelegramError: Telegram refuses them, mostly because the person has typed on meanwhile.
    """
    results = [_article(str(number), fact, fact.question) for number, fact in enumerate(reply.parts[:MOST_RESULTS])]
    button = None if results else InlineQueryResultsButton(texts.ask_privately(reply.language), start_parameter=START)
    # results hang on the person by the language alone
    await bot.answer_inline_query(query, results, cache_time=CACHED, is_personal=len(languages()) > 1, button=button)


async def answer_guest(bot: Bot, query: str, reply: Reply) -> None:
    """Answer a question from a chat in which the bot is no member: by one message, without buttons.

    Raises:
        TelegramError: Telegram refuses it.
    """
    await bot.answer_guest_query(query, _article("answer", reply, "wsisbot"))


def _article(name: str, reply: Reply, title: str) -> InlineQueryResultArticle:
    first = render(reply, buttons=False)[0]
    content = InputTextMessageContent(first.text, entities=first.entities, link_preview_options=NO_PREVIEW)
    line = plain(reply.blocks).partition("\n")[0]
    return InlineQueryResultArticle(name, _cut(title, _LONGEST_TITLE), content, description=_cut(line, _LONGEST_LINE))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
