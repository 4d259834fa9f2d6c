"""The side of the people: what a test has them do, each a thing that a hand does in a Telegram app."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.telegram.chats import PATIENCE, Chat, Member, Post, Topic
from tests.fakes.telegram.delivery import offer
from tests.fakes.telegram.entities import Json, parsed, trimmed, units

if TYPE_CHECKING:
    from tests.fakes.telegram.world import World

LONGEST = 4096
"""UTF-16 units of a message; an app splits what is longer before it sends it."""


@dataclass(eq=False, repr=False)
class Person:
    """A user of Telegram."""

    world: "World"
    id: int
    first_name: str
    username: str | None = None
    language: str | None = "en"
    fields: Json = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{self.first_name} ({self.id})>"

    def as_json(self) -> Json:
        """Give them as a User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name, **self.fields}
        return user | {k: v for k, v in (("username", self.username), ("language_code", self.language)) if v}

    @property
    def is_bot(self) -> bool:
        """Whether it is another bot (made with is_bot=True); bots do not get one another's messages."""
        return bool(self.fields.get("is_bot"))

    @property
    def chat(self) -> Chat:
        """Their private chat with the bot."""
        return self.world.chats[self.id]

    async def sends(
        self,
        chat: Chat,
        text: str = "",
        *,
        reply_to: Post | None = None,
        topic: Topic | None = None,
        edit_of: Post | None = None,
        entities: list[Json] | None = None,
        behalf: Chat | None = None,
        **fields: object,
    ) -> Post:
        """Write a message, or change an earlier one; other fields of a Message (a sticker, a photo) come as they are.

        An anonymous administrator writes in the group's name; `behalf` is a channel in whose name to write. The bot learns of
        it if it is there and privacy mode lets it.
        """
        if units(text) > LONGEST:
            raise ValueError(f"{units(text)} UTF-16 units, and a message holds {LONGEST}: an app sends such a text in parts")
        text, given = trimmed(text, entities or [])
        if edit_of is not None:
            edit_of.remember()
            edit_of.text, edit_of.given, edit_of.edit_date = text, given, self.world.now()
            offer(edit_of, edited=True)
            return edit_of
        self._check_in(chat)
        post = self._write(chat, text, given, reply_to, topic)
        post.extra = dict(fields)
        post.behalf = behalf or post.behalf
        offer(post)
        return post

    async def starts(self, payload: str = "") -> Post:
        """Press Start in the private chat, or follow a deep link that carries a payload."""
        return await self.sends(self.chat, f"/start {payload}".strip())

    async def presses(
        self, post: Post, label: str | None = None, *, data: str | None = None, inaccessible: bool = False
    ) -> "Callback":
        """Press a button below a message: the one with that label, or one that no longer stands there, by its `data`.

        An `inaccessible` message is one so old that Telegram gives the bot no more of it than its number.
        """
        data = _button(post, label) if data is None else data
        callback = Callback(self, self.world.new_id("query"), post, data)
        self.world.callbacks[callback.id] = callback
        update: Json = {"id": callback.id, "from": self.as_json(), "chat_instance": str(7 * post.chat.id), "data": data}
        if post.inline_id is not None:
            update["inline_message_id"] = post.inline_id
        elif inaccessible:
            update["message"] = {"chat": post.chat.as_json(), "message_id": post.id, "date": 0}
        else:
            update["message"] = post.as_json()
        self.world.updates.add("callback_query", update)
        return callback

    async def queries(self, text: str, *, offset: str = "", chat_type: str = "sender") -> "InlineQuery":
        """Type `@bot text` into any chat's input field, as far as the app asks the bot for results."""
        query = InlineQuery(self, self.world.new_id("query"), text)
        self.world.inline_queries[query.id] = query
        update = {"id": query.id, "from": self.as_json(), "query": text, "offset": offset, "chat_type": chat_type}
        self.world.updates.add("inline_query", update)
        return query

    async def chooses(self, query: "InlineQuery", result: Json, chat: Chat) -> Post:
        """Tap one of an inline query's results: it is posted in the person's name, via the bot."""
        post = self._write(chat, *_content(result), None, None)
        post.markup = result.get("reply_markup")
        post.extra = {"via_bot": self.world.bot_json()}
        post.inline_id = self.world.new_id("inline")
        self.world.inline_posts[post.inline_id] = post
        offer(post)
        if self.world.feedback:
            chosen = {"result_id": result["id"], "from": self.as_json(), "query": query.text}
            self.world.updates.add("chosen_inline_result", chosen | {"inline_message_id": post.inline_id})
        return post

    async def summons(self, chat: Chat, text: str, *, reply_to: Post | None = None) -> "GuestQuery":
        """Mention the bot in a chat where it is no member: a guest query (Bot API 10)."""
        post = self._write(chat, *trimmed(text, []), reply_to, None)
        query = GuestQuery(self, self.world.new_id("query"), post)
        self.world.guest_queries[query.id] = query
        self.world.updates.add("guest_message", post.as_json() | {"guest_query_id": query.id})
        return query

    # --- who is where ---

    async def adds_bot(self, chat: Chat, *, administrator: bool = False) -> None:
        """Bring the bot into a group or channel."""
        self._place_bot(chat, "administrator" if administrator else "member")
        if chat.is_group:
            await self.tells(chat, new_chat_members=[self.world.bot_json()])

    async def promotes_bot(self, chat: Chat, *, administrator: bool = True) -> None:
        """Make the bot an administrator, or a plain member again."""
        self._place_bot(chat, "administrator" if administrator else "member")

    async def kicks_bot(self, chat: Chat) -> None:
        """Throw the bot out of a group or channel."""
        self._place_bot(chat, "kicked")

    async def blocks_bot(self) -> None:
        """Stop and block the bot in the private chat."""
        self._place_bot(self.chat, "kicked")

    async def unblocks_bot(self) -> None:
        """Take the bot back."""
        self._place_bot(self.chat, "member")

    async def joins(self, chat: Chat) -> None:
        """Become a member."""
        self._place(chat, self, "member")
        await self.tells(chat, new_chat_members=[self.as_json()])

    async def leaves(self, chat: Chat) -> None:
        """Leave a group."""
        await self.tells(chat, left_chat_member=self.as_json())
        self._place(chat, self, "left")

    async def promotes(self, other: "Person", chat: Chat, *, administrator: bool = True, anonymous: bool = False) -> None:
        """Make somebody an administrator (who may then write anonymously), or a plain member again."""
        self._place(chat, other, "administrator" if administrator else "member", anonymous=anonymous)

    async def hides(self, chat: Chat, *, anonymous: bool = True) -> None:
        """As an administrator, write in the name of the group from now on."""
        chat.members[self.id].anonymous = anonymous

    async def opens_topic(self, chat: Chat, name: str) -> Topic:
        """Open a topic in a forum."""
        post = self._write(chat, "", [], None, None)
        topic = Topic(post.id, name, post)
        chat.topics[topic.id] = post.topic = topic  # the message that opens a topic stands in it
        post.service = {"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}}
        offer(post)
        return topic

    async def migrates(self, group: Chat, *, membership: bool = False) -> Chat:
        """Turn a group into a supergroup: another number, the messages' numbers begin anew.

        With `membership` the bot is told as well that it left the one and joined the other, which Telegram does at times.
        """
        people = [self.world.people[n] for n in group.members if n in self.world.people]
        new = self.world.supergroup(group.title or "", *people, bot=False)
        inside = group.members[self.world.bot["id"]].status
        if not membership:
            new.members[self.world.bot["id"]].status = inside
        await self.tells(group, migrate_to_chat_id=new.id)
        if membership:
            self._place_bot(group, "left")
            self._place_bot(new, inside)
        new.members |= {n: member for n, member in group.members.items() if n in self.world.people}
        post = self._write(new, "", [], None, None)
        post.behalf, post.service = new, {"migrate_from_chat_id": group.id}
        offer(post)
        group.moved_to = new
        return new

    async def tells(self, chat: Chat, **service: object) -> Post:
        """Have a service message stand in a chat, on something that the person did."""
        post = self._write(chat, "", [], None, None)
        post.service = dict(service)
        offer(post)
        return post

    # --- how ---

    def _check_in(self, chat: Chat) -> None:
        if chat.moved_to is not None:
            raise ValueError(f"{chat} became {chat.moved_to}, where people go on")
        if chat.type == "private":
            mine = chat.members[self.world.bot["id"]]
            if mine.status == "kicked":
                raise ValueError(f"{self.first_name} has blocked the bot; unblocks_bot() first")
            mine.status = "member"
        elif not chat.members.get(self.id, Member("left")).inside:
            raise ValueError(f"{self.first_name} is not in {chat}")

    def _write(self, chat: Chat, text: str, given: list[Json], reply_to: Post | None, topic: Topic | None) -> Post:
        if reply_to is not None and topic is None:
            topic = reply_to.topic
        mine = chat.members.get(self.id)
        post = Post(chat, chat.number(), self.world.now(), self, text=text, given=given, reply_to=reply_to, topic=topic)
        if chat.is_group and mine is not None and mine.administrator and mine.anonymous:
            post.behalf = chat
        if self.is_bot:
            chat.last_bot = self.id
        if reply_to is not None and chat.type == "supergroup" and not chat.forum:
            post.thread = reply_to.thread or reply_to.id
        chat.posts.append(post)
        return post

    def _place_bot(self, chat: Chat, status: str) -> None:
        bot = self.world.bot_json()
        change = _change(chat, self.as_json(), bot, status)
        self.world.updates.add("my_chat_member", change | {"date": self.world.now()})

    def _place(self, chat: Chat, who: "Person", status: str, *, anonymous: bool = False) -> None:
        change = _change(chat, self.as_json(), who.as_json(), status, anonymous=anonymous)
        if chat.members[self.world.bot["id"]].administrator:
            self.world.updates.add("chat_member", change | {"date": self.world.now()})


@dataclass(eq=False)
class Callback:
    """A button that was pressed, and what the bot answered."""

    person: Person
    id: str
    post: Post
    data: str
    answers: list[Json] = field(default_factory=list)

    async def answer(self, within: float = PATIENCE) -> Json:
        """Wait until the bot has answered (the spinning on the button ends) and give the answer's parameters."""
        await self.person.world.until(lambda: bool(self.answers), within, f"an answer to the button {self.data!r}")
        return self.answers[0]


@dataclass(eq=False)
class InlineQuery:
    """What was typed behind the bot's name, and what the bot answered."""

    person: Person
    id: str
    text: str
    answers: list[Json] = field(default_factory=list)

    async def answer(self, within: float = PATIENCE) -> Json:
        """Wait for the bot's answer and give its parameters."""
        await self.person.world.until(lambda: bool(self.answers), within, f"results for {self.text!r}")
        return self.answers[0]

    async def results(self, within: float = PATIENCE) -> list[Json]:
        """Wait for the bot's answer and give the results in it."""
        results: list[Json] = (await self.answer(within))["results"]
        return results


@dataclass(eq=False)
class GuestQuery:
    """The bot summoned where it is no member, and the message that it left there."""

    person: Person
    id: str
    post: Post
    answers: list[Post] = field(default_factory=list)

    async def answer(self, within: float = PATIENCE) -> Post:
        """Wait for the bot's message and give it."""
        await self.person.world.until(lambda: bool(self.answers), within, f"an answer to the guest {self.post.text!r}")
        return self.answers[0]


def _button(post: Post, label: str | None) -> str:
    for row in post.keyboard:
        for button in row:
            if label in (None, button["text"]) and "callback_data" in button:
                return str(button["callback_data"])
    raise AssertionError(f"no button {label!r} to press, only {post.buttons}")


def _content(result: Json) -> tuple[str, list[Json]]:
    content = result.get("input_message_content", {})
    text: str = content.get("message_text", "")
    if "parse_mode" in content:
        return parsed(text, content["parse_mode"])
    return trimmed(text, content.get("entities", []))


def _change(chat: Chat, by: Json, who: Json, status: str, *, anonymous: bool = False) -> Json:
    old = chat.members.get(who["id"], Member("left"))
    new = chat.members[who["id"]] = Member(status, anonymous=anonymous)
    return {
        "chat": chat.as_json(),
        "from": by,
        "old_chat_member": old.as_json(who),
        "new_chat_member": new.as_json(who),
    }
