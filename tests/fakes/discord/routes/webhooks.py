"""What follows an interaction's first response: changing it, deleting it, saying more."""

from tests.fakes.discord import payloads
from tests.fakes.discord.call import Answer, Call, Routes
from tests.fakes.discord.errors import RefusedError, unknown
from tests.fakes.discord.interaction import MOST_FOLLOWUPS, Interaction
from tests.fakes.discord.messages import Message
from tests.fakes.discord.routes.interactions import edit, new_message

ORIGINAL = "@original"


async def follow_up(call: Call) -> Answer:
    """Say more; where the bot is still thinking, this becomes the first response (reference: Create Followup Message)."""
    found = _interaction(call)
    if found.deferred and found.original:
        edit(call, found, found.original, call.body or {})
        return payloads.message(found.original)
    alone = found.guild is not None and not found.guild.has_bot
    if alone and found.followups >= MOST_FOLLOWUPS:
        raise RefusedError(403, 40094, "This interaction has reached the maximum number of follow-up messages")
    found.followups += 1
    return payloads.message(new_message(call, found, call.body or {}))


async def get(call: Call) -> Answer:
    """Give a message of the interaction."""
    return payloads.message(_message(call, _interaction(call)))


async def change(call: Call) -> Answer:
    """Change a message of the interaction."""
    found = _interaction(call)
    message = _message(call, found)
    edit(call, found, message, call.body or {})
    return payloads.message(message)


async def remove(call: Call) -> Answer:
    """Delete a message of the interaction."""
    found = _interaction(call)
    message = _message(call, found)
    message.remove()
    return None


def _interaction(call: Call) -> Interaction:
    """Give the interaction of the token, which is of use only between its first response and its end."""
    found = call.interactions.get(call.params["webhook_token"])
    if found is None or call.number("webhook_id") != call.world.application or not found.acknowledged:
        raise unknown("Webhook")
    if found.dead:
        raise RefusedError(401, 50027, "Invalid Webhook Token")
    return found


def _message(call: Call, found: Interaction) -> Message:
    wanted = call.params.get("message_id", ORIGINAL)
    own = [found.original] if wanted == ORIGINAL else [one for one in found.messages if str(one.id) == wanted]
    if found.source and str(found.source.id) == wanted:
        own.append(found.source)
    if not own or own[0] is None or own[0].removed:
        raise unknown("Message")
    return own[0]


_BASE = "/webhooks/{webhook_id}/{webhook_token}"

ROUTES: Routes = [
    ("POST", _BASE, follow_up),
    *(
        (method, f"{_BASE}/messages/{which}", handler)
        for which in ("@original", "{message_id}")
        for method, handler in (("GET", get), ("PATCH", change), ("DELETE", remove))
    ),
]
