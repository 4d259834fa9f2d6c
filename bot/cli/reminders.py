"""The operator's commands for reminders: `wsisbot reminders ...`; organisers have /reminders in their chats."""

from collections.abc import AsyncIterator
from types import ModuleType

import click

from bot.cli.shared import tell
from bot.clock import system_clock
from bot.settings import Settings


def _overseeing() -> ModuleType:
    # Not above: SQLAlchemy would make every other command start late.
    from bot.storage import overseeing  # noqa: PLC0415

    return overseeing


@click.group(epilog="Example: wsisbot reminders failed")
def reminders() -> None:
    """Look after the reminders of all chats."""


@reminders.command("list", epilog="Example: wsisbot reminders list")
@click.option("--private", is_flag=True, help="Show chats' numbers and organisers' own words too, which are theirs.")
def list_(private: bool) -> None:
    """List all reminders that are active or paused, the one that is due next first."""
    tell(lambda settings: _overseeing().listed(settings, private=private))


@reminders.command(epilog="Example: wsisbot reminders failed")
def failed() -> None:
    """List what could not be delivered in the last 90 days, with the reasons."""
    tell(_overseeing().failed)


@reminders.command(epilog="Example: wsisbot reminders cancel 12")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
def cancel(number: int) -> None:
    """Cancel the reminder of that NUMBER, in whatever chat it is."""
    tell(lambda settings: _overseeing().called_off(settings, number, system_clock()))


@reminders.command(epilog="Example: wsisbot reminders overdue")
def overdue() -> None:
    """Say whether something should have been delivered and was not; exit code 1 then, for whatever watches over the bot."""
    late = False

    async def lines(settings: Settings) -> AsyncIterator[str]:
        nonlocal late
        found = await _overseeing().late(settings, system_clock())
        late = found.oldest is not None
        yield _overseeing().told(found)

    tell(lines)
    if late:
        raise SystemExit(1)
