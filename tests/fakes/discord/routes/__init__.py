"""The routes of the HTTP API, a module each for what they are about."""

from tests.fakes.discord.call import Routes
from tests.fakes.discord.routes import account, channels, commands, guilds, interactions, messages, webhooks

ROUTES: Routes = [
    *account.ROUTES,
    *commands.ROUTES,
    *guilds.ROUTES,
    *channels.ROUTES,
    *messages.ROUTES,
    *interactions.ROUTES,
    *webhooks.ROUTES,
]
"""All routes; one with a fixed step stands before one with a parameter in its place."""
