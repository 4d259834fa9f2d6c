"""The fake Telegram, driven by python-telegram-bot as a real bot drives the real one: talking, receiving, coming and going."""

import asyncio
import gc
import os
import socket
import sys
from pathlib import Path

import aiohttp
import pytest
import telegram as tg
from telegram import error

from tests.fakes.echobot import READY, make_application, make_bot, polling
from tests.fakes.telegram import FakeTelegram, Person

# --- talking ---


async def test_a_person_talks_with_a_bot(telegram: FakeTelegram) -> None:
    alice = telegram.person("Alice", "alice", last_name="Bloggs")
    async with polling(telegram):
        asked = await alice.starts("r_programme_x")
        answer = await alice.chat.reply()
        assert answer.text == "You said: /start r_programme_x"
        assert answer.reply_to is asked
        assert answer.buttons == ["More"]

        pressed = await alice.presses(answer, "More")
        assert (await pressed.answer())["text"] == "Here you are"
        await alice.chat.edit(answer)
        assert (answer.text, answer.buttons) == ("All of it (more:1)", [])
        assert answer.versions[0].text == "You said: /start r_programme_x"

        await alice.sends(alice.chat, "what?", edit_of=asked)
        await alice.chat.edit(answer)
        assert answer.text == "You said: what?"
        await telegram.taken()
    assert not telegram.updates.pending
    assert len(telegram.posts) == 1


async def test_inline_and_guest_queries(telegram: FakeTelegram) -> None:
    alice, bob = telegram.person("Alice", "alice"), telegram.person("Bob")
    elsewhere = telegram.group("Elsewhere", alice, bob, bot=False)
    telegram.feedback = True
    async with polling(telegram):
        query = await alice.queries("the forum")
        (result,) = await query.results()
        assert result["title"] == "A fact"
        post = await alice.chooses(query, result, elsewhere)
        assert (post.text, post.sender) == ("About the forum", alice)
        await (await bob.presses(post, "More")).answer()
        await elsewhere.edit(post)
        assert post.text == "All of it (more:2)"

        guest = await bob.summons(elsewhere, "@wsis_test_bot and now?")
        greeting = await guest.answer()
        assert (greeting.text, greeting.reply_to) == ("Good day", guest.post)
        assert elsewhere.from_bot == [greeting]


async def test_many_questions_from_many_chats(telegram: FakeTelegram) -> None:
    people = telegram.crowd(40)
    for n in range(5):
        for person in people:
            await person.sends(person.chat, f"question {n}")
    async with polling(telegram):
        await telegram.until(lambda: len(telegram.posts) >= 200, READY, "200 answers")
        await telegram.taken()
    for person in people:
        asked = [post.reply_to.text for post in person.chat.from_bot if post.reply_to]
        assert sorted(asked) == [f"question {n}" for n in range(5)]
        assert len(telegram.limits.times(person.chat.id)) == 5


async def test_a_message_as_telegram_gives_it(telegram: FakeTelegram, bot: tg.Bot) -> None:
    alice = telegram.person("Alice", "alice")
    await alice.sends(alice.chat, "  /ask@wsis_test_bot 😀 @robert https://itu.int #wsis  ")
    (update,) = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.parse_entities() == {
        entity: message.parse_entity(entity) for entity in message.entities
    }  # every entity is a real one, in range
    found = [(str(entity.type), message.parse_entity(entity)) for entity in message.entities]
    assert found == [
        ("bot_command", "/ask@wsis_test_bot"),
        ("mention", "@robert"),
        ("url", "https://itu.int"),
        ("hashtag", "#wsis"),
    ]
    assert message.from_user == tg.User(alice.id, "Alice", is_bot=False)
    assert message.chat.type == "private"


# --- receiving ---


