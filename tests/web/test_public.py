"""What anybody may open: the front page, tracking, the public check, the PIN, the messages and the explanations."""

import re
from datetime import UTC, datetime

import pytest

from office import catalogue, clock, closures, codes, documents, masks, notices, settings
from office.db import db, transaction
from office.documents import REVOKED, SUPERSEDED
from office.events import SYSTEM
from tests.factories import NOON, an_application
from tests.hall import a_counter, a_place, a_ticket
from tests.outside import papers as made
from tests.web.makers import PDF, a_finished
from tests.web.phone import Phone

SATURDAY_EVENING = datetime(2020, 6, 6, 10, 0, tzinfo=UTC)
A_HOLIDAY = datetime(2020, 6, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def issued(app):
    return a_finished(app.extensions["lamin"].store)[1]


def wrong_pin(document):
    return f"{(int(codes.pin(document.token, 1)) + 1) % 1_000_000:06d}"


def at(monkeypatch, instant):
    monkeypatch.setattr(clock, "now", lambda: instant)


def test_the_front_page_says_until_when_the_counter_is_open_and_that_all_is_free(app, phone, monkeypatch):
    at(monkeypatch, NOON)
    phone.open("/")
    assert "Buka sampai 15.00 WITA" in phone.words and "Rp0." in phone.words
    for service in catalogue.services().values():
        assert f'href="/layanan/{service.code}"' in phone.page


def test_a_closed_counter_says_from_when_it_is_open_and_that_home_stays_open(app, phone, monkeypatch):
    at(monkeypatch, SATURDAY_EVENING)
    phone.open("/")
    assert "Loket sedang tutup" in phone.words and "Buka lagi Senin, 8 Juni 2020, pukul 08.00 WITA" in phone.words
    assert "Dari rumah tetap bisa" in phone.words


def test_a_holiday_is_named(app, phone, monkeypatch):
    at(monkeypatch, A_HOLIDAY)
    assert "Pancasila" in phone.open("/").words


def test_a_closure_by_the_office_gives_its_reason(app, phone, monkeypatch):
    at(monkeypatch, NOON)
    with transaction():
        closures.close(NOON.date(), None, "Wabah: loket ditutup sementara.", counter_only=True, by=SYSTEM, at=NOON)
    phone.open("/")
    assert "Loket tutup, semua dari rumah" in phone.words
    assert "Wabah: loket ditutup sementara." in phone.words and "Sampai ada kabar lagi" in phone.words
    assert "Loket tutup, semua dari rumah" in phone.open("/janji").words
    said, card = "Loket sedang ditutup. Wabah: loket ditutup sementara.", an_application("ktp-hilang-rusak")
    for page in ("/layanan/ktp-baru", f"/permohonan/{card.token}/status", f"/permohonan/{card.token}/tanda-terima"):
        assert said in phone.open(page).words, page
    assert said not in phone.open("/layanan/kk-cetak-ulang").words, "nobody comes for a PDF"


@pytest.mark.parametrize("code", [*catalogue.services()])
def test_a_service_page_shows_the_six_parts_of_the_standard(app, phone, code):
    phone.open(f"/layanan/{code}")
    for part in ("Surat yang disiapkan", "Langkah", "Waktu", "Biaya", "Hasil", "Pengaduan"):
        assert f"<h2>{part}</h2>" in phone.page
    assert "Rp0, gratis." in phone.words and " hari kerja" in phone.words


def test_tracking_by_secret_or_by_the_last_digits_leads_to_the_status(app, phone):
    application = an_application()
    for proof in (codes.tracking_secret(application.token), codes.tracking_secret(application.token).lower(), "0189"):
        phone.open("/").send("/lacak", {"nomor": codes.fours(application.reference).lower(), "kode": proof})
        assert phone.place == f"/permohonan/{application.token}/status"


def test_a_wrong_proof_and_an_unknown_reference_look_alike_and_only_the_reference_stays_filled(app, phone):
    application = an_application()
    seen = []
    for reference in (application.reference, "22222222"):
        phone.open("/lacak").send("/lacak", {"nomor": reference, "kode": "9998"})
        assert phone.status == 422 and "tidak cocok" in phone.words and 'value="9998"' not in phone.page
        assert f'value="{reference}"' in phone.page
        seen.append(phone.words.replace(reference, ""))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("typed", ["", "\x00", "x" * 5000, "'; --", "🌸", "%s"])
def test_odd_tracking_input_is_simply_not_found(app, phone, typed):
    phone.open("/lacak").send("/lacak", {"nomor": typed, "kode": typed})
    assert phone.status == 422


def test_guessing_is_braked(app, phone):
    app.config["RATELIMIT_ENABLED"] = True
    from frame.limits import limiter

    limiter.enabled = True
    try:
        form = phone.open("/lacak").form("/lacak")
        answers = [phone.post("/lacak", {**form.fields, "nomor": "2", "kode": "3"}).status for _ in range(31)]
        assert answers[:30] == [422] * 30 and answers[30] == 429 and "Terlalu banyak percobaan" in phone.words
    finally:
        limiter.enabled = False
        limiter.reset()


def test_the_qr_of_a_valid_document_leads_to_green_with_name_masked(app, phone, issued):
    phone.open(f"/periksa/{issued.token}")
    assert phone.status == 200 and "Asli dan berlaku" in phone.words and 'class="verdict good' in phone.page
    assert masks.mask_name("Ni Luh Putu Sekar") in phone.words and "Sekar" not in phone.page
    assert issued.number in phone.words and "Kutipan Akta Kelahiran" in phone.words


@pytest.mark.parametrize(("state", "title"), [(SUPERSEDED, "sudah diganti"), (REVOKED, "sudah dicabut")])
def test_an_ended_document_is_yellow_with_day_and_reason(app, phone, issued, state, title):
    with transaction():
        documents.end(issued, state, "nama dibetulkan", by=SYSTEM, at=NOON)
    phone.open(f"/periksa/{issued.token}")
    assert phone.status == 200 and 'class="verdict warn' in phone.page and f"Asli, tetapi {title}" in phone.words
    assert "Kamis, 4 Juni 2020, nama dibetulkan" in phone.words


def test_an_address_typed_from_paper_leads_where_its_qr_does(app, phone, issued):
    halves = f"{issued.token[:16]}\n {issued.token[16:]}"
    for typed in (issued.token, halves, f"https://lamin.contoh.id/periksa/{halves}"):
        phone.open("/periksa").send("/periksa/kode", {"kode": typed})
        assert phone.place == f"/periksa/{issued.token}" and phone.status == 200
    for typed in ("", issued.token[:23], "\x00", "https://contoh.id/periksa/"):
        phone.open("/periksa").send("/periksa/kode", {"kode": typed})
        assert phone.status == 422 and "24 huruf" in phone.words


def test_an_unknown_code_is_red_and_not_found(app, phone):
    phone.open("/periksa/tidak-ada")
    assert phone.status == 404 and 'class="verdict bad' in phone.page and "Tidak ditemukan" in phone.words


def test_a_document_that_is_not_active_yet_is_unknown_to_the_check(app, phone):
    from tests.factories import an_approved

    waiting = documents.of(an_approved().id)[0]
    assert phone.open(f"/periksa/{waiting.token}").status == 404
    assert phone.open(f"/dokumen/{waiting.access_token}").status == 404


def test_a_specimen_says_that_it_is_no_official_document(app, phone):
    _application, document = a_finished(app.extensions["lamin"].store, specimen=True)
    assert "Contoh, bukan surat resmi" in phone.open(f"/periksa/{document.token}").words


def test_the_issued_pdf_is_known_by_its_bytes(app, phone, issued):
    phone.open("/periksa").send("/periksa", file=PDF)
    assert phone.status == 200 and "Asli dan berlaku" in phone.words and "persis sama" in phone.words


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [(b"", 422, "Pilih dulu berkas PDF-nya."), (b"halo", 422, "bukan PDF"),
     (b"%PDF-" + b"\0" * 10_000_000, 413, "lebih dari 10 MB"), (b"%PDF-" + b"\0" * 13_000_000, 413, "lebih dari 10 MB"),
     (b"%PDF-1.7\nrusak", 200, "Bukan dari kami"),
     (made.bytes_of(made.pdf(1)), 200, "tidak bertanda tangan elektronik")],
)  # fmt: skip
def test_any_other_file_gets_a_clear_sentence(app, phone, data, status, sentence):
    phone.open("/periksa").send("/periksa", file=data)
    assert phone.status == status and sentence in phone.words


