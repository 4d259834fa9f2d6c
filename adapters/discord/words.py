"""What a reply says in words of Discord's markdown, a list close to the sentence that announces it."""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from adapters.discord import markdown
from adapters.discord.cutting import Joint, Word
from bot import layout
from bot.languages.shown import shortened, whole
from bot.layout import Kind, Line, Part, Piece
from bot.reply import Reply

_LONGEST_TITLE = 200
"""Characters of a title that leads somewhere; no record comes near."""

_LONGEST_WORD = 500
"""Characters that are never parted; no word or name comes near, and every text must be possible to cut."""

_BULLET = "- "
_COLONS = (":", "\uff1a")
_WORDS = re.compile(r"\S+\s*|\s+")
_SENTENCE_ENDS = re.compile(r"[.!?\u3002\uff01\uff1f\u061f\u0964][\"')\u00bb\u201d*]*\s*$")


@dataclass(frozen=True, slots=True)
class Manner:
    """How lines are written.

    Attributes:
        commands: The numbers of the commands that can be tapped, by name.
        linked: Whether the numbers of citations are links.
        item: Whether it is a line of a list.
    """

    commands: Mapping[str, int]
    linked: bool
    item: bool = False


def words(reply: Reply, manner: Manner) -> Iterator[Word]:
    """Give what a reply says, word by word."""
    blocks = layout.body(reply)
    lines = next(blocks, None)
    while lines is not None:
        following = next(blocks, None)
        close = following is not None and following[0].part is Part.ITEM and lines[-1].text.rstrip().endswith(_COLONS)
        for place, line in enumerate(lines, 1):
            last = place == len(lines)
            joint = Joint.LINE if not last else Joint.NONE if close else Joint.BLOCK
            yield from _ended(_line(line, manner), joint, "\n" if close or not last else "\n\n")
        lines = following


def _ended(said: Iterator[Word], joint: Joint, space: str) -> Iterator[Word]:
    """Give words with something behind the last."""
    last = next(said, None)
    for word in said:
        if last:
            yield last
        last = word
    if last:
        yield replace(last, text=last.text.rstrip() + space, joint=joint)


def _line(line: Line, manner: Manner) -> Iterator[Word]:
    source = markdown.look_through(line.text)
    manner = replace(manner, item=line.part is Part.ITEM)
    said = itertools.dropwhile(lambda word: not word.text.strip(), _raw(line, source, manner))
    first = next(said, None)
    if first is None:
        return iter(())
    first = replace(first, text=(_BULLET if manner.item else "") + markdown.begun(first.text.lstrip()))
    return _jointed(itertools.chain([first], said))


def _raw(line: Line, source: markdown.Source, manner: Manner) -> Iterator[Word]:
    place = 0
    for piece in _merged(line.pieces, manner.commands):
        yield from _piece(piece, source, place, manner)
        place += len(piece.text)


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


def _piece(piece: Piece, source: markdown.Source, start: int, manner: Manner) -> Iterator[Word]:
    match piece.kind:
        case Kind.MARK:
            url = piece.url if manner.linked and piece.url and markdown.linkable(piece.url) else None
            text = markdown.linked(piece.text, url) if url else markdown.escaped(piece.text)
            yield Word(text, Joint.NONE, int(piece.text.strip("[]")))
        case Kind.LINK:
            title = shortened(piece.text.strip(), _LONGEST_TITLE) or "\u2026"
            yield Word(markdown.linked(title, piece.url or ""))
        case Kind.COMMAND:
            yield Word(f"<{piece.text}:{manner.commands[piece.text[1:]]}>")
        case Kind.STRONG | Kind.MOMENT:
            in_one = len(piece.text) <= _LONGEST_WORD
            yield from (replace(word, text=markdown.bold(word.text)) for word in _mere(piece.text, source, start, in_one=in_one))
            if piece.instant:
                yield Word(f" ({_told(piece.instant, item=manner.item)})")
        case _:
            yield from _mere(piece.text, source, start)


def _told(instant: dt.datetime, *, item: bool) -> str:
    """Give an instant for the reader's own zone; in a list only how far it is, which tells the rest when it is pointed at."""
    styles = "R" if item else "FR"
    return ", ".join(markdown.told(instant, style) for style in styles)


def _mere(text: str, source: markdown.Source, start: int, *, in_one: bool = False) -> Iterator[Word]:
    """Give the words of a text that begins at a place of its line, or all of it as one word; endless ones are parted."""
    spans = iter([(0, len(text))] if text else []) if in_one else (found.span() for found in _WORDS.finditer(text))
    for first, last in spans:
        *cuts, end = [first, *_cuts(text, first, last), last]
        for one, other in itertools.pairwise(cuts):
            yield Word(source.escaped(start + one, start + other))
        joint = Joint.NONE if not text[end - 1].isspace() else Joint.WORD
        yield Word(source.escaped(start + cuts[-1], start + end), joint)


def _cuts(text: str, first: int, last: int) -> Iterator[int]:
    """Give where a word without end is parted."""
    place = first
    while last - place > _LONGEST_WORD:
        place = whole(text, place + _LONGEST_WORD, place)
        yield place


def _jointed(said: Iterator[Word]) -> Iterator[Word]:
    """Give words that know where a sentence ends and is not cut from its numbers, and such that two in bold remain two."""
    ended = False
    word = next(said, None)
    while word is not None:
        following = next(said, None)
        blank = not word.text.strip()
        ended = ended if word.cites or blank else bool(_SENTENCE_ENDS.search(word.text))
        joint = word.joint
        if following is not None and following.cites:
            joint = Joint.NONE
        elif joint is Joint.WORD and ended:
            joint = Joint.SENTENCE
        glued = following is not None and word.text.endswith("**") and following.text.startswith("**")
        yield replace(word, text=word.text + markdown.JOINER * glued, joint=joint)
        word = following
