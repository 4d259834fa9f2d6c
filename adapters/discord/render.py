"""A reply as a Discord message: embeds, buttons and files; where embeds may not be sent, mere content."""

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import discord

from adapters.discord import markdown
from adapters.discord.buttons import NONE, Buttons, buttons, fitting
from adapters.discord.cutting import Joint, Word, joined, most
from adapters.discord.limits import MOST_CONTENT, MOST_DESCRIPTION, MOST_EMBEDDED, MOST_FOOTER, MOST_TITLE, units
from bot import layout
from bot.languages.catalogue import catalogue
from bot.languages.shown import shortened, shown, whole
from bot.layout import Kind, Line, Part, Piece
from bot.reply import Action, Attachment, Reply, Status

_LONGEST_OF_SOURCE = 200
"""Characters of a title, a publisher, a symbol or a locator; no record comes near, and one source must always have room."""

_LONGEST_WORD = 500
"""Characters that are never parted; no word or name comes near, and every text must be possible to cut."""

_MORE = "more"
_BULLET = "- "
_WORDS = re.compile(r"\S+\s*|\s+")
_SENTENCE_ENDS = re.compile(r"[.!?\u3002\uff01\uff1f\u061f\u0964][\"')\u00bb\u201d*]*\s*$")

_COLOURS = {Status.CHOOSE: discord.Colour.gold(), Status.NOT_FOUND: discord.Colour.light_grey()}
_USUAL_COLOUR = discord.Colour.from_rgb(0, 158, 219)
"""The blue of the United Nations."""

_ALWAYS = MappingProxyType[str, int]({})


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message.

    It is sent with no mention allowed; content only with previews suppressed, which takes away embeds of one's own, too.

    Attributes:
        content: What is said where there are no embeds.
        cut: Whether something was left out.
    """

    content: str = ""
    embeds: tuple[discord.Embed, ...] = ()
    buttons: Buttons = NONE
    attachments: tuple[Attachment, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Manner:
    """How lines are written: with which commands to tap, and whether the numbers of citations are links."""

    commands: Mapping[str, int]
    linked: bool
    item: bool = False


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a message says, in markdown but for the footer."""

    title: str
    body: str
    sources: str
    footer: str
    colour: discord.Colour


