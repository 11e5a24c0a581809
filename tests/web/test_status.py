"""The status page says what to do, in every state an application can have."""

from datetime import timedelta

import pytest

from office import cards, clock, documents, notices
from office.applications import drafts, review, states
from office.db import transaction
from office.documents import REVOKED, SUPERSEDED
from office.events import SYSTEM
from office.promises import climbing
from office.staff import Role
from tests.factories import NOON, a_full_draft, all_right, an_application, an_approved, an_officer
from tests.web.makers import a_card_in, a_finished, a_returned


def status(phone, application):
    phone.open(f"/permohonan/{application.token}/status")
    assert phone.status == 200, phone.words
    return phone.words


def test_a_sent_application_tells_how_many_files_are_ahead_and_what_was_promised(app, phone):
    an_application(at=NOON - timedelta(hours=1))
    words = status(phone, an_application())
    assert "Diterima, menunggu diperiksa" in words and "1 berkas" in words and "Selesai paling lambat" in words


def test_a_missed_promise_is_said_first_and_with_an_apology(app, phone):
    words = status(phone, an_application())
    assert words.index("Janji kami terlewat. Maaf.") < words.index("Perjalanan permohonan")


def test_a_broken_promise_says_how_late_at_which_step_and_a_new_time_only_where_one_can_be_kept(
    app, phone, monkeypatch
):
    application = an_application()  # promised for Friday 10.00
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1, hours=4, minutes=30))
    words = status(phone, application)
    assert "Terlambat 2 jam kerja: berkas Anda masih pada langkah pemeriksaan." in words
    assert "Kapan selesainya belum bisa kami pastikan." in words and "Atasan petugas" not in words
    an_officer(Role.SECTION_HEAD)
    all_right(application, an_officer(), at=NOON + timedelta(days=1, hours=4))
    with transaction():
        climbing.climb(at=clock.now())
    words = status(phone, application)
    assert "Perkiraan baru: Sabtu, 6 Juni 2020, 10.30 WITA." in words and "Atasan petugas sudah dikabari." in words


def test_the_time_that_is_left_is_told_while_the_file_is_with_the_resident(app, phone):
    words = status(phone, a_returned("surat-lahir"))
    assert "Sisa waktu kami, 7 jam kerja, berjalan lagi setelah perbaikan Anda terkirim." in words


def test_a_promise_that_still_runs_is_not_called_missed(app, phone, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=5))
    assert "terlewat" not in status(phone, an_application())


def test_who_opened_the_file_is_told_by_role_and_hour_without_a_name(app, phone):
    application, officer = an_application(), an_officer(name="Rahmawati")
    with transaction():
        review.take(application, officer, at=NOON)
        review.look(application, officer, at=NOON)
        review.look(application, officer, at=NOON + timedelta(minutes=50), what="paper:surat-lahir")
    words = status(phone, application)
    assert "Sedang diperiksa petugas" in words and "Rahmawati" not in words
    assert "Petugas pemeriksa, Kamis, 4 Juni 2020: 10.00 WITA, 10.50 WITA" in words


def test_nobody_has_opened_a_fresh_file(app, phone):
    assert "Belum ada petugas yang membukanya." in status(phone, an_application())


def test_every_state_of_a_birth_has_its_own_heading(app, phone):
    checked = an_application()
    all_right(checked, an_officer())
    rejected = an_application()
    officer = an_officer(Role.REGISTRAR)
    with transaction():
        review.take(rejected, officer, at=NOON)
        review.reject(rejected, "Anak ini sudah punya akta.", officer, at=NOON)
    withdrawn = an_application()
    with transaction():
        drafts.withdraw(withdrawn, at=NOON)
    finished, _document = a_finished(app.extensions["lamin"].store)
    returned = a_returned("surat-lahir", "kartu-keluarga", "answers:anak")
    headings = {
        "menunggu diperiksa": an_application(), "Perlu perbaikan: 2 surat + 1 isian": returned,
        "menunggu persetujuan": checked, "surat sedang dibuat": an_approved(), "surat sudah jadi": finished,
        "tidak dapat diterima": rejected, "sudah ditarik": withdrawn,
    }  # fmt: skip
    for heading, application in headings.items():
        assert heading in status(phone, application).split("Perjalanan")[0], heading
    assert "Anak ini sudah punya akta." in status(phone, rejected) and "Ajukan lagi" in phone.words


