"""Where each researched fact went: accounts for the raw files from which the knowledge base was curated.

A development script, `python -m tests.coverage_of_facts [FACTS_DIR] [--list]`. The raw files stay outside the repository;
where they are absent there is nothing to do. A fact is accounted for where a record cites its source and says what it says,
a gap where a gap record tells of it, a clash or a change where a record's conflicts, history or supersession holds it.
Numbers that got lost are warned of. What is told in `notes:` alone counts for nothing, since nobody is ever shown it.
"""

import calendar
import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from bot.records.knowledge import Knowledge
from bot.records.load import PACKAGED, load
from bot.records.model import Conflict, Kind, Record, RelationName, Source

FACTS = PACKAGED.parents[1] / "shared" / "facts"

SAID = 0.5
"""Share of a raw fact's words and numbers from which on a sentence that cites the same place says it."""

SAID_ELSEWHERE = 0.7
"""The same for a sentence that cites another place of the same source: nothing but the words speaks for it."""

SHOWN = 0.5
"""Share of the words of a gap, a clash or a change that its entry must have."""

SHOWN_ELSEWHERE = 0.6
"""The same for an entry of a record to which no fact of the raw record went."""

_REFERENCES = re.compile(r"\((?=[^)]*\b(?:source|[sdx]\d+))[^)]*\)|\bsources? [\w-]+|\b[sdx]\d+b?\b|\(searched [\d-]+\)")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_ORDINALS = {"first": 1, "seventh": 7, "eighth": 8, "eighteenth": 18, "twentieth": 20, "thirtieth": 30, "eightieth": 80}
_EMPTY = """the this that these they their them its his her she and for from with into also been have which than when what both
each other more were was are not only same given gives give says said reported source record found stored pages page it he in on
at an no of"""
_STEM = 5
_OTHERS = {"gap": "gap", "supersedes": "change", "superseded_by": "change", "conflict": "clash", "fills": "fills"}
_CHANGES: tuple[RelationName, ...] = ("supersedes", "superseded-by")


@dataclass(frozen=True)
class Raw:
    """One thing that a raw file states; `places` are the sources (ids in the register) with the locators."""

    file: str
    record: str
    what: str
    text: str
    places: tuple[tuple[frozenset[str], str], ...] = ()


@dataclass(frozen=True)
class Told:
    """One thing that a record tells, with the place that it cites (none where a whole entry is meant)."""

    where: str
    text: str
    at: str = ""


@dataclass(frozen=True)
class Verdict:
    """Where a raw fact went (nowhere: empty), why not, and the numbers that the curated sentences lack."""

    raw: Raw
    where: str
    why: str = ""
    missing: tuple[str, ...] = ()


@functools.cache
def tokens(text: str) -> frozenset[str]:
    """Give a text's numbers, names and longer words, the words cut to a stem; months count as their numbers."""
    found: set[str] = set()
    for word in re.findall(r"\d+|[^\W\d_]+", text):
        lower = word.lower()
        if word.isdigit():
            found.add(str(int(word)))
        elif lower in _MONTHS and word[0].isupper():
            found.add(str(_MONTHS[lower]))
        elif not re.search(rf"\b{lower}\b", _EMPTY) and len(word) > (1 if word[0].isupper() else 3):
            found.add(lower[:_STEM])
    return frozenset(found)


def share(of: frozenset[str], text: str) -> float:
    """Give the share of these tokens that a text has, a number weighing as much as two words."""
    if not of:
        return 1.0
    return sum(1 + token.isdigit() for token in of & tokens(text)) / sum(1 + token.isdigit() for token in of)


def same_place(locator: str, at: str) -> bool:
    """Say whether two locators name one place, or share one of the places that they join."""
    mine, theirs = ({_bare(part) for part in text.split(";")} for text in (locator, at))
    return _bare(locator) == _bare(at) or bool(mine & theirs)


def _bare(text: str) -> str:
    return re.sub(r"[\s\"'“”‘’]+", "", text).lower()


def address(source: Mapping[str, Any]) -> str:
    """Give what identifies a source: its address without scheme, www. and trailing slash, or else its title."""
    url = str(source.get("url") or "").removesuffix("null")
    plain = re.sub(r"^https?://(www\.)?|#.*$", "", url.lower()).rstrip("/")
    return plain or "title:" + re.sub(r"\W+", "", str(source["title"]).lower())


