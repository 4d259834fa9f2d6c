"""The one door for adapters: a message in, a reply out."""

from collections import OrderedDict
from zoneinfo import ZoneInfo

from bot.answering.engine import Engine, Talk
from bot.message import LONGEST_QUESTION, Message
from bot.reply import Reply

_MOST_TALKS = 10_000


class Assistant:
    """Answers messages and remembers, in memory, what each talk is about: its records and what was asked for, no words."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine that answers."""
        self._engine = engine
        self._talks: OrderedDict[str, Talk] = OrderedDict()

    async def reply(self, message: Message) -> Reply:
        """Answer a message.

        Raises:
            ValueError: the message's language or zone is unknown.
        """
        zone = ZoneInfo(message.zone) if message.zone else None
        talk = self._talks.get(message.conversation) if message.conversation else None
        text = message.text[:LONGEST_QUESTION]
        reply, talk = self._engine.answer(text, message.now, language=message.language, zone=zone, talk=talk)
        if message.conversation and talk:
            self._remember(message.conversation, talk)
        return reply

    def _remember(self, conversation: str, talk: Talk) -> None:
        self._talks[conversation] = talk
        self._talks.move_to_end(conversation)
        while len(self._talks) > _MOST_TALKS:
            self._talks.popitem(last=False)
