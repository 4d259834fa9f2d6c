"""Reads Discord's markdown as its apps do: a second opinion on what in a text is alive, written without a look at ours.

Discord publishes no parser. Its apps use rules in the manner of the library simple-markdown, known from its bundles; these are
the rules here. What they find beyond mere text is told, so that a test can say what may be found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Something alive: what sort of thing, what is read of it, where it leads."""

    sort: str
    text: str
    target: str = ""


_AT_LINE_START = [
    ("heading", re.compile(r"(#{1,3})\s+([^\n]+)")),
    ("small", re.compile(r"(-#)\s+([^\n]+)")),
    ("quote", re.compile(r"( *>(?:>>)?)\s([^\n]*)")),
    ("item", re.compile(r"( *(?:[*+-]|\d+[.)])) +([^\n]*)")),
]
_ANYWHERE = [
    ("escape", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("autolink", re.compile(r"<([^: >]+:/[^ >]+)>")),
    ("bare link", re.compile(r"((?:https?|steam)://[^\s<]+[^<.,:;\"'\]\s])")),
    ("link", re.compile(r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?\s*\)")),
    ("strong", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("emphasis", re.compile(r"_((?:__|\\[\s\S]|[^\\_])+?)_|\*(?=\S)((?:\*\*|\\[\s\S]|[^\\*])+?)\*(?!\*)")),
    ("struck", re.compile(r"~~([\s\S]+?)~~")),
    ("spoiler", re.compile(r"\|\|([\s\S]+?)\|\|")),
    ("code", re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")),
    ("mention", re.compile(r"<@[!&]?\d+>|<#\d+>|@everyone|@here")),
    ("emoji", re.compile(r"<a?:\w+:\d+>")),
    ("time", re.compile(r"<t:(-?\d{1,17})(?::([tTdDfFR]))?>")),
    ("command", re.compile(r"</([-_\w ]+):(\d{17,19})>")),
    ("guide", re.compile(r"<id:\w+>")),
]
_SIGNS = frozenset("\\<[*_~|`@hs")
"""With what anything alive begins."""

_INVITE = re.compile(r"(?:https?:)?/*\bdiscord(?:\.gg|(?:app)?\.com/+invite)/[^/\s]+", re.IGNORECASE)
_INVISIBLE = re.compile("[\u2060\u200b]")


def read(text: str) -> tuple[str, list[Found]]:
    """Give what can be read in a text, and what is alive in it.

    Mentions are looked for in the raw text as well, as Discord's servers do, which know nothing of backslashes.
    """
    found: list[Found] = []
    shown = "".join(_read(text, found, line_start=True))
    found += [Found("ping", one[0]) for one in re.finditer(r"<@[!&]?\d+>|@everyone|@here", text)]
    found += [Found("invite", one[0]) for one in _INVITE.finditer(text)]
    return _INVISIBLE.sub("", shown), found


def _read(text: str, found: list[Found], *, line_start: bool) -> Iterator[str]:
    place = 0
    while place < len(text):
        begins = line_start or (place > 0 and text[place - 1] == "\n")
        step = _step(text, place, line_start=begins) if begins or text[place] in _SIGNS else None
        line_start = False
        if step is None:
            yield text[place]
            place += 1
            continue
        sort, match = step
        yield from _shown(sort, match, found)
        place = match.end()


def _step(text: str, place: int, *, line_start: bool) -> tuple[str, re.Match[str]] | None:
    for rules in (_AT_LINE_START if line_start else [], _ANYWHERE):
        for sort, rule in rules:
            if sort == "bare link" and place and (text[place - 1].isalnum() or text[place - 1] == "_"):
                continue
            match = rule.match(text, place)
            if match:
                return sort, match
    return None


def _shown(sort: str, match: re.Match[str], found: list[Found]) -> Iterator[str]:
    match sort:
        case "escape":
            yield match[1]
        case "autolink" | "bare link":
            found.append(Found(sort, match[1], match[1]))
            yield match[1]
        case "link":
            inner = "".join(_read(match[1], found, line_start=False))
            found.append(Found(sort, _INVISIBLE.sub("", inner), match[2]))
            yield inner
        case "item":
            found.append(Found(sort, match[1].strip()))
            yield "- "
            yield from _read(match[2], found, line_start=True)
        case "small" | "heading" | "quote":
            found.append(Found(sort, match[1].strip()))
            yield from _read(match[2], found, line_start=False)
        case "strong" | "underline" | "emphasis" | "struck" | "spoiler":
            inner = "".join(_read(match[1] or match[2], found, line_start=False))
            found.append(Found(sort, _INVISIBLE.sub("", inner)))
            yield inner
        case "time":
            found.append(Found(sort, match[0], f"{match[1]}:{match[2]}"))
            yield f"\N{WATCH}{match[2]}"
        case _:
            found.append(Found(sort, match[0]))
            yield match[0]
