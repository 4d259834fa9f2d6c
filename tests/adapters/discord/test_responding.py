"""Interactions get one response each: at once where the answer is quick, else after a sign of life; whatever goes wrong."""

import asyncio

import pytest

from adapters.discord import responding
from bot.message import Message
from bot.reply import Paragraph, Plain, Reply, Status
from bot.storage.problems import StorageError
from tests.adapters.discord.conftest import Serving
from tests.fakes.discord import Answered, Channel, FakeDiscord, Person

CALLBACK = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
ORIGINAL = ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original")


@pytest.fixture
def alice(discord: FakeDiscord) -> Person:
    return discord.person("alice")


@pytest.fixture
def general(discord: FakeDiscord, alice: Person) -> Channel:
    return discord.guild("Lounge", alice).text("general")


class Slow:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.go = asyncio.Event()

    async def __call__(self, message: Message) -> Reply:
        await self.go.wait()
        return Reply(Status.ANSWERED, (Paragraph((Plain("At last."),)),))


@pytest.fixture
def slow(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> Slow:
    monkeypatch.setattr(responding, "LONG", 0.05)
    answer = Slow()
    serving.answers.append(answer)
    return answer


async def test_a_quick_answer_needs_no_sign_of_life(serving: Serving, alice: Person, general: Channel) -> None:
    talk = await alice.slash(general, "about")
    assert talk.callback is Answered.MESSAGE


@pytest.mark.parametrize("private", [True, False])
async def test_a_slow_one_is_announced_and_keeps_its_secrecy(slow: Slow, alice: Person, general: Channel, private: bool) -> None:
    talk = await alice.slash(general, "ask", question="when?", private=private)
    assert talk.callback is Answered.DEFERRED
    assert talk.deferred
    slow.go.set()
    answer = await talk.answer()
    assert "At last." in answer.text
    assert answer.ephemeral is private
    assert len(talk.shown) == 1


async def test_a_slow_page_is_turned_in_its_place(slow: Slow, alice: Person, general: Channel) -> None:
    slow.go.set()
    shown = await (await alice.slash(general, "deadlines")).answer()
    shown.components = [{"type": 1, "components": [{"type": 2, "style": 1, "label": "Next page", "custom_id": "d:#2"}]}]
    slow.go.clear()
    talk = await alice.press(shown, "Next page")
    assert talk.callback is Answered.DEFERRED_UPDATE
    slow.go.set()
    assert await talk.answer() is shown


async def test_a_fault_of_ours_is_told(serving: Serving, alice: Person, general: Channel) -> None:
    async def broken(message: Message) -> Reply:
        raise ZeroDivisionError

    serving.answers.append(broken)
    assert "went wrong" in (await (await alice.slash(general, "ask", question="when?")).answer()).text
    mention = alice.say(general, f"{serving.discord.world.bot.mention} when?")
    assert "went wrong" in (await mention.answer()).text


async def test_without_its_memory_it_answers_all_the_same(
    serving: Serving, alice: Person, general: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*args: object, **kwargs: object) -> None:
        raise StorageError("the disk is full")

    for name in ("chat", "talk", "keep_talk", "keep_answer", "conversation_of"):
        monkeypatch.setattr(serving.store, name, failing)
    question = "Where is the Coast Summit 2025?"
    assert "Tromsø" in (await (await alice.slash(general, "ask", question=question)).answer()).text
    answer = await alice.say(general, f"{serving.discord.world.bot.mention} {question}").answer()
    assert "Tromsø" in (await (await alice.press(answer, "More")).answer()).text


async def test_what_comes_too_late_or_was_answered_already_breaks_nothing(
    serving: Serving, alice: Person, general: Channel
) -> None:
    serving.discord.within = 0.0
    assert not (await alice.slash(general, "about")).acknowledged
    serving.discord.within = 3.0
    serving.discord.fail(*CALLBACK, status=400, code=40060)
    await alice.slash(general, "about")
    assert (await (await alice.slash(general, "about")).answer()).text


async def test_an_answer_that_got_lost_on_the_way_is_shown_once(serving: Serving, alice: Person, general: Channel) -> None:
    serving.discord.fail(*CALLBACK, status=502, delivered=True)
    talk = await alice.slash(general, "about")
    await talk.answer()
    again = await (await alice.slash(general, "about")).answer()
    assert general.messages == [talk.shown[0], again]


async def test_limits_on_the_way_are_waited_for(slow: Slow, serving: Serving, alice: Person, general: Channel) -> None:
    slow.go.set()
    serving.discord.fail(*ORIGINAL, retry_after=0.2)
    slow.go.clear()
    talk = await alice.slash(general, "ask", question="when?")
    slow.go.set()
    assert "At last." in (await talk.answer()).text


async def test_a_form_that_discord_refuses_becomes_mere_text(serving: Serving, alice: Person, general: Channel) -> None:
    serving.discord.fail(*CALLBACK, status=400, code=50035)
    answer = await (await alice.slash(general, "about")).answer()
    assert "wsisbot" in answer.content
    assert not answer.embeds


async def test_a_file_that_may_not_be_attached_is_left_out(serving: Serving, alice: Person, general: Channel) -> None:
    assert general.guild
    held = general.permissions(serving.discord.world.bot)
    held.attach_files = False
    general.guild.change_role(general.guild.everyone, held)
    general.guild.permit_bot(held)
    text = f"{serving.discord.world.bot.mention} /calendar meeting.coast-summit-2025"
    answer = await alice.say(general, text).answer()
    assert "Attach Files" in answer.text
    assert not answer.files
