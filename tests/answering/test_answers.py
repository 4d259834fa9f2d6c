"""What the bot answers, through the adapters' door: only data is looked at (days, names, ids, citations), never wording."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.message import Message
from bot.records.dates import Day, dates_in
from bot.records.knowledge import Knowledge
from bot.records.load import load
from bot.reply import Listing, Mark, Paragraph, Plain, Reply, Span, Status, spans_text
from tests import tiny
from tests.conftest import Spawn
from tests.questions.evaluate import dates_in as days_in
from tests.questions.split import TUNE, read
from tests.tiny import ask

FORUM = "meeting.harbour-forum-2025"
SUMMIT = "meeting.coast-summit-2025"
PAPERS = "deadline.coast-papers-2025"
PROPOSALS = "deadline.harbour-proposals-2025"
RESOLUTION = "resolution.a-res-70-999"
LINDQVIST = "person.mira-lindqvist"
REPORTED = "2026-11-21T12:00:00Z"
"""The moment at which the packaged knowledge was reviewed."""

LONGEST_FRAME = 80
"""Characters up to which a line can be the heading of a list, which states nothing."""


def locators(reply: Reply) -> list[str]:
    return [citation.locator for citation in reply.citations]


@pytest.mark.parametrize(
    ("question", "record", "datum", "locator"),
    [
        ("When is the Harbour Forum?", FORUM, "2025", "paragraph 1"),
        ("At what hour does the Harbour Forum open?", FORUM, "10:00", "paragraph 1"),
        ("Where does the Harbour Forum take place?", FORUM, "Lugano", "paragraph 2"),
        ("In which city is the Coast Summit?", SUMMIT, "Tromsø", "paragraph 1"),
        ("Who chairs the Harbour Forum?", FORUM, "Mira Lindqvist", "item 4"),
        ("Who organises the Coast Summit?", SUMMIT, "Coast League", "paragraph 2"),
        ("Whom can I contact about the Harbour Forum?", FORUM, "desk@harbour.example", "footer"),
        ("What is the link of the Harbour Forum?", FORUM, "https://harbour.example/forum", "heading"),
        ("What is the symbol of the harbour resolution?", RESOLUTION, "A/RES/70/999", "title"),
        ("What does resolution 70/999 say?", RESOLUTION, "A/RES/70/999", "title"),
        ("what does A/70/999 ask of ports", RESOLUTION, "tolls", "paragraph 3"),
        ("What is the Harbour Union?", "organisation.harbour-union", "ferry ports", "item 1"),
        ("Who is Mira Lindqvist?", LINDQVIST, "Gdynia", "item 5"),
        ("When is the deadline for papers?", PAPERS, "18:00", "paragraph 4"),
        ("WHEN IS THE HARBOUR FORUM", FORUM, "10:00", "paragraph 1"),
        ("wen is the harbor forum??", FORUM, "10:00", "paragraph 1"),
    ],
)
def test_the_datum_that_is_asked_for_is_told_and_cited(
    small: Assistant, question: str, record: str, datum: str, locator: str
) -> None:
    reply = ask(small, question)
    assert reply.status is Status.ANSWERED
    assert reply.records[0] == record
    assert datum in reply.text
    assert locator in locators(reply)


def test_the_hours_are_told_at_the_venue_in_utc_and_for_the_reader(small: Assistant) -> None:
    text = ask(small, "When is the deadline for papers?", zone="Asia/Tokyo").text
    for hour in ("18:00", "16:00", "01:00"):
        assert hour in text


@pytest.mark.parametrize("before", ["When is the deadline for papers?", "Which deadlines are open now?"])
def test_a_question_that_names_another_record_leaves_the_talk(packaged: Assistant, small: Assistant, before: str) -> None:
    ask(small, before, conversation=before)
    assert ask(small, "where is the coast summit 2025?", conversation=before).records[0] == SUMMIT
    ask(packaged, "what does resolution 70/125 say?", conversation=before, now=REPORTED)
    assert ask(packaged, "when is the wsis forum?", conversation=before, now=REPORTED).records[0] == "meeting.wsis-forum-2026"


def test_days_are_written_so_that_the_curators_reader_knows_them(small: Assistant) -> None:
    named = dates_in(ask(small, "When is the Coast Summit?").text)
    assert {Day(dt.date(2025, 9, 16)), Day(dt.date(2025, 9, 18))} <= named


def test_a_meeting_that_begins_and_ends_at_an_hour_keeps_each_hour_with_its_day(small: Assistant) -> None:
    text = ask(small, "When is the Harbour Forum?").text
    assert re.search(r"8 Jul\w*( 2025)?,? 10:00.*10 Jul\w* 2025,? 17:30", text)


@pytest.mark.parametrize(
    ("now", "over"),
    [("2025-07-08T07:59Z", "No"), ("2025-07-08T08:00Z", "No"), ("2025-07-10T15:29Z", "No"), ("2025-07-10T15:30Z", "Yes")],
)
def test_a_meeting_is_over_when_it_has_ended(small: Assistant, now: str, over: str) -> None:
    reply = ask(small, "Is the Harbour Forum over?", now=now)
    assert reply.records[0] == FORUM
    assert reply.text.startswith(over)


@pytest.mark.parametrize("asked", ["paragraph 3", "para 3", "paragraphs 2 to 4"])
def test_a_paragraph_that_is_known_is_told(small: Assistant, asked: str) -> None:
    reply = ask(small, f"What does {asked} of A/RES/70/999 say on tolls of ports?")
    assert reply.records[0] == RESOLUTION
    assert locators(reply) == ["paragraph 3"]


@pytest.mark.parametrize("asked", ["paragraph 4", "para 33", "paragraphs 4-9"])
def test_a_paragraph_that_is_not_known_is_never_answered_from_another(small: Assistant, asked: str) -> None:
    reply = ask(small, f"What does {asked} of A/RES/70/999 say on tolls of ports?")
    assert reply.status is Status.NOT_FOUND
    assert reply.nearest[0].record == RESOLUTION


def test_before_during_and_after_a_meeting_the_answer_differs(small: Assistant) -> None:
    moments = ("2025-06-01T12:00Z", "2025-07-09T12:00Z", "2025-08-01T12:00Z")
    assert len({ask(small, "When is the Harbour Forum?", now=moment).text for moment in moments}) == len(moments)


@pytest.mark.parametrize(
    ("question", "now", "still"),
    [
        ("Can I still hand in a session proposal?", "2025-03-09T12:00Z", "Yes"),
        ("Can I still hand in a session proposal?", "2025-03-10T23:59Z", "Yes"),  # open all day: the source gives no hour
        ("Can I still hand in a session proposal?", "2025-03-11T00:00Z", "No"),
        ("Can I still send a paper?", "2025-08-01T15:59Z", "Yes"),
        ("Can I still send a paper?", "2025-08-01T16:00Z", "No"),
        ("Is it too late for papers?", "2025-08-01T15:59Z", "No"),
        ("Is it too late for papers?", "2025-08-02T00:00Z", "Yes"),
    ],
)
def test_a_deadline_is_open_until_it_has_passed(small: Assistant, question: str, now: str, still: str) -> None:
    reply = ask(small, question, now=now)
    assert reply.records[0] in {PROPOSALS, PAPERS}
    assert reply.text.startswith(still)


@pytest.mark.parametrize(("now", "days"), [("2025-09-01T12:00Z", "15"), ("2025-09-15T12:00Z", "1")])
def test_the_days_that_are_left_are_counted(small: Assistant, now: str, days: str) -> None:
    reply = ask(small, "How many days until the Coast Summit?", now=now)
    assert reply.records[0] == SUMMIT
    assert re.match(rf"{days}\b", reply.text)


def test_a_date_that_was_moved_is_told_with_the_earlier_one_and_both_citations(small: Assistant) -> None:
    for question in ("When is the Coast Summit?", "Was the Coast Summit moved?"):
        reply = ask(small, question)
        assert reply.records[0] == SUMMIT
        assert {"2025-09-16", "2025-09-18", "2025-05-26", "2025-05-30", "2023-10-11"} <= days_in(reply.text)
        assert {"paragraph 1", "slide 7"} <= set(locators(reply))


@pytest.mark.parametrize("now", [tiny.NOW, "2025-12-01T12:00Z"])
def test_what_was_cancelled_is_never_told_as_planned_or_held(small: Assistant, now: str) -> None:
    reply = ask(small, "When is the Pier Workshop?", now=now)
    assert "2025-10-02" in days_in(reply.text)
    assert "cancel" in reply.text.lower()


def test_what_is_next_depends_on_now(small: Assistant) -> None:
    assert ask(small, "What is the next meeting?").records[:2] == (FORUM, SUMMIT)
    assert ask(small, "What is the next meeting?", now="2025-08-01T12:00Z").records[0] == SUMMIT
    assert ask(small, "What is the next deadline?").records[0] == PAPERS


def test_a_follow_up_keeps_the_subject(small: Assistant) -> None:
    assert ask(small, "When is the Coast Summit?", conversation="keep").records[0] == SUMMIT
    place, organiser = (ask(small, text, conversation="keep") for text in ("And where is it?", "Who organises it?"))
    assert place.records[0] == organiser.records[0] == SUMMIT
    assert "Tromsø" in place.text
    assert "Coast League" in organiser.text


def test_a_question_that_names_another_subject_drops_the_earlier_one(small: Assistant) -> None:
    ask(small, "When is the Coast Summit?", conversation="drop")
    assert ask(small, "Who chairs the Harbour Forum?", conversation="drop").records[0] == FORUM
    assert ask(small, "And where is it?", conversation="drop").records[0] == FORUM


def test_a_talk_does_not_make_an_answer_of_what_is_unknown(small: Assistant) -> None:
    ask(small, "When is the Coast Summit?", conversation="unknown")
    assert ask(small, "What is the capital of France?", conversation="unknown").status is Status.NOT_FOUND


def test_talks_do_not_hear_each_other(small: Assistant) -> None:
    ask(small, "When is the Coast Summit?", conversation="one")
    alone, other = ask(small, "And where is it?"), ask(small, "And where is it?", conversation="two")
    assert alone == other
    assert alone.status is not Status.ANSWERED


def test_two_questions_in_one_message_are_both_answered(small: Assistant) -> None:
    reply = ask(small, "Who chairs the Harbour Forum? And in which city is the Coast Summit?")
    assert [part.records[0] for part in reply.parts] == [FORUM, SUMMIT]
    assert "Mira Lindqvist" in reply.text
    assert "Tromsø" in reply.text
    assert {"item 4", "paragraph 1"} <= set(locators(reply))
    assert reply.as_of == dt.date(2025, 5, 20)


def test_one_answer_of_two_makes_the_message_answered(small: Assistant) -> None:
    reply = ask(small, "Who chairs the Harbour Forum? And what is the best recipe for lasagne?")
    assert [part.status for part in reply.parts] == [Status.ANSWERED, Status.NOT_FOUND]
    assert reply.status is Status.ANSWERED


@pytest.mark.parametrize(
    "question",
    ["Who won the harbour regatta trophy?", "What is the best recipe for lasagne?", "Xyzzy plugh?", "как дела", "?"],
)
def test_what_is_not_known_is_refused_without_a_citation(small: Assistant, question: str) -> None:
    reply = ask(small, question)
    assert reply.status is Status.NOT_FOUND
    assert reply.text
    assert (reply.citations, reply.records) == ((), ())


@pytest.mark.parametrize(
    "question", ["When is the next World Health Assembly?", "On which day does the next World Health Assembly open?"]
)
def test_a_list_is_not_given_for_a_matter_outside(packaged: Assistant, question: str) -> None:
    assert ask(packaged, question, now=REPORTED).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("When was the WSIS+20 high-level meeting?", "meeting.wsis20-high-level-meeting-2025"),
        ("What is UNGIS please?", "organisation.ungis"),
    ],
)
def test_what_is_named_in_full_is_told(packaged: Assistant, question: str, record: str) -> None:
    assert ask(packaged, question, now=REPORTED).records[0] == record


def test_a_refusal_names_what_is_nearest(small: Assistant) -> None:
    near = {near.record: near for near in ask(small, "Who won the harbour regatta trophy?").nearest}
    assert near[FORUM].title == "Harbour Forum 2025"
    assert near[FORUM].url == "https://harbour.example/forum"


def test_a_known_gap_is_told_with_the_day_of_the_check_and_where_to_look(small: Assistant) -> None:
    reply = ask(small, "When is the Harbour Forum 2026?")
    assert "gap.harbour-forum-2026" in (*reply.records, *(near.record for near in reply.nearest))
    assert "https://harbour.example/next" in reply.text
    assert "2025-05-20" in days_in(reply.text)


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Give an assistant that knows two workshops of one name."""
    meetings = "".join(
        f"- {{id: meeting.reef-{side}, title: Reef Workshop ({side}), name: the Reef Workshop, start: 2025-11-0{day}, "
        "stated: {start: when}, reviewed: 2025-05-20, asks: [when is the reef workshop?], facts: [{key: when, "
        f"text: The Reef Workshop on the {side} side is set for {day} November 2025., "
        f"cite: {{source: coast-page, at: paragraph 1{day}}}}}]}}\n"
        for day, side in enumerate(("northern", "southern"), 3)
    )
    folder = tiny.write(tmp_path_factory.mktemp("twins"), tiny.FILES | {"meetings/twins.yaml": meetings})
    return Assistant(Engine(load(folder)))


