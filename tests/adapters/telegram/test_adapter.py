"""The adapter in this process: deliveries that nobody asked for, slow answers, failing ones, and who it is."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.telegram.adapter import TelegramAdapter, create_adapter
from bot.adapter import AdapterError, Answering, Refused, Retry, Sent, Target, Unknown, Withdrawn
from bot.clock import system_clock
from bot.message import ChatKey, ChatKind, Message
from bot.reply import Attachment, Citation, Mark, Paragraph, Plain, Reply, Status, Strong
from bot.settings import Settings
from bot.storage.store import Store, open_store
from tests.fakes.telegram import Chat, FakeTelegram
from tests.fakes.telegram.faults import bad_gateway, bad_request, dropped, forbidden, internal, too_many

CITATION = Citation(1, "Harbour Forum 2025", "Harbour Union", None, "https://harbour.example/forum", "paragraph 1", None)
TEXT = Paragraph((Strong("Tomorrow"), Plain(": the Harbour Forum. "), Mark(1)))
REMINDER = Reply(Status.ANSWERED, (TEXT,), citations=(CITATION,))
KEY = "delivery-1"

Serving = Callable[..., Awaitable[TelegramAdapter]]


async def echo(message: Message) -> Reply:
    return Reply(Status.CHAT, (Paragraph((Plain(f"You said: {message.text}"),)),))


@pytest.fixture
async def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Store]:
    monkeypatch.setenv("WSISBOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    async with open_store(Settings.from_environment(), system_clock) as opened:
        yield opened


@pytest.fixture
def adapter(telegram: FakeTelegram, store: Store) -> TelegramAdapter:
    settings = Settings(telegram_token=SecretStr(telegram.token), telegram_api_url=telegram.url)
    return create_adapter(settings, store, system_clock)


@asynccontextmanager
async def serving(adapter: TelegramAdapter, telegram: FakeTelegram, answer: Answering = echo) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(adapter.run(answer, stop))
    try:
        await telegram.until(lambda: telegram.updates.allowed is not None, what="the bot to ask for updates")
        yield
    finally:
        stop.set()
        await task


def at(chat: Chat, topic: int | None = None) -> Target:
    return Target(ChatKey("telegram", str(chat.id)), str(topic) if topic else None)


async def wanted() -> bool:
    """Say that a delivery is wanted still."""
    return True


async def test_what_nobody_asked_for_is_posted(adapter: TelegramAdapter, telegram: FakeTelegram) -> None:
    alice = telegram.person("Alice")
    forum = telegram.supergroup("Delegations", alice, forum=True)
    topic = await alice.opens_topic(forum, "Logistics")
    async with serving(adapter, telegram):
        outcome = await adapter.deliver(at(forum, topic.id), REMINDER, KEY, wanted)
    (post,) = forum.from_bot
    assert outcome == Sent(str(post.id))
    assert post.topic is topic
    assert post.reply_to is None
    assert "[1] Harbour Forum 2025" in post.text
    assert adapter.identity is not None
    assert adapter.identity.name == "wsis_test_bot"


async def test_a_file_goes_along(adapter: TelegramAdapter, telegram: FakeTelegram) -> None:
    (alice,) = telegram.crowd(1)
    reply = Reply(REMINDER.status, REMINDER.blocks, attachments=(Attachment("forum.ics", "text/calendar", b"BEGIN"),))
    async with serving(adapter, telegram):
        outcome = await adapter.deliver(at(alice.chat), reply, KEY, wanted)
    first, second = alice.chat.from_bot
    assert outcome == Sent(str(first.id))
    assert second.document is not None
    assert second.document.content == b"BEGIN"


@pytest.mark.parametrize("fault", [dropped(), dropped(delivered=False), bad_gateway(), internal()])
async def test_a_broken_line_leaves_it_unknown_and_it_is_not_repeated(
    adapter: TelegramAdapter, telegram: FakeTelegram, fault: object
) -> None:
    (alice,) = telegram.crowd(1)
    telegram.faults.inject(fault)  # type: ignore[arg-type]
    async with serving(adapter, telegram):
        assert isinstance(await adapter.deliver(at(alice.chat), REMINDER, KEY, wanted), Unknown)
    assert len(alice.chat.from_bot) <= 1


async def test_a_wait_that_is_too_long_is_handed_back(adapter: TelegramAdapter, telegram: FakeTelegram) -> None:
    (alice,) = telegram.crowd(1)
    telegram.faults.inject(too_many(3600))
    async with serving(adapter, telegram):
        outcome = await adapter.deliver(at(alice.chat), REMINDER, KEY, wanted)
    assert isinstance(outcome, Retry)
    assert outcome.after >= dt.timedelta(minutes=59)


async def test_a_closed_chat_is_refused_and_noted(adapter: TelegramAdapter, telegram: FakeTelegram, store: Store) -> None:
    (alice,) = telegram.crowd(1)
    telegram.faults.inject(forbidden())
    async with serving(adapter, telegram):
        outcome = await adapter.deliver(at(alice.chat), REMINDER, KEY, wanted)
        nowhere = await adapter.deliver(Target(ChatKey("telegram", "123456")), REMINDER, KEY, wanted)
    for one in (outcome, nowhere):
        assert isinstance(one, Refused)
        assert one.gone
    assert not (await store.chat(ChatKey("telegram", str(alice.id)))).open


async def test_what_telegram_cannot_read_goes_out_as_plain_text(adapter: TelegramAdapter, telegram: FakeTelegram) -> None:
    (alice,) = telegram.crowd(1)
    telegram.faults.inject(bad_request("can't parse entities"))
    async with serving(adapter, telegram):
        assert isinstance(await adapter.deliver(at(alice.chat), REMINDER, KEY, wanted), Sent)
    (post,) = alice.chat.from_bot
    assert post.given == []


async def test_a_group_that_moved_takes_everything_along(adapter: TelegramAdapter, telegram: FakeTelegram, store: Store) -> None:
    alice = telegram.person("Alice")
    group = telegram.group("Delegation", alice)
    await store.change_chat(at(group).chat, ChatKind.GROUP, zone="Asia/Tokyo")
    new = telegram.supergroup("Delegation", alice)
    group.moved_to = new  # while the bot was away: nothing was told
    async with serving(adapter, telegram):
        outcome = await adapter.deliver(at(group), REMINDER, KEY, wanted)
    assert isinstance(outcome, Sent)
    assert len(new.from_bot) == 1
    assert (await store.chat(at(new).chat)).zone == "Asia/Tokyo"


async def test_what_is_not_wanted_any_more_is_not_sent(adapter: TelegramAdapter, telegram: FakeTelegram) -> None:
    async def unwanted() -> bool:
        return False

    (alice,) = telegram.crowd(1)
    async with serving(adapter, telegram):
        assert isinstance(await adapter.deliver(at(alice.chat), REMINDER, KEY, unwanted), Withdrawn)
    assert alice.chat.from_bot == []


async def test_before_it_is_connected_a_delivery_is_to_wait(adapter: TelegramAdapter, telegram: FakeTelegram) -> None:
    (alice,) = telegram.crowd(1)
    assert isinstance(await adapter.deliver(at(alice.chat), REMINDER, KEY, wanted), Retry)


async def test_typing_is_shown_while_an_answer_is_long_in_coming_and_only_then(
    adapter: TelegramAdapter, telegram: FakeTelegram
) -> None:
    alice, bob = telegram.crowd(2)
    ready = asyncio.Event()

    async def slow(message: Message) -> Reply:
        if message.text == "slow":
            await ready.wait()
        return await echo(message)

    async with serving(adapter, telegram, slow):
        await bob.sends(bob.chat, "quick")
        await bob.chat.reply()
        await alice.sends(alice.chat, "slow")
        await telegram.until(lambda: bool(alice.chat.actions), what="typing")
        ready.set()
        await alice.chat.reply()
    assert not bob.chat.actions


async def test_an_error_of_ours_is_owned_up_to_and_quotes_nobody(
    adapter: TelegramAdapter, telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    (alice,) = telegram.crowd(1)

    async def broken(message: Message) -> Reply:
        raise RuntimeError(message.text)

    async with serving(adapter, telegram, broken):
        await alice.sends(alice.chat, "Zephyrine")
        assert "went wrong" in (await alice.chat.reply()).text
        query = await alice.queries("Zephyrine")
        assert (await query.answer())["results"] == []
    assert "RuntimeError" in caplog.text
    assert "Zephyrine" not in caplog.text


async def test_without_a_token_it_cannot_be_made(store: Store) -> None:
    with pytest.raises(AdapterError, match="TELEGRAM_TOKEN"):
        create_adapter(Settings(), store, system_clock)
