"""What readers say of an answer: the buttons Wrong?, 👍 and 👎."""

from typing import TYPE_CHECKING

from bot.commands.lookup import gone
from bot.commands.request import Request, note
from bot.message import Place
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.storage.store import Store


async def report(request: Request, store: "Store", place: Place) -> Reply:  # noqa: ARG001 - as all commands on what is kept
    """Tell the curators that an answer is wrong; behind the record words may stand that say what is."""
    record, _, words = request.argument.partition(" ")
    if record and record not in request.knowledge.records:
        return gone(request)
    await store.report(words, [record] if record else [])
    return note(request, request.words.gettext("Thank you. The curators will look at it."), discreet=True)


async def good(request: Request, store: "Store", place: Place) -> Reply:
    """Count a vote for an answer."""
    return await _vote(request, store, place, good=True)


async def bad(request: Request, store: "Store", place: Place) -> Reply:
    """Count a vote against an answer."""
    return await _vote(request, store, place, good=False)


async def _vote(request: Request, store: "Store", place: Place, *, good: bool) -> Reply:
    record, message = request.argument, request.message
    if record and record not in request.knowledge.records:
        return gone(request)
    answer = f"{message.conversation or place.chat.id} {record}"
    counted = await store.vote(place, answer, good=good, records=[record] if record else [])
    _ = request.words.gettext
    return note(request, _("Thank you.") if counted else _("I cannot tell who you are here, so I count no vote."), discreet=True)
