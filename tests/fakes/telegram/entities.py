"""What Telegram marks in a text, and what it refuses: asked of TDLib, the library its own Bot API server is built on."""

import json
from typing import Any

import tdjson

Json = dict[str, Any]
"""An object as it goes over the wire."""

_NAMES = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "Url": "url",
    "EmailAddress": "email",
    "PhoneNumber": "phone_number",
}
"""TDLib's name of an entity -> the Bot API's."""

_OURS = {name: td for td, name in _NAMES.items() if td != "PreCode"}

_EXCLUSIVE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
"""Entities that a bot gave and inside which Telegram finds nothing by itself."""


def units(text: str) -> int:
    """Count UTF-16 units, in which Telegram measures."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def part(text: str, entity: Json) -> str:
    """Give the words that an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le", "replace")


def found(text: str) -> list[Json]:
    """Give what Telegram marks by itself: commands, mentions, addresses, hashtags."""
    return [_ours(entity) for entity in _td("getTextEntities", text=text)["entities"]]


def shown(text: str, given: list[Json]) -> list[Json]:
    """Give the entities that readers see: those that the bot gave, and those that Telegram marks beside them."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _EXCLUSIVE]
    more = [e for e in found(text) if not any(start < e["offset"] + e["length"] and e["offset"] < end for start, end in taken)]
    return sorted([*given, *(e for e in more if e not in given)], key=lambda e: (e["offset"], -e["length"]))


def complaint(text: str, given: list[Json]) -> str | None:
    """Say what Telegram would refuse about entities (outside the text, inside a character, a bad address); None if nothing.

    TDLib checks the entities of a text before it looks for Markdown in it; only the check is of interest here.
    """
    formatted = {"@type": "formattedText", "text": text, "entities": [_theirs(entity) for entity in given]}
    answer = _td("parseMarkdown", text=formatted)
    return str(answer["message"]) if answer["@type"] == "error" else None


def parsed(text: str, mode: str) -> tuple[str, list[Json]]:
    """Take the markup of a parse mode out of a text.

    Raises:
        ValueError: Telegram cannot parse it; the message is Telegram's own.
    """
    modes = {"html": ("HTML", 0), "markdown": ("Markdown", 1), "markdownv2": ("Markdown", 2)}
    if mode.lower() not in modes:
        raise ValueError("unsupported parse_mode")
    name, version = modes[mode.lower()]
    kind = {"@type": f"textParseMode{name}"} | ({"version": version} if version else {})
    answer = _td("parseTextEntities", text=text, parse_mode=kind)
    if answer["@type"] == "error":
        raise ValueError(answer["message"])
    return answer["text"], [_ours(entity) for entity in answer["entities"]]


def trimmed(text: str, given: list[Json]) -> tuple[str, list[Json]]:
    """Cut blanks off both ends, as Telegram does, and move the entities along."""
    cut = units(text) - units(text.lstrip())
    text = text.strip()
    if not given:
        return text, []
    moved = []
    for entity in given:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, units(text))
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return text, moved


def _ours(entity: Json) -> Json:
    kind = entity["type"]
    ours = {"type": _NAMES[kind["@type"].removeprefix("textEntityType")], "offset": entity["offset"], "length": entity["length"]}
    return ours | {key: kind[key] for key in ("url", "language", "unix_time") if kind.get(key)}


def _theirs(entity: Json) -> Json:
    kind: Json = {"@type": f"textEntityType{_OURS[entity['type']]}"}
    kind |= {key: entity[key] for key in ("url", "unix_time") if key in entity}
    if entity["type"] == "text_mention":
        kind["user_id"] = entity["user"]["id"]
    if entity["type"] == "pre" and entity.get("language"):
        kind = {"@type": "textEntityTypePreCode", "language": entity["language"]}
    if entity["type"] == "custom_emoji":
        kind["custom_emoji_id"] = entity["custom_emoji_id"]
    return {"@type": "textEntity", "offset": entity["offset"], "length": entity["length"], "type": kind}


def _td(request: str, **fields: object) -> Json:
    answer = tdjson.td_execute(json.dumps({"@type": request, **fields}).encode())
    result: Json = json.loads(answer or b"{}")
    return result


_td("setLogVerbosityLevel", new_verbosity_level=0)
