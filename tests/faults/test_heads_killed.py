"""The worker dies while it mails the journal's head of a day: the next one mails it under the same name, and no day twice."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from office import jobs, settings
from office.db import db, transaction
from office.events import SYSTEM
from office.watching.heads import DayHead, HeadMail
from outside.worker import heading
from tests.factories import NOON, an_application
from tests.faults.forks import DIED
from tests.faults.test_worker_killed import HEADS

MORNING = NOON + timedelta(hours=12)


@pytest.mark.parametrize("place", HEADS)
def test_a_worker_killed_around_a_heads_mail_leaves_it_to_the_next_one(app, worker, mother, postbox, place):
    an_application()
    with transaction():
        settings.put("audit_addresses", "arsip@example.go.id", by=SYSTEM, at=NOON)
    worker.drain(at=NOON)
    heading.close_days(at=MORNING)
    before = set(postbox.copies())
    assert mother.start(app, at=MORNING, CRASH_AT=place).wait() == DIED
    db.session.rollback()
    heading.close_days(at=MORNING)
    worker.drain(at=MORNING + jobs.LEASE + timedelta(seconds=1))
    mailed = {name: copies for name, copies in postbox.copies().items() if name not in before}
    assert list(mailed.values()) == [1 if place == "before-head-mail" else 2]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DayHead)) == 1
    assert db.session.scalar(sa.select(HeadMail.mailed_at)) is not None
