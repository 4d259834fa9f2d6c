"""Starting and ending: what stands in the way is said clearly, and what Discord delivers is answered."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from discord import Permissions

from tests.acceptance.discord.conftest import Start
from tests.fakes.discord import TALKATIVE, FakeDiscord
from tests.fakes.telegram import FakeTelegram
from tests.processes import Running

QUESTION = "Where is the Coast Summit 2025?"
COMMANDS = "/applications/{application_id}/commands"
ANSWERS = "/channels/{channel_id}/messages"


def silent_about_secrets(bot: Running, discord: FakeDiscord) -> None:
    assert discord.token not in bot.said
    assert "Traceback" not in bot.said


async def test_a_wrong_token_is_named_and_not_shown(discord: FakeDiscord, start: Start) -> None:
    bot = await start(DISCORD_TOKEN="MTIz.wrong.token-of-another")
    assert await bot.ended() == 2
    assert "DISCORD_TOKEN" in bot.said
    assert "Reset Token" in bot.said
    assert "wrong.token" not in bot.said
    silent_about_secrets(bot, discord)


async def test_a_token_that_is_revoked_meanwhile_ends_it_with_the_reason(discord: FakeDiscord, start: Start) -> None:
    bot = await start()
    await bot.says("is there")
    before, discord.token = discord.token, "MTIz.another.token"
    discord.gateway.disconnect(resumable=False)
    assert await bot.ended() == 2
    assert "(any more)" in bot.said
    assert before not in bot.said


async def test_without_a_network_it_waits_and_says_so(discord: FakeDiscord, start: Start) -> None:
    port = int(discord.api_url.rsplit(":", 1)[1].partition("/")[0])
    await discord.stop()
    bot = await start(DISCORD_API_URL=f"http://127.0.0.1:{port}/api/v10")
    await bot.says("cannot be reached")
    await discord.start(port)
    await bot.says("is there")
    alice = discord.person("alice")
    assert "Tromsø" in (await alice.say(alice.direct, QUESTION).answer()).text
    silent_about_secrets(bot, discord)


async def test_an_ill_discord_is_waited_out_at_the_start(discord: FakeDiscord, start: Start) -> None:
    discord.fail("GET", "/users/@me", status=503, times=2)
    discord.fail("GET", "/gateway/bot", status=503)
    discord.fail("GET", COMMANDS, status=503)
    bot = await start()
    await bot.says("is there")
    assert "could not be brought up to date" in bot.said
    silent_about_secrets(bot, discord)


async def test_commands_are_put_once_and_only_when_they_changed(discord: FakeDiscord, start: Start) -> None:
    for _ in range(2):
        bot = await start()
        await bot.says("is there")
        await bot.stop()
    assert len(discord.calls("PUT", COMMANDS)) == 1
    stored = discord.world.commands[None]
    stored[0]["description"] = "of long ago"
    stored.pop()
    bot = await start()
    await bot.says("is there")
    assert len(discord.calls("PUT", COMMANDS)) == 2
    assert "of long ago" not in str(discord.world.commands[None])


async def test_no_privileged_intent_is_asked_for(discord: FakeDiscord, start: Start) -> None:
    bot = await start()
    await bot.says("is there")
    (session,) = discord.gateway.sessions
    privileged = 1 << 1 | 1 << 8 | 1 << 15
    assert not session.intents & privileged


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_finishes_what_it_has_begun(discord: FakeDiscord, start: Start, signal_: signal.Signals) -> None:
    alice = discord.person("alice")
    bot = await start()
    await bot.says("is there")
    discord.fail("POST", ANSWERS, status=502, times=1)  # the library waits a second before it tries again
    asked = alice.say(alice.direct, QUESTION)
    await discord.world.pulse.until(lambda: discord.calls("POST", ANSWERS), "the first try")
    bot.process.send_signal(signal_)
    assert await bot.ended() == 0
    assert len([message for message in alice.direct.messages if message.reference is asked]) == 1
    silent_about_secrets(bot, discord)


async def test_one_platform_that_fails_does_not_stop_the_other(
    discord: FakeDiscord, telegram: FakeTelegram, start: Start
) -> None:
    alice, bela = discord.person("alice"), telegram.person("Bela")
    bot = await start(TELEGRAM_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url)
    await bot.says("is there")
    assert "Tromsø" in (await alice.say(alice.direct, QUESTION).answer()).text
    await bela.sends(bela.chat, QUESTION)
    assert "Tromsø" in (await bela.chat.reply()).text
    discord.token = "MTIz.another.token"
    discord.gateway.disconnect(resumable=False)
    await bot.says("(any more)")
    await bela.sends(bela.chat, QUESTION)
    await bela.chat.replies(1)
    await bot.stop()


async def test_the_log_never_speaks_of_questions_or_people(discord: FakeDiscord, start: Start) -> None:
    bot = await start(WSISBOT_LOG="json")
    await bot.says("is there")
    alice = discord.person("zephyrine")
    await alice.say(alice.direct, "Where is the Coast Summit 2025, says Armadillo?").answer()
    await (await alice.slash(alice.direct, "ask", question="Armadillo?")).answer()
    discord.fail("POST", "/interactions/{interaction_id}/{interaction_token}/callback", status=400, code=50035)
    await alice.slash(alice.direct, "ask", question="Armadillo?")
    await bot.stop()
    for line in bot.said.splitlines():
        assert line.startswith('{"at": ')
    for word in ("zephyrine", "Armadillo", "Coast", str(alice.id), "interaction-"):
        assert word not in bot.said
    silent_about_secrets(bot, discord)


async def test_a_lost_line_is_taken_up_again_and_no_command_is_lost(discord: FakeDiscord, start: Start) -> None:
    alice = discord.person("alice")
    general = discord.guild("Lounge", alice).text("general")
    bot = await start()
    await bot.says("is there")
    for _ in range(3):
        discord.gateway.disconnect()
        talks = [alice.slash(general, "ask", question=QUESTION) for _ in range(5)]
        mention = alice.say(general, f"{discord.world.bot.mention} {QUESTION}")
        for talk in talks:
            assert talk.delivered
            assert (await talk).acknowledged
            await talk.answer()
        await mention.answer()
        assert [len(talk.shown) for talk in talks] == [1] * 5
    discord.gateway.ask_to_reconnect()
    await discord.world.pulse.until(lambda: discord.gateway.sessions[0].resumed >= 4, "a fourth resume")
    assert (await alice.slash(general, "ask", question=QUESTION)).acknowledged
    assert discord.gateway.identified == 1
    assert discord.unanswered == []


async def test_a_session_that_is_gone_begins_anew(discord: FakeDiscord, start: Start) -> None:
    alice = discord.person("alice")
    general = discord.guild("Lounge", alice).text("general")
    bot = await start()
    await bot.says("is there")
    discord.gateway.invalidate()
    await discord.world.pulse.until(lambda: discord.gateway.identified == 2, "a second beginning")
    await discord.connected()
    assert (await alice.slash(general, "ask", question=QUESTION)).acknowledged


async def test_the_doctor_sees_what_is_well_and_what_is_not(discord: FakeDiscord, start: Start) -> None:
    discord.guild("Lounge")
    poor = discord.guild("Attic", bot=TALKATIVE)
    poor.change_role(poor.everyone, TALKATIVE & ~discord_permissions())
    poor.permit_bot(TALKATIVE & ~discord_permissions())
    bot = await start()
    await bot.says("is there")
    await bot.stop()
    doctor = await start("doctor")
    assert await doctor.ended() == 1
    assert "accepted" in doctor.said
    assert "commands: up to date" in doctor.said
    assert f"client_id={discord.world.application}" in doctor.said
    assert "scope=bot+applications.commands" in doctor.said
    assert "Embed Links: to set answers" in doctor.said
    assert "none is needed and none is granted" in doctor.said
    assert "MEND  Discord: server Attic: Attach Files" in doctor.said
    wrong = await start("doctor", DISCORD_TOKEN="MTIz.wrong.token-of-another")
    assert await wrong.ended() == 1
    assert "MEND  Discord: token" in wrong.said
    silent_about_secrets(doctor, discord)


def discord_permissions() -> Permissions:
    return Permissions(attach_files=True)


async def test_rate_limits_and_errors_of_discord_are_respected(discord: FakeDiscord, start: Start) -> None:
    alice = discord.person("alice")
    general = discord.guild("Lounge", alice).text("general")
    me = discord.world.bot.mention
    bot = await start()
    await bot.says("is there")
    discord.api.rates.limit("POST", ANSWERS, 2, per=0.5)
    asked = [alice.say(general, f"{me} {QUESTION}") for _ in range(6)]
    for one in asked:
        await one.answer()
    discord.api.rates.limit("POST", ANSWERS, 50, per=1.0)
    for scope in ("user", "global", "shared"):
        discord.fail("POST", ANSWERS, retry_after=0.2, scope=scope)
    await alice.say(general, f"{me} {QUESTION}").answer()
    discord.fail("POST", ANSWERS, status=502, delivered=True)
    await alice.say(general, f"{me} {QUESTION}").answer()
    discord.fail("POST", ANSWERS, reset=True, delivered=True)
    await alice.say(general, f"{me} {QUESTION}").answer()
    await asyncio.sleep(1.5)
    answered = [message.reference for message in general.messages if message.author is discord.world.bot]
    assert len(answered) == len(set(answered)) == 9


async def test_servers_are_served_on_as_many_shards_as_discord_recommends(discord: FakeDiscord, start: Start) -> None:
    discord.gateway.shards = 2
    alice = discord.person("alice")
    channels = [discord.guild(f"Lounge {number}", alice).text("general") for number in range(4)]
    bot = await start()
    await bot.says("on 4 servers and 2 shards")
    assert sorted(session.shard for session in discord.gateway.sessions) == [0, 1]
    for channel in [*channels, alice.direct]:
        assert "Tromsø" in (await (await alice.slash(channel, "ask", question=QUESTION)).answer()).text


async def test_it_can_be_stopped_while_its_line_is_broken(discord: FakeDiscord, start: Start) -> None:
    bot = await start()
    await bot.says("is there")
    await discord.stop()
    async with silence(int(discord.api_url.rsplit(":", 1)[1].partition("/")[0])):
        await bot.says("has lost its line")
        await asyncio.sleep(1.5)  # by then it waits for a gateway that says nothing
        assert await asyncio.wait_for(bot.stop(), 15) == 0


async def test_it_can_be_stopped_before_discord_says_anything(discord: FakeDiscord, start: Start, unused_port: int) -> None:
    async with silence(unused_port) as lines:
        bot = await start(DISCORD_API_URL=f"http://127.0.0.1:{unused_port}/api/v10")
        async with asyncio.timeout(30):
            while not lines:  # noqa: ASYNC110 - a line cannot be waited for
                await asyncio.sleep(0.05)
        assert await asyncio.wait_for(bot.stop(), 15) == 0


@asynccontextmanager
async def silence(port: int) -> AsyncIterator[list[asyncio.StreamWriter]]:
    """Listen in the place of Discord and say nothing."""
    lines: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: lines.append(writer), "127.0.0.1", port)
    try:
        yield lines
    finally:
        for line in lines:
            line.close()
        server.close()
