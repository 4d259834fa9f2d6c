"""Messages in channels and private chats."""

import datetime as dt
import time

from tests.fakes.discord import payloads
from tests.fakes.discord.call import Answer, Call, Routes
from tests.fakes.discord.errors import (
    Json,
    Problem,
    RefusedError,
    bad_form,
    closed_doors,
    empty_message,
    missing_permissions,
)
from tests.fakes.discord.messages import PLAIN, REPLY, Message, Upload, pings_of
from tests.fakes.discord.world import Channel, Kind

NONCE_LIFE = 300.0
"""Seconds for which a nonce is remembered: "the past few minutes" (reference: Create Message)."""

USUAL_PAGE, LARGEST_PAGE = 50, 100


async def send(call: Call) -> Answer:
    """Post a message; with an enforced nonce that was there already, give the message that has it."""
    channel = call.channel()
    body = call.body or {}
    _may_send(call, channel, body)
    nonce = body.get("nonce")
    known = call.world.nonces.get(str(nonce)) if body.get("enforce_nonce") and nonce is not None else None
    if known and time.monotonic() - known[1] < NONCE_LIFE:
        return payloads.message(known[0])
    reference = _reference(call, channel, body)
    message = Message(channel, call.world.bot, nonce=nonce, reference=reference, kind=REPLY if reference else PLAIN)
    fill(message, body, call.files)
    replied = reference.author if reference else None
    message.pings = pings_of(message, body.get("allowed_mentions"), replied=replied, users_only=False)
    if channel.archived:
        channel.archived = False
        call.world.change("THREAD_UPDATE", channel)
    message.post()
    if nonce is not None:
        call.world.nonces[str(nonce)] = (message, time.monotonic())
    return payloads.message(message)


def fill(message: Message, body: Json, files: dict[int, Upload]) -> None:
    """Take over what a request says of a message; what it does not say stays.

    Raises:
        RefusedError: nothing is left in it.
    """
    message.content = (body["content"] or "").strip() if "content" in body else message.content
    message.embeds = (body["embeds"] or []) if "embeds" in body else message.embeds
    message.components = (body["components"] or []) if "components" in body else message.components
    if body.get("flags") is not None:
        message.flags = body["flags"]
    if "attachments" in body or files:
        described = {int(one["id"]): one for one in body.get("attachments") or []}
        kept = [file for file in message.files if file.id in described]
        message.files = kept + [
            Upload(file.name, file.content, file.media_type, described.get(number, {}).get("description"))
            for number, file in files.items()
        ]
    if not (message.content or message.embeds or message.components or message.files):
        raise empty_message()


def _may_send(call: Call, channel: Channel, body: Json) -> None:
    if channel.kind is Kind.DIRECT and not channel.recipients[0].direct_open:
        raise closed_doors()
    if not channel.may_send(call.world.bot):
        raise missing_permissions()
    if body.get("embeds"):
        call.need(channel, embed_links=True)
    if call.files:
        call.need(channel, attach_files=True)
    if channel.locked and not channel.permissions(call.world.bot).manage_threads:
        raise RefusedError(400, 50083, "Thread is archived")


def _reference(call: Call, channel: Channel, body: Json) -> Message | None:
    wanted = body.get("message_reference")
    if not wanted:
        return None
    if not channel.permissions(call.world.bot).read_message_history:
        raise RefusedError(400, 160002, "Cannot reply without permission to read message history")
    found = call.world.messages.get(int(wanted["message_id"]))
    if found and found.channel is channel and not found.ephemeral:
        return found
    if wanted.get("fail_if_not_exists") is False:
        return None
    raise bad_form(Problem(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message"))


async def listing(call: Call) -> Answer:
    """Give the newest messages of a channel, newest first."""
    channel = call.channel()
    if not channel.permissions(call.world.bot).read_message_history:
        return []
    limit = min(int(call.query.get("limit", USUAL_PAGE)), LARGEST_PAGE)
    after, before = int(call.query.get("after", 0)), int(call.query.get("before", 1 << 63))
    chosen = [one for one in channel.messages if after < one.id < before]
    chosen = chosen[:limit] if after else chosen[-limit:]
    return [payloads.message(one) for one in reversed(chosen)]


async def one(call: Call) -> Answer:
    """Give a message."""
    channel = call.channel()
    call.need(channel, read_message_history=True)
    return payloads.message(call.message(channel))


async def edit(call: Call) -> Answer:
    """Change a message of the bot's own."""
    message = call.message(call.channel())
    if message.author is not call.world.bot:
        raise RefusedError(403, 50005, "Cannot edit a message authored by another user")
    fill(message, call.body or {}, call.files)
    message.edited = dt.datetime.now(dt.UTC)
    message.change()
    return payloads.message(message)


async def remove(call: Call) -> Answer:
    """Delete a message: one's own, or anybody's with the right to manage messages."""
    channel = call.channel()
    message = call.message(channel)
    if message.author is not call.world.bot:
        call.need(channel, manage_messages=True)
    message.remove()
    return None


ROUTES: Routes = [
    ("GET", "/channels/{channel_id}/messages", listing),
    ("POST", "/channels/{channel_id}/messages", send),
    ("GET", "/channels/{channel_id}/messages/{message_id}", one),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}", edit),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}", remove),
]
