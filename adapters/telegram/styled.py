"""Text with styles: put together, kept from linking by itself, and told in the UTF-16 units in which Telegram counts."""

import datetime as dt
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from telegram import MessageEntity

from adapters.telegram.limits import MOST_ENTITIES
from bot.languages.shown import whole

_JOINER = "\u2060"
"""WORD JOINER: shows nothing, breaks no line, and behind a sign keeps Telegram from linking what follows."""

_LIVE = re.compile(
    # What TDLib (MessageEntity.cpp) takes for mentions, cashtags, commands and hashtags, all of which begin behind no word;
    # a little more than that, since its tables of letters need not be Python's.
    r"(?<![0-9A-Za-z_])(?:@(?=\w)|\$(?=[A-Za-z1])|(?<![/<>])/(?=\w)|#(?!\d*(?:[\s!-/:-@\[-^`{-~\u2060]|$)))"
    # Addresses within the app, which can begin a chat.
    r"|(?:tg|ton|tonsite):(?=//)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?<![^\s(\"])https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}(?::\d{1,5})?(?:[/?#][\w~%&=+$#/@.:,;!?*-]*[\w/=-])?", re.ASCII
)
"""A plain address: Telegram links it whole, so nothing within it can come alive, and a joiner would break it."""

_COMMAND = re.compile(r"(?<![\w/<>])/[a-z0-9_]{1,32}(?![\w/<>@])")
"""A command that stands by itself."""

_LONGEST_WORD = 512
"""Characters without a space, far beyond any word or address: longer ones are parted, so that every text can be cut."""

_ENDLESS = re.compile(rf"(?<!\S)\S{{{_LONGEST_WORD + 1},}}")


UNTOLD = ""
"""The type of a style that Telegram need not know of: the number of a citation without an address."""

_SMALL = frozenset({UNTOLD, MessageEntity.BOT_COMMAND, MessageEntity.BOLD, MessageEntity.ITALIC})


@dataclass(frozen=True, slots=True)
class Style:
    """What a part of a text is, from `start` up to `end` in characters.

    Attributes:
        type: A type of `MessageEntity`, or `UNTOLD`.
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
        return not self.mark and self.type not in _SMALL

    @property
    def told(self) -> bool:
        """Whether it is sent; commands Telegram finds by itself."""
        return self.start < self.end and self.type not in {UNTOLD, MessageEntity.BOT_COMMAND}

    def within(self, start: int, end: int) -> "Style":
        """Give what of it lies between two places."""
        return self.at(max(self.start, start), min(self.end, end))

    def moved(self, by: int) -> "Style":
        """Give the same in a text that is that much longer before it."""
        return self.at(self.start + by, self.end + by)

    def at(self, start: int, end: int) -> "Style":
        """Give the same at another place; spelt out, for each style of an answer is moved a dozen times."""
        if start == self.start and end == self.end:
            return self
        return Style(start, end, self.type, self.url, self.instant, self.mark)


@dataclass(frozen=True, slots=True)
class Styled:
    """A text and its styles, in order; of two in one place the wider comes first."""

    text: str = ""
    styles: tuple[Style, ...] = ()

    def part(self, start: int, end: int) -> "Styled":
        """Give the text between two places without the space around it; a style that was cut goes on in both parts."""
        start, end = _trimmed(self.text, start, end)
        inside = (style.within(start, end) for style in self.styles)
        return Styled(self.text[start:end], tuple(one.moved(-start) for one in inside if one.start < one.end))

    def wrapped(self, type_: str) -> "Styled":
        """Give the same with a style around all of it."""
        return Styled(self.text, (Style(0, len(self.text), type_), *self.styles)) if self.text else self

    def entities(self) -> tuple[MessageEntity, ...]:
        """Give the styles as Telegram wants them; of more than it shows, emphasis goes first and then the links of numbers."""
        trimmed = (style.within(*_trimmed(self.text, style.start, style.end)) for style in self.styles)
        kept = [style for style in trimmed if style.told]
        if len(kept) > MOST_ENTITIES:
            kept = sorted(kept, key=lambda style: (not style.needed, not style.mark))[:MOST_ENTITIES]
        offsets = _offsets(self.text, {place for style in kept for place in (style.start, style.end)})
        return tuple(
            # A date without a format is shown as it stands, and when tapped it is told in the reader's own zone.
            MessageEntity(
                style.type,
                offsets[style.start],
                offsets[style.end] - offsets[style.start],
                url=style.url,
                unix_time=style.instant,
            )
            for style in sorted(kept, key=lambda style: (style.start, -style.end))
        )


def joined(parts: Iterable[Styled], between: str) -> Styled:
    """Give parts one behind the other with something between them; empty ones are left out."""
    texts: list[str] = []
    styles: list[Style] = []
    length = 0
    for part in parts:
        if part.text:
            texts.append(part.text)
            styles += (style.moved(length) for style in part.styles)
            length += len(part.text) + len(between)
    return Styled(between.join(texts), tuple(styles))


def defused(text: Styled) -> Styled:
    """Give a text in which nothing but what is styled as a command becomes a link by itself, and no word is endless."""
    text = _with_inserts(text, dict.fromkeys(_parting(text.text), " "))
    alive = [range(*found.span()) for found in _ADDRESS.finditer(text.text)]
    alive += (range(style.start, style.end) for style in text.styles if _is_command(style, text.text))
    signs = (found for found in _LIVE.finditer(text.text) if not any(found.start() in one for one in alive))
    return _with_inserts(text, {found.end(): _JOINER for found in signs})


def _is_command(style: Style, text: str) -> bool:
    found = _COMMAND.match(text, style.start)
    return style.type == MessageEntity.BOT_COMMAND and found is not None and found.end() == style.end


def _parting(text: str) -> Iterator[int]:
    """Give where endless words are parted."""
    for found in _ENDLESS.finditer(text):
        start, end = found.span()
        while end - start > _LONGEST_WORD:
            start = whole(text, start + _LONGEST_WORD, start)
            yield start


def _with_inserts(text: Styled, inserts: dict[int, str]) -> Styled:
    """Give a text with single characters inserted at places, outside the styles that begin or end there."""
    if not inserts:
        return text
    places = sorted(inserts)
    pieces = itertools.pairwise([0, *places, len(text.text)])
    return Styled(
        "".join(text.text[start:end] + inserts.get(end, "") for start, end in pieces),
        tuple(
            style.at(style.start + bisect_right(places, style.start), style.end + bisect_left(places, style.end))
            for style in text.styles
        ),
    )


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Give where the text between two places begins and ends without the space around it."""
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    return start, start + len(inside.strip())


def _offsets(text: str, places: Iterable[int]) -> dict[int, int]:
    """Give places in characters as places in UTF-16 units."""
    offsets = {0: 0}
    for before, place in itertools.pairwise(sorted({0, *places})):
        offsets[place] = offsets[before] + units(text[before:place])
    return offsets
