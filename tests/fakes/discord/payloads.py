"""What there is, as Discord's JSON (reference: the resources' objects)."""

from typing import TYPE_CHECKING

from tests.fakes.discord.components import numbered
from tests.fakes.discord.errors import Json
from tests.fakes.discord.ids import born, stamp
from tests.fakes.discord.messages import HAS_THREAD, PLAIN, REPLY, Message, Upload
from tests.fakes.discord.world import PRIVATE, THREADS, Channel, Guild, Kind, Member, Role, User, World

if TYPE_CHECKING:
    from tests.fakes.discord.events import ScheduledEvent
    from tests.fakes.discord.interaction import Interaction

ARCHIVE_MINUTES = 4320
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes that a file may have (reference: Uploading Files)."""


def user(one: User) -> Json:
    """Give a user."""
    return {
        "id": str(one.id),
        "username": one.name,
        "global_name": None if one.bot else one.name.title(),
        "discriminator": "0000" if one.bot else "0",
        "avatar": None,
        "bot": one.bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def own_account(world: World) -> Json:
    """Give the bot's account as it sees it itself."""
    return user(world.bot) | {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None}


def member(one: Member, *, with_user: bool = True) -> Json:
    """Give a member."""
    body: Json = {
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role.id) for role in one.roles],
        "joined_at": stamp(born(one.user.id)),
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    return body | {"user": user(one.user)} if with_user else body


