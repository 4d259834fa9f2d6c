"""What servers choose, and the events that were made there from records."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the columns and the table."""
    op.add_column("chats", sa.Column("discreet", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("chats", sa.Column("channels", sa.LargeBinary))
    op.add_column("chats", sa.Column("announcements", sa.LargeBinary))
    op.create_table(
        "server_events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("chat", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("number", sa.LargeBinary, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_server_events_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_server_events"),
        sa.UniqueConstraint("chat", "record", name="uq_server_events_chat_record"),
    )
    op.create_index("ix_server_events_chat", "server_events", ["chat"])
    op.create_index("ix_server_events_record", "server_events", ["record"])
