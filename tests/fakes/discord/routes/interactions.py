"""The first response to an interaction."""

import datetime as dt

from tests.fakes.discord import components as parts
from tests.fakes.discord import payloads
from tests.fakes.discord.call import Answer, Call, Routes
from tests.fakes.discord.errors import Json, Problem, acknowledged_already, bad_form, unknown
from tests.fakes.discord.interaction import Answered, Choice, Form, Interaction, Sort
from tests.fakes.discord.messages import COMMAND_ANSWER, EPHEMERAL, LOADING, MENU_ANSWER, REPLY, Message, pings_of
from tests.fakes.discord.routes.messages import fill

FITTING = {
    Sort.COMMAND: {Answered.MESSAGE, Answered.DEFERRED, Answered.FORM},
    Sort.COMPONENT: {Answered.MESSAGE, Answered.DEFERRED, Answered.DEFERRED_UPDATE, Answered.UPDATE, Answered.FORM},
    Sort.AUTOCOMPLETE: {Answered.CHOICES},
    Sort.FORM: {Answered.MESSAGE, Answered.DEFERRED, Answered.DEFERRED_UPDATE, Answered.UPDATE},
}
"""Which responses fit which interaction; an update needs a message to change, too."""

UPDATES = frozenset({Answered.DEFERRED_UPDATE, Answered.UPDATE})


async def respond(call: Call) -> Answer:
    """Acknowledge an interaction, once and in time."""
    found = call.interactions.get(call.params["interaction_token"])
    if found is None or found.id != call.number("interaction_id") or found.too_late(call.arrived):
        raise unknown("interaction")
    if found.acknowledged:
        raise acknowledged_already()
    kind = _kind(call.body or {}, found)
    _respond(call, found, kind, call.body.get("data") or {})
    found.callback = kind
    found.acknowledged_at = call.arrived
    if call.query.get("with_response") not in {"1", "true"}:
        return None
    return _report(found, kind)


def _kind(body: Json, found: Interaction) -> Answered:
    kind = body.get("type")
    fits = kind in FITTING[found.sort] and not (kind in UPDATES and found.source is None)
    if not fits:
        raise bad_form(
            Problem(("type",), "INTERACTION_CALLBACK_INVALID", f"{kind} does not fit an interaction of {found.sort.name}")
        )
    return Answered(int(body["type"]))


def _respond(call: Call, found: Interaction, kind: Answered, data: Json) -> None:
    match kind:
        case Answered.MESSAGE:
            found.original = new_message(call, found, data)
        case Answered.DEFERRED:
            flags = (data.get("flags") or 0) & EPHEMERAL | LOADING | forced(found)
            found.original = _message(call, found, flags)
            found.messages.append(found.original.post())
        case Answered.UPDATE | Answered.DEFERRED_UPDATE if found.source:
            found.original = found.source
            if kind is Answered.UPDATE:
                edit(call, found, found.source, data)
        case Answered.CHOICES:
            found.choices = [Choice(one["name"], one["value"]) for one in data["choices"]]
        case Answered.FORM:
            components = data["components"]
            found.form = Form(data["custom_id"], data["title"], tuple(parts.fields(components)), tuple(components))


def forced(found: Interaction) -> int:
    """Give the flag for an answer that Discord shows to its reader alone: an app of one's own where those are not wanted."""
    alone = found.guild is not None and not found.guild.has_bot
    return EPHEMERAL if alone and not found.channel.permissions(found.person).use_external_apps else 0


def new_message(call: Call, found: Interaction, data: Json) -> Message:
    """Post a message as an answer to an interaction."""
    message = _message(call, found, 0)
    fill(message, data, call.files)
    message.flags |= forced(found)
    message.pings = pings_of(message, data.get("allowed_mentions"), replied=None, users_only=True)
    found.messages.append(message.post())
    return message


def edit(call: Call, found: Interaction, message: Message, data: Json) -> None:
    """Change a message of an interaction; one that was only thinking is now there."""
    kept = message.flags & EPHEMERAL
    fill(message, data, call.files)
    message.flags = message.flags & ~LOADING & ~EPHEMERAL | kept
    message.edited = dt.datetime.now(dt.UTC)
    found.updated = found.updated or message is found.source
    message.change()


def _message(call: Call, found: Interaction, flags: int) -> Message:
    kinds = {Sort.COMMAND: COMMAND_ANSWER}
    if found.data.get("target_id"):
        kinds[Sort.COMMAND] = MENU_ANSWER
    kind = kinds.get(found.sort, REPLY if found.source else COMMAND_ANSWER)
    return Message(found.channel, call.world.bot, flags=flags, kind=kind, asked=found, reference=found.source)


def _report(found: Interaction, kind: Answered) -> Json:
    told: Json = {
        "id": str(found.id),
        "type": int(found.sort),
        "response_message_loading": kind is Answered.DEFERRED,
    }
    if not found.original or kind is Answered.DEFERRED_UPDATE:
        return {"interaction": told}
    told["response_message_id"] = str(found.original.id)
    told["response_message_ephemeral"] = found.original.ephemeral
    if kind is Answered.DEFERRED:
        return {"interaction": told}
    return {"interaction": told, "resource": {"type": int(kind), "message": payloads.message(found.original)}}


ROUTES: Routes = [("POST", "/interactions/{interaction_id}/{interaction_token}/callback", respond)]
