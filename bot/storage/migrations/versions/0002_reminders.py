"""Reminders, their deliveries, what chats follow, who did what, and the dates of records as last seen."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of reminders."""
    op.add_column("chats", sa.Column("quiet", sa.Text))
    op.add_column("chats", sa.Column("organisers", sa.LargeBinary))
    _known_dates()
    _follows()
    _reminders()
    _deliveries()
    _audit()


def _known_dates() -> None:
    op.create_table(
        "known_dates",
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("dates", sa.Text, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("record", name="pk_known_dates"),
    )


def _follows() -> None:
    op.create_table(
        "follows",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("chat", sa.Integer, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("author", sa.LargeBinary),
        sa.Column("author_digest", sa.LargeBinary),
        sa.Column("topic", sa.LargeBinary),
        sa.Column("matter", sa.LargeBinary, nullable=False),
        sa.Column("leads", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_follows_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_follows"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_follows_author_digest", "follows", ["author_digest"])
    op.create_index("ix_follows_chat", "follows", ["chat"])


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("chat", sa.Integer, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("author", sa.LargeBinary),
        sa.Column("author_digest", sa.LargeBinary),
        sa.Column("topic", sa.LargeBinary),
        sa.Column("mention", sa.LargeBinary),
        sa.Column("follow", sa.Integer),
        sa.Column("record", sa.Text),
        sa.Column("edge", sa.Text),
        sa.Column("leads", sa.Text),
        sa.Column("text", sa.LargeBinary),
        sa.Column("clock", sa.Text),
        sa.Column("zone", sa.Text),
        sa.Column("rule", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("repeat", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_reminders_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["follow"], ["follows.id"], name="fk_reminders_follow", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("follow", "record", name="uq_reminders_follow_record"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminders_author_digest", "reminders", ["author_digest"])
    op.create_index("ix_reminders_chat", "reminders", ["chat"])
    op.create_index("ix_reminders_follow", "reminders", ["follow"])
    op.create_index("ix_reminders_record", "reminders", ["record"])
    op.create_index("ix_reminders_state", "reminders", ["state"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("chat", sa.Integer, nullable=False),
        sa.Column("reminder", sa.Integer),
        sa.Column("topic", sa.LargeBinary),
        sa.Column("notice", sa.LargeBinary),
        sa.Column("lead", sa.Text),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("use_by", INSTANT, nullable=False),
        sa.Column("look", INSTANT),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("begun", INSTANT),
        sa.Column("attempts", sa.Integer, server_default="0", nullable=False),
        sa.Column("repeated", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("message", sa.LargeBinary),
        sa.Column("ended", INSTANT),
        sa.Column("reason", sa.Text),
        sa.Column("folded_into", sa.Integer),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_deliveries_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["folded_into"], ["deliveries.id"], name="fk_deliveries_folded_into", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["reminder"], ["reminders.id"], name="fk_deliveries_reminder", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_chat", "deliveries", ["chat"])
    op.create_index("ix_deliveries_ended", "deliveries", ["ended"])
    op.create_index("ix_deliveries_reminder", "deliveries", ["reminder"])
    op.create_index(
        "ix_deliveries_folded_into",
        "deliveries",
        ["folded_into"],
        sqlite_where=sa.text("folded_into IS NOT NULL"),
        postgresql_where=sa.text("folded_into IS NOT NULL"),
    )
    op.create_index(
        "ix_deliveries_to_do",
        "deliveries",
        ["look"],
        sqlite_where=sa.text("look IS NOT NULL"),
        postgresql_where=sa.text("look IS NOT NULL"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("chat", sa.Integer, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("author", sa.LargeBinary),
        sa.Column("author_digest", sa.LargeBinary),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("about", sa.Text),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_audit_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_author_digest", "audit", ["author_digest"])
    op.create_index("ix_audit_chat", "audit", ["chat"])
