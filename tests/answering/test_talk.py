"""What a talk keeps between messages: ids and closed names that can be stored, never words; and answers about one record."""

import dataclasses
import json
from pathlib import Path

import pytest

from bot.answering.asked import Asked
from bot.answering.engine import Engine, Talk
from bot.records.knowledge import Knowledge
from bot.records.load import load
from bot.records.model import Kind
from bot.reply import Status
from tests.questions.evaluate import dates_in as days_in
from tests.tiny import instant

SUMMIT = "meeting.coast-summit-2025"
FORUM = "meeting.harbour-forum-2025"
NOW = instant()


@pytest.fixture(scope="module")
def engine(tiny_folder: Path) -> Engine:
    return Engine(load(tiny_folder))


@pytest.fixture(scope="module")
def whole(knowledge: Knowledge) -> Engine:
    return Engine(knowledge)


def stored(talk: Talk | None) -> Talk:
    """Give a talk as it comes back from a store."""
    assert talk is not None
    kept = json.loads(json.dumps(dataclasses.asdict(talk)))
    return Talk(**{name: tuple(values) for name, values in kept.items()})


def test_a_talk_holds_ids_and_closed_names_alone(engine: Engine) -> None:
    names = set(engine.knowledge.records) | set(Asked) | set(Kind)
    names |= {f"{record.id}#{fact.key}" for record in engine.knowledge for fact in record.facts}
    for text in (
        "When is the Coast Summit?",
        "Any secret zanzibar deadlines in 2025?",
        "next meetings",
        "hand in papers, please",
    ):
        _, talk = engine.answer(text, NOW)
        for value in dataclasses.astuple(talk) if talk else ():
            assert set(value) <= names


def test_a_follow_up_is_answered_from_a_stored_talk(engine: Engine) -> None:
    _, talk = engine.answer("When is the Coast Summit?", NOW)
    assert stored(talk) == talk
    reply, _ = engine.answer("And where is it?", NOW, talk=stored(talk))
    assert reply.records[0] == SUMMIT
    assert "Tromsø" in reply.text


def test_a_follow_up_that_names_no_datum_is_asked_for_the_earlier_one(engine: Engine) -> None:
    _, talk = engine.answer("Who organises the Coast Summit?", NOW)
    reply, _ = engine.answer("and the Harbour Forum?", NOW, talk=stored(talk))
    assert reply.records[0] == FORUM
    assert "Harbour Union" in reply.text


@pytest.mark.parametrize(
    ("text", "record", "datum"),
    [
        ("in which city?", SUMMIT, "Tromsø"),
        ("organiser?", SUMMIT, "Coast League"),
        ("and the one before?", FORUM, "2025-07-08"),
        ("when was the previous meeting?", FORUM, "2025-07-08"),
        ("what came before?", FORUM, "2025-07-08"),
        ("and the one a year earlier, when was that?", FORUM, "2025-07-08"),
        ("which days?", SUMMIT, "2025-09-16"),
        ("who organises?", SUMMIT, "Coast League"),
    ],
)
def test_a_few_words_without_a_subject_lean_on_the_talk(engine: Engine, text: str, record: str, datum: str) -> None:
    _, talk = engine.answer("When is the Coast Summit?", NOW)
    reply, _ = engine.answer(text, NOW, talk=stored(talk))
    assert reply.records[0] == record
    assert datum in reply.text or datum in days_in(reply.text)


def test_a_talk_keeps_the_facts_that_were_told_first(engine: Engine) -> None:
    _, talk = engine.answer("Who chairs the Harbour Forum?", NOW)
    assert stored(talk).told[0] == f"{FORUM}#chair"


def test_what_is_named_in_full_leaves_the_talk(engine: Engine) -> None:
    _, talk = engine.answer("When is the deadline for papers?", NOW)
    reply, _ = engine.answer("where is the coast summit 2025?", NOW, talk=stored(talk))
    assert reply.records[0] == SUMMIT
    assert "Tromsø" in reply.text


@pytest.mark.parametrize(
    ("told", "text", "datum"),
    [
        ("meeting.wsis20-forum-hle-2024", "And the one a year later - where was that held?", "Palexpo"),
        ("meeting.first-preparatory-meeting-2025-05-30", "and when was the second one?", "2025-10-15"),
        ("milestone.wsis20-germany-pledge", "Every year or just once?", "single payment"),
        ("document.wsis20-zero-draft", "what came next?", "2025-11-07"),
    ],
)
def test_a_follow_up_finds_what_is_beside_the_talks_record(whole: Engine, told: str, text: str, datum: str) -> None:
    reply, _ = whole.answer(text, NOW, talk=Talk((told,), ("when",)))
    assert datum in reply.text or datum in days_in(reply.text)


