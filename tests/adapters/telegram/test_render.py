"""Replies as Telegram messages: how they look, and that none is refused, links by itself, or loses a citation."""

import asyncio
import datetime as dt
import json
import os
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from telegram import MessageEntity

from adapters.telegram.limits import MOST_BUTTONS, MOST_CALLBACK_BYTES, MOST_ENTITIES, MOST_IN_A_ROW, MOST_UNITS
from adapters.telegram.render import MOST_MESSAGES, Rendered, linkable, render
from bot import layout
from bot.assistant import Assistant
from bot.commands.catalogue import unwire
from bot.message import Message
from bot.reply import Action, Block, CommandName, Listing, Mark, Moment, Near, Paragraph, Plain, Reply, Span, Status, Strong
from tests import replies, tdlib
from tests.replies import SAMPLES, paragraph, sheet
from tests.tiny import instant

GOLDEN = Path(__file__).with_name("golden")
REWRITE = "REWRITE_GOLDEN" in os.environ
"""`REWRITE_GOLDEN=1 make test ARGS=tests/adapters/telegram` writes the golden files anew, to be looked at in the diff."""

QUESTIONS = Path(__file__).parents[2] / "questions" / "tune.jsonl"


def readable(messages: list[Rendered]) -> str:
    """Give messages as a person can review them: the text, each entity with what it covers, the buttons row by row."""
    lines = []
    for number, message in enumerate(messages, 1):
        lines += [f"=== message {number} of {len(messages)} ===", message.text.replace("\u2060", "<joiner>"), "--- entities ---"]
        for entity in message.entities:
            covered = tdlib.cut_out(message.text, entity.offset, entity.length)
            covered = covered if len(covered) < 60 else f"{covered[:28]} ... {covered[-28:]}"
            told = [entity.type, f"{entity.offset}+{entity.length}", json.dumps(covered, ensure_ascii=False), entity.url]
            lines.append(" ".join([*filter(None, told), *([entity.unix_time.isoformat()] if entity.unix_time else [])]))
        if message.keyboard:
            lines.append("--- buttons ---")
            rows = message.keyboard.inline_keyboard
            lines += [" ".join(f"[{button.text} -> {button.callback_data}]" for button in row) for row in rows]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", SAMPLES)
def test_messages_look_as_they_were_approved(name: str) -> None:
    file = GOLDEN / f"{name}.txt"
    looks = readable(render(SAMPLES[name]))
    if REWRITE:
        file.write_text(looks, encoding="utf-8")
    assert looks == file.read_text(encoding="utf-8")


def links(messages: list[Rendered]) -> list[tuple[str, str | None]]:
    """Give the links of messages, with their texts."""
    return [
        (tdlib.cut_out(message.text, one.offset, one.length), one.url)
        for message in messages
        for one in message.entities
        if one.type == "text_link"
    ]


def check(messages: list[Rendered], commands: set[str] | None = None) -> None:
    """Assert all that Telegram asks of messages, and that nothing in them links by itself but these commands."""
    assert len(messages) <= MOST_MESSAGES
    for message in messages:
        units = len(message.text.encode("utf-16-le")) // 2
        assert 1 <= units <= MOST_UNITS
        assert len(message.entities) <= MOST_ENTITIES
        assert all(one.offset >= 0 and one.length > 0 and one.offset + one.length <= units for one in message.entities)
        assert_nested(message.entities)
        assert tdlib.refusal(message.text, message.entities) is None
        text, covered = tdlib.read(message.text, message.entities)
        assert text == message.text
        assert covered == tdlib.meant(message.text, message.entities)
        assert set(tdlib.live(message.text)) <= (commands or set())
    buttons = [button for message in messages if message.keyboard for row in message.keyboard.inline_keyboard for button in row]
    assert len(buttons) <= MOST_BUTTONS
    assert all(len(row) <= MOST_IN_A_ROW for message in messages if message.keyboard for row in message.keyboard.inline_keyboard)
    assert not any(message.keyboard for message in messages[:-1])
    for button in buttons:
        assert isinstance(button.callback_data, str)
        assert 1 <= len(button.callback_data.encode()) <= MOST_CALLBACK_BYTES
        assert unwire(button.callback_data)
        assert button.text.strip()


