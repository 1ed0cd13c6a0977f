"""Runs the migrations on the connection that `crawler.database` hands in, in its transaction."""

from alembic import context

from crawler.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