def test_a_signed_pdf_of_somebody_else_is_not_ours_and_a_changed_one_is_said_to_be(app, phone, tmp_path):
    from outside.signer import LocalPAdES, make_key

    make_key(tmp_path)
    signed = LocalPAdES.from_folder(tmp_path).sign(made.bytes_of(made.pdf(1)), reason="uji", at=NOON)
    phone.open("/periksa").send("/periksa", file=signed)
    assert "Bukan dari kami" in phone.words and "penerbit sertifikatnya tidak dikenal" in phone.words
    changed = signed.replace(b"/Count 1", b"/Count 2", 1)
    phone.open("/periksa").send("/periksa", file=changed)
    assert "Tidak bisa dipastikan asli" in phone.words


def test_the_right_pin_gives_the_signed_pdf_under_a_name_without_a_person(app, phone, issued):
    phone.open(f"/dokumen/{issued.access_token}").send(
        f"/dokumen/{issued.access_token}", {"pin": codes.pin(issued.token, 1)}
    )
    assert phone.response.data == PDF and phone.response.mimetype == "application/pdf"
    assert phone.response.headers["Content-Disposition"] == 'attachment; filename="kutipan-akta-kelahiran.pdf"'


def test_a_wrong_pin_tells_the_tries_left_and_the_fifth_locks(app, phone, issued):
    for left in (4, 3, 2, 1):
        phone.open(f"/dokumen/{issued.access_token}").send(
            f"/dokumen/{issued.access_token}", {"pin": wrong_pin(issued)}
        )
        assert phone.status == 422 and f"Tersisa {left} kali coba." in phone.words
    form = phone.form(f"/dokumen/{issued.access_token}")
    assert phone.post(form.action, {**form.fields, "pin": wrong_pin(issued)}).status == 423 and "dikunci" in phone.words
    right = {**form.fields, "pin": codes.pin(issued.token, 1)}
    assert phone.post(form.action, right).status == 423, "even the right one, until an officer unlocks it"


