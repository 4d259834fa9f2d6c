"""What is near the subject and yet not known is refused; what stands beside it and is known is told."""

from pathlib import Path

import pytest

from bot.answering.engine import Engine
from bot.assistant import Assistant
from bot.records.load import load
from bot.reply import Status
from tests.tiny import FILES, ask, write

NOW = "2026-11-21T12:00:00Z"


@pytest.mark.parametrize(
    ("near", "known"),
    [
        # a thing that is known, and what nobody wrote down of it
        ("How many words long is the Tunis Agenda?", "What does paragraph 72 of the Tunis Agenda say?"),
        (
            "What was the dollar budget of the WSIS+20 High-Level Event 2025?",
            "What were the dates of the WSIS+20 High-Level Event 2025?",
        ),
        ("Who interpreted at the first preparatory meeting?", "Who convened the first preparatory meeting of 30 May 2025?"),
        # another edition than the known ones
        ("When did nominations for the MAG of 2031 close?", "When did nominations for the MAG of 2022 close?"),
        ("Who will chair the WSIS Forum 2033?", "Who chaired the WSIS+20 High-Level Event 2025?"),
        # a number that does not exist
        (
            "When was Revision 9 of the WSIS+20 outcome document published?",
            "When was Revision 2 of the outcome document published?",
        ),
        ("What does action line C14 cover?", "What does action line C9 cover?"),
        # a body beside those that are known
        ("Who chairs the IETF?", "Who chaired the 28th session of the CSTD?"),
        # a role, a thing or a reason that nobody wrote down
        ("Who is the treasurer of the IGF Leadership Panel?", "Who is the chair of the IGF Leadership Panel?"),
        ("How many heads of state attended IGF 2024?", "How many thematic inputs did IGF 2024 have?"),
        ("What is Ekitela Lokaale's email address?", "What is the email address of the CSTD secretariat?"),
        # what nobody is said to have done
        ("Where did Muhammadou Kah study?", "What is Muhammadou Kah's post in Geneva?"),
        # the hour, the town or the count of something else than what is counted
        ("In which room will the 30th session of the CSTD meet?", "In which room did the action line facilitators meet in 2006?"),
        ("In which city was the first meeting of the scientific panel on AI?", "In which city was GAID launched?"),
        ("How many countries signed the Cotonou Declaration?", "How many organisations signed TCCM's comments on Revision 2?"),
        # what no source can say
        ("Is the WSIS+20 outcome better than the Global Digital Compact?", "How is the WSIS+20 outcome linked to the GDC?"),
        ("Do you think that the WSIS+20 outcome is a success?", "What is the WSIS+20 outcome document?"),
        ("Should we apply for the WSIS Prizes?", "What are the WSIS Prizes?"),
    ],
)
def test_of_two_near_questions_only_the_known_one_is_answered(packaged: Assistant, near: str, known: str) -> None:
    assert ask(packaged, near, now=NOW).status is Status.NOT_FOUND
    assert ask(packaged, known, now=NOW).status is Status.ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "Who catered the Harbour Forum?",
        "How many ferries came to the Harbour Forum?",
        "What is the theme of the Harbour Forum?",
        "Who chairs the Harbour Forum 1987?",
        "What does the 44th session of the Harbour Union decide?",
    ],
)
def test_a_datum_that_is_not_stated_is_not_made_of_another_one(small: Assistant, question: str) -> None:
    reply = ask(small, question)
    assert reply.status is Status.NOT_FOUND
    assert not reply.citations


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who pays for the yearly meeting of the IGF?", "host country"),  # no sum is asked for
        ("What were the dates of the ITU Council session in 2023?", "11 to 21 July 2023"),
        ("When did the group of 40 AI experts publish its preliminary report?", "1 July 2026"),
        ("Who presided over the WSIS Forum 2019?", "Mustafa Jabbar"),
    ],
)
def test_what_looks_like_a_missing_datum_and_is_none_is_answered(packaged: Assistant, question: str, told: str) -> None:
    assert told in ask(packaged, question, now=NOW).text


