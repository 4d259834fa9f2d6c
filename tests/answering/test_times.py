"""Days that questions name, read from Friday 5 September 2025."""

import datetime as dt

import pytest

from bot.answering.times import as_of, find_span

TODAY = dt.date(2025, 9, 5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what is on at this moment", "2025-09-05", "2025-09-05"),
        ("who meets this afternoon", "2025-09-05", "2025-09-05"),
        ("what comes later this year", "2025-09-05", "2025-12-31"),
        ("what was on earlier this month", "2025-09-01", "2025-09-05"),
        ("in the first week of september 2024", "2024-09-01", "2024-09-07"),
        ("in the last week of may", "2025-05-25", "2025-05-31"),
        ("at the end of march 2025", "2025-03-22", "2025-03-31"),
        ("in mid-august", "2025-08-11", "2025-08-20"),
        ("since the end of july 2025", "2025-07-31", "2999-12-31"),
        ("three days ago", "2025-09-02", "2025-09-02"),
        ("in two weeks' time", "2025-09-15", "2025-09-21"),
        ("two months ago", "2025-07-01", "2025-07-31"),
        ("a year ago", "2024-01-01", "2024-12-31"),
        ("two years ago this month", "2023-09-01", "2023-09-30"),
        ("last monday", "2025-09-01", "2025-09-01"),
        ("on friday", "2025-09-12", "2025-09-12"),
        ("tomorrow and on monday", "2025-09-06", "2025-09-08"),
        ("which were held between 2010 and 2014", "2010-01-01", "2014-12-31"),
        ("where was it from 2016 to 2019", "2016-01-01", "2019-12-31"),
        ("what is planned in march", "2026-03-01", "2026-03-31"),
        ("what was planned in march", "2025-03-01", "2025-03-31"),
        ("what is on this autumn", "2025-09-01", "2025-11-30"),
        ("where did they meet last summer", "2025-06-01", "2025-08-31"),
        ("what comes next spring", "2026-03-01", "2026-05-31"),
        ("the sessions of q3 2024", "2024-07-01", "2024-09-30"),
        ("in the last quarter of 2024", "2024-10-01", "2024-12-31"),
        ("which deadlines fall before the end of the month", "2025-09-05", "2025-09-30"),
        ("last years forum", "2024-01-01", "2024-12-31"),
        ("who hosted it before this year", "1900-01-01", "2024-12-31"),
        ("is there one before this month is over", "2025-09-05", "2025-09-30"),
        ("any meetings before november", "1900-01-01", "2025-10-31"),
        ("what happened since june", "2025-06-01", "2999-12-31"),
    ],
)
def test_days_that_are_named(text: str, first: str, last: str) -> None:
    span = find_span(text, TODAY)
    assert span is not None
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "the first july meeting",
        "how long ago was it",
        "what deadlines fall in the years to come",
        "in the last years of the work",
        "on time",
        "how many days",
    ],
)
def test_no_days_are_named(text: str) -> None:
    assert find_span(text, TODAY) is None


def test_a_year_for_which_a_rule_is_asked_about_is_no_time_of_an_event() -> None:
    assert as_of("is the report still due every year in 2027?") == "in 2027"
    assert as_of("baku action plan: is it in force in 2027?") == "in 2027"
    assert not as_of("is there a forum in 2027?")
    assert not as_of("which plans are in force since 2027?")
