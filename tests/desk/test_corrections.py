"""Corrections at the desk: asked on the document's panel, listed, decided old against new by another officer."""

import pytest

from commands.workers import build
from desk.fact_names import fact_name
from office import clock, corrections, documents, events
from office.applications import review
from office.db import db, transaction
from office.documents.kinds import KINDS
from office.documents.says import ROWS
from office.staff import Role
from tests.desk.conftest import file_url
from tests.factories import NOON, all_right, an_application, an_officer


@pytest.fixture
def active(app):
    """A birth whose akta is active."""
    application, registrar = an_application(), an_officer(Role.REGISTRAR)
    all_right(application, an_officer())
    with transaction():
        review.take(application, registrar, at=NOON)
        review.approve(application, registrar, at=NOON)
    build(app).drain(at=clock.now())
    db.session.expire_all()
    return application, documents.of(application.id)[0]


def form_url(application, document):
    return file_url(application, f"/dokumen/{document.id}/betulkan")


def typed(document, **changed):
    return {fact.path: fact.value for fact in corrections.facts_of(document)} | {"alasan": "Salah ketik."} | changed


def a_request(active, officer=None):
    _application, document = active
    changes, _wrong = corrections.read(document, typed(document, child_name="Ni Luh Sekar"), today=NOON.date())
    asker = officer or an_officer()
    with transaction():
        return corrections.ask(document, changes, "Salah ketik.", asker, at=clock.now())


def test_every_fact_of_every_kind_has_a_name():
    facts = {name for kind in KINDS.values() if kind.shape != "card" for name in kind.facts} - {*ROWS, "number"}
    facts |= {name for rows in ROWS.values() for name in rows}
    assert [name for name in sorted(facts) if fact_name(name) == name] == []


def test_the_form_shows_each_fact_as_it_stands_and_notes_that_it_was_seen(active, desk):
    application, document = active
    browser = desk()
    assert form_url(application, document) in browser.get(file_url(application)).text
    page = browser.get(form_url(application, document)).text
    assert 'value="Ni Luh Putu Sekar"' in page and 'value="01-06-2020"' in page and "Anak ke" in page
    assert events.of("application", application.id)[-1].facts == {"what": f"document:{document.id}"}


def test_a_correction_is_asked_by_one_and_approved_by_another_old_against_new(active, desk, app):
    application, document = active
    asker = desk(Role.REGISTRAR)
    sent = asker.post(form_url(application, document), **typed(document, child_name="Ni Luh Sekar"))
    assert (sent.status_code, sent.location) == (303, file_url(application))
    assert "Pembetulan menunggu persetujuan" in asker.get(file_url(application)).text
    asked = corrections.open_of(document.id)
    url = f"/petugas/pembetulan/{asked.id}"
    assert url in asker.get("/petugas/pembetulan").text and "Pembetulan surat" in asker.get("/petugas/").text
    own = asker.get(url).text
    assert "Ini permintaan Anda sendiri." in own and "/setujui" not in own
    assert asker.post(f"{url}/setujui").status_code == 403
    other = desk(Role.REGISTRAR)
    page = other.get(url).text
    assert "Ni Luh Putu Sekar" in page and "<b>Ni Luh Sekar</b>" in page
    assert other.post(f"{url}/setujui").status_code == 303
    build(app).drain(at=clock.now())
    db.session.expire_all()
    assert [each.state for each in documents.of(application.id)] == ["superseded", "active"]
    book = other.get(f"/petugas/buku/{document.number_type}/{document.issued_on.year}").text
    assert "Berlaku, kutipan baru" in book and "<s>" not in book and "Ni Luh Sekar</td>" in book


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(active, desk):
    application, document = active
    browser = desk()
    answer = browser.post(
        form_url(application, document), **typed(document, birth_date="31-02-2020", child_name="Sekar")
    )
    assert answer.status_code == 422 and "Tanggal ini tidak ada di kalender." in answer.text
    assert 'value="31-02-2020"' in answer.text and 'value="Sekar"' in answer.text
    same = browser.post(form_url(application, document), **typed(document))
    assert same.status_code == 422 and "Belum ada data yang diubah." in same.text
    blank = browser.post(form_url(application, document), **typed(document, child_name="Sekar", alasan=" "))
    assert blank.status_code == 422 and corrections.open_of(document.id) is None


def test_a_double_tap_asks_once_and_a_second_officer_is_told(active, desk):
    application, document = active
    browser, key = desk(), "a key that was tapped twice"
    for _tap in range(2):
        assert (
            browser.post(form_url(application, document), once=key, **typed(document, child_name="S")).status_code
            == 303
        )
    late = desk().post(form_url(application, document), **typed(document, child_name="Sekar"))
    assert late.status_code == 409 and len(corrections.of_application(application.id)) == 1


def test_a_refusal_needs_a_reason_and_keeps_it(active, desk):
    asked, browser = a_request(active), desk(Role.REGISTRAR)
    url = f"/petugas/pembetulan/{asked.id}"
    assert browser.post(f"{url}/tolak", alasan=" ").status_code == 422
    assert browser.post(f"{url}/tolak", alasan="Sudah benar.").status_code == 303
    assert "Sudah benar." in browser.get(url).text
    assert browser.post(f"{url}/setujui").status_code == 409


def test_an_administrator_decides_on_revocations_and_sees_no_correction(active, desk):
    application, document = active
    asked, admin, registrar = a_request(active), desk(Role.ADMINISTRATOR), desk(Role.REGISTRAR)
    assert admin.get(f"/petugas/pembetulan/{asked.id}").status_code == 403
    assert admin.post(f"/petugas/pembetulan/{asked.id}/tolak", alasan="x").status_code == 403
    assert "Tidak ada yang menunggu" in admin.get("/petugas/pembetulan").text
    registrar.post(f"/petugas/pembetulan/{asked.id}/tolak", alasan="Ditarik.")
    registrar.post(file_url(application, f"/dokumen/{document.id}/cabut"), alasan_cabut="Terbit ganda.")
    revocation = corrections.open_of(document.id)
    assert registrar.post(f"/petugas/pembetulan/{revocation.id}/setujui").status_code == 403
    assert "Terbit ganda." in admin.get(f"/petugas/pembetulan/{revocation.id}").text
    assert admin.post(f"/petugas/pembetulan/{revocation.id}/setujui").status_code == 303
    db.session.refresh(document)
    assert (document.state, document.end_reason) == (documents.REVOKED, "Terbit ganda.")


def test_an_objection_stands_on_the_file_and_the_list_and_is_taken_up_by_an_officer(active, desk):
    application, document = active
    with transaction():
        corrections.object_to(document, "Nama anak saya salah tulis.", at=clock.now())
    browser = desk(Role.REGISTRAR)
    assert "Nama anak saya salah tulis." in browser.get(file_url(application)).text
    assert "Warga: ada yang salah" in browser.get("/petugas/pembetulan").text
    assert "Nama anak saya salah tulis." in browser.get(form_url(application, document)).text
    browser.post(form_url(application, document), **typed(document, child_name="Ni Luh Sekar"))
    assert corrections.open_of(document.id).state == corrections.ASKED


def test_a_document_that_is_no_longer_valid_is_not_corrected(active, desk):
    application, document = active
    with transaction():
        documents.end(document, documents.REVOKED, "Salah.", by=events.SYSTEM, at=NOON)
    browser = desk()
    assert browser.get(form_url(application, document)).status_code == 409
    assert "Betulkan" not in browser.get(file_url(application)).text