@pytest.mark.parametrize(
    ("state", "heading", "line"),
    [(cards.QUEUED, "kartu sedang disiapkan", "Kartu sedang disiapkan"),
     (cards.PRINTED, "kartu sedang disiapkan", "Kartu dicetak"),
     (cards.READY, "Kartu siap diambil", "Menunggu Anda ambil"),
     (cards.HANDED_OVER, "kartu sudah diserahkan", "Kartu diserahkan")],
)  # fmt: skip
def test_every_state_of_a_card_has_its_own_page(app, phone, state, heading, line):
    words = status(phone, a_card_in(state))
    assert heading in words and line in words.split("Perjalanan permohonan")[1]
    assert ("Ambil kartu di kantor" in words) == (state == cards.READY)


def test_the_line_of_a_finished_birth_tells_only_what_happened(app, phone):
    application, _document = a_finished(app.extensions["lamin"].store)
    words = status(phone, application).split("Perjalanan permohonan")[1]
    order = ["Dikirim", "Diperiksa petugas", "Dinyatakan lengkap dan benar", "Disetujui", "Ditandatangani", "Selesai"]
    places = [words.index(word) for word in order]
    assert places == sorted(places) and "Lebih cepat dari janji." in words
    assert "PDF dikirim lewat e-mail" not in words, "no mail has left yet"


def test_a_mail_is_told_only_once_the_gateway_took_it(app, phone):
    application, _document = a_finished(app.extensions["lamin"].store)
    mail = next(one for one in notices.of(application.id) if (one.template, one.channel) == ("document", "email"))
    assert "Surat sudah jadi, lewat e-mail: sedang dikirim" in status(phone, application)
    with transaction():
        notices.sent(mail, answer="250 ok", at=NOON + timedelta(hours=2))
    words = status(phone, application)
    assert "PDF dikirim lewat e-mail" in words and "Salinan sudah dikirim ke r***@c***." in words


def test_a_message_that_did_not_arrive_is_said(app, phone):
    application = an_application()
    with transaction():
        notices.failed(notices.of(application.id)[0], answer="550", at=NOON)
    assert "Kabar kami tidak sampai ke r***@c***." in status(phone, application)


@pytest.mark.parametrize(("state", "word"), [(SUPERSEDED, "sudah diganti pada"), (REVOKED, "dicabut pada")])
def test_a_document_that_ended_is_no_longer_offered(app, phone, state, word):
    application, document = a_finished(app.extensions["lamin"].store)
    with transaction():
        documents.end(document, state, "nama dibetulkan", by=SYSTEM, at=NOON)
    words = status(phone, application)
    assert word in words and "nama dibetulkan" in words and "PIN 6 angka" not in words
    assert phone.open(f"/dokumen/{document.access_token}").status == 410


def test_an_application_can_be_withdrawn_after_a_second_question_until_it_is_approved(app, phone):
    application = an_application()
    phone.open(f"/permohonan/{application.token}/tarik").send("/tarik")
    assert phone.place.endswith("/status") and application.state == states.WITHDRAWN
    phone.open(f"/permohonan/{application.token}/tarik")
    assert phone.status == 409
    approved = an_approved()
    assert "Tarik permohonan" not in status(phone, approved)
    assert phone.open(f"/permohonan/{approved.token}/tarik").status == 409


def test_a_withdrawal_that_comes_too_late_changes_nothing_and_shows_the_way(app, phone):
    application = an_application()
    form = phone.open(f"/permohonan/{application.token}/tarik").form("/tarik")
    all_right(application, an_officer())
    registrar = an_officer(Role.REGISTRAR)
    with transaction():
        review.take(application, registrar, at=NOON)
        review.approve(application, registrar, at=NOON)
    phone.post(form.action, form.fields)
    assert phone.status == 409 and "/status" in phone.page and application.state == states.APPROVED


def test_the_receipt_shows_no_unmasked_address(app, phone):
    application = an_application()
    phone.open(f"/permohonan/{application.token}/tanda-terima")
    assert "r***@c***" in phone.words and "rai@contoh.id" not in phone.page and "81200000189" not in phone.page
    assert "Tanda terima ini dikirim ke e-mail" in phone.words and "PDF lewat e-mail" in phone.words


def test_without_an_address_the_receipt_promises_no_mail(app, phone):
    """A text goes out only after an officer's act, so nothing is sent now."""
    application = an_application("ktp-hilang-rusak", answers={"pemohon": {"email": ""}})
    phone.open(f"/permohonan/{application.token}/tanda-terima")
    assert "Tanda terima ini tidak dikirim" in phone.words and "mail" not in phone.words
    assert notices.of(application.id) == []


def test_a_draft_has_no_receipt(app, phone):
    application = a_full_draft()
    assert phone.open(f"/permohonan/{application.token}/tanda-terima").place == f"/permohonan/{application.token}"
