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
    from yaml import CBaseLoader as _Loader  # some ten times faster
except ImportError:  # PyYAML built without libyaml
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)\.\d+")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Item:
    """One entry of a file's top-level list: its plain value and the node from which lines are told."""

    file: Path
    node: yaml.Node
    value: Any

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
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = f"is no YAML: {getattr(error, 'problem', None) or error}"
        mend = "look for a missing quote, a colon inside an unquoted text or a wrong indent there or just above"
        problems.append(Problem(file, mark.line + 1 if mark else 0, what, mend))
        return []
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        problems.append(Problem(file, root.start_mark.line + 1, "is not a list", "begin every entry with '- '"))
        return []
    reader = _Reader(file, problems)
    return [Item(file, node, reader.plain(node)) for node in root.value]


class _Reader:
    """Turns the nodes of one file into plain values; a collection reached twice is an alias, which could loop or grow without bound."""

    def __init__(self, file: Path, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.seen: set[int] = set()

    def plain(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if id(node) in self.seen:
            self._report(node, "is an alias of an earlier value", "write the value out instead of using & and *")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child) for child in node.value]
        values: dict[str, Any] = {}
        for key, child in node.value:
            name = str(key.value)
            if name in values:
                self._report(key, f"the key {name!r} stands twice", "keep one of the two")
            values[name] = self.plain(child)
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
