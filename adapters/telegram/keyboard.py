"""Actions as buttons below a message."""

from collections.abc import Iterable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.limits import MOST_BUTTONS
from bot.commands.catalogue import wire
from bot.languages.shown import shortened, shown
from bot.reply import Action

_LONGEST_CHOICE, _LONGEST_LABEL = 60, 30
"""Characters of a button that has a row of its own, and of one that shares it."""

_SHORT = 10
"""Characters up to which a phone shows four labels side by side."""

_CHOICES = frozenset({"choose"})
_VOTES = frozenset({"good", "bad"})

Row = list[InlineKeyboardButton]


def keyboard(actions: Iterable[Action]) -> InlineKeyboardMarkup | None:
    """Give the buttons: each choice in a row of its own, then the others side by side, what one thinks of the answer last.

    A command that no button can carry is left out. None where no button is left.
    """
    choices: list[Row] = []
    others: Row = []
    votes: Row = []
    for action in list(actions)[:MOST_BUTTONS]:
        button = _button(action)
        if button is None:
            continue
        if action.command in _CHOICES:
            choices.append([button])
        else:
            (votes if action.command in _VOTES else others).append(button)
    rows = [*choices, *_side_by_side(others), *_side_by_side(votes)]
    return InlineKeyboardMarkup(rows) if rows else None


def _side_by_side(buttons: Row) -> list[Row]:
    """Give rows of about the same length: up to four short labels, else up to two."""
    most = 4 if all(len(button.text) <= _SHORT for button in buttons) else 2
    rows = -(-len(buttons) // most)
    return [buttons[len(buttons) * row // rows : len(buttons) * (row + 1) // rows] for row in range(rows)]


def _button(action: Action) -> InlineKeyboardButton | None:
    try:
        data = wire(action)
    except ValueError:
        return None
    longest = _LONGEST_CHOICE if action.command in _CHOICES else _LONGEST_LABEL
    label = shortened(shown(action.label).strip(), longest)
    return InlineKeyboardButton(label or action.command, callback_data=data)
