"""Buttons, menus and forms: they outlive the process, turn pages in place, and refuse politely what is none of theirs."""

import pytest

from bot.commands.catalogue import wire
from bot.reply import Action
from tests.acceptance.discord.conftest import Start
from tests.fakes.discord import FakeDiscord, Message, Person
from tests.fakes.discord.components import BUTTON, ROW

shared = pytest.mark.asyncio(loop_scope="session")

QUESTION = "When is the Coast Summit 2025?"


async def asked(town: FakeDiscord, person: Person | None = None) -> tuple[Person, Message]:
    alice = person or town.person("alice")
    general = town.guild("Lounge", alice).text("general")
    return alice, await (await alice.slash(general, "ask", question=QUESTION)).answer()


def forged(message: Message, custom_id: str) -> Message:
    """Put a button below a message that none of ours would put there."""
    message.components = [{"type": ROW, "components": [{"type": BUTTON, "style": 1, "label": "forged", "custom_id": custom_id}]}]
    return message


@shared
async def test_what_leads_on_is_shown_to_whoever_pressed(town: FakeDiscord) -> None:
    alice, answer = await asked(town)
    for name in ("Sources", "More"):
        reply = await (await alice.press(answer, name)).answer()
        assert "Coast" in reply.text
        assert reply.ephemeral
        assert "Share" in [button.label for button in reply.buttons]
    assert not answer.edits


@shared
async def test_a_date_goes_into_the_calendar(town: FakeDiscord) -> None:
    alice, answer = await asked(town)
    reply = await (await alice.press(answer, "Calendar")).answer()
    (file,) = reply.files
    assert file.name.endswith(".ics")
    assert b"BEGIN:VEVENT" in file.content


@shared
async def test_a_vote_is_thanked_for_in_passing(town: FakeDiscord) -> None:
    alice, answer = await asked(town)
    for sign in ("👍", "👎"):
        noted = await (await alice.press(answer, sign)).answer()
        assert noted.ephemeral
        assert "Thank you" in noted.text
        assert not noted.buttons


@shared
async def test_what_is_wrong_is_said_in_a_form(town: FakeDiscord) -> None:
    alice, answer = await asked(town)
    form = await alice.press(answer, "Wrong?")
    assert form.form is not None
    (field,) = form.form.fields
    noted = await (await alice.submit(form, {field.label: "It is in October."})).answer()
    assert noted.ephemeral
    assert "Thank you" in noted.text
    empty = await alice.press(answer, "Wrong?")
    assert "Thank you" in (await (await alice.submit(empty, {})).answer()).text


@shared
async def test_one_of_several_meanings_is_chosen_from_a_menu(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob")
    general = town.guild("Lounge", alice, bob).text("general")
    offer = await (await alice.slash(general, "ask", question="who organises it?")).answer()
    wanted = next(option.label for option in offer.menus[0].options if "Coast" in option.label)
    chosen = await (await alice.choose(offer, wanted)).answer()
    assert "Coast League" in chosen.text
    assert not chosen.ephemeral
    assert (await (await bob.choose(offer, wanted)).answer()).ephemeral


@shared
async def test_the_asker_turns_pages_in_place_and_others_get_their_own(town: FakeDiscord) -> None:
    alice, bob = town.person("alice"), town.person("bob")
    general = town.guild("Lounge", alice, bob).text("general")
    listed = await (await alice.slash(general, "sources", record="meeting.harbour-forum-2025")).answer()
    forward, backward = wire(Action("", "more", "meeting.harbour-forum-2025#2")), "Previous page"
    forged(listed, forward)
    turned = await (await bob.press(listed, forward)).answer()
    assert turned is not listed
    assert turned.ephemeral
    assert await (await alice.press(listed, forward)).answer() is listed
    assert listed.edits == 1
    assert backward in [button.label for button in listed.buttons]
    assert await (await alice.press(listed, backward)).answer() is listed


@shared
@pytest.mark.parametrize("custom_id", ["zz:meeting.x", "42", "☃" * 33, "m", "%", "shared", "channels "])
async def test_what_is_none_of_ours_is_refused(town: FakeDiscord, custom_id: str) -> None:
    alice, answer = await asked(town)
    refusal = await (await alice.press(forged(answer, custom_id), custom_id)).answer()
    assert refusal.ephemeral
    assert "ask again" in refusal.text


@shared
async def test_a_record_that_is_gone_is_said_to_be_gone(town: FakeDiscord) -> None:
    alice, answer = await asked(town)
    reply = await (await alice.press(forged(answer, "m:meeting.of-last-year"), "forged")).answer()
    assert "no such record" in reply.text


@shared
async def test_too_many_questions_are_told_so_once_each(town: FakeDiscord) -> None:
    alice, answer = await asked(town)
    replies = [await (await alice.press(answer, "👍")).answer() for _ in range(25)]
    assert "Thank you" in replies[0].text
    assert "more questions than I can answer" in replies[-1].text
    bob = town.person("bob")
    answer.channel.guild.join(bob)  # type: ignore[union-attr]  # it is in a server
    assert "Thank you" in (await (await bob.press(answer, "👍")).answer()).text


async def test_buttons_and_forms_work_after_a_restart(discord: FakeDiscord, start: Start) -> None:
    alice = discord.person("alice")
    general = discord.guild("Lounge", alice).text("general")
    bot = await start()
    await bot.says("is there")
    answer = await (await alice.slash(general, "ask", question=QUESTION)).answer()
    form = await alice.press(answer, "Wrong?")
    assert await bot.stop() == 0
    again = await start()
    await again.says("is there")
    assert "Coast" in (await (await alice.press(answer, "More")).answer()).text
    assert "Thank you" in (await (await alice.submit(form, {})).answer()).text
    assert len(discord.calls("PUT", "/applications/{application_id}/commands")) == 1
