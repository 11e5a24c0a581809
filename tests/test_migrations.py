"""The migrations make exactly the tables that the code describes, and can be taken back."""

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from office.db import db

pytestmark = pytest.mark.both_engines


def differences() -> list[object]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with db.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), db.metadata)


def test_the_migrated_tables_are_those_of_the_code(app):
    assert differences() == []


def test_every_migration_can_be_taken_back_and_made_again(app):
    db.session.remove()
    downgrade(revision="base")
    assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade()
    assert differences() == []
    assert db.session.execute(sa.text("SELECT seq FROM event_head")).scalar_one() == 0
