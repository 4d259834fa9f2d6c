"""What an update asks of the bot: pure functions from Telegram's objects to a few neutral events, or to silence.

In a group the bot speaks only when it is spoken to: mentioned, replied to, or given a command (PLATFORMS: privacy mode).
"""

import datetime as dt
import re
from dataclasses import dataclass

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    InlineQuery,
    MaybeInaccessibleMessage,
    Message,
    Update,
    User,
)
from telegram import MessageEntity as Entity

from bot.commands.catalogue import COMMANDS
from bot.message import ChatKey, ChatKind

PLATFORM = "telegram"

WANTED = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.GUEST_MESSAGE,
    Update.MY_CHAT_MEMBER,
)
"""The kinds of updates that Telegram is asked for; posts in channels are none of the bot's business."""

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?", re.DOTALL)
_KINDS = {Chat.PRIVATE: ChatKind.PRIVATE, Chat.GROUP: ChatKind.GROUP, Chat.SUPERGROUP: ChatKind.GROUP}
_TYPED = frozenset(command.name for command in COMMANDS.values() if command.typed)
_HERE = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was written: the chat, the topic in it (where it has topics), and by whom.

    Attributes:
        chat: Telegram's number of the chat.
        kind: What sort of chat it is.
        topic: The topic's number; None outside topics.
        person: Telegram's number of the writer; None for one who writes in the name of a chat.
        speaker: The number of the person, or of the chat in whose name was written.
        language: The language of the writer's Telegram, as it names languages (IETF); None where it does not say.
    """

    chat: int
    kind: ChatKind
    topic: int | None
    person: int | None
    speaker: int
    language: str | None = None

    @property
    def key(self) -> ChatKey:
        """The chat as the store knows it."""
        return chat_key(self.chat)

    @property
    def anonymous(self) -> bool:
        """Whether an administrator wrote in the name of the group itself, as only administrators can."""
        return self.kind is ChatKind.GROUP and self.speaker == self.chat

    @property
    def conversation(self) -> str:
        """The talk: each person has one of their own in each chat and topic."""
        return f"{PLATFORM}:{self.chat}:{self.topic or ''}:{self.speaker}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question or a command to the bot.

    Attributes:
        spot: Where and by whom.
        message_id: The number of the message in its chat.
        text: The question, without the mention of the bot; behind a command what was typed after it.
        command: The command's name; None for a question.
        replied: The message of ours to which it replies, if it does.
        written, edited: When it was written, and last edited.
    """

    spot: Spot
    message_id: int
    text: str
    command: str | None
    replied: int | None
    written: dt.datetime
    edited: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of ours was pressed; `spot` is None below a message that was sent through another chat."""

    query: str
    data: str
    spot: Spot | None
    message_id: int | None
    language: str | None
    person: int


@dataclass(frozen=True, slots=True)
class Sought:
    """An inline query: facts to drop into any chat."""

    query: str
    text: str
    person: int
    language: str | None


@dataclass(frozen=True, slots=True)
class Guest:
    """A question from a chat in which the bot is no member."""

    query: str
    text: str
    command: str | None
    language: str | None
    person: int | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup and has another number."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot was let in (or unblocked), or shut out."""

    chat: int
    kind: ChatKind
    here: bool
    status: str


Event = Asked | Pressed | Sought | Guest | Moved | Membership


def chat_key(chat: int) -> ChatKey:
    """Give a chat as the store knows it."""
    return ChatKey(PLATFORM, str(chat))


