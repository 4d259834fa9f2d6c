"""The commands of `wsisbot`."""

import asyncio
import datetime as dt
import json
import sys
import time
from pathlib import Path

import click

from bot.assistant import Assistant
from bot.cli.answers import as_json
from bot.cli.batch import BatchError, read_batch
from bot.cli.database import database
from bot.cli.dates import DATES
from bot.cli.feedback import feedback
from bot.cli.knowledge import knowledge
from bot.cli.reminders import reminders
from bot.cli.serve import doctor, run
from bot.cli.shared import LANG, NOW, assistant_and_settings, refuse, terminal_in
from bot.clock import system_clock, use_packaged_zones
from bot.message import Message
from bot.settings import Settings, SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog='Example: wsisbot ask "When is the next deadline?"')
@click.version_option(package_name="wsisbot")
def main() -> None:
    """Answers questions about the WSIS+20 process from curated records, with a citation behind every sentence."""
    use_packaged_zones()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter must not end the program


for command in DATES:
    main.add_command(command)
main.add_command(knowledge)
main.add_command(run)
main.add_command(doctor)
main.add_command(database)
main.add_command(reminders)
main.add_command(feedback)


@main.command(epilog='Example: wsisbot ask --json --now 2024-01-20T12:00Z "Is the OCP still open?"')
@click.argument("question", required=False)
@click.option("--json", "as_json_", is_flag=True, help="Print the answer as JSON (documented in README.md).")
@click.option("--batch", type=click.Path(path_type=Path), help="Answer a file of JSON lines; needs --json.")
@NOW
@LANG
def ask(question: str | None, as_json_: bool, batch: Path | None, now: dt.datetime | None, lang: str | None) -> None:
    """Answer one QUESTION, or with --batch a file of them, one JSON object a line."""
    if (question is None) == (batch is None):
        raise click.UsageError("give either a QUESTION or --batch FILE")
    if batch and not as_json_:
        raise click.UsageError("--batch needs --json")
    assistant, settings = assistant_and_settings()
    standard = Message(question or "", now or system_clock(), lang or settings.language, zone=settings.timezone)
    if batch is None:
        _ask_one(assistant, standard, as_json_=as_json_)
        return
    try:
        asked = read_batch(batch, standard)
    except BatchError as problem:
        refuse(problem)
    for one in asked:
        click.echo(_json_answer(assistant, one.message, one.id))


def _ask_one(assistant: Assistant, message: Message, *, as_json_: bool) -> None:
    if as_json_:
        click.echo(_json_answer(assistant, message, None))
        return
    asyncio.run(terminal_in(message.language, message.zone).show(assistant.reply, message))


def _json_answer(assistant: Assistant, message: Message, name: str | None) -> str:
    start = time.perf_counter()
    reply = asyncio.run(assistant.reply(message))
    elapsed = (time.perf_counter() - start) * 1000
    return json.dumps(as_json(reply, message, name=name, elapsed_ms=elapsed), ensure_ascii=False)


@main.command(epilog='Example: wsisbot chat, or: echo "When is the deadline?" | wsisbot chat')
@NOW
@LANG
def chat(now: dt.datetime | None, lang: str | None) -> None:
    """Talk in the terminal; piped lines are answered one by one. The talk is kept in memory only."""
    assistant, settings = assistant_and_settings()
    terminal = terminal_in(lang or settings.language, settings.timezone, clock=(lambda: now) if now else system_clock)
    asyncio.run(terminal.run(assistant.reply))


@main.command(epilog="Example: wsisbot settings")
@click.option("--example", is_flag=True, help="Print a settings file in which every setting is explained, instead.")
def settings(example: bool) -> None:
    """List the settings that the environment can give, and what they are now."""
    if example:
        click.echo(Settings.example(), nl=False)
        return
    try:
        current = Settings.from_environment()
    except SettingsError as problem:
        refuse(problem)
    for name, shown, description in current.listed():
        click.echo(f"{name}={shown}\n    {description}")
