"""Zones as people call them: UTC and offsets, IANA names, cities."""

import datetime as dt
import functools
import re
import zoneinfo
from zoneinfo import ZoneInfo

from bot.clock import parse_zone
from bot.languages.objection import ObjectionError

_CITIES = {
    "abu dhabi": "Asia/Dubai",
    "addis ababa": "Africa/Addis_Ababa",
    "astana": "Asia/Almaty",
    "bangalore": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "bern": "Europe/Zurich",
    "bonn": "Europe/Berlin",
    "brasilia": "America/Sao_Paulo",
    "geneva": "Europe/Zurich",
    "hyderabad": "Asia/Kolkata",
    "kyoto": "Asia/Tokyo",
    "lillestrøm": "Europe/Oslo",
    "lillestrom": "Europe/Oslo",
    "mumbai": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    "ny": "America/New_York",
    "nyc": "America/New_York",
    "poznan": "Europe/Warsaw",
    "rio": "America/Sao_Paulo",
    "rio de janeiro": "America/Sao_Paulo",
    "santiago de chile": "America/Santiago",
    "strasbourg": "Europe/Paris",
    "the hague": "Europe/Amsterdam",
    "washington": "America/New_York",
}
"""Cities of the process and its meetings that no IANA zone is named after."""

_OFFSET = re.compile(r"(?:utc|gmt)?\s*(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?")
_ABBREVIATIONS = re.compile(r"[ecmp][sd]t|ces?t|bst|ist|ees?t|wes?t|msk")


@functools.cache
def _named() -> dict[str, str]:
    zones = {
        key.rpartition("/")[2].replace("_", " ").casefold(): key for key in sorted(zoneinfo.available_timezones()) if "/" in key
    }
    return zones | _CITIES


@functools.cache
def city_pattern() -> str:
    """Give a pattern for the names of all cities, longer ones first."""
    return "|".join(re.escape(name) for name in sorted(_named(), key=len, reverse=True))


def zone_of(name: str) -> ZoneInfo:
    """Give the zone that people call so: ``UTC``, ``Geneva``, ``New York time``, ``Europe/Zurich``.

    Raises:
        ObjectionError: it is no zone, an abbreviation with several meanings, or an offset that no one zone keeps.
    """
    called = re.sub(r"\s+(?:local\s+)?time$", "", " ".join(name.casefold().split()))
    if called in {"utc", "gmt", "z"}:
        return ZoneInfo("UTC")
    if found := _OFFSET.fullmatch(called):
        return _fixed(found, name)
    if called in _named():
        return ZoneInfo(_named()[called])
    if _ABBREVIATIONS.fullmatch(called):
        raise ObjectionError(
            "{zone} means different hours in summer or elsewhere; name a city, for example: Geneva time.", zone=name.upper()
        )
    try:
        return parse_zone(name.strip())
    except ValueError:
        raise ObjectionError(
            "“{zone}” is no IANA time zone; write for example Europe/Zurich, or name a city: Geneva time.", zone=name.strip()
        ) from None


def _fixed(found: re.Match[str], name: str) -> ZoneInfo:
    offset = dt.timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0)) * (-1 if found["sign"] == "-" else 1)
    hours = offset / dt.timedelta(hours=1)
    if hours != int(hours) or not -12 <= hours <= 14:  # noqa: PLR2004 - the Etc zones of the tz database
        raise ObjectionError(
            "{zone} is no offset of whole hours that a zone keeps; name a city, for example: Kathmandu time.", zone=name
        )
    return ZoneInfo(f"Etc/GMT{-int(hours):+d}" if hours else "UTC")
