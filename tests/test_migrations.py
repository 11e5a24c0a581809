"""The migrations make exactly the tables that the code describes, and can be taken back."""

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from office import catalogue
from office.applications import Application, drafts
from office.db import db, transaction
from tests.factories import NOON, a_full_draft, an_application

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


def test_a_filled_database_is_upgraded_and_its_older_applications_are_found_by_who_applied(app):
    numbers = [an_application().id, a_full_draft().id]
    keys = dict(db.session.execute(sa.select(Application.id, Application.applicant_key)).all())
    assert sorted(keys) == sorted(numbers) and all(keys.values())
    with transaction():
        unsaid = drafts.start(catalogue.find("akta-kelahiran"), language="id", at=NOON).id
        db.session.execute(sa.update(Application).values(applicant_key=None))
    db.session.remove()
    downgrade(revision="0016")
    upgrade()
    assert dict(db.session.execute(sa.select(Application.id, Application.applicant_key)).all()) == keys | {unsaid: None}
