"""What is kept after every answer: what the talk is about now, and which messages of ours answer which question."""

from typing import Final

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.tables import answers

DROP_ANSWERS: Final = sa.delete(answers).where(
    answers.c.chat == sa.bindparam("chat", type_=sa.LargeBinary),
    answers.c.question == sa.bindparam("question", type_=sa.LargeBinary),
)
"""Forgets which messages answer a question (`question`) in a chat; without a question, nothing."""


def putting(database: Database, table: sa.Table) -> sa.Insert:
    """Give the command that keeps a whole row, in the place of the one under the same key."""
    insert = database.insert(table)
    rest = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)
