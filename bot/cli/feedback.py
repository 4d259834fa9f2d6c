"""What people told the bot, for curators: `wsisbot feedback ...`; nothing in it says who or where."""

import datetime as dt
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import click

from bot.cli.shared import tell
from bot.clock import system_clock
from bot.languages.analysis import normalised
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.storage.store import Store

Lines = Callable[["Store"], AsyncIterator[str]]


@click.group(epilog="Example: wsisbot feedback unanswered")
def feedback() -> None:
    """Read what people found wrong, asked in vain and voted on; nobody's name is in it."""


@feedback.command(epilog="Example: wsisbot feedback unanswered")
def unanswered() -> None:
    """List questions that found no answer, the most asked first, from groups that let them be collected (/settings)."""

    async def lines(store: "Store") -> AsyncIterator[str]:
        questions = await store.unanswered()
        for one in questions:
            yield f"{one.times} x  {one.language}  last {_moment(one.last)}: {normalised(one.question)}"
        yield f"questions: {len(questions)}"

    _tell(lines)


@feedback.command(epilog="Example: wsisbot feedback reports")
def reports() -> None:
    """List what people reported as wrong, the newest first, with the records behind the answer."""

    async def lines(store: "Store") -> AsyncIterator[str]:
        found = await store.reports()
        for one in found:
            yield f"{_moment(one.at)}  {', '.join(one.records) or 'no record'}: {normalised(one.text)}"
        yield f"reports: {len(found)}"

    _tell(lines)


@feedback.command(epilog="Example: wsisbot feedback votes")
def votes() -> None:
    """Count the votes on the answers from each record, the one with the most against it first."""

    async def lines(store: "Store") -> AsyncIterator[str]:
        counts = await store.votes()
        for record, (good, bad) in sorted(counts.items(), key=lambda one: (-one[1][1], one[1][0], one[0])):
            yield f"{good} good, {bad} bad  {record}"
        yield f"records: {len(counts)}"

    _tell(lines)


def _tell(lines: Lines) -> None:
    async def of(settings: Settings) -> AsyncIterator[str]:
        from bot.storage.store import open_store  # noqa: PLC0415 - SQLAlchemy would make every other command start late

        async with open_store(settings, system_clock, upgrade=False) as store:
            async for line in lines(store):
                yield line

    tell(of)


def _moment(instant: dt.datetime) -> str:
    return f"{instant.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
