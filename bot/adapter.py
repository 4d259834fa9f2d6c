"""What a platform's adapter is to the core, and how it is found: by the entry-point group ``wsisbot.adapters``."""

from collections.abc import Awaitable, Callable
from importlib.metadata import entry_points
from typing import Any, Protocol

from bot.message import Message
from bot.reply import Reply

GROUP = "wsisbot.adapters"

Answering = Callable[[Message], Awaitable[Reply]]
"""The assistant as adapters see it: a message in, a reply out."""


class Adapter(Protocol):
    """A platform: it parses messages in and renders replies out."""

    async def run(self, answer: Answering) -> None:
        """Serve until the platform or the user ends it."""


class Terminal(Adapter, Protocol):
    """The adapter for the command line, which also answers a single message."""

    async def show(self, answer: Answering, message: Message) -> None:
        """Have one message answered and show the answer."""


def adapter_factory(name: str) -> Callable[..., Any]:
    """Give what makes the adapter of that name; another package can bring one by the entry-point group.

    Raises:
        LookupError: no installed package brings it.
    """
    for point in entry_points(group=GROUP, name=name):
        factory: Callable[..., Any] = point.load()
        return factory
    message = f"no installed package brings the adapter {name!r}; install wsisbot with the extra of that name"
    raise LookupError(message)
