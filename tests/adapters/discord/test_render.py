"""Replies as Discord messages: how they look, and that none is refused, comes alive by itself, or loses a citation."""

import asyncio
import itertools
import json
import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import discord
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from adapters.discord.limits import MOST_URL
from adapters.discord.markdown import linkable
from adapters.discord.render import Rendered, render
from bot import layout
from bot.assistant import Assistant
from bot.commands.catalogue import unwire
from bot.message import Message
from bot.reply import Action, Attachment, Citation, Listing, Mark, Paragraph, Plain, Reply, Span, Status, Strong
from tests import discord_markdown, replies
from tests.fakes.discord import FakeDiscord, rules
from tests.replies import SAMPLES, paragraph, sheet
from tests.tiny import instant

GOLDEN = Path(__file__).with_name("golden")
REWRITE = "REWRITE_GOLDEN" in os.environ
"""`REWRITE_GOLDEN=1 make test ARGS=tests/adapters/discord` writes the golden files anew, to be looked at in the diff."""

QUESTIONS = Path(__file__).parents[2] / "questions" / "tune.jsonl"
COMMANDS = {"next": 1234567890123456789}
ASKED = "*What* about [this](https://bad.example), @everyone? discord.gg/abc"
HARMLESS = {"strong", "item", "time", "link", "autolink", "command", "small"}


def readable(message: Rendered) -> str:
    """Give a message as a person can review it."""
    lines = [message.content] if message.content else []
    for embed in message.embeds:
        lines += [f"=== embed {embed.colour} ===", *([f"# {embed.title}"] if embed.title else []), embed.description or ""]
        lines += [f"--- {embed.footer.text}"] if embed.footer else []
    if message.buttons.menu:
        lines.append(f"=== menu: {message.buttons.placeholder} ===")
        lines += [f"{line.label} -> {line.wire}" for line in message.buttons.menu]
    if message.buttons.rows:
        lines.append("=== buttons ===")
        lines += [" ".join(f"[{press.label} -> {press.wire}]" for press in row) for row in message.buttons.rows]
    return "\n".join(lines).replace("\u2060", "<joiner>") + "\n"


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("form", ["embeds", "content"])
def test_messages_look_as_they_were_approved(name: str, form: str) -> None:
    file = GOLDEN / f"{name}.{form}.md"
    looks = readable(render(SAMPLES[name], asked=ASKED if name == "answer" else "", commands=COMMANDS, embeds=form == "embeds"))
    if REWRITE:
        file.write_text(looks, encoding="utf-8")
    assert looks == file.read_text(encoding="utf-8")


def texts(message: Rendered) -> list[str]:
    """Give the texts of a message that are read as markdown."""
    embedded = [text for embed in message.embeds for text in (embed.title, embed.description) if text]
    return [message.content, *embedded] if message.content else embedded


def body_of(message: Rendered) -> dict[str, object]:
    """Give what is sent for a message, made by discord.py."""

    async def components() -> list[dict[str, object]]:
        return list(message.buttons.view().to_components()) if message.buttons else []

    return {
        "content": message.content,
        "embeds": [embed.to_dict() for embed in message.embeds],
        "components": asyncio.run(components()),
    }


def check(reply: Reply, message: Rendered) -> None:
    """Assert all that Discord asks of a message, and that only that is alive in it which the bot itself has made."""
    assert list(rules.message(body_of(message), ephemeral=False)) == []
    allowed = {url for url in [*(one.url for one in reply.citations), *(one.url for one in reply.nearest)] if url}
    plain = "".join(layout_text(reply))
    for text in texts(message):
        _, found = discord_markdown.read(text)
        assert {one.sort for one in found} <= HARMLESS
        for one in found:
            if one.sort == "link":
                assert any(same(one.target, url) for url in allowed)
            elif one.sort == "autolink":
                assert unquote(one.target) in unquote(plain)
            elif one.sort == "command":
                assert one.text == "</next:1234567890123456789>"
    check_buttons(message)


def check_buttons(message: Rendered) -> None:
    for press in (*message.buttons.menu, *(press for row in message.buttons.rows for press in row)):
        assert press.label.strip()
        assert unwire(press.wire)


