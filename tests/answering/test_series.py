"""Series of meetings, and what lies before, after or between what is named."""

import pytest

from bot.assistant import Assistant
from bot.reply import Status
from tests.tiny import ask

NOW = "2026-11-22T12:00:00Z"


def told(assistant: Assistant, question: str, now: str = NOW) -> tuple[str, ...]:
    reply = ask(assistant, question, now=now)
    assert reply.status is Status.ANSWERED, question
    return reply.records


@pytest.mark.parametrize(
    ("question", "now", "meeting"),
    [
        ("When is the next IGF?", "2024-07-01T12:00:00Z", "meeting.igf-2024"),
        ("When is the next IGF?", "2025-03-01T12:00:00Z", "meeting.igf-2025"),
        ("nxt igf, wher n wen", NOW, "meeting.igf-2026"),
        ("next wsis forum pls", "2024-01-10T12:00:00Z", "meeting.wsis20-forum-hle-2024"),
        ("When is the next session of the ITU Council?", "2024-07-20T12:00:00Z", "meeting.itu-council-2025"),
        ("next CSTD session", "2025-01-10T12:00:00Z", "meeting.cstd-28"),
        ("Where did the most recent IGF take place?", NOW, "meeting.igf-2025"),
        ("What was the IGF before the one in Paris?", NOW, "meeting.igf-2017"),
        ("Which IGF came after Katowice?", NOW, "meeting.igf-2022"),
        ("the first IGF after 2015", NOW, "meeting.igf-2016"),
        ("Which IGF was the last online one?", NOW, "meeting.igf-2020"),
        ("When was the last time the IGF met in Geneva?", NOW, "meeting.igf-2017"),
        ("the IGF two years before Berlin", NOW, "meeting.igf-2017"),
        ("Where was the WSIS Forum two years later than 2017?", NOW, "meeting.wsis-forum-2019"),
        ("Which WSIS Forum was the last one before the pandemic?", NOW, "meeting.wsis-forum-2019"),
        ("What was the last IGF before this year?", "2024-03-01T12:00:00Z", "meeting.igf-2023"),
        ("Which country will host the next IGF after Norway?", "2025-09-01T12:00:00Z", "meeting.igf-2026"),
        ("What was the last ITU Council meeting before the Doha conference?", NOW, "meeting.c26-last-meeting"),
        ("When does the IGF start?", "2025-05-01T12:00:00Z", "meeting.igf-2025"),
        ("Until when does the WSIS Forum run?", "2026-07-08T12:00:00Z", "meeting.wsis-forum-2026"),
        ("In which month does the CSTD meet?", "2025-02-10T12:00:00Z", "meeting.cstd-28"),
        ("Who hosted the IGF last year?", "2026-02-01T12:00:00Z", "meeting.igf-2025"),
        ("When is the next council?", "2026-02-10T12:00:00Z", "meeting.itu-council-2026"),
        ("Where was the forum two years ago?", "2026-04-10T12:00:00Z", "meeting.wsis20-forum-hle-2024"),
        ("When was the last EuroDIG?", "2026-08-01T12:00:00Z", "meeting.eurodig-2026"),
        ("How many more days does the conference last?", "2026-11-20T12:00:00Z", "meeting.pp-26"),
    ],
)
def test_one_of_a_series_is_told_by_its_place_in_it(packaged: Assistant, question: str, now: str, meeting: str) -> None:
    assert told(packaged, question, now)[0] == meeting


def test_what_is_asked_of_one_of_a_series_is_told_of_it(packaged: Assistant) -> None:
    reply = ask(packaged, "How many people attended the last IGF?", now=NOW)
    assert (reply.records[0], "3,344" in reply.text) == ("meeting.igf-2025", True)


