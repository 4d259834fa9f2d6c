"""Chats and their members."""

from tests.fakes.telegram.chats import Chat, Member
from tests.fakes.telegram.entities import Json
from tests.fakes.telegram.errors import bad, forbidden
from tests.fakes.telegram.world import World

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def _seen(world: World, chat_id: int | str) -> Chat:
    """Give a chat that the bot can look into."""
    chat = world.find_chat(chat_id)
    if chat.type != "private" and not chat.members[world.bot["id"]].inside:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def get_chat(world: World, p: Json) -> Json:
    """Tell all of a chat."""
    chat = _seen(world, p["chat_id"])
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}
    return chat.as_json() | full


def get_chat_member(world: World, p: Json) -> Json:
    """Tell what somebody is in a chat."""
    chat, user = _seen(world, p["chat_id"]), p["user_id"]
    if user == world.bot["id"]:
        return chat.members[user].as_json(world.bot_json())
    if user not in world.people:
        raise bad("member not found")
    return chat.members.get(user, Member("left")).as_json(world.people[user].as_json())


def get_chat_administrators(world: World, p: Json) -> list[Json]:
    """List those who run a chat: people, and the bot itself."""
    chat = _seen(world, p["chat_id"])
    if chat.type == "private":
        raise bad("there are no administrators in the private chat")
    users = {n: one.as_json() for n, one in world.people.items()} | {world.bot["id"]: world.bot_json()}
    return [member.as_json(users[n]) for n, member in chat.members.items() if member.administrator]


def get_chat_member_count(world: World, p: Json) -> int:
    """Count the members."""
    return sum(member.inside for member in _seen(world, p["chat_id"]).members.values())


def leave_chat(world: World, p: Json) -> bool:
    """Let the bot go out of a group or channel."""
    chat = _seen(world, p["chat_id"])
    if chat.type == "private":
        raise bad("chat member status can't be changed in private chats")
    bot = world.bot_json()
    old, new = chat.members[bot["id"]], Member("left")
    change = {"chat": chat.as_json(), "from": bot, "date": world.now(), "old_chat_member": old.as_json(bot)}
    chat.members[bot["id"]] = new
    world.updates.add("my_chat_member", change | {"new_chat_member": new.as_json(bot)})
    return True


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
