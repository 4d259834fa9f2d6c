"""Checks bodies against Discord's published description of its HTTP API (OpenAPI 3.1)."""

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from tests.fakes.discord.errors import Json, Problem

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

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


class Specification:
    """The description of the HTTP API."""

    def __init__(self, path: Path = SPECIFICATION) -> None:
        """Read it.

        Raises:
            OSError: it is not there.
        """
        self._whole: Json = _mended(json.loads(path.read_text(encoding="utf-8")))
        self._validators: dict[str, Validator] = {}

    def faults(self, method: str, route: str, body: object) -> list[Problem]:
        """Give what is wrong with a request's body; nothing for a route that it does not describe."""
        wanted = (
            self._operation(method, route).get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        )
        return self._check(f"{method} {route}", wanted, body)

    def answer_faults(self, method: str, route: str, status: int, body: object) -> list[Problem]:
        """Give what is wrong with a response's body: how the fake itself is held to the description."""
        answers = self._operation(method, route).get("responses", {})
        kind = answers.get(str(status)) or answers.get(f"{status // 100}XX") or {}
        if "$ref" in kind:
            kind = self._whole["components"]["responses"][kind["$ref"].rpartition("/")[2]]
        wanted = kind.get("content", {}).get("application/json", {}).get("schema")
        return self._check(f"{method} {route} {status}", wanted, body)

    def _operation(self, method: str, route: str) -> Json:
        operation: Json = self._paths.get(_shape(route), {}).get(method.lower(), {})
        return operation

    @functools.cached_property
    def _paths(self) -> dict[str, Json]:
        return {_shape(route): operations for route, operations in self._whole["paths"].items()}

    def _check(self, name: str, wanted: Json | None, body: object) -> list[Problem]:
        if wanted is None:
            return []
        if name not in self._validators:
            self._validators[name] = Draft202012Validator(wanted | {"components": self._whole["components"]})
        return [_problem(error) for error in self._validators[name].iter_errors(body)]


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
    """Tell the innermost error: that of the member of a union that was most likely meant."""
    inner = best_match([error]) or error
    code = _CODES.get(str(inner.validator), "BASE_TYPE_BAD_TYPE")
    return Problem(tuple(inner.absolute_path), code, inner.message[:LONGEST_MESSAGE])
