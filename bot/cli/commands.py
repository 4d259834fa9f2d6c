"""The commands of `wsisbot`."""

import asyncio
import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from bot.adapter import Terminal, adapter_factory
from bot.app import build_assistant
from bot.assistant import Assistant
from bot.cli.answers import as_json
from bot.cli.batch import BatchError, read_batch
from bot.cli.database import database
from bot.cli.knowledge import knowledge
from bot.cli.problems import InputError
from bot.clock import Clock, parse_instant, system_clock, use_packaged_zones
from bot.languages.catalogue import known_language
from bot.message import Message
from bot.records.problems import KnowledgeError
from bot.settings import Settings, SettingsError


def _refuse(problem: object) -> NoReturn:
    raise InputError(str(problem))


def _checked(check: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, str | None], Any]:
    def callback(_: click.Context, __: click.Parameter, value: str | None) -> object:
        if value is None:
            return None
        try:
            return check(value)
        except ValueError as problem:
            raise click.BadParameter(str(problem)) from None

    return callback


_NOW = click.option(
    "--now", metavar="ISO", callback=_checked(parse_instant), help="Answer as of this moment, e.g. 2024-01-20T12:00Z."
)
_LANG = click.option("--lang", metavar="XX", callback=_checked(known_language), help="Language of the answer (two letters).")


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog='Example: wsisbot ask "When is the next deadline?"')
@click.version_option(package_name="wsisbot")
def main() -> None:
    """Answers questions about the WSIS+20 process from curated records, with a citation behind every sentence."""
    use_packaged_zones()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter must not end the program


main.add_command(knowledge)
main.add_command(database)


def _assistant() -> tuple[Assistant, Settings]:
    try:
        settings = Settings.from_environment()
        return build_assistant(settings), settings
    except (SettingsError, KnowledgeError) as problem:
        _refuse(problem)


@main.command(epilog='Example: wsisbot ask --json --now 2024-01-20T12:00Z "Is the OCP still open?"')
@click.argument("question", required=False)
@click.option("--json", "as_json_", is_flag=True, help="Print the answer as JSON (documented in README.md).")
@click.option("--batch", type=click.Path(path_type=Path), help="Answer a file of JSON lines; needs --json.")
@_NOW
@_LANG
def ask(question: str | None, as_json_: bool, batch: Path | None, now: dt.datetime | None, lang: str | None) -> None:
    """Answer one QUESTION, or with --batch a file of them, one JSON object a line."""
    if (question is None) == (batch is None):
        raise click.UsageError("give either a QUESTION or --batch FILE")
    if batch and not as_json_:
        raise click.UsageError("--batch needs --json")
    assistant, settings = _assistant()
    standard = Message(question or "", now or system_clock(), lang or settings.language, zone=settings.timezone)
    if batch is None:
        _ask_one(assistant, standard, as_json_=as_json_)
        return
    try:
        asked = read_batch(batch, standard)
    except BatchError as problem:
        _refuse(problem)
    for one in asked:
        click.echo(_json_answer(assistant, one.message, one.id))


def _ask_one(assistant: Assistant, message: Message, *, as_json_: bool) -> None:
    if as_json_:
        click.echo(_json_answer(assistant, message, None))
        return
    asyncio.run(_terminal(message.language, message.zone).show(assistant.reply, message))


def _json_answer(assistant: Assistant, message: Message, name: str | None) -> str:
    start = time.perf_counter()
    reply = asyncio.run(assistant.reply(message))
    elapsed = (time.perf_counter() - start) * 1000
    return json.dumps(as_json(reply, message, name=name, elapsed_ms=elapsed), ensure_ascii=False)


def _terminal(language: str, zone: str | None, clock: Clock = system_clock) -> Terminal:
    try:
        terminal: Terminal = adapter_factory("console")(language=language, zone=zone, clock=clock)
    except LookupError as problem:
        _refuse(problem)
    return terminal


@main.command(epilog='Example: wsisbot chat, or: echo "When is the deadline?" | wsisbot chat')
@_NOW
@_LANG
def chat(now: dt.datetime | None, lang: str | None) -> None:
    """Talk in the terminal; piped lines are answered one by one. The talk is kept in memory only."""
    assistant, settings = _assistant()
    terminal = _terminal(lang or settings.language, settings.timezone, clock=(lambda: now) if now else system_clock)
    asyncio.run(terminal.run(assistant.reply))


@main.command(epilog="Example: wsisbot settings")
def settings() -> None:
    """List the settings that the environment can give, and what they are now."""
    try:
        current = Settings.from_environment()
    except SettingsError as problem:
        _refuse(problem)
    for name, shown, description in current.listed():
        click.echo(f"{name}={shown}\n    {description}")
