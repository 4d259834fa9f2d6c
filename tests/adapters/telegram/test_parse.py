"""What is asked, where, by whom, and where the bot keeps silent; the updates are those of the fake Telegram."""

from collections.abc import Iterator

import pytest
from telegram import Update, User

from adapters.telegram.parse import Asked, Event, Guest, Membership, Moved, Pressed, Sought, parse
from bot.message import ChatKind
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.world import World


@pytest.fixture
def world() -> World:
    made = World()
    made.bot["can_read_all_group_messages"] = True  # the bot's own silence is under test, not privacy mode's
    return made


@pytest.fixture
def alice(world: World) -> Person:
    return world.person("Alice", "alice", "fr-CA")


@pytest.fixture
def group(world: World, alice: Person) -> Chat:
    return world.supergroup("Delegation", alice)


def events(world: World) -> Iterator[Event | None]:
    """Give what each update that waits asks for, and confirm it."""
    me = User.de_json(world.bot, None)
    for number in list(world.updates.pending):
        yield parse(Update.de_json(world.updates.pending.pop(number), None), me)


def event(world: World) -> Event | None:
    (only,) = events(world)
    return only


def asked(world: World) -> Asked:
    found = event(world)
    assert isinstance(found, Asked)
    return found


async def test_in_private_any_text_is_a_question(world: World, alice: Person) -> None:
    post = await alice.sends(alice.chat, "When is the forum?")
    found = asked(world)
    assert (found.text, found.command, found.message_id) == ("When is the forum?", None, post.id)
    assert (found.spot.chat, found.spot.kind, found.spot.person) == (alice.id, ChatKind.PRIVATE, alice.id)
    assert found.spot.language == "fr-CA"


async def test_in_a_group_what_is_not_meant_for_the_bot_is_left_alone(world: World, alice: Person, group: Chat) -> None:
    bob = world.person("Bob", "bob")
    await bob.joins(group)
    list(events(world))
    theirs = await bob.sends(group, "Good morning")
    await alice.sends(group, "When is the forum?")
    await alice.sends(group, "@bob when is the forum?")
    await alice.sends(group, "And where?", reply_to=theirs)
    await alice.sends(group, "/next@another_bot")
    await alice.sends(group, "/roll 2d6")
    await alice.sends(group, "write to me@wsis_test_bot.example")
    assert list(events(world)) == [None] * 7


@pytest.mark.parametrize(
    ("typed", "text", "command"),
    [
        ("@wsis_test_bot when is the forum?", "when is the forum?", None),
        ("when is the forum, @WSIS_Test_Bot", "when is the forum,", None),
        ("🎉🎉 @wsis_test_bot when is 🎉 it?", "🎉🎉  when is 🎉 it?", None),
        ("/next", "", "next"),
        ("/next@wsis_test_bot", "", "next"),
        ("/NEXT@Wsis_Test_Bot two", "two", "next"),
        ("/ask\nwhen is\nthe forum?", "when is\nthe forum?", "ask"),
        ("@wsis_test_bot /define IGF", "IGF", "define"),
        ("@wsis_test_bot", "", "help"),
    ],
)
async def test_in_a_group_the_bot_is_spoken_to(
    world: World, alice: Person, group: Chat, typed: str, text: str, command: str | None
) -> None:
    await alice.sends(group, typed)
    found = asked(world)
    assert (found.text, found.command) == (text, command)
    assert found.spot.kind is ChatKind.GROUP


async def test_a_person_can_be_named_without_a_username(world: World, alice: Person, group: Chat) -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 7, "user": world.bot_json()}
    await alice.sends(group, "WSIS+20 when is the forum?", entities=[entity])
    assert asked(world).text == "when is the forum?"


async def test_a_reply_to_the_bot_is_meant_for_it_and_says_to_which_message(world: World, alice: Person, group: Chat) -> None:
    ours = await alice.sends(group, "x")
    ours.sender, ours.by_bot = None, True
    await alice.sends(group, "And where is it?", reply_to=ours)
    _, found = events(world)
    assert isinstance(found, Asked)
    assert (found.text, found.replied) == ("And where is it?", ours.id)


async def test_a_topic_is_kept_apart_and_its_first_message_is_no_reply(world: World, alice: Person) -> None:
    forum = world.supergroup("Forum", alice, forum=True)
    topic = await alice.opens_topic(forum, "Logistics")
    assert topic.opening is not None
    topic.opening.sender, topic.opening.by_bot = None, True
    await alice.sends(forum, "Good morning", topic=topic)
    await alice.sends(forum, "@wsis_test_bot where is it?", topic=topic)
    await alice.sends(forum, "@wsis_test_bot where is it?")
    *_, silent, inside, general = events(world)
    assert silent is None
    assert isinstance(inside, Asked)
    assert isinstance(general, Asked)
    assert (inside.spot.topic, general.spot.topic) == (topic.id, None)
    assert inside.spot.conversation != general.spot.conversation