def test_of_two_meanings_one_is_chosen_by_the_asker(twins: Assistant) -> None:
    reply = ask(twins, "When is the Reef Workshop?")
    assert reply.status is Status.CHOOSE
    assert [(choice.n, choice.record) for choice in reply.choices] == [(1, "meeting.reef-northern"), (2, "meeting.reef-southern")]
    for choice, day in zip(reply.choices, ("2025-11-03", "2025-11-04"), strict=True):
        assert choice.title in reply.text
        chosen = ask(twins, choice.question)
        assert (chosen.status, chosen.records[0]) == (Status.ANSWERED, choice.record)
        assert day in days_in(chosen.text)


@pytest.mark.parametrize(
    "text", ["Hello", "good morning!", "Thanks!", "thank you so much", "help", "/start", "What can you do?", "Bye"]
)
def test_courtesies_are_answered_without_a_citation(small: Assistant, text: str) -> None:
    reply = ask(small, text)
    assert reply.status is Status.CHAT
    assert reply.text
    assert reply.citations == ()


def test_a_question_behind_a_greeting_is_answered(small: Assistant) -> None:
    assert ask(small, "Hello! When is the Coast Summit? Thanks.").records[0] == SUMMIT


@pytest.mark.parametrize(
    ("question", "now", "record", "days"),
    [
        ("When was the Latin America consultation?", REPORTED, "meeting.cstd-consultation-lac-2024", {"2024-12-05"}),
        (
            "When was the WSIS+20 High-Level Event 2025?",
            REPORTED,
            "meeting.wsis20-high-level-event-2025",
            {"2025-07-07", "2025-07-11", "2025-05-26", "2025-05-30"},
        ),
        (
            "Can I still submit a project to the WSIS Prizes 2025?",
            "2025-02-10T12:00Z",
            "deadline.wsis-prizes-2025-submissions",
            {"2025-02-10"},
        ),
        ("Who is Albert Rösti?", REPORTED, "person.albert-roesti", set()),
    ],
)
def test_the_packaged_knowledge_answers(packaged: Assistant, question: str, now: str, record: str, days: set[str]) -> None:
    reply = ask(packaged, question, now=now)
    assert reply.status is Status.ANSWERED
    assert reply.records[0] == record
    assert days <= days_in(reply.text)


