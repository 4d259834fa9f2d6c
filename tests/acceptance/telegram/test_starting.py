"""Starting and ending: what stands in the way is said clearly, and nobody's question is lost."""

import asyncio
import contextlib
import io
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from tests.acceptance.telegram.conftest import Start, launch
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.faults import Fault
from tests.processes import Running

QUESTION = "Where is the Coast Summit 2025?"
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def silent_about_secrets(bot: Running, telegram: FakeTelegram) -> None:
    assert telegram.token not in bot.said
    assert telegram.token.partition(":")[2] not in bot.said
    assert "Traceback" not in bot.said


def contents(folder: Path) -> list[bytes]:
    """Give what is in the files of a folder."""
    found = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    assert found
    return found


async def test_a_wrong_token_is_named_and_not_shown(telegram: FakeTelegram, start: Start) -> None:
    wrong = "1234567890:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    bot = await start(TELEGRAM_TOKEN=wrong)
    assert await bot.ended() == 2
    assert "TELEGRAM_TOKEN" in bot.said
    assert "@BotFather" in bot.said
    assert wrong not in bot.said
    silent_about_secrets(bot, telegram)


async def test_without_any_token_the_variables_are_named(start: Start) -> None:
    bot = await start(TELEGRAM_TOKEN="")
    assert await bot.ended() == 2
    assert "TELEGRAM_TOKEN" in bot.said
    assert "DISCORD_TOKEN" in bot.said


async def test_where_there_is_no_uvloop_it_serves_all_the_same(telegram: FakeTelegram, tmp_path: Path, tiny_folder: Path) -> None:
    without = "import sys; sys.modules['uvloop'] = None; from bot.cli import main; main(['run'])"
    async with AsyncExitStack() as stack:
        bot = await launch(stack, telegram, tmp_path / "home", tiny_folder, (sys.executable, "-c", without))
        alice = telegram.person("Alice")
        await alice.sends(alice.chat, QUESTION)
        assert "Tromsø" in (await alice.chat.reply(within=20)).text
        assert await bot.stop() == 0


async def test_without_a_network_it_waits_and_says_so(telegram: FakeTelegram, start: Start) -> None:
    await telegram.stop()
    bot = await start()
    await bot.says("Telegram cannot be reached")
    await telegram.start()
    alice = telegram.person("Alice")
    await alice.sends(alice.chat, QUESTION)
    assert "Tromsø" in (await alice.chat.reply()).text
    silent_about_secrets(bot, telegram)


async def test_a_second_poller_ends_it_with_the_reason(telegram: FakeTelegram, start: Start) -> None:
    bot = await start()
    await bot.says("asks for updates")
    telegram.faults.inject(Fault(status=409, description=CONFLICT), method="getUpdates", times=99)
    telegram.updates.interrupt("terminated by other getUpdates request")
    assert await bot.ended() == 2
    assert "another program" in bot.said
    silent_about_secrets(bot, telegram)


async def test_a_passing_conflict_is_waited_out(telegram: FakeTelegram, start: Start) -> None:
    telegram.faults.inject(Fault(status=409, description=CONFLICT), method="getUpdates")
    bot = await start()
    await bot.says("trying again")
    alice = telegram.person("Alice")
    await alice.sends(alice.chat, QUESTION)
    assert "Tromsø" in (await alice.chat.reply()).text


async def test_a_token_that_is_revoked_meanwhile_ends_it_with_the_reason(telegram: FakeTelegram, start: Start) -> None:
    bot = await start()
    await bot.says("asks for updates")
    telegram.revoke()
    telegram.updates.interrupt("the token was revoked")
    assert await bot.ended() == 2
    assert "(any more)" in bot.said
    silent_about_secrets(bot, telegram)


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_finishes_what_it_has_begun_and_leaves_the_rest_to_the_next(
    telegram: FakeTelegram, start: Start, signal_: signal.Signals
) -> None:
    alice, bob = telegram.person("Alice"), telegram.person("Bob")
    bot = await start()
    await bot.says("asks for updates")
    telegram.latency = 1.0
    await alice.sends(alice.chat, QUESTION)
    await telegram.until(lambda: bool(telegram.updates.made) and not telegram.updates.pending, what="the question to be taken")
    bot.process.send_signal(signal_)
    await bob.sends(bob.chat, QUESTION)
    assert await bot.ended() == 0
    telegram.latency = 0.0
    assert len(alice.chat.from_bot) == 1
    await start()
    await bob.chat.reply()
    assert len(bob.chat.from_bot) == 1
    assert len(alice.chat.from_bot) == 1


async def test_one_platform_that_fails_does_not_stop_the_other(telegram: FakeTelegram, start: Start) -> None:
    bot = await start(DISCORD_TOKEN="x" * 30, DISCORD_API_URL="http://127.0.0.1:9")
    alice = telegram.person("Alice")
    await alice.sends(alice.chat, QUESTION)
    assert "Tromsø" in (await alice.chat.reply()).text
    await bot.says("discord")
    await bot.stop()


