"""Actions as buttons and a menu below a message; each carries its command, so that they work after a restart, too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import discord

from adapters.discord.limits import (
    MOST_CUSTOM_ID,
    MOST_IN_A_ROW,
    MOST_LABEL,
    MOST_OPTION,
    MOST_OPTIONS,
    MOST_PLACEHOLDER,
    MOST_ROWS,
    units,
)
from bot.commands.catalogue import wire
from bot.languages.catalogue import catalogue
from bot.languages.shown import shortened, shown
from bot.reply import Action

_CHOOSE = "choose"
_VOTES = frozenset({"good", "bad"})


@dataclass(frozen=True, slots=True)
class Press:
    """A button, or a line of the menu: what it says and what it carries (`bot.commands.catalogue.unwire`)."""

    label: str
    wire: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """What stands below a message.

    Attributes:
        menu: The meanings to choose from; a press on one carries its own command as the menu's value.
        placeholder: What the menu says before anything is chosen.
        rows: The buttons, row by row.
    """

    menu: tuple[Press, ...] = ()
    placeholder: str = ""
    rows: tuple[tuple[Press, ...], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.menu or self.rows)

    def view(self) -> discord.ui.View:
        """Give them as discord.py's view, to be made where a loop is running.

        It is stopped from the start: a press is answered by what it carries, and nothing of it has to be kept in memory.
        """
        view = discord.ui.View(timeout=None)
        if self.menu:
            options = [discord.SelectOption(label=line.label, value=line.wire) for line in self.menu]
            carried = wire(Action("", _CHOOSE))
            view.add_item(discord.ui.Select(custom_id=carried, placeholder=self.placeholder, options=options, row=0))
        for number, row in enumerate(self.rows, bool(self.menu)):
            for press in row:
                view.add_item(discord.ui.Button(label=press.label, custom_id=press.wire, row=number))
        view.stop()
        return view

    def added(self, press: Press) -> "Buttons":
        """Give them with one more behind the last, if there is room."""
        if self.rows and len(self.rows[-1]) < MOST_IN_A_ROW:
            return replace(self, rows=(*self.rows[:-1], (*self.rows[-1], press)))
        full = len(self.rows) + bool(self.menu) >= MOST_ROWS
        return self if full else replace(self, rows=(*self.rows, (press,)))


NONE = Buttons()
"""Nothing below a message."""


def buttons(actions: Iterable[Action], language: str) -> Buttons:
    """Give the buttons: a menu of the meanings where there are several, then the others, what one thinks of the answer last.

    A command that no button can carry, and a second one of the same, are left out.
    """
    choices: dict[str, Press] = {}
    others: dict[str, Press] = {}
    votes: dict[str, Press] = {}
    for action in actions:
        carried = _carried(action)
        if carried is None:
            continue
        group, longest = (choices, MOST_OPTION) if action.command == _CHOOSE else (others, MOST_LABEL)
        if action.command in _VOTES:
            group = votes
        group.setdefault(carried, Press(fitting(shown(action.label).strip(), longest) or action.command, carried))
    if len(choices) == 1:
        single = next(iter(choices.values()))
        others = {single.wire: Press(fitting(single.label, MOST_LABEL), single.wire), **others}
        choices = {}
    placeholder = fitting(catalogue(language).gettext("Choose one"), MOST_PLACEHOLDER) if choices else ""
    rows = [*in_rows(list(others.values())), *in_rows(list(votes.values()))]
    # What one thinks of the answer has a place in the last row, however many the others are.
    most = MOST_ROWS - bool(choices)
    if len(rows) > most:
        rows = [*rows[: most - 1], rows[-1]]
    return Buttons(tuple(choices.values())[:MOST_OPTIONS], placeholder, tuple(rows))


def fitting(text: str, most: int) -> str:
    """Give a text in at most that many of Discord's characters, cut behind a word where there is one."""
    room = most
    while units(cut := shortened(text, room)) > most:
        room -= 1
    return cut


def _carried(action: Action) -> str | None:
    try:
        text = wire(action)
    except ValueError:
        return None
    return text if units(text) <= MOST_CUSTOM_ID else None


def in_rows(presses: Sequence[Press]) -> tuple[tuple[Press, ...], ...]:
    """Give buttons row by row."""
    return tuple(tuple(presses[start : start + MOST_IN_A_ROW]) for start in range(0, len(presses), MOST_IN_A_ROW))
