"""Reads a batch of questions, one JSON object a line, and checks all of it before the first answer."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.clock import parse_instant
from bot.languages.catalogue import known_language
from bot.message import Message

_KEYS = {"question": str, "id": str, "now": str, "lang": str, "conversation": str}
_MOST_SHOWN = 20


class BatchError(Exception):
    """The batch cannot be used; each line that is wrong is named with what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a batch with the id that its answer carries."""

    id: str | None
    message: Message


def read_batch(file: Path, standard: Message) -> list[Asked]:
    """Give the questions of a batch file; what a line leaves out is taken from `standard`.

    Raises:
        BatchError: the file cannot be read, or some lines are wrong.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BatchError(f"{file}: cannot be read ({error}); name a UTF-8 file with one JSON object a line") from None
    asked: list[Asked] = []
    wrong: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            asked.append(_asked(line, standard))
        except ValueError as problem:
            wrong.append(f"{file}:{number}: {problem}")
    if wrong:
        more = [f"... and {len(wrong) - _MOST_SHOWN} more lines"] if len(wrong) > _MOST_SHOWN else []
        raise BatchError("\n".join(wrong[:_MOST_SHOWN] + more))
    return asked


def _asked(line: str, standard: Message) -> Asked:
    try:
        entry: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError('is no JSON; write one object a line, for example {"question": "When is the deadline?"}') from None
    if not isinstance(entry, dict):
        raise ValueError('is no JSON object; write for example {"question": "When is the deadline?"}')  # noqa: TRY004 - the line's content is bad
    unknown = sorted(set(entry) - set(_KEYS))
    if unknown:
        raise ValueError(f"has the unknown key {unknown[0]!r}; use {', '.join(_KEYS)}")
    if entry.get("question") is None:
        raise ValueError('has no "question"; add it')
    for key, value in entry.items():
        if value is not None and not isinstance(value, _KEYS[key]):
            raise ValueError(f"{key} is {type(value).__name__}, not text; put it in quotes")
    language = known_language(entry.get("lang") or standard.language)
    now = parse_instant(entry["now"]) if entry.get("now") else standard.now
    message = Message(entry["question"], now, language, entry.get("conversation"), standard.zone)
    return Asked(entry.get("id"), message)
