"""Alembic's environment: one online run on the application's own engine."""

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]


def referred_rows_stay(connection, heeded: bool) -> None:  # type: ignore[no-untyped-def]
    """Let SQLite heed references or not: a table that is made anew is dropped while rows of others refer to it."""
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={'ON' if heeded else 'OFF'}")


with migrate.db.engine.connect() as connection:
    # Within a transaction SQLite wouldn't listen.
    referred_rows_stay(connection, heeded=False)
    try:
        context.configure(connection=connection, target_metadata=migrate.db.metadata, **migrate.configure_args)
        with context.begin_transaction():
            context.run_migrations()
            if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("the migration left rows that refer to nothing; everything is as it was")
    finally:
        if connection.in_transaction():
            connection.rollback()
        referred_rows_stay(connection, heeded=True)