def assert_nested(entities: tuple[MessageEntity, ...]) -> None:
    """Assert that of two entities one holds the other or they lie apart, in the order in which they begin."""
    for one, other in pairwise(entities):
        assert (one.offset, -one.length) <= (other.offset, -other.length)
    for place, one in enumerate(entities):
        for other in entities[place + 1 :]:
            inside = other.offset + other.length <= one.offset + one.length
            assert inside or other.offset >= one.offset + one.length


def source_links(messages: list[Rendered]) -> set[tuple[str, str | None]]:
    """Give the links of the sources with the numbers before them."""
    found = (
        (re.search(r"(?:^|\n)\[(\d+)\] $", tdlib.cut_out(message.text, 0, one.offset)), one.url)
        for message in messages
        for one in message.entities
        if one.type == "text_link"
    )
    return {(number[1], url) for number, url in found if number}


def check_citations(reply: Reply, messages: list[Rendered]) -> None:
    """Assert that the number of every citation that is shown stands before a source, with its link."""
    lines = [line for message in messages for line in message.text.split("\n")]
    numbers = {text for text, _ in links(messages)}
    for citation in reply.citations:
        number = f"[{citation.n}]"
        if messages and (not is_short(messages) or number in numbers):
            assert any(line.startswith(f"{number} ") for line in lines)
            if citation.url and linkable(citation.url):
                assert (str(citation.n), citation.url) in source_links(messages)


def letters(text: str) -> str:
    """Give a text without space, joiners and bullets."""
    return re.sub(r"[\s\u2060\u2022]", "", text)


def said(reply: Reply) -> str:
    """Give the letters of all that a reply says."""
    return letters("".join(line.text for lines in layout.body(reply) for line in lines))


def is_short(messages: list[Rendered]) -> bool:
    """Say whether something was left out, and the messages say so."""
    return any(line in {"…", "… (more)"} for message in messages for line in message.text.split("\n"))


# The same examples on every run, so that a change is to blame where it fails: `--hypothesis-seed` looks for others.
@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(replies.replies())
def test_any_reply_is_fit_to_be_sent(reply: Reply) -> None:
    messages = render(reply)
    check(messages, {"/next", "/help"})
    check_citations(reply, messages)
    assert is_short(messages) or letters("".join(message.text for message in messages)).startswith(said(reply))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_fit_to_be_sent(name: str) -> None:
    messages = render(SAMPLES[name])
    check(messages, {"/next", "/privacy"})
    check_citations(SAMPLES[name], messages)


def test_commands_of_the_bot_can_be_tapped() -> None:
    assert tdlib.live(render(SAMPLES["help"])[0].text) == ["/next", "/privacy"]


@pytest.mark.parametrize(("before", "behind"), [("", "0"), ("x", ""), ("", "@bot"), ("", "/x"), ("<", ""), ("", "é")])
def test_what_only_begins_with_a_command_cannot_be_tapped(before: str, behind: str) -> None:
    (message,) = render(Reply(Status.CHAT, (paragraph(before, CommandName("next"), behind),)))
    assert tdlib.live(message.text) == []


def questions() -> list[dict[str, str]]:
    """Give every fourth of the questions on which the weights are fitted."""
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()][::4]


def test_every_answer_of_the_packaged_knowledge_is_fit_to_be_sent(packaged: Assistant) -> None:
    async def answer(question: dict[str, str]) -> Reply:
        message = Message(question["question"], instant(question["now"]), "en", question.get("conversation"), "Asia/Kathmandu")
        return await packaged.reply(message)

    asked = questions()
    assert len(asked) > 150
    for question in asked:
        reply = asyncio.run(answer(question))
        messages = render(reply)
        check(messages)
        check_citations(reply, messages)


def test_a_long_answer_goes_on_in_a_second_message_that_has_the_buttons() -> None:
    messages = render(sheet(30))
    assert len(messages) == MOST_MESSAGES
    assert not is_short(messages)
    assert said(sheet(30)) in letters("".join(message.text for message in messages))
    assert messages[-1].keyboard


def test_what_has_no_room_is_owned_up_to_and_a_button_away() -> None:
    reply = sheet(200)
    messages = render(reply)
    assert is_short(messages)
    assert messages[-1].keyboard
    assert ("more", reply.records[0]) in {
        unwire(str(button.callback_data)) for row in messages[-1].keyboard.inline_keyboard for button in row
    }
    assert all(len(message.text) > 0.9 * MOST_UNITS for message in messages)
    assert not any(message.keyboard for message in render(reply, buttons=False))


