"""What Discord refuses although its description does not say so, or says it only in words: limits of messages and forms."""

import re
from collections.abc import Iterable, Iterator, Mapping

from tests.fakes.discord import components as parts
from tests.fakes.discord.errors import Json, Problem
from tests.fakes.discord.messages import COMPONENTS_V2, EPHEMERAL, SILENT, SUPPRESS_EMBEDS

CONTENT, NONCE = 2000, 25
EMBEDS_TOGETHER = 6000
EMBED = {"title": 256, "description": 4096}
FIELD = {"name": 256, "value": 1024}
FOOTER, AUTHOR, MOST_FIELDS = 2048, 256, 25
COMPONENTS, ROWS, IN_ROW, CUSTOM_ID = 40, 5, 5, 100
LABEL, PLACEHOLDER, OPTIONS, OPTION = 80, 150, 25, 100
CHOICES, CHOICE = 25, 100
FORM_TITLE, FORM_PARTS, FORM_LABEL = 45, 5, 45
STYLES = range(1, 7)
"""Limits of messages, embeds, components, suggestions and forms (reference: Message, Component Reference, Interactions)."""

SENDABLE = SUPPRESS_EMBEDS | SILENT | COMPONENTS_V2
"""Flags that a message may be sent with; answers to interactions may be ephemeral as well."""

_ADDRESS = re.compile(r"(?:https?|discord|attachment)://\S+")

Place = tuple[str | int, ...]


