"""What several commands share: options, the assistant, the terminal, what is said of the database, refusing bad input."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, NoReturn

import click

from bot.adapter import Terminal, adapter_factory
from bot.app import build_assistant
from bot.assistant import Assistant
from bot.cli.problems import InputError
from bot.clock import Clock, parse_instant, system_clock
from bot.languages.catalogue import known_language
from bot.records.problems import KnowledgeError
from bot.settings import Settings, SettingsError


def refuse(problem: object) -> NoReturn:
    """End the command with exit code 2 and what is to be mended."""
    raise InputError(str(problem))


def tell(lines: Callable[[Settings], AsyncIterator[str]]) -> None:
    """Print what is said about the database that the settings of the environment name."""
    from bot.storage.problems import StorageError  # noqa: PLC0415 - SQLAlchemy would make every other command start late

    async def told() -> None:
        async for line in lines(Settings.from_environment()):
            click.echo(line)

    try:
        asyncio.run(told())
    except (SettingsError, StorageError) as problem:
        refuse(problem)


def _checked(check: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, str | None], Any]:
    def callback(_: click.Context, __: click.Parameter, value: str | None) -> object:
        if value is None:
            return None
        try:
            return check(value)
        except ValueError as problem:
            raise click.BadParameter(str(problem)) from None

    return callback


NOW = click.option(
    "--now", metavar="ISO", callback=_checked(parse_instant), help="Answer as of this moment, e.g. 2024-01-20T12:00Z."
)
LANG = click.option("--lang", metavar="XX", callback=_checked(known_language), help="Language of the answer (two letters).")


def assistant_and_settings() -> tuple[Assistant, Settings]:
    """Give an assistant by the settings of the environment; it keeps nothing."""
    try:
        settings = Settings.from_environment()
        return build_assistant(settings), settings
    except (SettingsError, KnowledgeError) as problem:
        refuse(problem)


def terminal_in(language: str, zone: str | None, clock: Clock = system_clock) -> Terminal:
    """Give the terminal, answering in a language and with a zone beside the venue's."""
    try:
        terminal: Terminal = adapter_factory("console")(language=language, zone=zone, clock=clock)
    except LookupError as problem:
        refuse(problem)
    return terminal
