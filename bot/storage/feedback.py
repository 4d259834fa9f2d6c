"""What people tell about answers: votes, reports, and questions that found no answer."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from bot.message import LONGEST_QUESTION
from bot.storage import keyring
from bot.storage.database import Database
from bot.storage.model import Report, Unanswered
from bot.storage.tables import chats, reports, unanswered, votes
from bot.storage.vault import Vault

LIFE = dt.timedelta(days=180)
"""How long reports and unanswered questions are kept, for curators to work on."""

MOST = 10_000
"""Reports, and unanswered questions, that are kept at most: the newest ones, whatever is poured in."""


class Feedback:
    """The part of the store that curators learn from; see bot.storage.store for what its methods promise."""

    def __init__(self, database: Database, vault: Vault) -> None:
        """Take an open database."""
        self._database = database
        self._vault = vault

    async def vote(self, now: dt.datetime, voter: tuple[str, str], answer: str, *, good: bool, records: Sequence[str]) -> None:
        """Count a person's (platform, number) last vote on an answer."""
        async with self._database.writing() as connection:
            month, salt = await keyring.salt(connection, self._vault, now)
            row = {"good": good, "records": list(records), "month": month}
            whose = {"voter": self._vault.digest("voter", salt, *voter), "answer": self._vault.digest("answer", answer)}
            insert = self._database.insert(votes).values(**whose, **row)
            await connection.execute(insert.on_conflict_do_update(index_elements=["voter", "answer"], set_=row))

    async def votes(self) -> dict[str, tuple[int, int]]:
        """Give how many votes, good and bad, the answers from each record have."""
        counts: dict[str, tuple[int, int]] = {}
        async with self._database.reading() as connection:
            for row in await connection.execute(sa.select(votes.c.records, votes.c.good)):
                for record in row.records:
                    good, bad = counts.get(record, (0, 0))
                    counts[record] = (good + row.good, bad + (not row.good))
        return dict(sorted(counts.items()))

    async def report(self, now: dt.datetime, text: str, records: Sequence[str]) -> None:
        """Keep what somebody found wrong."""
        row = {"text": self._vault.seal(text[:LONGEST_QUESTION]), "records": list(records), "at": now}
        async with self._database.writing() as connection:
            await connection.execute(sa.insert(reports).values(row))

    async def reports(self) -> list[Report]:
        """Give what was found wrong, the newest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(sa.select(reports).order_by(reports.c.at.desc(), reports.c.id.desc()))
            return [Report(row.at, self._vault.unseal(row.text), tuple(row.records)) for row in rows]

    async def keep_unanswered(self, now: dt.datetime, chat: bytes, language: str, question: str) -> bool:
        """Keep a question without an answer if its chat (a digest) lets it; one that is kept already is counted."""
        text = question[:LONGEST_QUESTION].strip()
        row = {"question": self._vault.digest("question", language, text), "language": language, "text": self._vault.seal(text)}
        insert = self._database.insert(unanswered).values(**row, times=1, last=now)
        again = {"times": unanswered.c.times + 1, "last": now}
        async with self._database.writing() as connection:
            if not await connection.scalar(sa.select(chats.c.collect).where(chats.c.chat == chat)):
                return False
            await connection.execute(insert.on_conflict_do_update(index_elements=["question"], set_=again))
        return True

    async def unanswered(self) -> list[Unanswered]:
        """Give the questions without an answer, the most asked first."""
        order = (unanswered.c.times.desc(), unanswered.c.last.desc(), unanswered.c.id)
        async with self._database.reading() as connection:
            rows = await connection.execute(sa.select(unanswered).order_by(*order))
            return [Unanswered(row.last, row.language, self._vault.unseal(row.text), row.times) for row in rows]


def outlived(now: dt.datetime) -> list[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """Give the tables with what of their rows is too old, or too much."""
    rows: list[tuple[sa.Table, sa.ColumnElement[bool]]] = []
    for table, at in ((reports, reports.c.at), (unanswered, unanswered.c.last)):
        newest = sa.select(table.c.id).order_by(at.desc(), table.c.id.desc()).limit(MOST)
        rows += [(table, at <= now - LIFE), (table, table.c.id.not_in(newest))]
    return rows
