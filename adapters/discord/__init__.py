"""Discord, by way of discord.py."""

import discord


def create_bot() -> discord.Client:
    """Give a bot that is ready and not yet running, by the settings in the environment.

    Raises:
        SettingsError: some setting cannot be used.
    """
    from adapters.discord.standalone import create_bot as create  # noqa: PLC0415 - it needs all the modules of this package

    return create()
