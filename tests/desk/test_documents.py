"""The document of a file at the desk: the official PDF, the lock, the end, and messages that did not arrive."""

import io

import pytest

from commands.workers import build
from office import clock, corrections, documents, jobs, notices
from office.applications import FINISHED, review
from office.applications.results import Verdict
from office.db import db, transaction
from office.staff import Role
from tests.desk.conftest import file_url
from tests.factories import NOON, all_right, an_application, an_officer
from tests.outside import papers as drawn

NUMBER = "6474-LU-03062020-0018"


@pytest.fixture
def worker(app):
    return build(app)


@pytest.fixture
def signed(worker):
    return worker.signer.sign(drawn.bytes_of(drawn.pdf(1)), reason="uji", at=NOON)


def approved(desk, *, official):
    """An approved birth and the browser of the officer who approved it."""
    application, registrar = an_application(), an_officer(Role.REGISTRAR)
    all_right(application, an_officer())
    with transaction():
        review.take(application, registrar, at=NOON)
        verdict = Verdict(official=frozenset({"akta"} if official else ()), compared=True)
        review.approve(application, registrar, at=NOON, verdict=verdict)
    return application, desk(registrar), documents.of(application.id)[0]


@pytest.fixture
def awaited(desk):
    return approved(desk, official=True)


@pytest.fixture
def active(desk, worker):
    application, browser, document = approved(desk, official=False)
    worker.drain(at=clock.now())
    db.session.refresh(document)
    return application, browser, document


def document_url(application, document, rest):
    return file_url(application, f"/dokumen/{document.id}{rest}")


def upload(browser, application, document, data, number=NUMBER, **more):
    sent = {"nomor": number, "pdf": (io.BytesIO(data), "akta Budi.pdf")}
    return browser.post(document_url(application, document, "/unggah"), **sent, **more)


def test_the_official_pdf_is_read_and_shown_before_anything_is_sent(awaited, signed):
    application, browser, document = awaited
    answer = upload(browser, application, document, signed, number=" 6474-lu-03062020-0018 ")
    assert (answer.status_code, document.state, document.number) == (303, documents.SIGNED, NUMBER)
    assert str(document.issued_on) == "2020-06-03" and document.signature["intact"] is True
    page = browser.get(file_url(application)).text
    assert "Utuh, ditandatangani Lamin - kunci uji lokal (bukan TTE resmi)." in page
    assert "penerbit sertifikatnya belum dikenal" in page and "Kirim ke warga" in page
    assert jobs.of("document", document.id) is None


def test_the_worker_sends_what_was_confirmed(awaited, signed, worker):
    application, browser, document = awaited
    upload(browser, application, document, signed)
    assert browser.post(document_url(application, document, "/kirim"), digest=document.digest).status_code == 303
    worker.drain(at=clock.now())
    db.session.refresh(application)
    assert (document.state, application.state) == (documents.ACTIVE, FINISHED)
    assert worker.store.get(document.file_key) == signed


def test_another_official_pdf_may_take_its_place_until_it_is_confirmed(awaited, signed, worker):
    application, browser, document = awaited
    upload(browser, application, document, signed)
    old = document.digest
    other = worker.signer.sign(drawn.bytes_of(drawn.pdf(2)), reason="uji", at=NOON)
    assert upload(browser, application, document, other).status_code == 303
    assert document.digest != old
    # A page that still shows the first PDF can't send the second.
    assert browser.post(document_url(application, document, "/kirim"), digest=old).status_code == 409
    browser.post(document_url(application, document, "/kirim"), digest=document.digest)
    late = upload(browser, application, document, signed)
    assert late.status_code == 409 and "PDF resmi ini sudah dikirim." in late.text


@pytest.mark.parametrize(("data", "words"), [
    (b"", "Pilih dulu berkas PDF-nya."),
    (b"\xff\xd8\xff a photo", "Berkas ini bukan PDF."),
    (b"%PDF-1.7 and nothing more", "Berkas ini bukan PDF yang utuh"),
    (drawn.bytes_of(drawn.pdf(1)), "PDF ini tidak bertanda tangan elektronik."),
])  # fmt: skip
def test_what_can_not_be_the_official_pdf_is_refused_in_a_clear_sentence(awaited, data, words):
    application, browser, document = awaited
    answer = upload(browser, application, document, data)
    assert answer.status_code == 422 and words in answer.text
    assert f'value="{NUMBER}"' in answer.text and document.state == documents.WAITING


def test_a_pdf_that_is_too_large_is_refused(awaited, signed, monkeypatch):
    monkeypatch.setattr("desk.documents.LARGEST", len(signed) - 1)
    application, browser, document = awaited
    answer = upload(browser, application, document, signed)
    assert answer.status_code == 422 and "lebih besar dari 10 MB" in answer.text and document.state == documents.WAITING


