"""The tables; each column says by its `info` what it holds, so that exporting, forgetting and changing the key need no list.

- `identifies`: "person", "chat" or None; the test of the schema demands that every column says it.
- `sealed`: the value is encrypted, with `json` a JSON text.
- `digest`: the value is a keyed digest. `made_of` names its purpose and the columns it is made of, so that it can be made
  anew when the key changes; where it cannot, the column is emptied then, or its row deleted if it may not be empty.
- `inner`: which machine and process is at work; nobody's data, and not shown to anybody.
- `forget`: for a digest by which rows are found when a person is forgotten: "row" deletes them, "blank" empties the column
  and those that it `takes` along.
  `found_by` is the digest to look for: "person", "chat" (a private chat, numbered as its person) or "voter" (salted).

Numbers that people and platforms see (of reminders and follows, and in the keys of deliveries) are never used again, not even
where the row is gone (`sqlite_autoincrement`): an old button must not meet a new reminder.
"""

import datetime as dt
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Whose = Literal["person", "chat"]
Forget = Literal["row", "blank"]

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[dt.datetime]):
    """An instant, kept in UTC and given in UTC; one without a zone is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, _: Dialect) -> dt.datetime | None:
        """Turn an instant to UTC, which is how SQLite, knowing no zones, can compare it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone cannot be kept")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, _: Dialect) -> dt.datetime | None:
        """Give the zone back that SQLite does not keep."""
        return value and (value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC))


def _plain(name: str, *type_: Any, inner: bool = False, **options: Any) -> sa.Column[Any]:  # noqa: ANN401 - as SQLAlchemy has it
    options.setdefault("nullable", False)
    return sa.Column(name, *type_, info={"identifies": None, "inner": inner}, **options)


def _sealed(name: str, identifies: Whose | None = None, *, nullable: bool = False, json: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=nullable, info={"identifies": identifies, "sealed": True, "json": json})


def _digest(  # noqa: PLR0913 - each says one thing about the column
    name: str,
    identifies: Whose | None = None,
    *,
    forget: Forget | None = None,
    found_by: str | None = None,
    takes: tuple[str, ...] = (),
    made_of: tuple[str, ...] | None = None,
    nullable: bool = False,
    **options: Any,  # noqa: ANN401 - handed on to SQLAlchemy as they are
) -> sa.Column[bytes]:
    info = {
        "identifies": identifies,
        "digest": True,
        "forget": forget,
        "found_by": found_by or identifies,
        "takes": takes,
        "made_of": made_of,
    }
    return sa.Column(name, sa.LargeBinary, nullable=nullable, info=info, **options)


chats = sa.Table(
    "chats",
    metadata,
    _plain("id", sa.Integer, primary_key=True),
    _plain("platform", sa.Text),
    _digest("chat", "chat", forget="row", made_of=("chat", "platform", "number"), unique=True),
    _sealed("number", "chat"),
    _plain("kind", sa.Text, nullable=True),
    _plain("language", sa.Text, nullable=True),
    _plain("zone", sa.Text, nullable=True),
    _plain("manner", sa.Text, server_default="full"),
    _plain("collect", sa.Boolean, server_default=sa.false()),
    _plain("quiet", sa.Text, nullable=True),
    _sealed("organisers", nullable=True),
    _plain("discreet", sa.Boolean, server_default=sa.false()),
    _sealed("channels", "chat", nullable=True, json=True),
    _sealed("announcements", "chat", nullable=True),
    _plain("closed", Instant, nullable=True),
    _sealed("reason", nullable=True),
    _plain("changed", Instant),
)
"""What chats have chosen."""

talks = sa.Table(
    "talks",
    metadata,
    _digest("talk", primary_key=True),
    _digest("person", "person", forget="row", nullable=True, index=True),
    _sealed("context", json=True),
    _plain("at", Instant, index=True),
)
"""What talks are about, for half an hour."""

answers = sa.Table(
    "answers",
    metadata,
    _digest("chat", "chat", forget="row", primary_key=True),
    _digest("message", primary_key=True),
    _sealed("number"),
    _plain("position", sa.Integer),
    _digest("question", nullable=True),
    _digest("talk", nullable=True),
    _digest("person", "person", forget="row", nullable=True, index=True),
    _plain("at", Instant, index=True),
    sa.Index(None, "chat", "question"),
)
"""Which messages of ours answer which question, for half an hour."""

votes = sa.Table(
    "votes",
    metadata,
    _plain("id", sa.Integer, primary_key=True),
    _digest("voter", "person", forget="row", found_by="voter", nullable=True),
    _digest("answer", nullable=True),
    _plain("good", sa.Boolean),
    _plain("records", sa.JSON),
    _plain("month", sa.Text),
    sa.UniqueConstraint("voter", "answer"),
)
"""What people think of answers; who voted is unknown from the next month on."""

reports = sa.Table(
    "reports",
    metadata,
    _plain("id", sa.Integer, primary_key=True),
    _sealed("text"),
    _plain("records", sa.JSON),
    _plain("at", Instant, index=True),
)
"""What somebody found wrong with an answer."""

unanswered = sa.Table(
    "unanswered",
    metadata,
    _plain("id", sa.Integer, primary_key=True),
    _digest("question", made_of=("question", "language", "text"), unique=True),
    _plain("language", sa.Text),
    _sealed("text"),
    _plain("times", sa.Integer),
    _plain("last", Instant, index=True),
)
"""Questions without an answer, from chats that let such be kept."""

