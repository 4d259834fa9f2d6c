"""The errors with which Discord answers (reference: Opcodes and Status Codes)."""

import http
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request's form: where in the body, and what."""

    at: tuple[str | int, ...]
    code: str
    message: str

    def __str__(self) -> str:
        place = ".".join(str(step) for step in self.at)
        return f"{place or 'body'}: {self.message}"


@dataclass(eq=False)
class RefusedError(Exception):
    """A request that is answered with an error."""

    status: int
    code: int
    message: str
    problems: tuple[Problem, ...] = ()
    extra: Json = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> Json:
        """Give the answer's JSON."""
        answer: Json = {"message": self.message, "code": self.code, **self.extra}
        if self.problems:
            answer["errors"] = _tree(self.problems)
        return answer


def _tree(problems: Iterable[Problem]) -> Json:
    """Nest problems by their places, as Discord does in `errors`."""
    root: Json = {}
    for problem in problems:
        node = root
        for step in problem.at:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
    return root


def bare(status: int) -> RefusedError:
    """Give an error without a code of its own, such as 401."""
    return RefusedError(status, 0, f"{status}: {http.HTTPStatus(status).phrase}")


def bad_form(*problems: Problem) -> RefusedError:
    """Give the answer to a body that breaks the form."""
    return RefusedError(400, 50035, "Invalid Form Body", problems)


def unknown(thing: str) -> RefusedError:
    """Give the answer for something that is not there: a channel, a message, an interaction, a webhook."""
    return RefusedError(404, _UNKNOWN[thing], f"Unknown {thing}")


_UNKNOWN = {
    "Channel": 10003,
    "Guild": 10004,
    "Member": 10007,
    "Message": 10008,
    "User": 10013,
    "Webhook": 10015,
    "interaction": 10062,
    "application command": 10063,
    "Guild Scheduled Event": 10070,
}


def missing_access() -> RefusedError:
    """Give the answer for what the bot cannot see."""
    return RefusedError(403, 50001, "Missing Access")


def missing_permissions() -> RefusedError:
    """Give the answer for what the bot sees but may not do."""
    return RefusedError(403, 50013, "Missing Permissions")


def closed_doors() -> RefusedError:
    """Give the answer for a person who takes no direct messages."""
    return RefusedError(403, 50007, "Cannot send messages to this user")


def empty_message() -> RefusedError:
    """Give the answer for a message with nothing in it."""
    return RefusedError(400, 50006, "Cannot send an empty message")


def acknowledged_already() -> RefusedError:
    """Give the answer for a second response to one interaction."""
    return RefusedError(400, 40060, "Interaction has already been acknowledged.")
