import calendar
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.dates import Day, LocalTime, Month, Period, Phase, When, Year, dates_in, exists, parse_when, readable
from tests.tiny import instant

ZURICH = ZoneInfo("Europe/Zurich")
FIRST_IN = ZoneInfo("Pacific/Kiritimati")  # UTC+14
LAST_IN = ZoneInfo("Pacific/Pago_Pago")  # UTC-11


def whens(first: int, last: int) -> st.SearchStrategy[When]:
    """Give dates of all four types from one year to another."""
    years = st.integers(first, last)
    begin, end = dt.datetime(first, 1, 1), dt.datetime(last, 12, 31)  # noqa: DTZ001 - naive on purpose
    return st.one_of(
        st.builds(Year, years),
        st.builds(Month, years, st.integers(1, 12)),
        st.builds(Day, st.dates(begin.date(), end.date())),
        st.builds(LocalTime, st.datetimes(begin, end).map(lambda clock: clock.replace(second=0, microsecond=0))),
    )


ZONES = st.sampled_from([None, ZURICH, FIRST_IN, LAST_IN])


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2024", Year(2024)),
        ("2024-09", Month(2024, 9)),
        ("2024-12-05", Day(dt.date(2024, 12, 5))),
        ("2024-02-29", Day(dt.date(2024, 2, 29))),
        ("2024-12-05T11:00", LocalTime(dt.datetime(2024, 12, 5, 11))),  # noqa: DTZ001 - naive on purpose
    ],
)
def test_each_form_has_its_own_type(text: str, when: When) -> None:
    assert parse_when(text) == when


@given(whens(1865, 2199))
def test_every_form_comes_back_as_it_was_written(when: When) -> None:
    assert parse_when(str(when)) == when


@given(st.from_regex(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2})?)?)?", fullmatch=True))
def test_what_is_accepted_is_what_was_written(text: str) -> None:
    try:
        when = parse_when(text)
    except ValueError:
        return
    assert str(when) == text


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-29",
        "2025-02-30",
        "2024-04-31",
        "2024-13",
        "2024-00",
        "0000",
        "2024-12-00",
        "2024-12-05T24:00",
        "2024-12-05T11:60",
        "2024-12-05T11:00Z",
        "2024-12-05T11:00+01:00",
        "2024-12-05T11:00:00",
        "2024-12-05 11:00",
        "2024-12-05T11",
        "20241205",
        "2024-W49-4",
        "05/12/2024",
        "5 December 2024",
        "2024-9",
        "24",
        "-2024",
        "2024\n",
        " 2024",
        "tomorrow",
        "",
    ],
)
def test_what_is_no_date_is_refused_with_the_value(text: str) -> None:
    with pytest.raises(ValueError, match="date") as refused:
        parse_when(text)
    assert repr(text) in str(refused.value)


def phases(period: Period, *moments: str) -> list[str]:
    return [period.phase(instant(moment)).value for moment in moments]


@pytest.mark.parametrize(
    ("text", "zone", "begin", "end"),
    [
        ("2025-03-10", None, "2025-03-10T00:00Z", "2025-03-11T00:00Z"),
        ("2025-03-10", FIRST_IN, "2025-03-09T10:00Z", "2025-03-10T10:00Z"),
        ("2025-03-10", LAST_IN, "2025-03-10T11:00Z", "2025-03-11T11:00Z"),
        ("2025-03-30", ZURICH, "2025-03-29T23:00Z", "2025-03-30T22:00Z"),  # the day has 23 hours
        ("2025-10-26", ZURICH, "2025-10-25T22:00Z", "2025-10-26T23:00Z"),  # and this one 25
        ("2024-02", None, "2024-02-01T00:00Z", "2024-03-01T00:00Z"),
        ("2024-12", ZURICH, "2024-11-30T23:00Z", "2024-12-31T23:00Z"),
        ("2024", None, "2024-01-01T00:00Z", "2025-01-01T00:00Z"),
    ],
)
def test_a_period_lasts_from_its_first_to_its_last_moment(text: str, zone: ZoneInfo, begin: str, end: str) -> None:
    period, instants = Period(parse_when(text), None, zone), (instant(begin), instant(end))
    assert (period.begins(), period.ends()) == instants
    before, last = (moment - dt.timedelta.resolution for moment in instants)
    found = [period.phase(moment) for moment in (before, instants[0], last, instants[1])]
    assert found == [Phase.BEFORE, Phase.DURING, Phase.DURING, Phase.AFTER]


