"""Serving people on their platforms, `wsisbot run`, and looking whether all is well for it, `wsisbot doctor`."""

import asyncio
import contextlib
import signal
from collections.abc import Callable

import click
from pydantic import SecretStr

from bot.app import ServingError, examine, serve
from bot.cli.problems import InputError
from bot.clock import system_clock
from bot.logs import set_up
from bot.records.problems import KnowledgeError
from bot.settings import Settings, SettingsError


@click.command(epilog="Example: wsisbot run")
def run() -> None:
    """Serve Telegram, Discord or both, until told to stop (SIGTERM or Ctrl-C).

    Whichever has a token is served: TELEGRAM_TOKEN, DISCORD_TOKEN.
    """
    from bot.storage.problems import StorageError  # noqa: PLC0415 - SQLAlchemy would make every other command start late

    settings = _settings()
    set_up(settings.log, _secrets(settings))
    try:
        with asyncio.Runner(loop_factory=_quicker_loop()) as runner:
            runner.run(_serve(settings))
    except (ServingError, KnowledgeError, StorageError) as problem:
        raise InputError(str(problem)) from None


@click.command(epilog="Example: wsisbot doctor")
def doctor() -> None:
    """Look at settings, clock, knowledge, database and platforms, and say what to mend (exit code 1 where something is)."""
    settings = _settings()
    click.echo("ok    settings: read")
    if not asyncio.run(_examine(settings)):
        raise SystemExit(1)


def _quicker_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Give what makes a loop of uvloop's, which waits and wakes at less cost; None where there is none, as on Windows."""
    try:
        import uvloop  # noqa: PLC0415 - needed for nothing else
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(settings: Settings) -> None:
    stop, anew = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows; Ctrl-C then ends it at once
            loop.add_signal_handler(number, stop.set)
    if hasattr(signal, "SIGHUP"):
        loop.add_signal_handler(signal.SIGHUP, anew.set)
    await serve(settings, system_clock, stop, anew)


async def _examine(settings: Settings) -> bool:
    well = True
    async for finding in examine(settings, system_clock):
        click.echo(f"{'ok  ' if finding.well else 'MEND'}  {finding.subject}: {finding.detail}")
        well = well and finding.well
    return well


def _settings() -> Settings:
    try:
        return Settings.from_environment()
    except SettingsError as problem:
        raise InputError(str(problem)) from None


def _secrets(settings: Settings) -> list[str]:
    values = (getattr(settings, name) for name in Settings.model_fields)
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
