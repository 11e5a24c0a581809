"""Many people at one thing in the same moment: exactly one wins, the others are told who was faster, and numbers have no gap."""

from functools import partial

import pytest

from office import documents, events, once, opening
from office.applications import APPROVED, Application, drafts, review
from office.applications.results import Verdict
from office.db import db, transaction
from office.documents import Document
from office.errors import Conflict
from office.once import Repeated
from office.staff import Officer
from tests.factories import NOON, a_full_draft, all_right, an_application
from tests.faults.desks import approved, colleagues, document_of, in_parallel, kinds
from tests.faults.truth import store, untrue

DAY = opening.local_day(NOON)


def seen_by(number, officer, verb):
    """One officer's request: everything is read anew in its own session."""
    with transaction():
        verb(db.session.get_one(Application, number), db.session.get_one(Officer, officer), at=NOON)


def one_taking_round(app):
    application, officers = an_application(), colleagues()
    number, numbers = application.id, [officer.id for officer in officers]
    outcomes = in_parallel(app, 2, lambda n: seen_by(number, numbers[n], review.take))
    db.session.rollback()
    won = [officer for officer, outcome in zip(numbers, outcomes, strict=True) if not isinstance(outcome, Exception)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert kinds(outcomes) == ["HeldByOther", "done"] and won == [application.holder_id]
    assert lost[0].params["holder"] == db.session.get_one(Officer, application.holder_id).name


def one_approving_round(app):
    """The same officer approves in two windows, as a double tap does."""
    application, (maker, registrar) = an_application(), colleagues()
    all_right(application, maker)
    with transaction():
        review.take(application, registrar, at=NOON)
    number, officer = application.id, registrar.id
    outcomes = in_parallel(
        app, 2, lambda _n: seen_by(number, officer, partial(review.approve, verdict=Verdict(compared=True)))
    )
    db.session.rollback()
    assert sum(outcome is None for outcome in outcomes) == 1
    assert all(isinstance(outcome, Conflict) for outcome in outcomes if outcome is not None)
    assert (application.state, len(documents.of(application.id))) == (APPROVED, 1)


def number_them(app, threads, each):
    """How many documents were numbered; some tries are undone half-way, as a worker that dies would undo them."""
    made = [document_of(application).id for application in approved(app, many=threads * each)]
    db.session.rollback()

    def number(thread):
        for place, key in enumerate(made[thread::threads]):
            if place % 5 == 0:
                with pytest.raises(Undone):
                    give(key, undo=True)
            give(key)

    assert kinds(in_parallel(app, threads, number)) == ["done"] * threads
    db.session.rollback()
    serials = [int(number.rpartition("-")[2]) for number in db.session.scalars(db.select(Document.number))]
    assert sorted(serials) == list(range(1, threads * each + 1))


class Undone(Exception):
    pass


def give(key, *, undo=False):
    with transaction():
        documents.give_number(db.session.get_one(Document, key), region="6474", day=DAY, at=NOON)
        if undo:
            raise Undone


@pytest.mark.both_engines
def test_of_two_officers_who_take_one_file_one_wins_and_the_other_is_told_by_whom(app):
    for _ in range(3):
        one_taking_round(app)


@pytest.mark.both_engines
def test_a_file_that_is_approved_twice_at_once_is_approved_once_and_has_one_document(app):
    for _ in range(3):
        one_approving_round(app)


@pytest.mark.both_engines
def test_documents_numbered_at_once_have_numbers_without_gap_or_double(app):
    number_them(app, 3, 4)
    assert untrue(app, at=NOON) == []


@pytest.mark.both_engines
def test_a_number_that_an_officer_entered_from_the_national_system_is_passed_over(app, worker, postbox):
    theirs, ours, also = (document_of(application) for application in approved(app, many=3))
    with transaction():
        documents.official(
            theirs, "6474-LU-04062020-0001", "documents/" + "ab" * 16, digest="0" * 64, size=1, signature={}, day=DAY,
            by=events.SYSTEM, at=NOON,
        )  # fmt: skip
        theirs.origin = "official"
    worker.drain(at=NOON)
    db.session.rollback()
    assert [ours.number, also.number] == ["6474-LU-04062020-0002", "6474-LU-04062020-0003"]
    assert [said for said in untrue(app, at=NOON) if said.startswith("I3")] == []


@pytest.mark.both_engines
def test_one_form_that_arrives_five_times_at_once_is_done_once_and_each_is_shown_the_same_place(app):
    number, key = a_full_draft(store=store(app)).id, "k" * 24

    def send(_n):
        with transaction():
            once.spend(key, place="/tanda-terima", at=NOON)
            drafts.submit(db.session.get_one(Application, number), at=NOON)

    outcomes = in_parallel(app, 5, send)
    assert kinds(outcomes) == ["Repeated"] * 4 + ["done"]
    assert {outcome.place for outcome in outcomes if isinstance(outcome, Repeated)} == {"/tanda-terima"}
    assert untrue(app, at=NOON) == []


@pytest.mark.slow
@pytest.mark.both_engines
def test_fifty_rounds_of_two_officers_have_fifty_winners(app, engine, record_property):
    for _ in range(50):
        one_taking_round(app)
        one_approving_round(app)
    record_property("fault", f"F13 100/100 two officers on one application, {engine}")


@pytest.mark.slow
@pytest.mark.both_engines
def test_four_threads_number_a_hundred_documents_from_1_to_100(app, engine, record_property):
    number_them(app, 4, 25)
    assert untrue(app, at=NOON) == []
    record_property("fault", f"F02 100/100 numbers without gap or double, 20 tries undone, {engine}")
