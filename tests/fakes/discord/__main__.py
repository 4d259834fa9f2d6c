"""For trials by hand: `python -m tests.fakes.discord [PORT]` serves a small Discord, and lines typed here are said in it.

A line that begins with a slash is a command, `name=value` behind it an option; any other line mentions the bot.
"""

import asyncio
import json
import sys

from discord import Permissions

from tests.fakes.discord.messages import Message
from tests.fakes.discord.offers import NotOfferedError
from tests.fakes.discord.people import Person
from tests.fakes.discord.pulse import NeverHappenedError
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Channel


async def main() -> None:
    """Serve until the input ends."""
    async with FakeDiscord() as server:
        alice = server.person("alice")
        lounge = server.guild("Lounge", owner=alice, bot=Permissions.all()).text("general")
        tell(f"DISCORD_API_URL={server.api_url} DISCORD_TOKEN={server.token}")
        await server.connected(within=3600)
        tell("The bot is connected.")
        while line := await asyncio.to_thread(sys.stdin.readline):
            try:
                await act(alice, lounge, line.strip())
            except (NotOfferedError, NeverHappenedError) as problem:
                tell(str(problem))
            for violation in server.violations:
                tell(f"VIOLATION {violation}")
            server.violations.clear()


async def act(alice: Person, lounge: Channel, line: str) -> None:
    """Do what a line says."""
    if not line.startswith("/"):
        show(await alice.say(lounge, f"{lounge.world.bot.mention} {line}").answer())
        return
    name, *rest = line[1:].split(" ", 1)
    key, _, value = (rest[0] if rest else "").partition("=")
    talk = await alice.slash(lounge, name, **({key: value} if key else {}))
    tell(f"acknowledged after {talk.delay:.3f} s" if talk.delay is not None else "not acknowledged in time")
    show(await talk.answer())


def show(message: Message) -> None:
    """Print a message."""
    tell(("(only for you) " if message.ephemeral else "") + message.text)
    if message.components:
        tell(json.dumps(message.components, indent=1, ensure_ascii=False))


def tell(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
