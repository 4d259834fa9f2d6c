"""Reads a knowledge directory: every YAML file below it, all errors collected and reported at once."""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.records.check import Entry, advice, contradictions
from bot.records.knowledge import Knowledge
from bot.records.model import Matter, Record, Source, Synonym
from bot.records.problems import KnowledgeError, Problem
from bot.records.yaml_nodes import Item, read_items

SOURCES = "sources"
"""The folder of the source register."""

THESAURUS = "thesaurus"
"""The folder of the words that people use instead of those in the records."""

OUTSIDE = "outside"
"""The folder of the matters that no record states; every other folder holds records."""

TEMPLATES = "templates"
"""The folder of the curators' templates, which are examples and no knowledge."""

PACKAGED = Path(__file__).resolve().parents[2] / "knowledge"
"""The knowledge that the project carries: beside the packages in a checkout and in the wheel alike."""

ModelT = TypeVar("ModelT", bound=BaseModel)


def load(directory: Path = PACKAGED) -> Knowledge:
    """Read and validate the knowledge below a directory.

    Raises:
        KnowledgeError: with every grave problem in it.
    """
    knowledge, problems = _read(directory, curation=False)
    grave = [problem for problem in problems if problem.grave]
    if grave:
        raise KnowledgeError(grave)
    return knowledge


def check(directory: Path = PACKAGED) -> list[Problem]:
    """Give everything that the curators should know of: what `load` would refuse, and advice on wording and asks."""
    return sorted(_read(directory, curation=True)[1])


class _Reading:
    """What was found below a directory so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.records: list[Entry] = []
        self.sources: list[tuple[Source, Item]] = []
        self.synonyms: list[Synonym] = []
        self.matters: list[Matter] = []
        self.broken: set[str] = set()
        """Ids of entries that are there but cannot be used: what points to them is not at fault."""

    def take(self, folder: str, item: Item) -> None:
        match folder:
            case _ if folder == SOURCES:
                self.sources += [(source, item) for source in self._validated(Source, item)]
            case _ if folder == THESAURUS:
                self.synonyms += self._validated(Synonym, item)
            case _ if folder == OUTSIDE:
                self.matters += self._validated(Matter, item)
            case _:
                self.records += [Entry(record, item) for record in self._validated(Record, item)]

    def _validated(self, model: type[ModelT], item: Item) -> Iterator[ModelT]:
        if item.sound:
            try:
                yield model.model_validate(item.value)
            except ValidationError as error:
                self.problems.extend(_problem(model, item, detail) for detail in error.errors(include_url=False))
            else:
                return
        if isinstance(item.value, dict) and isinstance(item.value.get("id"), str):
            self.broken.add(item.value["id"])

    def register(self) -> Mapping[str, Source]:
        register: dict[str, Source] = {}
        for source, item in self.sources:
            if source.id in register:
                what = f"the source id {source.id!r} stands twice"
                self.problems.append(Problem(item.file, item.line(("id",)), what, "merge the two or rename one"))
            register[source.id] = source
        return register


def _read(directory: Path, *, curation: bool) -> tuple[Knowledge, list[Problem]]:
    if not directory.is_dir():
        mend = "name a directory of YAML files, or leave WSISBOT_KNOWLEDGE_DIR empty for the knowledge that comes with the bot"
        raise KnowledgeError([Problem(directory, 0, "there is no such directory", mend)])
    found = _Reading()
    for file in sorted(directory.rglob("*.yaml")):
        folder = file.relative_to(directory).parts[0]
        if folder != TEMPLATES:
            for item in read_items(file, found.problems):
                found.take(folder, item)
    if not found.records and not found.problems:
        found.problems.append(Problem(directory, 0, "holds no records", "put YAML files of records below it"))
    register = found.register()
    found.problems += contradictions(found.records, register, found.broken)
    if curation:
        found.problems += advice(found.records, register)
    if any(problem.grave for problem in found.problems):
        return Knowledge([], []), found.problems
    records = (entry.record for entry in found.records)
    return Knowledge(records, register.values(), found.synonyms, found.matters), found.problems


def _problem(model: type[BaseModel], item: Item, detail: Mapping[str, Any]) -> Problem:
    path = tuple(detail["loc"])
    name = item.value.get("id") if isinstance(item.value, dict) else None
    where = ".".join(str(step) for step in path) or "the entry"
    subject = f"{name}: {where}" if name else where
    what, mend = _explain(model, path, detail)
    return Problem(item.file, item.line(path), f"{subject}: {what}", mend)


def _explain(model: type[BaseModel], path: tuple[str | int, ...], detail: Mapping[str, Any]) -> tuple[str, str]:
    """Give what is wrong and how to mend it."""
    value, context, kind = detail["input"], detail.get("ctx", {}), detail["type"]
    said = detail["msg"][:1].lower() + detail["msg"][1:]
    if kind == "missing":
        return "is missing", "add it (templates/ shows each kind)"
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(path[-1]), _keys_beside(model, path), n=1)
        return "is no known key", f"did you mean {near[0]!r}?" if near else "remove it (schema.json lists the keys)"
    if kind == "value_error":
        what, _, mend = str(context["error"]).partition("; ")
        return what, mend or "mend it"
    return f"{_short(value)} is refused", _MENDS[kind].format(**context) if kind in _MENDS else said


_MENDS = {
    "enum": "use {expected}",
    "literal_error": "use {expected}",
    "string_pattern_mismatch": "it must match {pattern}",
    "string_too_long": "use at most {max_length} characters",
}
_LONGEST_SHOWN = 60


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."


def _keys_beside(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Give the keys that are allowed where an unknown one was found."""
    schema: Any = model.model_json_schema()
    node = schema
    for step in path[:-1]:
        node = node.get("items", node) if isinstance(step, int) else node.get("properties", {}).get(step, {})
        for option in (node, node.get("items", {}), *node.get("anyOf", ())):
            if "$ref" in option:
                node = schema["$defs"][option["$ref"].rpartition("/")[2]]
                break
    return list(node.get("properties", {}))
