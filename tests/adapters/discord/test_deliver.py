"""Deliveries: at most one message each, and for whatever Discord says the right outcome."""

import asyncio
import datetime as dt
from collections.abc import Callable

import pytest
from discord import Permissions

from adapters.discord.limits import MOST_NONCE
from adapters.discord.posting import nonce_of
from bot.adapter import Outcome, Refused, Retry, Sent, Target, Unknown, Withdrawn
from bot.message import ChatKey, ChatKind
from bot.reply import Attachment, Paragraph, Plain, Reply, Status
from tests.adapters.discord.conftest import Serving
from tests.fakes.discord import TALKATIVE, Channel, FakeDiscord, Guild

POST = ("POST", "/channels/{channel_id}/messages")
REPLY = Reply(Status.ANSWERED, (Paragraph((Plain("Papers are due tomorrow. @everyone <@&1>"),)),))


def key_of(guild: Guild) -> ChatKey:
    return ChatKey("discord", str(guild.id))


def at(channel: Channel) -> Target:
    assert channel.guild
    return Target(key_of(channel.guild), str(channel.id))


async def deliver(serving: Serving, target: Target, reply: Reply = REPLY, key: str = "r5:1", *, wanted: bool = True) -> Outcome:
    begun: list[int] = []

    async def begin() -> bool:
        begun.append(len(serving.discord.calls(*POST)))
        return wanted

    before = len(serving.discord.calls(*POST))
    outcome = await serving.adapter.deliver(target, reply, key, begin)
    assert begun in ([], [before])
    return outcome


@pytest.fixture
def general(discord: FakeDiscord) -> Channel:
    return discord.guild("Lounge").text("general")


def test_a_nonce_is_short_and_the_same_for_the_same_delivery_only() -> None:
    keys = [f"r{number}:2025-07-01T09:00:00/Europe/Zurich" for number in range(1000)]
    assert len({nonce_of(key) for key in keys}) == 1000
    assert nonce_of(keys[0]) == nonce_of(keys[0])
    assert all(len(nonce_of(key)) <= MOST_NONCE for key in keys)


async def test_it_is_posted_once_whatever_becomes_of_the_line(serving: Serving, general: Channel) -> None:
    first = await deliver(serving, at(general))
    assert first == Sent(str(general.messages[0].id))
    assert await deliver(serving, at(general)) == first
    serving.discord.fail(*POST, status=502, delivered=True)
    await deliver(serving, at(general), key="r5:2")
    serving.discord.fail(*POST, reset=True, delivered=True)
    assert isinstance(await deliver(serving, at(general), key="r5:3"), Sent)
    assert len(general.messages) == 3
    assert not any(message.pings for message in general.messages)


async def test_only_the_chosen_role_is_called(serving: Serving, general: Channel) -> None:
    assert general.guild
    role, other = (general.guild.role(name, mentionable=True) for name in ("delegates", "others"))
    text = Paragraph((Plain(f"Vote now, @everyone <@&{other.id}>"),))
    await deliver(serving, at(general), Reply(Status.ANSWERED, (text,), mention=str(role.id)))
    (message,) = general.messages
    assert message.pings.roles == {role.id}
    assert not message.pings.everyone
    assert not message.pings.users


async def test_what_is_not_wanted_any_more_is_not_posted(serving: Serving, general: Channel) -> None:
    assert await deliver(serving, at(general), wanted=False) == Withdrawn()
    assert general.messages == []


async def test_in_a_thread_in_private_and_where_the_server_wants_it(serving: Serving, general: Channel) -> None:
    assert general.guild
    alice = serving.discord.person("alice")
    thread = general.thread("more", alice)
    assert isinstance(await deliver(serving, at(thread), key="a"), Sent)
    assert isinstance(await deliver(serving, Target(ChatKey("discord", str(alice.id))), key="b"), Sent)
    nowhere = await deliver(serving, Target(key_of(general.guild)), key="c")
    assert isinstance(nowhere, Refused)
    assert "/settings" in nowhere.reason
    await serving.store.change_chat(key_of(general.guild), ChatKind.GROUP, announcements=str(general.id))
    assert isinstance(await deliver(serving, Target(key_of(general.guild)), key="d"), Sent)
    assert [len(channel.messages) for channel in (thread, alice.direct, general)] == [1, 1, 1]


async def test_what_is_missing_is_named_before_anything_is_asked_of_discord(serving: Serving, general: Channel) -> None:
    assert general.guild
    general.guild.change_role(general.guild.everyone, Permissions.none())
    general.guild.permit_bot(TALKATIVE & ~Permissions(attach_files=True))
    reply = Reply(Status.ANSWERED, REPLY.blocks, attachments=(Attachment("x.ics", "text/calendar", b"x"),))
    outcome = await deliver(serving, at(general), reply)
    assert isinstance(outcome, Refused)
    assert "Attach Files" in outcome.reason
    assert not outcome.gone
    assert serving.discord.calls(*POST) == []
    assert isinstance(await deliver(serving, at(general)), Sent)


@pytest.mark.parametrize(
    ("error", "kind", "gone"),
    [
        ((404, 10003), Refused, False),
        ((403, 50001), Refused, False),
        ((403, 50013), Refused, False),
        ((403, 50007), Refused, True),
        ((400, 40003), Retry, False),
        ((400, 20016), Retry, False),
        ((400, 20028), Retry, False),
        ((400, 50083), Refused, False),
        ((401, 0), Retry, False),
        ((503, 0), Unknown, False),
    ],
)
async def test_errors_are_told_by_class(
    serving: Serving, general: Channel, error: tuple[int, int], kind: type, gone: bool
) -> None:
    status, code = error
    serving.discord.fail(*POST, status=status, code=code)
    outcome = await deliver(serving, at(general))
    assert isinstance(outcome, kind)
    if isinstance(outcome, Refused):
        assert outcome.gone is gone
    if isinstance(outcome, Retry):
        assert outcome.after >= dt.timedelta(seconds=2)
    assert general.messages == []


async def test_a_form_that_discord_refuses_is_sent_as_mere_text(serving: Serving, general: Channel) -> None:
    serving.discord.fail(*POST, status=400, code=50035)
    assert isinstance(await deliver(serving, at(general)), Sent)
    (message,) = general.messages
    assert "Papers are due" in message.content
    assert not message.embeds


async def test_a_channel_that_is_gone_and_people_who_take_no_messages(serving: Serving, general: Channel) -> None:
    alice = serving.discord.person("alice")
    alice.direct_open = False
    private = await deliver(serving, Target(ChatKey("discord", str(alice.id))))
    assert isinstance(private, Refused)
    assert private.gone
    target = at(general)
    general.remove()
    assert isinstance(await deliver(serving, target), Refused)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not happened():  # noqa: ASYNC110 - the gateway tells it
            await asyncio.sleep(0.01)


async def test_an_outage_is_waited_out(serving: Serving, general: Channel) -> None:
    assert general.guild
    general.guild.go_down()
    client = serving.adapter._client
    assert client is not None
    number = general.guild.id
    await until(lambda: any(one.id == number and one.unavailable for one in client.guilds))
    assert isinstance(await deliver(serving, at(general)), Retry)
    general.guild.come_back()


async def test_before_it_is_connected_nothing_is_lost(settings: object, serving: Serving, general: Channel) -> None:
    target = at(general)
    serving.adapter._client = None
    assert isinstance(await deliver(serving, target), Retry)
