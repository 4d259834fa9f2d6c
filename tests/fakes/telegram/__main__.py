"""A Telegram to try a bot on by hand: `python -m tests.fakes.telegram [PORT]`.

It prints how to point a bot at it, then everything that the bot asks of it. What is typed goes to the bot from one person in
a private chat; `!2` presses the second button of the bot's last message.
"""

# ruff: noqa: T201  # talks to the terminal

import asyncio
import json
import sys

from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Call, FakeTelegram

PORT = 8081
"""Where a Bot API server of one's own listens by default."""

_LONGEST = 300


def _show(call: Call) -> None:
    said = json.dumps(call.params, ensure_ascii=False, default=lambda upload: f"<{upload.name}: {len(upload.content)} bytes>")
    print(f"  [{call.status}] {call.method} {said if len(said) <= _LONGEST else said[:_LONGEST] + '...'}")
    if call.status == 200 and call.method in ("sendMessage", "editMessageText"):
        print(f"\n{call.params['text']}\n")


async def _do(alice: Person, line: str) -> None:
    if not line.startswith("!"):
        await alice.sends(alice.chat, line)
        return
    with_buttons = [post for post in alice.chat.from_bot if post.keyboard]
    try:
        button = [b for row in with_buttons[-1].keyboard for b in row][int(line[1:]) - 1]
        await alice.presses(with_buttons[-1], data=button["callback_data"])
    except (IndexError, ValueError, KeyError):
        print("  no such button to press")


async def main(port: int) -> None:
    """Listen, and let a person type, until their input ends."""
    async with FakeTelegram(port, tell=_show) as telegram:
        alice = telegram.person("Alice", "alice")
        print(f"TELEGRAM_TOKEN={telegram.token} TELEGRAM_API_URL={telegram.url} wsisbot run\n")
        told = 0
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                await _do(alice, line.strip())
            for violation in telegram.violations[told:]:
                print(f"  against the rules: {violation}")
            told = len(telegram.violations)


if __name__ == "__main__":
    try:
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PORT))
    except KeyboardInterrupt:
        print()
