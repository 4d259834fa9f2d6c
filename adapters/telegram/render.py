"""A reply as Telegram messages: text, entities and buttons; nothing in it is read as markup, nothing links by itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup, MessageEntity

from adapters.telegram.cutting import Joint, messages, places
from adapters.telegram.keyboard import keyboard
from adapters.telegram.limits import MOST_UNITS, MOST_URL
from adapters.telegram.styled import Style, Styled, defused, joined
from bot import layout
from bot.languages.catalogue import catalogue
from bot.languages.shown import shortened
from bot.layout import Kind, Line, Part, Piece
from bot.reply import Action, Reply

MOST_MESSAGES = 2
"""Messages of one reply: more would flood a group; what is left out is a button away."""

_LONGEST_SOURCE = 300
"""Characters of a part of a source's line."""

_MANY_SOURCES = 4
"""Sources that are shown at once; a longer list opens when it is tapped."""

_LOOSE, _DENSE = 0.25, 0.75
_LINK = re.compile(r"https?://(?:[\w-]+\.)+\w{2,}(?::\d{1,5})?(?:[/?#]\S*)?")
_COMMAND = re.compile(r"/[a-z0-9_]{1,32}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message; entities count in UTF-16 units, and the last message of a reply has the buttons."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None = None


def render(reply: Reply, *, buttons: bool = True) -> list[Rendered]:
    """Give the messages of a reply, at most two; what has no room is left out, said so, and left to the More button.

    None for a reply that says nothing.
    """
    said = _body(reply)
    if not said.text:
        return []
    actions = reply.actions
    parts = _fitting(lambda fullness: messages(_whole(said, reply), fullness))
    if parts is None:
        actions = _with_more(reply)
        parts = _cut_short(said, reply, more=buttons and any(action.command == "more" for action in actions))
    rendered = [Rendered(part.text, part.entities()) for part in parts]
    if buttons:
        rendered[-1] = replace(rendered[-1], keyboard=keyboard(actions))
    return rendered


def _fitting(pack: Callable[[float], list[Styled]]) -> list[Styled] | None:
    """Give the messages, cut gently or else densely; None where they are too many."""
    return next((parts for parts in map(pack, (_LOOSE, _DENSE)) if len(parts) <= MOST_MESSAGES), None)


def _whole(said: Styled, reply: Reply) -> Styled:
    sections = [said, _sources(reply)]
    checked = layout.checked(reply)
    if checked:
        sections.append(_line(checked).with_style(MessageEntity.ITALIC))
    return joined((section for section in sections if section.text), "\n\n")


def _cut_short(said: Styled, reply: Reply, *, more: bool) -> list[Styled]:
    """Give the longest beginning of what is said that fits together with the sources that it cites."""
    note = catalogue(reply.language).gettext("… (more)") if more else "…"

    def pack(place: int) -> list[Styled] | None:
        kept = said.part(0, place)
        numbers = {int(kept.text[style.start + 1 : style.end - 1]) for style in kept.styles if style.mark}
        cited = replace(reply, citations=tuple(one for one in reply.citations if one.n in numbers))
        return _fitting(lambda fullness: messages(_whole(kept + ("\n\n" if kept.text else "") + note, cited), fullness))

    spots = [0, *(place for place, joint in places(said, MOST_MESSAGES * MOST_UNITS) if joint < Joint.STYLE)]
    low, high = 0, len(spots)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if pack(spots[middle]) else (low, middle)
    return pack(spots[low]) or []


def _with_more(reply: Reply) -> tuple[Action, ...]:
    if not reply.records or any(action.command == "more" for action in reply.actions):
        return reply.actions
    return (Action(catalogue(reply.language).gettext("More"), "more", reply.records[0]), *reply.actions)


def _body(reply: Reply) -> Styled:
    said = Styled()
    for lines in layout.body(reply):
        block = joined((line for line in map(_line, lines) if line.text.strip(" •")), "\n")
        if block.text:
            heads = said.text.endswith(":") and lines[0].part is Part.ITEM
            said = said + ("\n" if heads else "\n\n" if said.text else "") + block
    return said


def _sources(reply: Reply) -> Styled:
    heading, *lines = [_line(line) for line in layout.sources(reply)] or [Styled()]
    listed = joined(lines, "\n")
    if len(lines) > _MANY_SOURCES:
        listed = listed.with_style(MessageEntity.EXPANDABLE_BLOCKQUOTE)
    return heading.with_style(MessageEntity.BOLD) + "\n" + listed if heading.text else heading


def _line(line: Line) -> Styled:
    match line.part:
        case Part.ITEM:
            text = Styled("• ")
        case Part.SOURCE:
            text = Styled(f"[{line.number}] ")
        case _:
            text = Styled()
    kept = []
    for piece in line.pieces:
        if line.part is Part.SOURCE:
            piece = replace(piece, text=shortened(piece.text, _LONGEST_SOURCE))  # noqa: PLW2901 - the same piece, with room left
        if piece.kind is Kind.COMMAND and _COMMAND.fullmatch(piece.text):
            kept.append(range(len(text.text), len(text.text) + len(piece.text)))
        text = text + _styled(piece)
    styled = defused(text, kept)
    return styled.part(0, len(styled.text))


def _styled(piece: Piece) -> Styled:
    end = len(piece.text)
    styles: list[Style] = []
    if piece.kind in {Kind.STRONG, Kind.MOMENT}:
        styles.append(Style(0, end, MessageEntity.BOLD))
    if piece.instant:
        styles.append(Style(0, end, MessageEntity.DATE_TIME, instant=piece.instant))
    if piece.url and linkable(piece.url):
        styles.append(Style(0, end, MessageEntity.TEXT_LINK, url=piece.url, mark=piece.kind is Kind.MARK))
    elif piece.kind is Kind.MARK:
        styles = []
    return Styled(piece.text, tuple(styles))


def linkable(url: str) -> bool:
    """Say whether Telegram takes an address as a link (it refuses the whole message for one that it does not)."""
    return len(url) <= MOST_URL and _LINK.fullmatch(url) is not None
