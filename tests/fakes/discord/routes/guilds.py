"""Servers: their members, roles, channels, threads and scheduled events."""

import datetime as dt

from tests.fakes.discord import payloads
from tests.fakes.discord.call import Answer, Call, Routes
from tests.fakes.discord.errors import Problem, RefusedError, bad_form, missing_permissions, unknown
from tests.fakes.discord.events import EXTERNAL, ScheduledEvent
from tests.fakes.discord.rules import too_long
from tests.fakes.discord.world import Guild

NAME, DESCRIPTION, PLACE = 100, 1000, 100
"""Limits of an event (reference: Guild Scheduled Event)."""

MOST_EVENTS = 100


async def guild(call: Call) -> Answer:
    """Give a server."""
    found = call.guild()
    count = len(found.members)
    return payloads.guild(found) | {"approximate_member_count": count, "approximate_presence_count": count}


async def channels(call: Call) -> Answer:
    """Give a server's channels, without threads."""
    return [payloads.channel(one) for one in call.guild().channels if not one.is_thread]


async def threads(call: Call) -> Answer:
    """Give a server's living threads."""
    found = [one for one in call.guild().channels if one.is_thread and not one.archived]
    seen = [one for one in found if one.permissions(call.world.bot).view_channel]
    bot = call.world.bot
    members = [payloads.thread_member(one, bot) for one in seen if bot in one.members]
    return {"threads": [payloads.channel(one) for one in seen], "members": members}


async def roles(call: Call) -> Answer:
    """Give a server's roles."""
    return [payloads.role(one) for one in call.guild().roles.values()]


async def member(call: Call) -> Answer:
    """Give a member."""
    found = call.guild().members.get(call.number("user_id"))
    if found is None:
        raise unknown("Member")
    return payloads.member(found)


async def events(call: Call) -> Answer:
    """Give a server's events."""
    return [payloads.scheduled_event(one) for one in call.guild().events.values()]


async def event(call: Call) -> Answer:
    """Give an event."""
    return payloads.scheduled_event(_event(call, call.guild()))


async def new_event(call: Call) -> Answer:
    """Make an event, which takes the right to make events."""
    found = call.guild()
    call.need(found, create_events=True)
    body = call.body or {}
    if body.get("entity_type") != EXTERNAL:
        raise bad_form(Problem(("entity_type",), "BASE_TYPE_CHOICES", "the fake knows events outside Discord only"))
    made = ScheduledEvent(found, call.world.bot, "", dt.datetime.min.replace(tzinfo=dt.UTC), None, None)
    made.change(body)
    _check(made)
    if sum(not one.over for one in found.events.values()) >= MOST_EVENTS:
        raise RefusedError(400, 30038, "Maximum number of guild scheduled events reached (100)")
    found.events[made.id] = made
    call.world.change("GUILD_SCHEDULED_EVENT_CREATE", made)
    return payloads.scheduled_event(made)


async def change_event(call: Call) -> Answer:
    """Change an event: one's own with the right to make events, anybody's with the right to manage them."""
    found = _changeable(call)
    if found.over:
        raise RefusedError(400, 180000, "Cannot update a finished event")
    found.change(call.body or {})
    _check(found)
    call.world.change("GUILD_SCHEDULED_EVENT_UPDATE", found)
    return payloads.scheduled_event(found)


async def remove_event(call: Call) -> Answer:
    """Delete an event."""
    found = _changeable(call)
    del found.guild.events[found.id]
    call.world.change("GUILD_SCHEDULED_EVENT_DELETE", found)
    return None


def _event(call: Call, found: Guild) -> ScheduledEvent:
    one = found.events.get(call.number("event_id"))
    if one is None:
        raise unknown("Guild Scheduled Event")
    return one


def _changeable(call: Call) -> ScheduledEvent:
    found = call.guild()
    one = _event(call, found)
    held = found.permissions(call.world.bot)
    if not (held.manage_events or (held.create_events and one.creator is call.world.bot)):
        raise missing_permissions()
    return one


def _check(one: ScheduledEvent) -> None:
    """Refuse what Discord's description of the API does not rule out."""
    problems = [
        *too_long(("name",), one.name, NAME, least=1),
        *too_long(("description",), one.description, DESCRIPTION),
        *too_long(("entity_metadata", "location"), one.place, PLACE, least=1),
    ]
    if one.place is None:
        problems.append(Problem(("entity_metadata", "location"), "BASE_TYPE_REQUIRED", "This field is required"))
    if one.end is None or one.end <= one.start:
        problems.append(Problem(("scheduled_end_time",), "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot end before it begins."))
    if problems:
        raise bad_form(*problems)


ROUTES: Routes = [
    ("GET", "/guilds/{guild_id}", guild),
    ("GET", "/guilds/{guild_id}/channels", channels),
    ("GET", "/guilds/{guild_id}/threads/active", threads),
    ("GET", "/guilds/{guild_id}/roles", roles),
    ("GET", "/guilds/{guild_id}/members/{user_id}", member),
    ("GET", "/guilds/{guild_id}/scheduled-events", events),
    ("POST", "/guilds/{guild_id}/scheduled-events", new_event),
    ("GET", "/guilds/{guild_id}/scheduled-events/{event_id}", event),
    ("PATCH", "/guilds/{guild_id}/scheduled-events/{event_id}", change_event),
    ("DELETE", "/guilds/{guild_id}/scheduled-events/{event_id}", remove_event),
]
