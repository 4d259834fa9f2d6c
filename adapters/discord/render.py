"""A reply as a Discord message: embeds, buttons and files; where embeds may not be sent, mere content."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import discord

from adapters.discord import markdown
from adapters.discord.buttons import NONE, Buttons, buttons, fitting
from adapters.discord.cutting import Word, joined, most
from adapters.discord.limits import MOST_CONTENT, MOST_DESCRIPTION, MOST_EMBEDDED, MOST_FOOTER, MOST_TITLE, units
from adapters.discord.words import Manner, words
from bot import layout
from bot.languages.shown import shortened, shown
from bot.layout import Kind, Line
from bot.reply import Attachment, Reply, Status

_LONGEST_OF_SOURCE = 200
"""Characters of a title, a publisher, a symbol or a locator; no record comes near, and one source must always have room."""

_COLOURS = {Status.CHOOSE: discord.Colour.gold(), Status.NOT_FOUND: discord.Colour.light_grey()}
_USUAL_COLOUR = discord.Colour.from_rgb(0, 158, 219)
"""The blue of the United Nations."""

_NO_COMMANDS = MappingProxyType[str, int]({})


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message.

    Attributes:
        content: What is said where there are no embeds.
        cut: Whether something was left out.
    """

    content: str = ""
    embeds: tuple[discord.Embed, ...] = ()
    buttons: Buttons = NONE
    attachments: tuple[Attachment, ...] = ()
    cut: bool = False

    def sending(self) -> dict[str, Any]:
        """Give what discord.py is told to send it, to be made where a loop is running and used once: a file is read but once.

        Nobody is mentioned, and nothing is previewed: embeds never are, and where there is content the previews are
        suppressed, which would take away embeds of one's own, too.
        """
        told: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none()}
        if self.content:
            told |= {"content": self.content, "suppress_embeds": True}
        if self.embeds:
            told["embeds"] = list(self.embeds)
        if self.buttons:
            told["view"] = self.buttons.view()
        if self.attachments:
            told["files"] = [discord.File(io.BytesIO(one.content), one.name) for one in self.attachments]
        return told


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around what is said, in markdown but for the footer; `sources` are told by their numbers."""

    title: str
    heading: str
    sources: tuple[tuple[int, str], ...]
    footer: str
    colour: discord.Colour

    def around(self, said: str, numbers: Iterable[int] | None = None) -> "_Sheet":
        """Give a message's texts, with the sources of these numbers; by default with all."""
        wanted = None if numbers is None else set(numbers)
        listed = [text for number, text in self.sources if wanted is None or number in wanted]
        return _Sheet(said, "\n".join([self.heading, *listed]) if listed else "", self)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a message says."""

    body: str
    sources: str
    frame: _Frame

    @property
    def whole(self) -> str:
        """The body and the sources below it."""
        return "\n\n".join(filter(None, [self.body, self.sources]))


def render(
    reply: Reply, *, asked: str = "", commands: Mapping[str, int] = _NO_COMMANDS, embeds: bool = True, pressable: bool = True
) -> Rendered:
    """Give the message of a reply; what has no room is left out, and the message says so and has a More button.

    Args:
        reply: The reply.
        asked: What was asked, to be shown above the answer where it cannot be seen otherwise; as untrusted as anything typed.
        commands: The numbers of the commands by name, so that those in the text can be tapped.
        embeds: Whether embeds may be sent there.
        pressable: Whether buttons are wanted.
    """
    pack = _in_embeds if embeds else _in_content
    frame = _frame(reply, asked)
    said: list[Word] = []
    packed = None
    # The addresses behind the numbers of citations are the first to go: they stand below as well.
    for linked in (True, False):
        said = _as_much_as_could_fit(words(reply, Manner(commands, linked)))
        packed = packed or pack(frame.around(joined(said)))
    if packed is None:
        reply = layout.with_more(reply)
        packed = _cut_short(said, frame, layout.left_out(reply, buttons=pressable), pack)
    below = buttons(reply.actions, reply.language) if pressable else NONE
    return replace(packed, buttons=below, attachments=reply.attachments)


def _as_much_as_could_fit(said: Iterable[Word]) -> list[Word]:
    """Give the first words, no more than are needed to see that there is no room for all."""
    kept: list[Word] = []
    room = MOST_DESCRIPTION
    for word in said:
        kept.append(word)
        room -= len(word.text.strip())
        if room < 0:
            break
    return kept


def _cut_short(said: Sequence[Word], frame: _Frame, note: str, pack: Callable[[_Sheet], Rendered | None]) -> Rendered:
    """Give as much of the beginning as fits together with the sources that it cites."""

    def packed(kept: Sequence[Word]) -> Rendered | None:
        text = "\n\n".join(filter(None, [joined(kept), note]))
        return pack(frame.around(text, (word.cites for word in kept)))

    return replace(packed(most(said, lambda kept: packed(kept) is not None)) or Rendered(note), cut=True)


def _frame(reply: Reply, asked: str) -> _Frame:
    lines = layout.sources(reply)
    checked = layout.checked(reply)
    return _Frame(
        _title(asked),
        markdown.bold(markdown.escaped(lines[0].text)) if lines else "",
        tuple((line.number, _source(line)) for line in lines[1:]),
        fitting(checked.text, MOST_FOOTER) if checked else "",
        _COLOURS.get(reply.status, _USUAL_COLOUR),
    )


def _source(line: Line) -> str:
    """Give a source: its number, its title with the link, its publisher, its symbol, the place in it."""
    texts = [markdown.escaped(f"[{line.number}] ")]
    for piece in line.pieces:
        text = shortened(piece.text, _LONGEST_OF_SOURCE)
        link = piece.url if piece.kind is Kind.LINK and piece.url and markdown.linkable(piece.url) else None
        texts.append(markdown.linked(text, link) if link else markdown.escaped(text))
    return "".join(texts)


def _title(asked: str) -> str:
    """Give what was asked as a title: in one line, with nothing alive in it."""
    text = shown(asked[: 2 * MOST_TITLE]).strip()
    room = MOST_TITLE
    while units(title := markdown.escaped(shortened(text, room))) > MOST_TITLE:
        room -= 1
    return title


def _in_embeds(sheet: _Sheet) -> Rendered | None:
    """Give a sheet as one embed, or as two with the sources in the second; None where there is no room."""
    frame = sheet.frame
    if not sheet.whole:
        return Rendered()
    texts = [sheet.whole] if units(sheet.whole) <= MOST_DESCRIPTION else [sheet.body, sheet.sources]
    together = sum(map(units, (frame.title, *texts, frame.footer)))
    if together > MOST_EMBEDDED or any(not 0 < units(text) <= MOST_DESCRIPTION for text in texts):
        return None
    made = [discord.Embed(description=text, colour=frame.colour) for text in texts]
    made[0].title = frame.title or None
    if frame.footer:
        made[-1].set_footer(text=frame.footer)
    return Rendered(embeds=tuple(made))


def _in_content(sheet: _Sheet) -> Rendered | None:
    """Give a sheet as content; None where there is no room."""
    frame = sheet.frame
    if not sheet.whole:
        return Rendered()
    footer = f"-# {markdown.escaped(frame.footer)}" if frame.footer else ""
    text = "\n".join(filter(None, [markdown.bold(frame.title), sheet.whole, footer]))
    return Rendered(text) if units(text) <= MOST_CONTENT else None