def render(
    reply: Reply, *, asked: str = "", commands: Mapping[str, int] = _ALWAYS, embeds: bool = True, pressable: bool = True
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
    actions = reply.actions
    # The addresses behind the numbers are the first to go: they stand below as well.
    said = [list(_words(reply, _Manner(commands, linked))) for linked in (True, False)]
    packed = next(filter(None, (pack(_sheet(reply, asked, joined(words))) for words in said)), None)
    if packed is None:
        actions = _with_more(reply)
        more = pressable and any(action.command == _MORE for action in actions)
        packed = replace(_cut_short(said[-1], reply, asked, pack, more=more), cut=True)
    below = buttons(actions, reply.language) if pressable else NONE
    return replace(packed, buttons=below, attachments=reply.attachments)


def _cut_short(
    words: Sequence[Word], reply: Reply, asked: str, pack: Callable[[_Sheet], Rendered | None], *, more: bool
) -> Rendered:
    """Give as much of the beginning as fits together with the sources that it cites."""
    note = catalogue(reply.language).gettext("\u2026 (more)") if more else "\u2026"

    def packed(kept: Sequence[Word]) -> Rendered | None:
        numbers = {word.cites for word in kept}
        cited = tuple(citation for citation in reply.citations if citation.n in numbers)
        said = "\n\n".join(filter(None, [joined(kept), note]))
        return pack(_sheet(replace(reply, citations=cited), asked, said))

    return packed(most(words, lambda kept: packed(kept) is not None)) or Rendered(note)


def _with_more(reply: Reply) -> tuple[Action, ...]:
    if not reply.records or any(action.command == _MORE for action in reply.actions):
        return reply.actions
    return (Action(catalogue(reply.language).gettext("More"), _MORE, reply.records[0]), *reply.actions)


def _sheet(reply: Reply, asked: str, body: str) -> _Sheet:
    lines = layout.sources(reply)
    sources = "\n".join(_source(line) if line.number else markdown.bold(markdown.escaped(line.text)) for line in lines)
    checked = layout.checked(reply)
    colour = _COLOURS.get(reply.status, _USUAL_COLOUR)
    return _Sheet(_title(asked), body, sources, fitting(checked.text, MOST_FOOTER) if checked else "", colour)


def _title(asked: str) -> str:
    """Give what was asked as a title: in one line, with nothing alive in it."""
    text = shown(asked).strip()
    room = MOST_TITLE
    while units(title := markdown.escaped(shortened(text, room))) > MOST_TITLE:
        room -= 1
    return title


def _in_embeds(sheet: _Sheet) -> Rendered | None:
    """Give a sheet as one embed, or as two with the sources in the second; None where there is no room."""
    said = "\n\n".join(filter(None, [sheet.body, sheet.sources]))
    texts = [said] if units(said) <= MOST_DESCRIPTION else [sheet.body, sheet.sources]
    together = sum(map(units, (sheet.title, *texts, sheet.footer)))
    if any(units(text) > MOST_DESCRIPTION for text in texts) or together > MOST_EMBEDDED:
        return None
    if not said:
        return Rendered()
    made = [discord.Embed(description=text, colour=sheet.colour) for text in texts]
    made[0].title = sheet.title or None
    if sheet.footer:
        made[-1].set_footer(text=sheet.footer)
    return Rendered(embeds=tuple(made))


def _in_content(sheet: _Sheet) -> Rendered | None:
    """Give a sheet as content; None where there is no room."""
    title = markdown.bold(sheet.title)
    footer = f"-# {markdown.escaped(sheet.footer)}" if sheet.footer else ""
    said = "\n\n".join(filter(None, [sheet.body, sheet.sources]))
    text = "\n".join(filter(None, [title, said, footer])) if said else ""
    return Rendered(text) if units(text) <= MOST_CONTENT else None


def _words(reply: Reply, manner: _Manner) -> Iterator[Word]:
    """Give what a reply says in words, a list close to the sentence that announces it."""
    before: list[Word] = []
    announced = False
    for lines in layout.body(reply):
        if before:
            close = announced and lines[0].part is Part.ITEM
            yield from _ended(before, Joint.NONE if close else Joint.BLOCK, "\n" if close else "\n\n")
        made = [words for line in lines if (words := _line_words(line, manner))]
        before = [word for words in made[:-1] for word in _ended(words, Joint.LINE, "\n")]
        before += made[-1] if made else []
        announced = bool(made) and lines[-1].text.rstrip().endswith((":", "\uff1a"))
    yield from before


def _ended(words: list[Word], joint: Joint, space: str) -> Iterator[Word]:
    """Give words with something behind the last."""
    yield from words[:-1]
    yield replace(words[-1], text=words[-1].text.rstrip() + space, joint=joint)


def _line_words(line: Line, manner: _Manner) -> list[Word]:
    source = markdown.look_through(line.text)
    manner = replace(manner, item=line.part is Part.ITEM)
    words: list[Word] = []
    place = 0
    for piece in _merged(line.pieces, manner.commands):
        for word in _piece_words(piece, source, place, manner):
            if word.text.strip() or words:
                words.append(word)
        place += len(piece.text)
    if words:
        words[0] = replace(words[0], text=(_BULLET if manner.item else "") + markdown.begun(words[0].text.lstrip()))
    return list(_jointed(words))


def _merged(pieces: Iterable[Piece], commands: Mapping[str, int]) -> Iterator[Piece]:
    """Give pieces such that no two mere texts are neighbours; what cannot be tapped or opened is a mere text."""
    mere: list[str] = []
    for piece in pieces:
        if not _alive(piece, commands):
            mere.append(piece.text)
            continue
        yield Piece("".join(mere))
        yield piece
        mere.clear()
    yield Piece("".join(mere))


def _alive(piece: Piece, commands: Mapping[str, int]) -> bool:
    match piece.kind:
        case Kind.TEXT:
            return False
        case Kind.COMMAND:
            return piece.text[1:] in commands
        case Kind.LINK:
            return piece.url is not None and markdown.linkable(piece.url)
        case _:
            return True


def _piece_words(piece: Piece, source: markdown.Source, start: int, manner: _Manner) -> Iterator[Word]:
    match piece.kind:
        case Kind.MARK:
            url = piece.url if manner.linked and piece.url and markdown.linkable(piece.url) else None
            number = piece.text.strip("[]")
            yield Word(markdown.linked(piece.text, url) if url else f"\\[{number}\\]", Joint.NONE, int(number))
        case Kind.LINK:
            text = shortened(piece.text.strip(), _LONGEST_OF_SOURCE) or "\u2026"
            yield Word(markdown.linked(markdown.escaped(text), piece.url or ""))
        case Kind.COMMAND:
            yield Word(f"<{piece.text}:{manner.commands[piece.text[1:]]}>")
        case Kind.STRONG | Kind.MOMENT:
            words = list(_plain_words(piece.text, source, start, whole_piece=len(piece.text) <= _LONGEST_WORD))
            yield from (replace(word, text=markdown.bold(word.text)) for word in words)
            if piece.instant:
                yield Word(f" ({_told(piece.instant, item=manner.item)})")
        case _:
            yield from _plain_words(piece.text, source, start)


def _told(instant: dt.datetime, *, item: bool) -> str:
    """Give an instant for the reader's own zone; in a list only how far it is, which tells the rest when it is pointed at."""
    styles = "R" if item else "FR"
    return ", ".join(markdown.told(instant, style) for style in styles)


def _plain_words(text: str, source: markdown.Source, start: int, *, whole_piece: bool = False) -> Iterator[Word]:
    """Give the words of a text that begins at a place of its line; endless ones are parted."""
    spans = [(0, len(text))] if whole_piece and text else [found.span() for found in _WORDS.finditer(text)]
    for first, last in spans:
        *cuts, end = [first, *_cuts(text, first, last), last]
        for one, other in itertools.pairwise(cuts):
            yield Word(source.escaped(start + one, start + other))
        yield Word(source.escaped(start + cuts[-1], start + end), _joint(text[first:last]))


def _cuts(text: str, first: int, last: int) -> Iterator[int]:
    """Give where a word without end is parted."""
    place = first
    while last - place > _LONGEST_WORD:
        place = whole(text, place + _LONGEST_WORD, place)
        yield place


def _joint(word: str) -> Joint:
    if not word[-1].isspace():
        return Joint.NONE
    return Joint.SENTENCE if _SENTENCE_ENDS.search(word) else Joint.WORD


def _jointed(words: Sequence[Word]) -> Iterator[Word]:
    """Give words such that no sentence is cut from its numbers, and such that two in bold remain two."""
    ended = False
    for word, following in itertools.zip_longest(words, words[1:]):
        blank = not word.text.strip()
        ended = ended if word.cites or blank else word.joint is Joint.SENTENCE or bool(_SENTENCE_ENDS.search(word.text))
        joint = Joint.SENTENCE if blank and ended else word.joint
        if following is not None and following.cites:
            joint = Joint.NONE
        glued = following is not None and word.text.endswith("**") and following.text.startswith("**")
        yield replace(word, text=word.text + markdown.JOINER * glued, joint=joint)


def _source(line: Line) -> str:
    """Give a source: its number, its title with the link, its publisher, its symbol, the place in it."""
    texts = []
    for piece in line.pieces:
        text = markdown.escaped(shortened(piece.text, _LONGEST_OF_SOURCE))
        link = piece.kind is Kind.LINK and piece.url and markdown.linkable(piece.url)
        texts.append(markdown.linked(text, piece.url) if link and piece.url else text)
    return f"\\[{line.number}\\] {''.join(texts)}"
