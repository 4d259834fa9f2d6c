"""A Telegram for tests: the Bot API over real HTTP on loopback, and the people who write to the bot.

    async with FakeTelegram() as telegram:
        alice = telegram.person("Alice", "alice")
        ...start a bot with telegram.token, telegram.base_url, telegram.base_file_url...
        await alice.starts()
        (greeting,) = await alice.chat.replies()
        assert not telegram.violations

What a test may want, and where it is told:

- people write, press, query, come and go: `Person`; groups, forums, channels: `FakeTelegram.group`, `.supergroup`, `.channel`;
- waiting for the bot: `Chat.reply`, `.replies`, `.edit`, `Callback.answer`, `InlineQuery.results`, `GuestQuery.answer`,
  `FakeTelegram.taken` (it knows of all that was said), `FakeTelegram.until` (anything else);
- what it said: `Post` (text, entities as readers see them, buttons, document, versions before edits);
- what it asked for: `FakeTelegram.calls_of`, `menu` (the commands that an app offers);
- what goes wrong: `faults` by `FakeTelegram.faults.inject`, `.revoke`, `.stop`, `.start`, `.restart`, `.latency`;
- the flood limits and the times of all messages: `FakeTelegram.limits`.

Fixtures in tests/conftest.py: `telegram` (fails a test that broke a rule), `telegram_spec` (skips without the description).
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
