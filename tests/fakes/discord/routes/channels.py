"""Channels and threads."""

from tests.fakes.discord import payloads
from tests.fakes.discord.call import Answer, Call, Routes
from tests.fakes.discord.errors import RefusedError, unknown
from tests.fakes.discord.world import Kind


async def channel(call: Call) -> Answer:
    """Give a channel."""
    return payloads.channel(call.channel())


async def change(call: Call) -> Answer:
    """Change a thread: its name, whether it is archived or locked."""
    found = call.channel()
    body = call.body or {}
    if found.owner is not call.world.bot:
        call.need(found, manage_threads=True)
    found.name = body.get("name", found.name)
    found.archived = body.get("archived", found.archived)
    found.locked = body.get("locked", found.locked)
    call.world.change("THREAD_UPDATE" if found.is_thread else "CHANNEL_UPDATE", found)
    return payloads.channel(found)


async def typing(call: Call) -> Answer:
    """Show that the bot is typing."""
    call.channel()
    return None


async def thread(call: Call) -> Answer:
    """Begin a thread without a message."""
    parent = call.channel()
    body = call.body or {}
    private = (body.get("type") or Kind.PRIVATE_THREAD) == Kind.PRIVATE_THREAD
    call.need(parent, **{"create_private_threads" if private else "create_public_threads": True})
    call.status = 201
    made = parent.thread(body["name"], call.world.bot, private=private)
    return payloads.channel(made) | {"member": payloads.thread_member(made, call.world.bot)}


async def thread_on_message(call: Call) -> Answer:
    """Begin a thread on a message; the thread gets the message's number."""
    parent = call.channel()
    message = call.message(parent)
    call.need(parent, create_public_threads=True, read_message_history=True)
    if message.thread:
        raise RefusedError(400, 160004, "A thread has already been created for this message")
    call.status = 201
    message.thread = parent.thread(call.body["name"], call.world.bot, number=message.id)
    message.change()
    return payloads.channel(message.thread) | {"member": payloads.thread_member(message.thread, call.world.bot)}


async def join(call: Call) -> Answer:
    """Join a thread."""
    found = call.channel()
    if not found.is_thread:
        raise unknown("Channel")
    if call.world.bot not in found.members:
        found.members.append(call.world.bot)
        call.world.change("THREAD_MEMBERS_UPDATE", found)
    return None


async def members(call: Call) -> Answer:
    """Give a thread's members."""
    found = call.channel()
    return [payloads.thread_member(found, one) for one in found.members]


ROUTES: Routes = [
    ("GET", "/channels/{channel_id}", channel),
    ("PATCH", "/channels/{channel_id}", change),
    ("POST", "/channels/{channel_id}/typing", typing),
    ("POST", "/channels/{channel_id}/threads", thread),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads", thread_on_message),
    ("GET", "/channels/{channel_id}/thread-members", members),
    ("PUT", "/channels/{channel_id}/thread-members/@me", join),
]