def test_a_word_of_a_matter_outside_does_not_refuse_what_states_it(packaged: Assistant) -> None:
    reply = ask(packaged, "At which hotel was the 13th Tanzania IGF?", now=NOW)
    assert "Holiday Inn" in reply.text
    assert ask(packaged, "What are the hotel rates for the IGF in Lillestrøm?", now=NOW).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("My friends and I would love to know: when was the IGF in Riyadh?", "Riyadh"),
        ("How old is the CSTD?", "1992"),
        ("For my thesis I need to know who chaired the 28th session of the CSTD.", "28th"),
    ],
)
def test_what_an_asker_says_of_himself_is_no_matter_outside(packaged: Assistant, question: str, told: str) -> None:
    assert told in ask(packaged, question, now=NOW).text


def test_a_matter_of_people_refuses_only_what_is_asked_of_people(packaged: Assistant) -> None:
    assert ask(packaged, "How old is Doreen Bogdan-Martin?", now=NOW).status is Status.NOT_FOUND
    assert ask(packaged, "How old is the WSIS Forum?", now=NOW).status is Status.ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "What was the theme of the IGF in Hyderabad in 2008?",
        "In which room did the task force of UNGIS meet?",
        "Until when could people register for the IGF 2018 in Paris?",
        "Where do the co-facilitators live in New York?",
    ],
)
def test_a_detail_that_nobody_tells_is_refused(packaged: Assistant, question: str) -> None:
    assert ask(packaged, question, now=NOW).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("When did the CSTD hold its talks in Ulaanbaatar?", "Ulaanbaatar"),
        ("When was the EuroDIG in Reykjavik held?", "Reykjavik"),
    ],
)
def test_a_meeting_set_elsewhere_is_not_told_of_as_if_it_had_been_there(packaged: Assistant, question: str, place: str) -> None:
    reply = ask(packaged, question, now=NOW)
    assert reply.status is Status.NOT_FOUND or place in reply.text


def test_a_meeting_that_is_asked_for_in_another_place_is_put_right_with_the_source(small: Assistant) -> None:
    reply = ask(small, "Who organised the Coast Summit 2025 in Bangkok?")
    assert reply.status is Status.NOT_FOUND
    assert "not in Bangkok" in reply.text
    assert reply.citations
    assert reply.records == ("meeting.coast-summit-2025",)


def test_what_leans_on_a_refused_question_is_refused_with_it_once(packaged: Assistant) -> None:
    reply = ask(packaged, "Is there a shuttle bus during the WSIS Forum 2026, and at what times?", now=NOW)
    assert (reply.status, reply.parts) == (Status.NOT_FOUND, ())


def test_a_bare_question_behind_one_of_something_unknown_is_not_answered_from_elsewhere(packaged: Assistant) -> None:
    reply = ask(packaged, "On which days is the Mobile World Congress, and in which city?", now=NOW)
    assert (reply.status, reply.parts) == (Status.NOT_FOUND, ())


def test_what_names_its_own_subject_is_answered_beside_a_refusal(packaged: Assistant) -> None:
    reply = ask(packaged, "Is there a shuttle bus during the WSIS Forum 2026, and when was the IGF in Riyadh?", now=NOW)
    assert [part.status for part in reply.parts] == [Status.NOT_FOUND, Status.ANSWERED]


def test_what_a_curator_knows_to_be_asked_in_vain_is_refused(tmp_path: Path) -> None:
    question = "who refused to chair the harbour forum?"
    assert ask(Assistant(Engine(load(write(tmp_path / "plain")))), question).status is Status.ANSWERED
    examples = ["who was asked to chair the harbour forum and refused?", "which songs does the choir sing at the harbour forum?"]
    behind = "    - harbour forum 2025\n"
    more = behind + "  unanswered:\n" + "".join(f"    - {one}\n" for one in examples)
    meetings = FILES["meetings/2025.yaml"].replace(behind, more, 1)
    taught = Assistant(Engine(load(write(tmp_path / "taught", FILES | {"meetings/2025.yaml": meetings}))))
    assert all(ask(taught, one).status is Status.NOT_FOUND for one in (question, *examples))
    assert ask(taught, "who chairs the harbour forum?").status is Status.ANSWERED
    assert ask(taught, "where is the harbour forum?").status is Status.ANSWERED