def test_where_nothing_of_a_series_is_to_come_the_latest_is_told_as_past(packaged: Assistant) -> None:
    reply = ask(packaged, "When is the next WSIS Forum?", now=NOW)
    assert reply.records == ("meeting.wsis-forum-2026",)
    assert "nothing" in reply.text
    assert "over" in reply.text


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Which IGF meetings were held between 2010 and 2014?", {2010, 2011, 2012, 2013, 2014}),
        ("The IGF in its first five years: which cities?", {2006, 2007, 2008, 2009, 2010}),
        ("Which years did the IGF go to Brazil and Kenya?", {2007, 2011, 2015, 2026}),
        ("In which years did the IGF go to the Kenyan and the Azerbaijani capital?", {2011, 2012, 2026}),
        ("How many times has the IGF been in Kenya?", {2011, 2026}),
    ],
)
def test_several_of_a_series_are_listed(packaged: Assistant, question: str, years: set[int]) -> None:
    assert set(told(packaged, question)) == {f"meeting.igf-{year}" for year in years}


@pytest.mark.parametrize("question", ["Who hosts the next moon landing?", "the last paragraph of the IGF recipe book"])
def test_what_is_no_series_is_not_stepped_through(packaged: Assistant, question: str) -> None:
    assert not any(name.startswith("meeting.igf-20") for name in ask(packaged, question, now=NOW).records)


@pytest.mark.parametrize("question", ["When did the CSTD hold its first meeting ever?", "the first CSTD session after 2010"])
def test_the_first_one_that_is_known_is_not_told_as_the_first_of_all(packaged: Assistant, question: str) -> None:
    assert not ask(packaged, question, now=NOW).text.startswith("15\u201319 April 2024")


def test_a_question_for_something_else_is_not_opened_with_yes_or_no(packaged: Assistant) -> None:
    reply = ask(packaged, "Which big ITU conference is sitting at this very moment?", now="2026-11-21T12:00:00Z")
    assert (reply.records[0], reply.text[:4] == "Yes.") == ("meeting.pp-26", False)


def test_another_body_whose_name_holds_that_of_a_series_is_not_taken_for_it(packaged: Assistant) -> None:
    assert "meeting.igf-2026" not in ask(packaged, "When is the next African IGF?", now=NOW).records


@pytest.mark.parametrize(
    ("question", "within", "without"),
    [
        (
            "Which deadlines fell after the elements paper?",
            "deadline.elements-paper-inputs",
            "deadline.igf-2025-session-proposals",
        ),
        (
            "What consultations were held before the zero draft and after the elements paper?",
            "meeting.follow-up-consultation-2025-07-29",
            "meeting.stakeholder-consultation-2025-06-09",
        ),
        (
            "Which meetings came between the zero draft and Rev.1?",
            "meeting.second-preparatory-meeting-2025-10-15",
            "meeting.rev1-virtual-consultation-2025-11-14",
        ),
    ],
)
def test_named_records_are_edges_of_time(packaged: Assistant, question: str, within: str, without: str) -> None:
    records = told(packaged, question)
    assert (within in records, without in records) == (True, False)


def test_where_nothing_lies_between_that_is_said_with_the_nearest(packaged: Assistant) -> None:
    reply = ask(packaged, "Are there any deadlines between today and the next IGF?", now=NOW)
    assert "nothing" in reply.text
    assert reply.records[0].startswith("deadline.")


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("How many days lie between the zero draft and Rev.1?", "70 days"),
        ("How long after the elements paper did the zero draft come out?", "70 days"),
        ("How many days lay between the WSIS+20 High-Level Event 2025 and the high-level meeting?", "158 days"),
        ("Was the zero draft published before IGF 2025?", "No."),
        ("Was Rev.2 before the high-level meeting?", "Yes."),
    ],
)
def test_two_named_things_are_set_in_the_order_of_time(packaged: Assistant, question: str, opening: str) -> None:
    reply = ask(packaged, question, now=NOW)
    assert reply.text.startswith(opening)
    assert len(reply.records) == 2
    assert reply.citations