def same(target: str, url: str) -> bool:
    """Whether a link leads to an address, some of whose signs may be told by their numbers."""
    return unquote(target) == unquote(url)


def layout_text(reply: Reply) -> list[str]:
    return [line.text + "\n" for lines in layout.body(reply) for line in lines]


def check_citations(reply: Reply, message: Rendered, asked: str = "") -> None:
    """Assert that the number of every citation that is shown stands before a source, with its link."""
    read = [discord_markdown.read(text) for text in texts(message)]
    lines = [line for shown, _ in read for line in shown.split("\n")]
    targets = {one.target for _, found in read for one in found if one.sort == "link"}
    said = "\n".join(lines)
    # What others wrote may look like a number, too.
    written = repr(reply) + asked
    for citation in reply.citations:
        number = f"[{citation.n}]"
        if message.cut and (number not in said or number in written):
            continue
        assert any(line.startswith(f"{number} ") for line in lines)
        if citation.url and linkable(citation.url):
            assert any(same(target, citation.url) for target in targets)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(replies.replies(), replies.texts, st.booleans())
def test_any_reply_is_fit_to_be_sent(reply: Reply, asked: str, embeds: bool) -> None:
    message = render(reply, asked=asked, commands=COMMANDS, embeds=embeds)
    check(reply, message)
    if message.content or message.embeds:
        check_citations(reply, message, asked)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(replies.texts)
@example("1. first")
@example("-# small")
@example("> quoted")
@example("<t:0:F></next:1234567890123456789><#1234567890123456789><:x:1234567890123456789>")
def test_of_what_others_wrote_all_can_be_read_and_nothing_is_alive(text: str) -> None:
    reply = Reply(Status.ANSWERED, (paragraph(text),))
    [line] = layout_text(reply)
    message = render(reply)
    if message.cut or not message.embeds:
        return
    shown, found = discord_markdown.read(message.embeds[0].description or "")
    assert {one.sort for one in found} <= {"autolink"}
    # What is told by its number is still there, and space around the line is not missed.
    if not found:
        assert shown == line.strip()


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("embeds", [True, False])
def test_the_samples_are_fit_to_be_sent(name: str, embeds: bool) -> None:
    message = render(SAMPLES[name], asked=ASKED, commands=COMMANDS, embeds=embeds)
    check(SAMPLES[name], message)
    check_citations(SAMPLES[name], message)


@pytest.mark.parametrize("embeds", [True, False])
async def test_discord_takes_the_samples_calls_nobody_and_previews_nothing(fake_discord: FakeDiscord, embeds: bool) -> None:
    if not fake_discord.described:
        pytest.skip("Discord's published description is not at hand")
    general = fake_discord.guild("Lounge").text("general")
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(fake_discord.token)
        place = client.get_partial_messageable(general.id)
        for sample in SAMPLES.values():
            file = Attachment("event.ics", "text/calendar", b"BEGIN:VCALENDAR")
            message = render(replace(sample, attachments=(file,)), asked=ASKED, commands=COMMANDS, embeds=embeds)
            await place.send(**message.sending())
    assert len(general.messages) == len(SAMPLES)
    assert [message.previews for message in general.messages if message.previews] == []
    assert [message.pings for message in general.messages if message.pings] == []
    assert {message.files[0].name for message in general.messages} == {"event.ics"}


def test_a_reply_too_long_for_one_message_says_so_and_has_a_more_button() -> None:
    message = render(sheet(80))
    assert message.cut
    assert (message.embeds[0].description or "").endswith("… (more)")
    assert message.buttons.rows[0][0].wire == "m:meeting.harbour-forum-2025"
    alone = render(replace(sheet(80), records=()))
    assert (alone.embeds[0].description or "").endswith("…")
    assert not render(sheet(8)).cut


