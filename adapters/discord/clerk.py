"""What serving takes, whichever way people ask: the assistant, who asks too much, and what is remembered of chats and talks."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable
from time import monotonic
from typing import TypeVar

from adapters import texts as courtesy
from adapters.discord.spot import Spot
from adapters.flood import Flood, Flow
from bot.adapter import Answering
from bot.clock import Clock
from bot.logs import trace
from bot.message import ChatKey, ChatKind, Message
from bot.reply import Reply
from bot.storage.model import ChatSettings
from bot.storage.problems import StorageError
from bot.storage.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")

REMEMBERED = 20.0
"""Seconds for which a chat's settings are remembered: so long a change made elsewhere may not be noticed."""

MOST_REMEMBERED = 5_000


class Clerk:
    """Asks the assistant and the store; has no state but who asked how much and the settings of a moment ago.

    Attributes:
        store: Where things are kept.
        language: The language of those whose own the bot does not speak, or does not know.
    """

    def __init__(self, answer: Answering, store: Store, clock: Clock, language: str) -> None:
        """Answer by what `answer` gives."""
        self.store, self.language = store, language
        self._answer, self._clock = answer, clock
        self._flood = Flood()
        self._known: OrderedDict[ChatKey, tuple[float, ChatSettings]] = OrderedDict()

    # --- The assistant ---

    async def ask(
        self, spot: Spot, text: str, command: str | None, conversation: str | None, mention: str | None = None
    ) -> Reply:
        """Have the assistant answer; an error of ours is told to the asker and noted without what was asked."""
        organisers = (await self.settings(spot.key)).organisers if spot.guild else None
        message = Message(
            text,
            self._clock(),
            self.language_of(spot),
            conversation,
            command=command,
            place=spot.place(organisers),
            mention=mention,
        )
        try:
            return await self._answer(message)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, who asked is owed an answer
            log.error("a message could not be answered: %s", trace(error))
            return courtesy.says(courtesy.failed(message.language), message.language)

    def language_of(self, spot: Spot) -> str:
        """Give the language in which to answer where the chat has chosen none: in private the writer's, where it is known."""
        return courtesy.spoken(spot.language, self.language) if spot.kind is ChatKind.PRIVATE else self.language

    def admit(self, spot: Spot) -> Flow:
        """Say whether one more question of a person is answered."""
        return self._flood.admit(spot.person)

    # --- What is remembered ---

    async def settings(self, key: ChatKey) -> ChatSettings:
        """Give what a chat has chosen, now or a moment ago."""
        known = self._known.get(key)
        if known and known[0] > monotonic():
            return known[1]
        chat = await either(self.store.chat(key), ChatSettings())
        self._known[key] = (monotonic() + REMEMBERED, chat)
        self._known.move_to_end(key)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return chat

    def changed(self, key: ChatKey) -> None:
        """Look anew the next time what a chat has chosen."""
        self._known.pop(key, None)

    async def conversation(self, spot: Spot, message: int | None) -> str:
        """Give the talk to go on with: that of the message of ours that is pressed or replied to, else the spot's own."""
        found = await either(self.store.conversation_of(spot.key, str(message)), None) if message else None
        return found or spot.conversation

    async def keep(self, spot: Spot, number: int, conversation: str, question: str | None) -> None:
        """Note to which talk a message of ours belongs, and which question it answers."""
        await either(self.store.keep_answer(spot.key, [str(number)], conversation, question, person=str(spot.person)), None)


async def either(remembered: Awaitable[T], otherwise: T) -> T:
    """Give what the store gives; where it fails, something else, for an answer without a memory is better than none."""
    try:
        return await remembered
    except StorageError as error:
        log.error("%s", error)
        return otherwise
