"""What is kept about a person: /mydata and /forgetme."""

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.commands.request import Request, note
from bot.message import Place
from bot.reply import Action, Attachment, Reply

if TYPE_CHECKING:
    from bot.storage.store import Store

FILE = "mydata.json"

_YES = "yes"
_MARK = 8
"""Letters of the mark that ties a button to the person to whom it was shown."""


async def copy(request: Request, store: "Store", place: Place) -> Reply:
    """Give the asker a copy of what is kept about them."""
    _ = request.words.gettext
    if place.person is None:
        return _nobody(request)
    data = await store.own_data(place.chat.platform, place.person)
    if not data:
        return note(request, _("Nothing is kept about you."), discreet=True)
    content = json.dumps(data, ensure_ascii=False, indent=2).encode()
    reply = note(request, _("This is all that is kept about you."), discreet=True)
    return replace(reply, attachments=(Attachment(FILE, "application/json", content),))


async def forget(request: Request, store: "Store", place: Place) -> Reply:
    """Delete what is kept about the asker, once they have said so twice."""
    _ = request.words.gettext
    if place.person is None:
        return _nobody(request)
    mark = hashlib.sha256(f"{place.chat.platform} {place.person}".encode()).hexdigest()[:_MARK]
    if request.argument not in {_YES, mark}:
        asked = _("Shall I delete all that is kept about you, at once and for good? /mydata shows what it is.")
        asked += " " + _("The reminders of our private chat go too; those of groups stay, without your number.")
        if request.argument:
            asked = _("That button was another person's.") + " " + asked
        return note(request, asked, actions=[Action(_("Yes, delete it"), "forgetme", mark)], discreet=True)
    counts = await store.forget(place.chat.platform, place.person)
    if not counts:
        return note(request, _("Nothing is kept about you."), discreet=True)
    names = {
        "chats": _("settings of our private chat"),
        "talks": _("talks"),
        "answers": _("notes on which message of mine answers you"),
        "votes": _("votes"),
        "reminders": _("reminders that you set"),
        "follows": _("what you had chats follow"),
        "audit": _("notes on who set or changed a reminder"),
    }
    told = ", ".join(f"{names.get(table, table)}: {count}" for table, count in counts.items())
    return note(request, _("Deleted. {counts}.").format(counts=told), discreet=True)


def _nobody(request: Request) -> Reply:
    _ = request.words.gettext
    return note(request, _("I cannot tell who you are here. Write to me in private."), discreet=True)