@pytest.mark.parametrize(
    ("question", "now", "newest"),
    [
        ("Is there a newer version of the zero draft?", "2025-11-20T12:00:00Z", "document.wsis20-rev1"),
        ("Is there a later draft than Rev.1?", "2025-12-05T12:00:00Z", "document.wsis20-rev2"),
        ("Is there a newer roadmap than the one of May?", "2025-08-25T12:00:00Z", "document.cofacilitators-roadmap-2"),
    ],
)
def test_a_newer_version_is_told(packaged: Assistant, question: str, now: str, newest: str) -> None:
    reply = ask(packaged, question, now=now)
    assert (reply.records, reply.text[:4]) == ((newest,), "Yes.")


def test_a_place_and_a_time_give_what_is_on_there(packaged: Assistant) -> None:
    records = told(packaged, "What is on in Geneva next week for people who follow WSIS?", "2026-07-01T12:00:00Z")
    assert {"meeting.wsis-forum-2026", "meeting.global-dialogue-ai-2026"} <= set(records)
    empty = ask(packaged, "What's on in Geneva next week?", now=NOW)
    assert empty.text.startswith("My records hold nothing there")


def test_each_deadline_of_one_thing_is_told_with_its_state(packaged: Assistant) -> None:
    question = "Does our ministry still have time to register its delegation for the WSIS+20 high-level meeting?"
    both = {"deadline.hlm-registration-indico", "deadline.hlm-edelegate"}
    mixed = ask(packaged, question, now="2025-11-25T09:00:00Z")
    assert both <= set(mixed.records)
    assert not mixed.text.startswith(("Yes.", "No."))
    assert "still open" in mixed.text
    assert "closed" in mixed.text
    assert ask(packaged, question, now="2025-11-10T09:00:00Z").text.startswith("Yes.")
    assert ask(packaged, question, now="2025-12-10T09:00:00Z").text.startswith("No.")


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Is the AI summit in Geneva still ahead?", "Yes."),
        ("Is the Eighth Asia-Pacific Information Superhighway Steering Committee Meeting over?", "Yes."),
    ],
)
def test_a_state_is_told_where_the_month_or_year_alone_makes_it_certain(packaged: Assistant, question: str, opening: str) -> None:
    assert ask(packaged, question, now=NOW).text.startswith(opening)


def test_no_state_is_told_within_a_year_of_which_no_day_is_known(packaged: Assistant) -> None:
    assert not ask(packaged, "Is WTPF-26 over already?", now="2026-08-01T12:00:00Z").text.startswith(("Yes.", "No."))


def test_plans_for_a_year_to_come_are_told_as_far_as_they_touch_the_subject(packaged: Assistant) -> None:
    assert "meeting.global-dialogue-ai-2027" in told(packaged, "What is planned for 2027 in the talks on AI governance?")
    assert ask(packaged, "What is planned for 2027 in fisheries?", now=NOW).status is Status.NOT_FOUND
    assert ask(packaged, "What are the dates of the ITU Council 2027 session?", now=NOW).status is Status.NOT_FOUND


def test_the_foundation_of_a_body_is_no_answer_to_when_it_meets(packaged: Assistant) -> None:
    assert "2022" in ask(packaged, "When was the IGF Leadership Panel set up?", now=NOW).text
    for question in ("When is the next meeting of the MAG?", "When does the MAG meet?"):
        assert "19 years ago" not in ask(packaged, question, now="2026-08-01T12:00:00Z").text
    assert not ask(packaged, "When is the IGF mandate over?", now=NOW).text.startswith("Yes.")


def test_the_last_one_before_something_unknown_is_not_guessed(packaged: Assistant) -> None:
    reply = ask(packaged, "Which was the last ITU Council session before the Zanzibar regatta?", now=NOW)
    assert "Council 2026 session. The date passed" not in reply.text


@pytest.mark.parametrize(
    ("question", "now", "records"),
    [
        (
            "What comes next after the zero draft?",
            "2025-08-01T12:00:00Z",
            ("meeting.october-stakeholder-consultations-2025", "document.wsis20-rev1"),
        ),
        ("What came before Rev.2?", NOW, ("document.wsis20-rev1",)),
        ("Which revision is the most recent?", "2025-12-04T12:00:00Z", ("document.wsis20-rev2",)),
        ("Is Rev.1 still the current text?", "2025-12-06T12:00:00Z", ("document.wsis20-rev2",)),
    ],
)
def test_what_stands_beside_a_text_and_which_version_holds(
    packaged: Assistant, question: str, now: str, records: tuple[str, ...]
) -> None:
    assert told(packaged, question, now) == records


