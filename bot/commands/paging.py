"""Long lists page by page: the argument of a command ends in "#2" for the second one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.commands.catalogue import wire
from bot.reply import Action

T = TypeVar("T")

_NUMBER = re.compile(r"\s*#(\d{1,2})$")


def numbered(argument: str) -> tuple[str, int]:
    """Give an argument without the number of its page, and that number; 1 where it has none."""
    found = _NUMBER.search(argument)
    return (argument[: found.start()], int(found[1])) if found else (argument, 1)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of many items.

    Attributes:
        items: Those on this page.
        number: Its number, from 1.
        rest: How many come after it.
    """

    items: Sequence[T]
    number: int
    rest: int

    def following(self, label: str, command: str, words: str) -> list[Action]:
        """Give the button to the next page, where there is one and a button can carry the words."""
        action = Action(label, command, f"{words}#{self.number + 1}")
        return carried(action) if self.rest else []


def page(items: Sequence[T], number: int, size: int) -> Page[T]:
    """Give a page of items, the last one where there is none of that number."""
    number = max(1, min(number, -(-len(items) // size)))
    last = number * size
    return Page(items[last - size : last], number, max(len(items) - last, 0))


def carried(action: Action) -> list[Action]:
    """Give the action if its argument is short enough for a button, else nothing."""
    try:
        wire(action)
    except ValueError:
        return []
    return [action]
