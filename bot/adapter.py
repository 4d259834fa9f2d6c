"""What a platform's adapter is to the core, and how it is found: by the entry-point group ``wsisbot.adapters``."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Protocol

from bot.message import ChatKey, Message
from bot.reply import Reply

GROUP = "wsisbot.adapters"

Answering = Callable[[Message], Awaitable[Reply]]
"""The assistant as adapters see it: a message in, a reply out."""


class AdapterError(Exception):
    """A platform cannot be served: what is wrong (a wrong token, a second poller) and how to mend it, without any secret."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is on a platform, learnt at start: its number there and the name by which people call it."""

    platform: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `wsisbot doctor`: what was looked at, whether it is well, and what was found or how to mend it."""

    subject: str
    well: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message is delivered to: a chat, and a topic or thread in it where there are such."""

    chat: ChatKey
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; the platform's number of the (first) message."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Retry:
    """It surely did not arrive, and may be sent again after a while."""

    after: dt.timedelta
    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may or may not have arrived: the line broke after the request was written."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not arrive and never will; `gone` says that the whole chat is closed to the bot."""

    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It was not sent, since `begin` said that it is not wanted any more."""


Outcome = Sent | Retry | Unknown | Refused | Withdrawn
"""What became of a delivery (PLATFORMS: retries by error class)."""

Beginning = Callable[[], Awaitable[bool]]
"""Commits that a request is about to be made, and says whether it is still wanted."""


class Adapter(Protocol):
    """A platform: it parses messages in, renders replies out, and knows its limits; its class is made from this one."""

    identity: Identity | None

    async def run(self, answer: Answering, stop: asyncio.Event) -> None:
        """Serve until told to stop: then take nothing new in, finish what is under way, and close.

        Raises:
            AdapterError: it cannot be served.
        """

    async def deliver(self, target: Target, reply: Reply, key: str, begin: Beginning) -> Outcome:
        """Post a reply that nobody asked for just now (a reminder).

        Args:
            target: Where.
            reply: What.
            key: The same for every try of one delivery; a platform that can drop doubles by it is given it.
            begin: Awaited shortly before the first request, when at most a second is to be waited for the platform's limits.
        """

    def records_changed(self) -> None:
        """Hear that the records were loaded anew, and begin to bring up to date what was made from them on the platform itself.

        Most platforms have nothing of the kind, and need not say so.
        """
        return

    async def check(self) -> Sequence[Finding]:
        """Look at token, name and rights, for `wsisbot doctor`; changes nothing."""


class Terminal(Protocol):
    """The adapter for the command line: a talk line by line, or a single message answered."""

    async def run(self, answer: Answering) -> None:
        """Answer until the user ends it."""

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
