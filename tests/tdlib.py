"""Telegram's own judge of texts and entities: TDLib, the library beneath its servers, asked offline."""

import html
import json
from collections.abc import Iterable, Sequence
from typing import Any

import tdjson
from telegram import MessageEntity

LIVE = frozenset({"Mention", "Hashtag", "Cashtag", "BotCommand"})
"""What a client shows as a link to somebody, to a search or to a command."""

_TYPES = {
    "bold": "Bold",
    "italic": "Italic",
    "text_link": "TextUrl",
    "date_time": "DateTime",
    "expandable_blockquote": "ExpandableBlockQuote",
}
_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "text_link": ('<a href="{url}">', "</a>"),
    "date_time": ('<tg-time unix="{unix}">', "</tg-time>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}

Covered = list[set[tuple[str, str]]]
"""For each UTF-16 unit of a text the types of the entities over it, those of dates with the instant."""


def _execute(method: str, **fields: object) -> dict[str, Any]:
    said = tdjson.td_execute(json.dumps({"@type": method, **fields}).encode())
    assert said is not None, f"{method} cannot be asked offline"
    answer: dict[str, Any] = json.loads(said)
    return answer


_execute("setLogVerbosityLevel", new_verbosity_level=0)


def cut_out(text: str, offset: int, length: int) -> str:
    """Give a part of a text by UTF-16 units."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def found(text: str) -> list[tuple[str, str]]:
    """Give what Telegram links by itself in a text: the type, and the part."""
    entities = _execute("getTextEntities", text=text)["entities"]
    return [(_type(one), cut_out(text, one["offset"], one["length"])) for one in entities]


def live(text: str) -> list[str]:
    """Give the mentions, tags and commands, and the addresses within the app, that Telegram would make of a text."""
    into_the_app = ("tg:", "ton:", "tonsite:")
    return [part for kind, part in found(text) if kind in LIVE or part.lower().startswith(into_the_app)]


def refusal(text: str, entities: Iterable[MessageEntity]) -> str | None:
    """Give why Telegram would refuse a message; None where it takes it."""
    told = [{"@type": "textEntity", "offset": one.offset, "length": one.length, "type": _as_tdlib(one)} for one in entities]
    answer = _execute("getMarkdownText", text={"@type": "formattedText", "text": text, "entities": told})
    return str(answer["message"]) if answer["@type"] == "error" else None


def read(text: str, entities: Sequence[MessageEntity]) -> tuple[str, Covered]:
    """Give what Telegram makes of a message: its text, and its entities unit by unit. By way of HTML, to be independent."""
    answer = _execute("parseTextEntities", text=_html(text, entities), parse_mode={"@type": "textParseModeHTML"})
    assert answer["@type"] == "formattedText", answer
    marks = [(one["offset"], one["length"], _type(one), str(one["type"].get("unix_time") or "")) for one in answer["entities"]]
    return answer["text"], _cover(answer["text"], marks)


def meant(text: str, entities: Sequence[MessageEntity]) -> Covered:
    """Give the entities of a message unit by unit, as `read` does."""
    return _cover(text, [(one.offset, one.length, _TYPES[one.type], _unix(one)) for one in entities])


def _cover(text: str, marks: Iterable[tuple[int, int, str, str]]) -> Covered:
    covered: Covered = [set() for _ in range(len(text.encode("utf-16-le")) // 2)]
    for offset, length, kind, detail in marks:
        for unit in range(offset, offset + length):
            covered[unit].add((kind, detail))
    return covered


def _type(entity: dict[str, Any]) -> str:
    return str(entity["type"]["@type"]).removeprefix("textEntityType")


def _unix(entity: MessageEntity) -> str:
    return str(int(entity.unix_time.timestamp())) if entity.unix_time else ""


def _as_tdlib(entity: MessageEntity) -> dict[str, object]:
    details: dict[str, object] = {"url": entity.url} if entity.url else {}
    if entity.unix_time:
        details["unix_time"] = int(entity.unix_time.timestamp())
    return {"@type": f"textEntityType{_TYPES[entity.type]}", **details}


def _html(text: str, entities: Sequence[MessageEntity]) -> str:
    """Write a message as HTML; entities are nested as their order tells, and the last that opened closes first."""
    units = text.encode("utf-16-le")
    open_: list[MessageEntity] = []
    pieces = []
    at = 0
    pending = list(entities)
    while pending or open_:
        closing = open_[-1].offset + open_[-1].length if open_ else None
        if pending and (closing is None or pending[0].offset < closing):
            place, opens = pending[0].offset, True
        else:
            place, opens = closing or 0, False
        pieces.append(html.escape(units[2 * at : 2 * place].decode("utf-16-le")))
        at = place
        one = pending.pop(0) if opens else open_.pop()
        if opens:
            open_.append(one)
        tag = _TAGS[one.type][0 if opens else 1]
        pieces.append(tag.format(url=html.escape(one.url or ""), unix=_unix(one)))
    pieces.append(html.escape(units[2 * at :].decode("utf-16-le")))
    return "".join(pieces)