def runs(reply: Reply) -> Iterator[tuple[Span, ...]]:
    """Give each paragraph and each item of a list."""
    for block in reply.blocks:
        match block:
            case Paragraph(spans):
                yield spans
            case Listing(items):
                yield from items


def frames(run: tuple[Span, ...], curated: set[str]) -> bool:
    """Say whether a run is the heading of a list or the like: short, plain, and nothing that a curator wrote."""
    text = spans_text(run)
    plain = len(run) == 1 and isinstance(run[0], Plain) and len(text) < LONGEST_FRAME
    return plain and not any(known in text for known in curated)


@pytest.fixture(scope="module")
def tuned(packaged: Assistant) -> dict[str, Reply]:
    """Give the replies to all questions of the tune set, by the questions' ids."""
    return {
        str(question["id"]): ask(
            packaged, question["question"], now=question["now"] or REPORTED, conversation=question["conversation"]
        )
        for question in read(TUNE)
    }


def answered(replies: dict[str, Reply]) -> dict[str, Reply]:
    """Give every answer, those of messages with several questions one by one."""
    parts = {
        f"{name}/{place}": part
        for name, reply in replies.items()
        for place, part in enumerate(reply.parts or (reply,))
        if part.status is Status.ANSWERED
    }
    assert len(parts) > len(replies) / 2
    return parts


