"""A reply as Telegram messages: text, entities and buttons; nothing in it is read as markup, nothing links by itself."""

import datetime as dt
import itertools
import re
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup, MessageEntity

from adapters.telegram.cutting import gentlest, joints, messages
from adapters.telegram.keyboard import keyboard
from adapters.telegram.limits import MOST_UNITS, MOST_URL
from adapters.telegram.styled import UNTOLD, Style, Styled, defused, joined
from bot import layout
from bot.languages.shown import shortened
from bot.layout import Kind, Line, Part, Piece
from bot.reply import Reply

MOST_MESSAGES = 2
"""Messages of one reply: more would flood a group; what is left out is a button away."""

_LONGEST_OF_SOURCE = 300
"""Characters of a title, a publisher, a symbol or a locator; no record comes near, and one source must always have room."""

_MANY_SOURCES = 4
"""Sources that are shown at once; a longer list opens when it is tapped."""

_LOOSE, _DENSE = 0.25, 0.75
"""How full a message has to be before it ends with a block: at first hardly, more so where there is little room."""

_BULLET = "\u2022 "
_LINK = re.compile(
    r"https?://(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_]{2,63}"
    r"(?::(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}))?(?:[/?#][^\s\x00-\x1f\x7f-\x9f\u2028-\u202f\ud800-\udfff]*)?"
)
"""An address that Telegram takes: a whole name of a host (LinkManager.cpp in TDLib), and nothing that it would drop."""
_DAYS = (dt.datetime(1970, 1, 2, tzinfo=dt.UTC), dt.datetime(2038, 1, 18, tzinfo=dt.UTC))
"""Between which instants lie that Telegram takes: positive numbers of 32 bits."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message; entities count in UTF-16 units, and only the last message of a reply has buttons."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None = None


def render(reply: Reply, *, buttons: bool = True) -> list[Rendered]:
    """Give the messages of a reply, at most two; what has no room is left out, and the reply says so and has a More button.

    A reply that says nothing (a mere file) has no messages. Sent without a parse mode and without previews
    (`limits.NO_PREVIEW`).
    """
    said = _said(reply)
    if not said.text:
        return []
    parts = _packed(_whole(said, reply))
    if parts is None:
        reply = layout.with_more(reply)
        parts = _cut_short(said, reply, buttons=buttons)
    rendered = [Rendered(part.text, part.entities()) for part in parts]
    if buttons:
        rendered[-1] = replace(rendered[-1], keyboard=keyboard(reply.actions))
    return rendered


def _packed(text: Styled) -> list[Styled] | None:
    """Give a text in messages, cut as gently as there is room for; None where they would be too many."""
    for fullness in (_LOOSE, _DENSE):
        parts = list(itertools.islice(messages(text, fullness), MOST_MESSAGES + 1))
        if len(parts) <= MOST_MESSAGES:
            return parts
    return None


def _whole(said: Styled, reply: Reply) -> Styled:
    checked = layout.checked(reply)
    foot = [_line(checked).wrapped(MessageEntity.ITALIC)] if checked else []
    return joined([said, _sources(reply), *foot], "\n\n")


def _cut_short(said: Styled, reply: Reply, *, buttons: bool) -> list[Styled]:
    """Give as much of the beginning as fits together with the sources that it cites."""
    note = Styled(layout.left_out(reply, buttons=buttons))

    def pack(place: int) -> list[Styled] | None:
        kept = said.part(0, place)
        numbers = {kept.text[style.start : style.end] for style in kept.styles if style.mark}
        cited = tuple(citation for citation in reply.citations if f"[{citation.n}]" in numbers)
        return _packed(_whole(joined([kept, note], "\n\n"), replace(reply, citations=cited)))

    places = [0, *(place for place, _ in joints(said, MOST_MESSAGES * MOST_UNITS))]
    fits, too_far = 0, len(places)
    while too_far - fits > 1:
        middle = (fits + too_far) // 2
        fits, too_far = (middle, too_far) if pack(places[middle]) else (fits, middle)
    return pack(gentlest(said, places[fits], _DENSE)) or pack(places[fits]) or []


def _said(reply: Reply) -> Styled:
    """Give the blocks, a list close to the sentence that announces it."""
    groups: list[list[Styled]] = []
    for lines in layout.body(reply):
        block = joined(map(_line, lines), "\n")
        if groups and lines[0].part is Part.ITEM and groups[-1][-1].text.endswith((":", "?")):
            groups[-1].append(block)
        elif block.text:
            groups.append([block])
    return joined((joined(group, "\n") for group in groups), "\n\n")


def _sources(reply: Reply) -> Styled:
    heading, *lines = [_line(line) for line in layout.sources(reply)] or [Styled()]
    listed = joined(lines, "\n")
    if len(lines) > _MANY_SOURCES:
        listed = listed.wrapped(MessageEntity.EXPANDABLE_BLOCKQUOTE)
    return joined([heading.wrapped(MessageEntity.BOLD), listed], "\n")


def _line(line: Line) -> Styled:
    pieces = line.pieces
    if line.part is Part.SOURCE:
        pieces = tuple(replace(piece, text=shortened(piece.text, _LONGEST_OF_SOURCE)) for piece in pieces)
    text = joined(map(_styled, pieces), "")
    text = text.part(0, len(text.text))
    lead = {Part.ITEM: _BULLET, Part.SOURCE: f"[{line.number}] "}.get(line.part, "")
    return defused(joined([Styled(lead), text], "")) if text.text else text


def _styled(piece: Piece) -> Styled:
    end = len(piece.text)
    url = piece.url if piece.url and linkable(piece.url) else None
    styles: tuple[Style, ...] = ()
    match piece.kind:
        case Kind.STRONG:
            styles = (Style(0, end, MessageEntity.BOLD),)
        case Kind.MOMENT:
            styles = (Style(0, end, MessageEntity.BOLD),)
            if piece.instant and _DAYS[0] < piece.instant < _DAYS[1]:
                styles += (Style(0, end, MessageEntity.DATE_TIME, instant=piece.instant),)
        case Kind.MARK:
            styles = (Style(0, end, MessageEntity.TEXT_LINK if url else UNTOLD, url, mark=True),)
        case Kind.LINK if url:
            styles = (Style(0, end, MessageEntity.TEXT_LINK, url),)
        case Kind.COMMAND:
            styles = (Style(0, end, MessageEntity.BOT_COMMAND),)
    return Styled(piece.text, styles)


def linkable(url: str) -> bool:
    """Say whether Telegram takes an address as a link (for one that it does not, it refuses the whole message)."""
    return len(url) <= MOST_URL and _LINK.fullmatch(url) is not None