def length(text: str) -> int:
    """Count as strictly as any reading of Discord's limits may be: in UTF-16 units, in which its own apps count."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def too_long(at: Place, text: object, most: int, *, least: int = 0) -> Iterator[Problem]:
    """Refuse a text outside its limits."""
    if text is None:
        return
    if not isinstance(text, str):
        yield Problem(at, "BASE_TYPE_BAD_TYPE", "must be a text")
    elif length(text) > most:
        yield Problem(at, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length, not {length(text)}.")
    elif length(text.strip()) < least:
        yield Problem(at, "BASE_TYPE_REQUIRED", "This field is required")


def message(body: Json, *, ephemeral: bool, uploads: Iterable[int] = ()) -> Iterator[Problem]:
    """Refuse what no message may be.

    Args:
        body: The request's body.
        ephemeral: Whether it may be for its reader alone.
        uploads: The numbers of the files that come with it.
    """
    yield from too_long(("content",), body.get("content"), CONTENT)
    yield from too_long(("nonce",), str(body["nonce"]) if body.get("nonce") is not None else None, NONCE)
    flags = body.get("flags") or 0
    if flags & ~(SENDABLE | (EPHEMERAL if ephemeral else 0)):
        yield Problem(("flags",), "MESSAGE_FLAGS_INVALID", f"{flags} has flags that cannot be set here")
    if flags & COMPONENTS_V2 and (body.get("content") or body.get("embeds")):
        yield Problem(("content",), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "no content beside these components")
    yield from _embeds(body.get("embeds") or [])
    yield from _components(body.get("components") or [], rows_only=not flags & COMPONENTS_V2)
    yield from _mentions(body.get("allowed_mentions") or {})
    yield from _files(body.get("attachments") or [], set(uploads))


def _embeds(embeds: list[Json]) -> Iterator[Problem]:
    together = 0
    for index, embed in enumerate(embeds):
        at: Place = ("embeds", index)
        for key, most in EMBED.items():
            yield from too_long((*at, key), embed.get(key), most)
        fields = embed.get("fields") or []
        if len(fields) > MOST_FIELDS:
            yield Problem((*at, "fields"), "BASE_TYPE_BAD_LENGTH", f"Must be {MOST_FIELDS} or fewer in length.")
        for number, field in enumerate(fields):
            for key, most in FIELD.items():
                yield from too_long((*at, "fields", number, key), field.get(key), most, least=1)
        footer, author = embed.get("footer") or {}, embed.get("author") or {}
        yield from too_long((*at, "footer", "text"), footer.get("text"), FOOTER)
        yield from too_long((*at, "author", "name"), author.get("name"), AUTHOR)
        for place, holder in ((at, embed), ((*at, "author"), author)):
            if holder.get("url") is not None and not _ADDRESS.fullmatch(str(holder["url"])):
                yield Problem((*place, "url"), "URL_TYPE_INVALID_URL", "Not a well formed URL.")
        texts = [embed.get("title"), embed.get("description"), footer.get("text"), author.get("name")]
        texts += [field.get(key) for field in fields for key in FIELD]
        together += sum(length(text) for text in texts if isinstance(text, str))
    if together > EMBEDS_TOGETHER:
        yield Problem(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBEDS_TOGETHER}: {together}")


def _components(components: list[Json], *, rows_only: bool) -> Iterator[Problem]:
    every = list(parts.walk(components))
    if len(every) > COMPONENTS:
        yield Problem(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be {COMPONENTS} or fewer in all, not {len(every)}.")
    if rows_only and (len(components) > ROWS or any(one.get("type") != parts.ROW for one in components)):
        yield Problem(("components",), "BASE_TYPE_BAD_LENGTH", f"must be {ROWS} or fewer, all of them rows")
    seen: set[str] = set()
    for one in every:
        custom_id = one.get("custom_id")
        if custom_id is not None:
            yield from too_long(("components", "custom_id"), custom_id, CUSTOM_ID, least=1)
            if custom_id in seen:
                yield Problem(
                    ("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", f"Component custom id {custom_id!r} is there twice"
                )
            seen.add(custom_id)
        yield from _component(one)


def _component(one: Json) -> Iterator[Problem]:
    at: Place = ("components", str(one.get("custom_id") or one.get("label") or one.get("type")))
    match one.get("type"):
        case parts.ROW:
            inner = [part.get("type") for part in one.get("components") or []]
            if not inner or len(inner) > IN_ROW or (len(inner) > 1 and set(inner) != {parts.BUTTON}):
                yield Problem(at, "BASE_TYPE_BAD_LENGTH", f"a row holds 1 to {IN_ROW} buttons, or one menu")
        case parts.BUTTON:
            yield from _button(at, one)
        case parts.MENU:
            options = one.get("options") or []
            yield from too_long((*at, "placeholder"), one.get("placeholder"), PLACEHOLDER)
            if not 1 <= len(options) <= OPTIONS:
                yield Problem((*at, "options"), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {OPTIONS} in length.")
            for option in options:
                for key, least in (("label", 1), ("value", 1), ("description", 0)):
                    yield from too_long((*at, "options", key), option.get(key), OPTION, least=least)
            if len({option.get("value") for option in options}) < len(options):
                yield Problem((*at, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "two options have one value")


def _button(at: Place, one: Json) -> Iterator[Problem]:
    yield from too_long((*at, "label"), one.get("label"), LABEL)
    link = one.get("style") == parts.LINK_STYLE
    if one.get("style") not in STYLES:
        yield Problem((*at, "style"), "BASE_TYPE_CHOICES", "no style of a button")
    if link != bool(one.get("url")) or link == bool(one.get("custom_id")):
        yield Problem(at, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "a button has either an address or a custom id")
    if link and not _ADDRESS.fullmatch(str(one.get("url"))):
        yield Problem((*at, "url"), "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    if not (one.get("label") or "").strip() and not one.get("emoji"):
        yield Problem((*at, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "a button needs a label or an emoji")


def _mentions(allowed: Mapping[str, object]) -> Iterator[Problem]:
    parse = allowed.get("parse") or []
    for key in ("users", "roles"):
        if isinstance(parse, list) and key in parse and allowed.get(key):
            yield Problem(
                ("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"parse:[{key}] and {key} exclude each other"
            )


def _files(attachments: list[Json], uploads: set[int]) -> Iterator[Problem]:
    for index, one in enumerate(attachments):
        number = int(one.get("id", -1))
        # A small number means a file that comes with the request; a snowflake one that is there already.
        if number < 1 << 16 and number not in uploads:
            yield Problem(("attachments", index), "MESSAGE_ATTACHMENT_NOT_FOUND", f"no file {number} comes with the request")


def choices(given: list[Json]) -> Iterator[Problem]:
    """Refuse suggestions of an autocomplete that Discord would not show."""
    if len(given) > CHOICES:
        yield Problem(("data", "choices"), "BASE_TYPE_BAD_LENGTH", f"Must be {CHOICES} or fewer in length, not {len(given)}.")
    for index, one in enumerate(given):
        at: Place = ("data", "choices", index)
        yield from too_long((*at, "name"), one.get("name"), CHOICE, least=1)
        if isinstance(one.get("value"), str):
            yield from too_long((*at, "value"), one["value"], CHOICE)


def form(data: Json) -> Iterator[Problem]:
    """Refuse a form that Discord would not open."""
    yield from too_long(("data", "title"), data.get("title"), FORM_TITLE, least=1)
    yield from too_long(("data", "custom_id"), data.get("custom_id"), CUSTOM_ID, least=1)
    if not 1 <= len(data.get("components") or []) <= FORM_PARTS:
        yield Problem(("data", "components"), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {FORM_PARTS} in length.")
    for one in parts.walk(data.get("components") or []):
        yield from too_long(("data", "components", "label"), one.get("label"), FORM_LABEL)
        yield from too_long(("data", "components", "custom_id"), one.get("custom_id"), CUSTOM_ID)