@pytest.mark.parametrize(
    ("question", "now", "one"),
    [
        ("What deadlines fall in 2027?", "2027-02-01T12:00:00Z", "deadline.task-force-report-2027"),
        ("When do the negotiations on the zero draft start?", "2025-10-12T12:00:00Z", "meeting.first-negotiation-round-2025-10"),
        ("What did I miss last month?", "2025-12-02T12:00:00Z", "document.wsis20-rev1"),
        ("What's tomorrow?", "2025-07-28T12:00:00Z", "meeting.follow-up-consultation-2025-07-29"),
        ("What is happening this autumn?", "2025-09-25T12:00:00Z", "deadline.zero-draft-comments"),
        ("Next step in the negotiations?", "2025-11-20T12:00:00Z", "meeting.final-negotiations-2025-12"),
        (
            "What's the next consultation with the co-facilitators?",
            "2025-07-15T12:00:00Z",
            "meeting.follow-up-consultation-2025-07-29",
        ),
        ("When is the next virtual consultation?", "2025-06-11T12:00:00Z", "meeting.follow-up-consultation-2025-07-29"),
        ("Any meetings before June?", "2025-05-20T12:00:00Z", "meeting.first-preparatory-meeting-2025-05-30"),
        ("Which WSIS meetings lie between 1 and 15 June 2025?", NOW, "meeting.stakeholder-consultation-2025-06-09"),
    ],
)
def test_what_lies_in_the_days_that_are_told(packaged: Assistant, question: str, now: str, one: str) -> None:
    assert one in told(packaged, question, now)


@pytest.mark.parametrize(
    ("question", "now", "told_so"),
    [
        ("Is the time for the Partner2Connect target over?", "2027-02-01T12:00:00Z", "32 days ago"),
        ("Is the call for workshop proposals of the Brazil Internet Forum still open?", "2025-08-01T12:00:00Z", "That is now."),
        ("Is the Baku Action Plan in force in 2027?", "2027-02-01T12:00:00Z", "2029"),
        ("How many months ago was the IGF made permanent?", "2026-03-17T12:00:00Z", "3 months ago."),
        ("How many weeks until the High-Level Event in Geneva?", "2025-06-01T12:00:00Z", "5 weeks and 1 day."),
        ("How many years until the WSIS+30 review?", "2027-06-01T12:00:00Z", "About 8 years."),
        ("How long ago was the outcome adopted?", "2026-01-10T12:00:00Z", "24 days ago."),
        ("Did I miss the deadline for the elements paper?", "2025-08-02T12:00:00Z", "Yes. Friday 25 July 2025"),
    ],
)
def test_how_far_off_something_is(packaged: Assistant, question: str, now: str, told_so: str) -> None:
    assert told_so in ask(packaged, question, now=now).text


@pytest.mark.parametrize("question", ["Is it too late to register for IGF 2026?", "Can I still register for PP-26?"])
def test_the_days_of_a_meeting_do_not_tell_whether_one_can_register(packaged: Assistant, question: str) -> None:
    assert not ask(packaged, question, now=NOW).text.startswith(("Yes.", "No."))


