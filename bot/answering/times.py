"""Time expressions in questions, read relative to now: "in July 2025", "last year", "in the next 30 days", "since May"."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from bot.answering.seasons import NEAR_SEASON, PARTS_OF_YEARS, Days, month_days
from bot.clock import MONTH_WORDS

_MONTH = "(" + "|".join(sorted(MONTH_WORDS, key=len, reverse=True)) + r")\.?"
_NUMBERS = {
    word: number
    for number, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
}
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_FAR_PAST, _FAR_FUTURE = dt.date(1900, 1, 1), dt.date(2999, 12, 31)
_DAY = dt.timedelta(days=1)
_PLANNED = re.compile(r"\b(?:planned|scheduled|upcoming|coming|will|next|going to)\b")
_PAST = re.compile(r"\b(?:was|were|did|had|happened|took)\b")
_AHEAD = dt.timedelta(days=150)
"""How far off a month without its year is looked for where plans are asked for: the one to come, or the one just past."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Days that a question names.

    Attributes:
        first: The first of them.
        last: The last of them.
        relative: Whether it was told relative to now ("this week").
        words: The words that told it.
        guessed: Whether its year is not told, so that the nearest one is taken.
    """

    first: dt.date
    last: dt.date
    relative: bool
    words: str
    guessed: bool = False


def find_span(text: str, today: dt.date) -> TimeSpan | None:
    """Give the days that a lower-case question names, if it does."""
    for pattern, read in _RULES:
        found = pattern.search(text)
        if found:
            try:
                ahead = pattern in _YEARLESS and _PLANNED.search(text) and not _PAST.search(text)
                span = read(found, today + _AHEAD if ahead else today)
            except (ValueError, OverflowError):
                continue
            if span:
                guessed = "year" in found.re.groupindex and not found["year"]
                return TimeSpan(span[0], span[1], relative=pattern in _RELATIVE, words=found[0], guessed=guessed)
    return None


_AS_OF = re.compile(
    r"^(?=.*\b(?:in force|valid|still appl\w+|every (?:year|second|other|two|four)|each year|yearly|annual(?:ly)?|permanent"
    r"|expires?|run out|mandate)\b)"
    r"\W*(?:and |so )?(?:is|are|will|does|do|has|have|can)\b.*?\b(?P<words>(?:in|by|during|as of) (?:19|20)\d{2})\b"
    r"|^(?=.*\b(?:in force|valid)\b)[^:?]{3,60}: (?:is|are|will|does) .*?\b(?P<later>(?:in|by|during|as of) (?:19|20)\d{2})\b"
)


def as_of(text: str) -> str:
    """Give the words that tell the year for which a lower-case question asks whether a rule still holds; else nothing.

    "Is the report still due every year in 2027?" asks of what lasts, and not of something that lies in that year.
    """
    found = _AS_OF.search(text)
    return (found["words"] or found["later"]) if found else ""


def days_beside(text: str, first: dt.date, last: dt.date) -> TimeSpan | None:
    """Give the days that a lower-case question tells relative to those spoken of: "the next day", "the month after"."""
    found = _BESIDE.search(text)
    if not found:
        return None
    unit = found["unit"] or found["unit2"]
    side = found["side"] or found["side2"]
    later = side in {"next", "following", "after", "later"}
    match unit:
        case "day":
            day = last + _DAY if later else first - _DAY
            days = day, day
        case "week":
            days = _this("week", last + 7 * _DAY if later else first - 7 * _DAY)
        case _:
            days = _this("month", _this("month", last)[1] + _DAY if later else first.replace(day=1) - _DAY)
    return TimeSpan(*days, relative=False, words=found[0])


def is_bare_month(span: TimeSpan) -> bool:
    """Say whether a span is a month told without its year ("in February")."""
    return span.relative and any(word in MONTH_WORDS for word in span.words.split())


def _year_days(year: int) -> Days:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _exact_day(found: re.Match[str], today: dt.date) -> Days:
    month, number = MONTH_WORDS[found["month"]], int(found["day"])
    years = [int(found["year"])] if found["year"] else [today.year - 1, today.year, today.year + 1]
    # a day without a year is the nearest one, past or coming
    day = min((dt.date(year, month, number) for year in years), key=lambda day: abs(day - today))
    return _bounded(found, day, day)


def _range(found: re.Match[str], today: dt.date) -> Days:
    """Read "from 7 to 11 July 2025", "26 May to 12 June 2025", "between March and May 2025": the year stands on the right."""
    year = int(found["year"] or today.year)
    last_month = MONTH_WORDS[found["month2"]]
    first_month = MONTH_WORDS[found["month1"]] if found["month1"] else last_month
    first_year = year if first_month <= last_month else year - 1
    if found["day2"]:
        return dt.date(first_year, first_month, int(found["day1"])), dt.date(year, last_month, int(found["day2"]))
    return dt.date(first_year, first_month, 1), month_days(year, last_month)[1]


def _years(found: re.Match[str], _: dt.date) -> Days:
    """Read "between 2010 and 2014", "from 2016 to 2019": both years count."""
    return dt.date(int(found["from"]), 1, 1), dt.date(int(found["to"]), 12, 31)


def _exact_month(found: re.Match[str], _: dt.date) -> Days:
    return _bounded(found, *month_days(int(found["year"]), MONTH_WORDS[found["month"]]))


def _exact_year(found: re.Match[str], _: dt.date) -> Days:
    return _bounded(found, *_year_days(int(found["year"])))


def _bounded(found: re.Match[str], first: dt.date, last: dt.date) -> Days:
    bound = found["bound"]
    if found["edge"]:  # "since the end of July"
        first = last
    if bound in {"since", "after", "from"}:
        return (last + _DAY if bound == "after" else first), _FAR_FUTURE
    if bound in {"before", "until", "till", "by"}:
        return _FAR_PAST, (first - _DAY if bound == "before" else last)
    return first, last


def _named_month(found: re.Match[str], today: dt.date) -> Days:
    return _bounded(found, *_nearest_month(MONTH_WORDS[found["month"]], today))


def _nearest_month(month: int, today: dt.date) -> Days:
    # a bare month is the nearest one, past or coming
    years = (today.year - 1, today.year, today.year + 1)
    year = min(years, key=lambda year: abs(dt.date(year, month, 15) - today))
    return month_days(year, month)


def _unit(found: re.Match[str], today: dt.date) -> Days:
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1, "following": 1}[
        found["which"]
    ]
    match found["unit"]:
        case "week":
            monday = today - today.weekday() * _DAY + 7 * step * _DAY
            days = monday, monday + 6 * _DAY
        case "month":
            months = today.year * 12 + today.month - 1 + step
            days = month_days(months // 12, months % 12 + 1)
        case _:
            days = _year_days(today.year + step)
    if found["over"]:  # "before this month is over"
        return (today, days[1]) if found["bound"] else days
    return _bounded(found, *days)


def _day_word(found: re.Match[str], today: dt.date) -> Days:
    day = today + {"yesterday": -1, "tomorrow": 1}.get(found[1], 0) * _DAY
    return day, day


def _rest(found: re.Match[str], today: dt.date) -> Days:
    """Read "later this year", "earlier this month", "the rest of the week": a part of it up to or from today."""
    first, last = _this(found["unit"], today)
    return (first, today) if found["part"] == "earlier" else (today, last)


def _this(unit: str, today: dt.date) -> Days:
    match unit:
        case "week":
            monday = today - today.weekday() * _DAY
            return monday, monday + 6 * _DAY
        case "month":
            return month_days(today.year, today.month)
        case _:
            return _year_days(today.year)


def _part_of_month(found: re.Match[str], today: dt.date) -> Days:
    """Read "the first week of September", "at the end of May 2025"."""
    first, last = _exact_month(found, today) if found["year"] else _nearest_month(MONTH_WORDS[found["month"]], today)
    if found["week"] and found["week"] != "last":
        begun = first + {"first": 0, "second": 7, "third": 14, "fourth": 21}[found["week"]] * _DAY
        return begun, begun + 6 * _DAY
    if found["part"] in {"beginning", "start", "early"}:
        return first, first + 9 * _DAY
    if found["part"] in {"middle", "mid"}:
        return first + 10 * _DAY, first + 19 * _DAY
    return last - (6 if found["week"] else 9) * _DAY, last


def _ago(found: re.Match[str], today: dt.date) -> Days:
    """Read "three days ago", "two months from now", "two years ago this month": what lies so far away."""
    number = 1 if found["n"] in {"a", "an"} else int(_NUMBERS.get(found["n"], found["n"]))
    step = -number if found["which"] == "ago" else number
    match found["unit"]:
        case "day":
            day = today + step * _DAY
            return day, day
        case "week":
            return _this("week", today + step * 7 * _DAY)
        case "month":
            months = today.year * 12 + today.month - 1 + step
            return month_days(months // 12, months % 12 + 1)
        case _ if found["same"]:
            return month_days(today.year + step, today.month)
        case _:
            return _year_days(today.year + step)


def _weekday(found: re.Match[str], today: dt.date) -> Days:
    """Read "last Monday", "on Friday", "next Tuesday": the nearest one before or after today."""
    number = _WEEKDAYS.index(found["day"])
    if found["which"] == "last":
        day = today - ((today.weekday() - number - 1) % 7 + 1) * _DAY
    else:
        day = today + ((number - today.weekday() - 1) % 7 + 1) * _DAY
    return day, day


def _today_and(found: re.Match[str], today: dt.date) -> Days:
    """Read "tomorrow and on Friday", "today and on Thursday": from the one to the other."""
    first = today + (_DAY if found["begin"] == "tomorrow" else 0 * _DAY)
    return first, first + (_WEEKDAYS.index(found["day"]) - first.weekday()) % 7 * _DAY


def _within(found: re.Match[str], today: dt.date) -> Days:
    number = int(_NUMBERS.get(found["n"], found["n"])) if found["n"] else 1
    length = number * {"day": 1, "week": 7, "month": 31, "year": 366}[found["unit"]] * _DAY
    return (today - length, today) if found["which"] in {"last", "past", "previous"} else (today, today + length)


_BESIDE = re.compile(
    r"\b(?:the|that) (?:(?P<side>next|following|previous|preceding) (?P<unit>day|week|month)"
    r"|(?P<unit2>day|week|month) (?P<side2>after|before|later|earlier|following))(?: that| this| it)?\W*$"
)
_BOUND = r"(?:\b(?P<bound>since|after|from|before|until|till|by)\s+(?:the\s+)?(?P<edge>end of\s+)?)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_TO = r"\s*(?:-|\u2013|to|and|until|till|through)\s*(?:the\s+)?"
_NTH = r"(?:st|nd|rd|th)?"
_RANGES = (
    (
        re.compile(
            rf"\b(?P<day1>\d{{1,2}}){_NTH}(?:\s+(?P<month1>{_MONTH}))?{_TO}(?P<day2>\d{{1,2}}){_NTH}\s+(?P<month2>{_MONTH})\b"
            rf"(?:,?\s*{_YEAR})?"
        ),
        _range,
    ),
    (
        re.compile(rf"\b(?:from|between)\s+(?P<month1>{_MONTH}){_TO}(?P<day2>(?!))?(?P<month2>{_MONTH})\b(?:\s+{_YEAR})?"),
        _range,
    ),
)
_YEARS = (
    (
        re.compile(r"\b(?:from|between|in|of)\s+(?P<from>(?:19|20)\d{2})" + _TO + r"(?P<to>(?:19|20)\d{2})\b(?![/-])"),
        _years,
    ),
)
_EXACT = (
    (
        re.compile(_BOUND + r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>" + _MONTH + r")\b,?\s*" + _YEAR + "?"),
        _exact_day,
    ),
    (
        re.compile(_BOUND + r"\b(?P<month>" + _MONTH + r")\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s*" + _YEAR + ")?"),
        _exact_day,
    ),
    (re.compile(_BOUND + r"\b(?P<month>" + _MONTH + r")\s*(?:of\s+)?" + _YEAR), _exact_month),
    *PARTS_OF_YEARS,
)
_COUNT = r"(?P<n>\d{1,3}|an?|" + "|".join(_NUMBERS) + ")"
_PARTS_OF_MONTHS = (
    (
        re.compile(
            r"(?<!since )(?<!after )(?<!before )(?<!until )(?<!till )(?<!by )"
            r"(?<!since the )(?<!after the )(?<!until the )(?<!by the )"
            r"\b(?:(?P<week>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+"
            r"|(?P<part>beginning|start|early|middle|mid|end|late)[\s-](?:of\s+|in\s+)?)"
            r"(?P<bound>(?!))?(?P<edge>(?!))?(?P<month>" + _MONTH + r")\b(?!\s+\d{1,2}\b)(?:,?\s+" + _YEAR + ")?"
        ),
        _part_of_month,
    ),
)
_RELATIVE_RULES = (
    (
        re.compile(
            r"\b(?P<part>later|earlier|rest of|(?:before|by|until|till) (?:the )?end of)\s+(?:this|in the|the|the rest of)\s+"
            r"(?P<unit>week|month|year)\b"
        ),
        _rest,
    ),
    NEAR_SEASON,
    (
        re.compile(
            rf"\b(?:in )?{_COUNT}\s+(?P<unit>day|week|month|year)s?(?:'s?|\u2019s?)?\s+(?P<which>ago|from (?:now|today)|time)\b"
            r"(?P<same>,? this month\b)?"
        ),
        _ago,
    ),
    (
        re.compile(r"\b(?P<begin>today|tomorrow)\s*(?:,|and|or|to|until)\s*(?:on\s+)?(?P<day>" + "|".join(_WEEKDAYS) + r")\b"),
        _today_and,
    ),
    (
        re.compile(r"\b(?P<which>last|next|this|on|coming)\s+(?P<day>" + "|".join(_WEEKDAYS) + r")\b(?!,? (?:the )?\d)"),
        _weekday,
    ),
    (re.compile(r"\b(this (?:morning|afternoon|evening))\b"), _day_word),
    (
        re.compile(
            r"\b(?P<which>next|coming|last|past|previous|within)\s+(?:the\s+)?(?:next\s+)?(?P<n>\d{1,3}|"
            + "|".join(_NUMBERS)
            + r")\s+(?P<unit>day|week|month|year)s?\b"
        ),
        _within,
    ),
    (
        re.compile(
            r"(?:\b(?P<bound>since|after|before|until|till|by)\s+)?(?P<edge>(?!))?"
            r"\b(?P<which>last|past|previous|this|current|next|coming|following)\s+"
            r"(?P<unit>week|month|year)(?:s(?<!the last years)(?= (?!of\b)\w))?\b(?P<over>\s+(?:is over|is out|is up|ends))?"
        ),
        _unit,
    ),
    (re.compile(r"\b(yesterday|today|tonight|tomorrow)\b"), _day_word),
    (re.compile(r"\b(right now|at (?:this|the) (?:very )?moment|currently|at present|as we speak)\b"), _day_word),
)
_LOOSE = (
    (re.compile(_BOUND + r"\b" + _YEAR + r"\b(?![/-])"), _exact_year),
    (
        re.compile(
            r"\b(?:(?P<bound>since|after|before|until|till|by)\s+(?:the\s+)?(?P<edge>end of\s+)?|(?:in|during|of)\s+)"
            r"(?P<month>" + _MONTH + r")\b"
        ),
        _named_month,
    ),
)
_RELATIVE = {pattern for pattern, _ in _RELATIVE_RULES} | {_LOOSE[1][0]}
_YEARLESS = {pattern for pattern, _ in (*_PARTS_OF_MONTHS, *_EXACT[:2])} | {_LOOSE[1][0]}
_RULES = (*_RANGES, *_YEARS, *_PARTS_OF_MONTHS, *_EXACT, *_RELATIVE_RULES, *_LOOSE)
