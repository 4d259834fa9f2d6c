"""A command with all that answering it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from bot.answering.compose import Composer
from bot.answering.engine import Engine, Talk
from bot.answering.moments import Speaker
from bot.answering.question import Question
from bot.message import Message
from bot.records.knowledge import Knowledge
from bot.reply import Action, Paragraph, Plain, Reply, Status


@dataclass(frozen=True, slots=True)
class Request:
    """A command, who gave it, and what it is answered with.

    Attributes:
        argument: What stands behind the command, in one line; as untrusted as anything typed.
        message: The message that it came in, in the chat's own language and zone.
        engine: What answers from the knowledge.
        speaker: What puts dates and sentences into words.
        talk: What the talk is about, where there is one.
    """

    argument: str
    message: Message
    engine: Engine
    speaker: Speaker
    talk: Talk | None = None

    @property
    def knowledge(self) -> Knowledge:
        """What is known."""
        return self.engine.knowledge

    @property
    def words(self) -> NullTranslations:
        """The sentences in the reader's language."""
        return self.speaker.words

    def read(self, text: str) -> Question:
        """Understand words as a question that is asked now."""
        zone, now = self.speaker.zone, self.speaker.now
        return self.engine.reader.read(text, now.astimezone(zone) if zone else now)

    def compose(self) -> Composer:
        """Begin a reply with citations."""
        return Composer(self.knowledge, self.speaker)


def note(*paragraphs: str, status: Status = Status.CHAT, actions: Sequence[Action] = (), discreet: bool = False) -> Reply:
    """Give a reply of the bot about itself, which states no fact and cites nothing."""
    blocks = tuple(Paragraph((Plain(text),)) for text in paragraphs)
    return Reply(status, blocks, actions=tuple(actions), discreet=discreet)