def read(file: Path, register: Mapping[str, frozenset[str]]) -> Iterator[Raw]:
    """Give everything that a raw file states."""
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - yields strings alone
    ids = {key: register.get(address(source), frozenset()) for key, source in content["sources"].items()}
    for record in content["records"]:
        for fact in record.get("facts", ()):
            cites = [fact, *fact.get("also", ())]
            places = tuple((ids.get(cite["source"], frozenset()), cite.get("locator", "page")) for cite in cites)
            yield Raw(file.name, record["id"], "fact", fact["text"], places)
        for key, what in _OTHERS.items():
            if key in record:
                yield Raw(file.name, record["id"], what, record[key] + f" ({record['title']})" * (what == "gap"))
    for conflict in content.get("conflicts", ()):
        text = conflict if isinstance(conflict, str) else "; ".join(conflict.values())
        yield Raw(file.name, "", "clash", text)


def registered(sources: Iterable[Source]) -> dict[str, frozenset[str]]:
    """Give the ids in the register by address."""
    ids: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        ids[address({"url": source.url, "title": source.title})].add(source.id)
    return {key: frozenset(found) for key, found in ids.items()}


class Curated:
    """What the records tell: sentences by the source that they cite, and for each record what it holds of changes and clashes."""

    def __init__(self, base: Knowledge) -> None:
        self.base = base
        self.cited: dict[str, list[Told]] = defaultdict(list)
        for record in base:
            self._take(record)
        self.sentences = [told for cited in self.cited.values() for told in cited]
        self.gaps = [Told(gap.id, f"{gap.title} {gap.sought} {' '.join(gap.asks)}") for gap in base.of_kind(Kind.GAP)]
        self.entries = [Told(record.id, text) for record in base if (text := self._entries(record))]
        self.facts = [Told(record.id, " ".join([record.title, *(f.text for f in record.facts)])) for record in base]

    def _take(self, record: Record) -> None:
        for fact in record.facts:
            for cite in fact.cite:
                self.cited[cite.source].append(Told(f"{record.id}#{fact.key}", fact.text, cite.at))
        for past in record.history:
            self.cited[past.cite.source].append(Told(f"{record.id} (history)", past.was, past.cite.at))
        for clash in record.conflicts:
            for cite in (clash.held_by, clash.other_by):
                self.cited[cite.source].append(Told(f"{record.id} (conflict)", _clash(clash), cite.at))

    def _entries(self, record: Record) -> str:
        told = [f"{past.was} {past.announced or ''}" for past in record.history]
        told += [_clash(clash) for clash in record.conflicts]
        others = [self.base.records[key] for name in _CHANGES for key in record.relations.get(name, ())]
        told += [f"{other.title} {other.symbol or ''} {other.start or ''}" for other in others]
        return " ".join([record.title, str(record.start or ""), str(record.end or ""), *told]) if told else ""

    def find_fact(self, raw: Raw, *, alone: bool) -> Verdict:
        """Say where a fact went; `alone`: no other fact stands at its place, so that what cites the place must be this one."""
        wanted = tokens(raw.text)
        cited = [(told, at) for sources, at in raw.places for source in sorted(sources) for told in self.cited[source]]
        there = [told for told, at in cited if same_place(at, told.at)]
        for pile, least in ((there, 0.0 if alone else SAID), ([told for told, _ in cited], SAID_ELSEWHERE)):
            best = _most_like(wanted, pile)
            if best and share(wanted, best.text) >= least:
                return Verdict(raw, best.where, missing=_missing(wanted, pile))
        by_record: dict[str, list[Told]] = defaultdict(list)
        for told in there:
            by_record[re.split(r"[# ]", told.where)[0]].append(told)
        for split in sorted(by_record.values(), key=len):
            if share(wanted, _joined(split)) >= SAID_ELSEWHERE and not _missing(wanted, split):
                return Verdict(raw, " + ".join(dict.fromkeys(told.where for told in split)))
        why = "no sentence that cites its place says it" if there else "nothing cites its place"
        near = max(self.sentences, key=lambda told: share(wanted, told.text))
        return Verdict(raw, "", f"{why}; nearest is {near.where} ({share(wanted, near.text):.0%})")

    def find_other(self, raw: Raw, went: AbstractSet[str], filled: AbstractSet[str]) -> Verdict:
        """Say where a gap, change or clash went; `went`: the records of the facts beside it, `filled`: records filled later."""
        if raw.what == "gap":
            about = {gap.id for gap in self.base.of_kind(Kind.GAP) if went & set(gap.relations.get("about", ()))}
            trials = [([told for told in self.gaps if told.where in about], SHOWN / 2), (self.gaps, SHOWN)]
            if raw.record in filled:
                trials.append(([Told("(filled by another raw record)", raw.text)], SHOWN))
        elif raw.record:
            near, beside = ([told for told in pile if told.where in went] for pile in (self.entries, self.facts))
            trials = [(near, SHOWN), (beside, SAID_ELSEWHERE)]
        else:
            trials = [(self.entries, SHOWN_ELSEWHERE), (self.facts, SAID_ELSEWHERE)]
        return _best(raw, trials)


