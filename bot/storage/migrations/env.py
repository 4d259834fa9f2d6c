"""Runs the steps on the connection that bot.storage.schema hands over (Alembic looks for this file)."""

from alembic import context

from bot.storage.schema import VERSION_TABLE
from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
