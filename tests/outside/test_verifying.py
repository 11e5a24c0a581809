"""The nightly check on real files with real signatures: what is bad is named once, and a killed check goes on."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from commands.workers import build
from office import clock, events, settings
from office.db import db, transaction
from office.documents import Document, verifying
from office.events import Event
from office.staff import Role
from outside.worker import verifying as nightly
from tests.desk.conftest import Desk
from tests.factories import NOON, an_approved, an_officer

pytestmark = pytest.mark.both_engines
TWO = datetime(2020, 6, 4, 18, 0, tzinfo=UTC)  # two o'clock on 5 June in Bontang


@pytest.fixture
def worker(app):
    return build(app)


@pytest.fixture
def issued(worker):
    """Three documents, made and signed."""
    for _ in range(3):
        an_approved(store=worker.store)
    worker.drain(at=NOON)
    return [document.id for document in db.session.scalars(sa.select(Document).order_by(Document.id))]


def spoil(worker, number, change):
    document = db.session.get_one(Document, number)
    data = worker.store.get(document.file_key)
    worker.store.delete(document.file_key)
    if (changed := change(data)) is not None:
        worker.store.put(document.file_key, changed)


def whole_night(worker, at=TWO, most=2):
    while nightly.verify_some(worker.store, worker.signer, at=at, most=most):
        pass


def checks():
    db.session.rollback()
    return list(db.session.scalars(sa.select(verifying.Verification).order_by(verifying.Verification.night)))


def test_a_night_whose_documents_are_whole_is_one_row_that_says_so(worker, issued):
    whole_night(worker)
    whole_night(worker, TWO + timedelta(hours=20))
    (check,) = checks()
    assert (str(check.night), check.checked, check.bad, check.finished_at) == ("2020-06-05", 3, {}, TWO)
    assert verifying.standing().count == 0


def test_each_kind_of_damage_is_named_by_document_and_is_an_event(worker, issued):
    spoil(worker, issued[0], lambda data: data[:-7] + b"X" + data[-6:])
    spoil(worker, issued[1], lambda data: data + b"\n")
    spoil(worker, issued[2], lambda data: None)
    whole_night(worker)
    wanted = dict(zip(issued, (verifying.DIGEST, verifying.SIZE, verifying.MISSING), strict=True))
    assert verifying.standing().bad == wanted
    told = db.session.scalars(sa.select(Event).where(Event.kind == "document.damaged").order_by(Event.seq))
    assert {row.facts["document"]: row.facts["problem"] for row in told} == wanted
    assert events.verify() is None


def test_bytes_changed_together_with_their_digest_still_fail_by_their_signature(worker, issued):
    import hashlib

    spoil(worker, issued[0], lambda data: data.replace(b"/Producer", b"/Producor", 1))
    with transaction():
        document = db.session.get_one(Document, issued[0])
        document.digest = hashlib.sha256(worker.store.get(document.file_key)).hexdigest()
    whole_night(worker)
    assert verifying.standing().bad == {issued[0]: verifying.SIGNATURE}


def test_a_damaged_copy_for_the_pin_is_found_too(app, worker):
    with transaction():
        settings.put("pdf_delivery", "protected", by=events.SYSTEM, at=NOON)
    an_approved(store=worker.store)
    worker.drain(at=NOON)
    document = db.session.scalars(sa.select(Document)).one()
    worker.store.delete(document.sealed_key)
    whole_night(worker)
    assert verifying.standing().bad == {document.id: verifying.SEALED}


def test_a_check_goes_on_behind_the_last_portion_that_was_kept(worker, issued, monkeypatch):
    looked_at, judge = [], nightly.problem_of

    def judged(document, store, signer):
        looked_at.append(document.id)
        return judge(document, store, signer)

    monkeypatch.setattr(nightly, "problem_of", judged)
    assert nightly.verify_some(worker.store, worker.signer, at=TWO, most=2)
    whole_night(worker)
    assert looked_at == issued and checks()[0].checked == 3


def test_two_workers_count_a_document_once(worker, issued):
    with transaction():
        check = verifying.tonight(at=TWO)
    mine = verifying.next_portion(check, 2)
    nightly.verify_some(worker.store, worker.signer, at=TWO, most=2)
    with transaction():
        assert not verifying.keep(check, mine, {}, after=0, at=TWO)
    whole_night(worker)
    assert checks()[0].checked == 3


def test_the_worker_begins_at_two_oclock_and_has_one_check_a_night(worker, issued):
    worker.nightly.due_at = verifying.next_night(NOON)
    for at in (TWO - timedelta(minutes=1), TWO, TWO, TWO, TWO + timedelta(hours=23, minutes=59)):
        worker._tidy(at)
    assert [(str(check.night), check.checked) for check in checks()] == [("2020-06-05", 3)]
    worker._tidy(TWO + timedelta(days=1))
    assert [str(check.night) for check in checks()] == ["2020-06-05", "2020-06-06"]


def test_a_store_that_does_not_answer_makes_nothing_bad_and_is_asked_again(worker, issued, monkeypatch):
    def away(_key):
        raise OSError("away")

    with monkeypatch.context() as patch:
        patch.setattr(worker.store, "get", away)
        with pytest.raises(OSError, match="away"):
            worker.nightly.look(worker.store, worker.signer, at=TWO)
    assert checks()[0].checked == 0 and worker.nightly.due_at == TWO + nightly.AFTER_TROUBLE
    worker.nightly.look(worker.store, worker.signer, at=TWO + nightly.AFTER_TROUBLE)
    assert (checks()[0].checked, checks()[0].bad) == (3, {})


def test_a_lost_disk_names_a_thousand_and_counts_the_rest(worker, issued, monkeypatch):
    monkeypatch.setattr(verifying, "MOST_NAMED", 1)
    for number in issued:
        spoil(worker, number, lambda data: None)
    whole_night(worker)
    assert len(checks()[0].bad) == 1 and verifying.standing().count == 3


def test_the_page_of_failures_names_the_bad_one_until_a_night_finds_it_whole(app, worker, issued, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: TWO)
    browser = Desk(app, an_officer(Role.REGISTRAR))
    assert "Belum pernah dijalankan" in browser.get("/petugas/gagal").text
    document = db.session.get_one(Document, issued[1])
    number, good = document.number, worker.store.get(document.file_key)
    spoil(worker, issued[1], lambda data: data + b" ")
    whole_night(worker)
    page = browser.get("/petugas/gagal").text
    assert number in page and "Ukuran berubah" in page and "3 PDF diperiksa, 1 tidak utuh" in page
    assert "1 menunggu tindakan" in page
    spoil(worker, issued[1], lambda data: good)
    whole_night(worker, TWO + timedelta(days=1))
    page = browser.get("/petugas/gagal").text
    assert number not in page and "semuanya utuh" in page
