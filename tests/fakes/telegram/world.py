"""The state of the fake Telegram: the bot's account, people, chats, files, queries, and the updates that wait for the bot."""

import asyncio
import itertools
import time
from collections.abc import Callable
from weakref import WeakKeyDictionary

from tests.fakes.telegram.chats import PATIENCE, Chat, File, Member, Post
from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.errors import ApiError, bad
from tests.fakes.telegram.limits import Limits
from tests.fakes.telegram.people import Callback, GuestQuery, InlineQuery, Person
from tests.fakes.telegram.updates import Updates
from tests.fakes.telegram.webhook import Webhook

_FIRST_PERSON = 5_000_000_001
"""Above 32 bits, as most new accounts are."""


class World:
    """Everything but the wire.

    Attributes:
        bot: The bot's own account as getMe gives it; tests may change what BotFather can.
        strict_privacy: Whether privacy mode keeps back even messages that mention the bot. Telegram's page on privacy mode
            does not name mentions among what passes; in practice they do.
        feedback: Whether chosen inline results are told (BotFather's /setinlinefeedback).
        posts: Every message of the bot in every chat, in order.
        kept_back: The messages of people that privacy mode kept from the bot.
    """

    def __init__(self) -> None:
        self.bot: Json = {
            "id": 4_242_424_242,
            "is_bot": True,
            "first_name": "WSIS+20",
            "username": "wsis_test_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_guest_queries": True,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
        }
        self.strict_privacy = False
        self.feedback = False
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.posts: list[Post] = []
        self.inline_posts: dict[str, Post] = {}
        self.files: dict[str, File] = {}
        self.callbacks: dict[str, Callback] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.guest_queries: dict[str, GuestQuery] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.updates = Updates(self.notice)
        self.webhook: Webhook | None = None
        self.limits = Limits()
        self.kept_back: list[Post] = []
        self.seen_edits: WeakKeyDictionary[Post, int] = WeakKeyDictionary()
        self._counters = {name: itertools.count(1) for name in ("person", "group", "supergroup", "message", "query", "file")}
        self._waiting: set[asyncio.Event] = set()

    # --- making people and chats ---

    def person(self, first_name: str, username: str | None = None, language: str | None = "en", **fields: object) -> Person:
        """Make a user; their private chat with the bot is there, but silent until they write first."""
        number = _FIRST_PERSON + 7 * next(self._counters["person"])
        made = Person(self, number, first_name, username, language, dict(fields))
        self.people[number] = made
        chat = Chat(self, number, "private", person=made)
        chat.members = {number: Member(), self.bot["id"]: Member("left")}
        self.chats[number] = chat
        return made

    def crowd(self, n: int) -> list[Person]:
        """Make many people, each with a private chat that the bot may write to."""
        people = [self.person(f"Person {i + 1}") for i in range(n)]
        for one in people:
            one.chat.members[self.bot["id"]] = Member()
        return people

    def group(self, title: str, *people: Person, bot: bool = True) -> Chat:
        """Make a basic group; the first person made it. With `bot`, the bot is a member already."""
        return self._gather(Chat(self, -4_000_000_000 - next(self._counters["group"]), "group", title), people, bot=bot)

    def supergroup(self, title: str, *people: Person, bot: bool = True, forum: bool = False, username: str | None = None) -> Chat:
        """Make a supergroup, with topics if it is a forum."""
        number = -1_002_000_000_000 - next(self._counters["supergroup"])
        return self._gather(Chat(self, number, "supergroup", title, username, forum=forum), people, bot=bot)

    def channel(self, title: str, *people: Person, bot: bool = True, username: str | None = None) -> Chat:
        """Make a channel; a bot can only be an administrator of one."""
        number = -1_002_000_000_000 - next(self._counters["supergroup"])
        chat = self._gather(Chat(self, number, "channel", title, username), people, bot=False)
        if bot:
            chat.members[self.bot["id"]] = Member("administrator")
        return chat

    def _gather(self, chat: Chat, people: tuple[Person, ...], *, bot: bool) -> Chat:
        chat.members = {one.id: Member("member" if i else "creator") for i, one in enumerate(people)}
        chat.members[self.bot["id"]] = Member("member" if bot else "left")
        self.chats[chat.id] = chat
        return chat

    # --- what the rooms share ---

    def bot_json(self) -> Json:
        """Give the bot as a User in a message."""
        return {key: self.bot[key] for key in ("id", "is_bot", "first_name", "username")}

    def next_message(self) -> int:
        """Count messages in private chats and basic groups, which share one count in an account."""
        return next(self._counters["message"])

    def new_id(self, kind: str) -> str:
        """Give a new identifier of a query or file."""
        return f"{kind}{7_000_000_000_000_000 + 13 * next(self._counters[kind if kind in self._counters else 'query'])}"

    def now(self) -> int:
        """Give the Unix time that messages carry."""
        return int(time.time())

    def find_chat(self, chat: int | str) -> Chat:
        """Give a chat by its number or @username.

        Raises:
            ApiError: there is none, or it became a supergroup.
        """
        if isinstance(chat, str) and chat.startswith("@"):
            names = {c.username.lower(): c for c in self.chats.values() if c.username}
            found = names.get(chat[1:].lower())
        else:
            found = self.chats.get(int(chat)) if str(chat).lstrip("-").isdigit() else None
        if found is None:
            raise bad("chat not found")
        if found.moved_to is not None:
            message = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, message, migrate_to_chat_id=found.moved_to.id)
        return found

    def admit(self, chat: Chat) -> None:
        """Count a message of the bot against the limits.

        Raises:
            ApiError: it has to wait.
        """
        if wait := self.limits.admit(chat.id, group=chat.type != "private"):
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    async def hook(self, url: str, secret: str, connections: int) -> None:
        """Push updates to an address from now on."""
        while self.webhook is not None:  # while one is given up, another process may have set one
            await self.unhook()
        self.updates.interrupt("terminated by setWebhook request")
        self.webhook = Webhook(url, secret, connections, self.updates)
        self.updates.push = self.webhook.push

    async def unhook(self) -> None:
        """Push nothing any more."""
        self.updates.push = None
        webhook, self.webhook = self.webhook, None
        if webhook is not None:
            await webhook.close()

    # --- waiting for the bot ---

    def notice(self) -> None:
        """Something happened: let those who wait look again."""
        for event in self._waiting:
            event.set()

    async def taken(self, within: float = PATIENCE) -> None:
        """Wait until the bot has confirmed every update: it knows of all that was said."""
        await self.until(lambda: not self.updates.pending, within, "every update confirmed")

    async def until(self, condition: Callable[[], bool], within: float = PATIENCE, what: str = "it") -> None:
        """Wait until a condition holds; it is looked at after every request of the bot.

        Raises:
            AssertionError: it did not hold within that many seconds; says what the bot has done.
        """
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(within):
                while not condition():
                    event.clear()
                    await event.wait()
        except TimeoutError:
            raise AssertionError(f"{what}: not within {within} s\n{self.story()}") from None
        finally:
            self._waiting.discard(event)

    def story(self) -> str:
        """Tell what stands in the chats last, for a test that failed."""
        lines = [f"{post.chat}: {post.text[:100]!r} {post.buttons}" for post in self.posts[-8:]]
        waiting = f"{len(self.updates.pending)} update(s) the bot has not confirmed"
        kept = [f"kept back by privacy mode: {post.text[:100]!r}" for post in self.kept_back[-3:]]
        return "\n".join(["The bot's last messages:", *(lines or ["none"]), waiting, *kept])
