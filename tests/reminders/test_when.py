"""Times in plain words."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.places import zone_of
from bot.reminders.when import parse_time

NOW = dt.datetime.fromisoformat("2026-11-21T12:00:00+01:00")  # a Saturday
GENEVA = ZoneInfo("Europe/Zurich")


@pytest.mark.parametrize(
    ("text", "clock", "zone"),
    [
        ("next Friday 9am Geneva time", "2026-11-27T09:00", "Europe/Zurich"),
        ("Friday at 9", "2026-11-27T09:00", "Europe/Zurich"),
        ("next Monday 10:30", "2026-11-23T10:30", "Europe/Zurich"),
        ("monday", "2026-11-23T09:00", "Europe/Zurich"),
        ("tomorrow", "2026-11-22T09:00", "Europe/Zurich"),
        ("tomorrow at 6 pm", "2026-11-22T18:00", "Europe/Zurich"),
        ("the day after tomorrow, 14:00 UTC", "2026-11-23T14:00", "UTC"),
        ("noon New York time tomorrow", "2026-11-22T12:00", "America/New_York"),
        ("tonight at 8", "2026-11-21T20:00", "Europe/Zurich"),
        ("5 December 2026 at 17h00", "2026-12-05T17:00", "Europe/Zurich"),
        ("Dec 5", "2026-12-05T09:00", "Europe/Zurich"),
        ("3 March 15:00", "2027-03-03T15:00", "Europe/Zurich"),
        ("2026-12-04 15:00", "2026-12-04T15:00", "Europe/Zurich"),
        ("2026-12-04 3.30pm Europe/Zurich", "2026-12-04T15:30", "Europe/Zurich"),
        ("Sat 5 Dec 2026, 9:00 Kathmandu time", "2026-12-05T09:00", "Asia/Kathmandu"),
        ("in 3 hours", "2026-11-21T15:00", "Europe/Zurich"),
        ("in 90 minutes", "2026-11-21T13:30", "Europe/Zurich"),
        ("in an hour and a half", "2026-11-21T13:30", "Europe/Zurich"),
        ("in 2 weeks at 9:00", "2026-12-05T09:00", "Europe/Zurich"),
        ("a week from today", "2026-11-28T09:00", "Europe/Zurich"),
        ("in 3 months", "2027-02-21T09:00", "Europe/Zurich"),
        ("18:00", "2026-11-21T18:00", "Europe/Zurich"),
        ("9am", "2026-11-22T09:00", "Europe/Zurich"),
        ("18:00 UTC+2 tomorrow", "2026-11-22T18:00", "Etc/GMT-2"),
    ],
)
def test_plain_words_are_read(text: str, clock: str, zone: str) -> None:
    told = parse_time(text, NOW, GENEVA)
    assert (told.clock.isoformat(timespec="minutes"), told.zone.key, told.rule) == (clock, zone, None)


@pytest.mark.parametrize(
    ("text", "first", "rule"),
    [
        ("every Monday 10:00", "2026-11-23T10:00", "FREQ=WEEKLY;BYDAY=MO"),
        ("every monday and thursday at 9am", "2026-11-23T09:00", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("every other Friday", "2026-11-27T09:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("daily at 18:00", "2026-11-21T18:00", "FREQ=DAILY"),
        ("every day 8:00", "2026-11-22T08:00", "FREQ=DAILY"),
        ("every 2 weeks on Tuesday 9:00", "2026-11-24T09:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("monthly on the 1st at 9:00", "2026-12-01T09:00", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("every weekday 9:00", "2026-11-23T09:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ],
)
def test_what_comes_again_becomes_a_rule(text: str, first: str, rule: str) -> None:
    told = parse_time(text, NOW, GENEVA)
    assert (told.clock.isoformat(timespec="minutes"), told.rule) == (first, rule)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "understand"),
        ("soon", "understand"),
        ("whenever the meeting starts", "understand"),
        ("5/12/2026 9:00", "two ways"),
        ("tomorrow midnight", "beginning or the end"),
        ("tomorrow 9am EST", "name a city"),
        ("31 November 2026", "no day that exists"),
        ("2026-02-30", "no day that exists"),
        ("today 8:00", "over already"),
        ("20 November 2026", "over already"),
        ("2099-01-01", "too far"),
        ("31 December 9999 23:59 New York time", "too far"),
        ("0001-01-01 00:00 Geneva time", "over already"),
        ("in 9999 months", "too far"),
        ("monthly on the 45th", "never comes"),
        ("tomorrow 25:00", "no hour"),
        ("tomorrow 13pm", "no hour"),
        ("tonight", "no hour"),
        ("tomorrow 9:00 UTC+5:45", "name a city"),
        ("9" * 500, "understand"),
        ("tomorrow Atlantis/Harbour", "IANA"),
    ],
)
def test_what_is_past_ambiguous_or_not_understood_is_refused_with_a_suggestion(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_time(text, NOW, GENEVA)


def test_other_languages_are_read_by_a_library() -> None:
    told = parse_time("demain à 15:00", NOW, GENEVA, ("fr", "en"))
    assert told.clock.isoformat(timespec="minutes") == "2026-11-22T15:00"
    assert parse_time("tomorrow 15:00", NOW, GENEVA, ("fr", "en")).clock == told.clock


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Geneva", "Europe/Zurich"),
        ("new york time", "America/New_York"),
        ("UTC", "UTC"),
        ("utc-3", "Etc/GMT+3"),
        ("Africa/Tunis", "Africa/Tunis"),
    ],
)
def test_zones_are_called_as_people_call_them(name: str, key: str) -> None:
    assert zone_of(name).key == key