async def test_the_log_speaks_to_machines_where_they_ask_for_it_and_never_of_questions(
    telegram: FakeTelegram, start: Start
) -> None:
    bot = await start(WSISBOT_LOG="json")
    alice = telegram.person("Alice Armadillo", "alice_armadillo")
    await alice.sends(alice.chat, "Where is the Coast Summit 2025, says Zephyrine?")
    telegram.updates.add("message", {"message_id": "no number", "text": "Zephyrine"})
    await alice.chat.reply()
    await bot.says("cannot be read")
    await bot.stop()
    for line in bot.said.splitlines():
        assert line.startswith('{"at": ')
    for word in ("Zephyrine", "Armadillo", "armadillo", "Coast", str(alice.id)):
        assert word not in bot.said
    silent_about_secrets(bot, telegram)
    for kept in contents(Path(bot.variables["WSISBOT_DATA_DIR"])):
        for word in ("Zephyrine", "Armadillo", "armadillo", str(alice.id)):
            assert word.encode() not in kept


# --- By webhook ---

SECRET = "one-Secret_of-ours"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def hooked(unused_port: int) -> dict[str, str]:
    return {
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{unused_port}/telegram/in.coming",
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TELEGRAM_WEBHOOK_PORT": str(unused_port),
    }


async def test_updates_can_be_pushed(telegram: FakeTelegram, start: Start, hooked: dict[str, str]) -> None:
    bot = await start(**hooked)
    await bot.says("waits for updates")
    people = telegram.crowd(20)
    for person in people:
        await person.sends(person.chat, QUESTION)
    for person in people:
        assert "Tromsø" in (await person.chat.reply()).text
    assert telegram.calls_of("setWebhook")[0]["secret_token"] == SECRET
    assert await bot.stop() == 0
    silent_about_secrets(bot, telegram)
    assert SECRET not in bot.said
    assert telegram.webhook is not None  # it stays, so that Telegram keeps for the next start what comes meanwhile


async def test_what_was_sent_by_nobody_or_twice_is_not_answered(
    telegram: FakeTelegram, start: Start, hooked: dict[str, str]
) -> None:
    bot = await start(**hooked)
    await bot.says("waits for updates")
    alice = telegram.person("Alice")
    await alice.starts()
    await alice.chat.reply()
    message = {
        "message_id": 77_000,
        "date": telegram.now(),
        "chat": alice.chat.as_json(),
        "from": alice.as_json(),
        "text": QUESTION,
    }
    update = {"update_id": 5, "message": message}
    url = hooked["TELEGRAM_WEBHOOK_URL"]
    async with aiohttp.ClientSession() as session:

        async def post(secret: str | None = SECRET, to: str = url, kind: str | None = None, **body: object) -> int:
            headers = {HEADER: secret} if secret is not None else {}
            headers |= {"Content-Type": kind} if kind else {}
            async with session.post(to, headers=headers, **body) as answer:  # type: ignore[arg-type]
                return answer.status

        assert await post(None, json=update) == 403
        assert await post("", json=update) == 403
        assert await post("another", json=update) == 403
        assert await post("ünïcode", json=update) == 403
        assert await post(SECRET + "x", json=update) == 403
        assert await post(data="update_id=5") == 415
        assert await post(to=url + "/more", json=update) == 404
        assert await post(to=url.replace("in.coming", "inXcoming"), json=update) == 404
        assert await post(data=b'{"update_id": 5', kind="application/json") == 400
        assert await post(json=[update]) == 400
        assert await post(json={"message": message}) == 400
        async with session.get(url, headers={HEADER: SECRET}) as answer:
            assert answer.status == 405
        huge = io.BytesIO(b'{"update_id": 6, "padding": "' + b"x" * 3_000_000 + b'"}')
        with contextlib.suppress(aiohttp.ClientError):  # the connection is closed before all of it is read
            assert await post(data=huge, kind="application/json") >= 400
        await asyncio.sleep(0.3)
        assert len(alice.chat.from_bot) == 1
        assert await post(json=update) == 200
        assert await post(json=update) == 200
        await alice.chat.reply()
        await asyncio.sleep(0.3)
        assert len(alice.chat.from_bot) == 2
    assert SECRET not in bot.said


async def test_a_webhook_without_a_secret_is_refused(start: Start, hooked: dict[str, str]) -> None:
    bot = await start(**hooked | {"TELEGRAM_WEBHOOK_SECRET": ""})
    assert await bot.ended() == 2
    assert "TELEGRAM_WEBHOOK_SECRET" in bot.said


async def test_a_port_that_is_taken_is_named(telegram: FakeTelegram, start: Start, hooked: dict[str, str]) -> None:
    bot = await start(**hooked | {"TELEGRAM_WEBHOOK_PORT": str(telegram.port)})
    assert await bot.ended() == 2
    assert str(telegram.port) in bot.said


async def test_back_to_polling_the_webhook_is_given_up(telegram: FakeTelegram, start: Start, hooked: dict[str, str]) -> None:
    bot = await start(**hooked)
    await bot.says("waits for updates")
    await bot.stop()
    alice = telegram.person("Alice")
    await alice.sends(alice.chat, QUESTION)
    await start()
    await alice.chat.reply()
    assert telegram.webhook is None