def test_a_month_without_its_year_is_that_of_the_talk(engine: Engine) -> None:
    later = instant("2027-11-21T12:00Z")
    first, talk = engine.answer("Which deadlines fell in March 2025?", later)
    then, _ = engine.answer("and in August?", later, talk=stored(talk))
    assert (first.records, then.records) == (("deadline.harbour-proposals-2025",), ("deadline.coast-papers-2025",))


def test_records_and_names_that_are_known_no_more_are_passed_over(engine: Engine) -> None:
    reply, _ = engine.answer("And where is it?", NOW, talk=Talk(("meeting.forgotten", SUMMIT), ("when", "long gone")))
    assert reply.records[:1] == (SUMMIT,)
    assert engine.answer("And where is it?", NOW, talk=Talk(("meeting.forgotten",), ()))[0].status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("asked", "record", "datum"),
    [
        (("when",), FORUM, "2025-07-08"),
        (("where",), SUMMIT, "Tromsø"),
        (("who",), SUMMIT, "Coast League"),
        (("link",), FORUM, "https://harbour.example/forum"),
        ((), "organisation.harbour-union", "ferry ports"),
        (("when",), "gap.harbour-forum-2026", "https://harbour.example/next"),
    ],
)
def test_what_was_asked_is_told_of_the_record_that_is_chosen(
    engine: Engine, asked: tuple[str, ...], record: str, datum: str
) -> None:
    reply, talk = engine.about(record, NOW, talk=Talk((FORUM, SUMMIT), asked))
    assert reply.records[0] == record
    assert datum in reply.text or datum in days_in(reply.text)
    assert talk.records[0] == record


def test_records_of_every_kind_can_be_told_of(whole: Engine) -> None:
    for record in list(whole.knowledge)[::7]:
        for asked in ((), ("when",), ("who",)):
            reply, _ = whole.about(record.id, NOW, talk=Talk((record.id,), asked))
            assert reply.records[0] == record.id
            assert reply.text


def test_a_record_that_is_not_there_is_an_error(engine: Engine) -> None:
    with pytest.raises(KeyError):
        engine.about("meeting.forgotten", NOW)


def test_after_a_refusal_a_talk_is_about_what_the_refusal_spoke_of(engine: Engine) -> None:
    refused, talk = engine.answer("What does a hotel cost at the Harbour Forum 2025?", NOW)
    assert refused.status is Status.NOT_FOUND
    reply, _ = engine.answer("Then where is it?", NOW, talk=stored(talk))
    assert reply.records[0] == FORUM
    assert "Lugano" in reply.text


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("Sorry, I mixed that up. I meant the Coast Summit: who organises it?", SUMMIT),
        ("No wait, the Harbour Forum is what I need. Who chairs it?", FORUM),
    ],
)
def test_a_correction_leaves_the_talk(engine: Engine, text: str, record: str) -> None:
    for earlier in ("When is the deadline for papers?", "Who organises the Coast Summit?", "Where is the Harbour Forum?"):
        _, talk = engine.answer(earlier, NOW)
        reply, _ = engine.answer(text, NOW, talk=stored(talk))
        assert reply.records[0] == record


@pytest.mark.parametrize(
    ("told", "text", "datum"),
    [
        (("meeting.wsis20-high-level-event-2025",), "No sorry, I need the 2024 edition. Who chaired that one?", "Rösti"),
        (("meeting.igf-2025",), "and in 2011, where was it?", "Nairobi"),
        (("person.solly-malatsi", "meeting.wsis20-high-level-event-2025"), "and who chaired it in 2024?", "Rösti"),
    ],
)
def test_another_edition_of_the_talks_record_is_found(whole: Engine, told: tuple[str, ...], text: str, datum: str) -> None:
    reply, _ = whole.answer(text, NOW, talk=Talk(told, ("who",)))
    assert datum in reply.text


def test_what_is_asked_of_several_is_told_of_each(whole: Engine) -> None:
    both = ("person.suela-janina", "person.ekitela-lokaale")
    reply, _ = whole.answer("Which countries are they from?", NOW, talk=Talk(both, ("who",)))
    assert set(both) <= set(reply.records)
    assert "Albania" in reply.text
    assert "Kenya" in reply.text


def test_a_definite_noun_may_mean_what_the_talk_is_about(whole: Engine) -> None:
    talk = Talk(("person.maria-ressa", "person.yoshua-bengio"), ("who",))
    reply, _ = whole.answer("how many members does the panel have altogether?", NOW, talk=talk)
    assert "40 members" in reply.text


