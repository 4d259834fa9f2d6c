"""The terminal: what a reply looks like there."""

import datetime as dt
import io
import sys

import pytest
from rich.console import Console

from adapters.console import ConsoleAdapter
from adapters.console.render import render
from bot.assistant import Assistant
from bot.message import Message
from bot.reply import Citation, Listing, Mark, Moment, Near, Paragraph, Plain, Reply, Status, Strong
from tests.tiny import NOW, instant

MARKUP = "[bold]not bold[/bold] [link=https://bad.example]x[/link] :smile: [/]"
FORUM = "https://harbour.example/forum"
LINK = "\x1b]8;"
"""Begins a link that a terminal can open (OSC 8)."""

ANSWER = Reply(
    Status.ANSWERED,
    (
        Paragraph((Strong("8 July 2025"), Plain(f": {MARKUP} "), Mark(2))),
        Listing(((Plain("first "), Mark(1)), (Moment("second", instant()), Plain(" "), Mark(2)))),
    ),
    citations=(
        Citation(1, f"Page {MARKUP}", "Union", None, FORUM, "paragraph 1", "2025"),
        Citation(2, "Note", "Secretariat", "HU/2025/7", None, "item [4]", None),
    ),
    as_of=dt.date(2025, 5, 20),
)


def shown(reply: Reply, *, links: bool, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=500, markup=False, highlight=False, emoji=False, force_terminal=terminal)
    for piece in render(reply, links=links):
        console.print(piece)
    return out.getvalue()


def test_sentences_and_items_come_with_the_numbers_of_their_citations() -> None:
    lines = [line.rstrip() for line in shown(ANSWER, links=False).splitlines()]
    assert lines[0] == f"8 July 2025: {MARKUP} [2]"
    assert [line.strip() for line in lines[1:3]] == ["- first [1]", "- second [2]"]


def test_citations_are_listed_by_number_with_place_symbol_and_address() -> None:
    lines = shown(ANSWER, links=False).splitlines()
    one, two = (next(line for line in lines if line.startswith(f"[{number}] ")) for number in (1, 2))
    for part in (f"Page {MARKUP}", "Union", "paragraph 1", FORUM):
        assert part in one
    for part in ("Note", "Secretariat", "HU/2025/7", "item [4]"):
        assert part in two
    assert "None" not in one + two


def test_the_day_of_the_check_is_told() -> None:
    assert "2025-05-20" in shown(ANSWER, links=False)


def test_nothing_is_read_as_markup_on_a_terminal_either() -> None:
    assert MARKUP in shown(ANSWER, links=True, terminal=True)


@pytest.mark.parametrize("links", [True, False])
def test_links_are_made_only_where_asked_for(links: bool) -> None:
    text = shown(ANSWER, links=links, terminal=True)
    assert (LINK in text) is links
    assert FORUM in text
    assert "https://bad.example\x1b" not in text


def test_a_refusal_shows_where_to_look() -> None:
    blocks = (Paragraph((Plain("Not known."),)), Listing(((Plain("Forum"),),)))
    refusal = Reply(Status.NOT_FOUND, blocks, nearest=(Near("meeting.forum", "Forum", FORUM), Near("x", "X", None)))
    text = shown(refusal, links=False)
    assert FORUM in text
    assert "None" not in text


class Terminal(io.StringIO):
    """An output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("terminal", [True, False])
async def test_colours_and_links_are_for_terminals_alone(
    monkeypatch: pytest.MonkeyPatch, small: Assistant, terminal: bool
) -> None:
    out = Terminal() if terminal else io.StringIO()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stdout", out)
    await ConsoleAdapter().show(small.reply, Message("What is the link of the Harbour Forum?", instant()))
    assert ("\x1b" in out.getvalue()) is terminal
    assert (LINK in out.getvalue()) is terminal
    assert FORUM in out.getvalue()


async def test_a_piped_line_is_never_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    sentence = "word " * 500 + "end."

    async def answer(message: Message) -> Reply:
        return Reply(Status.ANSWERED, (Paragraph((Plain(sentence),)),))

    await ConsoleAdapter().show(answer, Message("?", instant(NOW)))
    assert out.getvalue() == f"{sentence}\n"
