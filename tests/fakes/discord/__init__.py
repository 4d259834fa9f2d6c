"""A small fake of Discord for tests: a gateway by websocket and the HTTP API v10, with people who talk to the bot.

It is our own reading of Discord's documents, no independent peer. Requests are checked against Discord's published description
where that lies beside the repository (`schema.SPECIFICATION`), and against what the documents say in words (`rules`).
"""

from tests.fakes.discord.api import Violation
from tests.fakes.discord.errors import RefusedError
from tests.fakes.discord.interaction import Answered, Interaction
from tests.fakes.discord.messages import Message
from tests.fakes.discord.offers import NotOfferedError
from tests.fakes.discord.people import Person
from tests.fakes.discord.pulse import NeverHappenedError
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import TALKATIVE, Channel, Guild, Kind, Role

__all__ = [
    "TALKATIVE",
    "Answered",
    "Channel",
    "FakeDiscord",
    "Guild",
    "Interaction",
    "Kind",
    "Message",
    "NeverHappenedError",
    "NotOfferedError",
    "Person",
    "RefusedError",
    "Role",
    "Violation",
]
