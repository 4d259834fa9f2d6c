"""Calendar files, read back by a reader of their standard that shares nothing with what wrote them."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.records.calendar import calendar
from bot.records.dates import exists
from bot.records.knowledge import Knowledge
from bot.records.model import Kind, Record
from tests.rfc5545 import Component, day, instant, instants, read

ZONES = (
    "America/New_York",
    "Europe/Zurich",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/Santiago",
    "Africa/Cairo",
    "UTC",
)
_FIRST = dt.datetime.fromisoformat("1999-01-01T00:00")


def record(**values: object) -> Record:
    fact = {"key": "when", "text": "It is so.", "cite": {"source": "page", "at": "paragraph 1"}}
    standard = {"id": "meeting.quay", "title": "Quay", "name": "the quay", "reviewed": "2025-05-20", "facts": [fact]}
    return Record.model_validate(standard | values)


def written(records: Iterable[Record], description: str = "It is so.", address: str | None = None) -> Component:
    return read(calendar(records, "Quays", lambda _: description, lambda _: address))


def entry(**values: object) -> Component:
    (found,) = written([record(**values)]).of("VEVENT")
    return found


@pytest.mark.parametrize(
    ("start", "end", "first", "after"),
    [
        ("2025-09-16", "2025-09-18", "2025-09-16", "2025-09-19"),
        ("2025-10-02", None, "2025-10-02", "2025-10-03"),
        ("2024-02-28", "2024-02-29", "2024-02-28", "2024-03-01"),
        ("2025-12-30", "2025-12-31", "2025-12-30", "2026-01-01"),
    ],
)
def test_days_are_whole_days_and_the_end_is_the_day_after(start: str, end: str | None, first: str, after: str) -> None:
    found = entry(start=start, end=end)
    assert day(found.one("DTSTART")).isoformat() == first
    assert day(found.one("DTEND")).isoformat() == after
    assert found.one("TRANSP").value == "TRANSPARENT"


def test_an_end_without_an_hour_makes_no_hour_up() -> None:
    found = entry(start="2025-07-08T10:00", end="2025-07-10", zone="Europe/Zurich")
    assert day(found.one("DTSTART")) == dt.date(2025, 7, 8)
    assert day(found.one("DTEND")) == dt.date(2025, 7, 11)


def test_an_hour_without_a_known_end_gets_none() -> None:
    found = entry(start="2025-07-08T10:00", zone="Europe/Zurich")
    assert "DTEND" not in found.lines
    assert "DURATION" not in found.lines


@settings(max_examples=200, deadline=None)
@given(
    begin=st.integers(0, 36 * 365 * 24 * 60).map(lambda minutes: _FIRST + dt.timedelta(minutes=minutes)),
    minutes=st.integers(1, 3 * 24 * 60),
    zone=st.sampled_from(ZONES),
)
def test_hours_are_the_right_instants_by_the_rules_in_the_file(begin: dt.datetime, minutes: int, zone: str) -> None:
    end = begin + dt.timedelta(minutes=minutes)
    there = ZoneInfo(zone)
    if not (exists(begin, there) and exists(end, there)):
        return  # the curators' check refuses such a record
    one = record(start=begin.isoformat(timespec="minutes"), end=end.isoformat(timespec="minutes"), zone=zone)
    file = written([one])
    (found,) = file.of("VEVENT")
    assert one.period is not None
    assert instant(found.one("DTSTART"), file) == one.period.begins()
    assert instant(found.one("DTEND"), file) == one.period.ends()
    if zone != "UTC":
        assert found.one("DTSTART").parameters["TZID"] == zone  # a calendar shows the hour at the venue


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "UTC"])
def test_the_rules_of_a_zone_begin_at_the_instants_at_which_its_clocks_change(zone: str) -> None:
    spans = [
        record(id=f"meeting.quay-{year}", start=f"{year}-06-15T12:00", end=f"{year}-06-15T13:00", zone=zone)
        for year in (2009, 2026)
    ]
    (rules,) = written(spans).of("VTIMEZONE")
    onsets = sorted(instants(rules))
    second = dt.timedelta(seconds=1)
    for onset, before, after in onsets[1:]:
        assert before != after
        assert (onset - second).astimezone(ZoneInfo(zone)).utcoffset() == before
        assert onset.astimezone(ZoneInfo(zone)).utcoffset() == after
    offsets = [after for _, _, after in onsets]
    assert [before for _, before, _ in onsets[1:]] == offsets[:-1]  # none is left out between them


def test_a_month_or_a_year_is_no_entry() -> None:
    vague = [record(id=f"meeting.quay-{start}", start=start) for start in ("2025-09", "2025")]
    vague.append(record(id="meeting.quay-half", start="2025-09", end="2025-10-02"))
    vague.append(record(id="meeting.quay-never"))
    exact = record(id="meeting.quay-exact", start="2025-09-16")
    assert not any(one.has_day for one in vague)
    assert [found.one("UID").text for found in written([*vague, exact]).of("VEVENT")] == ["meeting.quay-exact@wsisbot"]


def test_a_moved_date_keeps_its_entry_and_raises_its_sequence() -> None:
    past = {"field": "dates", "was": "2025-05-26", "announced": "2023-10-11", "cite": {"source": "page", "at": "slide 7"}}
    forms = [
        entry(start="2025-09-16"),
        entry(start="2025-09-17", history=[past]),
        entry(start="2025-09-17", history=[past], status="cancelled"),
        entry(start="2025-09-18", history=[past, past]),
    ]
    assert len({form.one("UID").text for form in forms}) == 1
    numbers = [int(form.one("SEQUENCE").value) for form in forms]
    assert numbers == sorted(set(numbers))


def test_what_is_cancelled_is_kept_and_says_so() -> None:
    assert entry(start="2025-10-02", status="cancelled").one("STATUS").value == "CANCELLED"
    assert "STATUS" not in entry(start="2025-10-02", status="upcoming").lines


def test_the_stamp_is_the_day_of_the_review() -> None:
    assert entry(start="2025-10-02").one("DTSTAMP").value == "20250520T000000Z"


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=200), lines=st.integers(1, 3))
def test_any_text_comes_back_as_it_was(text: str, lines: int) -> None:
    text = " ".join(text.split()) or "x"
    described = "\n".join([text] * lines)
    found = written([record(start="2025-10-02", title=text, place=text)], described, "https://quay.example/x;y,z?q=1").of(
        "VEVENT"
    )[0]
    assert found.one("SUMMARY").text == text
    assert found.one("LOCATION").text == text
    assert found.one("DESCRIPTION").text == described
    assert found.one("URL").value == "https://quay.example/x;y,z?q=1"


def test_all_dated_records_are_written_alike_every_time(knowledge: Knowledge) -> None:
    first, second = (
        calendar(order, "All", lambda one: one.title, lambda _: None) for order in (list(knowledge), reversed(list(knowledge)))
    )
    assert first == second
    file = read(first)
    assert {found.one("UID").text for found in file.of("VEVENT")} == {f"{one.id}@wsisbot" for one in knowledge if one.has_day}
    for found in file.of("VEVENT"):
        one = knowledge.records[found.one("UID").text.removesuffix("@wsisbot")]
        assert one.period is not None
        if "TZID" in found.one("DTSTART").parameters:
            assert instant(found.one("DTSTART"), file) == one.period.begins()
        elif not found.one("DTSTART").value.endswith("Z"):
            assert day(found.one("DTSTART")) == one.period.start.first_day()
    for kind in (Kind.MEETING, Kind.DEADLINE):
        assert kind.value in {found.one("CATEGORIES").text for found in file.of("VEVENT")}
    zones = [zone.one("TZID").text for zone in file.of("VTIMEZONE")]
    used = {
        line.parameters["TZID"] for found in file.of("VEVENT") for line in found.lines["DTSTART"] if "TZID" in line.parameters
    }
    assert zones == sorted(used)


def test_the_head_is_that_of_a_published_calendar() -> None:
    file = written([record(start="2025-10-02")])
    assert file.one("VERSION").value == "2.0"
    assert file.one("METHOD").value == "PUBLISH"
    assert file.one("PRODID").text
    assert file.one("X-WR-CALNAME").text == "Quays"
