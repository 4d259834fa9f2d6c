"""Meetings as events of a server: entered where an organiser asks for it, and brought along when the record moves."""

import asyncio
import hashlib
import json
import logging

import discord

from adapters.discord import texts
from adapters.discord.buttons import fitting
from adapters.discord.errors import FAILURES, Code, code_of, reason
from adapters.discord.limits import MOST_EVENT_DESCRIPTION, MOST_EVENT_NAME, MOST_EVENT_PLACE
from adapters.discord.spot import PLATFORM
from bot.adapter import Answering
from bot.clock import Clock
from bot.commands.catalogue import COMMANDS
from bot.languages.catalogue import catalogue
from bot.languages.shown import shown
from bot.message import ChatKey, ChatKind, Message, Place
from bot.reply import Occasion, Reply
from bot.storage.model import ServerEvent
from bot.storage.store import Store

log = logging.getLogger(__name__)

COMMAND = COMMANDS["event"].name

_OVER = frozenset({discord.EventStatus.completed, discord.EventStatus.canceled})
_GONE = frozenset({Code.UNKNOWN_EVENT, Code.UNKNOWN_GUILD, Code.FINISHED_EVENT})


class ServerEvents:
    """Enters meetings and keeps them up to date."""

    def __init__(self, client: discord.Client, answer: Answering, store: Store, clock: Clock, language: str) -> None:
        """Learn of the meetings by the assistant."""
        self._client, self._answer, self._store, self._clock, self._language = client, answer, store, clock, language
        self._following = asyncio.Lock()

    async def enter(self, guild: discord.Guild, reply: Reply) -> str:
        """Make an event of the meeting that a reply tells of, or bring the one up to date that is there; say what was done.

        Raises:
            HTTPException: Discord refuses it.
        """
        occasion, language = reply.occasion, reply.language
        _ = catalogue(language).gettext
        if occasion is None:
            return _("The sources give no day for it, so it cannot be entered.")
        if occasion.off:
            return _("It was called off, so I do not enter it.")
        if occasion.begins <= self._clock():
            return _("It has begun already; Discord takes only what is to come.")
        held = guild.me.guild_permissions
        if not (held.create_events or held.manage_events):
            return texts.lacking_here(language, ("create_events",))
        known = await self._store.events.find(_key(guild), occasion.record)
        event = await self._found(guild, known) if known else None
        text = _("The event is brought up to date: {url}") if event else _("The event is made: {url}")
        if event is None:
            event = await _make(guild, occasion)
        else:
            event = await _change(event, occasion)
        await self._store.events.keep(ServerEvent(_key(guild), occasion.record, str(event.id), told(occasion)), self._clock())
        return text.format(url=event.url)

    async def follow(self) -> int:
        """Bring the events up to date whose records have changed, and give how many were changed.

        Raises:
            StorageError: the store cannot be used.
        """
        async with self._following:
            events = await self._store.events.all(PLATFORM)
            return sum([await self._followed(event) for event in events])

    async def _followed(self, event: ServerEvent) -> bool:
        guild = self._client.get_guild(int(event.chat.id))
        if guild is None or guild.unavailable:
            return False
        place = Place(event.chat, ChatKind.GROUP)
        reply = await self._answer(Message(event.record, self._clock(), self._language, command=COMMAND, place=place))
        occasion = reply.occasion
        if occasion and told(occasion) == event.told:
            return False
        try:
            return await self._moved(guild, event, occasion)
        except FAILURES as error:
            log.warning("an event could not be brought up to date: %s", reason(error))
            return False

    async def _moved(self, guild: discord.Guild, event: ServerEvent, occasion: Occasion | None) -> bool:
        there = await self._found(guild, event)
        if there is None:
            await self._store.events.forget(event)
            return False
        if occasion is None or occasion.off:
            await there.edit(status=discord.EventStatus.canceled)
            await self._store.events.forget(event)
            return True
        if occasion.begins <= self._clock():
            return False
        await _change(there, occasion)
        await self._store.events.keep(ServerEvent(event.chat, event.record, event.number, told(occasion)), self._clock())
        return True

    async def _found(self, guild: discord.Guild, event: ServerEvent) -> discord.ScheduledEvent | None:
        """Give an event as it is; None where it is over or was deleted."""
        try:
            there = await guild.fetch_scheduled_event(int(event.number), with_counts=False)
        except discord.HTTPException as error:
            if code_of(error) in _GONE:
                return None
            raise
        return None if there.status in _OVER else there


def told(occasion: Occasion) -> str:
    """Give what an event says, in short."""
    parts = [occasion.title, occasion.begins.isoformat(), occasion.ends.isoformat(), occasion.place, occasion.description]
    return hashlib.sha256(json.dumps([*parts, occasion.url, occasion.off]).encode()).hexdigest()[:32]


async def _make(guild: discord.Guild, occasion: Occasion) -> discord.ScheduledEvent:
    return await guild.create_scheduled_event(
        name=_name(occasion),
        description=_description(occasion),
        start_time=occasion.begins,
        end_time=occasion.ends,
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        location=_place(occasion),
    )


async def _change(event: discord.ScheduledEvent, occasion: Occasion) -> discord.ScheduledEvent:
    return await event.edit(
        name=_name(occasion),
        description=_description(occasion),
        start_time=occasion.begins,
        end_time=occasion.ends,
        entity_type=discord.EntityType.external,
        location=_place(occasion),
    )


def _name(occasion: Occasion) -> str:
    return fitting(shown(occasion.title), MOST_EVENT_NAME)


def _place(occasion: Occasion) -> str:
    return fitting(shown(occasion.place or "") or "-", MOST_EVENT_PLACE)


def _description(occasion: Occasion) -> str:
    """Give the sentences as far as there is room, and the page on it."""
    link = f"\n{occasion.url}" if occasion.url and len(occasion.url) < MOST_EVENT_DESCRIPTION // 2 else ""
    return fitting(occasion.description, MOST_EVENT_DESCRIPTION - len(link)) + link


def _key(guild: discord.Guild) -> ChatKey:
    return ChatKey(PLATFORM, str(guild.id))
