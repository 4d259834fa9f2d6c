"""Dates, spans and distances in time, written as the reader's language writes them (CLDR by Babel)."""

import datetime as dt
import gettext

from babel import Locale
from babel.dates import format_date, format_interval, format_time

_ENGLISH = "en_GB"  # day before month, as the United Nations print it
_DAYS_COUNTED = 60
_MONTHS_COUNTED = 24
DAYS_IN_MONTH = 30.44
_MONTHS_IN_YEAR = 12
_DAYS_IN_WEEK = 7
_YEARS_ALONE = 5
_HOUR = 3600
_MINUTE = 60


def locale_of(language: str) -> Locale:
    """Give the CLDR locale in which a language's dates are written."""
    return Locale.parse(_ENGLISH if language == "en" else language)


def day(date: dt.date, locale: Locale, *, weekday: bool = True) -> str:
    """Write a day, for example ``Thursday 5 December 2024``."""
    pattern = "EEEE d MMMM y" if weekday else "d MMMM y"
    return format_date(date, pattern if locale.language == "en" else ("full" if weekday else "long"), locale)


def days(first: dt.date, last: dt.date, locale: Locale) -> str:
    """Write a span of days, for example 7 to 11 July 2025, with the dash of spans between the days."""
    if first == last:
        return day(first, locale)
    if locale.language != "en":
        return format_interval(first, last, "yMMMMd", locale=locale)
    # CLDR has English spans with short months only
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, locale, weekday=False)}"
    start = day(first, locale, weekday=False)
    return f"{start.removesuffix(f' {last.year}')} – {day(last, locale, weekday=False)}"


def month(date: dt.date, locale: Locale) -> str:
    """Write a month, for example ``September 2024``."""
    return format_date(date, "MMMM y", locale)


def clock(moment: dt.datetime, locale: Locale) -> str:
    """Write a time of day in hours and minutes, for example ``14:00``."""
    return format_time(moment, "HH:mm", locale=locale)


def distance(days_apart: int, words: gettext.NullTranslations) -> str:
    """Write a number of days as people say it: exact up to two months, then in months, then in years."""
    if days_apart <= _DAYS_COUNTED:
        return words.ngettext("{n} day", "{n} days", days_apart).format(n=days_apart)
    count = round(days_apart / DAYS_IN_MONTH)
    if count < _MONTHS_COUNTED:
        return months(count, words)
    years, rest = divmod(count, _MONTHS_IN_YEAR)
    if years >= _YEARS_ALONE or not rest:
        return words.ngettext("{n} year", "{n} years", years).format(n=years)
    both = words.gettext("{years} and {months}")
    return both.format(
        years=words.ngettext("{n} year", "{n} years", years).format(n=years),
        months=months(rest, words),
    )


def months(count: int, words: gettext.NullTranslations) -> str:
    """Write a number of months."""
    return words.ngettext("{n} month", "{n} months", count).format(n=count)


def in_unit(days_apart: int, unit: str, words: gettext.NullTranslations) -> str:
    """Write a number of days in a unit (``week``, ``month`` or ``year``), in smaller ones where it is less than one of them."""
    if unit == "week" and days_apart >= _DAYS_IN_WEEK:
        weeks, rest = divmod(days_apart, _DAYS_IN_WEEK)
        shown = words.ngettext("{n} week", "{n} weeks", weeks).format(n=weeks)
        days_left = words.ngettext("{n} day", "{n} days", rest).format(n=rest)
        return words.gettext("{weeks} and {days}").format(weeks=shown, days=days_left) if rest else shown
    count = round(days_apart / DAYS_IN_MONTH)
    if unit == "week" or not count:
        return words.ngettext("{n} day", "{n} days", days_apart).format(n=days_apart)
    years, rest = divmod(count, _MONTHS_IN_YEAR)
    if unit == "month" or not years:
        return months(count, words)
    shown = words.ngettext("{n} year", "{n} years", years).format(n=years)
    return words.gettext("{years} and {months}").format(years=shown, months=months(rest, words)) if rest else shown


def short_distance(span: dt.timedelta, words: gettext.NullTranslations) -> str:
    """Write less than a day in hours, or minutes under two hours."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds >= 2 * _HOUR:
        hours = seconds // _HOUR
        return words.ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    minutes = seconds // _MINUTE
    return words.ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
