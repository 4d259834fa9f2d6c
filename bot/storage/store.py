"""The store: what the bot remembers, one method a thing to remember or to forget."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Unpack

from bot.adapter import Identity
from bot.clock import Clock
from bot.message import ChatKey, ChatKind, Place
from bot.settings import Settings
from bot.storage.model import Changes, ChatSettings, Context, Report, Unanswered


@asynccontextmanager
async def open_store(settings: Settings, clock: Clock, *, upgrade: bool = True) -> AsyncIterator["Store"]:
    """Open the store that the settings name, making it or bringing it up to date first unless `upgrade` is False.

    Raises:
        StorageError: it cannot be used; the message says why and how to mend it.
    """
    raise NotImplementedError
    yield Store()


class Store:
    """What the bot remembers. All times are the clock's; several processes may share one database.

    Every method raises StorageError where the database fails it.

    A private chat is keyed by its person: there `ChatKey.id` is the platform's number of the person, so that what is
    forgotten of a person takes the private chat along.
    """

    async def chat(self, key: ChatKey) -> ChatSettings:
        """Give a chat's settings, the defaults where nothing is kept; writes nothing."""
        raise NotImplementedError

    async def change_chat(self, key: ChatKey, kind: ChatKind, **changes: Unpack[Changes]) -> ChatSettings:
        """Change some of a chat's settings and give all of them.

        Raises:
            ValueError: a language, zone or manner is unknown.
        """
        raise NotImplementedError

    async def move_chat(self, old: ChatKey, new: ChatKey) -> None:
        """Hand everything of a chat over to its new number, at once; nothing happens where nothing is kept."""
        raise NotImplementedError

    async def close_chat(self, key: ChatKey, reason: str) -> None:
        """Note that the bot may not post in a chat any more (blocked, kicked)."""
        raise NotImplementedError

    async def reopen_chat(self, key: ChatKey) -> None:
        """Note that the bot may post in a chat again."""
        raise NotImplementedError

    async def talk(self, conversation: str) -> Context | None:
        """Give what a talk is about; None when it is unknown or has outlived its life."""
        raise NotImplementedError

    async def keep_talk(self, conversation: str, context: Context, place: Place | None = None) -> None:
        """Note what a talk is about now; `place` says whose it is, so that it can be forgotten with the person."""
        raise NotImplementedError

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
        raise NotImplementedError

    async def conversation_of(self, chat: ChatKey, message_id: str) -> str | None:
        """Give the talk to which a message of ours belongs, as a handle that `talk` and `keep_talk` take; None if unknown."""
        raise NotImplementedError

    async def answer_to(self, chat: ChatKey, question_id: str) -> tuple[str, ...]:
        """Give our messages that answer a question, in order, while an edited question may still edit them; else nothing."""
        raise NotImplementedError

    async def vote(self, place: Place, answer: str, *, good: bool, records: Sequence[str] = ()) -> bool:
        """Count a vote on an answer, the person's last one where there are several; False where nobody is known to vote."""
        raise NotImplementedError

    async def votes(self) -> dict[str, tuple[int, int]]:
        """Give how many votes, good and bad, the answers from each record have."""
        raise NotImplementedError

    async def report(self, text: str, records: Sequence[str]) -> None:
        """Keep what somebody found wrong; not who, and not where."""
        raise NotImplementedError

    async def reports(self) -> list[Report]:
        """Give what was found wrong, the newest first."""
        raise NotImplementedError

    async def keep_unanswered(self, chat: ChatKey, language: str, question: str) -> bool:
        """Keep a question without an answer if its chat lets it, and say whether it did; not who asked, and not where."""
        raise NotImplementedError

    async def unanswered(self) -> list[Unanswered]:
        """Give the questions without an answer, the most asked first."""
        raise NotImplementedError

    async def own_data(self, platform: str, person: str) -> dict[str, Any]:
        """Give all that is kept of a person, ready for JSON: by table, a list of rows."""
        raise NotImplementedError

    async def forget(self, platform: str, person: str) -> dict[str, int]:
        """Delete all that is kept of a person, at once, and give how many rows of each table went."""
        raise NotImplementedError

    async def identity(self, platform: str) -> Identity | None:
        """Give who the bot is on a platform, as learnt at the last start there."""
        raise NotImplementedError

    async def keep_identity(self, identity: Identity) -> None:
        """Note who the bot is on a platform."""
        raise NotImplementedError

    async def tidy(self) -> Mapping[str, int]:
        """Delete what has outlived its life and give how many rows of each table went; to be called every few minutes.

        Raises:
            StorageError: also where another process has changed the key meanwhile.
        """
        raise NotImplementedError