def test_every_sentence_of_every_answer_is_cited(tuned: dict[str, Reply], knowledge: Knowledge) -> None:
    curated = {record.title for record in knowledge} | {fact.text for record in knowledge for fact in record.facts}
    uncited = [
        f"{name}: {spans_text(run)}"
        for name, reply in answered(tuned).items()
        for run in runs(reply)
        if not any(isinstance(span, Mark) for span in run) and not frames(run, curated)
    ]
    assert uncited == []


def test_every_answer_says_something_and_cites_something(tuned: dict[str, Reply]) -> None:
    bare = [name for name, reply in answered(tuned).items() if not reply.text or not reply.citations]
    assert bare == []


def test_marks_and_citations_belong_together(tuned: dict[str, Reply]) -> None:
    for name, reply in tuned.items():
        marks = {span.number for run in runs(reply) for span in run if isinstance(span, Mark)}
        assert [citation.n for citation in reply.citations] == list(range(1, len(reply.citations) + 1)), name
        assert marks == {citation.n for citation in reply.citations}, name
        assert {int(number) for number in re.findall(r" \[(\d+)\]", reply.text)} == marks, name


def test_every_reply_names_records_that_exist_and_the_oldest_review(tuned: dict[str, Reply], knowledge: Knowledge) -> None:
    for name, reply in tuned.items():
        days = [knowledge.records[record].reviewed for record in reply.records]
        if reply.status is Status.ANSWERED:
            assert reply.as_of == min(days), name
        assert 0 <= reply.confidence <= 1, name


