"""Photos of papers: taken in by the real intake, doubted, refused, replaced, brought."""

import io

import pytest
from PIL import Image

from office import papers, vault
from office.applications import drafts, review, states
from office.db import db, transaction
from office.papers import FIX
from tests.factories import NOON, a_draft, a_full_draft, an_application, an_attached, an_officer
from tests.outside import papers as made
from tests.web.conftest import blurred_photo, good_photo
from tests.web.phone import same_but_for_keys

HTMX = {"HX-Request": "true"}
SLOT = "/surat/kartu-keluarga"


@pytest.fixture
def draft(app):
    return a_draft("ktp-hilang-rusak")


def slot(application, code="kartu-keluarga"):
    db.session.expire_all()
    return papers.slot(application.id, code)


def test_a_photo_is_taken_in_without_its_place_and_shown_small(app, phone, draft):
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=good_photo())
    assert phone.place.endswith("/surat") and "Foto diterima" in phone.words
    kept = app.extensions["lamin"].store.get(slot(draft).file_key)
    assert b"GPSContoh" not in kept and Image.open(io.BytesIO(kept)).getexif() == {}
    phone.open(f"/permohonan/{draft.token}{SLOT}/kecil")
    assert phone.response.mimetype == "image/jpeg" and phone.response.headers["Cache-Control"] == "no-store"


def test_the_small_picture_opens_only_with_the_applications_own_link(app, phone, draft):
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=good_photo())
    other = a_draft("ktp-hilang-rusak")
    assert phone.open(f"/permohonan/{other.token}{SLOT}/kecil").status == 404


def test_a_blurred_photo_is_doubted_with_reason_and_cure_and_may_be_kept(app, phone, draft):
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=blurred_photo())
    assert "Foto ulang" in phone.words and "Tulisannya kabur." in phone.words and "Tahan telepon" in phone.words
    phone.send(f"{SLOT}/pakai")
    assert slot(draft).insisted and "Foto ini dipakai. Petugas melihat catatan: Tulisan kabur." in phone.words


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "Pilih foto atau PDF dulu"), (made.php_in_a_gif(), "bukan foto atau PDF"), (b"%PDF-1.7\nrusak", "Berkas ini rusak"),
     (b"\xff\xd8\xff\xe0" + b"\0" * 500, "Berkas ini rusak"), (made.png_bomb(), "terlalu besar untuk dibuka"),
     (b"halo", "bukan foto atau PDF")],
)  # fmt: skip
def test_a_file_that_can_not_be_taken_is_refused_within_its_slot(app, phone, draft, data, sentence):
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=data)
    assert phone.status == 422 and sentence in phone.words
    assert slot(draft).state == papers.EMPTY
    assert phone.page.index('id="surat-kartu-keluarga"') < phone.page.index(sentence)


@pytest.mark.parametrize("size", [10_000_001, 13_000_000])
def test_a_file_over_ten_megabytes_is_refused_within_its_slot(app, phone, draft, size):
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=b"\xff\xd8\xff" + b"\0" * size)
    assert phone.status == 413 and "lebih dari 10 MB" in phone.words and "Contoh" in phone.words


def test_a_body_too_large_for_an_unknown_application_is_not_found(app, phone, draft):
    form = phone.open(f"/permohonan/{draft.token}/surat").form(SLOT)
    body = {**form.fields, "file": (io.BytesIO(b"\0" * 13_000_000), "x.jpg")}
    assert phone.post(f"/permohonan/tidak-ada{SLOT}", body).status == 404


def test_a_pdf_of_several_pages_is_taken_too(app, phone, draft):
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=made.bytes_of(made.pdf(3)))
    assert "PDF diterima" in phone.words and "3 halaman" in phone.words


def test_with_htmx_the_answer_is_the_slot_alone_and_the_slot_is_the_middle_of_its_page(app, phone, draft):
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=good_photo(), htmx=True)
    assert phone.status == 200 and phone.page.lstrip().startswith("<section") and "<html" not in phone.page
    assert "hx-request" in phone.response.vary.as_set()
    alone = same_but_for_keys(phone.open(f"/permohonan/{draft.token}{SLOT}", headers=HTMX).page)
    assert alone in same_but_for_keys(phone.open(f"/permohonan/{draft.token}/surat").page)


def test_with_htmx_a_refused_file_answers_422_in_the_slot(app, phone, draft):
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=b"halo", htmx=True)
    assert phone.status == 422 and phone.page.lstrip().startswith("<section")


def test_without_script_an_upload_comes_back_to_its_slot(app, phone, draft):
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=good_photo(), follow=False)
    assert phone.status == 303 and phone.response.location == f"/permohonan/{draft.token}/surat#surat-kartu-keluarga"