async def test_updates_stay_until_they_are_confirmed(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    for text in "abc":
        await alice.sends(alice.chat, text)
    first = await bot.get_updates(limit=2)
    assert [u.message.text for u in first if u.message] == ["a", "b"]
    assert [u.update_id for u in await bot.get_updates(limit=2)] == [u.update_id for u in first]
    (third,) = await bot.get_updates(offset=first[-1].update_id + 1)
    assert third.message
    assert third.message.text == "c"
    assert await bot.get_updates(offset=third.update_id + 1) == ()


async def test_a_second_poller_ends_the_first(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=READY))
    await telegram.until(lambda: telegram.updates.polled, READY, "the first poll")
    other = asyncio.create_task(make_other(telegram))
    with pytest.raises(error.Conflict, match="terminated by other getUpdates"):
        await waiting
    await alice.sends(alice.chat, "hello")
    assert len(await other) == 1


async def make_other(telegram: FakeTelegram) -> tuple[tg.Update, ...]:
    async with make_bot(telegram) as other:
        return await other.get_updates(timeout=READY)


async def test_only_the_kinds_of_updates_asked_for_come(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await alice.sends(alice.chat, "not wanted")
    await bot.get_updates(allowed_updates=[])
    await alice.sends(alice.chat, "wanted")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.text == "wanted"


async def test_updates_go_to_a_webhook_with_its_secret(telegram: FakeTelegram) -> None:
    alice = telegram.person("Alice")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    application = make_application(telegram)
    async with application, aiohttp.ClientSession() as session:
        assert application.updater is not None
        url = f"http://127.0.0.1:{port}/hook"
        await alice.sends(alice.chat, "before")
        await application.updater.start_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token="s3cret")
        await application.start()
        async with session.post(url, json={"update_id": 1}) as refused:
            assert refused.status == 403  # without the secret
        assert (await alice.chat.reply()).text == "You said: before"
        for n in range(5):
            await alice.sends(alice.chat, str(n))
        await alice.chat.replies(5)
        assert (await application.bot.get_webhook_info()).url == url
        with pytest.raises(error.Conflict, match="webhook is active"):
            await application.bot.get_updates()
        await application.updater.stop()
        await application.stop()
        await application.bot.delete_webhook()
        assert (await application.bot.get_webhook_info()).url == ""


async def test_a_webhook_that_fails_is_tried_again(telegram: FakeTelegram, bot: tg.Bot) -> None:
    alice = telegram.person("Alice")
    answers = [500, 200]
    got: list[str] = []

    async def take(request: aiohttp.web.BaseRequest) -> aiohttp.web.Response:
        got.append((await request.json())["message"]["text"])
        return aiohttp.web.Response(status=answers.pop(0) if answers else 200)

    runner = aiohttp.web.ServerRunner(aiohttp.web.Server(take))
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    await alice.sends(alice.chat, "one")
    await alice.sends(alice.chat, "two")
    await telegram.taken()
    assert got == ["one", "one", "two"]
    assert "500" in ((await bot.get_webhook_info()).last_error_message or "")
    await bot.delete_webhook()
    await runner.cleanup()


async def test_processes_that_set_a_webhook_at_once_leave_one(telegram: FakeTelegram, bot: tg.Bot) -> None:
    async def take(_: aiohttp.web.BaseRequest) -> aiohttp.web.Response:
        begun.set()
        await asyncio.Event().wait()
        return aiohttp.web.Response()

    begun = asyncio.Event()
    runner = aiohttp.web.ServerRunner(aiohttp.web.Server(take), shutdown_timeout=0.1)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await bot.set_webhook(url)
    await telegram.person("Alice").starts()
    await begun.wait()
    await asyncio.gather(*(bot.set_webhook(f"{url}{number}") for number in range(4)))
    await bot.delete_webhook()
    gc.collect()  # a client that was not closed is told of now
    await runner.cleanup()


@pytest.mark.parametrize(("url", "secret"), [("http://example.org/", "s"), ("https://example.org/", "not allowed!")])
async def test_a_webhook_that_telegram_would_not_take(telegram: FakeTelegram, bot: tg.Bot, url: str, secret: str) -> None:
    with pytest.raises(error.BadRequest):
        await bot.set_webhook(url, secret_token=secret)
    telegram.violations.clear()