async def test_the_same_message_gets_the_same_reply(packaged: Assistant) -> None:
    for question in read(TUNE)[::25]:
        message = Message(question["question"], tiny.instant(REPORTED))
        assert await packaged.reply(message) == await packaged.reply(message)


def test_another_process_with_another_hash_seed_prints_the_same_bytes(tmp_path: Path, spawn: Spawn) -> None:
    batch = tmp_path / "batch.jsonl"
    questions = [{"question": question["question"], "now": REPORTED} for question in read(TUNE)]
    batch.write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    printed = []
    for seed in ("1", "2"):
        done = spawn("ask", "--json", "--batch", str(batch), variables={"PYTHONHASHSEED": seed, "WSISBOT_KNOWLEDGE_DIR": ""})
        assert done.returncode == 0, done.stderr
        printed.append(re.sub(r'"elapsed_ms": [\d.]+', "", done.stdout))
    assert printed[0].count("\n") == len(questions)
    assert printed[0] == printed[1]


ODD = [
    "\x00",
    "\x1b[31m",
    "\u202e",
    "\u200f",
    "\ud800",
    "\ufeff",
    "\u2028",
    "\x85",
    "\U0001f3f4",
    "e\u0301",
    "ﷺ",
    "١٢",
    "½",
    "-" * 90,
]
WORDS = ["when", "is", "the", "Harbour", "Forum", "?", "and where", "next", "in July 2025", "31 February", "70/999", "it", "\n"]
TEXTS = st.one_of(
    st.text(st.characters(), max_size=3000),
    st.lists(st.one_of(st.sampled_from(ODD + WORDS), st.text(st.characters(), max_size=9)), max_size=300).map(" ".join),
    st.lists(st.sampled_from(ODD + WORDS), max_size=40).map("".join),
)
NOWS = st.datetimes(dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31), timezones=st.just(dt.UTC))  # noqa: DTZ001 - hypothesis wants them naive


def printable(text: str) -> bool:
    return text.replace("\n", "").isprintable()


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=3), NOWS)
def test_whatever_is_typed_gets_a_printable_reply(small: Assistant, texts: list[str], now: dt.datetime) -> None:
    for text in texts:
        reply = ask(small, text, now=now.isoformat(), conversation="odd")
        assert reply.status in Status
        assert reply.text
        assert printable(reply.text)
        assert all(printable(choice.question) for choice in reply.choices)