def test_a_pdf_changed_after_it_was_signed_is_refused(awaited, signed):
    application, browser, document = awaited
    changed = signed.replace(b"Surat keterangan 1", b"Surat keterangan 2")
    if changed == signed:
        changed = signed[:700] + bytes([signed[700] ^ 1]) + signed[701:]
    answer = upload(browser, application, document, changed)
    assert answer.status_code == 422 and document.state == documents.WAITING and document.file_key is None


@pytest.mark.parametrize("number", ["", "6474-LU-31022020-0001", "6474-LU-0306202-0001", "nomor saya"])
def test_a_number_of_the_wrong_form_is_refused_at_its_field(awaited, signed, number):
    application, browser, document = awaited
    answer = upload(browser, application, document, signed, number=number)
    assert answer.status_code == 422 and "tidak sesuai bentuknya" in answer.text and document.state == documents.WAITING


def test_a_number_that_another_document_has_is_refused(awaited, signed, desk):
    application, browser, document = awaited
    upload(browser, application, document, signed)
    second, other, its = approved(desk, official=True)
    answer = upload(other, second, its, signed)
    assert answer.status_code == 409 and "sudah dipakai surat lain" in answer.text and its.state == documents.WAITING


def test_a_document_made_here_takes_no_upload(active, signed):
    application, browser, document = active
    digest = document.digest
    assert upload(browser, application, document, signed).status_code == 409 and document.digest == digest


def test_the_pdf_opens_in_the_browser_and_that_is_noted(active):
    from office import events

    application, browser, document = active
    answer = browser.get(document_url(application, document, ""))
    assert answer.data.startswith(b"%PDF-") and answer.headers["Content-Disposition"].startswith("inline")
    assert events.of("application", application.id)[-1].facts == {"what": f"document:{document.id}"}


def test_a_document_of_another_file_is_not_found(active):
    _application, browser, document = active
    other = an_application()
    assert browser.get(document_url(other, document, "")).status_code == 404
    assert browser.post(document_url(other, document, "/cabut"), alasan_cabut="x").status_code == 404


def test_unlocking_sends_a_new_pin_that_fits_and_the_old_one_no_longer_does(active):
    from office import codes

    application, browser, document = active
    for _ in range(5):
        with transaction():
            documents.reserve_try(document, at=NOON)
            documents.settle_try(document, False, at=NOON)
    assert "Terkunci" in browser.get(file_url(application)).text
    assert browser.post(document_url(application, document, "/buka-kunci")).status_code == 303
    assert document.locked_at is None and document.pin_generation == 2
    assert documents.fits(document, codes.pin(document.token, 2)) and not documents.fits(
        document, codes.pin(document.token, 1)
    )
    assert [notice.channel for notice in notices.of(application.id) if notice.template == "pin"] == ["phone"]


def test_two_officers_unlock_one_document_once(active, desk):
    application, browser, document = active
    with transaction():
        document.locked_at, document.wrong_tries = NOON, 5
    taps = [
        each.post(document_url(application, document, "/buka-kunci")).status_code
        for each in (browser, desk(Role.REGISTRAR))
    ]
    assert taps == [303, 409] and document.pin_generation == 2


def test_revoking_is_asked_with_a_reason_and_done_when_another_officer_approves_it(active, desk):
    application, browser, document = active
    refused = browser.post(document_url(application, document, "/cabut"), alasan_cabut=" ")
    assert refused.status_code == 422 and document.state == documents.ACTIVE
    assert browser.post(document_url(application, document, "/cabut"), alasan_cabut="Terbit ganda.").status_code == 303
    assert document.state == documents.ACTIVE and "Pencabutan menunggu persetujuan" in browser.get(file_url(application)).text
    assert browser.post(document_url(application, document, "/cabut"), alasan_cabut="Lagi.").status_code == 409
    asked = corrections.open_of(document.id)
    assert desk(Role.ADMINISTRATOR).post(f"/petugas/pembetulan/{asked.id}/setujui").status_code == 303
    db.session.refresh(document)
    assert (document.state, document.end_reason) == (documents.REVOKED, "Terbit ganda.")
    assert "Terbit ganda." in browser.get(file_url(application)).text


def test_a_message_that_did_not_arrive_is_sent_again_from_its_file(active):
    application, browser, document = active
    notice = notices.of(application.id)[-1]
    job = jobs.of("notice", notice.id)
    with transaction():
        notices.failed(notice, answer="Refusal 550 no such mailbox", at=NOON)
        jobs.put_off(job, trouble="Refusal", at=NOON, final=True)
    assert "Ditolak penerima: 550 no such mailbox" in browser.get(file_url(application)).text
    again = browser.post(f"/petugas/kabar/{notice.id}/ulang", dari="berkas")
    db.session.refresh(job)
    assert again.location == file_url(application)
    assert (notice.state, job.failed_at, job.attempts) == (notices.QUEUED, None, 0)
    assert document.state == documents.ACTIVE
