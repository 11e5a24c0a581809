"""Two windows on one application: what one of them reads must still hold when it writes, on PostgreSQL as on SQLite."""

import contextlib
import threading

import pytest

from office.applications import Application, drafts, review
from office.db import db, transaction
from office.staff import Officer
from tests.factories import FORMS, NOON, a_full_draft, an_application
from tests.faults.desks import colleagues, in_parallel
from tests.faults.truth import store

pytestmark = pytest.mark.both_engines


def mother_of(number):
    rows = drafts.all_steps(db.session.get_one(Application, number))
    return dict(next(row.values for row in rows if row.code == "ibu"))


def test_an_answer_saved_in_one_window_while_another_sends_never_changes_what_was_sent(app):
    number = a_full_draft(store=store(app)).id
    read, sent = threading.Event(), threading.Event()

    def save():
        with transaction():
            application = db.session.get_one(Application, number)
            drafts.open_step(application, "ibu")
            read.set()
            sent.wait(0.5)
            drafts.save(application, "ibu", FORMS["akta-kelahiran"]["ibu"] | {"nama": "Sulastri"}, at=NOON)

    def send():
        read.wait(5)
        with transaction():
            drafts.submit(db.session.get_one(Application, number), at=NOON)
        seen = mother_of(number)
        sent.set()
        return seen

    _, seen = in_parallel(app, 2, lambda n: (save, send)[n]())
    db.session.rollback()
    assert mother_of(number) == seen


def test_a_file_put_back_twice_stays_with_the_officer_who_took_it_between(app):
    application, (first, second) = an_application(), colleagues()
    with transaction():
        review.take(application, first, at=NOON)
    number, first_id, second_id = application.id, first.id, second.id
    read, taken = threading.Event(), threading.Event()

    def put_back():
        review.release(db.session.get_one(Application, number), db.session.get_one(Officer, first_id), at=NOON)

    def put_back_late():
        with transaction():
            assert db.session.get_one(Application, number).holder_id == first_id
            read.set()
            taken.wait(0.5)
            put_back()

    def put_back_and_let_take():
        read.wait(5)
        with contextlib.suppress(review.NotHeld), transaction():
            put_back()
        with transaction():
            review.take(db.session.get_one(Application, number), db.session.get_one(Officer, second_id), at=NOON)
        taken.set()

    in_parallel(app, 2, lambda n: (put_back_late, put_back_and_let_take)[n]())
    db.session.rollback()
    assert db.session.get_one(Application, number).holder_id == second_id
