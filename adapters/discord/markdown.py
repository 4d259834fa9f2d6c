"""Discord's markdown, written so that of what others have written nothing comes alive: no mention, link, invite or markup."""

import datetime as dt
import itertools
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from adapters.discord.limits import MOST_URL

JOINER = "\u2060"
"""WORD JOINER: shows nothing, breaks no line, and keeps Discord from reading what it parts as one thing."""

# A backslash before any sign makes it a mere sign. discord.utils.escape_markdown leaves a link alone whose brackets stand in
# different pieces of a sentence, and knows nothing of what begins with "<": mentions, emoji, times, commands.
_SIGNS = re.compile(r"[\\*_~`|\[\]<>]")

_NUMBERED = re.compile(r"[0-9]+(?=[.)])")

_INVITES = re.compile(
    r"(?<=discord)\.(?=(?:gg|gift|gifts|new)\b)"
    r"|(?<=discord)(?:app)?\.com(?=/+(?:invite|gifts|template|oauth2|api/oauth2|application-directory)\b)",
    re.IGNORECASE,
)
"""Where invites to servers, gifts and applications can be broken: Discord shows a card for one, in whatever words it stands."""

_MENTIONS = re.compile(r"@(?=everyone|here|[!&]?\d)")
_SCHEMES = re.compile(r":(?=//)")
_ADDRESS = re.compile(
    r"(?<![^\s(\"])https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}(?::\d{1,5})?(?:[/?#][\w~%&=+$#/@.:,;!?*-]*[\w/=-])?(?![\w@\\%&=+$#~*/-])",
    re.ASCII,
)
"""A plain address in a sentence."""

_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+(?::[1-9]\d{0,4})?")
"""The host of a page of the web; nothing before it that only looks like one."""

_PAIRED = re.compile(r"(?:[^\[\]]|\[[^\[\]]*\])*")
_ROUND = str.maketrans("[]", "()")

_UNSAFE = " \"'()<>[\\]^`{|}*~@"
_SAFE = "".join(letter for letter in map(chr, range(0x21, 0x7F)) if letter not in _UNSAFE)
"""What may stand in the address of a link; what ends a link or begins markup is told by its number."""


@dataclass(frozen=True, slots=True)
class Source:
    """A line of text of others', looked through as a whole: what is harmless in two pieces may not be in one.

    Attributes:
        text: The line, without anything invisible (bot.languages.shown).
        addresses: Where plain addresses stand in it.
        partings: Behind which places something would come alive.
    """

    text: str
    addresses: tuple[range, ...]
    partings: frozenset[int]

    def escaped(self, start: int, end: int) -> str:
        """Give what stands between two places, as a mere text; an address that is all in there is a link."""
        pieces: list[str] = []
        for address in self.addresses:
            if start <= address.start and address.stop <= end:
                pieces += [self._plain(start, address.start), f"<{_quoted(self.text[address.start : address.stop])}>"]
                start = address.stop
        return "".join([*pieces, self._plain(start, end)])

    def _plain(self, start: int, end: int) -> str:
        if not self.partings and not self.addresses:
            return _SIGNS.sub(r"\\\g<0>", self.text[start:end])
        inside = {place for place in self.partings if start < place <= end}
        inside |= {self._scheme(address) for address in self.addresses if start < self._scheme(address) <= end}
        places = [start, *sorted(inside), end]
        parts = (self.text[one:other] for one, other in itertools.pairwise(places))
        return JOINER.join(_SIGNS.sub(r"\\\g<0>", part) for part in parts)

    def _scheme(self, address: range) -> int:
        return self.text.index(":", address.start) + 1


def look_through(text: str, *, links: bool = True) -> Source:
    """Look for what would come alive in a line.

    Args:
        text: The line, without anything invisible.
        links: Whether plain addresses may be links; not in what a person has asked.
    """
    addresses = tuple(range(*found.span()) for found in _ADDRESS.finditer(text) if links and linkable(found[0]))
    live = [found.end() for pattern in (_MENTIONS, _SCHEMES, _INVITES) for found in pattern.finditer(text)]
    partings = (place for place in live if not any(place in address for address in addresses))
    return Source(text, addresses, frozenset(partings))


def escaped(text: str) -> str:
    """Give a line of text of others' as a mere text without links."""
    return begun(look_through(text, links=False).escaped(0, len(text)))


def begun(line: str) -> str:
    """Give an escaped line such that nothing at its beginning is read as a heading, a small line or a list."""
    number = _NUMBERED.match(line)
    if number:
        return f"{number[0]}\\{line[number.end() :]}"
    return f"\\{line}" if line[:1] in {"#", "+", "-"} else line


def bold(text: str) -> str:
    """Give an escaped text in bold, but for the space around it."""
    core = text.strip()
    return text.replace(core, f"**{core}**", 1) if core else text


def linked(text: str, url: str) -> str:
    """Give a line of text of others' that leads to an address, without a preview of it."""
    # No backslash helps here: a bracket without its fellow ends or breaks the link.
    fit = text if _PAIRED.fullmatch(text) else text.translate(_ROUND)
    return f"[{escaped(fit)}](<{_quoted(url)}>)"


def told(instant: dt.datetime, style: str) -> str:
    """Give an instant that everybody sees in their own language and zone: in full (`F`), or as a distance (`R`)."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def linkable(url: str) -> bool:
    """Say whether an address is one that an answer may lead to: a page of the web, with no name before the host, no invite."""
    if len(_quoted(url)) > MOST_URL or any(letter.isspace() or not letter.isprintable() for letter in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.netloc) is not None and not _INVITES.search(url)


def _quoted(url: str) -> str:
    return quote(url, safe=_SAFE + "".join({letter for letter in url if letter > "\x7f" and letter.isprintable()}))
