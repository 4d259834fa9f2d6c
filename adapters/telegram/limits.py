"""What Telegram allows, each with its source: the Bot API, or where that is silent the constants of python-telegram-bot."""

from telegram import LinkPreviewOptions
from telegram.constants import (
    BotCommandLimit,
    FloodLimit,
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    InlineQueryLimit,
    MessageLimit,
)

MOST_UNITS = int(MessageLimit.MAX_TEXT_LENGTH)
"""UTF-16 units of a message's text (sendMessage: 1-4096 characters after entities parsing)."""

MOST_ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)
"""Entities of a message that are shown; further ones are ignored (undocumented; python-telegram-bot)."""

MOST_CALLBACK_BYTES = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
"""Bytes of what a button carries (InlineKeyboardButton)."""

MOST_BUTTONS = int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER)
"""Buttons below a message (undocumented; python-telegram-bot)."""

MOST_IN_A_ROW = int(InlineKeyboardMarkupLimit.BUTTONS_PER_ROW)
"""Buttons side by side (undocumented; python-telegram-bot)."""

MOST_DEEP_LINK = int(MessageLimit.DEEP_LINK_LENGTH)
"""Characters behind ``?start=`` (core.telegram.org/bots/features, deep linking)."""

MOST_COMMANDS = int(BotCommandLimit.MAX_COMMAND_NUMBER)
"""Commands of one scope (setMyCommands)."""

MOST_COMMAND_NAME = int(BotCommandLimit.MAX_COMMAND)
"""Characters of a command's name (BotCommand)."""

MOST_COMMAND_DESCRIPTION = int(BotCommandLimit.MAX_DESCRIPTION)
"""Characters of a command's description (BotCommand)."""

MOST_INLINE_QUERY = int(InlineQueryLimit.MAX_QUERY_LENGTH)
"""Characters of an inline query (InlineQuery)."""

MOST_INLINE_RESULTS = int(InlineQueryLimit.RESULTS)
"""Results of an inline query (answerInlineQuery)."""

MOST_URL = 2048
"""Characters of an address that is made a link. Telegram names no limit for entities; browsers and its buttons agree on this."""

PER_SECOND_A_CHAT = int(FloodLimit.MESSAGES_PER_SECOND_PER_CHAT)
"""Messages a second in one chat, private ones too (core.telegram.org/bots/faq: my bot is hitting limits)."""

PER_MINUTE_A_GROUP = int(FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP)
"""Messages a minute in one group (the same page)."""

PER_SECOND = int(FloodLimit.MESSAGES_PER_SECOND)
"""Messages a second in all chats together (the same page)."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
"""Answers cite up to a dozen addresses: a preview of the first would hide the answer behind somebody's picture."""
