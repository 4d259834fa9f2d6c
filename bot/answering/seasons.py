"""Parts of years in questions: "Q3 2025", "early 2026", "in the spring of 2024", "this autumn"."""

import calendar
import datetime as dt
import re

Days = tuple[dt.date, dt.date]
"""The first and the last of some days."""

_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DECEMBER = 12
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month in which each begins, north of the equator."""


def month_days(year: int, month: int) -> Days:
    """Give the first and the last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _season(found: re.Match[str], _: dt.date) -> Days:
    return _season_days(int(found["year"]) - ("early" in found[0] and found["season"] == "winter"), found["season"])


def _season_days(year: int, season: str) -> Days:
    """Give the three months of a season that begins in a year."""
    start = _SEASONS[season]
    last = month_days(year + 1, 2)[1] if start == _DECEMBER else month_days(year, start + 2)[1]
    return dt.date(year, start, 1), last


def _near_season(found: re.Match[str], today: dt.date) -> Days:
    """Read "this autumn", "last summer", "next spring": the one of this year or under way, the latest past, the first to come."""
    years = (today.year - 1, today.year, today.year + 1)
    before, this, after = (_season_days(year, found["season"]) for year in years)
    match found["which"]:
        case "last" | "past" | "previous":
            return this if this[1] < today else before
        case "next" | "coming":
            return this if this[0] > today else after
        case _:
            return before if before[0] <= today <= before[1] else this


def _quarter(found: re.Match[str], _: dt.date) -> Days:
    """Read "Q3 2025", "the first quarter of 2026"."""
    number = int(found["q"]) if found["q"] else ("first", "second", "third", "fourth", "last").index(found["nth"]) + 1
    last = 3 * min(number, 4)
    year = int(found["year"])
    return dt.date(year, last - 2, 1), month_days(year, last)[1]


def _part_of_year(found: re.Match[str], _: dt.date) -> Days:
    year = int(found["year"])
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "first": (1, 6), "second": (7, 12)}[found["part"]]
    return dt.date(year, first, 1), month_days(year, last)[1]


PARTS_OF_YEARS = (
    (
        re.compile(r"\b(?:q(?P<q>[1-4])|(?P<nth>first|second|third|fourth|last)\s+quarter)(?:\s+of|\s+in|,)?\s+" + _YEAR),
        _quarter,
    ),
    (re.compile(r"\b(?P<part>early|mid|late|first|second)(?:\s+half\s+of|\s+part\s+of)?[\s-]+" + _YEAR), _part_of_year),
    (re.compile(r"\b(?:early\s+)?(?P<season>" + "|".join(_SEASONS) + r")\s+(?:of\s+|(?<!fall )in\s+)?" + _YEAR), _season),
)
"""What tells a part of a year that is named, each with what reads it."""

NEAR_SEASON = (
    re.compile(r"\b(?P<which>last|past|previous|this|current|next|coming)\s+(?P<season>" + "|".join(_SEASONS) + r")\b"),
    _near_season,
)
"""What tells a season by how far it is from now, with what reads it."""
