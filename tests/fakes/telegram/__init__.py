"""A Telegram for tests: the Bot API over real HTTP on loopback, and the people who write to the bot.

    async with FakeTelegram() as telegram:
        alice = telegram.person("Alice", "alice")
        ...start a bot with telegram.token, telegram.base_url, telegram.base_file_url...
        await alice.starts()
        (greeting,) = await alice.chat.replies()
        assert not telegram.violations

`python -m tests.fakes.telegram` starts it alone, for trials by hand.
"""

from tests.fakes.telegram.chats import Chat, File, Member, Post, Topic
from tests.fakes.telegram.menu import menu
from tests.fakes.telegram.people import Callback, GuestQuery, InlineQuery, Person
from tests.fakes.telegram.server import TOKEN, Call, FakeTelegram
from tests.fakes.telegram.validation import SPEC, Violation

__all__ = [
    "SPEC",
    "TOKEN",
    "Call",
    "Callback",
    "Chat",
    "FakeTelegram",
    "File",
    "GuestQuery",
    "InlineQuery",
    "Member",
    "Person",
    "Post",
    "Topic",
    "Violation",
    "menu",
]
