"""Reads when a reminder is wanted, in plain words: "next Friday 9am Geneva time", "every Monday 10:00", "in 3 hours".

Our own grammar comes first, since it never guesses; dateparser follows for other languages. Whatever is read must be told back
with weekday, date and zone before it is saved (RETRIEVAL, section 6: every parser is wrong at times).
"""

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.languages.objection import ObjectionError
from bot.reminders.civil import instant_of
from bot.reminders.days import NUMBER, WEEKDAY, WEEKDAYS, day_of, number_of
from bot.reminders.hours import HALF, HOUR, MINUTE, hour_of
from bot.reminders.places import city_pattern, zone_of
from bot.reminders.plan import MORNING

LONGEST_TEXT = 100
FURTHEST = 5
"""Years ahead that a reminder may lie."""

_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


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


def parse_time(text: str, now: dt.datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("en",)) -> Told:
    """Read when something is wanted, as `read_time` does.

    Raises:
        ObjectionError: as there, and where it is not understood.
    """
    told = read_time(text, now, zone, languages)
    if told is None:
        raise ObjectionError(
            "“{text}” is no time that I understand; write for example: 2026-12-04 15:00, next Friday 9am Geneva time, "
            "in 3 hours, or: every Monday 10:00.",
            text=text[:LONGEST_TEXT].strip(),
        )
    return told


def read_time(text: str, now: dt.datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("en",)) -> Told | None:
    """Read when something is wanted; None where it is not understood.

    Args:
        text: As typed.
        now: The moment of asking, aware.
        zone: The zone that is meant where the text names none.
        languages: The languages that the asker may use, for what our own grammar does not know.

    Raises:
        ObjectionError: it has two meanings, lies in the past or too far ahead; the message says how to write it.
    """
    plain = " ".join(text.casefold().replace(",", " ").split())[:LONGEST_TEXT]
    told = _Reading(plain, now, zone).told() or _dateparsed(plain, now, zone, languages)
    if told is None:
        return None
    if told.clock.year > now.year + FURTHEST:
        raise ObjectionError("{moment} is too far ahead; at most {n} years are possible.", moment=told.clock, n=FURTHEST)
    there = now.astimezone(told.zone).replace(tzinfo=None)
    # A day ahead of instants, since the calendar's first day has none.
    if told.rule is None and (told.clock < there - dt.timedelta(days=1) or told.instant <= now):
        raise ObjectionError("{moment} ({zone}) is over already; give a time to come.", moment=told.clock, zone=told.zone.key)
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
        day = day_of(self._take, self.now.date()) if every is None else self.now.date()
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
        found = self._take(rf"in (?P<number>{NUMBER}) ?(?P<unit>minutes?|mins?|hours?|hrs?|h)(?: and a half)?")
        if not found:
            return None
        minutes = number_of(found["number"]) * (1 if found["unit"].startswith("m") else 60)
        return dt.timedelta(minutes=minutes + (30 if found[0].endswith("half") else 0))

    def _hour(self) -> dt.time | None:
        if self._take("midnight"):
            raise ObjectionError("“midnight” may be the beginning or the end of a day; write 00:00 or 23:59.")
        if self._take("(?:at )?noon"):
            return dt.time(12)
        if self._take("in the morning"):
            return self._hour() or MORNING
        evening = self._take("tonight|this evening|in the evening|this afternoon|in the afternoon")
        if evening and "in the" not in evening[0]:
            self.left += "today "
        found = (
            self._take(f"(?:at )?{HOUR}{MINUTE}(?: ?{HALF})?")
            or self._take(f"(?:at )?{HOUR}(?P<minute>) ?{HALF}")
            or self._take(f"at {HOUR}(?P<minute>)(?P<half>)(?: ?h| o'?clock)?")
        )
        if not found:
            if evening:
                raise ObjectionError("“{text}” names no hour; write for example: today 18:00.", text=evening[0].strip())
            return None
        return hour_of(found, later=bool(evening))

    def _every(self) -> str | None:
        if found := self._take(rf"every (?:(?P<number>{NUMBER}) )?(?P<unit>days?|weeks?|months?|years?)"):
            unit = {"d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY"}[found["unit"][0]]
            number = number_of(found["number"] or "1")
            rule = f"FREQ={unit}" + (f";INTERVAL={number}" if number != 1 else "")
        elif found := self._take("daily|weekly|monthly|yearly|annually"):
            rule = f"FREQ={found[0].upper().replace('ANNUALLY', 'YEARLY')}"
        elif self._take("every (?:weekday|working day)|on weekdays"):
            return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
        elif found := self._take(rf"every (?P<other>other )?(?P<days>(?:{WEEKDAY})s?(?:(?: and|) (?:{WEEKDAY})s?)*)"):
            days = sorted({WEEKDAYS[day] for day in re.findall(rf"\b(?:{WEEKDAY})(?=s?\b)", found["days"])})
            return f"FREQ=WEEKLY{';INTERVAL=2' if found['other'] else ''};BYDAY={','.join(_BYDAY[day] for day in days)}"
        else:
            return None
        if "WEEKLY" in rule and (found := self._take(rf"(?:on )?(?P<day>{WEEKDAY})s?")):
            return f"{rule};BYDAY={_BYDAY[WEEKDAYS[found['day']]]}"
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
