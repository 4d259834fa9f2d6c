"""How the bot gets its updates: long polling or a webhook; and its leave-taking."""

import re
from urllib.parse import urlsplit

from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.errors import bad, malformed
from tests.fakes.telegram.world import World

LONGEST_POLL = 50
"""Seconds that Telegram holds a poll, whatever is asked."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


async def get_updates(world: World, p: Json) -> list[Json]:
    """Give what waits for the bot."""
    limit = p.get("limit", 100)
    world.updates.allow(p.get("allowed_updates"))
    seconds = min(p.get("timeout", 0), LONGEST_POLL)
    return await world.updates.poll(p.get("offset", 0), min(max(limit, 1), 100), seconds)


async def set_webhook(world: World, p: Json) -> bool:
    """Have updates pushed to an address; as a Bot API server of one's own does, take plain HTTP on this machine."""
    url, secret = p["url"], p.get("secret_token", "")
    if p.get("drop_pending_updates"):
        world.updates.pending.clear()
    if not url:
        await world.unhook()
        return True
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise malformed("secret token contains unallowed characters")
    connections = p.get("max_connections", 40)
    if not 1 <= connections <= 100:
        raise malformed("max_connections is out of range")
    world.updates.allow(p.get("allowed_updates"))
    await world.hook(url, secret, connections)
    return True


async def delete_webhook(world: World, p: Json) -> bool:
    """Go back to polling."""
    if p.get("drop_pending_updates"):
        world.updates.pending.clear()
    await world.unhook()
    return True


def get_webhook_info(world: World, p: Json) -> Json:
    """Tell where updates go and how that goes."""
    hook = world.webhook
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates.pending)}
    if hook is not None:
        info |= {"url": hook.url, "max_connections": hook.connections, "ip_address": "127.0.0.1"}
        if hook.last_error is not None:
            info |= {"last_error_date": hook.last_error[0], "last_error_message": hook.last_error[1]}
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


def log_out(world: World, p: Json) -> bool:
    """Take leave of this server."""
    return True


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
}
