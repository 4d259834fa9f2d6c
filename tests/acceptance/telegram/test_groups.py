"""Groups: who may change what, moving house, and doors that close and open again."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.clock import system_clock
from bot.message import ChatKey
from bot.settings import Settings
from bot.storage.store import Store, open_store
from tests.acceptance.telegram.conftest import Start
from tests.fakes.telegram import Chat, FakeTelegram
from tests.fakes.telegram.faults import forbidden
from tests.processes import Running

shared = pytest.mark.asyncio(loop_scope="session")
QUESTION = "@wsis_test_bot where is the Coast Summit 2025?"

Look = Callable[[Running], AbstractAsyncContextManager[Store]]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Look:
    """Give what opens the memory of a process of the bot."""

    @asynccontextmanager
    async def opened(bot: Running) -> AsyncIterator[Store]:
        for name in ("WSISBOT_DATA_DIR", "XDG_CONFIG_HOME", "HOME"):
            monkeypatch.setenv(name, bot.variables[name])
        async with open_store(Settings.from_environment(), system_clock) as store:
            yield store

    return opened


def key(chat: Chat) -> ChatKey:
    return ChatKey("telegram", str(chat.id))


@shared
async def test_only_administrators_change_the_settings(town: FakeTelegram) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    group = town.supergroup("Delegation", alice, bob)  # Alice made it
    await bob.sends(group, "/timezone@wsis_test_bot Asia/Tokyo")
    assert "Tokyo" not in (await group.reply()).text
    await alice.sends(group, "/timezone@wsis_test_bot Asia/Tokyo")
    assert "Tokyo" in (await group.reply()).text
    await bob.sends(group, "@wsis_test_bot when is the deadline for papers to the Coast Summit 2025?")
    assert "Tokyo" in (await group.reply()).text


@shared
async def test_an_anonymous_administrator_may_too(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    group = town.supergroup("Delegation", alice)
    await alice.hides(group)
    await alice.sends(group, "/timezone@wsis_test_bot Asia/Tokyo")
    assert "Tokyo" in (await group.reply()).text


@shared
async def test_the_buttons_of_the_settings_change_the_message_and_are_refused_to_others(town: FakeTelegram) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    group = town.supergroup("Delegation", alice, bob)
    await alice.sends(group, "/settings@wsis_test_bot")
    settings = await group.reply()
    refused = await (await bob.presses(settings, "Short answers")).answer()
    assert refused["show_alert"] is True
    assert refused["text"]
    await (await alice.presses(settings, "Short answers")).answer()
    await group.edit(settings)
    assert "Full answers" in settings.buttons
    assert len(group.from_bot) == 1


@shared
async def test_who_the_administrators_are_is_asked_once_for_a_while(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    group = town.supergroup("Delegation", alice)
    before = len(town.calls_of("getChatAdministrators"))
    for _ in range(3):
        await alice.sends(group, "/settings@wsis_test_bot")
        await group.reply()
    assert len(town.calls_of("getChatAdministrators")) == before + 1


@shared
async def test_collecting_questions_is_off_until_an_administrator_switches_it_on(town: FakeTelegram) -> None:
    alice = town.person("Alice")
    group = town.supergroup("Delegation", alice)
    await alice.sends(group, "/settings@wsis_test_bot")
    settings = await group.reply()
    await (await alice.presses(settings, "Collect unanswered questions")).answer()
    await group.edit(settings)
    assert "Collect unanswered questions" not in settings.buttons


async def test_everything_moves_when_a_group_becomes_a_supergroup(telegram: FakeTelegram, start: Start, look: Look) -> None:
    alice = telegram.person("Alice")
    bot = await start()
    for membership in (False, True):
        group = telegram.group("Delegation", alice)
        await alice.sends(group, "/timezone@wsis_test_bot Asia/Tokyo")
        await group.reply()
        new = await alice.migrates(group, membership=membership)
        await alice.sends(new, "@wsis_test_bot when is the deadline for papers to the Coast Summit 2025?")
        assert "Tokyo" in (await new.reply()).text
        async with look(bot) as store:
            assert (await store.chat(key(new))).zone == "Asia/Tokyo"
            assert (await store.chat(key(new))).open
            assert (await store.chat(key(group))).zone is None


async def test_an_answer_on_its_way_follows_the_move(telegram: FakeTelegram, start: Start) -> None:
    alice = telegram.person("Alice")
    bot = await start()
    await bot.says("asks for updates")
    group = telegram.group("Delegation", alice)
    await alice.sends(group, QUESTION)
    new = await alice.migrates(group)  # before the bot has taken the question
    assert "Tromsø" in (await new.reply()).text
    assert not group.from_bot


async def test_doors_close_and_open_again(telegram: FakeTelegram, start: Start, look: Look) -> None:
    alice = telegram.person("Alice")
    bot = await start()
    group = telegram.supergroup("Delegation", alice)
    await alice.sends(group, QUESTION)
    await group.reply()
    await alice.starts()
    await alice.chat.reply()

    async def is_open(chat: Chat) -> bool:
        await telegram.until(lambda: not telegram.updates.pending)
        await alice.sends(other, QUESTION)  # when this is answered, what came before is done
        await other.reply()
        async with look(bot) as store:
            return (await store.chat(key(chat))).open

    other = telegram.supergroup("Another", alice)
    await alice.blocks_bot()
    await alice.kicks_bot(group)
    assert not await is_open(alice.chat)
    assert not await is_open(group)
    await alice.unblocks_bot()
    await alice.adds_bot(group)
    assert await is_open(alice.chat)
    assert await is_open(group)


async def test_a_chat_that_refuses_an_answer_is_closed(telegram: FakeTelegram, start: Start, look: Look) -> None:
    alice = telegram.person("Alice")
    bot = await start()
    telegram.faults.inject(forbidden(), chat=alice.id)
    await alice.sends(alice.chat, QUESTION)
    await bot.says("could not be sent")
    async with look(bot) as store:
        assert not (await store.chat(key(alice.chat))).open
    await alice.sends(alice.chat, QUESTION)
    await alice.chat.reply()
