"""Chats and what stands in them: who is a member, which topics there are, every message with all that became of it."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.telegram.entities import Json, part, shown

if TYPE_CHECKING:
    from tests.fakes.telegram.people import Person
    from tests.fakes.telegram.world import World

ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""In whose name an anonymous administrator's messages come, for programs that know no sender_chat."""

CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
"""In whose name messages on behalf of a channel come in a group."""

PATIENCE = 20.0
"""Seconds after which what was waited for is taken as never coming; a test may ask for another patience."""

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass(frozen=True, slots=True)
class File:
    """A file that was sent."""

    id: str
    name: str
    media_type: str
    content: bytes

    def as_json(self) -> Json:
        """Give it as a Document."""
        size = len(self.content)
        return {
            "file_id": self.id,
            "file_unique_id": f"u{self.id}",
            "file_name": self.name,
            "mime_type": self.media_type,
            "file_size": size,
        }


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said at a time."""

    text: str
    entities: tuple[Json, ...]
    keyboard: tuple[tuple[Json, ...], ...]


@dataclass(eq=False, repr=False)
class Post:
    """A message, the bot's or a person's.

    Attributes:
        sender: The person who wrote it; None for the bot and for service messages of the chat.
        by_bot: Whether the bot under test wrote it.
        text: What it says (a document's caption); blanks at the ends are cut off, as Telegram does.
        given: The entities that the bot gave with it.
        keyboard: The rows of its inline buttons.
        reply_to: The message that it answers.
        topic: The topic in which it stands; None outside topics and in a forum's general one.
        document: The file that came with it.
        service: The service message that it is, as fields of the Message.
        behalf: The chat in whose name it was written: the group itself by an anonymous administrator, or a channel.
        request: The parameters of the request that sent it.
        inline_id: Its inline_message_id, if it came into the chat via the bot.
        versions: What it said before it was edited, the first first.
        at: When it was posted, in monotonic seconds.
    """

    chat: "Chat"
    id: int
    date: int
    sender: "Person | None" = None
    by_bot: bool = False
    text: str = ""
    given: list[Json] = field(default_factory=list)
    markup: Json | None = None
    reply_to: "Post | None" = None
    topic: "Topic | None" = None
    thread: int | None = None
    document: File | None = None
    service: Json = field(default_factory=dict)
    extra: Json = field(default_factory=dict)
    request: Json = field(default_factory=dict)
    versions: list[Version] = field(default_factory=list)
    edit_date: int | None = None
    deleted: bool = False
    received: bool = False
    behalf: "Chat | None" = None
    inline_id: str | None = None
    at: float = field(default_factory=time.monotonic)

    @property
    def entities(self) -> list[Json]:
        """What readers see marked in it: what was given and what Telegram marks by itself."""
        return shown(self.text, self.given)

    @property
    def keyboard(self) -> list[list[Json]]:
        """Its rows of inline buttons."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[str]:
        """What its buttons say, row by row."""
        return [str(button["text"]) for row in self.keyboard for button in row]

    @property
    def links(self) -> list[str]:
        """The addresses behind its words."""
        return [e["url"] for e in self.entities if e["type"] == "text_link"]

    @property
    def edited(self) -> bool:
        """Whether it was changed after it was sent."""
        return bool(self.versions)

    def words(self, kind: str) -> list[str]:
        """Give the words that entities of a kind cover."""
        return [part(self.text, e) for e in self.entities if e["type"] == kind]

    def __repr__(self) -> str:
        return f"<message {self.id} in {self.chat}: {self.text[:60]!r}>"

    def remember(self) -> None:
        """Keep what it says now among its versions: it is about to be edited."""
        rows = tuple(tuple(row) for row in self.keyboard)
        self.versions.append(Version(self.text, tuple(self.given), rows))

    def as_json(self, *, deep: bool = True) -> Json:
        """Give it as a Message; what it answers only if `deep`, since Telegram goes one step back and no further."""
        message: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.as_json()}
        message |= self._origin()
        if self.topic is not None:
            message |= {"message_thread_id": self.topic.id, "is_topic_message": True}
        elif self.thread is not None:
            message["message_thread_id"] = self.thread
        if deep and (answered := self.reply_to or (self.topic and self.topic.opening)) and answered is not self:
            message["reply_to_message"] = answered.as_json(deep=False)
        if self.document is not None:
            message["document"] = self.document.as_json()
        name = "text" if self.document is None else "caption"
        if self.text:
            message[name] = self.text
            if entities := self.entities:
                message["entities" if name == "text" else "caption_entities"] = entities
        if self.keyboard:
            message["reply_markup"] = self.markup
        if self.edit_date is not None:
            message["edit_date"] = self.edit_date
        return message | self.service | self.extra

    def _origin(self) -> Json:
        if self.chat.type == "channel":
            return {"sender_chat": self.chat.as_json()}
        if self.by_bot:
            return {"from": self.chat.world.bot_json()}
        if self.behalf is not None:
            return {"from": ANONYMOUS if self.behalf is self.chat else CHANNEL_BOT, "sender_chat": self.behalf.as_json()}
        return {} if self.sender is None else {"from": self.sender.as_json()}


