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
"""The folder of the source register; """

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


def _read(directory: Path, *, curation: bool) -> tuple[Knowledge, list[Problem]]:
    problems: list[Problem] = []
    if not directory.is_dir():
        mend = "name a directory of YAML files, or leave WSISBOT_KNOWLEDGE_DIR empty for the knowledge that comes with the bot"
        raise KnowledgeError([Problem(directory, 0, "there is no such directory", mend)])
    records: list[Entry] = []
    sources: list[tuple[Source, Item]] = []
    synonyms: list[Synonym] = []
    matters: list[Matter] = []
    for file in sorted(directory.rglob("*.yaml")):
        folder = file.relative_to(directory).parts[0]
        if folder == TEMPLATES:
            continue
        for item in read_items(file, problems):
            if folder == SOURCES:
                sources += [(source, item) for source in _validated(Source, item, problems)]
            elif folder == THESAURUS:
                synonyms += _validated(Synonym, item, problems)
            elif folder == OUTSIDE:
                matters += _validated(Matter, item, problems)
            else:
                records += [Entry(record, item) for record in _validated(Record, item, problems)]
    if not records and not problems:
        problems.append(Problem(directory, 0, "holds no records", "put YAML files of records below it"))
    register = _register(sources, problems)
    problems += contradictions(records, register)
    if curation:
        problems += advice(records, register)
    if any(problem.grave for problem in problems):
        return Knowledge([], []), problems
    return Knowledge((entry.record for entry in records), register.values(), synonyms, matters), problems


def _register(sources: list[tuple[Source, Item]], problems: list[Problem]) -> Mapping[str, Source]:
    register: dict[str, Source] = {}
    for source, item in sources:
        if source.id in register:
            what = f"the source id {source.id!r} stands twice"
            problems.append(Problem(item.file, item.line(("id",)), what, "merge the two or rename one"))
        register[source.id] = source
    return register


def _validated(model: type[ModelT], item: Item, problems: list[Problem]) -> Iterator[ModelT]:
    try:
        yield model.model_validate(item.value)
    except ValidationError as error:
        problems.extend(_problem(model, item, detail) for detail in error.errors(include_url=False))


def _problem(model: type[BaseModel], item: Item, detail: Mapping[str, Any]) -> Problem:
    path = tuple(detail["loc"])
    name = item.value.get("id") if isinstance(item.value, dict) else None
    where = ".".join(str(step) for step in path) or "the entry"
    subject = f"{name}: {where}" if name else where
    what, mend = _explain(model, path, detail)
    return Problem(item.file, item.line(path), f"{subject}: {what}", mend)


def _explain(model: type[BaseModel], path: tuple[str | int, ...], detail: Mapping[str, Any]) -> tuple[str, str]:
    value, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "is missing", "add it (templates/ shows each kind)"
        case "extra_forbidden":
            near = difflib.get_close_matches(str(path[-1]), _keys_beside(model, path), n=1)
            return "is no known key", f"did you mean {near[0]!r}?" if near else "remove it (schema.json lists the keys)"
        case "enum" | "literal_error":
            return f"{value!r} is not in the list", f"use {context['expected']}"
        case "string_pattern_mismatch":
            return f"{value!r} has not the right form", f"it must match {context['pattern']}"
        case "value_error":
            return str(context["error"]), "mend it"
        case kind if kind.endswith("_type") or kind.endswith("_parsing"):
            return f"{_short(value)} is of the wrong type", detail["msg"][0].lower() + detail["msg"][1:]
        case _:
            return f"{_short(value)} is refused", detail["msg"][0].lower() + detail["msg"][1:]


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _keys_beside(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    schema: Any = model.model_json_schema()
    node = schema
    for step in path[:-1]:
        node = node.get("items", node) if isinstance(step, int) else node.get("properties", {}).get(step, {})
        for option in (node, node.get("items", {}), *node.get("anyOf", ())):
            if "$ref" in option:
                node = schema["$defs"][option["$ref"].rpartition("/")[2]]
                break
    return list(node.get("properties", {}))
