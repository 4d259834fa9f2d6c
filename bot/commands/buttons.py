"""The buttons beneath a reply."""

from collections.abc import Sequence
from dataclasses import replace
from gettext import NullTranslations

from bot.commands.request import Request
from bot.records.model import Kind, Record
from bot.reminders.schedule import usual_leads
from bot.reply import Action, Reply, Status

MOST_RECORDS = 8
"""Records of a list that have a button each."""

_REMINDED = (Kind.DEADLINE, Kind.MEETING)
"""Kinds of record of which a button offers to remind."""


def beneath(reply: Reply, request: Request) -> Reply:
    """Give a reply with its buttons: for the choices on offer, what leads on from the answer, and what says how it was."""
    words = request.words
    actions = [Action(choice.title, "choose", choice.record) for choice in reply.choices]
    subject = reply.records[0] if reply.records else ""
    if reply.status is Status.ANSWERED and subject:
        actions += [*of_record(request.knowledge.records[subject], request), *opinions(subject, words)]
    elif reply.status is Status.NOT_FOUND:
        actions += [Action(near.title, "more", near.record) for near in reply.nearest]
        actions.append(wrong(subject, words))
    return replace(reply, actions=tuple(actions))


def of_record(record: Record, request: Request, *, but: str = "") -> tuple[Action, ...]:
    """Give the buttons that lead on from a record, all but the one that was pressed."""
    _ = request.words.gettext
    offered = [Action(_("Sources"), "sources", record.id)]
    if record.has_day:
        offered.append(Action(_("Calendar"), "calendar", record.id))
    if _can_remind(record, request):
        offered.append(Action(_("Remind me"), "remind", record.id))
    offered.append(Action(_("More"), "more", record.id))
    return tuple(action for action in offered if action.command != but)


def _can_remind(record: Record, request: Request) -> bool:
    """Say whether a reminder of a record can be set where the message was written, and would still come."""
    kept = request.keeps and request.message.place is not None
    return kept and record.kind in _REMINDED and usual_leads(record, request.message.now) is not None


def opinions(record: str, words: NullTranslations) -> tuple[Action, ...]:
    """Give the buttons by which readers say how an answer was."""
    return wrong(record, words), Action("👍", "good", record), Action("👎", "bad", record)


def wrong(record: str, words: NullTranslations) -> Action:
    """Give the button that tells the curators of an error."""
    return Action(words.gettext("Wrong?"), "report", record)


def of_list(records: Sequence[Record]) -> tuple[Action, ...]:
    """Give a button for each record of a list."""
    return tuple(Action(record.title, "more", record.id) for record in records[:MOST_RECORDS])
