"""The curators' commands: `wsisbot knowledge ...`."""

import json
from collections import Counter
from pathlib import Path

import click

from bot.cli.problems import InputError
from bot.clock import system_clock
from bot.records.knowledge import Knowledge
from bot.records.load import PACKAGED, check, load
from bot.records.model import Kind
from bot.records.problems import KnowledgeError
from bot.records.schema import SCHEMA_FILE, schema_text
from bot.records.trust import outdated, unreported, weakly_sourced
from bot.settings import Settings, SettingsError

_MOST_PUBLISHERS = 10
_DIRECTORY = click.argument("directory", required=False, type=click.Path(path_type=Path))


@click.group(epilog="Example: wsisbot knowledge check")
def knowledge() -> None:
    """Check and describe the knowledge base."""


def _directory(given: Path | None) -> Path:
    try:
        return given or Settings.from_environment().knowledge_dir or PACKAGED
    except SettingsError as problem:
        raise InputError(str(problem)) from None


@knowledge.command("check", epilog="Example: wsisbot knowledge check knowledge/")
@_DIRECTORY
@click.option("--strict", is_flag=True, help="Take advice for an error too.")
def check_(directory: Path | None, strict: bool) -> None:
    """Report everything wrong in the records, with file:line and how to mend it (exit code 1 where there is an error)."""
    try:
        problems = check(_directory(directory))
    except KnowledgeError as error:
        raise InputError(str(error)) from None
    for problem in problems:
        click.echo(str(problem))
    grave = sum(problem.grave for problem in problems)
    click.echo(f"errors: {grave}, pieces of advice: {len(problems) - grave}")
    if grave or (strict and problems):
        raise SystemExit(1)


@knowledge.command(epilog="Example: wsisbot knowledge stats --json")
@_DIRECTORY
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def stats(directory: Path | None, as_json: bool) -> None:
    """Count records, facts, sources and example questions."""
    counts = _counts(_load(directory))
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    for title, table in counts.items():
        click.echo(f"{title}:")
        for name, number in table.items():
            click.echo(f"  {name:24} {number:6}")


@knowledge.command(epilog="Example: wsisbot knowledge gaps")
@_DIRECTORY
def gaps(directory: Path | None) -> None:
    """List what was looked for and not found, when, and where to look."""
    for record in _load(directory).of_kind(Kind.GAP):
        click.echo(f"{record.id}: {record.sought} (checked {record.reviewed}; look at {', '.join(record.look_at)})")


@knowledge.command(epilog="Example: wsisbot knowledge stale --days 90")
@_DIRECTORY
@click.option("--days", default=180, show_default=True, type=click.IntRange(min=0), help="Age from which a review counts as old.")
def stale(directory: Path | None, days: int) -> None:
    """List what a curator should look at: passed dates without a report, old reviews, weak sources."""
    base, now = _load(directory), system_clock()
    lists = {
        "Dates that have passed without a report": unreported(base, now),
        f"Reviews older than {days} days": outdated(base, now, days),
        "No primary source": weakly_sourced(base),
    }
    for title, worries in lists.items():
        click.echo(f"{title}: {len(worries)}")
        for worry in worries:
            click.echo(f"  {worry.record.id}: {worry.why}")


def _load(directory: Path | None) -> Knowledge:
    try:
        return load(_directory(directory))
    except KnowledgeError as error:
        raise InputError(str(error)) from None


def _counts(base: Knowledge) -> dict[str, dict[str, int]]:
    facts = [fact for record in base for fact in record.facts]
    years = Counter(str(record.period.start.first_day().year) if record.period else "no date" for record in base)
    return {
        "all": {
            "records": len(base),
            "facts": len(facts),
            "example questions": sum(len(record.asks) for record in base) + sum(len(fact.asks) for fact in facts),
            "unanswered example questions": sum(len(record.unanswered) for record in base),
            "sources": len(base.sources),
            "facts with two sources": sum(len({cite.source for cite in fact.cite}) > 1 for fact in facts),
            "changed values": sum(len(record.history) for record in base),
            "conflicts": sum(len(record.conflicts) for record in base),
        },
        "records by kind": dict(sorted(Counter(str(record.kind) for record in base).items())),
        "records by year": dict(sorted(years.items())),
        "sources by publisher (the ten with the most)": dict(
            Counter(source.publisher for source in base.sources.values()).most_common(_MOST_PUBLISHERS)
        ),
        "sources by kind": dict(sorted(Counter(str(source.kind) for source in base.sources.values()).items())),
    }


@knowledge.command(epilog="Example: wsisbot knowledge schema --write")
@click.option("--write", is_flag=True, help="Write it to knowledge/schema.json instead of printing it.")
def schema(write: bool) -> None:
    """Print the JSON Schema of a record file, for editors."""
    if write:
        SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    else:
        click.echo(schema_text(), nl=False)
