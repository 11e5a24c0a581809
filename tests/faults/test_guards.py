"""Each guard is taken away once, to see that the tests which rely on it would notice."""

import contextlib
import sqlite3

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

import office.db
from office import documents, events, jobs, numbers, once, vault
from office.applications import Application, drafts
from office.catalogue import find
from office.db import db, transaction
from office.documents import Document
from office.once import Repeated
from outside.worker import making
from tests.factories import NOON
from tests.faults import test_at_once as at_once
from tests.faults import test_two_workers as two_workers
from tests.faults.desks import approved, document_of, in_parallel, kinds
from tests.faults.truth import store, untrue


def started_five_times(app):
    """How many applications one form makes that arrives five times."""

    def start(_n):
        with transaction():
            drafts.start(find("akta-kelahiran"), language="id", at=NOON)
            once.spend("k" * 24, place="/permohonan", at=NOON)

    in_parallel(app, 5, start)
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Application))


@pytest.mark.both_engines
def test_without_the_one_time_key_a_repeated_form_would_make_five_applications(app, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(once, "spend", lambda key, *, place, at: None)
        assert started_five_times(app) == 5
    assert started_five_times(app) == 6
    with pytest.raises(Repeated), transaction():
        once.spend("k" * 24, place="/", at=NOON)


@pytest.mark.both_engines
def test_without_the_lease_a_worker_that_was_stuck_would_note_again_what_another_has_noted(
    app, worker, postbox, monkeypatch
):
    monkeypatch.setattr("outside.worker.loop.Worker.hold", lambda self, job, *, at: None)
    with pytest.raises(AssertionError, match="sent_at"):
        two_workers.a_mail_sent_by_two(app, worker, postbox, monkeypatch)


@pytest.mark.both_engines
def test_without_the_lease_a_worker_that_fails_too_late_would_call_a_sent_mail_failed(
    app, worker, postbox, monkeypatch
):
    monkeypatch.setattr(jobs, "still_mine", lambda job, owner, **_: True)
    with pytest.raises(AssertionError, match="failed"):
        two_workers.test_a_worker_that_fails_too_late_does_not_call_a_sent_mail_failed(
            app, worker, postbox, monkeypatch
        )


@contextlib.contextmanager
def deferred():
    """SQLite's own BEGIN, which takes the write lock too late, and nobody waits for a turn."""

    def begin(connection):
        connection.exec_driver_sql("BEGIN DEFERRED")

    @contextlib.contextmanager
    def no_turn():
        yield

    turn, office.db._fair_turn = office.db._fair_turn, no_turn
    event.remove(Engine, "begin", office.db._begin)
    event.listen(Engine, "begin", begin)
    try:
        yield
    finally:
        event.remove(Engine, "begin", begin)
        event.listen(Engine, "begin", office.db._begin)
        office.db._fair_turn = turn


def test_without_begin_immediate_writers_would_be_thrown_out_in_the_middle_of_their_work(app):
    def look_then_change(number):
        with transaction():
            assert db.session.get_one(events.EventHead, 1)
            if number == 0:
                another_writes(db.engine.url.database)
            numbers.next_in("try")

    assert kinds(in_parallel(app, 1, lambda n: look_then_change(n + 1))) == ["done"]
    with deferred():
        assert kinds(in_parallel(app, 1, look_then_change)) == ["Busy"]
    with pytest.raises(sqlite3.OperationalError, match="locked"), transaction():
        another_writes(db.engine.url.database)


def another_writes(path):
    """Somebody else changes the database, if nobody holds it."""
    with contextlib.closing(sqlite3.connect(path, timeout=0.1)) as other:
        other.execute("INSERT INTO counter VALUES ('other', 1)")
        other.commit()


@pytest.mark.both_engines
def test_without_the_counter_row_a_number_that_was_struck_out_would_be_given_again(app, monkeypatch):
    first, second = (document_of(application).id for application in approved(app, many=2))
    series = "6474-LU-04062020"

    def highest_and_one(_series):
        highest = db.session.scalar(sa.select(sa.func.max(Document.number)).where(Document.number.startswith(series)))
        return int((highest or "-0").rpartition("-")[2]) + 1

    monkeypatch.setattr(numbers, "next_in", highest_and_one)
    at_once.give(first)
    with transaction():
        db.session.get_one(Document, first).number = None
    at_once.give(second)
    assert db.session.get_one(Document, second).number == f"{series}-0001"
    assert any(said.startswith("I3") for said in untrue(app, at=NOON))


def test_a_file_that_is_written_after_its_row_would_be_missed_when_the_worker_dies_between(
    app, worker, postbox, monkeypatch
):
    (application,) = approved(app)
    worker.step(at=NOON)
    with transaction():
        job = jobs.claim(worker.name, at=NOON)
    monkeypatch.setattr(making, "_put", lambda worker, drawer, data: vault.new_key(drawer))
    for state in (documents.WAITING, documents.NUMBERED):
        making.STEPS[state](worker, document_of(application), job, NOON)
    assert any(said.startswith("I1 file") for said in untrue(app, at=NOON))
    assert list(store(app).keys(None)) != []


@pytest.mark.both_engines
def test_a_document_that_answers_before_its_file_is_stored_would_be_called_untrue(app):
    (application,) = approved(app)
    with transaction():
        document_of(application).active_at = NOON
    assert any("do not agree" in said for said in untrue(app, at=NOON))
