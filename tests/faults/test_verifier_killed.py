"""The nightly check dies at every place where it can; the next worker ends it, and each document counts once."""

import pytest
import sqlalchemy as sa

from office.db import db
from office.documents import verifying
from outside.worker import verifying as nightly
from tests.faults.desks import approved
from tests.faults.forks import DIED
from tests.faults.test_worker_killed import NIGHT
from tests.faults.truth import store
from tests.outside.test_verifying import TWO

PLACES = (*NIGHT, "in-verified:2", "after-verified:2")


@pytest.mark.parametrize("place", PLACES)
def test_a_check_killed_anywhere_is_ended_by_the_next_worker(app, mother, postbox, worker, place):
    approved(app, many=3)
    worker.drain(at=TWO)
    bad = db.session.scalars(sa.select(verifying.Document).order_by(verifying.Document.id)).first()
    store(app).delete(bad.file_key)
    db.session.remove()
    assert mother.start(app, at=TWO, task="verify", CRASH_AT=place).wait() == DIED
    while nightly.verify_some(store(app), worker.signer, at=TWO, most=2):
        pass
    (check,) = db.session.scalars(sa.select(verifying.Verification))
    assert (check.checked, check.bad, check.finished_at) == (3, {str(bad.id): verifying.MISSING}, TWO)
    told = db.session.scalars(sa.text("SELECT count(*) FROM event WHERE kind = 'document.damaged'")).one()
    assert told == 1
