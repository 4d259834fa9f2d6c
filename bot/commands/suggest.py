"""What may stand behind a command, for platforms that offer completions while somebody types."""

from collections.abc import Callable, Iterator

from bot.commands.lookup import LONGEST_ECHO
from bot.commands.options import native, zones_near
from bot.commands.request import Request
from bot.languages.catalogue import languages
from bot.languages.shown import shortened
from bot.records.model import Kind, Record
from bot.reply import Choice, Listing, Plain, Reply, Status

MOST_SUGGESTED = 25
"""Completions given at once (Discord's limit)."""

_TEXTS = (Kind.RESOLUTION, Kind.DOCUMENT)
_KINDS: dict[str, tuple[Kind, ...]] = {
    "resolution": _TEXTS,
    "compare": _TEXTS,
    "define": (Kind.TERM, Kind.ORGANISATION, Kind.PROGRAMME),
    "sources": tuple(kind for kind in Kind if kind is not Kind.GAP),
    "calendar": (Kind.MEETING, Kind.DEADLINE, Kind.MILESTONE),
    "event": (Kind.MEETING,),
    "remind": (Kind.DEADLINE, Kind.MEETING, Kind.MILESTONE),
    "follow": tuple(kind for kind in Kind if kind is not Kind.GAP),
    "more": tuple(Kind),
}
_TIMES = ("this week", "next week", "this month", "next month", "this year", "next year")

_Pair = tuple[str, str]
"""What is shown, and what is written behind the command."""


def suggest(request: Request) -> Reply:
    """Give completions as choices, the best first: `title` is to be shown, `question` to be written behind the command."""
    command, _, words = request.argument.partition(" ")
    given: dict[str, Callable[[str], list[_Pair]]] = {
        "deadlines": _times,
        "meetings": _times,
        "language": _languages,
        "timezone": lambda text: [(zone, zone) for zone in zones_near(text)],
    }
    records: list[Record] = []
    if command in _KINDS:
        records = _records(request, words.strip(), _KINDS[command])[:MOST_SUGGESTED]
        pairs = [(shortened(_title(record), LONGEST_ECHO), record.id) for record in records]
    else:
        pairs = given[command](words.strip())[:MOST_SUGGESTED] if command in given else []
    names = [record.id for record in records] or [""] * len(pairs)
    choices = tuple(Choice(n, names[n - 1], title, value) for n, (title, value) in enumerate(pairs, 1))
    listing = Listing(tuple((Plain(choice.title),) for choice in choices))
    return Reply(Status.CHOOSE, (listing,) if choices else (), records=tuple(filter(None, names)), choices=choices)


def _records(request: Request, words: str, kinds: tuple[Kind, ...]) -> list[Record]:
    """Give the records of some kinds of which a name has the words: those that begin with them first."""
    wanted = words.casefold()
    found = []
    for record in request.knowledge.of_kind(*kinds):
        place = min((_place(name, wanted) for name in _names(record)), default=_NOWHERE)
        if place < _NOWHERE:
            latest = -record.period.last.last_day().toordinal() if record.period else 0
            found.append((place, kinds.index(record.kind), latest, record.id, record))
    return [record for *_, record in sorted(found, key=lambda entry: entry[:4])]


_NOWHERE = 3


def _place(name: str, wanted: str) -> int:
    """Say how near the beginning of a name some words stand: 0 there, 1 where one of its words begins, 2 within, 3 nowhere."""
    folded = name.casefold()
    if folded.startswith(wanted):
        return 0
    if f" {wanted}" in folded or f"/{wanted}" in folded:
        return 1
    return 2 if wanted in folded else _NOWHERE


def _names(record: Record) -> Iterator[str]:
    yield from record.naming
    if record.symbol:
        yield record.symbol


def _title(record: Record) -> str:
    return f"{record.symbol}: {record.title}" if record.symbol and record.symbol not in record.title else record.title


def _times(words: str) -> list[_Pair]:
    return [(time, time) for time in _TIMES if time.startswith(words.casefold())]


def _languages(words: str) -> list[_Pair]:
    pairs = [(native(code), code) for code in languages()]
    return [pair for pair in pairs if any(text.casefold().startswith(words.casefold()) for text in pair)]
