"""The bot's own account, its application, and its private chats."""

from tests.fakes.discord import payloads
from tests.fakes.discord.call import Answer, Call, Routes
from tests.fakes.discord.errors import Problem, bad_form, unknown

APPLICATION_FLAGS = 0


async def me(call: Call) -> Answer:
    """Give the bot's account."""
    return payloads.own_account(call.world)


async def user(call: Call) -> Answer:
    """Give somebody's account."""
    found = call.world.users.get(call.number("user_id"))
    if found is None:
        raise unknown("User")
    return payloads.user(found)


async def application(call: Call) -> Answer:
    """Give the application, whose number is not the account's here, as with bots of the early days."""
    world = call.world
    return {
        "id": str(world.application),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": payloads.user(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": APPLICATION_FLAGS,
        "flags_new": str(APPLICATION_FLAGS),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": payloads.user(world.owner),
        "approximate_guild_count": sum(guild.has_bot for guild in world.guilds.values()),
        "approximate_user_install_count": sum(person.installed for person in world.users.values()),
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {"0": {}, "1": {}},
    }


async def private_chat(call: Call) -> Answer:
    """Open a private chat; this works with people, too, who take no messages."""
    recipient = (call.body or {}).get("recipient_id")
    person = call.world.users.get(int(recipient or 0))
    if person is None:
        raise unknown("User")
    if person.bot:
        raise bad_form(Problem(("recipient_id",), "CANNOT_DM_BOT", "bots do not write to bots"))
    return payloads.channel(call.world.direct(person))


async def guilds(call: Call) -> Answer:
    """Give the servers that the bot is in."""
    joined = [guild for guild in call.world.guilds.values() if guild.has_bot]
    return [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(guild.permissions(call.world.bot).value),
            "features": [],
        }
        for guild in joined
    ]


async def leave(call: Call) -> Answer:
    """Leave a server."""
    call.guild().kick_bot()
    return None


ROUTES: Routes = [
    ("GET", "/users/@me", me),
    ("GET", "/users/@me/guilds", guilds),
    ("DELETE", "/users/@me/guilds/{guild_id}", leave),
    ("POST", "/users/@me/channels", private_chat),
    ("GET", "/users/{user_id}", user),
    ("GET", "/oauth2/applications/@me", application),
    ("GET", "/applications/@me", application),
]
