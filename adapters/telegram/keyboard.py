"""Actions as buttons below a message."""

from collections.abc import Iterable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram.limits import MOST_BUTTONS, MOST_CALLBACK_BYTES
from bot.commands.catalogue import wire
from bot.languages.shown import shortened, shown
from bot.reply import Action

_LONGEST_CHOICE = 60
"""Characters of a button with a row of its own; a phone shows about forty, a desktop more."""

_LONGEST_LABEL = 30
_SIDE_BY_SIDE = 3
"""Buttons in a row whose words a phone still shows."""

_CHOICES = {"choose"}
_VOTES = {"good", "bad"}


def keyboard(actions: Iterable[Action]) -> InlineKeyboardMarkup | None:
    """Give the buttons: a row for each choice, then the others side by side, what one thinks of the answer last.

    A command that no button can carry is left out. None where there is no button.
    """
    choices: list[list[InlineKeyboardButton]] = []
    others: list[InlineKeyboardButton] = []
    votes: list[InlineKeyboardButton] = []
    for action in list(actions)[:MOST_BUTTONS]:
        button = _button(action)
        if button is None:
            continue
        if action.command in _CHOICES:
            choices.append([button])
        else:
            (votes if action.command in _VOTES else others).append(button)
    rows = [others[start : start + _SIDE_BY_SIDE] for start in range(0, len(others), _SIDE_BY_SIDE)]
    rows += [votes[start : start + _SIDE_BY_SIDE] for start in range(0, len(votes), _SIDE_BY_SIDE)]
    return InlineKeyboardMarkup([*choices, *rows]) if choices or rows else None


def _button(action: Action) -> InlineKeyboardButton | None:
    try:
        data = wire(action)
    except ValueError:
        return None
    if len(data.encode()) > MOST_CALLBACK_BYTES:
        return None
    longest = _LONGEST_CHOICE if action.command in _CHOICES else _LONGEST_LABEL
    return InlineKeyboardButton(shortened(shown(action.label).strip(), longest) or action.command, callback_data=data)