def test_a_paper_can_be_brought_and_that_can_be_undone(app, phone, draft):
    phone.open(f"/permohonan/{draft.token}/surat").send(f"{SLOT}/asli")
    assert slot(draft).state == papers.BROUGHT and "Asli dibawa" in phone.words
    phone.send(f"{SLOT}/kosongkan")
    assert slot(draft).state == papers.EMPTY and "Belum ada" in phone.words


def test_a_photo_sent_twice_by_a_double_tap_fills_the_slot_once(app, phone, draft):
    form = phone.open(f"/permohonan/{draft.token}/surat").form(SLOT)
    for _tap in range(2):
        phone.post(form.action, {**form.fields, "file": (io.BytesIO(good_photo()), "a.jpg")}, htmx=True)
        assert phone.status == 200 and "Foto diterima" in phone.words
    assert db.session.query(vault.StoredFile).count() == 2, "the photo and its small picture"


def test_a_replaced_photo_is_struck_off_the_list(app, phone, draft):
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=good_photo())
    before = slot(draft).file_key
    phone.send(f"{SLOT}/kosongkan").send(SLOT, file=good_photo())
    assert slot(draft).file_key != before and db.session.get(vault.StoredFile, before) is None


def test_a_paper_of_a_sent_application_can_not_be_changed(app, phone):
    application = a_full_draft()
    form = phone.open(f"/permohonan/{application.token}/surat").form(f"{SLOT}/kosongkan")
    with transaction():
        drafts.submit(application, at=NOON)
    phone.post(form.action, form.fields)
    assert phone.status == 409 and "/status" in phone.page


def test_only_the_failing_paper_opens_again_with_the_officers_reason_and_sending_opens_when_it_is_mended(app, phone):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
        review.judge(application, "paper", "surat-lahir", FIX, "Tanggal tertutup jari.", officer, at=NOON)
        review.send_back(application, officer, at=NOON)
    phone.open(f"/permohonan/{application.token}/status")
    assert "Perlu perbaikan: 1 surat" in phone.words and "Kata petugas: Tanggal tertutup jari." in phone.words
    assert "surat-kartu-keluarga" not in phone.page and "disabled" in phone.page
    phone.send("/surat/surat-lahir", file=good_photo(), htmx=True)
    assert phone.status == 200 and 'id="kirim" hx-swap-oob="true"' in phone.page and "disabled" not in phone.page
    assert "Perbaikan siap dikirim" in phone.open(f"/permohonan/{application.token}/status").words
    phone.send("/kirim")
    assert phone.place.endswith("/tanda-terima") and "Perbaikan diterima" in phone.words
    assert application.state == states.SUBMITTED


def test_a_returned_answer_opens_alone_with_its_reason(app, phone):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
        review.judge(application, "answers", "anak", FIX, "Hari lahir berbeda dari surat.", officer, at=NOON)
        review.send_back(application, officer, at=NOON)
    link = f"/permohonan/{application.token}"
    phone.open(f"{link}/status")
    assert "Perlu perbaikan: 1 isian" in phone.words and f'href="{link}/langkah/anak"' in phone.page
    assert phone.open(f"{link}/langkah/ibu").status == 409
    assert phone.open(f"{link}/surat").place == f"{link}/status"
    phone.open(f"{link}/langkah/anak")
    assert "Hari lahir berbeda dari surat." in phone.words and 'value="Ni Luh Putu Sekar"' in phone.page
    phone.send("/langkah/anak", {"tanggal_lahir_tgl": "2", "kelamin": "2"})
    assert phone.place == f"{link}/status" and "Sudah diperbaiki" in phone.words


def test_a_full_disk_is_said_plainly_and_loses_nothing(app, phone, draft, monkeypatch):
    def full(_key, _data):
        raise app.extensions["lamin"].no_room()

    monkeypatch.setattr(app.extensions["lamin"].store, "put", full)
    phone.open(f"/permohonan/{draft.token}/surat").send(SLOT, file=good_photo())
    assert phone.status == 507 and "penuh" in phone.words and slot(draft).state == papers.EMPTY


def test_sending_a_mended_application_before_all_is_mended_shows_what_is_left(app, phone):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
        for code in ("surat-lahir", "kartu-keluarga"):
            review.judge(application, "paper", code, FIX, "Kabur.", officer, at=NOON)
        review.send_back(application, officer, at=NOON)
        drafts.attach(application, "surat-lahir", an_attached(), at=NOON)
    form = phone.open(f"/permohonan/{application.token}/status").form("/surat/kartu-keluarga")
    phone.post(f"/permohonan/{application.token}/kirim", {**form.fields, "setuju": "1"})
    assert phone.status == 422 and "Kabur." in phone.words and application.state == states.RETURNED
