"""What `wsisbot doctor` sees of a Discord bot: token, name, intents, installation, commands, invite link, servers."""

from collections.abc import Iterator

import discord

from adapters.discord import permissions
from adapters.discord.client import Client
from adapters.discord.errors import FAILURES, reason
from adapters.discord.reaching import PORTAL, REVOKED
from adapters.discord.syncing import outdated
from bot.adapter import Finding
from bot.languages.shown import shown

MOST_SERVERS = 25
"""Servers that are looked at one by one; more would only fill the terminal."""

_UNAUTHORISED = 401


async def look_over(client: Client, token: str) -> list[Finding]:
    """Look at everything that can be seen without the gateway; changes nothing."""
    try:
        async with client:
            await client.login(token)
            return [*_account(client), await _commands(client), *_invite(client), *await _servers(client)]
    except discord.LoginFailure:
        return [Finding("Discord: token", well=False, detail=REVOKED)]
    except FAILURES as error:
        if isinstance(error, discord.HTTPException) and error.status == _UNAUTHORISED:
            return [Finding("Discord: token", well=False, detail=REVOKED)]
        return [Finding("Discord: connection", well=False, detail=f"Discord cannot be reached ({reason(error)})")]


def _account(client: Client) -> Iterator[Finding]:
    application = client.application
    yield Finding("Discord: token", well=True, detail="accepted")
    yield Finding("Discord: name", well=True, detail=f"{client.user} (number {client.user.id if client.user else '?'})")
    if application is None:
        return
    flags = application.flags
    granted = [
        name
        for name, on in (
            ("Message Content", flags.gateway_message_content or flags.gateway_message_content_limited),
            ("Server Members", flags.gateway_guild_members or flags.gateway_guild_members_limited),
            ("Presence", flags.gateway_presence or flags.gateway_presence_limited),
        )
        if on
    ]
    spare = f"none is needed; {', '.join(granted)} can be switched off at {PORTAL}, page Bot"
    yield Finding("Discord: privileged intents", well=True, detail=spare if granted else "none is needed and none is granted")
    if application.interactions_endpoint_url:
        detail = f"commands go to {application.interactions_endpoint_url} instead of the bot; empty that field at {PORTAL}"
        yield Finding("Discord: interactions", well=False, detail=detail)
    public = "anybody may invite it" if application.bot_public else "only its owner may invite it (page Bot, Public Bot)"
    yield Finding("Discord: inviting", well=True, detail=public)
    yield _installing(application)


def _installing(application: discord.AppInfo) -> Finding:
    kinds = [("servers", application.guild_integration_config), ("people", application.user_integration_config)]
    missing = [name for name, config in kinds if config is None]
    if not missing:
        return Finding("Discord: installing", well=True, detail="on servers, and by people for themselves")
    detail = f"not for {' and '.join(missing)}; {PORTAL}, page Installation, Installation Contexts"
    return Finding("Discord: installing", well="servers" not in missing, detail=detail)


async def _commands(client: Client) -> Finding:
    old = await outdated(client, client.tree)
    detail = "not up to date; the next start of the bot mends that" if old else "up to date"
    return Finding("Discord: commands", well=True, detail=detail)


def _invite(client: Client) -> Iterator[Finding]:
    if client.application_id:
        yield Finding("Discord: invite link", well=True, detail=permissions.invite(client.application_id))
    yield Finding("Discord: scope", well=True, detail="bot, to be a member; applications.commands, to offer its commands")
    for name, why in permissions.ASKED.items():
        yield Finding(f"Discord: permission {permissions.NAMES[name]}", well=True, detail=why)


async def _servers(client: Client) -> list[Finding]:
    """Look at what the bot may do on its first servers."""
    joined = await client.http.get_guilds(MOST_SERVERS, with_counts=False)
    found = []
    for guild in joined:
        lacking = permissions.lacking(discord.Permissions(int(guild["permissions"])), permissions.ASKED)
        if lacking:
            names = ", ".join(permissions.NAMES[name] for name in lacking)
            detail = f"{names} missing; somebody who manages the server can give it to the bot's role"
            found.append(Finding(f"Discord: server {shown(guild['name'])}", well=False, detail=detail))
    more = " or more" if len(joined) == MOST_SERVERS else ""
    return [*found, Finding("Discord: servers", well=True, detail=f"{len(joined)}{more}")]
