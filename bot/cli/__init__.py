"""The command line, `wsisbot`: exit code 0 when it ran, 2 for bad arguments or bad input, with the place named."""

from bot.cli.commands import main

__all__ = ["main"]
