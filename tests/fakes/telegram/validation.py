"""Every request held against the published description of the Bot API: methods, fields, required ones, types."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.fakes.telegram.entities import Json

SPEC = Path(__file__).parents[4] / "shared" / "specs" / "telegram-bot-api.json"
"""Where the description lies for developers; the fake does without it elsewhere."""

_ARRAY = "Array of "
_WHOLE = re.compile(r"-?\d+")
_TRUTH = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that breaks the Bot API's rules, and how."""

    method: str
    problems: tuple[str, ...]
    request: Json

    def __str__(self) -> str:
        return f"{self.method}: {'; '.join(self.problems)}"


class Spec:
    """The description, made ready to read requests by.

    A value that came as text (a form's field, a query's) is read as what the description says it is; inside JSON the types
    have to be right already.
    """

    def __init__(self, path: Path = SPEC) -> None:
        described = json.loads(path.read_text(encoding="utf-8"))
        self._methods: Json = described["methods"]
        self._types: Json = described["types"]

    def knows(self, method: str) -> bool:
        """Say whether there is such a method."""
        return method in self._methods

    def read(self, method: str, raw: Mapping[str, object]) -> tuple[Json, list[str]]:
        """Give the parameters of a request in their types, and what is wrong with them."""
        fields = {field["name"]: field for field in self._methods[method].get("fields", [])}
        return self._fields(fields, raw, "", typed=False)

    def _fields(self, fields: Json, raw: Mapping[str, object], path: str, *, typed: bool) -> tuple[Json, list[str]]:
        params: Json = {}
        problems = [f"{path}{name}: unknown field" for name in raw if name not in fields]
        for name, field in fields.items():
            if name in raw:
                params[name], more = self._value(field["types"], raw[name], path + name, typed=typed)
                problems += more
                problems += _literal(field, params[name], path + name)
            elif field["required"]:
                problems.append(f"{path}{name}: required, but missing")
        return params, problems

    def _value(self, kinds: list[str], value: object, path: str, *, typed: bool) -> tuple[Any, list[str]]:
        """Read a value as the first of its types that it fits; else tell what is wrong with it as the likeliest one."""
        best: tuple[Any, list[str]] = value, [f"{path}: {_brief(value)} is no {' or '.join(kinds)}"]
        for kind in kinds:
            read, problems = self._as(kind, value, path, typed=typed)
            if not problems:
                return read, []
            if len(kinds) == 1 or (_nested(problems, path) and not _nested(best[1], path)):
                best = read, problems
        return best

    def _as(self, kind: str, value: object, path: str, *, typed: bool) -> tuple[Any, list[str]]:
        if kind in _SIMPLE:
            read = _SIMPLE[kind](value, typed)
            return (value, [f"{path}: {_brief(value)} is no {kind}"]) if read is None else (read, [])
        if not typed and isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return value, [f"{path}: {_brief(value)} is not JSON"]
        if kind.startswith(_ARRAY):
            return self._array(kind.removeprefix(_ARRAY), value, path)
        return self._object(kind, value, path)

    def _array(self, kind: str, value: object, path: str) -> tuple[Any, list[str]]:
        if not isinstance(value, list):
            return value, [f"{path}: {_brief(value)} is no array"]
        read = [self._value([kind], item, f"{path}[{i}]", typed=True) for i, item in enumerate(value)]
        return [item for item, _ in read], [problem for _, problems in read for problem in problems]

    def _object(self, kind: str, value: object, path: str) -> tuple[Any, list[str]]:
        if not isinstance(value, dict):
            return value, [f"{path}: {_brief(value)} is no {kind}"]
        described = self._types[kind]
        if subtypes := described.get("subtypes"):
            likely = [sub for sub in subtypes if self._literal_type(sub) in (None, value.get("type"))]
            return self._value(likely or subtypes, value, path, typed=True)
        fields = {field["name"]: field for field in described.get("fields", [])}
        return self._fields(fields, value, f"{path}.", typed=True)

    def _literal_type(self, kind: str) -> str | None:
        fields = self._types[kind].get("fields", [])
        return next((_must_be(field["description"]) for field in fields if field["name"] == "type"), None)


def _whole(value: object, typed: bool) -> int | None:
    if isinstance(value, str) and not typed and _WHOLE.fullmatch(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _truth(value: object, typed: bool) -> bool | None:
    if isinstance(value, str) and not typed:
        return _TRUTH.get(value)
    return value if isinstance(value, bool) else None


def _number(value: object, typed: bool) -> float | None:
    if isinstance(value, str) and not typed:
        try:
            return float(value)
        except ValueError:
            return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _string(value: object, typed: bool) -> str | None:
    return value if isinstance(value, str) else None


def _upload(value: object, typed: bool) -> Upload | None:
    return value if isinstance(value, Upload) else None


_SIMPLE = {"Integer": _whole, "Boolean": _truth, "Float": _number, "String": _string, "InputFile": _upload}


@cache
def _must_be(description: str) -> str | None:
    """Give the only value that a description allows ("Type of the result, must be article")."""
    found = re.search(r"must be (\w+)$", description)
    return found and found[1]


def _literal(field: Json, value: object, path: str) -> list[str]:
    only = _must_be(field["description"])
    return [] if only is None or value == only else [f"{path}: {_brief(value)} is not {only!r}"]


def _nested(problems: list[str], path: str) -> bool:
    """Say whether the problems lie inside the value: then it was of the right kind at least."""
    return any(problem.startswith((f"{path}.", f"{path}[")) for problem in problems)


def _brief(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def loosely(raw: Mapping[str, object]) -> Json:
    """Read parameters without the description: JSON as what it is, whole numbers where the name of a field tells of one."""
    return {name: _guess(name, value) for name, value in raw.items()}


_WORDS = frozenset(["text", "caption", "name", "description", "short_description", "url", "secret_token", "inline_message_id"])
_NUMBERS = re.compile(r"(chat|message|user|message_thread)_id|offset|limit|timeout|max_connections|cache_time")


def _guess(name: str, value: object) -> object:
    if not isinstance(value, str) or name in _WORDS:
        return value
    if _NUMBERS.fullmatch(name) and _WHOLE.fullmatch(value):
        return int(value)
    if value in ("true", "false") or value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