def role(one: Role) -> Json:
    """Give a role."""
    return {
        "id": str(one.id),
        "name": one.name,
        "permissions": str(one.permissions.value),
        "position": 1 if one.managed else 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": one.managed,
        "mentionable": one.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def channel(one: Channel, *, viewer: User | None = None) -> Json:
    """Give a channel, with what a viewer may do in it where one is given (as interactions tell it)."""
    last = one.messages[-1] if one.messages else None
    body: Json = {
        "id": str(one.id),
        "type": int(one.kind),
        "flags": 0,
        "last_message_id": str(last.id) if last else None,
        "last_pin_timestamp": None,
    }
    if viewer:
        body["permissions"] = str(one.permissions(viewer).value)
    if one.kind in PRIVATE or one.guild is None:
        body["recipients"] = [user(person) for person in one.recipients]
        if one.kind is Kind.GROUP:
            body |= {"name": one.name, "icon": None, "owner_id": str(one.recipients[0].id)}
        return body
    body |= {"guild_id": str(one.guild.id), "name": one.name, "rate_limit_per_user": one.slow}
    if one.kind in THREADS:
        return body | _thread(one)
    rules = [
        {"id": str(number), "type": int(rule.member), "allow": str(rule.allow), "deny": str(rule.deny)}
        for number, rule in one.overwrites.items()
    ]
    return body | {
        "position": one.guild.channels.index(one) if one in one.guild.channels else 0,
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "permission_overwrites": rules,
    }


def _thread(one: Channel) -> Json:
    created = stamp(born(one.id))
    return {
        "parent_id": str(one.parent.id) if one.parent else None,
        "owner_id": str(one.owner.id) if one.owner else "0",
        "message_count": len(one.messages),
        "total_message_sent": len(one.messages),
        "member_count": len(one.members),
        "thread_metadata": {
            "archived": one.archived,
            "archive_timestamp": created,
            "auto_archive_duration": ARCHIVE_MINUTES,
            "locked": one.locked,
            "create_timestamp": created,
        },
    }


def thread_member(one: Channel, person: User) -> Json:
    """Give somebody's membership of a thread."""
    return {"id": str(one.id), "user_id": str(person.id), "join_timestamp": stamp(born(one.id)), "flags": 0}


def upload(one: Upload, address: str, *, ephemeral: bool) -> Json:
    """Give a file below a message."""
    place = f"{address}/{one.id}/{one.name}"
    body: Json = {
        "id": str(one.id),
        "filename": one.name,
        "size": len(one.content),
        "url": place,
        "proxy_url": place,
        "content_type": one.media_type,
        "description": one.description,
    }
    body = {key: value for key, value in body.items() if value is not None}
    return body | {"ephemeral": True} if ephemeral else body


def message(one: Message, *, legible: bool = True, nested: bool = True) -> Json:
    """Give a message.

    Args:
        one: The message.
        legible: Whether its content is told, or withheld as from a bot without the intent.
        nested: Whether the message that it replies to comes with it.
    """
    world = one.channel.world
    called = [world.users[number] for number in sorted(one.pings.users) if number in world.users]
    flags = one.flags | (HAS_THREAD if one.thread else 0)
    body: Json = {
        "id": str(one.id),
        "channel_id": str(one.channel.id),
        "type": one.kind,
        "author": user(one.author),
        "timestamp": stamp(born(one.id)),
        "edited_timestamp": stamp(one.edited) if one.edited else None,
        "tts": False,
        "mention_everyone": one.pings.everyone,
        "mentions": [user(person) for person in called],
        "mention_roles": [str(number) for number in sorted(one.pings.roles)],
        "pinned": False,
        "flags": flags,
        "content": one.content if legible else "",
        "embeds": [{"type": "rich", **embed} for embed in one.embeds] if legible else [],
        "attachments": [upload(file, "http://files.example", ephemeral=one.ephemeral) for file in one.files] if legible else [],
        "components": numbered(one.components) if legible else [],
    }
    if one.nonce is not None:
        body["nonce"] = one.nonce
    if one.thread:
        body["thread"] = channel(one.thread)
    if one.asked:
        body |= _asked(one.asked, one)
    if one.reference and one.kind != PLAIN:
        body["message_reference"] = {"type": 0, "channel_id": str(one.reference.channel.id), "message_id": str(one.reference.id)}
        if one.channel.guild:
            body["message_reference"]["guild_id"] = str(one.channel.guild.id)
        if nested and one.kind == REPLY:
            gone = one.reference.removed
            own = one.reference.author is world.bot
            body["referenced_message"] = None if gone else message(one.reference, legible=legible or own, nested=False)
    return body


def _asked(one: "Interaction", answer: Message) -> Json:
    world = answer.channel.world
    body: Json = {
        "application_id": str(world.application),
        "webhook_id": str(world.application),
        "interaction_metadata": _metadata(one, answer),
    }
    if one.data.get("name"):
        body["interaction"] = {"id": str(one.id), "type": int(one.sort), "name": one.data["name"], "user": user(one.person)}
    return body


def _metadata(one: "Interaction", answer: Message) -> Json:
    told: Json = {
        "id": str(one.id),
        "type": int(one.sort),
        "user": user(one.person),
        "authorizing_integration_owners": one.owners,
    }
    if one.opener:
        told["triggering_interaction_metadata"] = _metadata(one.opener, answer)
    elif one.source:
        told["interacted_message_id"] = str(one.source.id)
    if one.original and one.original is not answer:
        told["original_response_message_id"] = str(one.original.id)
    return told


def message_event(one: Message, *, legible: bool) -> Json:
    """Give a message as the gateway tells it; one for its reader alone comes without the server."""
    body = message(one, legible=legible)
    guild = one.channel.guild
    if guild and not one.ephemeral:
        body["guild_id"] = str(guild.id)
        if one.author.id in guild.members and not one.asked:
            body["member"] = member(guild.members[one.author.id], with_user=False)
    return body


def guild(one: Guild) -> Json:
    """Give a server as the HTTP API tells it."""
    return {
        "id": str(one.id),
        "name": one.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "features": ["COMMUNITY"],
        "owner_id": str(one.owner.id),
        "application_id": None,
        "region": "europe",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 1,
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 2,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": one.locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
        "roles": [role(each) for each in one.roles.values()],
    }


def guild_event(one: Guild) -> Json:
    """Give a server as the gateway tells it; without the members' intent it names the bot alone."""
    bot = one.world.bot
    threads = [each for each in one.channels if each.is_thread]
    return guild(one) | {
        "joined_at": stamp(born(one.id)),
        "large": False,
        "member_count": len(one.members),
        "members": [member(one.members[bot.id])],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "soundboard_sounds": [],
        "guild_scheduled_events": [scheduled_event(event) for event in one.events.values()],
        "channels": [channel(each) for each in one.channels if not each.is_thread],
        "threads": [channel(each) for each in threads if not each.archived and each.permissions(bot).view_channel],
    }


def scheduled_event(one: "ScheduledEvent") -> Json:
    """Give a scheduled event."""
    return {
        "id": str(one.id),
        "guild_id": str(one.guild.id),
        "channel_id": None,
        "creator_id": str(one.creator.id),
        "creator": user(one.creator),
        "name": one.name,
        "description": one.description,
        "image": None,
        "scheduled_start_time": stamp(one.start),
        "scheduled_end_time": stamp(one.end) if one.end else None,
        "privacy_level": 2,
        "status": one.status,
        "entity_type": 3,
        "entity_id": None,
        "entity_metadata": {"location": one.place},
        "recurrence_rule": None,
        "guild_scheduled_event_exceptions": [],
        "user_count": 0,
    }


def interaction(one: "Interaction") -> Json:
    """Give an interaction as the gateway tells it."""
    world = one.channel.world
    away = one.channel.kind is Kind.GROUP or (one.guild is not None and not one.guild.has_bot)
    body: Json = {
        "id": str(one.id),
        "application_id": str(world.application),
        "type": int(one.sort),
        "token": one.token,
        "version": 1,
        "data": one.data,
        "locale": one.person.locale,
        "channel_id": str(one.channel.id),
        "channel": channel(one.channel, viewer=one.person),
        "app_permissions": str(one.channel.permissions(one.person if away else world.bot).value),
        "entitlements": [],
        "authorizing_integration_owners": one.owners,
        "context": one.context,
        "attachment_size_limit": LARGEST_FILE,
    }
    if one.source:
        body["message"] = message(one.source)
    guild_ = one.guild
    if guild_ is None:
        return body | {"user": user(one.person)}
    present = guild_.members[one.person.id]
    permissions = str(one.channel.permissions(one.person).value)
    return body | {
        "guild_id": str(guild_.id),
        "guild": {"id": str(guild_.id), "locale": guild_.locale, "features": ["COMMUNITY"]},
        "guild_locale": guild_.locale,
        "member": member(present) | {"permissions": permissions},
    }
