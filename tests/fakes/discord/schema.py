"""Checks bodies against Discord's published description of its HTTP API (OpenAPI 3.1)."""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from tests.fakes.discord.errors import Json, Problem

SPECIFICATION = Path(__file__).resolve().parents[4] / "shared" / "specs" / "discord-openapi.json"
"""Where the description lies beside the repository, if it does."""

LONGEST_MESSAGE = 300

_CODES = {
    "maxLength": "BASE_TYPE_MAX_LENGTH",
    "minLength": "BASE_TYPE_MIN_LENGTH",
    "maxItems": "BASE_TYPE_BAD_LENGTH",
    "minItems": "BASE_TYPE_BAD_LENGTH",
    "required": "BASE_TYPE_REQUIRED",
    "enum": "BASE_TYPE_CHOICES",
    "const": "BASE_TYPE_CHOICES",
}


@functools.cache
def specification(path: Path = SPECIFICATION) -> "Specification | None":
    """Give the description, read once; None where it is not there."""
    return Specification(path) if path.is_file() else None


class Specification:
    """The description of the HTTP API."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Raises:
            OSError: it is not there.
        """
        self._whole: Json = _mended(json.loads(path.read_text(encoding="utf-8")))
        self._paths: Json = {_shape(route): operations for route, operations in self._whole["paths"].items()}
        # The library's own way to follow references and to try unions takes most of the time of a busy test.
        self._validator = extend(Draft202012Validator, {"$ref": self._follow, "anyOf": self._union})

    def faults(self, method: str, route: str, body: object) -> list[Problem]:
        """Give what is wrong with a request's body; nothing for a route that it does not describe."""
        wanted = self._operation(method, route).get("requestBody", {})
        return self._check(wanted, body)

    def answer_faults(self, method: str, route: str, status: int, body: object) -> list[Problem]:
        """Give what is wrong with a response's body: how the fake itself is held to the description."""
        answers = self._operation(method, route).get("responses", {})
        return self._check(answers.get(str(status)) or answers.get(f"{status // 100}XX") or {}, body)

    def _operation(self, method: str, route: str) -> Json:
        operation: Json = self._paths.get(_shape(route), {}).get(method.lower(), {})
        return operation

    def _check(self, holder: Json, body: object) -> list[Problem]:
        if "$ref" in holder:
            holder = self._found(holder["$ref"])
        wanted = holder.get("content", {}).get("application/json", {}).get("schema")
        return [] if wanted is None else [_problem(error) for error in self._validator(wanted).iter_errors(body)]

    def _found(self, reference: str) -> Json:
        node = self._whole
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        return node

    def _follow(self, validator: Any, reference: str, body: object, _: Json) -> Iterator[ValidationError]:  # noqa: ANN401 - untyped
        yield from validator.descend(body, self._found(reference))

    def _union(self, validator: Any, members: list[Json], body: object, _: Json) -> Iterator[ValidationError]:  # noqa: ANN401 - untyped
        """Hold a body to the members that have its type, where it names one: what is wrong is then told of what was meant."""
        meant = [member for member in members if self._meant(member, body)] or members
        wrong: list[ValidationError] = []
        for index, member in enumerate(meant):
            errors = list(validator.descend(body, member, schema_path=index))
            if not errors:
                return
            wrong += errors
        yield ValidationError(f"{body!r} is none of what it may be", context=wrong)

    def _meant(self, member: Json, body: object) -> bool:
        if body is None or not isinstance(body, dict):
            return True
        schema = self._found(member["$ref"]) if "$ref" in member else member
        types = schema.get("properties", {}).get("type", {}).get("enum")
        return schema.get("type") != "null" and (types is None or body.get("type") in types)


def _shape(route: str) -> str:
    """Give a route with the names of its parameters left out: they differ from library to library."""
    return "/".join("{}" if step.startswith("{") else step for step in route.split("/"))


def _mended(node: Any) -> Any:  # noqa: ANN401 - any piece of JSON
    """Take the description as Discord means it.

    Its `oneOf` are unions whose members overlap, so that a valid component fits several; and it says that a snowflake is text,
    where Discord takes a number as well.
    """
    if isinstance(node, list):
        return [_mended(one) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("format") == "snowflake":
        return {"anyOf": [node, {"type": "integer", "minimum": 0}]}
    return {("anyOf" if key == "oneOf" else key): _mended(value) for key, value in node.items()}


def _problem(error: ValidationError) -> Problem:
    while error.context:
        error = min(error.context, key=_likelihood)
    code = _CODES.get(str(error.validator), "BASE_TYPE_BAD_TYPE")
    return Problem(tuple(error.absolute_path), code, error.message[:LONGEST_MESSAGE])


def _likelihood(error: ValidationError) -> tuple[bool, int]:
    """Give the errors deep inside before those that say "this should have been nothing"."""
    return (error.validator == "type" and not error.relative_path, -len(error.relative_path))
