"""Posts messages in channels and private chats: answers as replies, and deliveries that nobody asked for just now."""

import asyncio
import base64
import hashlib
import logging
from typing import Any

import discord
from discord.utils import MISSING

from adapters.discord import permissions
from adapters.discord.errors import FAILURES, LATER, SOON, Code, code_of, outcome_of, reason
from adapters.discord.limits import MOST_CONTENT, MOST_NONCE, units
from adapters.discord.render import Rendered, render
from adapters.discord.responding import files
from bot.adapter import Beginning, Outcome, Refused, Retry, Sent, Target, Unknown, Withdrawn
from bot.message import ChatKey
from bot.reply import Reply
from bot.storage.store import Store

log = logging.getLogger(__name__)

TRIES, PAUSE = 3, 1.0
"""Requests of which the line may break before a delivery's end is unknown, and seconds between them; the nonce makes them one."""

Channel = discord.abc.Messageable


class NoPlaceError(Exception):
    """There is nowhere to post: what became of the delivery by that."""

    def __init__(self, outcome: Retry | Refused) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


def nonce_of(key: str) -> str:
    """Give the nonce of a delivery: the same for the same key, and another for any other."""
    digest = hashlib.sha256(key.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:MOST_NONCE]


def missing_in(channel: Channel, rendered: Rendered | None, *, reply: bool) -> tuple[str, ...]:
    """Give the permissions that are missing to post a message in a channel; in private none is needed."""
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return ()
    me = channel.guild.me
    if me is None:
        return ()
    wanted = permissions.needed(rendered, thread=isinstance(channel, discord.Thread), reply=reply)
    return permissions.lacking(_held(channel, me), wanted)


def _held(channel: discord.abc.GuildChannel | discord.Thread, me: discord.Member) -> discord.Permissions:
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return me.guild_permissions
    return channel.permissions_for(me)


class Poster:
    """Posts by a client, and learns from Discord where it may not."""

    def __init__(self, client: discord.Client, store: Store) -> None:
        """Post by this client."""
        self._client, self._store = client, store
        self.commands: dict[str, int] = {}

    async def answer(self, question: discord.Message, reply: Reply) -> int | None:
        """Answer a message by a reply to it, and give the answer's number; None where it could not be sent."""
        fitting = self._fitting(question.channel, reply, answering=True)
        reference: Any = MISSING
        if not missing_in(question.channel, None, reply=True):
            reference = question.to_reference(fail_if_not_exists=False)
        try:
            return await self._send(question.channel, reply, fitting, reference=reference)
        except FAILURES as error:
            log.warning("an answer could not be sent: %s", reason(error))
            return None

    async def change(self, channel: Channel, number: int, reply: Reply) -> int | None:
        """Have an earlier answer say something else."""
        fitting = self._fitting(channel, reply, answering=True)
        message = self._client.get_partial_messageable(_number(channel)).get_partial_message(number)
        view = fitting.buttons.view() if fitting.buttons else None
        try:
            await message.edit(
                content=fitting.content or None, embeds=fitting.embeds, attachments=files(fitting.attachments), view=view
            )
        except FAILURES as error:
            log.info("an answer could not be changed: %s", reason(error))
            return None
        return number

    async def deliver(self, target: Target, reply: Reply, key: str, begin: Beginning) -> Outcome:
        """Post a reply under a nonce of its own and say what became of it; a line that breaks is tried again, since that is one."""
        try:
            channel = await self._place(target)
        except NoPlaceError as error:
            return error.outcome
        except FAILURES as error:
            return outcome_of(error)
        fitting = self._fitting(channel, reply, answering=False)
        lacking = missing_in(channel, fitting, reply=False)
        if lacking:
            return Refused(f"the permission {permissions.named(lacking, reply.language)} is missing in #{channel}")
        if not await begin():
            return Withdrawn()
        for tried in range(1, TRIES + 1):
            try:
                number = await self._send(channel, reply, fitting, nonce=nonce_of(key), mention=reply.mention)
                return Sent(str(number))
            except FAILURES as error:
                outcome = outcome_of(error)
                broken = isinstance(outcome, Unknown) and not isinstance(error, discord.HTTPException)
                if not broken or tried == TRIES:
                    return outcome
                log.info("the line broke (%s); sending the same once more", reason(error))
                await asyncio.sleep(PAUSE)
        return Unknown("the line broke")

    async def _place(self, target: Target) -> Channel:
        """Give where a delivery goes: the channel that is named, else the server's channel for announcements, else the person."""
        chat = await self._store.chat(target.chat)
        number = target.topic or chat.announcements
        guild = self._client.get_guild(int(target.chat.id))
        if guild is not None and guild.unavailable:
            raise NoPlaceError(Retry(LATER, "Discord has an outage on that server"))
        if number is None:
            if guild is not None:
                raise NoPlaceError(Refused("the server has named no channel for announcements (/settings)"))
            return await self._client.create_dm(discord.Object(int(target.chat.id)))
        known = self._client.get_channel(int(number)) or await self._client.fetch_channel(int(number))
        if not isinstance(known, discord.abc.Messageable):
            raise NoPlaceError(Refused("that channel takes no messages"))
        return known

    def _fitting(self, channel: Channel, reply: Reply, *, answering: bool) -> Rendered:
        """Give the message in the form that may be posted there."""
        rendered = render(reply, commands=self.commands)
        if "embed_links" in missing_in(channel, rendered, reply=answering):
            rendered = render(reply, commands=self.commands, embeds=False)
        return rendered

    async def _send(
        self,
        channel: Channel,
        reply: Reply,
        rendered: Rendered,
        *,
        reference: Any = MISSING,  # noqa: ANN401 - discord.py's own sign for nothing
        nonce: str | None = None,
        mention: str | None = None,
    ) -> int:
        try:
            return await self._sent(channel, rendered, reference, nonce, mention)
        except discord.HTTPException as error:
            if code_of(error) != Code.BAD_FORM:
                raise
            log.warning("a message was refused (%s); sending it as plain text", reason(error))
            plain = render(reply, embeds=False, pressable=False)
            return await self._sent(channel, plain, reference, nonce, mention)

    async def _sent(self, channel: Channel, rendered: Rendered, reference: Any, nonce: str | None, mention: str | None) -> int:  # noqa: ANN401
        content, allowed = _mentioning(rendered.content, mention)
        message = await channel.send(
            content or None,
            embeds=list(rendered.embeds),
            files=files(rendered.attachments),
            view=rendered.buttons.view() if rendered.buttons else MISSING,
            allowed_mentions=allowed,
            suppress_embeds=not rendered.embeds,
            reference=reference,
            nonce=nonce,
        )
        return message.id


def _mentioning(content: str, role: str | None) -> tuple[str, discord.AllowedMentions]:
    """Give a content that mentions a role, and leave to mention it and nobody else."""
    if role is None:
        return content, discord.AllowedMentions.none()
    text = f"<@&{role}>\n{content}".strip()
    if units(text) > MOST_CONTENT:
        log.warning("a text leaves no room to mention the role")
        return content, discord.AllowedMentions.none()
    allowed = discord.AllowedMentions.none()
    allowed.roles = [discord.Object(int(role))]
    return text, allowed


def _number(channel: Channel) -> int:
    return int(getattr(channel, "id", 0))


def not_connected() -> Retry:
    """Give the outcome of a delivery while the bot is not on Discord."""
    return Retry(SOON, "Discord is not connected")


def private_key(person: int) -> ChatKey:
    """Give the private chat of a person as the store knows it."""
    return ChatKey("discord", str(person))