def parse(update: Update, me: User) -> Event | None:
    """Say what an update asks of the bot; None where it should keep silent."""
    if update.callback_query:
        return _pressed(update.callback_query)
    if update.inline_query:
        return _sought(update.inline_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    if update.guest_message:
        return _guest(update.guest_message, me)
    message = update.message or update.edited_message
    return _moved(message) or _asked(message, me) if message else None


def _moved(message: Message) -> Moved | None:
    if message.migrate_to_chat_id:
        return Moved(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return Moved(message.migrate_from_chat_id, message.chat.id)
    return None


def _asked(message: Message, me: User) -> Asked | None:
    text = message.text or message.caption or ""
    spot = _spot_of(message)
    if spot is None or not text.strip() or message.is_automatic_forward or _by_bot(message):
        return None
    rest, mentioned = _without_mention(message, me)
    command, rest, foreign = _command(rest, me)
    replied = _replied(message, me)
    spoken_to = spot.kind is ChatKind.PRIVATE or mentioned or replied is not None
    # an unknown command in a group may be meant for another bot, and silence is the polite answer
    if foreign or not (spoken_to or command in _TYPED):
        return None
    if not rest and command is None:
        command = "help"  # nothing but the bot's name was written
    return Asked(spot, message.message_id, rest, command, replied, message.date, message.edit_date)


def _guest(message: Message, me: User) -> Guest | None:
    if not message.guest_query_id or _by_bot(message):
        return None
    rest, _ = _without_mention(message, me)
    command, rest, foreign = _command(rest, me)
    if foreign:
        return None
    sender = message.from_user
    if not rest and command is None:
        command = "help"
    return Guest(message.guest_query_id, rest, command, sender.language_code if sender else None, sender.id if sender else None)


def _pressed(query: CallbackQuery) -> Pressed | None:
    if query.data is None:
        return None
    message, sender = query.message, query.from_user
    spot = None
    if message and message.chat.type in _KINDS:
        spot = Spot(message.chat.id, _KINDS[message.chat.type], _topic(message), sender.id, sender.id, sender.language_code)
    return Pressed(query.id, query.data, spot, message.message_id if message else None, sender.language_code, sender.id)


def _sought(query: InlineQuery) -> Sought:
    return Sought(query.id, query.query, query.from_user.id, query.from_user.language_code)


def _membership(change: ChatMemberUpdated) -> Membership | None:
    kind = _KINDS.get(change.chat.type, ChatKind.CHANNEL)
    member = change.new_chat_member
    here = member.status in _HERE or (member.status == ChatMember.RESTRICTED and getattr(member, "is_member", False))
    return Membership(change.chat.id, kind, here, member.status)


def _spot_of(message: Message) -> Spot | None:
    """Give where a message stands; None for kinds of chats in which the bot does not talk."""
    kind = _KINDS.get(message.chat.type)
    if kind is None or message.chat.is_direct_messages:
        return None
    topic = _topic(message)
    if message.sender_chat:  # an anonymous administrator, or somebody who writes as a channel
        return Spot(message.chat.id, kind, topic, None, message.sender_chat.id)
    sender = message.from_user
    return Spot(message.chat.id, kind, topic, sender.id, sender.id, sender.language_code) if sender else None


def _topic(message: MaybeInaccessibleMessage) -> int | None:
    """Give a message's topic; the thread number of an ordinary group's replies is not one and must not be sent back."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def _by_bot(message: Message) -> bool:
    """Say whether a bot wrote it, another one or this one through a person's inline choice; bots are never answered."""
    return bool(message.via_bot) or bool(message.from_user and message.from_user.is_bot and not message.sender_chat)


def _without_mention(message: Message, me: User) -> tuple[str, bool]:
    """Give the text without the bot's name, and whether the bot was named."""
    text = message.text or message.caption or ""
    entities = message.parse_entities([Entity.MENTION, Entity.TEXT_MENTION])
    entities |= message.parse_caption_entities([Entity.MENTION, Entity.TEXT_MENTION])
    units, cuts = text.encode("utf-16-le"), []
    for entity, shown in entities.items():
        named = shown.casefold() == f"@{me.username}".casefold() if entity.type == Entity.MENTION else False
        if named or (entity.user and entity.user.id == me.id):
            cuts.append((entity.offset, entity.offset + entity.length))
    for begin, end in sorted(cuts, reverse=True):
        units = units[: 2 * begin] + units[2 * end :]
    return units.decode("utf-16-le", errors="replace").strip(), bool(cuts)


def _command(text: str, me: User) -> tuple[str | None, str, bool]:
    """Give the command at the beginning of a text, what stands behind it, and whether it is for another bot."""
    found = _COMMAND.fullmatch(text)
    if not found:
        return None, text, False
    if found["bot"] and found["bot"].casefold() != (me.username or "").casefold():
        return None, text, True
    return found["name"].casefold(), (found["rest"] or "").strip(), False


def _replied(message: Message, me: User) -> int | None:
    """Give the message of ours that is replied to; the first message of a topic does not count, all in it reply to that."""
    other = message.reply_to_message
    if other is None or other.from_user is None or other.from_user.id != me.id or other.forum_topic_created:
        return None
    return other.message_id
