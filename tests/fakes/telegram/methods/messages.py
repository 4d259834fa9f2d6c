"""Sending, editing and deleting messages."""

from tests.fakes.telegram import rules
from tests.fakes.telegram.chats import Chat, File, Post, Topic
from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.errors import ApiError, bad, forbidden, malformed
from tests.fakes.telegram.validation import Upload
from tests.fakes.telegram.world import World

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes that a bot may send."""

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content and "
    "reply markup of the message"
)


def open_chat(world: World, chat_id: int | str) -> Chat:
    """Give a chat in which the bot may write.

    Raises:
        ApiError: there is none, it moved, or it is closed to the bot.
    """
    chat = world.find_chat(chat_id)
    status = chat.members[world.bot["id"]].status
    if chat.type == "private" and status in ("left", "kicked"):
        raise forbidden("bot was blocked by the user" if status == "kicked" else "bot can't initiate conversation with a user")
    if status in ("left", "kicked"):
        what = f"{chat.type} chat"
        raise forbidden(f"bot was kicked from the {what}" if status == "kicked" else f"bot is not a member of the {what}")
    if chat.type == "channel" and status != "administrator":
        raise bad("need administrator rights in the channel chat")
    if status == "restricted":
        raise bad("not enough rights to send text messages to the chat")
    return chat


def send_message(world: World, p: Json) -> Json:
    """Post a text."""
    text, given = rules.text_of(p)
    return _post(world, p, text, given).as_json()


def send_document(world: World, p: Json) -> Json:
    """Post a file."""
    text, given = rules.caption_of(p)
    sent = p["document"]
    if isinstance(sent, Upload):
        if not sent.content:
            raise malformed("file must be non-empty")
        if len(sent.content) > LARGEST_FILE:
            raise ApiError(413, "Request Entity Too Large", malformed=True)
        file = File(world.new_id("file"), sent.name, sent.media_type, sent.content)
        world.files[file.id] = file
    elif sent in world.files:
        file = world.files[sent]
    else:
        raise bad("wrong file identifier/HTTP URL specified")
    return _post(world, p, text, given, file).as_json()


def _post(world: World, p: Json, text: str, given: list[Json], document: File | None = None) -> Post:
    rules.keyboard(p.get("reply_markup"))
    chat = open_chat(world, p["chat_id"])
    topic = _topic(chat, p.get("message_thread_id"))
    reply_to = _answered(chat, p.get("reply_parameters"))
    if topic is None and reply_to is not None:
        topic = reply_to.topic
    if topic is not None and topic.closed:
        raise bad("TOPIC_CLOSED")
    world.admit(chat)
    post = Post(chat, chat.number(), world.now(), by_bot=True, text=text, given=given, document=document, request=p)
    post.reply_to, post.topic, post.markup = reply_to, topic, p.get("reply_markup")
    if reply_to is not None and chat.type == "supergroup" and not chat.forum:
        post.thread = reply_to.thread or reply_to.id
    chat.last_bot = world.bot["id"]
    chat.posts.append(post)
    world.posts.append(post)
    return post


def _topic(chat: Chat, thread: int | None) -> Topic | None:
    """Give the topic of a thread; only topics are threads that one can send into, and a forum's general one has no number."""
    if thread is None:
        return None
    if thread not in chat.topics:
        raise bad("message thread not found")
    return chat.topics[thread]


def _answered(chat: Chat, reply: Json | None) -> Post | None:
    if reply is None:
        return None
    if reply.get("chat_id", chat.id) not in (chat.id, f"@{chat.username}"):
        raise bad("replies into another chat are not built into the fake server")
    found = chat.find(reply["message_id"])
    if found is None and not reply.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    if found is not None and reply.get("quote", "") not in found.text:
        raise bad("QUOTE_TEXT_INVALID")
    return found


def _own(world: World, p: Json) -> Post:
    """Give the message to be edited, by its number in a chat or as one that was sent via the bot."""
    if "inline_message_id" in p:
        if p["inline_message_id"] not in world.inline_posts:
            raise bad("MESSAGE_ID_INVALID")
        return world.inline_posts[p["inline_message_id"]]
    if not {"chat_id", "message_id"} <= p.keys():
        raise malformed("message identifier is not specified")
    post = open_chat(world, p["chat_id"]).find(p["message_id"])
    if post is None:
        raise bad("message to edit not found")
    if not post.by_bot:
        raise bad("message can't be edited")
    return post


def _edit(world: World, post: Post, text: str, given: list[Json], markup: Json | None) -> Json | bool:
    rows = (markup or {}).get("inline_keyboard", [])
    if (text, given, rows) == (post.text, post.given, post.keyboard):
        raise bad(_NOT_MODIFIED)
    post.remember()
    post.text, post.given, post.markup = text, given, markup
    post.edit_date = world.now()
    return True if post.inline_id is not None else post.as_json()


def edit_message_text(world: World, p: Json) -> Json | bool:
    """Change a text; the keyboard goes unless it is given again."""
    text, given = rules.text_of(p)
    rules.keyboard(p.get("reply_markup"))
    return _edit(world, _own(world, p), text, given, p.get("reply_markup"))


def edit_message_caption(world: World, p: Json) -> Json | bool:
    """Change what stands below a file."""
    text, given = rules.caption_of(p)
    rules.keyboard(p.get("reply_markup"))
    return _edit(world, _own(world, p), text, given, p.get("reply_markup"))


def edit_message_reply_markup(world: World, p: Json) -> Json | bool:
    """Change the keyboard alone."""
    rules.keyboard(p.get("reply_markup"))
    post = _own(world, p)
    return _edit(world, post, post.text, post.given, p.get("reply_markup"))


def delete_message(world: World, p: Json) -> bool:
    """Take a message away: the bot's own, or anybody's where it is an administrator."""
    chat = open_chat(world, p["chat_id"])
    post = chat.find(p["message_id"])
    if post is None:
        raise bad("message to delete not found")
    if not (post.by_bot or chat.type == "private" or chat.members[world.bot["id"]].administrator):
        raise bad("message can't be deleted")
    post.deleted = True
    return True


def delete_messages(world: World, p: Json) -> bool:
    """Take several messages away; those that are not there are passed over."""
    if not 1 <= len(p["message_ids"]) <= 100:
        raise malformed("message identifiers are not specified" if not p["message_ids"] else "too many message identifiers")
    chat = open_chat(world, p["chat_id"])
    for message in p["message_ids"]:
        if chat.find(message) is not None:
            delete_message(world, {"chat_id": chat.id, "message_id": message})
    return True


def send_chat_action(world: World, p: Json) -> bool:
    """Show that the bot is typing; here, and only here, the general topic has the number 1."""
    if p["action"] not in _ACTIONS:
        raise malformed("wrong parameter action in request")
    chat = open_chat(world, p["chat_id"])
    if p.get("message_thread_id") != 1:
        _topic(chat, p.get("message_thread_id"))
    chat.actions.append(p)
    return True


def get_file(world: World, p: Json) -> Json:
    """Tell from where a file can be fetched."""
    file = world.files.get(p["file_id"])
    if file is None:
        raise bad("invalid file_id")
    return {
        "file_id": file.id,
        "file_unique_id": f"u{file.id}",
        "file_size": len(file.content),
        "file_path": f"documents/{file.id}",
    }


METHODS = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "sendChatAction": send_chat_action,
    "getFile": get_file,
}