identities = sa.Table(
    "identities",
    metadata,
    _plain("platform", sa.Text, primary_key=True),
    _plain("number", sa.Text),
    _plain("name", sa.Text),
)
"""Who the bot is on each platform."""

keyring = sa.Table(
    "keyring",
    metadata,
    _plain("name", sa.Text, primary_key=True),
    _sealed("value"),
)
"""A word by which the key is recognised, and the salt of this month's voters."""


def _chat() -> sa.Column[Any]:
    return _plain("chat", sa.Integer, sa.ForeignKey("chats.id", ondelete="CASCADE"), index=True)


def _author() -> tuple[sa.Column[Any], ...]:
    """Who did it: sealed, so that they can be told of a failure, and a digest by which they are forgotten."""
    return (
        _plain("platform", sa.Text),
        _sealed("author", "person", nullable=True),
        _digest(
            "author_digest",
            "person",
            forget="blank",
            takes=("author",),
            made_of=("person", "platform", "author"),
            nullable=True,
            index=True,
        ),
    )


follows = sa.Table(
    "follows",
    metadata,
    _plain("id", sa.Integer, primary_key=True),
    _chat(),
    *_author(),
    _sealed("topic", "chat", nullable=True),
    _sealed("matter"),
    _plain("leads", sa.Text),
    _plain("language", sa.Text),
    _plain("made", Instant),
    sqlite_autoincrement=True,
)
"""What chats want to hear of without asking: a record, a kind, a subject, everything."""

reminders = sa.Table(
    "reminders",
    metadata,
    _plain("id", sa.Integer, primary_key=True),
    _chat(),
    *_author(),
    _sealed("topic", "chat", nullable=True),
    _sealed("mention", nullable=True),
    _plain("follow", sa.Integer, sa.ForeignKey("follows.id", ondelete="SET NULL"), nullable=True, index=True),
    _plain("record", sa.Text, nullable=True, index=True),
    _plain("edge", sa.Text, nullable=True),
    _plain("leads", sa.Text, nullable=True),
    _sealed("text", nullable=True),
    _plain("clock", sa.Text, nullable=True),
    _plain("zone", sa.Text, nullable=True),
    _plain("rule", sa.Text, nullable=True),
    _plain("language", sa.Text),
    _plain("repeat", sa.Boolean),
    _plain("state", sa.Text, index=True),
    _plain("made", Instant),
    sa.UniqueConstraint("follow", "record"),
    sqlite_autoincrement=True,
)
"""What organisers want to be reminded of: a record with lead times, or own words with a time, maybe again and again."""

deliveries = sa.Table(
    "deliveries",
    metadata,
    _plain("id", sa.Integer, primary_key=True),
    _plain("key", sa.Text, unique=True),
    _chat(),
    _plain("reminder", sa.Integer, sa.ForeignKey("reminders.id", ondelete="CASCADE"), nullable=True, index=True),
    _sealed("topic", "chat", nullable=True),
    _sealed("notice", nullable=True, json=True),
    _plain("lead", sa.Text, nullable=True),
    _plain("due", Instant),
    _plain("use_by", Instant),
    _plain("look", Instant, nullable=True),
    _plain("state", sa.Text),
    _plain("owner", sa.Text, nullable=True, inner=True),
    _plain("begun", Instant, nullable=True),
    _plain("attempts", sa.Integer, server_default="0"),
    _plain("repeated", sa.Boolean, server_default=sa.false()),
    _sealed("message", nullable=True),
    _plain("ended", Instant, nullable=True, index=True),
    _plain("reason", sa.Text, nullable=True),
    _plain("folded_into", sa.Integer, sa.ForeignKey("deliveries.id", ondelete="SET NULL"), nullable=True),
    sa.Index(
        "ix_deliveries_to_do", "look", sqlite_where=sa.text("look IS NOT NULL"), postgresql_where=sa.text("look IS NOT NULL")
    ),
    # Without it each deletion would look through the whole table for rows that point to what is deleted.
    sa.Index(
        "ix_deliveries_folded_into",
        "folded_into",
        sqlite_where=sa.text("folded_into IS NOT NULL"),
        postgresql_where=sa.text("folded_into IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)
"""One message to be posted at a time, once (DESIGN, section 6); `look` is when it needs attention next, empty at its end."""

audit = sa.Table(
    "audit",
    metadata,
    _plain("id", sa.Integer, primary_key=True),
    _chat(),
    *_author(),
    _plain("act", sa.Text),
    _plain("about", sa.Text, nullable=True),
    _plain("at", Instant, index=True),
)
"""Who did what to a chat's reminders and settings."""

known_dates = sa.Table(
    "known_dates",
    metadata,
    _plain("record", sa.Text, primary_key=True),
    _plain("dates", sa.Text),
    _plain("since", Instant),
)
"""The dates and state of each record as last seen, so that a change is noticed whichever process sees it first."""

server_events = sa.Table(
    "server_events",
    metadata,
    _plain("id", sa.Integer, primary_key=True),
    _chat(),
    _plain("record", sa.Text, index=True),
    _sealed("number"),
    _plain("told", sa.Text),
    sa.UniqueConstraint("chat", "record"),
)
"""Events of servers that were made from records, so that they can follow when a record's date moves."""