def test_hours_count_to_the_minute_in_the_zone() -> None:
    meeting = Period(parse_when("2025-07-08T10:00"), parse_when("2025-07-10T17:30"), ZURICH)
    moments = ("2025-07-08T07:59:59Z", "2025-07-08T08:00Z", "2025-07-10T15:29:59Z", "2025-07-10T15:30Z")
    assert phases(meeting, *moments) == ["before", "during", "during", "after"]


def test_a_single_hour_is_over_when_it_strikes() -> None:
    deadline = Period(parse_when("2025-08-01T18:00"), None, ZURICH)
    assert phases(deadline, "2025-08-01T15:59:59Z", "2025-08-01T16:00Z") == ["before", "after"]


def test_a_span_ends_with_its_last_day() -> None:
    span = Period(parse_when("2025-03"), parse_when("2025-06-03"))
    moments = ("2025-02-28T23:59Z", "2025-03-01T00:00Z", "2025-06-03T23:59Z", "2025-06-04T00:00Z")
    assert phases(span, *moments) == ["before", "during", "during", "after"]


def test_the_offset_of_the_asker_does_not_matter() -> None:
    day = Period(parse_when("2025-03-10"))
    assert phases(day, "2025-03-10T01:00+02:00", "2025-03-09T23:00-02:00") == ["before", "during"]


def test_today_is_the_day_at_the_venue() -> None:
    moment = instant("2025-03-10T12:00Z")
    days = [Period(Year(2025), None, zone).today(moment).day for zone in (None, FIRST_IN, LAST_IN)]
    assert days == [10, 11, 10]


@given(whens(1, 9999), ZONES, st.datetimes(timezones=st.just(dt.UTC)))
def test_every_date_is_refused_or_has_a_phase(when: When, zone: ZoneInfo | None, now: dt.datetime) -> None:
    try:
        read = parse_when(str(when))
    except ValueError:
        return
    assert Period(read, None, zone).phase(now) in Phase


@pytest.mark.parametrize(("hour", "once"), [(1, True), (2, False), (3, True)])
@pytest.mark.parametrize("day", [dt.date(2025, 3, 30), dt.date(2025, 10, 26)])
def test_hours_that_a_clock_change_skips_or_repeats(day: dt.date, hour: int, once: bool) -> None:
    assert exists(dt.datetime.combine(day, dt.time(hour, 30)), ZURICH) is once


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("It was on 5 December 2024.", {"2024-12-05", "2024-12", "2024"}),
        ("Thursday, 5 DECEMBER, 2024", {"2024-12-05", "2024-12", "2024"}),
        ("7-11 July 2025", {"2025-07-07", "2025-07-11", "2025-07", "2025"}),
        ("from 7 to 11 July 2025", {"2025-07-07", "2025-07-11", "2025-07", "2025"}),
        ("7–11 July 2025", {"2025-07-07", "2025-07-11", "2025-07", "2025"}),
        ("30 June to 4 July 2025", {"2025-06-30", "2025-07-04", "2025-07", "2025"}),
        ("30 December 2024 to 2 January 2025", {"2024-12-30", "2025-01-02", "2024-12", "2025-01", "2024", "2025"}),
        ("from March to June 2025", {"2025-03", "2025-06", "2025"}),
        ("in September 2024", {"2024-09", "2024"}),
        ("since 2015", {"2015"}),
        ("reviewed on 2024-12-05", {"2024-12-05", "2024"}),
        ("31 June 2024", {"2024-06", "2024"}),
        ("resolution 70/125, paragraph 12, 300 people", set()),
        ("room 2150", set()),
        ("they may meet", set()),
    ],
)
def test_the_dates_that_a_sentence_names(text: str, named: set[str]) -> None:
    assert {str(when) for when in dates_in(text)} == named


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_day_in_words_is_readable_as_day_month_and_year(day: dt.date) -> None:
    text = f"The forum met on {day.day} {calendar.month_name[day.month]} {day.year} in Lugano."
    for when in (Day(day), Month(day.year, day.month), Year(day.year)):
        assert readable(when, text)
    assert not readable(Day(day + dt.timedelta(1)), text)


def test_a_local_time_is_readable_by_its_day() -> None:
    when = parse_when("2024-12-05T11:00")
    assert readable(when, "It began on 5 December 2024.")
    assert not readable(when, "It began on 6 December 2024.")
