"""Chats' settings, talks, answers, and what people told about answers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "chats",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("number", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("zone", sa.Text),
        sa.Column("manner", sa.Text, nullable=False, server_default="full"),
        sa.Column("collect", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("closed", INSTANT),
        sa.Column("reason", sa.LargeBinary),
        sa.Column("changed", INSTANT, nullable=False),
        sa.UniqueConstraint("chat", name="uq_chats_chat"),
    )
    op.create_table(
        "talks",
        sa.Column("talk", sa.LargeBinary, primary_key=True),
        sa.Column("person", sa.LargeBinary),
        sa.Column("context", sa.LargeBinary, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("ix_talks_person", "talks", ["person"])
    op.create_index("ix_talks_at", "talks", ["at"])
    op.create_table(
        "answers",
        sa.Column("chat", sa.LargeBinary, primary_key=True),
        sa.Column("message", sa.LargeBinary, primary_key=True),
        sa.Column("number", sa.LargeBinary, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("question", sa.LargeBinary),
        sa.Column("talk", sa.LargeBinary),
        sa.Column("person", sa.LargeBinary),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("ix_answers_chat_question", "answers", ["chat", "question"])
    op.create_index("ix_answers_person", "answers", ["person"])
    op.create_index("ix_answers_at", "answers", ["at"])
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("voter", sa.LargeBinary),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("good", sa.Boolean, nullable=False),
        sa.Column("records", sa.JSON, nullable=False),
        sa.Column("month", sa.Text, nullable=False),
        sa.UniqueConstraint("voter", "answer", name="uq_votes_voter_answer"),
    )
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("records", sa.JSON, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("ix_reports_at", "reports", ["at"])
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("question", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("last", INSTANT, nullable=False),
        sa.UniqueConstraint("question", name="uq_unanswered_question"),
    )
    op.create_index("ix_unanswered_last", "unanswered", ["last"])
    op.create_table(
        "identities",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "keyring",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
