"""The limits that the Bot API's pages tell in words: lengths, entities, keyboards, inline results, commands.

Sources: core.telegram.org/bots/api (field descriptions) and PLATFORMS section 1. Each breach raises a malformed request's error.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from tests.fakes.telegram.entities import Json, complaint, parsed, trimmed, units
from tests.fakes.telegram.errors import malformed

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
"""Entities that Telegram shows; it drops the others without a word."""
MOST_BUTTONS = 100
MOST_BUTTONS_IN_A_ROW = 8
LONGEST_CALLBACK_DATA = 64
"""Bytes."""
MOST_RESULTS = 50
MOST_COMMANDS = 100
LONGEST_NOTICE = 200
"""Characters of the notice that answers a pressed button."""

_KINDS = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "code",
        "pre",
        "blockquote",
        "expandable_blockquote",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
    ]
)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BUTTON_KINDS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)


def text_of(params: Mapping[str, object], name: str = "text", entities: str = "entities") -> tuple[str, list[Json]]:
    """Give the text and entities that readers get, after the parse mode and with blanks cut off.

    Raises:
        ApiError: it is empty or too long, or an entity does not fit.
    """
    text, given = _marked(params, name, entities)
    if not text:
        raise malformed("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise malformed("message is too long")
    return text, given


def caption_of(params: Mapping[str, object]) -> tuple[str, list[Json]]:
    """Give a caption and its entities; it may be empty.

    Raises:
        ApiError: it is too long, or an entity does not fit.
    """
    text, given = _marked(params, "caption", "caption_entities")
    if units(text) > LONGEST_CAPTION:
        raise malformed("message caption is too long")
    return text, given


def _marked(params: Mapping[str, object], name: str, entities: str) -> tuple[str, list[Json]]:
    text = str(params.get(name, ""))
    if mode := params.get("parse_mode"):
        try:
            return trimmed(*parsed(text, str(mode)))
        except ValueError as error:
            raise malformed(_lower(str(error))) from None
    given = params.get(entities)
    given = given if isinstance(given, list) else []
    if len(given) > MOST_ENTITIES:
        raise malformed(f"{len(given)} entities, of which only {MOST_ENTITIES} would be shown")
    for entity in given:
        _entity(entity)
    if given and (why := complaint(text, given)):
        raise malformed(_lower(why))
    return trimmed(text, given)


def _entity(entity: Json) -> None:
    kind = entity["type"]
    if kind not in _KINDS:
        raise malformed(f'can\'t parse MessageEntity: unsupported type "{kind}"')
    if entity["length"] <= 0:
        raise malformed(f"entity at offset {entity['offset']} has no length")
    needed = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}
    if kind in needed and needed[kind] not in entity:
        raise malformed(f"can't parse MessageEntity: Can't find field \"{needed[kind]}\"")


def keyboard(markup: Json | None) -> None:
    """Check the markup below a message.

    Raises:
        ApiError: a button is wrong, or there are too many.
    """
    rows = (markup or {}).get("inline_keyboard", [])
    if sum(len(row) for row in rows) > MOST_BUTTONS or any(len(row) > MOST_BUTTONS_IN_A_ROW for row in rows):
        raise malformed("reply markup is too long")
    for row in rows:
        for button in row:
            _button(button)


def _button(button: Json) -> None:
    if not button["text"].strip():
        raise malformed("can't parse inline keyboard button: Button text must be non-empty")
    if len(_BUTTON_KINDS & button.keys()) != 1:
        raise malformed("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= LONGEST_CALLBACK_DATA:
        raise malformed("BUTTON_DATA_INVALID")
    if "url" in button and not _address(button["url"]):
        raise malformed(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if button.get("style") not in (None, "danger", "success", "primary"):
        raise malformed("can't parse inline keyboard button: Invalid button style specified")


def _address(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) and parts.scheme in ("http", "https", "tg", "ton") and not re.search(r"\s", url)


def results(found: list[Json]) -> None:
    """Check the results of an inline query.

    Raises:
        ApiError: too many, two of one id, or one that cannot be sent.
    """
    if len(found) > MOST_RESULTS:
        raise malformed("RESULTS_TOO_MUCH")
    if len({result["id"] for result in found}) < len(found):
        raise malformed("RESULT_ID_DUPLICATE")
    for one in found:
        result(one)


def result(one: Json) -> None:
    """Check one inline result.

    Raises:
        ApiError: it cannot be sent.
    """
    if not 1 <= len(one["id"].encode()) <= 64:
        raise malformed("RESULT_ID_INVALID")
    if one["type"] == "article" and not one["title"].strip():
        raise malformed("ARTICLE_TITLE_EMPTY")
    if "message_text" in (content := one.get("input_message_content", {})):
        text_of(content, "message_text")
    keyboard(one.get("reply_markup"))


def start_button(button: Json | None) -> None:
    """Check the button above inline results.

    Raises:
        ApiError: it has no words, or its deep link cannot be followed.
    """
    if button is None:
        return
    if not button["text"] or len({"web_app", "start_parameter"} & button.keys()) != 1:
        raise malformed("can't parse inline query results button")
    if "start_parameter" in button and not _PAYLOAD.fullmatch(button["start_parameter"]):
        raise malformed("START_PARAM_INVALID")


def commands(listed: list[Json]) -> None:
    """Check a list of commands.

    Raises:
        ApiError: too many, or a name or description that Telegram does not take.
    """
    if len(listed) > MOST_COMMANDS:
        raise malformed("BOT_COMMANDS_TOO_MUCH")
    for command in listed:
        if not _COMMAND.fullmatch(command["command"]):
            raise malformed("BOT_COMMAND_INVALID")
        if not 1 <= units(command["description"].strip()) <= 256:
            raise malformed("BOT_COMMAND_DESCRIPTION_INVALID")


def language(code: str) -> None:
    """Check the language of commands and names: two letters or nothing.

    Raises:
        ApiError: it is something else.
    """
    if code and not re.fullmatch("[a-z]{2}", code):
        raise malformed("LANGUAGE_CODE_INVALID")


def at_most(text: str, limit: int, error: str) -> None:
    """Check a length.

    Raises:
        ApiError: the text is longer.
    """
    if units(text) > limit:
        raise malformed(error)


def _lower(text: str) -> str:
    """Begin small, as the Bot API does behind "Bad Request:"."""
    return text[:1].lower() + text[1:]