@pytest.mark.parametrize(
    ("turns", "record"),
    [
        (("What was Rev.1?", "and Rev.2?"), "document.wsis20-rev2"),
        (("When was Rev.1 published?", "and the next version?"), "document.wsis20-rev2"),
        (("What is action line C5?", "and C2?"), "term.action-line-c2"),
        (("When was the third reading of the modalities?", "and the first?"), "meeting.modalities-first-reading-2025-02-26"),
        (("Where was IGF 2024?", "and last year?"), "meeting.igf-2025"),
        (("When was IGF 2023?", "Now the WSIS Forum 2023, when was that?"), "meeting.wsis-forum-2023"),
        (("When were comments on the zero draft due?", "when was it published?"), "document.wsis20-zero-draft"),
        (
            ("When did registration for the high-level meeting close?", "where is it held?"),
            "meeting.wsis20-high-level-meeting-2025",
        ),
        (("Who is Doreen Bogdan-Martin?", "what did she say at UNGA?", "when was she elected?"), "person.doreen-bogdan-martin"),
    ],
)
def test_a_follow_up_turns_to_what_it_means(whole: Engine, turns: tuple[str, ...], record: str) -> None:
    talk: Talk | None = None
    for turn in turns:
        reply, talk = whole.answer(turn, instant("2026-06-01T12:00:00Z"), talk=stored(talk) if talk else None)
    assert reply.records[0] == record


def test_the_next_day_is_that_after_the_one_spoken_of(whole: Engine) -> None:
    now = instant("2026-06-01T12:00:00Z")
    _, talk = whole.answer("What happened on 15 December 2025?", now)
    reply, _ = whole.answer("and the next day?", now, talk=stored(talk))
    assert "2025-12-16" in days_in(reply.text)
    assert "meeting.hlm-day1-2025-12-16" in reply.records


def test_where_something_was_is_told_from_its_place(whole: Engine) -> None:
    now = instant("2026-06-01T12:00:00Z")
    _, talk = whole.answer("Who chaired the WSIS+20 High-Level Event 2025?", now)
    reply, _ = whole.answer("where was that?", now, talk=stored(talk))
    assert "Palexpo" in reply.text


@pytest.mark.parametrize(
    ("turns", "datum"),
    [
        (("When was the Global Digital Compact adopted?", "Who facilitated the negotiations?"), "Zambia"),
        (("Until when could one endorse the Ten Steps statement?", "What are the steps about?"), "address governments"),
        (("Which resolution made 17 May World Information Society Day?", "What date does it have?"), "27 March 2006"),
        (("What is the hackathon of the WSIS Forum 2026 called?", "What are the prizes worth?"), "20,000"),
        (("What did WTDC-25 in Baku agree?", "Which years does the plan cover?"), "2029"),
        (("Who gave first for the Tunis phase of WSIS?", "When was the WSIS Forum 2012?", "How many came?"), "1,300"),
        (("How many people attended the WSIS Forum 2012?", "And a year later?"), "1,800"),
        (("When was the WSIS+10 outcome adopted?", "And WSIS+20's?"), "17 December 2025"),
        (("Until when were projects accepted for the WSIS awards of 2024?", "and the year after?"), "10 February 2025"),
        (("When was the first reading of the modalities?", "And the last?"), "13 March 2025"),
        (("Which ITU resolution proposed the summit in 1998?", "And which UN resolution endorsed it afterwards?"), "56/183"),
        (("Who was president of the 79th General Assembly?", "And who came after him as president?"), "Baerbock"),
        (("Until when was the open letter to the AI dialogue's co-chairs open?", "When was the Dialogue itself?"), "July 2026"),
        (("Who provided the carpets of IGF 2025?", "And what messages came out of it?"), "Lillestr"),
        (("When was IGF 2024?", "When is World Telecommunication Day?", "Since when?"), "1973"),
    ],
)
def test_what_a_follow_up_means_is_found_around_what_was_spoken_of(whole: Engine, turns: tuple[str, ...], datum: str) -> None:
    talk: Talk | None = None
    for turn in turns:
        reply, talk = whole.answer(turn, instant("2026-11-21T12:00:00Z"), talk=stored(talk) if talk else talk)
    assert datum in reply.text


def test_what_was_mentioned_and_spoken_of_before_is_remembered(whole: Engine) -> None:
    now = instant("2026-11-21T12:00:00Z")
    _, talk = whole.answer("Under which resolution was the WSIS Forum 2025 named the WSIS+20 High-Level Event?", now)
    _, talk = whole.answer("When was that resolution revised?", now, talk=stored(talk))
    assert "meeting.wsis20-high-level-event-2025" in stored(talk).besides
    reply, _ = whole.answer("And where was the event held?", now, talk=stored(talk))
    assert "Palexpo" in reply.text
