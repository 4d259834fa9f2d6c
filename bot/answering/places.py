"""Places that a question takes for granted: who asks what was held in Bangkok is not told silently of Astana."""

import functools
import re
from collections.abc import Iterable

from babel import Locale
from babel.core import get_global

from bot.answering.passages import Passage
from bot.answering.question import Question
from bot.languages.analysis import stems
from bot.records.knowledge import Knowledge
from bot.records.model import Kind

_SHORTEST = 4
_NO_PLACE = {
    "North",
    "South",
    "West",
    "Center",
    "Eastern",
    "Easter",
    "Wake",
    "Troll",
    "World",
    "United Nations",
    "Outlying Oceania",
    "UNESCO",
    "European Union",
}
_CONTINENTS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
_PIECE = re.compile(r"[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)?")
_BUILT = re.compile(
    r"Room|Hall|Palexpo|Headquarters|Building|Chamber|Cent(?:re|er)|Palais|Campus|Hotel|Inn|House|Hub|Forum|Council"
)
_SET = re.compile(r"\b(?:in|at|host)\b")
_ONLINE = re.compile(r"\bonline\b|\bvirtual|\bremote", re.IGNORECASE)


class Places:
    """Countries and cities: the territories and the cities of time zones in the Unicode CLDR, and the records' own."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Gather the names."""
        printed = dict.fromkeys(record.place for record in knowledge if record.place)
        pieces = {piece for place in printed for piece in re.split(r"\s*[,:]\s*", place)}
        found = {piece for piece in pieces if _PIECE.fullmatch(piece) and not _BUILT.search(piece)}
        names = {name for name in found | _countries() | _zone_cities().keys() if len(name) >= _SHORTEST} - _NO_PLACE
        self._names = {name.casefold(): name for name in names}
        listed = "|".join(map(re.escape, sorted(self._names, key=lambda name: (-len(name), name))))
        self._any = re.compile(rf"\b(?:{listed})\b")
        self._setting = re.compile(rf"\b(?:in|at) (?:the )?({listed})\b|\b(?:did|does|will|would|could) ({listed}) host\b")
        self._within = {place: set(self._any.findall(place.casefold())) for place in printed}

    def contradicted(self, question: Question, told: Iterable[Passage]) -> str:
        """Give the place where a question sets a meeting that was elsewhere, by its record and all that is told; else nothing."""
        passages = list(told)
        record = passages[0].record
        if record.kind is not Kind.MEETING or not record.place or _ONLINE.search(record.place):
            return ""
        asked = [one or other for one, other in self._setting.findall(question.plain)] if _SET.search(question.plain) else []
        if not asked:
            return ""
        texts = (passage.fact.text for passage in passages if passage.fact)
        known = frozenset(stems(" ".join([record.title, *record.aka, *self._around(record.place), *texts])))
        return next((self._names[name] for name in asked if not known.issuperset(stems(name))), "")

    def named_in(self, lower: str) -> list[str]:
        """Give the countries and cities that a lower-case text names."""
        return self._any.findall(lower)

    def _around(self, place: str) -> list[str]:
        """Give a place with all that is known of where it lies."""
        names = self._within[place]
        beside = [other for other, others in self._within.items() if not names.isdisjoint(others)]
        return [*beside, *(_zone_cities().get(self._names[name], "") for name in names)]


@functools.cache
def _countries() -> frozenset[str]:
    return frozenset(name for code, name in Locale("en").territories.items() if code.isalpha())


@functools.cache
def _zone_cities() -> dict[str, str]:
    """Give the cities after which time zones are named, each with its country."""
    locale = Locale("en")
    zones = [(zone, country) for zone, country in get_global("zone_territories").items() if zone.partition("/")[0] in _CONTINENTS]
    named = {zone: names.get("city") for zone, names in locale.time_zones.items()}
    return {
        named.get(zone) or zone.rpartition("/")[2].replace("_", " "): locale.territories.get(country, "")
        for zone, country in zones
    }
