"""The store: what the bot remembers, one method a thing to remember or to forget."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any, Unpack, get_args

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapter import Identity
from bot.clock import Clock, parse_zone
from bot.languages.catalogue import known_language
from bot.message import ChatKey, ChatKind, Place
from bot.settings import Settings
from bot.storage import afterwards, backup, beforehand, bookings, feedback, keyring, overseeing, own, rows
from bot.storage.backlog import Backlog, Change
from bot.storage.bookings import Bookings
from bot.storage.database import Database
from bot.storage.deliveries import Deliveries
from bot.storage.events import Events
from bot.storage.following import Following
from bot.storage.model import EDIT_LIFE, TALK_LIFE, Changes, ChatSettings, Context, Manner, Report, Unanswered
from bot.storage.opening import opened
from bot.storage.overseeing import Overdue
from bot.storage.problems import StorageError
from bot.storage.tables import answers, audit, chats, deliveries, follows, identities, reminders, talks
from bot.storage.vault import Vault, new_key

CLOSED_LIFE = dt.timedelta(days=30)
"""How long the settings of a chat are kept that has sent the bot away; it may have been a mistake."""

_HANDLE = "talk:"
"""How a talk's handle begins; adapters' own names of talks begin with their platform."""


@asynccontextmanager
async def open_store(settings: Settings, clock: Clock, *, upgrade: bool = True) -> AsyncIterator["Store"]:
    """Open the store that the settings name, making it or bringing it up to date first unless `upgrade` is False.

    Raises:
        StorageError: it cannot be used; the message says why and how to mend it.
    """
    async with opened(settings, upgrade=upgrade) as ready:
        store = Store(ready.database, ready.vault, clock)
        try:
            yield store
        finally:
            await store.close()


def closed_store(clock: Clock) -> "Store":
    """Give a store without a database, to make an adapter that is only looked over; whatever is asked of it fails."""
    return Store(Database(sa.URL.create("sqlite+aiosqlite")), Vault(new_key()), clock)


class Store:
    """What the bot remembers. All times are the clock's; several processes may share one database.

    Every method raises StorageError where the database fails it. What talks are about is kept soon, not at once (see Backlog):
    this process sees it from the moment on, another one a little later.

    A private chat is keyed by its person: there `ChatKey.id` is the platform's number of the person, so that what is
    forgotten of a person takes the private chat along.
    """

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        """Take a database at this program's version and the vault of its key."""
        self._database = database
        self._vault = vault
        self._clock = clock
        self._backlog = Backlog(database)
        self._put_talk, self._put_answer = afterwards.putting(database, talks), afterwards.putting(database, answers)
        self._feedback = feedback.Feedback(database, vault)
        self.bookings = Bookings(database, vault)
        self.following = Following(database, vault)
        self.events = Events(database, vault)

    def deliveries(self, owner: str) -> Deliveries:
        """Give the deliveries for a dispatcher whose name no other one has."""
        return Deliveries(self._database, self._vault, owner)

    async def check(self) -> None:
        """Have SQLite look at every page of its file, which may be damaged; PostgreSQL looks after its own."""
        if self._database.file:
            await asyncio.to_thread(backup.check, self._database.file)

    async def overdue(self) -> Overdue:
        """Give what should have been delivered by now."""
        return await overseeing.overdue(self._database, self._clock())

    # --- Chats ---

    async def chat(self, key: ChatKey) -> ChatSettings:
        """Give a chat's settings, the defaults where nothing is kept; writes nothing."""
        return beforehand.settings(self._vault, await self._database.look_up(beforehand.CHAT, {"chat": self._chat_digest(key)}))

    async def change_chat(self, key: ChatKey, kind: ChatKind, **changes: Unpack[Changes]) -> ChatSettings:
        """Change some of a chat's settings and give all of them.

        Raises:
            ValueError: a language, zone or manner is unknown.
        """
        _check(changes)
        values: dict[str, Any] = {"kind": str(kind), **changes}
        for name in values.keys() & {"organisers", "announcements"}:
            values[name] = rows.sealed(self._vault, values[name])
        if "channels" in changes:
            values["channels"] = self._vault.seal(json.dumps(changes["channels"])) if changes["channels"] else None
        async with self._database.writing() as connection:
            await self._put_chat(connection, key, values)
            kept = await connection.execute(beforehand.CHAT, {"chat": self._chat_digest(key)})
            return beforehand.settings(self._vault, dict(kept.mappings().one()))

    async def move_chat(self, old: ChatKey, new: ChatKey) -> None:
        """Hand everything of a chat over to its new number, at once; nothing happens where nothing is kept.

        What had been chosen under the new number gives way; reminders of both are kept. The numbers of old messages mean
        nothing in the new chat.
        """
        await self._backlog.settle()
        async with self._database.writing() as connection:
            await connection.execute(sa.delete(answers).where(answers.c.chat == self._chat_digest(old)))
            known = await connection.scalar(sa.select(chats.c.id).where(chats.c.chat == self._chat_digest(old)))
            if known is None or old == new:
                return
            other = await connection.scalar(sa.select(chats.c.id).where(chats.c.chat == self._chat_digest(new)))
            for table in (follows, reminders, deliveries, audit):
                await connection.execute(sa.update(table).where(table.c.chat == other).values(chat=known))
            await connection.execute(sa.delete(chats).where(chats.c.id == other))
            await connection.execute(
                sa.update(chats).where(chats.c.id == known).values(**self._chat_key(new), closed=None, reason=None)
            )

    async def close_chat(self, key: ChatKey, reason: str) -> None:
        """Note that the bot may not post in a chat any more (blocked, kicked)."""
        async with self._database.writing() as connection:
            await self._put_chat(connection, key, {"closed": self._clock(), "reason": self._vault.seal(reason)})

    async def reopen_chat(self, key: ChatKey) -> None:
        """Note that the bot may post in a chat again."""
        async with self._database.writing() as connection:
            opening = sa.update(chats).where(chats.c.chat == self._chat_digest(key), chats.c.closed.is_not(None))
            await connection.execute(opening.values(closed=None, reason=None))

    # --- Talks, and the messages of ours in them ---

    async def chat_and_talk(self, key: ChatKey, conversation: str) -> tuple[ChatSettings, Context | None]:
        """Give what `chat` and `talk` give, in one look."""
        digest = self._talk_digest(conversation)
        await self._backlog.settle(digest)
        values = {"chat": self._chat_digest(key), "talk": digest, "since": self._clock() - TALK_LIFE}
        found = await self._database.look_up(beforehand.CHAT_AND_TALK, values)
        return beforehand.settings(self._vault, found), beforehand.context(self._vault, found)

    async def talk(self, conversation: str) -> Context | None:
        """Give what a talk is about; None when it is unknown or has outlived its life."""
        digest = self._talk_digest(conversation)
        await self._backlog.settle(digest)
        found = await self._database.look_up(beforehand.TALK, {"talk": digest, "since": self._clock() - TALK_LIFE})
        return beforehand.context(self._vault, found)

    async def keep_talk(self, conversation: str, context: Context, place: Place | None = None) -> None:
        """Note what a talk is about now; `place` says whose it is, so that it can be forgotten with the person."""
        digest = self._talk_digest(conversation)
        row = {
            "talk": digest,
            "person": self._person_digest(place.chat.platform, place.person) if place else None,
            "context": self._vault.seal(json.dumps(asdict(context))),
            "at": self._clock(),
        }
        self._backlog.add(digest, [(self._put_talk, row)], digest)

    async def keep_answer(
        self,
        chat: ChatKey,
        message_ids: Sequence[str],
        conversation: str | None,
        question_id: str | None,
        *,
        person: str | None = None,
    ) -> None:
        """Note which messages of ours answer a question (a message of theirs), and to which talk they belong.

        Kept anew for the same question, it takes the place of what was kept before.
        """
        digest, question = self._chat_digest(chat), self._question_digest(question_id)
        place: dict[str, Any] = {"chat": digest, "question": question}
        rest = {
            **place,
            "talk": None if conversation is None else self._talk_digest(conversation),
            "person": self._person_digest(chat.platform, person),
            "at": self._clock(),
        }
        messages = [
            {**rest, "message": self._message_digest(number), "number": self._vault.seal(number), "position": position}
            for position, number in enumerate(message_ids)
        ]
        change: Change = [(afterwards.DROP_ANSWERS, place), *((self._put_answer, row) for row in messages)]
        self._backlog.add((digest, question or tuple(message_ids)), change, digest)

    async def conversation_of(self, chat: ChatKey, message_id: str) -> str | None:
        """Give the talk to which a message of ours belongs, as a handle that `talk` and `keep_talk` take; None if unknown."""
        wanted = sa.select(answers.c.talk).where(
            answers.c.chat == self._chat_digest(chat),
            answers.c.message == self._message_digest(message_id),
            answers.c.at > self._clock() - TALK_LIFE,
        )
        await self._backlog.settle(self._chat_digest(chat))
        async with self._database.reading() as connection:
            talk = await connection.scalar(wanted)
        return None if talk is None else _HANDLE + talk.hex()

    async def answer_to(self, chat: ChatKey, question_id: str) -> tuple[str, ...]:
        """Give our messages that answer a question, in order, while an edited question may still edit them; else nothing."""
        wanted = sa.select(answers.c.number).where(
            answers.c.chat == self._chat_digest(chat),
            answers.c.question == self._question_digest(question_id),
            answers.c.at > self._clock() - EDIT_LIFE,
        )
        await self._backlog.settle(self._chat_digest(chat))
        async with self._database.reading() as connection:
            numbers = (await connection.scalars(wanted.order_by(answers.c.position))).all()
        return tuple(map(self._vault.unseal, numbers))

    async def settle(self) -> None:
        """Have everything kept by now that is kept soon."""
        await self._backlog.settle()

    async def close(self) -> None:
        """Keep what is kept soon, before the database is closed."""
        await self._backlog.close()

    # --- What people tell about answers ---

    async def vote(self, place: Place, answer: str, *, good: bool, records: Sequence[str] = ()) -> bool:
        """Count a vote on an answer, the person's last one where there are several; False where nobody is known to vote."""
        if place.person is None:
            return False
        await self._feedback.vote(self._clock(), (place.chat.platform, place.person), answer, good=good, records=records)
        return True

    async def votes(self) -> dict[str, tuple[int, int]]:
        """Give how many votes, good and bad, the answers from each record have."""
        return await self._feedback.votes()

    async def report(self, text: str, records: Sequence[str]) -> None:
        """Keep what somebody found wrong; not who, and not where."""
        await self._feedback.report(self._clock(), text, records)

    async def reports(self) -> list[Report]:
        """Give what was found wrong, the newest first."""
        return await self._feedback.reports()

    async def keep_unanswered(self, chat: ChatKey, language: str, question: str) -> bool:
        """Keep a question without an answer if its chat lets it, and say whether it did; not who asked, and not where."""
        return await self._feedback.keep_unanswered(self._clock(), self._chat_digest(chat), language, question)

    async def unanswered(self) -> list[Unanswered]:
        """Give the questions without an answer, the most asked first."""
        return await self._feedback.unanswered()

    # --- People's own data ---

    async def own_data(self, platform: str, person: str) -> dict[str, Any]:
        """Give all that is kept of a person, ready for JSON: by table, a list of rows."""
        await self._backlog.settle()
        async with self._database.writing() as connection:  # the salt may have to be thrown away
            digests = await self._digests(connection, platform, person)
            return await own.export(connection, self._vault, digests)

    async def forget(self, platform: str, person: str) -> dict[str, int]:
        """Delete all that is kept of a person, at once, and give how many rows of each table went."""
        await self._backlog.settle()
        async with self._database.writing() as connection:
            return await own.erase(connection, await self._digests(connection, platform, person))

    # --- The bot itself ---

    async def identity(self, platform: str) -> Identity | None:
        """Give who the bot is on a platform, as learnt at the last start there."""
        async with self._database.reading() as connection:
            row = (await connection.execute(sa.select(identities).where(identities.c.platform == platform))).one_or_none()
        return Identity(row.platform, row.number, row.name) if row else None

    async def keep_identity(self, identity: Identity) -> None:
        """Note who the bot is on a platform."""
        row = {"number": identity.id, "name": identity.name}
        insert = self._database.insert(identities).values(platform=identity.platform, **row)
        async with self._database.writing() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=["platform"], set_=row))

    async def tidy(self) -> Mapping[str, int]:
        """Delete what has outlived its life and give how many rows of each table went; to be called every few minutes.

        Raises:
            StorageError: also where the key was changed meanwhile.
        """
        now = self._clock()
        await self._backlog.settle()
        outlived = [
            (talks, talks.c.at <= now - TALK_LIFE),
            (answers, answers.c.at <= now - TALK_LIFE),
            (chats, chats.c.closed <= now - CLOSED_LIFE),
            *feedback.outlived(now),
            *bookings.outlived(now),
        ]
        counts: dict[str, int] = {}
        async with self._database.writing() as connection:
            if not await keyring.fits(connection, self._vault):
                raise StorageError(f"{self._database.name}: its key was changed; start the bot again with the new one")
            await keyring.salt(connection, self._vault, now)
            for table, rows in outlived:
                count = (await connection.execute(sa.delete(table).where(rows))).rowcount
                counts[table.name] = counts.get(table.name, 0) + count
        return {name: count for name, count in counts.items() if count}

    # --- Rows and digests ---

    async def _put_chat(self, connection: AsyncConnection, key: ChatKey, changes: Mapping[str, Any]) -> None:
        changes = {**changes, "changed": self._clock()}
        insert = self._database.insert(chats).values(**self._chat_key(key), **changes)
        await connection.execute(insert.on_conflict_do_update(index_elements=["chat"], set_=changes))

    def _chat_key(self, key: ChatKey) -> dict[str, Any]:
        return {"platform": key.platform, "chat": self._chat_digest(key), "number": self._vault.seal(key.id)}

    def _chat_digest(self, key: ChatKey) -> bytes:
        return rows.chat_digest(self._vault, key)

    def _talk_digest(self, conversation: str) -> bytes:
        if conversation.startswith(_HANDLE):
            return bytes.fromhex(conversation.removeprefix(_HANDLE))
        return self._vault.digest("talk", conversation)

    def _message_digest(self, number: str) -> bytes:
        return self._vault.digest("message", number)

    def _question_digest(self, number: str | None) -> bytes | None:
        return None if number is None else self._vault.digest("asked", number)

    def _person_digest(self, platform: str, person: str | None) -> bytes | None:
        return rows.person_digest(self._vault, platform, person)

    async def _digests(self, connection: AsyncConnection, platform: str, person: str) -> own.Digests:
        _, salt = await keyring.salt(connection, self._vault, self._clock())
        return {
            "person": self._vault.digest("person", platform, person),
            "chat": self._chat_digest(ChatKey(platform, person)),
            "voter": self._vault.digest("voter", salt, platform, person),
        }


def _check(changes: Changes) -> None:
    if unknown := changes.keys() - Changes.__annotations__.keys():
        message = f"{', '.join(sorted(unknown))}: no such setting of a chat; there are {', '.join(Changes.__annotations__)}"
        raise ValueError(message)
    if language := changes.get("language"):
        known_language(language)
    if zone := changes.get("zone"):
        parse_zone(zone)
    if (manner := changes.get("manner", "full")) not in get_args(Manner):
        message = f"{manner!r} is no manner of answering; use one of: {', '.join(get_args(Manner))}"
        raise ValueError(message)