def sizes(reply: Reply) -> list[int]:
    return [len(message.text.encode("utf-16-le")) // 2 for message in render(reply)]


def starts(reply: Reply) -> list[str]:
    return [message.text[:12] for message in render(reply)]


def test_messages_end_with_a_block_where_they_can() -> None:
    blocks = (paragraph("a " * 1000), paragraph("b " * 800), paragraph("c " * 1200))
    assert [start[0] for start in starts(Reply(Status.CHAT, blocks))] == ["a", "c"]
    items = Listing(tuple((Plain("item " * 60),) for _ in range(11)))
    assert [start[0] for start in starts(Reply(Status.CHAT, (paragraph("a " * 800), items)))] == ["a", "•"]
    assert len(render(Reply(Status.CHAT, (paragraph("a " * 800), items)))[1].text) > 3000


def test_messages_are_filled_better_before_anything_is_left_out() -> None:
    reply = Reply(Status.CHAT, (paragraph("a " * 600), paragraph("b " * 1900), paragraph("c " * 1500)))
    assert len(render(reply)) == 2
    assert not is_short(render(reply))


def test_a_long_list_is_cut_between_its_items() -> None:
    items = tuple((Plain(f"{number} " + "word " * 150),) for number in range(9))
    assert starts(Reply(Status.CHAT, (Listing(items),)))[1].startswith("• ")


@pytest.mark.parametrize("before", range(0, 36, 3))
def test_a_long_paragraph_is_cut_between_its_sentences_and_never_before_a_number(before: int) -> None:
    sentences = [span for number in range(1, 150) for span in (Plain(f"This is said of pier {number}. "), Mark(1), Plain(" "))]
    reply = Reply(Status.CHAT, (paragraph("x" * before, *sentences),), citations=(replies.PAGE,))
    assert starts(reply)[1].startswith("This is said")


@pytest.mark.parametrize("before", range(0, 36, 3))
def test_no_link_date_or_emphasis_is_cut_in_two(before: int) -> None:
    date = Moment("8 July 2025 at ten in Lugano, which is eight in Greenwich", replies.OPENING)
    spans = [span for _ in range(80) for span in (date, Plain(", "))]
    messages = render(Reply(Status.CHAT, (paragraph("x" * before, *spans),)))
    assert len(messages) == 2
    for message in messages:
        for one in message.entities:
            assert tdlib.cut_out(message.text, one.offset, one.length) == date.text


def test_nothing_comes_alive_where_a_word_has_to_be_cut() -> None:
    spans = [span for _ in range(150) for span in (Plain("-a"), Moment("/b", replies.OPENING))]
    messages = render(Reply(Status.CHAT, (paragraph(*spans),)))
    check(messages)
    assert len(messages) == 2


def test_a_sentence_without_end_is_cut_between_words() -> None:
    reply = Reply(Status.CHAT, (paragraph("harbour " * 700),))
    assert all(start.startswith("harbour") for start in starts(reply))
    assert all(message.text.endswith("harbour") for message in render(reply))


@pytest.mark.parametrize("letter", ["a", "é", "🙂", "👩‍👩‍👧", "🇨🇭", "ก็"])
def test_messages_are_filled_by_the_units_in_which_telegram_counts(letter: str) -> None:
    reply = Reply(Status.CHAT, (paragraph("a" + letter * 9000),))
    assert all(size > 0.7 * MOST_UNITS for size in sizes(reply))
    for message in render(reply):
        pieces = message.text.replace("…", "").split()
        assert not "".join(pieces).removeprefix("a").replace(letter, "")


def test_a_heading_stays_with_what_it_heads() -> None:
    for words in range(740, 830):
        reply = replace(replies.LIST, blocks=(paragraph("pier " * words), *replies.LIST.blocks))
        assert not render(reply)[0].text.endswith(("Sources:", "time:"))


def test_where_there_are_too_many_links_those_of_the_sources_stay() -> None:
    marks = tuple(span for _ in range(20) for number in range(1, 13) for span in (Plain(" "), Mark(number)))
    reply = replace(sheet(12, 3), blocks=(Paragraph((Strong("Much cited:"), *marks)),))
    (message,) = render(reply)
    assert len(message.entities) == MOST_ENTITIES
    assert [text for text, _ in links([message])].count("[12]") < 20
    check_citations(reply, [message])


def test_near_records_beyond_what_telegram_shows_are_not_lost() -> None:
    nearest = tuple(Near(f"meeting.{number}", f"Meeting {number}", f"https://a.example/{number}") for number in range(180))
    reply = Reply(Status.NOT_FOUND, (Listing(tuple((Plain(near.title),) for near in nearest)),), nearest=nearest)
    messages = render(reply)
    check(messages)
    assert links(messages) == [(near.title, near.url) for near in nearest]


def entities_of(*spans: Span) -> list[tuple[str, str]]:
    (message,) = render(Reply(Status.CHAT, (Paragraph(spans),)))
    return [(one.type, tdlib.cut_out(message.text, one.offset, one.length)) for one in message.entities]


def test_an_exact_time_can_be_tapped_and_stays_as_it_is_written() -> None:
    at = Moment("8 July 2025, 10:00 Zurich time", replies.OPENING)
    (message,) = render(Reply(Status.CHAT, (paragraph("🙂 ", at, " then."),)))
    (date,) = (one for one in message.entities if one.type == MessageEntity.DATE_TIME)
    assert tdlib.cut_out(message.text, date.offset, date.length) == at.text
    assert date.unix_time == replies.OPENING
    assert date.to_dict()["unix_time"] == replies.OPENING.timestamp()
    assert "date_time_format" not in date.to_dict()
    assert entities_of(Moment("July 2025")) == [("bold", "July 2025")]


@pytest.mark.parametrize("year", [1, 1969, 2039, 9999])
def test_instants_that_telegram_does_not_know_are_mere_text(year: int) -> None:
    assert entities_of(Moment("then", dt.datetime(year, 6, 1, tzinfo=dt.UTC))) == [("bold", "then")]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Write to desk@harbour.example.",
            "See https://harbour.example/forum/@pier/#berth?x=/start&y=$USD, page 2",
            "www.wsis.org/forum",
        ),
        *("A/RES/70/125", "and/or", "C# and US$ 5 and $5", "Open Forum #33 (see #7)", "50 % / 20", "@ noon", "1/2 #"),
    ],
)
def test_what_links_nobody_stays_as_it_is(text: str) -> None:
    (message,) = render(Reply(Status.CHAT, (paragraph(text),)))
    assert message.text == text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "tg://resolve?domain=bad", "https://localhost/", "ftp://a.example", "nonsense"]
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    reply = replace(replies.ANSWER, citations=tuple(replace(citation, url=url) for citation in replies.ANSWER.citations))
    assert not links(render(reply))


