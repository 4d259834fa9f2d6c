"""What of all that is said reaches the bot: the privacy mode of groups (PLATFORMS section 1, the last line on Telegram)."""

from tests.fakes.telegram.chats import Post


def offer(post: Post, *, edited: bool = False) -> None:
    """Give the bot an update on a message, unless it may not see it."""
    world = post.chat.world
    if not post.chat.members[world.bot["id"]].inside:
        return
    if post.sender is not None and post.sender.is_bot and not post.service:
        return
    if not (passes(post) or (edited and post.received)):
        world.kept_back.append(post)
        return
    post.received = True
    kind = "channel_post" if post.chat.type == "channel" else "message"
    world.updates.add(f"edited_{kind}" if edited else kind, post.as_json())


def passes(post: Post) -> bool:
    """Say whether a message in a chat of the bot's reaches it."""
    world, chat = post.chat.world, post.chat
    free = not chat.is_group or world.bot["can_read_all_group_messages"] or chat.members[world.bot["id"]].administrator
    if free or post.service or post.extra.get("via_bot", {}).get("id") == world.bot["id"]:
        return True
    # "Replies to any messages implicitly or explicitly meant for this bot."
    return _meant(post) or (post.reply_to is not None and (post.reply_to.by_bot or _meant(post.reply_to)))


def _meant(post: Post) -> bool:
    """Say whether a message names the bot: a command for it, a mention; or a bare command, if it spoke last of all bots."""
    world = post.chat.world
    name = f"@{world.bot['username']}".lower()
    if post.by_bot:
        return False
    for command in post.words("bot_command")[:1]:
        if not post.text.startswith(command):
            continue
        if "@" in command:
            return command.lower().endswith(name)
        if post.chat.last_bot == world.bot["id"]:
            return True
    return not world.strict_privacy and any(word.lower() == name for word in post.words("mention"))