@pytest.mark.parametrize(
    ("question", "now", "record", "opening"),
    [
        ("Has the IGF begun?", "2024-12-16T12:00:00Z", "meeting.igf-2024", "Yes."),
        ("Is the IGF over yet?", "2025-06-24T12:00:00Z", "meeting.igf-2025", "No."),
        ("Is the IGF over yet?", "2025-06-30T12:00:00Z", "meeting.igf-2025", "Yes."),
        ("How long until the IGF starts?", "2024-12-10T12:00:00Z", "meeting.igf-2024", "5 days."),
        ("How long ago was the IGF?", "2025-06-30T12:00:00Z", "meeting.igf-2025", "3 days ago."),
        ("Is the IGF this month?", "2026-12-05T12:00:00Z", "meeting.igf-2026", "Yes."),
        ("Is the IGF this month?", "2026-11-05T12:00:00Z", "meeting.igf-2026", "No."),
        ("Does the WSIS Forum start tomorrow?", "2026-07-05T12:00:00Z", "meeting.wsis-forum-2026", "Yes."),
        ("Is the ITU Council in session?", "2026-04-30T12:00:00Z", "meeting.itu-council-2026", "Yes."),
        ("Did the plenipotentiary end yesterday?", "2026-11-28T12:00:00Z", "meeting.pp-26", "Yes."),
        ("Did the plenipotentiary end yesterday?", "2026-11-20T12:00:00Z", "meeting.pp-26", "No."),
        ("Does PP-26 end next week?", "2026-11-21T12:00:00Z", "meeting.pp-26", "Yes."),
        ("The forum in Geneva, is it finished?", "2024-06-02T12:00:00Z", "meeting.wsis20-forum-hle-2024", "Yes."),
        ("Is the third reading today?", "2025-03-12T12:00:00Z", "meeting.modalities-third-reading-2025-03-13", "No."),
        ("Is the third reading tomorrow?", "2025-03-12T12:00:00Z", "meeting.modalities-third-reading-2025-03-13", "Yes."),
        ("How many days to the high-level meeting?", "2025-12-10T12:00:00Z", "meeting.wsis20-high-level-meeting-2025", "6 days."),
    ],
)
def test_the_meeting_that_a_series_alone_means(packaged: Assistant, question: str, now: str, record: str, opening: str) -> None:
    reply = ask(packaged, question, now=now)
    assert reply.records[0] == record
    assert reply.text.startswith(opening)


@pytest.mark.parametrize(
    ("question", "record"),
    [("Where was the IGF last year?", "meeting.igf-2025"), ("Two years ago, where was the IGF?", "meeting.igf-2024")],
)
def test_the_meeting_of_a_year_told_relative_to_now(packaged: Assistant, question: str, record: str) -> None:
    assert ask(packaged, question, now="2026-02-01T12:00:00Z").records[0] == record


@pytest.mark.parametrize("question", ["Is the IGF permanent now?", "Did the IGF come before or after the WSIS Forum 2025?"])
def test_no_yes_or_no_where_dates_do_not_tell_it(packaged: Assistant, question: str) -> None:
    assert not ask(packaged, question, now="2026-03-08T12:00:00Z").text.startswith(("Yes.", "No."))


def test_what_has_a_day_is_told_before_what_has_a_year_alone(packaged: Assistant) -> None:
    reply = ask(packaged, "What's the next big event?", now="2026-06-15T12:00:00Z")
    assert reply.records[0] == "meeting.un-open-source-week-2026"


def test_the_next_review_is_no_meeting(packaged: Assistant) -> None:
    assert "2035" in ask(packaged, "When is the next review of WSIS?", now="2026-01-05T12:00:00Z").text


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("list of wsis forums", "meeting.wsis-forum-2026", "meeting.wsis20-high-level-event-2025"),
        ("where was the igf each year?", "meeting.igf-2026", "meeting.igf-2025"),
        ("list the sessions of the CSTD", "meeting.cstd-27", "meeting.cstd-intersessional-2024"),
    ],
)
def test_a_whole_series_is_listed(packaged: Assistant, question: str, first: str, second: str) -> None:
    assert told(packaged, question)[:2] == (first, second)


@pytest.mark.parametrize("question", ["When is the next IGF after Nairobi?", "Which IGF comes after Nairobi?"])
def test_nothing_is_known_after_the_last_of_a_series(packaged: Assistant, question: str) -> None:
    reply = ask(packaged, question, now=NOW)
    assert reply.text.startswith("My records hold nothing of that kind after 18 December 2026.")
