"""Numbers, PINs and the end of a document."""

from datetime import date

import pytest

from office import codes, documents, events
from office.db import db, transaction
from office.documents.access import pin_hash
from office.errors import Conflict
from tests.factories import NOON, an_approved, an_officer

pytestmark = pytest.mark.both_engines


@pytest.fixture
def document(app):
    """An active document whose steps were noted without their bytes."""
    found = documents.of(an_approved().id)[0]
    with transaction():
        documents.give_number(found, region="6474", day=date(2020, 6, 4), at=NOON)
        documents.rendered(found, "drafts/" + "0" * 32, digest="1" * 64, size=1, at=NOON)
        key = "documents/" + "0" * 32
        documents.signed(found, key, digest="2" * 64, size=1, signature={}, specimen=True, at=NOON)
    hashed = pin_hash(found)
    with transaction():
        documents.activate(found, pin_hash=hashed, at=NOON)
    return found


def guess(document, pin):
    with transaction():
        documents.reserve_try(document, at=NOON)
    right = documents.fits(document, pin)
    with transaction():
        documents.settle_try(document, right, at=NOON)
    return right


def test_the_right_pin_opens_and_gives_the_tries_back(document):
    assert guess(document, "x") is False
    assert guess(document, codes.pin(document.token, 1)) is True
    assert documents.tries_left(document) == 5


def test_five_wrong_pins_lock_the_document_until_an_officer_unlocks_it_with_a_new_pin(document):
    officer, right = an_officer(), codes.pin(document.token, 1)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert guess(document, wrong) is False
    with pytest.raises(documents.DocumentLocked):
        guess(document, right)
    document.pin_generation += 1
    hashed = pin_hash(document)
    db.session.rollback()
    with transaction():
        documents.unlock(document, hashed, by=officer.actor, at=NOON)
    assert guess(document, codes.pin(document.token, 2)) is True


def test_the_pin_is_nowhere_in_the_database(document):
    pin = codes.pin(document.token, 1)
    for table in db.metadata.tables.values():
        for row in db.session.execute(table.select()):
            assert pin not in [str(value) for value in row]


def test_a_number_that_was_rolled_back_leaves_no_gap(app):
    first, second = (documents.of(an_approved().id)[0] for _ in range(2))
    with pytest.raises(RuntimeError), transaction():
        documents.give_number(first, region="6474", day=date(2020, 6, 4), at=NOON)
        raise RuntimeError
    with transaction():
        documents.give_number(second, region="6474", day=date(2020, 6, 4), at=NOON)
    assert second.number == "6474-LU-04062020-0001" and first.number is None


def test_a_document_can_not_be_activated_twice_or_out_of_turn(document):
    with pytest.raises(Conflict), transaction():
        documents.activate(document, pin_hash="x", at=NOON)


def test_a_revoked_document_says_why_and_stays_checkable(document):
    with transaction():
        documents.end(document, documents.REVOKED, "Data salah.", by=an_actor(), at=NOON)
    found = documents.by_token(document.token)
    assert (found.state, found.end_reason) == (documents.REVOKED, "Data salah.")


def test_a_document_that_is_not_active_answers_to_no_qr(app):
    waiting = documents.of(an_approved().id)[0]
    assert documents.by_token(waiting.token) is None


def an_actor():
    return events.Actor("officer", 1)
