"""Replies as Telegram messages: how they look, and that none is refused, links by itself, or loses a citation."""

import asyncio
import json
import os
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from telegram import MessageEntity

from adapters.telegram.limits import MOST_BUTTONS, MOST_CALLBACK_BYTES, MOST_ENTITIES, MOST_UNITS
from adapters.telegram.render import MOST_MESSAGES, Rendered, linkable, render
from bot.assistant import Assistant
from bot.commands.catalogue import unwire
from bot.message import Message
from bot.reply import Citation, Listing, Mark, Near, Paragraph, Plain, Reply, Status, Strong
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


def check_citations(reply: Reply, messages: list[Rendered]) -> None:
    """Assert that the number of every citation that is shown stands before a source, with its link."""
    lines = [line for message in messages for line in message.text.split("\n")]
    short = any(line in {"…", "… (more)"} for line in lines)
    texts, addresses = map(set, zip(*links(messages), strict=True)) if links(messages) else (set(), set())
    for citation in reply.citations:
        number = f"[{citation.n}]"
        if not short or number in texts:
            assert any(line.startswith(f"{number} ") for line in lines)
            if citation.url and linkable(citation.url):
                assert citation.url in addresses


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(replies.replies())
def test_any_reply_is_fit_to_be_sent(reply: Reply) -> None:
    messages = render(reply)
    check(messages, {"/next", "/help"})
    if reply.citations and messages:
        check_citations(reply, messages)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_fit_to_be_sent(name: str) -> None:
    messages = render(SAMPLES[name])
    check(messages, {"/next", "/privacy"})
    check_citations(SAMPLES[name], messages)


def test_commands_of_the_bot_can_be_tapped() -> None:
    assert tdlib.live(render(SAMPLES["help"])[0].text) == ["/next", "/privacy"]


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
