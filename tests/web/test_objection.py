"""A resident finds something wrong in an issued document, and says so from the status page."""

from datetime import timedelta

import pytest

from office import clock, corrections, documents
from office.db import db, transaction
from office.staff import Role
from tests.factories import NOON, an_officer
from tests.web.makers import a_finished

WRONG = "Nama ibu tertulis Nuraini,\r\nseharusnya Nur'aini."


@pytest.fixture
def issued(app, monkeypatch):
    """A finished birth, an hour after its akta became active."""
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=2))
    return a_finished(app.extensions["lamin"].store)


def address(application, document):
    return f"/permohonan/{application.token}/surat-salah/{document.id}"


def status(phone, application):
    return phone.open(f"/permohonan/{application.token}/status").words


def test_an_objection_is_written_from_the_status_page_and_its_state_is_told(phone, issued):
    application, document = issued
    assert "Ada yang salah di surat ini" in status(phone, application)
    phone.open(address(application, document)).send(address(application, document), {"salah": WRONG})
    assert phone.place.endswith("/status")
    assert "Keberatan Anda tentang Kutipan Akta Kelahiran sedang diperiksa." in phone.words
    assert "Ada yang salah di surat ini" not in phone.words
    found = corrections.open_of(document.id)
    assert (found.state, found.words) == (corrections.OBJECTED, WRONG.replace("\r\n", "\n"))


def test_the_resident_reads_why_an_objection_was_refused_and_may_object_again(phone, issued):
    application, document = issued
    phone.open(address(application, document)).send(address(application, document), {"salah": WRONG})
    registrar = an_officer(Role.REGISTRAR)
    with transaction():
        corrections.refuse(corrections.open_of(document.id), "Sesuai buku nikah.", registrar, at=clock.now())
    words = status(phone, application)
    assert "tidak diterima" in words and "Sesuai buku nikah." in words and "Ada yang salah di surat ini" in words


def test_an_accepted_objection_is_told_while_the_new_document_is_made(phone, issued):
    application, document = issued
    officer, registrar = an_officer(), an_officer(Role.REGISTRAR)
    change = {"child_name": [document.facts["child_name"], "Ni Luh Sekar"]}
    with transaction():
        corrections.object_to(document, WRONG, at=clock.now())
        asked = corrections.ask(document, change, "Salah ketik.", officer, at=clock.now())
    assert "sedang dibetulkan, menunggu persetujuan." in status(phone, application)
    with transaction():
        corrections.approve(asked, registrar, at=clock.now())
    words = status(phone, application)
    assert "diterima." in words and "Surat yang benar sedang dibuat." in words and "terlewat" not in words


@pytest.mark.parametrize(("typed", "said"), [(" ", "belum diisi"), ("x" * 1001, "1000"), ("salah \U0001f600", "")])
def test_what_can_not_be_kept_is_refused_and_stays_in_the_box(phone, issued, typed, said):
    application, document = issued
    phone.open(address(application, document)).send(address(application, document), {"salah": typed})
    assert phone.status == 422 and said in phone.words and typed.strip() in phone.page
    assert corrections.open_of(document.id) is None


def test_after_fourteen_days_nothing_is_offered_and_nothing_taken(phone, issued, monkeypatch):
    application, document = issued
    form = phone.open(address(application, document)).form(address(application, document))
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=15))
    phone.post(form.action, {**form.fields, "salah": WRONG})
    assert phone.status == 409 and "sudah lewat" in phone.words
    assert "Ada yang salah di surat ini" not in status(phone, application)
    assert phone.open(address(application, document)).status == 409


def test_a_second_objection_waits_for_the_first_and_a_double_tap_is_one(phone, issued):
    application, document = issued
    phone.open(address(application, document))
    first, form = phone.form(address(application, document)), None
    form = phone.open(address(application, document)).form(address(application, document))
    for fields in (first.fields, first.fields):
        assert phone.post(first.action, {**fields, "salah": WRONG}).status == 200
    phone.post(form.action, {**form.fields, "salah": "Yang lain."})
    assert phone.status == 409 and len(corrections.of_application(application.id)) == 1


def test_a_document_of_another_application_is_not_found(phone, issued):
    application, _document = issued
    assert phone.open(f"/permohonan/{application.token}/surat-salah/999").status == 404
    assert phone.open(f"/permohonan/{'x' * 22}/surat-salah/1").status == 404


def test_the_old_qr_says_what_replaced_it(app, phone, issued):
    from commands.workers import build

    application, document = issued
    officer, registrar = an_officer(), an_officer(Role.REGISTRAR)
    with transaction():
        asked = corrections.ask(document, {"child_name": [document.facts["child_name"], "Ni Luh Sekar"]}, "Salah ketik.",
                                officer, at=clock.now())  # fmt: skip
    with transaction():
        new = corrections.approve(asked, registrar, at=clock.now())
    build(app).drain(at=clock.now())
    db.session.expire_all()
    assert (document.state, new.state) == (documents.SUPERSEDED, documents.ACTIVE)
    words = phone.open(f"/periksa/{document.token}").words
    assert (
        "Asli, tetapi sudah diganti" in words and "Surat penggantinya" in words and f"{new.label}, diterbitkan" in words
    )
    assert "Asli dan berlaku" in phone.open(f"/periksa/{new.token}").words
    assert "Surat ini sudah diganti pada" in status(phone, application)