@pytest.mark.parametrize("blocks", [(), (paragraph("\u202e\u200b"),), (Listing(()),), (paragraph(" \n\t"),)])
def test_who_has_nothing_to_say_sends_nothing(blocks: tuple[Block, ...]) -> None:
    assert render(Reply(Status.CHAT, blocks, actions=replies.VOTES)) == []


def test_buttons_that_cannot_be_carried_are_left_out() -> None:
    actions = (Action("a", "no such command"), Action("b", "more", "x" * 99), *(Action("c", "more", str(n)) for n in range(150)))
    (message,) = render(replace(replies.HELP, actions=actions))
    check([message], {"/next", "/privacy"})
    assert message.keyboard


def labels(*actions: Action) -> list[list[str]]:
    (message,) = render(replace(replies.HELP, actions=actions))
    assert message.keyboard
    return [[button.text for button in row] for row in message.keyboard.inline_keyboard]


def test_short_labels_stand_side_by_side_long_ones_alone_and_votes_last() -> None:
    title = "Papers for the Coast Summit 2025"
    rows = labels(*replies.VOTES, Action(title, "more", "a"), Action("Yes", "choose", "b"), *replies.BESIDE)
    assert rows == [[title], ["Yes"], ["Sources", "Calendar"], ["Remind me", "More", "Wrong?"], ["👍", "👎"]]
    assert [len(row) for row in labels(*(Action("Middling label", "more", str(n)) for n in range(5)))] == [1, 2, 2]
    assert [len(row) for row in labels(*(Action("Short", "more", str(n)) for n in range(5)))] == [2, 3]
    ((long,),) = labels(Action("word " * 40, "more", "a"))
    assert long.endswith("word…")
    assert len(long) <= 60
