"""One message on its way: a text or a file, new or in the place of an earlier one."""

from dataclasses import dataclass, replace

from telegram import InputFile, Message, ReplyParameters
from telegram.ext import ExtBot

from adapters.telegram.limiter import Manner, Once
from adapters.telegram.limits import NO_PREVIEW
from adapters.telegram.render import Rendered
from bot.reply import Attachment


@dataclass(frozen=True, slots=True)
class Address:
    """Where a reply goes: the chat, the topic in it, and the message that it answers."""

    chat: int
    topic: int | None = None
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One message to send.

    Attributes:
        content: A text with its entities and buttons, or a file.
        instead: The number of the message of ours whose place a text takes; None for a new message.
    """

    content: Rendered | Attachment
    instead: int | None = None

    def plainer(self) -> "Post | None":
        """Give the same without entities; None where there are none."""
        if isinstance(self.content, Attachment) or not self.content.entities:
            return None
        return replace(self, content=replace(self.content, entities=()))

    async def send(self, bot: ExtBot[Manner | Once], address: Address, manner: Manner | Once | None) -> tuple[int, int]:
        """Send it in its turn and give the numbers of chat and message.

        Raises:
            TelegramError: it did not arrive, or nobody knows.
        """
        if self.instead is None:
            message = await self._new(bot, address, manner)
            return message.chat.id, message.message_id
        if isinstance(self.content, Attachment):
            raise TypeError("a file does not take the place of a text")
        await bot.edit_message_text(
            self.content.text,
            address.chat,
            self.instead,
            entities=self.content.entities,
            link_preview_options=NO_PREVIEW,
            reply_markup=self.content.keyboard,
            rate_limit_args=manner,
        )
        return address.chat, self.instead

    async def _new(self, bot: ExtBot[Manner | Once], address: Address, manner: Manner | Once | None) -> Message:
        answered = ReplyParameters(address.answers, allow_sending_without_reply=True) if address.answers else None
        if isinstance(self.content, Attachment):
            file = InputFile(self.content.content, self.content.name)
            return await bot.send_document(
                address.chat, file, message_thread_id=address.topic, reply_parameters=answered, rate_limit_args=manner
            )
        return await bot.send_message(
            address.chat,
            self.content.text,
            entities=self.content.entities,
            link_preview_options=NO_PREVIEW,
            message_thread_id=address.topic,
            reply_parameters=answered,
            reply_markup=self.content.keyboard,
            rate_limit_args=manner,
        )
