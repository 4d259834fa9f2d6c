"""Reads when a reminder is wanted, in plain words: "next Friday 9am Geneva time", "every Monday 10:00", "in 3 hours".

Our own grammar comes first, since it never guesses; dateparser follows for other languages. Whatever is read must be told back
with weekday, date and zone before it is saved (RETRIEVAL, section 6: every parser is wrong at times).
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.reminders.civil import instant_of
from bot.reminders.places import city_pattern, zone_of
from bot.reminders.plan import MORNING

LONGEST_TEXT = 100
FURTHEST = dt.timedelta(days=366 * 5)
"""How far ahead a reminder may lie."""

_EXAMPLES = "write for example: 2026-12-04 15:00, next Friday 9am Geneva time, in 3 hours, or: every Monday 10:00"


@dataclass(frozen=True, slots=True)
class Told:
    """A time as told: what the clock on the wall shows, where, and the rule if it comes again (RFC 5545)."""

    clock: dt.datetime
    zone: ZoneInfo
    rule: str | None = None

    @property
    def instant(self) -> dt.datetime:
        """The (first) moment, in UTC."""
        return instant_of(self.clock, self.zone)


_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name.lower(): number for number, name in enumerate(calendar.day_abbr)} | {"tues": 1, "thur": 3, "thurs": 3}
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "other": 2, "second": 2}


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WEEKDAY, _MONTH, _NUMBER = _either(_WEEKDAYS), _either(_MONTHS), rf"\d{{1,4}}|{_either(_NUMBERS)}"
_UNIT = r"minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?"


def parse_time(text: str, now: dt.datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("en",)) -> Told:
    """Read when something is wanted.

    Args:
        text: As typed.
        now: The moment of asking, aware.
        zone: The zone that is meant where the text names none.
        languages: The languages that the asker may use, for what our own grammar does not know.

    Raises:
        ValueError: it is not understood, has two meanings, lies in the past or too far ahead; the message says how to write it.
    """
    plain = " ".join(text.casefold().replace(",", " ").split())[:LONGEST_TEXT]
    told = _Reading(plain, now, zone).told() or _dateparsed(plain, now, zone, languages)
    if told is None:
        raise ValueError(f"{text[:LONGEST_TEXT]!r} is no time that I understand; {_EXAMPLES}")
    if told.rule is None and told.instant <= now:
        raise ValueError(f"{told.clock:%A %d %B %Y, %H:%M} ({told.zone.key}) is over already; give a time to come")
    if told.instant > now + FURTHEST:
        raise ValueError(f"{told.clock:%A %d %B %Y} is too far ahead; at most {FURTHEST.days // 366} years are possible")
    return told


class _Reading:
    """Takes zone, rule, hour and day out of a text, one after the other; what is left over means that it was not understood."""

    def __init__(self, plain: str, now: dt.datetime, zone: ZoneInfo) -> None:
        self.left = f" {plain} "
        self.zone = self._zone() or zone
        self.now = now.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0)

    def told(self) -> Told | None:
        if elapsed := self._elapsed():
            clock = (self.now.replace(tzinfo=self.zone).astimezone(dt.UTC) + elapsed).astimezone(self.zone).replace(tzinfo=None)
            return Told(clock, self.zone) if self._all_read() else None
        every = self._every()
        hour = self._hour()
        day = self._day() if every is None else self.now.date()
        if not self._all_read() or (every is None and day is None and hour is None):
            return None
        if every is not None:
            return self._recurring(every, hour or MORNING)
        if day is None:
            clock = dt.datetime.combine(self.now.date(), hour or MORNING)
            return Told(clock if clock > self.now else clock + dt.timedelta(days=1), self.zone)
        return Told(dt.datetime.combine(day, hour or MORNING), self.zone)

    def _take(self, pattern: str) -> re.Match[str] | None:
        found = re.search(rf"(?<=\s)(?:{pattern})(?=\s)", self.left)
        if found:
            self.left = f"{self.left[: found.start()]} {self.left[found.end() :]}"
        return found

    def _all_read(self) -> bool:
        return not re.sub(r"\b(?:at|on|the|by|of)\b", "", self.left).strip(" .")

    def _zone(self) -> ZoneInfo | None:
        found = self._take(
            rf"(?:{city_pattern()})\s+(?:local\s+)?time|(?:utc|gmt)\s*[+-]\d{{1,2}}(?::?\d{{2}})?|utc|gmt"
            r"|[a-z]+/[a-z_]+(?:/[a-z_]+)?|[ecmp][sd]t|ces?t|bst|ist|ees?t|wes?t|msk"
        )
        if not found:
            return None
        name = found[0] if "/" not in found[0] else "/".join(part.title().replace("_Es_", "_es_") for part in found[0].split("/"))
        return zone_of(name)

    def _elapsed(self) -> dt.timedelta | None:
        found = self._take(rf"in (?P<number>{_NUMBER}) ?(?P<unit>minutes?|mins?|hours?|hrs?|h)(?: and a half)?")
        if not found:
            return None
        minutes = _number(found["number"]) * (1 if found["unit"].startswith("m") else 60)
        return dt.timedelta(minutes=minutes + (30 if found[0].endswith("half") else 0))

    def _hour(self) -> dt.time | None:
        if self._take("midnight"):
            raise ValueError('"midnight" may be the beginning or the end of a day; write 00:00 or 23:59')
        if self._take("(?:at )?noon"):
            return dt.time(12)
        if self._take("in the morning"):
            return self._hour() or MORNING
        evening = self._take("tonight|this evening|in the evening|this afternoon|in the afternoon")
        if evening and "in the" not in evening[0]:
            self.left += "today "
        found = self._take(r"(?:at )?(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?: ?(?P<half>[ap]\.?m\.?))?") or self._take(
            r"(?:at )?(?P<hour>\d{1,2})(?P<minute>) ?(?P<half>[ap]\.?m\.?)|at (?P<bare>\d{1,2})(?: ?h| o'?clock)?"
        )
        if not found:
            if evening:
                raise ValueError(f"{evening[0]!r} names no hour; write for example: today 18:00")
            return None
        return _clock(found, later=bool(evening))

    def _day(self) -> dt.date | None:
        for pattern, read in _DAYS:
            found = self._take(pattern)
            if found:
                try:
                    return read(found, self.now.date())
                except (ValueError, OverflowError) as problem:
                    raise ValueError(f"{found[0].strip()!r} is no day that exists ({problem}); {_EXAMPLES}") from None
        if ambiguous := self._take(r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?"):
            raise ValueError(f"{ambiguous[0]!r} may be read in two ways; write the day as 2026-12-05 or 5 December 2026")
        return None

    def _every(self) -> str | None:
        if found := self._take(rf"every (?:(?P<number>{_NUMBER}) )?(?P<unit>days?|weeks?|months?|years?)"):
            unit = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY"}[found["unit"][0]]
            number = _number(found["number"] or "1")
            rule = f"FREQ={unit}" + (f";INTERVAL={number}" if number > 1 else "")
        elif found := self._take("daily|weekly|monthly|yearly|annually"):
            rule = f"FREQ={found[0].upper().replace('ANNUALLY', 'YEARLY')}"
        elif self._take("every (?:weekday|working day)|on weekdays"):
            return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
        elif found := self._take(rf"every (?P<other>other )?(?P<days>(?:{_WEEKDAY})s?(?:(?: and|) (?:{_WEEKDAY})s?)*)"):
            days = sorted({_WEEKDAYS[day] for day in re.findall(rf"\b(?:{_WEEKDAY})(?=s?\b)", found["days"])})
            return f"FREQ=WEEKLY{';INTERVAL=2' if found['other'] else ''};BYDAY={','.join(_BYDAY[day] for day in days)}"
        else:
            return None
        if "WEEKLY" in rule and (found := self._take(rf"(?:on )?(?P<day>{_WEEKDAY})s?")):
            return f"{rule};BYDAY={_BYDAY[_WEEKDAYS[found['day']]]}"
        if "MONTHLY" in rule and (found := self._take(r"(?:on )?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)(?: day)?")):
            return f"{rule};BYMONTHDAY={found['day']}"
        return rule

    def _recurring(self, rule: str, hour: dt.time) -> Told:
        from bot.reminders.recurrence import Recurrence  # noqa: PLC0415 - dateutil is slow to import and seldom needed

        start = dt.datetime.combine(self.now.date(), hour)
        # The first is the coming one; only from there on is every second left out.
        due = Recurrence(re.sub(r";INTERVAL=\d+", "", rule), start, self.zone).after(instant_of(self.now, self.zone))
        first = due.astimezone(self.zone).replace(tzinfo=None) if due else start
        return Told(dt.datetime.combine(first.date(), hour), self.zone, rule)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _clock(found: re.Match[str], *, later: bool) -> dt.time:
    groups = found.groupdict()
    hour, minute = int(groups.get("hour") or groups.get("bare") or 0), int(groups["minute"] or 0)
    half = (groups["half"] or "").replace(".", "")
    if (half and not 1 <= hour <= 12) or hour > 23 or minute > 59:  # noqa: PLR2004 - a clock's dial
        raise ValueError(f"{found[0].strip()!r} is no hour that exists; write for example 9:00 or 6pm")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif later and hour < 12:  # noqa: PLR2004 - a clock's dial
        hour += 12
    return dt.time(hour, minute)


def _coming(found: re.Match[str], today: dt.date) -> dt.date:
    """Give the coming such weekday; with "next" the one of the week after this one (weeks begin on Monday)."""
    weekday = _WEEKDAYS[found["weekday"]]
    if (found["which"] or "").startswith("next"):
        monday = today - dt.timedelta(days=today.weekday())
        return monday + dt.timedelta(days=7 + weekday)
    return today + dt.timedelta(days=(weekday - today.weekday()) % 7 or 7)


def _ahead(found: re.Match[str], today: dt.date) -> dt.date:
    number, unit = _number(found["number"]), found["unit"][0]
    if unit == "m":
        month = today.month - 1 + number
        year, month = today.year + month // 12, month % 12 + 1
        return dt.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    return today + dt.timedelta(days=number * (7 if unit == "w" else 1))


def _dated(found: re.Match[str], today: dt.date) -> dt.date:
    month, day = _MONTHS[found["month"]], int(found["day"])
    if found["year"]:
        return dt.date(int(found["year"]), month, day)
    this_year = dt.date(today.year, month, day)
    return this_year if this_year >= today else dt.date(today.year + 1, month, day)


_DAYS: tuple[tuple[str, Callable[[re.Match[str], dt.date], dt.date]], ...] = (
    (r"(?P<day>\d{4}-\d{2}-\d{2})", lambda found, _: dt.date.fromisoformat(found["day"])),
    (rf"(?:(?:{_WEEKDAY}) )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})\.?(?: (?P<year>\d{{4}}))?", _dated),
    (rf"(?:(?:{_WEEKDAY}) )?(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<year>\d{{4}}))?", _dated),
    (rf"(?P<number>{_NUMBER}) (?P<unit>days?|weeks?|months?) (?:from (?:now|today)|ahead)", _ahead),
    (r"(?:the )?day after tomorrow", lambda _, today: today + dt.timedelta(days=2)),
    (r"tomorrow|tmrw|tmr", lambda _, today: today + dt.timedelta(days=1)),
    (r"today", lambda _, today: today),
    (rf"in (?P<number>{_NUMBER}) (?P<unit>days?|weeks?|months?)(?: time)?", _ahead),
    (r"next week", lambda _, today: today + dt.timedelta(days=7 - today.weekday())),
    (rf"(?:on )?(?P<which>this |next |coming |this coming )?(?P<weekday>{_WEEKDAY})", _coming),
)


def _dateparsed(plain: str, now: dt.datetime, zone: ZoneInfo, languages: tuple[str, ...]) -> Told | None:
    if languages == ("en",):
        return None  # in English it guesses where our grammar declines ("a week from today" becomes a week ago)
    import dateparser  # noqa: PLC0415 - slow to import and seldom needed

    settings = {
        "RELATIVE_BASE": now.astimezone(zone).replace(tzinfo=None),
        "PREFER_DATES_FROM": "future",
        "STRICT_PARSING": False,
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    others = [language for language in languages if language != "en"]
    clock = dateparser.parse(plain, languages=others, settings=settings)
    return Told(clock.replace(second=0, microsecond=0), zone) if clock else None
