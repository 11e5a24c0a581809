"""Signing by the batch: what is drawn waits for the registrar's order, and one bad file stops nobody else."""

from datetime import timedelta

import pytest

from commands.checking import violations
from commands.workers import build
from office import documents, events, jobs, settings
from office.db import db, transaction
from office.documents import Document, signing
from office.errors import Conflict
from office.staff import Role
from tests.factories import NOON, an_approved, an_officer
from tests.faults.desks import in_parallel

pytestmark = pytest.mark.both_engines
SOON = timedelta(minutes=7)


@pytest.fixture
def worker(app):
    with transaction():
        settings.put("signing", "batch", by=events.SYSTEM, at=NOON)
    return build(app)


def drawn(app, worker, count: int) -> list[Document]:
    """Documents that wait for a registrar's order."""
    made = [an_approved(store=app.extensions["lamin"].store) for _ in range(count)]
    worker.drain(at=NOON)
    return [documents.of(application.id)[0] for application in made]


def order(chosen, officer):
    with transaction():
        return signing.order([document.id for document in chosen], officer, factor="code", at=NOON)


def states(chosen) -> list[str]:
    db.session.rollback()
    return [document.state for document in chosen]


def told(batch, at=NOON) -> list[str]:
    return [each.state for each in signing.progress(batch, at=at)]


def test_a_drawn_document_waits_until_it_is_ordered_and_then_becomes_active(app, worker):
    first, second = drawn(app, worker, 2)
    worker._tidy(NOON)
    worker.drain(at=NOON)
    assert states([first, second]) == ["rendered", "rendered"] and list(violations(worker.store, at=NOON)) == []
    assert signing.waiting() == [first, second] and signing.counts() == {first.kind: 2}
    batch = order([first], an_officer(Role.REGISTRAR))
    assert told(batch) == ["working"] and signing.waiting() == [second]
    worker.drain(at=NOON)
    assert states([first, second]) == ["active", "rendered"] and told(batch) == ["signed"]
    assert signing.recent() == [(batch, 0)]
    ordered = events.of("batch", batch.id)[0]
    assert (ordered.actor_id, ordered.facts) == (batch.officer_id, {"factor": "code", "documents": [first.id]})


def test_where_each_is_signed_at_once_nothing_waits_and_what_waited_is_signed(app, worker):
    (waiting,) = drawn(app, worker, 1)
    later = NOON + SOON
    with transaction():
        settings.put("signing", "each", by=events.SYSTEM, at=later)
    worker._tidy(later)
    worker.drain(at=later)
    assert states([waiting]) == ["active"] and signing.waiting() == []


def test_two_registrars_at_once_order_each_document_once(app, worker):
    chosen = drawn(app, worker, 4)
    officers = [an_officer(Role.REGISTRAR) for _ in range(2)]
    ids = [[document.id for document in part] for part in (chosen[:3], chosen[1:])]

    def ask(number: int) -> int:
        with transaction():
            return signing.order(ids[number], officers[number], factor="code", at=NOON).size

    assert sum(in_parallel(app, 2, ask)) == 4
    worker.drain(at=NOON)
    assert states(chosen) == ["active"] * 4
    with pytest.raises(Conflict):
        order(chosen, officers[0])
    with pytest.raises(signing.NothingChosen):
        order([], officers[0])


def test_one_bad_file_does_not_stop_the_rest_and_goes_on_once_it_is_mended(app, worker):
    bad, *good = drawn(app, worker, 3)
    whole = worker.store.get(bad.draft_key)
    worker.store.delete(bad.draft_key)
    batch = order([bad, *good], an_officer(Role.REGISTRAR))
    worker.drain(at=NOON)
    assert states([bad, *good]) == ["rendered", "active", "active"]
    assert told(batch) == ["later", "signed", "signed"]
    for round_ in range(1, 4):
        worker.drain(at=NOON + round_ * SOON)
    late = NOON + 4 * SOON
    failed = signing.progress(batch, at=late)[0]
    assert (failed.state, failed.document) == ("failed", bad) and failed.trouble
    worker.store.put(bad.draft_key, whole)
    with transaction():
        assert signing.retry(batch, by=events.SYSTEM, at=late) == 1
    worker.drain(at=late)
    assert states([bad]) == ["active"] and told(batch, late) == ["signed"] * 3


def test_a_document_that_a_worker_has_in_hand_can_not_be_ordered(app, worker):
    (document,) = drawn(app, worker, 1)
    with transaction():
        jobs.ask_again("document", document.id, at=NOON)
    assert signing.waiting() == []
    with pytest.raises(signing.AllTaken):
        order([document], an_officer(Role.REGISTRAR))