# --- what reaches the bot in a group ---


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("good morning", False),
        ("/next@wsis_test_bot", True),
        ("/next@other_bot", False),
        ("/next", False),
        ("where is it, @WSIS_test_bot?", True),
        ("mail me at a@wsis_test_bot.org", False),
    ],
)
async def test_privacy_mode(telegram: FakeTelegram, alice: Person, text: str, reaches: bool) -> None:
    group = telegram.group("Delegation", alice)
    await alice.sends(group, text)
    assert bool(telegram.updates.pending) is reaches
    telegram.bot["can_read_all_group_messages"] = True
    await alice.sends(group, text)
    assert len(telegram.updates.pending) == 1 + reaches


async def test_privacy_mode_lets_replies_and_bare_commands_pass(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    group = telegram.supergroup("Delegation", alice)
    sent = await bot.send_message(group.id, "Good day")
    post = await group.reply()
    assert post.id == sent.message_id
    await alice.sends(group, "and when?", reply_to=post)
    await alice.sends(group, "/next")
    other = telegram.person("Other", "other_bot", is_bot=True)
    await other.joins(group)
    await other.sends(group, "@wsis_test_bot I am a bot too")
    await alice.sends(group, "/next again")
    updates = await bot.get_updates()
    assert [u.message.text for u in updates if u.message] == ["and when?", "/next", None]
    reply = updates[0].message
    assert reply
    assert reply.reply_to_message
    assert (reply.message_thread_id, reply.is_topic_message) == (post.id, None)  # a thread, but no topic
    with pytest.raises(error.BadRequest, match="thread not found"):
        await bot.send_message(group.id, "there", message_thread_id=post.id)


async def test_topics(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    forum = telegram.supergroup("Delegation", alice, forum=True)
    topic = await alice.opens_topic(forum, "Financing")
    await alice.sends(forum, "@wsis_test_bot in the topic", topic=topic)
    await alice.sends(forum, "@wsis_test_bot in the general one")
    _, inside, outside = [u.message for u in await bot.get_updates()]
    assert inside
    assert outside
    assert (inside.message_thread_id, inside.is_topic_message) == (topic.id, True)
    assert inside.reply_to_message
    assert inside.reply_to_message.forum_topic_created  # what stands in a topic answers its opening
    assert outside.message_thread_id is None
    sent = await bot.send_message(forum.id, "here", message_thread_id=topic.id)
    assert sent.is_topic_message
    assert forum.from_bot[0].topic is topic
    await bot.send_chat_action(forum.id, "typing", message_thread_id=1)
    with pytest.raises(error.BadRequest, match="thread not found"):
        await bot.send_message(forum.id, "there", message_thread_id=1)


async def test_an_anonymous_administrator_writes_in_the_name_of_the_group(
    telegram: FakeTelegram, bot: tg.Bot, alice: Person
) -> None:
    bob = telegram.person("Bob")
    group = telegram.supergroup("Delegation", alice, bob)
    await alice.promotes(bob, group, anonymous=True)
    await bob.sends(group, "/settings@wsis_test_bot")
    await alice.sends(group, "/settings@wsis_test_bot", behalf=telegram.channel("News", alice))
    anonymous, channel = [u.message for u in await bot.get_updates()]
    assert anonymous
    assert anonymous.from_user
    assert (anonymous.from_user.username, anonymous.sender_chat) == ("GroupAnonymousBot", anonymous.chat)
    assert channel
    assert channel.from_user
    assert channel.sender_chat
    assert (channel.from_user.username, channel.sender_chat.type) == ("Channel_Bot", "channel")
    administrators = await bot.get_chat_administrators(group.id)
    assert {(a.user.id, a.status) for a in administrators} == {(alice.id, "creator"), (bob.id, "administrator")}
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"


async def test_a_channel(telegram: FakeTelegram, bot: tg.Bot, alice: Person) -> None:
    channel = telegram.channel("News", alice, username="news")
    await alice.sends(channel, "today")
    (update,) = await bot.get_updates()
    assert update.channel_post
    assert update.channel_post.text == "today"
    await bot.send_message("@news", "tomorrow")
    assert [post.text for post in channel.from_bot] == ["tomorrow"]


# --- coming and going ---


async def test_the_bot_is_blocked_kicked_and_taken_back(telegram: FakeTelegram, bot: tg.Bot) -> None:
    alice = telegram.person("Alice")
    with pytest.raises(error.Forbidden, match="initiate conversation"):
        await bot.send_message(alice.id, "hello")
    await alice.starts()
    await alice.blocks_bot()
    with pytest.raises(error.Forbidden, match="blocked by the user"):
        await bot.send_message(alice.id, "hello")
    await alice.unblocks_bot()
    await bot.send_message(alice.id, "hello")

    group = telegram.group("Delegation", alice, bot=False)
    with pytest.raises(error.Forbidden, match="not a member"):
        await bot.send_message(group.id, "hello")
    await alice.adds_bot(group)
    await bot.send_message(group.id, "hello")
    await alice.kicks_bot(group)
    with pytest.raises(error.Forbidden, match="kicked"):
        await bot.send_message(group.id, "hello")
    await alice.adds_bot(group)
    await bot.leave_chat(group.id)

    updates = await bot.get_updates()
    changes = [u.my_chat_member for u in updates if u.my_chat_member]
    assert [(c.chat.type, c.old_chat_member.status, c.new_chat_member.status) for c in changes] == [
        ("private", "member", "kicked"),
        ("private", "kicked", "member"),
        ("group", "left", "member"),
        ("group", "member", "kicked"),
        ("group", "kicked", "member"),
        ("group", "member", "left"),
    ]


@pytest.mark.parametrize("membership", [False, True])
async def test_a_group_becomes_a_supergroup(telegram: FakeTelegram, bot: tg.Bot, alice: Person, membership: bool) -> None:
    group = telegram.group("Delegation", alice)
    new = await alice.migrates(group, membership=membership)
    updates = await bot.get_updates()
    changes = [(u.my_chat_member.chat.id, u.my_chat_member.new_chat_member.status) for u in updates if u.my_chat_member]
    assert changes == [(group.id, "left"), (new.id, "member")] * membership
    old_side, new_side = [u.message for u in updates if u.message]
    assert old_side
    assert new_side
    assert (old_side.chat.id, old_side.migrate_to_chat_id) == (group.id, new.id)
    assert (new_side.chat.id, new_side.migrate_from_chat_id) == (new.id, group.id)
    with pytest.raises(error.ChatMigrated) as moved:
        await bot.send_message(group.id, "hello")
    assert moved.value.new_chat_id == new.id
    await bot.send_message(new.id, "hello")


# --- by hand ---


async def test_a_trial_by_hand(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    pipe = asyncio.subprocess.PIPE
    arguments = [sys.executable, "-u", "-m", "tests.fakes.telegram", "0"]
    variables = os.environ | {"PYTHONIOENCODING": "utf-8"}
    process = await asyncio.create_subprocess_exec(*arguments, cwd=root, env=variables, stdin=pipe, stdout=pipe)
    assert process.stdin
    assert process.stdout
    told = dict(word.split("=", 1) for word in (await process.stdout.readline()).decode().split() if "=" in word)
    try:
        process.stdin.write(b"hello bot\n")
        api = told["TELEGRAM_API_URL"]
        async with tg.Bot(told["TELEGRAM_TOKEN"], base_url=f"{api}/bot", base_file_url=f"{api}/file/bot") as bot:
            (update,) = await bot.get_updates(timeout=READY)
            assert update.message
            assert update.message.text == "hello bot"
            await update.message.reply_text("hello Alice")
    except BaseException:
        process.kill()
        raise
    # Ends with its input.
    shown, _ = await process.communicate(b"")
    assert "hello Alice" in shown.decode()
    assert process.returncode == 0