async def test_the_thread_of_replies_in_an_ordinary_group_is_no_topic(world: World, alice: Person, group: Chat) -> None:
    ours = await alice.sends(group, "x")
    ours.sender, ours.by_bot = None, True
    await alice.sends(group, "Where?", reply_to=ours)
    _, found = events(world)
    assert isinstance(found, Asked)
    assert found.spot.topic is None


async def test_an_anonymous_administrator_is_known_by_the_group_and_a_channel_is_not(
    world: World, alice: Person, group: Chat
) -> None:
    await alice.hides(group)
    await alice.sends(group, "/settings@wsis_test_bot")
    found = asked(world)
    assert found.spot.person is None
    assert found.spot.anonymous
    await alice.hides(group, anonymous=False)
    await alice.sends(group, "/settings@wsis_test_bot", sender_chat={"id": -100123, "type": "channel", "title": "News"})
    found = asked(world)
    assert found.spot.person is None
    assert not found.spot.anonymous


async def test_bots_and_what_came_through_ourselves_are_not_answered(world: World, alice: Person, group: Chat) -> None:
    robot = world.person("Robot", "robot", is_bot=True)
    robot.fields["is_bot"] = True
    await robot.joins(group)
    list(events(world))
    theirs = await robot.sends(group, "@wsis_test_bot hello")
    world.updates.add("message", theirs.as_json())
    await alice.sends(alice.chat, "Forum: 8 July [1]", via_bot=world.bot_json())
    await alice.sends(group, "@wsis_test_bot news", is_automatic_forward=True)
    assert list(events(world)) == [None, None, None]


async def test_posts_in_channels_and_messages_without_text_are_left_alone(world: World, alice: Person) -> None:
    channel = world.channel("News", alice)
    await alice.sends(channel, "/next")
    await alice.sends(alice.chat, location={"longitude": 6.1, "latitude": 46.2})
    assert list(events(world)) == [None, None]


async def test_what_stands_below_a_picture_is_a_question_too(world: World, alice: Person, group: Chat) -> None:
    mention = {"type": "mention", "offset": 0, "length": 14}
    await alice.sends(group, "", caption="@wsis_test_bot when?", caption_entities=[mention])
    assert asked(world).text == "when?"


async def test_an_edited_question_says_when_it_was_written_and_changed(world: World, alice: Person) -> None:
    post = await alice.sends(alice.chat, "When is the forun?")
    await alice.sends(alice.chat, "When is the forum?", edit_of=post)
    first, second = events(world)
    assert isinstance(first, Asked)
    assert isinstance(second, Asked)
    assert first.edited is None
    assert second.edited is not None
    assert second.message_id == first.message_id
    assert second.written == first.written


async def test_buttons_inline_queries_and_guests(world: World, alice: Person, group: Chat) -> None:
    post = await alice.sends(group, "x")
    list(events(world))
    await alice.presses(post, data="m:meeting.x")
    pressed = event(world)
    assert isinstance(pressed, Pressed)
    assert pressed.spot is not None
    assert (pressed.data, pressed.spot.chat, pressed.spot.person, pressed.message_id) == (
        "m:meeting.x",
        group.id,
        alice.id,
        post.id,
    )
    await alice.presses(post, data="m:meeting.x", inaccessible=True)
    old = event(world)
    assert isinstance(old, Pressed)
    assert old.spot is not None
    assert old.spot.chat == group.id
    post.inline_id = "77"
    await alice.presses(post, data="m:meeting.x")
    inline = event(world)
    assert isinstance(inline, Pressed)
    assert inline.spot is None
    await alice.queries("forum")
    sought = event(world)
    assert isinstance(sought, Sought)
    assert (sought.text, sought.language) == ("forum", "fr-CA")
    other = world.supergroup("Elsewhere", alice, bot=False)
    await alice.summons(other, "@wsis_test_bot when is the forum?")
    guest = event(world)
    assert isinstance(guest, Guest)
    assert (guest.text, guest.command, guest.person) == ("when is the forum?", None, alice.id)


async def test_groups_move_and_doors_close_and_open(world: World, alice: Person) -> None:
    group = world.group("Delegation", alice)
    new = await alice.migrates(group)
    assert list(events(world)) == [Moved(group.id, new.id), Moved(group.id, new.id)]
    await alice.blocks_bot()
    await alice.unblocks_bot()
    assert list(events(world)) == [
        Membership(alice.id, ChatKind.PRIVATE, here=False, status="kicked"),
        Membership(alice.id, ChatKind.PRIVATE, here=True, status="member"),
    ]
