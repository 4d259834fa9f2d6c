"""The buttons beneath a reply."""

from collections.abc import Sequence
from dataclasses import replace
from gettext import NullTranslations

from bot.commands.catalogue import wire
from bot.records.calendar import fits
from bot.records.knowledge import Knowledge
from bot.records.model import Record
from bot.reply import Action, Reply, Status

MOST_RECORDS = 8
"""Records of a list that have a button each."""


def beneath(reply: Reply, knowledge: Knowledge, words: NullTranslations) -> Reply:
    """Give a reply with the buttons that its outcome calls for: what leads on from an answer, and what says how it was."""
    match reply.status:
        case Status.ANSWERED if reply.records:
            record = knowledge.records[reply.records[0]]
            return replace(reply, actions=(*of_record(record, words), *opinions(record.id, words)))
        case Status.CHOOSE:
            return replace(reply, actions=tuple(Action(choice.title, "choose", choice.record) for choice in reply.choices))
        case Status.NOT_FOUND:
            near = tuple(Action(one.title, "more", one.record) for one in reply.nearest)
            return replace(reply, actions=(*near, wrong(reply.records[0] if reply.records else "", words)))
        case _:
            return reply


def of_record(record: Record, words: NullTranslations, *, but: str = "") -> tuple[Action, ...]:
    """Give the buttons that lead on from a record, all but the one that was pressed."""
    _ = words.gettext
    offered = [Action(_("Sources"), "sources", record.id)]
    if fits(record):
        offered.append(Action(_("Calendar"), "calendar", record.id))
    offered.append(Action(_("More"), "more", record.id))
    return tuple(action for action in offered if action.command != but)


def opinions(record: str, words: NullTranslations) -> tuple[Action, ...]:
    """Give the buttons by which readers say how an answer was."""
    return wrong(record, words), Action("👍", "good", record), Action("👎", "bad", record)


def wrong(record: str, words: NullTranslations) -> Action:
    """Give the button that tells the curators of an error."""
    return Action(words.gettext("Wrong?"), "report", record)


def beneath_list(
    reply: Reply, records: Sequence[Record], words: NullTranslations, following: tuple[str, str] | None = None
) -> Reply:
    """Give a list with a button for each record, and one for the next page where there is one and it can be carried."""
    actions = [Action(record.title, "more", record.id) for record in records[:MOST_RECORDS]]
    if following:
        actions += carried(Action(words.gettext("Next page"), *following))
    return replace(reply, actions=tuple(actions))


def carried(action: Action) -> list[Action]:
    """Give the action if its argument is short enough for a button, else nothing."""
    try:
        wire(action)
    except ValueError:
        return []
    return [action]
