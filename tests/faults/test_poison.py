"""Something that can't be done is given up and shown to the desk, and never stands in the way of what can be done."""

from datetime import timedelta
from functools import partial

import pytest

from office import events, jobs
from office.applications import APPROVED, FINISHED
from office.db import db, transaction
from office.documents import ACTIVE, NUMBERED
from office.jobs import Job
from outside.bounded import run_bounded
from tests.factories import NOON, an_application
from tests.faults import hanging
from tests.faults.desks import approved, document_of
from tests.faults.truth import store, untrue

# The first can't be drawn, the others can't even be read: a fact is missing, or is no date.
POISON = {
    "a letter that no font has": {"child_name": "Putri \U0001f476"},
    "a date that is none": {"birth_date": "kemarin"},
    "a fact of the wrong kind": {"child_order": None},
}
TRIES = [NOON + timedelta(minutes=7 * number) for number in range(5)]


def poisoned(app, facts):
    """Three documents to make, of which the first can't be made."""
    bad, *good = approved(app, many=3)
    with transaction():
        document = document_of(bad)
        document.facts = document.facts | facts
    return bad, good


def given_up():
    db.session.rollback()
    return [(job.kind, job.subject_id, job.attempts) for job in jobs.failed()]


@pytest.mark.parametrize("facts", POISON.values(), ids=POISON)
def test_a_document_that_cannot_be_made_is_given_up_after_three_tries_while_the_others_are_made(
    app, worker, postbox, facts
):
    bad, good = poisoned(app, facts)
    worker.drain(at=TRIES[0])
    assert [document_of(application).state for application in good] == [ACTIVE, ACTIVE]
    for at in TRIES[1:]:
        worker.drain(at=at)
    document = document_of(bad)
    assert given_up() == [("document", document.id, 3)]
    assert (document.state, bad.state) == (NUMBERED, APPROVED)
    assert untrue(app, at=NOON) == []


def test_a_document_whose_fault_was_mended_is_made_when_an_officer_tries_it_again(app, worker, postbox):
    bad, _ = poisoned(app, {"birth_date": "kemarin"})
    for at in TRIES:
        worker.drain(at=at)
    with transaction():
        document = document_of(bad)
        document.facts = document.facts | {"birth_date": "2020-06-01"}
        jobs.retry(jobs.failed()[0], by=events.SYSTEM, at=TRIES[-1])
    worker.drain(at=TRIES[-1])
    assert (document_of(bad).state, bad.state, given_up()) == (ACTIVE, FINISHED, [])
    assert untrue(app, at=NOON) == []


def test_what_went_wrong_is_noted_without_a_word_of_whom_it_was_about(app, worker, postbox):
    bad, _ = poisoned(app, {"birth_date": "Ni Luh Putu Sekar"})
    worker.drain(at=NOON)
    trouble = db.session.scalar(
        db.select(Job.trouble).where(Job.subject_id == document_of(bad).id, Job.kind == "document")
    )
    assert trouble.startswith("FactUnreadable") and "Sekar" not in trouble


def test_a_drawing_that_hangs_is_killed_and_the_next_document_is_made(app, worker, postbox, monkeypatch):
    (bad,) = approved(app)
    with monkeypatch.context() as patched:
        patched.setattr("outside.worker.making.run_bounded", partial(run_bounded, seconds=0.5))
        patched.setattr("outside.worker.making.pdf.render", hanging.render)
        worker.drain(at=NOON)
    assert db.session.scalar(db.select(Job.trouble).where(Job.kind == "document")).startswith("Overran")
    (good,) = approved(app)
    worker.drain(at=NOON)
    assert document_of(good).state == ACTIVE
    worker.drain(at=TRIES[1])
    assert document_of(bad).state == ACTIVE
    assert untrue(app, at=NOON) == []


def test_a_letter_that_cannot_be_written_is_given_up_and_the_others_are_sent(app, worker, postbox):
    bad, good = an_application(store=store(app)), an_application(store=store(app))
    with transaction():
        bad.language = "??"
    for at in TRIES:
        worker.drain(at=at)
    assert [kind for kind, _, _ in given_up()] == ["notice"]
    assert len(postbox.letters) == 1
    assert good.state == "submitted" and untrue(app, at=NOON) == []


def test_a_job_of_an_unknown_kind_is_given_up_and_the_others_are_done(app, worker, postbox):
    with transaction():
        jobs.ask("fax", 1, at=NOON)
    an_application(store=store(app))
    for at in TRIES:
        worker.drain(at=at)
    assert given_up() == [("fax", 1, 3)] and len(postbox.letters) == 1