@dataclass(eq=False, repr=False)
class Topic:
    """A topic of a forum."""

    id: int
    name: str
    opening: Post | None = None
    closed: bool = False

    def __repr__(self) -> str:
        return f"<topic {self.id} {self.name!r}>"


@dataclass
class Member:
    """What somebody is in a chat: creator, administrator, member, restricted, left or kicked."""

    status: str = "member"
    anonymous: bool = False

    @property
    def inside(self) -> bool:
        """Whether they are there now."""
        return self.status not in ("left", "kicked")

    @property
    def administrator(self) -> bool:
        """Whether they run the chat."""
        return self.status in ("creator", "administrator")

    def as_json(self, user: Json) -> Json:
        """Give it as a ChatMember."""
        member: Json = {"status": self.status, "user": user}
        if self.status == "creator":
            member["is_anonymous"] = self.anonymous
        elif self.status == "administrator":
            member |= {"can_be_edited": False, "is_anonymous": self.anonymous} | dict.fromkeys(_RIGHTS, True)
        elif self.status == "kicked":
            member["until_date"] = 0
        return member


@dataclass(eq=False, repr=False)
class Chat:
    """A private chat, a group, a supergroup or a channel, and the door by which a test waits for the bot in it.

    Attributes:
        members: What people and the bot are in it, by their number.
        posts: Every message, in the order in which they came.
        moved_to: The supergroup that a group became.
        last_bot: The bot that spoke last; it gets commands that name no bot.
    """

    world: "World"
    id: int
    type: str
    title: str | None = None
    username: str | None = None
    person: "Person | None" = None
    forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    moved_to: "Chat | None" = None
    last_bot: int | None = None
    actions: list[Json] = field(default_factory=list)
    _read: int = 0
    _number: int = 1  # a supergroup's first message tells that it was made

    def as_json(self) -> Json:
        """Give it as a Chat."""
        if self.person is not None:
            names = ("first_name", "last_name", "username")
            return {"id": self.id, "type": "private"} | {k: v for k, v in self.person.as_json().items() if k in names}
        chat: Json = {"id": self.id, "type": self.type, "title": self.title}
        if self.username:
            chat["username"] = self.username
        if self.forum:
            chat["is_forum"] = True
        return chat

    @property
    def is_group(self) -> bool:
        """Whether several people talk in it."""
        return self.type in ("group", "supergroup")

    @property
    def from_bot(self) -> list[Post]:
        """Every message of the bot in it, those that it deleted as well."""
        return [post for post in self.posts if post.by_bot and not post.service]

    @property
    def unread(self) -> list[Post]:
        """The bot's messages that no `replies` has given yet."""
        return self.from_bot[self._read :]

    def number(self) -> int:
        """Give the next message's number: supergroups and channels count for themselves, the others share a count."""
        if self.type in ("supergroup", "channel"):
            self._number += 1
            return self._number
        return self.world.next_message()

    def find(self, message: int) -> Post | None:
        """Give a message that still stands."""
        return next((post for post in reversed(self.posts) if post.id == message and not post.deleted), None)

    async def replies(self, n: int = 1, within: float = PATIENCE) -> list[Post]:
        """Wait until the bot has posted `n` messages that were not given before, and give all such.

        Raises:
            AssertionError: it did not within that many seconds; says what came instead.
        """
        await self.world.until(lambda: len(self.unread) >= n, within, f"{n} message(s) of the bot in {self}")
        fresh = self.unread
        self._read += len(fresh)
        return fresh

    async def reply(self, within: float = PATIENCE) -> Post:
        """Wait for the bot's next message that was not given before, and give that one alone."""
        await self.world.until(lambda: bool(self.unread), within, f"a message of the bot in {self}")
        self._read += 1
        return self.from_bot[self._read - 1]

    async def edit(self, post: Post, within: float = PATIENCE) -> Post:
        """Wait until the bot has edited that message once more than a test has seen, and give it."""
        seen = self.world.seen_edits.setdefault(post, 0)
        await self.world.until(lambda: len(post.versions) > seen, within, f"an edit of message {post.id} in {self}")
        self.world.seen_edits[post] = seen + 1
        return post

    def __repr__(self) -> str:
        return f"<{self.type} {self.title or (self.person and self.person.first_name)!r} ({self.id})>"
