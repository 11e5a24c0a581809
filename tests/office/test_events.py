"""The journal can only grow, and a change to it shows."""

import pytest
import sqlalchemy as sa

from office import events
from office.db import db, transaction
from tests.factories import NOON, an_application

pytestmark = pytest.mark.both_engines


def test_a_row_of_the_journal_can_be_neither_changed_nor_deleted(app):
    an_application()
    for statement in ("UPDATE event SET kind = 'x'", "DELETE FROM event"):
        with pytest.raises(sa.exc.DBAPIError):
            db.session.execute(sa.text(statement))
        db.session.rollback()


def test_a_change_made_past_the_guard_shows_at_its_row(app):
    an_application()
    if db.engine.dialect.name == "sqlite":
        db.session.execute(sa.text("DROP TRIGGER event_no_update"))
    else:
        db.session.execute(sa.text("ALTER TABLE event DISABLE TRIGGER ALL"))
    db.session.execute(sa.text("UPDATE event SET subject_id = 99 WHERE seq = 2"))
    db.session.commit()
    assert events.verify() == 2


def test_a_rolled_back_transaction_leaves_no_event(app):
    with pytest.raises(RuntimeError), transaction():
        events.record("x.y", "application", 1, by=events.SYSTEM, at=NOON)
        raise RuntimeError
    with transaction():
        pass
    assert events.of("application", 1) == []
    assert events.verify() is None
