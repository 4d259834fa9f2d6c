"""Finds the record that is meant: by its id, by a name or symbol among the words, or as a question would find it."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.answering.passages import Stems
from bot.answering.question import Question
from bot.answering.refuse import MOST_CHOICES, MOST_NEAREST, with_nearest
from bot.commands.catalogue import COMMANDS
from bot.commands.request import Request
from bot.languages.analysis import stems
from bot.languages.shown import shortened
from bot.records.model import Kind, Record
from bot.reply import Action, Choice, CommandName, Listing, Paragraph, Plain, Reply, Status

LONGEST_ECHO = 80
"""Characters of what was typed that are told back."""

_NUMBERED = re.compile(r"\b\d+/\d+(?![\w/])")
"""The end of a symbol by which a resolution is named, with whatever letters before it."""

_FORMAL = frozenset(
    stems("resolution document general assembly GA UN UNGA united nations text paragraph paragraphs para paras OP")
)
"""Words around a symbol that are of no subject."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was named, and the question that the words besides its name make."""

    record: Record
    question: Question


def named(request: Request, text: str, kinds: Collection[Kind] = tuple(Kind), implied: str = "") -> list[Found]:
    """Give the records of which a whole name stands among the words: the one with the most telling name, or several alike.

    Args:
        request: What is asked.
        text: The words.
        kinds: The kinds of record that can be meant.
        implied: Words that go without saying: who asks for the resolution "1332" means "resolution 1332".
    """
    records = request.knowledge.records
    first, _, rest = text.partition(" ")
    if first in records and records[first].kind in kinds:
        return [Found(records[first], request.read(rest))]
    question, also = request.read(text), frozenset(stems(implied))
    typed = dict.fromkeys([*question.terms, *_NUMBERED.findall(question.text)]).keys()
    weigh = request.engine.index.weight
    names: dict[str, set[str]] = defaultdict(set)
    for name, record in request.engine.ranker.names_in(dict.fromkeys([*typed, *sorted(also)]).keys()):
        if records[record].kind in kinds and (name <= typed or name & (typed - also)):
            names[record] |= name
    ranks = {
        record: (round(sum(weigh(stem) for stem in sorted(name & typed)), 6), _to_the_letter(records[record], text))
        for record, name in names.items()
    }
    best = max(ranks.values(), default=None)
    return [Found(records[record], _besides(question, frozenset(names[record]))) for record in names if ranks[record] == best]


def _to_the_letter(record: Record, text: str) -> bool:
    """Say whether a name of a record stands among the words as it is written: "IGF 2026" is not "IGF-D 2026"."""
    names = [*record.naming, *([record.symbol] if record.symbol else ())]
    run = f" {' '.join(text.casefold().split())} "
    return any(f" {name.casefold()} " in run for name in names)


def _besides(question: Question, name: Stems) -> Question:
    """Give the question without the words of a name and of the symbols that hold it ("A/RES/70/125" for 70/125)."""
    taken = set(name | _FORMAL)
    for piece in question.text.split():
        parts = {*stems(piece), *_NUMBERED.findall(piece)}
        if "/" in piece and parts & name:
            taken |= parts
    terms = {stem: weight for stem, weight in question.terms.items() if stem not in taken}
    return replace(question, terms=terms)


def meant(request: Request, text: str) -> Record | None:
    """Give the one record that some words mean: by id or name, or else as a question would find it; None if none is sure."""
    found = named(request, text)
    if len(found) == 1:
        return found[0].record
    engine, question = request.engine, request.read(text)
    hits = engine.ranker.rank(question, {})
    if question.terms and hits and engine.confidence(question, hits) >= engine.limits.confidence:
        return hits[0].passage.record
    return None


def offer(request: Request, records: list[Record], command: str) -> Reply:
    """Ask which of several records is meant; each button gives the same command on one of them."""
    shown = records[:MOST_CHOICES]
    choices = tuple(Choice(n, record.id, record.title, f"/{command} {record.id}") for n, record in enumerate(shown, 1))
    return Reply(
        Status.CHOOSE,
        (
            Paragraph((Plain(request.words.gettext("Which one do you mean?")),)),
            Listing(tuple((Plain(record.title),) for record in shown)),
        ),
        records=tuple(record.id for record in shown),
        choices=choices,
        actions=tuple(Action(record.title, command, record.id) for record in shown),
    )


def missing(request: Request, text: str, kinds: Collection[Kind] = tuple(Kind)) -> Reply:
    """Say that no record is meant by some words, with the nearest that there are."""
    hits = request.engine.ranker.rank(request.read(text), {})
    near = {
        hit.passage.record.id: hit.passage.record for hit in hits if hit.signals.cover > 0 and hit.passage.record.kind in kinds
    }
    first = request.words.gettext("I hold nothing under “{words}”.").format(words=shortened(text, LONGEST_ECHO))
    return with_nearest(first, list(near.values())[:MOST_NEAREST], 0.0, request.knowledge, request.speaker)


def gone(request: Request) -> Reply:
    """Say politely that a button's record is not there, or not any more."""
    _ = request.words.gettext
    return Reply(Status.NOT_FOUND, (Paragraph((Plain(_("I hold no such record, or no longer. Ask anew, and I look again.")),)),))


def usage(request: Request, command: str, *examples: str) -> Reply:
    """Say what is to be written behind a command, with examples."""
    _, argument = request.words.gettext, COMMANDS[command].argument
    shown = _(argument) if argument else ""
    line = _("Write /{command} {argument}; for example:").format(command=command, argument=shown)
    before, _, behind = line.partition(f"/{command}")
    lead = Paragraph((Plain(before), CommandName(command), Plain(behind)))  # so that it can be tapped and copied
    return Reply(Status.CHAT, (lead, Listing(tuple((CommandName(command), Plain(f" {example}")) for example in examples))))
