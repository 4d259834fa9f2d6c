"""Turning the pages of a long list in its place; the neutral list only knows the way forward."""

from collections.abc import Sequence

from bot.commands.paging import carried, numbered
from bot.languages.catalogue import catalogue
from bot.reply import Action


def turns(argument: str) -> bool:
    """Say whether a button leads to another page of the same list."""
    return numbered(argument)[0] != argument


def back(actions: Sequence[Action], command: str, argument: str, language: str) -> tuple[Action, ...]:
    """Give the buttons with one to the page before, beside the one to the next."""
    words, number = numbered(argument)
    if number <= 1:
        return tuple(actions)
    label = catalogue(language).gettext("Previous page")
    before = carried(Action(label, command, f"{words}#{number - 1}"))
    return (*before, *actions)
