"""The worker dies in the middle of a registrar's batch; the next one goes on, and nothing is signed twice."""

from datetime import timedelta

import pytest

from office import events, jobs, settings
from office.db import db, transaction
from office.documents import signing
from office.events import Event
from office.staff import Role
from tests.factories import NOON, an_officer
from tests.faults.desks import approved, document_of
from tests.faults.forks import DIED
from tests.faults.truth import unfinished, untrue

AFTER_THE_LEASE = NOON + jobs.LEASE + timedelta(seconds=1)


@pytest.mark.parametrize("place", ["after-file-documents:2", "in-sign", "after-signed"])
def test_a_batch_whose_worker_is_killed_is_signed_to_the_end_and_nothing_twice(app, worker, mother, postbox, place):
    with transaction():
        settings.put("signing", "batch", by=events.SYSTEM, at=NOON)
    chosen = approved(app, many=3)
    worker.drain(at=NOON)
    ids, registrar = [document_of(application).id for application in chosen], an_officer(Role.REGISTRAR)
    with transaction():
        batch = signing.order(ids, registrar, factor="code", at=NOON)
    assert mother.start(app, at=NOON, CRASH_AT=place).wait() == DIED
    assert untrue(app, at=NOON) == []
    worker.drain(at=AFTER_THE_LEASE)
    db.session.rollback()
    assert [each.state for each in signing.progress(batch, at=AFTER_THE_LEASE)] == ["signed"] * 3
    signed = db.session.scalars(db.select(Event.subject_id).where(Event.kind == "document.signed")).all()
    assert sorted(signed) == sorted(application.id for application in chosen)
    assert untrue(app, at=AFTER_THE_LEASE) == [] and unfinished(app, postbox) == []