def test_the_page_of_the_pin_does_not_say_whose_document_it_is(app, phone, issued):
    assert "Sekar" not in phone.open(f"/dokumen/{issued.access_token}").page


def test_a_message_of_ours_is_known_by_its_code_and_any_other_is_not(app, phone):
    application = an_application()
    notice = notices.of(application.id)[0]
    phone.open("/pesan").send("/pesan", {"kode": notice.code})
    assert "Bukan dari kami" in phone.words, "it hasn't left yet"
    with transaction():
        notices.sent(notice, answer="250 ok", at=NOON)
    phone.open("/pesan").send("/pesan", {"kode": notice.code.lower()})
    assert "Ya, pesan ini dari kami" in phone.words and "Dikirim Kamis, 4 Juni 2020 lewat e-mail" in phone.words
    assert application.reference not in phone.page
    assert phone.open("/pesan").send("/pesan", {"kode": "ABCDEF"}).status == 200 and "Bukan dari kami" in phone.words
    assert phone.open("/pesan").send("/pesan").status == 422


@pytest.mark.parametrize(
    "address", ["/bantuan", "/data-anda", "/cara-cetak", "/isian-terhapus", "/lacak", "/periksa", "/pesan"]
)
def test_the_pages_that_explain_open_in_both_languages(app, phone, address):
    assert phone.open(address).status == 200
    assert phone.open(f"{address}?bahasa=en").status == 200 and 'lang="en"' in phone.page


def test_the_printing_help_carries_a_rule_of_ten_centimetres_and_a_code_to_try(app, phone):
    phone.open("/cara-cetak")
    assert 'class="ruler"' in phone.page and 'class="qr"' in phone.page and "100%" in phone.words


def test_no_page_of_the_room_loads_anything_from_elsewhere(app, phone):
    for address in ("/", "/layanan/akta-kelahiran", "/lacak", "/cara-cetak"):
        phone.open(address)
        assert (
            'src="http' not in phone.page and "default-src 'none'" in phone.response.headers["Content-Security-Policy"]
        )


def test_a_page_that_is_not_there_says_so_in_plain_words(app, phone):
    assert phone.open("/tidak/ada").status == 404 and "tidak ditemukan" in phone.words


def test_two_phones_share_nothing(app, issued):
    one, other = Phone(app), Phone(app)
    one.open("/?bahasa=en")
    assert 'lang="id"' in other.open("/").page and db.session.is_active


def test_a_closed_service_says_so_on_its_page_and_offers_no_start(app, phone):
    with transaction():
        settings.put("closed_services", "akta-kelahiran", by=SYSTEM, at=clock.now())
    phone.open("/layanan/akta-kelahiran")
    assert "Layanan ini sedang ditutup" in phone.words and "Mulai isi" not in phone.words


def test_a_slip_that_is_no_pin_costs_no_try(phone, issued):
    for slip in ("", "123", "1234567", "abcdef"):
        phone.open(f"/dokumen/{issued.access_token}").send(f"/dokumen/{issued.access_token}", {"pin": slip})
    db.session.expire_all()
    assert documents.tries_left(issued) == 5


def test_a_service_is_found_by_words_and_its_name_comes_before_its_purpose(app, phone):
    def found(words: str) -> list[str]:
        phone.open(f"/layanan?cari={words}")
        return re.findall(r'href="/layanan/([a-z-]+)"', phone.page.split('name="cari"')[0])

    assert found("kk hilang") == ["kk-hilang-rusak"] and found("KARTU KELUARGA hilang")[0] == "kk-hilang-rusak"
    assert found("kelahiran")[0] == "akta-kelahiran" and len(found("kelahiran")) > 1
    phone.open("/layanan?cari=" + "zzz<script>")
    assert phone.status == 200 and "Belum ada layanan dengan kata itu" in phone.words
    assert "<script>" not in phone.page.split("<main")[1]


def test_each_place_says_its_hours_its_closure_and_who_waits(app, phone: Phone, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    phone.open("/")
    assert "/tempat" not in phone.page
    assert phone.open("/tempat").status == 200 and "Kantor utama" in phone.words
    mall = a_place().id
    a_counter(1, place=mall)
    a_ticket("B", place_id=mall)
    phone.open("/")
    assert "Kantor utama: Buka sampai" in phone.words and "Mal Pelayanan Publik: Buka sampai" in phone.words
    with transaction():
        closures.close(NOON.date(), None, "Mal direnovasi", counter_only=True, by=SYSTEM, at=NOON, place=mall)
    phone.open("/tempat")
    assert "Jalan Contoh 1" in phone.words and "Mal direnovasi." in phone.words
    assert phone.words.count("Senin - Kamis") + phone.words.count("Senin") >= 2 and f"/janji?tempat={mall}" in phone.page
