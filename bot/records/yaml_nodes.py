"""YAML as strings, numbers, booleans and nothing else, with the line of every value kept.

PyYAML's own constructors would read 2024-12-05 as a date, 11:00 as a number in base sixty and `no` as false, and would let a
repeated key overwrite the first one in silence; here the text stays what the curator wrote, and a repeated key is an error.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.records.problems import Problem

try:
    from yaml import CBaseLoader as _Base  # some ten times faster
except ImportError:  # PyYAML built without libyaml
    from yaml import BaseLoader as _Base  # type: ignore[assignment]  # same interface, no common base

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)\.\d+")
_DEEPEST = 20
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

Path_ = tuple[str | int, ...]


class _Loader(_Base):
    """Spares the resolving of tags, which nobody reads here and which takes half of the time."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: object) -> str:  # noqa: ARG002 - PyYAML's own signature
        return ""

    def descend_resolver(self, current_node: yaml.Node | None, current_index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


@dataclass(frozen=True)
class Item:
    """One entry of a file's top-level list.

    Attributes:
        node: The YAML node, from which lines are told.
        value: The plain value.
        sound: Whether the YAML itself was in order.
    """

    file: Path
    node: yaml.Node
    value: Any
    sound: bool = True

    def line(self, path: Path_ = ()) -> int:
        """Give the line (from 1) of the value at a path of keys and positions, or of its nearest parent that exists."""
        node = self.node
        for step in path:
            child = _child(node, step)
            if child is None:
                break
            node = child
        return int(node.start_mark.line) + 1


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                found: yaml.Node = value
                return found
    return None


def read_items(file: Path, problems: list[Problem]) -> list[Item]:
    """Give the entries of a YAML file that holds one list; what is wrong with the file is added to `problems`."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(file, 0, f"cannot be read ({error})", "make it a readable UTF-8 text file"))
        return []
    try:
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError) as error:
        problems.append(_unreadable(file, text, error))
        return []
    if root is None:
        return []
    aliases = [event for event in yaml.parse(text, Loader=_Loader) if isinstance(event, yaml.AliasEvent)] if "*" in text else []
    for alias in aliases:
        what = f"*{alias.anchor} is an alias of an earlier value"
        line = alias.start_mark.line + 1 if alias.start_mark else 0
        problems.append(Problem(file, line, what, "write the value out instead of using & and *"))
    if aliases:
        return []
    if not isinstance(root, yaml.SequenceNode):
        problems.append(Problem(file, root.start_mark.line + 1, "is not a list", "begin every entry with '- '"))
        return []
    items: list[Item] = []
    for node in root.value:
        before = len(problems)
        value = _Reader(file, problems).plain(node)
        items.append(Item(file, node, value, sound=len(problems) == before))
    return items


def _unreadable(file: Path, text: str, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    what = " ".join(str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).split())
    odd = next((place for place, found in enumerate(text) if not (found.isprintable() or found in "\r\n\t")), None)
    if odd is not None:
        line = line or text.count("\n", 0, odd) + 1
        what = f"{what} (U+{ord(text[odd]):04X})"
    mend = "look for a missing quote, a colon inside an unquoted text, a wrong indent or an odd character there or just above"
    return Problem(file, line, f"is no YAML: {what}", mend)


class _Reader:
    """Turns the nodes of one entry into plain values."""

    def __init__(self, file: Path, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def plain(self, node: yaml.Node, depth: int = 0) -> object:
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if depth > _DEEPEST:
            self._report(node, f"is nested more than {_DEEPEST} deep", "write it flat, as the templates show")
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child, depth + 1) for child in node.value]
        values: dict[str, Any] = {}
        for key, child in node.value:
            name = str(key.value)
            if name in values:
                self._report(key, f"the key {name!r} stands twice", "keep one of the two")
            values[name] = self.plain(child, depth + 1)
        return values

    def _report(self, node: yaml.Node, what: str, mend: str) -> None:
        self.problems.append(Problem(self.file, node.start_mark.line + 1, what, mend))


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    text: str = node.value
    if node.style is not None:  # quoted, or a block: always text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
