"""What is to come, on the command line: `wsisbot next`, `deadlines`, `meetings` and `calendar`; no database is touched."""

import asyncio
import datetime as dt
from pathlib import Path

import click

from bot.cli.shared import LANG, NOW, assistant_and_settings, refuse, terminal_in
from bot.clock import system_clock
from bot.message import Message
from bot.reply import Mark, Paragraph, spans_text


@click.command("next", epilog="Example: wsisbot next --now 2025-06-01T12:00Z")
@NOW
@LANG
def next_(now: dt.datetime | None, lang: str | None) -> None:
    """Tell the next deadlines and meetings."""
    _show("next", (), now, lang)


@click.command(epilog="Example: wsisbot deadlines january 2024")
@click.argument("when", nargs=-1)
@NOW
@LANG
def deadlines(when: tuple[str, ...], now: dt.datetime | None, lang: str | None) -> None:
    """List deadlines: those to come before those past, or those of a time or subject (WHEN)."""
    _show("deadlines", when, now, lang)


@click.command(epilog="Example: wsisbot meetings next month")
@click.argument("when", nargs=-1)
@NOW
@LANG
def meetings(when: tuple[str, ...], now: dt.datetime | None, lang: str | None) -> None:
    """List meetings: those to come before those past, or those of a time or subject (WHEN)."""
    _show("meetings", when, now, lang)


@click.command(epilog="Example: wsisbot calendar meeting.igf-2026 --out igf.ics")
@click.argument("record", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead of standard output.")
@NOW
@LANG
def calendar(record: tuple[str, ...], out: Path | None, now: dt.datetime | None, lang: str | None) -> None:
    """Write a calendar file (iCalendar) of some RECORDs by id or name, or of all that are dated to the day."""
    assistant, settings = assistant_and_settings()
    message = Message(" ".join(record), now or system_clock(), lang or settings.language, command="calendar")
    reply = asyncio.run(assistant.reply(message))
    if not reply.attachments:
        refuse(reply.text)
    content = reply.attachments[0].content
    for block in reply.blocks:
        if isinstance(block, Paragraph):
            click.echo(spans_text(span for span in block.spans if not isinstance(span, Mark)).rstrip(), err=True)
    if out is None:
        click.echo(content, nl=False)
        return
    try:
        out.write_bytes(content)
    except OSError as problem:
        refuse(f"{out}: cannot be written ({problem.strerror}); name another file")


def _show(command: str, words: tuple[str, ...], now: dt.datetime | None, lang: str | None) -> None:
    """Have a command answered and show the answer."""
    assistant, settings = assistant_and_settings()
    language, zone = lang or settings.language, settings.timezone
    message = Message(" ".join(words), now or system_clock(), language, zone=zone, command=command)
    asyncio.run(terminal_in(language, zone).show(assistant.reply, message))


DATES = (next_, deadlines, meetings, calendar)
"""The commands of this module."""
