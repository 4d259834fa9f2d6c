"""Commands that are answered from the records: what they tell, that it is cited, and what they refuse."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.commands.catalogue import COMMANDS, deep_link, record_behind, unwire, wire
from bot.records.knowledge import Knowledge
from bot.reply import CommandName, Reply, Status, spans_text
from tests.commands.ferries import give, marks, runs
from tests.tiny import NOW, ask

FORUM = "meeting.harbour-forum-2025"
SUMMIT = "meeting.coast-summit-2025"
PIER = "meeting.pier-workshop-2025"
PAPERS = "deadline.coast-papers-2025"
PROPOSALS = "deadline.harbour-proposals-2025"
HARBOUR = "resolution.a-res-70-999"
FERRY = "resolution.a-res-75-001"
GAP = "gap.harbour-forum-2026"
LATER = "2026-01-01T12:00:00Z"


def cited(reply: Reply) -> list[str]:
    return [spans_text(run) for run in runs(reply) if marks(run)]


def sound(reply: Reply) -> None:
    """Check what holds for every reply: numbers from 1 on, each used, and buttons that can be carried and come back."""
    used = {number for run in runs(reply) for number in marks(run)}
    assert used == {citation.n for citation in reply.citations} == set(range(1, len(reply.citations) + 1))
    for action in reply.actions:
        assert action.label
        assert unwire(wire(action)) == (action.command, action.argument)


def test_next_tells_what_is_to_come_and_not_what_is_over_or_called_off(small: Assistant) -> None:
    reply = give(small, "next")
    assert reply.records == (PAPERS, FORUM, SUMMIT)
    assert len(cited(reply)) == 3
    sound(reply)
    assert [action.argument for action in reply.actions] == [PAPERS, FORUM, SUMMIT]


def test_next_on_an_earlier_day_knows_what_was_open_then(small: Assistant) -> None:
    assert give(small, "next", now="2025-03-01T12:00:00Z").records[0] == PROPOSALS


def test_when_nothing_is_to_come_the_latest_is_told(small: Assistant) -> None:
    reply = give(small, "next", now=LATER)
    assert reply.records == (PIER,)
    assert len(cited(reply)) == 1


def test_next_tells_a_period_that_is_known_by_its_year_after_those_with_a_day(packaged: Assistant) -> None:
    reply = give(packaged, "next", now="2026-11-21T12:00:00Z")
    meetings = [record for record in reply.records if record.startswith("meeting.")]
    assert meetings[:2] == ["meeting.pp-26", "meeting.igf-2026"]
    assert "meeting.cstd-29" not in meetings  # known by its year alone, and noted as over by the curators


@pytest.mark.parametrize(
    ("command", "words", "records"),
    [
        ("deadlines", "", (PAPERS, PROPOSALS)),
        ("deadlines", "march 2025", (PROPOSALS,)),
        ("deadlines", "coast", (PAPERS,)),
        ("deadlines", "open now", (PAPERS,)),
        ("meetings", "", (FORUM, SUMMIT, PIER)),
        ("meetings", "next month", (FORUM,)),
        ("meetings", "in september 2025", (SUMMIT,)),
        ("meetings", "2025", (FORUM, SUMMIT, PIER)),
        ("meetings", "harbour", (FORUM,)),
    ],
)
def test_lists_are_of_the_kind_time_and_subject_that_is_asked_for(
    small: Assistant, command: str, words: str, records: tuple[str, ...]
) -> None:
    reply = give(small, command, words)
    assert reply.records == records
    assert len(cited(reply)) == len(records)
    sound(reply)


@pytest.mark.parametrize("words", ["regatta", "march 1999", "%s {0} \x1b[31m"])
def test_a_list_without_a_fit_says_so(small: Assistant, words: str) -> None:
    reply = give(small, "deadlines", words)
    assert reply.status is Status.NOT_FOUND
    assert "report" in [action.command for action in reply.actions]


def test_long_lists_go_on_page_by_page_until_all_is_told(packaged: Assistant, knowledge: Knowledge) -> None:
    seen: list[str] = []
    words = ""
    for _ in range(40):
        reply = give(packaged, "meetings", words)
        sound(reply)
        seen += reply.records
        following = [action for action in reply.actions if action.command == "meetings"]
        if not following:
            break
        words = following[0].argument
    dated = [record.id for record in knowledge if record.id.startswith("meeting.") and record.period]
    assert sorted(seen) == sorted(dated)


@pytest.mark.parametrize("page", ["#0", "#99", "#3"])
def test_a_page_that_is_not_there_is_the_nearest_one(small: Assistant, page: str) -> None:
    assert give(small, "meetings", page).records == (FORUM, SUMMIT, PIER)


@pytest.mark.parametrize("words", ["A/RES/70/999", "70/999", "a/70/999", "GA res. 70/999", "harbours", HARBOUR])
def test_a_resolution_is_found_by_its_symbol_however_written_and_by_name(small: Assistant, words: str) -> None:
    reply = give(small, "resolution", words)
    assert reply.records == (HARBOUR,)
    assert "tolls" in reply.text
    sound(reply)


@pytest.mark.parametrize(
    ("words", "told", "untold"),
    [
        ("75/1 tolls", "caps the tolls", "fund"),
        ("75/1 para 7", "caps the tolls", "fund"),
        ("75/1 7", "caps the tolls", "fund"),
        ("A/RES/75/1 paragraph 9", "fund for ferries", "tolls"),  # what is part of the text tells of it too
        ("75/1 boat", "flat boat", "tolls"),  # and so does whatever cites it
        ("75/1 para 1", "flat boat", "tolls"),
    ],
)
def test_a_resolution_is_told_on_a_subject_or_in_a_paragraph(texts: Assistant, words: str, told: str, untold: str) -> None:
    reply = give(texts, "resolution", words)
    assert reply.status is Status.ANSWERED
    assert reply.records[0] == FERRY
    assert any(told in sentence for sentence in cited(reply))
    assert untold not in reply.text.partition("\n")[2]
    sound(reply)


def test_a_paragraph_of_another_text_that_is_only_recalled_is_not_told(texts: Assistant) -> None:
    assert give(texts, "resolution", "75/1 para 3").status is Status.NOT_FOUND


def test_a_subject_that_a_text_does_not_have_is_refused(texts: Assistant) -> None:
    reply = give(texts, "resolution", "75/1 lighthouses")
    assert reply.status is Status.NOT_FOUND
    assert [near.record for near in reply.nearest] == [FERRY]


@pytest.mark.parametrize("words", ["99/999", "A/RES/1/1 tolls", "lighter"])
def test_an_unknown_resolution_is_refused(small: Assistant, words: str) -> None:
    assert give(small, "resolution", words).status is Status.NOT_FOUND


@pytest.mark.parametrize("words", ["70/999 and 75/1", "70/999 vs 75/1", "A/RES/70/999 A/RES/75/1", "70/999, 75/1 on tolls"])
def test_texts_stand_side_by_side_in_the_order_in_which_they_are_named(texts: Assistant, words: str) -> None:
    reply = give(texts, "compare", words)
    assert reply.status is Status.ANSWERED
    assert [record for record in reply.records if record in {HARBOUR, FERRY}] == [HARBOUR, FERRY]
    lines = reply.text
    assert lines.index("publish its tolls") < lines.index("A/RES/75/1") < lines.index("caps the tolls")
    sound(reply)


def test_a_comparison_says_which_side_has_nothing_on_the_subject(texts: Assistant) -> None:
    reply = give(texts, "compare", "70/999 and 75/1 on a boat")
    last = reply.text.partition("Resolution 75/1")[2]
    assert "flat boat" in last
    assert "70/999" in reply.text.partition("Resolution 75/1")[0]
    assert "flat boat" not in reply.text.partition("Resolution 75/1")[0]


@pytest.mark.parametrize("words", ["", "70/999", "tolls", "70/999 and 70/999", "and", ", , ,"])
def test_a_comparison_needs_two_texts(texts: Assistant, words: str) -> None:
    reply = give(texts, "compare", words)
    assert reply.status is Status.CHAT
    assert not reply.citations


@pytest.mark.parametrize("words", ["lighter", "barge", "Barge", "a lighter"])
def test_a_term_is_told_before_a_text_of_the_same_name(texts: Assistant, words: str) -> None:
    reply = give(texts, "define", words)
    assert reply.records == ("term.lighter",)
    assert "flat boat" in reply.text
    sound(reply)


def test_a_body_is_defined_too(small: Assistant) -> None:
    assert "ferry ports" in give(small, "define", "harbour union").text


@pytest.mark.parametrize("words", ["regatta", "blockchain", "lecture"])
def test_a_term_that_no_sentence_holds_is_not_defined_by_what_is_near(small: Assistant, words: str) -> None:
    assert give(small, "define", words).status is Status.NOT_FOUND


def test_a_term_is_not_defined_by_the_words_that_people_use_for_others(packaged: Assistant) -> None:
    assert give(packaged, "define", "blockchain", now="2026-11-21T12:00:00Z").status is Status.NOT_FOUND


@pytest.mark.parametrize("words", [FORUM, "Lugano forum", "harbour forum 2025"])
def test_sources_are_listed_with_publisher_day_kind_and_review(small: Assistant, words: str) -> None:
    reply = give(small, "sources", words)
    assert [citation.title for citation in reply.citations] == ["Harbour Forum 2025", "Note of the secretariat"]
    assert reply.as_of == dt.date(2025, 5, 20)
    for datum in ("Harbour Union", "15 January 2025", "primary", "20 May 2025"):
        assert datum in reply.text
    assert "paragraph 1; paragraph 2" in reply.citations[0].locator
    sound(reply)


def test_a_name_as_it_is_written_goes_before_one_that_only_has_its_words(packaged: Assistant) -> None:
    reply = give(packaged, "calendar", "IGF 2026", now="2026-11-21T12:00:00Z")  # there is an IGF-D 2026 too
    assert [file.name for file in reply.attachments] == ["meeting.igf-2026.ics"]


def test_sources_without_a_name_are_those_of_the_talk(small: Assistant) -> None:
    assert give(small, "sources", talk="no talk yet").status is Status.CHAT
    ask(small, "When is the Coast Summit?", conversation="sources")
    reply = give(small, "sources", talk="sources")
    assert reply.records[0] == SUMMIT
    assert "Plans for 2025" in [citation.title for citation in reply.citations]  # behind what it was before


def test_a_sheet_has_times_place_people_and_every_fact(small: Assistant, knowledge: Knowledge) -> None:
    reply = give(small, "more", FORUM)
    for datum in ("10:00", "Lagoon Hall", "Harbour Union", "Mira Lindqvist", "desk@harbour.example", "https://harbour.example"):
        assert datum in reply.text
    assert all(marks(run) for run in runs(reply))
    assert "calendar" in [action.command for action in reply.actions]
    sound(reply)


def test_a_sheet_tells_what_was_before_and_that_it_is_called_off(small: Assistant) -> None:
    assert "May 2025" in give(small, "more", SUMMIT).text
    assert "called off" in give(small, "more", PIER).text


def test_the_sheet_of_a_gap_says_what_was_sought_in_vain(small: Assistant) -> None:
    reply = give(small, "more", GAP)
    assert reply.status is Status.NOT_FOUND
    assert reply.records == (GAP,)


def test_sheets_of_all_records_tell_every_fact_cited(packaged: Assistant, knowledge: Knowledge) -> None:
    for record in knowledge:
        if not record.facts:
            continue
        told: list[str] = []
        argument = record.id
        while argument:
            reply = give(packaged, "more", argument)
            sound(reply)
            told += cited(reply)
            argument = next((action.argument for action in reply.actions if action.command == "more"), "")
        text = "\n".join(told)
        assert all(fact.text in text for fact in record.facts), record.id


@pytest.mark.parametrize("command", ["more", "choose"])
@pytest.mark.parametrize("argument", ["", "meeting.none", "nonsense", f"{FORUM}#x", "../../etc/passwd", "meeting.\ud800"])
def test_a_button_whose_record_is_gone_is_refused_politely(small: Assistant, command: str, argument: str) -> None:
    reply = give(small, command, argument, talk="gone")
    assert reply.status is Status.NOT_FOUND
    assert not reply.citations


def test_a_chosen_record_answers_what_was_asked_while_the_talk_lasts(texts: Assistant) -> None:
    offered = ask(texts, "Where was the quay day?", conversation="choose")
    assert offered.status is Status.CHOOSE
    assert [action.command for action in offered.actions] == ["choose", "choose"]
    for action in offered.actions:
        place = "Bergen" if action.argument.endswith("-a") else "Bari"
        chosen = give(texts, "choose", action.argument, talk="choose")
        assert place in chosen.text
        assert chosen.records == (action.argument,)
        assert chosen.text != give(texts, "more", action.argument).text


def test_a_chosen_record_without_a_talk_gives_its_sheet(small: Assistant) -> None:
    assert give(small, "choose", FORUM, talk="never spoken").text == give(small, "more", FORUM).text


def test_a_link_leads_to_a_record(small: Assistant) -> None:
    assert record_behind(deep_link(FORUM)) == FORUM
    assert give(small, "start", deep_link(FORUM)).records == (FORUM,)
    assert give(small, "start", "r_meeting_none").status is Status.NOT_FOUND


@pytest.mark.parametrize("payload", ["", "inline", "r_", "r_meeting", "x_meeting_harbour"])
def test_any_other_link_is_a_welcome(small: Assistant, payload: str) -> None:
    reply = give(small, "start", payload)
    assert reply.status is Status.CHAT
    sound(reply)


def test_help_lists_every_command_that_can_be_typed(small: Assistant) -> None:
    named = {span.name for run in runs(give(small, "help")) for span in run if isinstance(span, CommandName)}
    assert named == {command.name for command in COMMANDS.values() if command.typed} - {"start"}


def test_about_counts_what_is_known(small: Assistant) -> None:
    text = give(small, "about").text
    for datum in ("9 records", "5 sources", "28 May 2025", "30 April 2025", "0.1"):
        assert datum in text


def test_an_unknown_command_is_told_apart(small: Assistant) -> None:
    reply = give(small, "dance", "now")
    assert "/dance" in reply.text
    assert "/help" in reply.text


def test_ask_is_a_question_and_without_one_says_how(small: Assistant) -> None:
    assert give(small, "ask", "Who chairs the Harbour Forum?").text == ask(small, "Who chairs the Harbour Forum?").text
    assert give(small, "ask").status is Status.CHAT


def test_answers_and_refusals_carry_their_buttons(small: Assistant) -> None:
    answer = ask(small, "When is the Harbour Forum?")
    assert [(action.command, action.argument) for action in answer.actions] == [
        (command, FORUM) for command in ("sources", "calendar", "more", "report", "good", "bad")
    ]
    refusal = ask(small, "Who won the harbour regatta trophy?")
    assert refusal.actions[-1].command == "report"
    assert not ask(small, "Hello").actions
    assert "calendar" not in [action.command for action in ask(small, "What is the Harbour Union?").actions]


def test_a_command_begins_a_talk(small: Assistant) -> None:
    give(small, "meetings", "september 2025", talk="after a command")
    assert "Coast League" in ask(small, "and who organises it?", conversation="after a command").text


def test_facts_are_single_cited_sentences(small: Assistant) -> None:
    reply = give(small, "facts", "harbour forum lugano")
    assert reply.parts
    assert all(len(part.citations) >= 1 and part.question for part in reply.parts)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("resolution 70", HARBOUR),
        ("define harbour", "organisation.harbour-union"),
        ("more lug", FORUM),
        ("timezone zurich", "Europe/Zurich"),
        ("language eng", "en"),
        ("deadlines next", "next week"),
    ],
)
def test_completions_stand_behind_the_command(small: Assistant, words: str, value: str) -> None:
    reply = give(small, "suggest", words)
    assert value in [choice.question for choice in reply.choices]
    command = words.split(maxsplit=1)[0]
    if command in {"resolution", "define", "more"}:
        assert give(small, command, value).records[0] == value


@pytest.mark.parametrize("words", ["", "dance x", "resolution zzz", "timezone"])
def test_without_completions_there_are_none(small: Assistant, words: str) -> None:
    assert not give(small, "suggest", words).choices


def test_completions_are_at_most_25(packaged: Assistant) -> None:
    for command in ("resolution", "define", "calendar", "sources"):
        choices = give(packaged, "suggest", f"{command} ").choices
        assert len(choices) == 25
        assert all(len(choice.title) <= 100 and choice.question for choice in choices)  # Discord's limit


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(COMMANDS)),
    words=st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(["70/999", "75/1", "and", "on", "para", "3", "#2", "forum", "2025", FORUM, "vs", ",", "next"])
        ).map(" ".join),
    ),
)
def test_whatever_is_typed_behind_any_command_gives_a_sound_reply(texts: Assistant, name: str, words: str) -> None:
    reply = give(texts, name, words, now=NOW)
    sound(reply)
    assert reply.language == "en"


@pytest.mark.parametrize("words", ["resolution.a-res-70-999 tolls", "resolution.a-res-70-999 para 3"])
def test_a_record_can_be_meant_by_its_id_with_words_behind(small: Assistant, words: str) -> None:
    reply = give(small, "resolution", words)
    assert "publish its tolls" in reply.text
    assert "adopted its resolution" not in reply.text


def test_a_meeting_is_told_with_what_an_event_needs(small: Assistant) -> None:
    found = give(small, "event", "meeting.harbour-forum-2025").occasion
    assert found is not None
    assert (found.title, found.place) == ("Harbour Forum 2025", "Lagoon Hall, Lugano, Switzerland")
    assert found.begins.isoformat() == "2025-07-08T08:00:00+00:00"
    assert found.ends.isoformat() == "2025-07-10T15:30:00+00:00"
    assert found.url == "https://harbour.example/forum"
    assert "The Harbour Forum 2025 meets in the Lagoon Hall" in found.description
    assert not found.off
    pier = give(small, "event", "pier workshop").occasion
    assert pier is not None
    assert pier.off
    assert give(small, "event", "deadline.coast-papers-2025").occasion is None
    assert give(small, "event", "fondue").occasion is None
