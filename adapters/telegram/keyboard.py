"""Actions as buttons below a message."""

import contextlib
import itertools
import math
from collections.abc import Iterable, Iterator

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.limits import MOST_BUTTONS
from bot.commands.catalogue import wire
from bot.languages.shown import shortened, shown
from bot.reply import Action

_LONGEST = 60
"""Characters of a label; a phone shows about forty of them, a desktop more."""

_SIDE_BY_SIDE = ((10, 4), (20, 2))
"""Characters up to which a phone shows that many labels side by side; longer ones have a row each."""

_CHOICES = frozenset({"choose"})
_VOTES = frozenset({"good", "bad"})

Row = list[InlineKeyboardButton]


def keyboard(actions: Iterable[Action]) -> InlineKeyboardMarkup | None:
    """Give the buttons: choices and long labels in rows of their own, short ones side by side, opinions of the answer last.

    A command that no button can carry is left out. None where no button is left.
    """
    carried = list(_carried(actions))
    votes = [pair for pair in carried if pair[0].command in _VOTES]
    others = [pair for pair in carried if pair[0].command not in _VOTES]
    rows = [*_rows(others), *_rows(votes)]
    return InlineKeyboardMarkup(rows) if rows else None


def _carried(actions: Iterable[Action]) -> Iterator[tuple[Action, InlineKeyboardButton]]:
    for action in itertools.islice(actions, MOST_BUTTONS):
        with contextlib.suppress(ValueError):
            label = shortened(shown(action.label).strip(), _LONGEST)
            yield action, InlineKeyboardButton(label or action.command, callback_data=wire(action))


def _rows(pairs: Iterable[tuple[Action, InlineKeyboardButton]]) -> Iterator[Row]:
    """Give rows of about the same length for neighbours of like width."""
    for most, neighbours in itertools.groupby(pairs, lambda pair: _most_beside(*pair)):
        buttons = [button for _, button in neighbours]
        rows = math.ceil(len(buttons) / most)
        yield from (buttons[len(buttons) * row // rows : len(buttons) * (row + 1) // rows] for row in range(rows))


def _most_beside(action: Action, button: InlineKeyboardButton) -> int:
    if action.command in _CHOICES:
        return 1
    return next((most for length, most in _SIDE_BY_SIDE if len(button.text) <= length), 1)
