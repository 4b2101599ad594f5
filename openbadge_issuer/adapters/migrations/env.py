"""
What Alembic runs: the migrations, on the connection that `schema` hands over, in its transaction.

To add one: change `sql_tables` and run tests/unit/adapters/test_schema.py,
which prints what the migration must do.
A migration that was released is never changed, and imports nothing from this package.
"""

from alembic import context

from openbadge_issuer.adapters.sql_tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
