"""What Alembic runs: everything in one transaction on the connection that it is given."""

from alembic import context

from server_stub.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
