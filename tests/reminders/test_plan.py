"""When reminders are due: lead times, quiet hours, recurrence, and a year of clock changes hour by hour."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.dates import Day, LocalTime, Month, Period, Year
from bot.reminders.civil import instant_of
from bot.reminders.leads import DaysBefore, TimeBefore, parse_leads
from bot.reminders.plan import Anchor, Edge, QuietHours, plan
from bot.reminders.recurrence import Recurrence

ZONES = ["America/New_York", "Europe/Zurich", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"]
NEW_YORK = ZoneInfo("America/New_York")
GENEVA = ZoneInfo("Europe/Zurich")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14d, 7d, 1d, 2h", ["14d", "7d", "1d", "2h"]),
        ("2h; 1 week", ["7d", "2h"]),
        ("2 weeks before and the day before", None),
        ("2 weeks before and one day before at 6pm", ["14d", "1d 18:00"]),
        ("on the day 9:00", ["0d 09:00"]),
        ("same day at 7 am", ["0d 07:00"]),
        ("90 minutes, an hour", ["90min", "1h"]),
        ("when it starts", ["0h"]),
        ("1d 25:00", None),
        ("3h 9:00", None),
        ("400d", None),
        ("soon", None),
        ("", None),
        ("1d,2d,3d,4d,5d,6d,7d,8d,9d,10d,11d", None),
    ],
)
def test_lead_times_are_read_as_organisers_write_them(typed: str, kept: list[str] | None) -> None:
    if kept is None:
        with pytest.raises(ValueError, match=r"write|give|at most|goes with"):
            parse_leads(typed)
    else:
        leads = parse_leads(typed)
        assert [str(lead) for lead in leads] == kept
        assert parse_leads(", ".join(map(str, leads))) == leads


def test_days_are_civil_days_at_the_venue_and_hours_are_elapsed() -> None:
    # Clocks in New York go back on 1 November 2026: two civil days before are 49 hours.
    anchor = Anchor(LocalTime(at("2026-11-02T10:00")), NEW_YORK)
    due = [one.due for one in plan(anchor, parse_leads("2d, 48h"))]
    assert due == [at("2026-10-31T14:00:00Z"), at("2026-10-31T15:00:00Z")]


def test_a_day_or_month_of_which_no_hour_is_known_is_counted_in_days_alone() -> None:
    for when, due in ((Day(dt.date(2026, 12, 5)), "2026-12-04T09:00:00+01:00"), (Month(2026, 12), "2026-11-30T09:00:00+01:00")):
        anchor = Anchor(when, GENEVA)
        assert [one.due for one in plan(anchor, parse_leads("1d"))] == [at(due)]
        with pytest.raises(ValueError, match="count in days"):
            plan(anchor, parse_leads("2h"))
    with pytest.raises(ValueError, match="Only the year"):
        Anchor.of(Period(Year(2027)), Edge.START)


def test_a_period_gives_its_start_and_its_end() -> None:
    period = Period(Day(dt.date(2027, 7, 5)), LocalTime(at("2027-07-09T18:00")), GENEVA)
    assert Anchor.of(period, Edge.START).moment is None
    assert Anchor.of(period, Edge.END).moment == at("2027-07-09T16:00:00Z")


@pytest.mark.parametrize(
    ("due", "moved"),
    [
        ("2026-03-02T21:59+01:00", "2026-03-02T21:59+01:00"),
        ("2026-03-02T22:00+01:00", "2026-03-03T07:00+01:00"),
        ("2026-03-03T03:00+01:00", "2026-03-03T07:00+01:00"),
        ("2026-03-03T07:00+01:00", "2026-03-03T07:00+01:00"),
        # Its end would be too late, so the beginning of the night before:
        ("2026-03-04T05:00+01:00", "2026-03-03T22:00+01:00"),
    ],
)
def test_quiet_hours_put_a_reminder_off_or_where_that_is_too_late_forward(due: str, moved: str) -> None:
    quiet = QuietHours(dt.time(22), dt.time(7), GENEVA)
    assert quiet.moved(at(due), latest=at("2026-03-04T06:00+01:00")) == at(moved)


def test_reminders_that_quiet_hours_bring_together_are_one() -> None:
    anchor = Anchor(LocalTime(at("2026-06-10T10:00")), GENEVA)
    night = QuietHours(dt.time(22), dt.time(7), GENEVA)
    (only,) = plan(anchor, parse_leads("6h, 5h"), night)
    assert (only.due, only.lead) == (at("2026-06-10T05:00:00Z"), TimeBefore(5 * 60))


@pytest.mark.parametrize("zone", ZONES)
def test_through_a_year_a_daily_reminder_keeps_its_hour_on_the_wall(zone: str) -> None:
    there = ZoneInfo(zone)
    for hour in range(24):
        first = dt.datetime.combine(dt.date(2026, 1, 1), dt.time(hour, 30))
        daily = Recurrence("FREQ=DAILY", first, there)
        moment = instant_of(first, there) - dt.timedelta(minutes=1)
        for day in range(366):
            due = daily.after(moment)
            assert due is not None
            assert due > moment
            wall = due.astimezone(there).replace(tzinfo=None)
            wanted = first + dt.timedelta(days=day)
            # Only an hour that the clocks skip on that day may differ, and then by what they skip.
            skipped = instant_of(wanted, there).astimezone(there).replace(tzinfo=None) != wanted
            assert wall == wanted or (skipped and wanted < wall <= wanted + dt.timedelta(hours=1))
            moment = due


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_of_a_year_has_its_instant_and_none_is_early(zone: str) -> None:
    there = ZoneInfo(zone)
    clock = at("2026-01-01T00:00")
    for _ in range(366 * 48):
        instant = instant_of(clock, there)
        early = clock.replace(tzinfo=there, fold=0).astimezone(dt.UTC)
        assert instant >= early
        wall = instant.astimezone(there).replace(tzinfo=None)
        assert clock <= wall <= clock + dt.timedelta(hours=1)
        clock += dt.timedelta(minutes=30)


@given(
    st.sampled_from(["FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=DAILY;INTERVAL=3", "FREQ=YEARLY"]),
    st.datetimes(at("2025-01-01T00:00"), at("2028-01-01T00:00")),
    st.sampled_from(ZONES),
)
def test_the_next_occurrence_is_always_later(rule: str, first: dt.datetime, zone: str) -> None:
    recurrence = Recurrence(rule, first.replace(second=0, microsecond=0), ZoneInfo(zone))
    moment = instant_of(recurrence.first, recurrence.zone)
    for _ in range(5):
        due = recurrence.after(moment)
        assert due is not None
        assert due > moment
        moment = due


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY",
        "weekly",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;BYHOUR=1",
        "FREQ=DAILY;UNTIL=20200101T000000",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=DAILY\nRDATE:20260101",
        "",
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"write|give"):
        Recurrence(rule, at("2026-01-01T09:00"), GENEVA)


def test_a_rule_that_is_over_has_no_next_one() -> None:
    twice = Recurrence("FREQ=DAILY;COUNT=2", at("2026-01-01T09:00"), GENEVA)
    assert twice.after(at("2026-01-01T08:00:00Z")) == at("2026-01-02T08:00:00Z")
    assert twice.after(at("2026-01-02T08:00:00Z")) is None


def test_the_same_lead_given_twice_counts_once() -> None:
    assert set(parse_leads("1d, 24h, one day")) == {DaysBefore(1), TimeBefore(1440)}
