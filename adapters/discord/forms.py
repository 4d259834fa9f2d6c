"""The form in which a reader says what is wrong with an answer."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from adapters.discord.buttons import fitting
from adapters.discord.limits import MOST_FORM_LABEL, MOST_FORM_TITLE
from adapters.discord.spot import Interaction
from bot.commands.catalogue import wire
from bot.languages.catalogue import catalogue
from bot.reply import Action

LONGEST_REPORT = 1000
"""Characters of what a reader can write."""

_WORDS = "words"


def report(record: str, language: str) -> discord.ui.Modal:
    """Give the form; it carries the record, so that it can be sent off after a restart, too."""
    _ = catalogue(language).gettext
    form = discord.ui.Modal(
        title=fitting(_("What is wrong?"), MOST_FORM_TITLE), custom_id=wire(Action("", "report", record)), timeout=None
    )
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        label=fitting(_("In your words, if you like"), MOST_FORM_LABEL),
        custom_id=_WORDS,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=LONGEST_REPORT,
    )
    form.add_item(field)
    form.stop()
    return form


def words_of(interaction: Interaction) -> str:
    """Give what was written into a form."""
    data: Any = interaction.data or {}
    values = (str(part.get("value") or "") for part in _parts(data) if part.get("custom_id") == _WORDS)
    return next(values, "")


def _parts(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield part
    for inner in [*(part.get("components") or []), *([part["component"]] if part.get("component") else [])]:
        yield from _parts(inner)
