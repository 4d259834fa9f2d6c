"""Text with styles: put together, kept from linking by itself, cut, and told in the UTF-16 units in which Telegram counts."""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from telegram import MessageEntity

from adapters.telegram.limits import MOST_ENTITIES
from bot.languages.shown import whole

_JOINER = "\u2060"
"""WORD JOINER: shows nothing, breaks no line, and behind a sign keeps Telegram from linking what follows."""

_LIVE = re.compile(
    # as TDLib's MessageEntity.cpp finds mentions, commands, cashtags and hashtags, but for being stricter where its tables
    # of Unicode letters might not be ours; all of them begin behind no word
    r"(?<![0-9A-Za-z_])(?:@(?=\w)|\$(?=[A-Za-z1])|(?<![/<>])/(?=\w)|#(?!\d*(?:[\s!-/:-@\[-^`{-~]|$)))"
    # links into the app
    r"|\b(?:tg|ton|tonsite):(?=//)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<![^\s(\"“‘«])https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}(?::\d{1,5})?(?:[/?#][\w~%&=+$#/@.:,;!?*-]*[\w/=-])?", re.ASCII
)
"""A plain address: Telegram links it whole, so nothing within it can come alive, and a joiner would break it."""

_LONGEST_WORD = 512
"""Characters without a space, far beyond any word or address: longer ones are parted, so that every text can be cut."""

_ENDLESS = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_DROPPED_FIRST = (MessageEntity.ITALIC, MessageEntity.BOLD)


@dataclass(frozen=True, slots=True)
class Style:
    """What a part of a text is to Telegram, from `start` up to `end` in characters.

    Attributes:
        type: A type of `MessageEntity`.
        mark: Whether it is the number of a citation, whose link stands below as well.
    """

    start: int
    end: int
    type: str
    url: str | None = None
    instant: dt.datetime | None = None
    mark: bool = False

    @property
    def tight(self) -> bool:
        """Whether it is one thing that a cut should not go through."""
        return self.type != MessageEntity.EXPANDABLE_BLOCKQUOTE

    @property
    def needed(self) -> bool:
        """Whether something would be lost without it."""
        return not self.mark and self.type not in _DROPPED_FIRST


@dataclass(frozen=True, slots=True)
class Styled:
    """A text and its styles."""

    text: str = ""
    styles: tuple[Style, ...] = ()

    def __add__(self, other: "Styled | str") -> "Styled":
        if isinstance(other, str):
            return Styled(self.text + other, self.styles)
        by = len(self.text)
        moved = (replace(style, start=style.start + by, end=style.end + by) for style in other.styles)
        return Styled(self.text + other.text, (*self.styles, *moved))

    def part(self, start: int, end: int) -> "Styled":
        """Give the text between two places without the space around it; a style that was cut goes on in both parts."""
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        end = max(start, start + len(self.text[start:end].rstrip()))
        inside = (replace(style, start=max(style.start, start), end=min(style.end, end)) for style in self.styles)
        moved = (replace(style, start=style.start - start, end=style.end - start) for style in inside if style.start < style.end)
        return Styled(self.text[start:end], tuple(moved))

    def with_style(self, type_: str) -> "Styled":
        """Give the same with another style over all of it."""
        return Styled(self.text, (Style(0, len(self.text), type_), *self.styles)) if self.text else self

    def entities(self) -> tuple[MessageEntity, ...]:
        """Give the styles as Telegram wants them; of more than it shows, numbers lose their links first, then emphasis goes."""
        styles = [_trimmed(style, self.text) for style in self.styles]
        kept = sorted((style for style in styles if style.start < style.end), key=lambda one: (one.start, -one.end, one.type))
        while len(kept) > MOST_ENTITIES:
            kept.remove(max(kept, key=lambda one: (one.mark, not one.needed, one.start)))
        places = sorted({place for style in kept for place in (style.start, style.end)})
        offsets: dict[int, int] = {}
        before, offset = 0, 0
        for place in places:
            offset += units(self.text[before:place])
            offsets[place] = offset
            before = place
        return tuple(_entity(style, offsets[style.start], offsets[style.end] - offsets[style.start]) for style in kept)


def joined(parts: Iterable[Styled], between: str) -> Styled:
    """Give parts one behind the other with something between them."""
    whole_text = Styled()
    for number, part in enumerate(parts):
        whole_text = whole_text + (between if number else "") + part
    return whole_text


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def defused(line: Styled, kept: Iterable[range] = ()) -> Styled:
    """Give a line in which nothing becomes a mention, command or tag by itself but in the ranges kept, and no word is endless."""
    addresses = [range(*found.span()) for found in _ADDRESS.finditer(line.text)]
    alive = [*addresses, *kept]
    inserts = {found.end(): _JOINER for found in _LIVE.finditer(line.text) if not any(found.start() in one for one in alive)}
    for found in _ENDLESS.finditer(line.text):
        place = found.start()
        while found.end() - place > _LONGEST_WORD:
            place += whole(line.text[place : found.end()], _LONGEST_WORD)
            inserts[place] = " "
    if not inserts:
        return line
    places = sorted(inserts)
    edges = [0, *places, len(line.text)]
    text = "".join(line.text[start:end] + inserts.get(end, "") for start, end in zip(edges[:-1], edges[1:], strict=True))
    styles = (
        replace(style, start=style.start + bisect_right(places, style.start), end=style.end + bisect_left(places, style.end))
        for style in line.styles
    )
    return Styled(text, tuple(styles))


def _trimmed(style: Style, text: str) -> Style:
    inside = text[style.start : style.end]
    start = style.start + len(inside) - len(inside.lstrip())
    return replace(style, start=start, end=start + len(inside.strip()))


def _entity(style: Style, offset: int, length: int) -> MessageEntity:
    # Without a format the text is shown as it stands, and tapping it gives the instant in the reader's own zone.
    return MessageEntity(style.type, offset, length, url=style.url, unix_time=style.instant)


def spaces(text: str) -> Iterator[tuple[int, int]]:
    """Give where each run of space begins and ends."""
    return (found.span() for found in re.finditer(r"\s+", text))