@pytest.mark.parametrize("shift", range(0, 28, 3))
@pytest.mark.parametrize("embeds", [True, False])
def test_a_sentence_is_never_cut_from_its_numbers(shift: int, embeds: bool) -> None:
    said: list[tuple[Span, ...]] = [(Plain("Ferry, quay. "), Mark(1), Plain(" "), Mark(2), Plain(" "))] * 300
    block = Paragraph((Plain("x" * shift), *itertools.chain.from_iterable(said)))
    message = render(Reply(Status.ANSWERED, (block,), citations=(replies.PAGE, replies.NOTE)), embeds=embeds)
    assert message.cut
    shown, _ = discord_markdown.read(texts(message)[0])
    assert re.fullmatch(r"x*(Ferry, quay\. \[1\] \[2\] ?)+", shown.split("\n\n")[0])


def test_a_link_cannot_be_put_together_from_pieces() -> None:
    pieces = Paragraph((Plain("[click"), Strong("here"), Plain("]"), Plain("(https://bad.example)"), Mark(1), Plain("(x)")))
    split = Paragraph(
        (Plain("https:"), Strong("//bad.example/a"), Plain(" discord."), Strong("gg/abc"), Plain(" @"), Strong("everyone"))
    )
    reply = Reply(Status.ANSWERED, (pieces, split), citations=(Citation(1, "t", "p", None, None, "1", None),))
    _, found = discord_markdown.read(render(reply).embeds[0].description or "")
    assert {one.sort for one in found} == {"strong", "autolink"}
    assert [one.target for one in found if one.sort == "autolink"] == ["https://bad.example"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://good.example@bad.example/",
        "https://good.example\\@bad.example/",
        "https://discord.gg/abc",
        "https://DISCORD.com/invite/abc",
        "https://discordapp.com/invite/abc",
        "https://a.example/ b",
        "https://localhost/",
        "https://a.example/" + "x" * MOST_URL,
    ],
)
def test_some_addresses_are_no_links(url: str) -> None:
    assert not linkable(url)
    said = paragraph(f"See {url.split(maxsplit=1)[0]}\\now. ", Mark(1))
    reply = Reply(Status.ANSWERED, (said,), citations=(Citation(1, "t", "p", None, url, "1", None),))
    _, found = discord_markdown.read(render(reply).embeds[0].description or "")
    assert {one.sort for one in found} == {"strong"}


def test_meanings_are_chosen_from_a_menu_and_a_single_one_by_a_button() -> None:
    many = Reply(
        Status.CHOOSE, (paragraph("Which?"),), actions=tuple(Action(f"M{n}", "choose", f"meeting.m{n}") for n in range(30))
    )
    menu = render(many).buttons
    assert [unwire(line.wire) for line in menu.menu] == [("choose", f"meeting.m{n}") for n in range(25)]
    assert menu.rows == ()
    single = render(replace(many, actions=many.actions[:1])).buttons
    assert (single.menu, single.rows[0][0].wire) == ((), "c:meeting.m0")


def test_what_one_thinks_of_an_answer_keeps_its_place_among_many_buttons() -> None:
    actions = (*(Action(f"{n}", "more", f"meeting.m{n}") for n in range(40)), *replies.VOTES)
    rows = render(Reply(Status.ANSWERED, (paragraph("x"),), actions=actions)).buttons.rows
    assert [len(row) for row in rows] == [5, 5, 5, 5, 2]
    assert [press.label for press in rows[-1]] == ["👍", "👎"]


def test_a_mere_file_is_a_message_without_text() -> None:
    file = Attachment("event.ics", "text/calendar", b"BEGIN:VCALENDAR")
    message = render(Reply(Status.ANSWERED, (), attachments=(file,)))
    assert (message.content, message.embeds, message.attachments) == ("", (), (file,))


def test_buttons_can_be_left_out() -> None:
    assert not render(SAMPLES["answer"], pressable=False).buttons


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
        message = render(reply, asked=question["question"])
        check(reply, message)
        check_citations(reply, message)


def test_lists_are_close_to_what_announces_them() -> None:
    reply = Reply(
        Status.CHAT, (paragraph("For example:"), Listing(((Plain("one"),), (Plain("# two"),))), paragraph("That is all."))
    )
    assert render(reply).embeds[0].description == "For example:\n- one\n- \\# two\n\nThat is all."
