"""Two workers on one job: the one whose lease ran out while it stood still must not keep, send or spoil anything more."""

from datetime import timedelta

import pytest

from commands.workers import build
from office import events, jobs, notices
from office.db import db, transaction
from office.jobs import Job
from outside.transport import Trouble
from outside.worker import making, sending
from outside.worker.loop import LostLease
from tests.factories import NOON, an_application
from tests.faults.desks import approved, document_of
from tests.faults.forks import ENDED
from tests.faults.truth import store, unfinished, untrue

LATER = NOON + jobs.LEASE + timedelta(seconds=1)
STUCK_AT = ("after-claim", "after-file-drafts", "after-file-documents", "before-activate")


@pytest.mark.parametrize("place", STUCK_AT)
def test_a_worker_stuck_past_its_lease_makes_no_second_number_and_no_second_pdf(app, worker, mother, postbox, place):
    (application,) = approved(app)
    worker.step(at=NOON)
    stuck = mother.start(app, at=NOON, STOP_AT=place).until_stopped()
    worker.drain(at=LATER)
    document = document_of(application)
    made = (document.state, document.number, document.digest)
    assert stuck.go_on().wait() == ENDED
    db.session.rollback()
    assert (document.state, document.number, document.digest) == made
    assert untrue(app, at=LATER) == []
    assert unfinished(app, postbox) == []
    assert set(postbox.copies().values()) == {1}


def test_a_worker_stuck_after_the_server_took_its_mail_sends_the_same_mail_twice(app, worker, mother, postbox):
    application = an_application(store=store(app))
    stuck = mother.start(app, at=NOON, STOP_AT="after-sent").until_stopped()
    worker.drain(at=LATER)
    assert stuck.go_on().wait() == ENDED
    assert untrue(app, at=LATER) == []
    assert list(postbox.copies().values()) == [2]
    assert [notice.sent_at for notice in notices.of(application.id)] == [LATER]


def a_mail_sent_by_two(app, worker, postbox, monkeypatch):
    """The first worker's lease runs out while the server takes its mail; the second one sends it too, and notes it."""
    application, late = an_application(store=store(app)), build(app)

    def slowly(*given):
        answer = sending._mail(*given)
        with app.app_context():
            worker.drain(at=LATER)
        return answer

    with monkeypatch.context() as patched:
        patched.setattr("outside.worker.sending._mail", in_turn(slowly, sending._mail))
        late.step(at=NOON)
    db.session.rollback()
    assert list(postbox.copies().values()) == [2]
    told = events.of("application", application.id, kinds=("notice.email_sent",))
    noted = {"sent_at": [notice.sent_at for notice in notices.of(application.id)], "events": len(told)}
    assert noted == {"sent_at": [LATER], "events": 1}


@pytest.mark.both_engines
def test_a_mail_that_two_workers_sent_is_noted_by_the_one_that_has_the_lease(app, worker, postbox, monkeypatch):
    a_mail_sent_by_two(app, worker, postbox, monkeypatch)


@pytest.mark.both_engines
def test_a_worker_that_fails_too_late_does_not_call_a_sent_mail_failed(app, worker, postbox, monkeypatch):
    application, late = an_application(store=store(app)), build(app)

    def too_late(*_given):
        with app.app_context():
            worker.drain(at=NOON + timedelta(hours=80))
        raise Trouble("SMTPServerDisconnected")

    with monkeypatch.context() as patched:
        patched.setattr("outside.worker.sending._mail", in_turn(too_late, sending._mail))
        late.step(at=NOON + timedelta(hours=73))
    db.session.rollback()
    assert [notice.state for notice in notices.of(application.id)] == [notices.SENT]
    assert jobs.failed() == []
    assert untrue(app, at=NOON) == []


@pytest.mark.both_engines
def test_the_late_one_of_two_workers_is_told_that_it_lost(app, worker):
    (application,) = approved(app)
    first, second = build(app), build(app)
    worker.step(at=NOON)
    with transaction():
        job = jobs.claim(first.name, at=NOON)
    with transaction():
        assert jobs.claim(second.name, at=NOON) is None
    with transaction():
        assert jobs.claim(second.name, at=LATER).id == job.id
    with pytest.raises(LostLease):
        making.make_document(first, job, LATER)
    assert document_of(application).number is None
    making.make_document(second, job, LATER)
    assert document_of(application).number.endswith("-0001")


@pytest.mark.both_engines
def test_a_lease_that_is_renewed_at_each_step_keeps_a_slow_job_with_its_worker(app, worker):
    approved(app)
    worker.step(at=NOON)
    with transaction():
        job = jobs.claim(worker.name, at=NOON)
    half = NOON + jobs.LEASE / 2
    with transaction():
        worker.hold(job, at=half)
    with transaction():
        assert jobs.claim("another", at=half + jobs.LEASE * 0.9) is None
    assert db.session.get(Job, job.id).lease_owner == worker.name


def in_turn(first, then):
    """A function that is `first` at its first call and `then` afterwards."""
    calls = []

    def either(*given):
        calls.append(given)
        return (first if len(calls) == 1 else then)(*given)

    return either
