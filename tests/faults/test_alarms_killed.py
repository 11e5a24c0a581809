"""The worker dies while it tells an officer of late files: the next one tells it, under the same name, and once more nobody."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from office import jobs
from office.db import db, transaction
from office.promises import AlarmReader, climbing
from office.promises.alarms import MAILED
from office.staff import Role
from tests.factories import NOON, an_application, an_officer
from tests.faults.forks import DIED
from tests.faults.test_worker_killed import ALARMS
from tests.faults.truth import store

LATE = NOON + timedelta(days=2)


@pytest.mark.parametrize("place", ALARMS)
def test_a_worker_killed_around_an_officers_mail_leaves_it_to_the_next_one(app, worker, mother, postbox, place):
    an_application(store=store(app))
    section = an_officer(Role.SECTION_HEAD)
    an_officer(), an_officer(Role.HEAD)
    worker.drain(at=NOON)
    with transaction():
        section.email = "kabid@example.go.id"
        climbing.climb(at=LATE)
    before = set(postbox.copies())
    assert mother.start(app, at=LATE, CRASH_AT=place).wait() == DIED
    db.session.rollback()
    worker.drain(at=LATE + jobs.LEASE + timedelta(seconds=1))
    mailed = {name: copies for name, copies in postbox.copies().items() if name not in before}
    assert list(mailed.values()) == [1 if place == "before-alarm-mail" else 2]
    assert list(db.session.scalars(sa.select(AlarmReader.mail).where(AlarmReader.officer_id == section.id))) == [MAILED]
