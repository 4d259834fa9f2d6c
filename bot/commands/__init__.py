"""The commands and buttons of the bot, the same on every platform."""
