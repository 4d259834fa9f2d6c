"""The buttons beneath a reply."""

from collections.abc import Sequence
from dataclasses import replace
from gettext import NullTranslations

from bot.records.knowledge import Knowledge
from bot.records.model import Record
from bot.reply import Action, Reply, Status

MOST_RECORDS = 8
"""Records of a list that have a button each."""


def beneath(reply: Reply, knowledge: Knowledge, words: NullTranslations) -> Reply:
    """Give a reply with its buttons: for the choices on offer, what leads on from the answer, and what says how it was."""
    actions = [Action(choice.title, "choose", choice.record) for choice in reply.choices]
    subject = reply.records[0] if reply.records else ""
    if reply.status is Status.ANSWERED and subject:
        actions += [*of_record(knowledge.records[subject], words), *opinions(subject, words)]
    elif reply.status is Status.NOT_FOUND:
        actions += [Action(near.title, "more", near.record) for near in reply.nearest]
        actions.append(wrong(subject, words))
    return replace(reply, actions=tuple(actions))


def of_record(record: Record, words: NullTranslations, *, but: str = "") -> tuple[Action, ...]:
    """Give the buttons that lead on from a record, all but the one that was pressed."""
    _ = words.gettext
    offered = [Action(_("Sources"), "sources", record.id)]
    if record.has_day:
        offered.append(Action(_("Calendar"), "calendar", record.id))
    offered.append(Action(_("More"), "more", record.id))
    return tuple(action for action in offered if action.command != but)


def opinions(record: str, words: NullTranslations) -> tuple[Action, ...]:
    """Give the buttons by which readers say how an answer was."""
    return wrong(record, words), Action("👍", "good", record), Action("👎", "bad", record)


def wrong(record: str, words: NullTranslations) -> Action:
    """Give the button that tells the curators of an error."""
    return Action(words.gettext("Wrong?"), "report", record)


def of_list(records: Sequence[Record]) -> tuple[Action, ...]:
    """Give a button for each record of a list."""
    return tuple(Action(record.title, "more", record.id) for record in records[:MOST_RECORDS])