def _best(raw: Raw, trials: Sequence[tuple[Sequence[Told], float]]) -> Verdict:
    wanted = tokens(_REFERENCES.sub(" ", raw.text))
    why = "nothing like it"
    for pile, least in trials:
        best = _most_like(wanted, pile)
        if best and share(wanted, best.text) >= least:
            return Verdict(raw, f"{best.where} ({share(wanted, best.text):.0%})", missing=_missing(wanted, [best]))
        if best:
            why = f"nearest is {best.where} ({share(wanted, best.text):.0%})"
    return Verdict(raw, "", why)


def _most_like(wanted: frozenset[str], pile: Sequence[Told]) -> Told | None:
    return max(pile, key=lambda told: (share(wanted, told.text), -len(told.text)), default=None)


def _clash(clash: Conflict) -> str:
    return f"{clash.about} {clash.held} {clash.other} {clash.why}"


def _joined(told: Iterable[Told]) -> str:
    return " ".join(each.text for each in told)


def _missing(wanted: frozenset[str], pile: Sequence[Told]) -> tuple[str, ...]:
    """Give the numbers that none of the sentences has, in digits or as an ordinal."""
    told = tokens(_joined(pile))
    spelled = {str(number) for word, number in _ORDINALS.items() if word[:_STEM] in told}
    return tuple(sorted((token for token in wanted - told - spelled if token.isdigit()), key=int))


def account(raws: Sequence[Raw], curated: Curated, filled: AbstractSet[str]) -> list[Verdict]:
    """Say of every raw fact where it went."""
    crowd = Counter((place[0], _bare(place[1])) for raw in raws for place in raw.places[:1])
    verdicts: dict[int, Verdict] = {}
    went: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place, raw in enumerate(raws):
        if raw.places:
            sources, at = raw.places[0]
            verdicts[place] = curated.find_fact(raw, alone=crowd[sources, _bare(at)] == 1)
            went[raw.file, raw.record] |= set(re.findall(r"[a-z]+\.[a-z0-9-]+", verdicts[place].where))
    for place, raw in enumerate(raws):
        if not raw.places:
            verdicts[place] = curated.find_other(raw, went[raw.file, raw.record], filled)
    return [verdicts[place] for place in range(len(raws))]


def report(verdicts: Sequence[Verdict], *, every: bool) -> None:
    """Print the table, the facts that are unaccounted for, and those that lack a number."""
    click.echo(f"{'file':34}{'facts':>8}{'accounted':>11}{'unaccounted':>13}")
    for file in sorted({verdict.raw.file for verdict in verdicts}):
        mine = [verdict for verdict in verdicts if verdict.raw.file == file]
        found = sum(bool(verdict.where) for verdict in mine)
        click.echo(f"{file:34}{len(mine):8}{found:11}{len(mine) - found:13}")
    for title, chosen in (
        ("every fact", [verdict for verdict in verdicts if every]),
        ("numbers missing (a warning)", [verdict for verdict in verdicts if verdict.missing]),
        ("unaccounted", [verdict for verdict in verdicts if not verdict.where]),
    ):
        if chosen:
            click.echo(f"\n{title}: {len(chosen)}")
        for verdict in chosen:
            raw = verdict.raw
            click.echo(f"  {raw.file} {f'{raw.record} {raw.what}'.strip()}: {raw.text if not verdict.where else raw.text[:110]}")
            numbers = f" [lacks {', '.join(verdict.missing)}]" if verdict.missing else ""
            click.echo(f"      {'-> ' + verdict.where if verdict.where else verdict.why}{numbers}")


@click.command()
@click.argument("directory", default=FACTS, type=click.Path(path_type=Path))
@click.option("--list", "every", is_flag=True, help="Print every fact with where it went.")
def main(directory: Path, *, every: bool) -> None:
    """Account for every researched fact (exit code 1 where one is unaccounted for)."""
    files = sorted(directory.glob("*.yaml"))
    if not files:
        click.echo(f"No facts at {directory}: nothing to account for.")
        return
    base = load()
    register = registered(base.sources.values())
    raws = [raw for file in files for raw in read(file, register)]
    fills = " ".join(raw.text for raw in raws if raw.what == "fills")
    filled = {raw.record for raw in raws if raw.record in fills}
    verdicts = account([raw for raw in raws if raw.what != "fills"], Curated(base), filled)
    report(verdicts, every=every)
    if not all(verdict.where for verdict in verdicts):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
