"""The bot before a Discord that others wrote: the independent simulator simcord, beneath the real discord.py."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult, ResponseMessage

from adapters.discord import create_bot

QUESTION = "Where is the Coast Summit 2025?"


@pytest.fixture
async def simcord_bot(monkeypatch: pytest.MonkeyPatch, tiny_folder: Path, tmp_path: Path) -> AsyncIterator[discord.Client]:
    """Give the bot by the settings in the environment, which is all that simcord's fixtures ask for."""
    monkeypatch.setenv("WSISBOT_KNOWLEDGE_DIR", str(tiny_folder))
    monkeypatch.setenv("WSISBOT_DATA_DIR", str(tmp_path / "kept"))
    bot = create_bot()
    yield bot
    await bot.close()


@pytest.fixture
def lounge(simcord_env: simcord.Env) -> ChannelHandle:
    return simcord_env.create_guild(name="Lounge").create_text_channel("general")


@pytest.fixture
def alice(simcord_env: simcord.Env, lounge: ChannelHandle) -> MemberActor:
    return simcord_env.guild.add_member(simcord_env.create_user("alice"))


def shown(result: InteractionResult) -> ResponseMessage:
    assert result.acknowledged
    found = result.response or next(iter(result.followups), None)
    assert found is not None
    return found


def text(result: InteractionResult) -> str:
    return "\n".join(embed.description or "" for embed in shown(result).embeds)


def last(channel: ChannelHandle) -> str:
    message = channel.last_message
    assert message is not None
    return "\n".join(embed.description or "" for embed in message.embeds)


def labels(result: InteractionResult) -> list[str]:
    return [part["label"] for row in shown(result).components for part in row["components"] if part["type"] == 2]


async def test_a_question_by_command(alice: MemberActor, lounge: ChannelHandle) -> None:
    result = await alice.slash(lounge, "ask", question=QUESTION)
    assert "Tromsø" in text(result)
    assert not shown(result).ephemeral
    assert {"Sources", "Calendar", "More", "Wrong?"} <= set(labels(result))


async def test_buttons_lead_on_and_outlive_the_process(
    simcord_env: simcord.Env, alice: MemberActor, lounge: ChannelHandle
) -> None:
    answer = shown(await alice.slash(lounge, "ask", question=QUESTION))
    await simcord_env.restart_bot(create_bot())
    more = await alice.click(answer.message, label="More")
    assert "Coast Summit" in text(more)
    assert shown(more).ephemeral
    voted = await alice.click(answer.message, label="👍")
    assert "Thank you" in text(voted)
    calendar = await alice.click(answer.message, label="Calendar")
    assert [file.filename for file in shown(calendar).attachments] == ["meeting.coast-summit-2025.ics"]


async def test_what_is_wrong_is_said_in_a_form(alice: MemberActor, lounge: ChannelHandle) -> None:
    answer = shown(await alice.slash(lounge, "ask", question=QUESTION))
    opened = await alice.click(answer.message, label="Wrong?")
    assert opened.modal is not None
    noted = await alice.submit_modal(opened, {"words": "It is in October."})
    assert "Thank you" in text(noted)


async def test_one_of_several_meanings_is_chosen(alice: MemberActor, lounge: ChannelHandle) -> None:
    offer = shown(await alice.slash(lounge, "ask", question="who organises it?"))
    (menu,) = (part for row in offer.components for part in row["components"] if part["type"] == 3)
    wanted = next(option["value"] for option in menu["options"] if "Coast" in option["label"])
    chosen = await alice.select(offer.message, values=[wanted])
    assert "Coast League" in text(chosen)


async def test_an_answer_for_the_asker_alone_is_shared(alice: MemberActor, lounge: ChannelHandle) -> None:
    hidden = await alice.slash(lounge, "ask", question=QUESTION, private=True)
    assert shown(hidden).ephemeral
    shared = await alice.click(shown(hidden).message, label="Share")
    assert [one.ephemeral for one in shared.followups] == [False]
    assert shared.followups[0].embeds == shown(hidden).embeds


async def test_suggestions(alice: MemberActor, lounge: ChannelHandle) -> None:
    found = await alice.autocomplete(lounge, "define", "term", "har")
    assert found[0]["value"] == "organisation.harbour-union"


async def test_mentions_and_replies_are_answered_and_nothing_else(
    simcord_env: simcord.Env, alice: MemberActor, lounge: ChannelHandle
) -> None:
    me = simcord_env.bot.user
    assert me is not None
    await alice.send(lounge, QUESTION)
    assert len(lounge.history()) == 1
    await alice.send(lounge, f"{me.mention} {QUESTION}")
    answer = lounge.last_message
    assert answer is not None
    assert answer.author == me
    assert "Tromsø" in (answer.embeds[0].description or "")
    await alice.send(lounge, "And who organises it?", reply_to=answer)
    assert "Coast League" in last(lounge)
    await alice.send_dm(QUESTION)
    assert "Tromsø" in last(alice.user.dm_channel)


async def test_a_message_is_asked_about_from_its_menu(
    simcord_env: simcord.Env, alice: MemberActor, lounge: ChannelHandle
) -> None:
    bob = simcord_env.guild.add_member(simcord_env.create_user("bob"))
    said = await bob.send(lounge, QUESTION)
    result = await alice.context_menu(lounge, "Ask about this", said)
    assert "Tromsø" in text(result)
    assert shown(result).ephemeral


async def test_settings_are_for_those_who_manage_the_server(
    simcord_env: simcord.Env, alice: MemberActor, lounge: ChannelHandle
) -> None:
    guild = simcord_env.guild
    managers = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    bob = guild.add_member(simcord_env.create_user("bob"), roles=[managers])
    assert "settings" not in alice.available_commands(lounge)
    page = await bob.slash(lounge, "settings")
    assert shown(page).ephemeral
    questions = guild.create_text_channel("questions")
    await bob.select(shown(page).message, values=[questions], custom_id="channels")
    hidden = await alice.slash(lounge, "ask", question=QUESTION)
    assert shown(hidden).ephemeral
    assert not shown(await alice.slash(questions, "ask", question=QUESTION)).ephemeral


async def test_without_permission_to_write_the_asker_is_told_in_private(
    simcord_env: simcord.Env, alice: MemberActor, lounge: ChannelHandle
) -> None:
    me = simcord_env.bot.user
    assert me is not None
    member = simcord_env.guild.me
    assert member is not None
    mute = simcord_env.guild.create_text_channel("mute", overwrites={member: discord.PermissionOverwrite(send_messages=False)})
    await alice.send(mute, f"{me.mention} {QUESTION}")
    assert len(mute.history()) == 1
    assert "Send Messages" in last(alice.user.dm_channel)


async def test_discord_refusing_an_answer_breaks_nothing(
    simcord_env: simcord.Env, alice: MemberActor, lounge: ChannelHandle
) -> None:
    me = simcord_env.bot.user
    assert me is not None
    simcord_env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await alice.send(lounge, f"{me.mention} {QUESTION}")
    assert len(lounge.history()) == 1
    assert "Tromsø" in text(await alice.slash(lounge, "ask", question=QUESTION))


@pytest.mark.parametrize("words", ["@everyone", "<@&1> <@2>", "||x|| `y` **z**", "discord.gg/abc", "\u202e\u0000", "?" * 2000])
async def test_hostile_words_are_answered_and_call_nobody(alice: MemberActor, lounge: ChannelHandle, words: str) -> None:
    result = await alice.slash(lounge, "ask", question=words)
    message = shown(result).message
    assert not message.mentions
    assert not message.role_mentions
    assert not message.mention_everyone
