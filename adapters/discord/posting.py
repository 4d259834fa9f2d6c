"""Posts messages in channels and private chats: answers as replies, and deliveries that nobody asked for just now."""

import asyncio
import base64
import hashlib
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import discord
from discord.utils import MISSING

from adapters import texts as courtesy
from adapters.discord import permissions, texts
from adapters.discord.errors import FAILURES, LATER, SOON, Code, code_of, outcome_of, reason
from adapters.discord.limits import MOST_CONTENT, MOST_NONCE, units
from adapters.discord.render import Rendered, render
from adapters.discord.responding import files
from bot.adapter import Beginning, Outcome, Refused, Retry, Sent, Target, Unknown, Withdrawn
from bot.reply import Reply
from bot.storage.store import Store

log = logging.getLogger(__name__)

TRIES, PAUSE = 3, 1.0
"""Requests of which the line may break before a message's end is unknown, and seconds between them."""

if TYPE_CHECKING:
    Channel: TypeAlias = discord.abc.MessageableChannel


class NoPlaceError(Exception):
    """There is nowhere to post: what became of the delivery by that."""

    def __init__(self, outcome: Retry | Refused) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


def nonce_of(key: str) -> str:
    """Give the nonce of a delivery: the same for the same key, and another for any other."""
    digest = hashlib.sha256(key.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:MOST_NONCE]


def missing_in(channel: "Channel", rendered: Rendered | None, *, reply: bool) -> tuple[str, ...]:
    """Give the permissions that are missing to post a message in a channel; in private none is needed."""
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return ()
    me = channel.guild.me
    wanted = permissions.needed(rendered, thread=isinstance(channel, discord.Thread), reply=reply)
    return permissions.lacking(_held(channel, me), wanted)


def _held(channel: discord.abc.GuildChannel | discord.Thread, me: discord.Member) -> discord.Permissions:
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return me.guild_permissions
    return channel.permissions_for(me)


class Poster:
    """Posts by a client; a message whose line breaks is sent once more under the same nonce, which makes the two one.

    Attributes:
        commands: The numbers of the commands by name, so that those in a text can be tapped.
    """

    def __init__(self, client: discord.Client, store: Store) -> None:
        """Post by this client."""
        self._client, self._store = client, store
        self.commands: dict[str, int] = {}

    async def answer(self, question: discord.Message, reply: Reply) -> int | None:
        """Answer a message by a reply to it, and give the answer's number; None where it could not be sent."""
        channel = question.channel
        if reply.attachments and "attach_files" in missing_in(channel, Rendered(attachments=reply.attachments), reply=False):
            note = courtesy.says(texts.lacking_here(reply.language, ("attach_files",)), reply.language)
            reply = replace(reply, attachments=(), blocks=(*reply.blocks, *note.blocks))
        reference = None
        if not missing_in(channel, None, reply=True):
            reference = question.to_reference(fail_if_not_exists=False)
        post = _Post(self._fitting(channel, reply), nonce_of(f"answer {question.id}"), reference)
        try:
            return await _send(channel, post, reply)
        except FAILURES as error:
            log.warning("an answer could not be sent: %s", reason(error))
            return None

    async def change(self, channel: "Channel", number: int, reply: Reply) -> int | None:
        """Have an earlier answer say something else."""
        fitting = self._fitting(channel, reply)
        message = self._client.get_partial_messageable(channel.id).get_partial_message(number)
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
        """Post a reply under a nonce of its own and say what became of it."""
        try:
            channel = await self._place(target)
        except NoPlaceError as error:
            return error.outcome
        except FAILURES as error:
            return outcome_of(error)
        fitting = self._fitting(channel, reply)
        lacking = missing_in(channel, fitting, reply=False)
        if lacking:
            return Refused(f"the permission {permissions.named(lacking, reply.language)} is missing in #{channel}")
        if not await begin():
            return Withdrawn()
        try:
            return Sent(str(await _send(channel, _Post(fitting, nonce_of(key), mention=reply.mention), reply)))
        except FAILURES as error:
            return outcome_of(error)

    async def _place(self, target: Target) -> "Channel":
        """Give where a delivery goes: the channel that is named, else the server's channel for announcements, else the person."""
        guild = self._client.get_guild(int(target.chat.id))
        if guild is not None and guild.unavailable:
            raise NoPlaceError(Retry(LATER, "Discord has an outage on that server"))
        number = target.topic or (await self._store.chat(target.chat)).announcements
        if number is None:
            if guild is not None:
                raise NoPlaceError(Refused("the server has named no channel for announcements (/settings)"))
            return await self._client.create_dm(discord.Object(int(target.chat.id)))
        # A cache proves nothing by what it lacks (PLATFORMS, section 2).
        found = self._client.get_channel(int(number)) or await self._client.fetch_channel(int(number))
        if not isinstance(found, discord.abc.Messageable):
            raise NoPlaceError(Refused("that channel takes no messages"))
        return cast("Channel", found)

    def _fitting(self, channel: "Channel", reply: Reply) -> Rendered:
        """Give the message in the form that may be posted there."""
        rendered = render(reply, commands=self.commands)
        if "embed_links" in missing_in(channel, rendered, reply=False):
            return render(reply, commands=self.commands, embeds=False)
        return rendered


@dataclass(frozen=True, slots=True)
class _Post:
    """A message on its way.

    Attributes:
        nonce: By which Discord knows it when it comes twice.
        reference: The message that it answers.
        mention: The role that it mentions.
    """

    rendered: Rendered
    nonce: str
    reference: Any = None  # discord.py takes None, but does not say so
    mention: str | None = None

    async def send(self, channel: "Channel") -> int:
        content, allowed = _mentioning(self.rendered.content, self.mention)
        message = await channel.send(
            content or None,
            embeds=list(self.rendered.embeds),
            files=files(self.rendered.attachments),
            view=self.rendered.buttons.view() if self.rendered.buttons else MISSING,
            allowed_mentions=allowed,
            suppress_embeds=not self.rendered.embeds,
            nonce=self.nonce,
            reference=self.reference,
        )
        return message.id


async def _send(channel: "Channel", post: _Post, reply: Reply) -> int:
    """Send a message, once more where the line broke, and as plain text where its form was refused."""
    for tried in range(1, TRIES + 1):
        try:
            return await post.send(channel)
        except discord.HTTPException as error:
            if code_of(error) != Code.BAD_FORM or not post.rendered.embeds:
                raise
            log.warning("a message was refused (%s); sending it as plain text", reason(error))
            post = replace(post, rendered=render(reply, embeds=False, pressable=False))
        except FAILURES as error:
            if tried == TRIES or not isinstance(outcome_of(error), Unknown):
                raise
            log.info("the line broke (%s); sending the same once more", reason(error))
            await asyncio.sleep(PAUSE)
    return await post.send(channel)


def _mentioning(content: str, role: str | None) -> tuple[str, discord.AllowedMentions]:
    """Give a content that mentions a role, and leave to mention it and nobody else."""
    allowed = discord.AllowedMentions.none()
    if role is None:
        return content, allowed
    text = f"<@&{role}>\n{content}".strip()
    if units(text) > MOST_CONTENT:
        log.warning("a text leaves no room to mention the role")
        return content, allowed
    allowed.roles = [discord.Object(int(role))]
    return text, allowed


def not_connected() -> Retry:
    """Give the outcome of a delivery while the bot is not on Discord."""
    return Retry(SOON, "Discord is not connected")
