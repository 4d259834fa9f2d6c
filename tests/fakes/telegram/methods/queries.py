"""Answering pressed buttons, inline queries and guest queries."""

from tests.fakes.telegram import rules
from tests.fakes.telegram.chats import Post
from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.errors import bad, malformed
from tests.fakes.telegram.world import World

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, p: Json) -> bool:
    """End the spinning on a pressed button."""
    rules.at_most(p.get("text", ""), rules.LONGEST_NOTICE, "MESSAGE_TOO_LONG")
    callback = world.callbacks.get(p["callback_query_id"])
    if callback is None:
        raise bad(_TOO_OLD)
    if p.get("url", "") and not p["url"].startswith((f"https://t.me/{world.bot['username']}?", f"t.me/{world.bot['username']}?")):
        raise malformed("URL_INVALID")
    callback.answers.append(p)
    return True


def answer_inline_query(world: World, p: Json) -> bool:
    """Give results for what was typed behind the bot's name."""
    rules.results(p["results"])
    rules.start_button(p.get("button"))
    if len(p.get("next_offset", "").encode()) > 64:
        raise malformed("NEXT_OFFSET_INVALID")
    query = world.inline_queries.get(p["inline_query_id"])
    if query is None:
        raise bad(_TOO_OLD)
    query.answers.append(p)
    return True


def answer_guest_query(world: World, p: Json) -> Json:
    """Leave a message in a chat where the bot was summoned as a guest."""
    rules.result(p["result"])
    query = world.guest_queries.get(p["guest_query_id"])
    if query is None or query.answers:
        raise bad(_TOO_OLD)
    content = p["result"].get("input_message_content", {})
    text, given = rules.text_of(content, "message_text")
    asked = query.post
    post = Post(asked.chat, asked.chat.number(), world.now(), by_bot=True, text=text, given=given, request=p)
    post.reply_to, post.topic, post.markup = asked, asked.topic, p["result"].get("reply_markup")
    post.inline_id = world.new_id("inline")
    post.extra = {"guest_bot_caller_user": query.person.as_json()}
    world.inline_posts[post.inline_id] = post
    asked.chat.posts.append(post)
    world.posts.append(post)
    query.answers.append(post)
    return {"inline_message_id": post.inline_id}


METHODS = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "answerGuestQuery": answer_guest_query,
}
