"""The touch kiosk, page by page and refusal by refusal."""

import re
from datetime import timedelta

import pytest

from office import appointments, clock, codes, devices, health
from office.db import db, transaction
from office.events import SYSTEM
from office.health import HealthCheck
from office.jobs import Job
from office.queue import board, groups
from office.queue.tickets import Ticket
from tests.factories import NOON, an_application
from tests.hall import Screen, a_counter, a_device, a_place, a_ticket, door_code, rule

DAY = timedelta(days=1)
LINK = re.compile(r'(?:href|action|hx-get|src)="([^"]+)"')


def later(monkeypatch, minutes: int) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=minutes))


def test_the_welcome_page_shows_who_waits_in_each_group(kiosk):
    a_counter(1)
    a_ticket("B"), a_ticket("B")
    page = kiosk.get("/kiosk/").text
    assert (
        "KTP-el dan perekaman" in page and "2 menunggu" in page and "kira-kira" in page and "Langsung dilayani" in page
    )


def test_an_unknown_screen_is_led_to_pairing_and_gets_nothing_else(app, kiosk):
    stranger = app.test_client()
    for url in ("/kiosk/", "/kiosk/kelompok/B", "/kiosk/masuk", "/kiosk/cetak", "/kiosk/luring"):
        answer = stranger.get(url)
        assert (answer.status_code, answer.location) == (303, "/kiosk/pasang"), url
    assert stranger.post("/kiosk/tiket").status_code in (400, 403)


def test_a_revoked_kiosk_is_shut_out_at_once(kiosk):
    with transaction():
        devices.revoke(devices.find(kiosk.device.id), by=SYSTEM, at=NOON)
    assert kiosk.get("/kiosk/").location == "/kiosk/pasang"


def test_a_display_key_opens_no_kiosk(app, kiosk):
    _device, key = a_device(devices.Kind.DISPLAY)
    browser = app.test_client()
    browser.set_cookie("lamin_kiosk_key", key)
    assert browser.get("/kiosk/").location == "/kiosk/pasang"


def test_pairing_gives_the_screen_its_own_key(app, kiosk):
    with transaction():
        device = devices.add(devices.Kind.KIOSK, "Samping", by=SYSTEM, at=NOON)
        code = devices.offer_pairing(device, by=SYSTEM, at=NOON)
    fresh = Screen(app, device, "nothing")
    fresh.get("/kiosk/pasang")
    assert fresh.post("/kiosk/pasang", kode="00000000").status_code == 422
    assert fresh.post("/kiosk/pasang", kode=f"{code[:4]} {code[4:]}").location == "/kiosk/"
    assert fresh.get("/kiosk/").status_code == 200


def test_no_page_of_the_kiosk_leads_outside(kiosk):
    seen, todo = set(), ["/kiosk/"]
    token = kiosk.take().location
    failed = kiosk.take(suhu="39,0").location
    todo += [token, f"{token}/kabari", failed, "/kiosk/kelompok/D/terima-kasih", "/kiosk/nothing-here"]
    while todo:
        url = todo.pop()
        if url in seen or url.startswith("/static/") or url.startswith("?"):
            continue
        seen.add(url)
        answer = kiosk.get(url)
        assert answer.status_code in (200, 303, 404, 405), url
        if answer.mimetype == "text/html":
            links = [link.replace("&amp;", "&") for link in LINK.findall(answer.text)]
            assert [
                link for link in links if not link.startswith(("/kiosk/", "/static/", "?", "/komponen/pasang"))
            ] == [], url
            todo += [link for link in links if link.startswith("/kiosk/") and "alir" not in link]
    assert len(seen) > 15


def test_pages_are_not_kept_and_the_end_of_a_visit_clears_what_the_browser_kept(kiosk):
    kiosk.get("/kiosk/?huruf=besar&kontras=tinggi")
    assert 'data-large="yes"' in kiosk.get("/kiosk/masuk").text
    answer = kiosk.post("/kiosk/selesai")
    assert answer.headers["Clear-Site-Data"] == '"cache"' and answer.headers["Cache-Control"] == "no-store"
    assert "data-large" not in kiosk.get("/kiosk/").text


def test_what_can_be_done_from_home_is_offered_first_and_counted_once(kiosk):
    page = kiosk.get("/kiosk/kelompok/D").text
    assert "bisa diurus dari rumah" in page and "Tetap ambil nomor antrean" in page
    for _ in range(2):
        assert kiosk.post("/kiosk/kelompok/D/dari-rumah", once="the same key twice over").location.endswith(
            "/terima-kasih"
        )
    assert board.saved_visits(NOON.date()) == 1


def test_a_group_without_a_way_from_home_goes_on_at_once(kiosk):
    assert kiosk.get("/kiosk/kelompok/A").location == "/kiosk/kelompok/A/keperluan"


def test_a_healthy_visitor_gets_a_number_a_place_and_a_print_job(kiosk):
    answer = kiosk.take("B", lain=["D"], prioritas="0")
    page = kiosk.get(answer.location).text
    ticket = db.session.query(Ticket).one()
    assert "B-001" in page and "Silakan duduk di dalam" in page and ticket.errands == ["D"]
    assert (ticket.device_id, ticket.slip) == (kiosk.device.id, "waiting")
    assert [job.kind for job in db.session.query(Job)] == ["slip"]


def test_the_same_form_twice_gives_the_same_ticket(kiosk):
    first, second = (kiosk.take("B", once="double tap, the same key") for _ in range(2))
    assert first.location == second.location and db.session.query(Ticket).count() == 1


def test_a_priority_visitor_gets_a_number_of_p(kiosk):
    assert "P-001" in kiosk.get(kiosk.take("B", prioritas="1").location).text


@pytest.mark.parametrize("typed", ["", "abc", "29,9", "45,1", "38,55", "360"])
def test_a_bad_temperature_is_said_at_its_place_and_nothing_is_lost(kiosk, typed):
    answer = kiosk.take("B", suhu=typed, contact="ya")
    assert answer.status_code == 422 and "Suhu dari 30,0 sampai 45,0" in answer.text
    assert 'name="contact" value="ya" checked' in answer.text and f'value="{typed}"' in answer.text
    assert db.session.query(Ticket).count() == 0


def test_above_the_limit_there_is_no_number_but_a_calm_page(kiosk):
    answer = kiosk.take("B", suhu="38,5")
    page = kiosk.get(answer.location).text
    assert (
        "Hari ini belum bisa masuk" in page
        and "Batasnya 37,3" in page
        and "10.05 WITA" in page
        and "surat kuasa" in page
    )
    assert db.session.query(Ticket).count() == 0 and db.session.query(HealthCheck).one().passed is False


def test_without_a_mask_one_may_try_again_at_once(kiosk):
    page = kiosk.get(kiosk.take("B", mask="tidak").location).text
    assert "Sudah, ulangi" in page and "Nomor ukur ulang" not in page


def test_the_second_measurement_counts_and_there_is_no_third(kiosk, monkeypatch):
    kiosk.take("B", suhu="38,5")
    assert kiosk.take("B", ulang="1").status_code == 422
    later(monkeypatch, 6)
    assert "/kiosk/tiket/" in kiosk.take("B", ulang="01").location
    assert kiosk.take("B", ulang="1").status_code == 422


def test_a_wrong_officers_code_is_refused_and_after_five_the_kiosk_waits(kiosk):
    for _ in range(5):
        assert "Kode petugas tidak cocok" in kiosk.take("B", petugas="x").text
    answer = kiosk.take("B")
    assert answer.status_code == 429 and "Tunggu 5 menit" in answer.text and db.session.query(Ticket).count() == 0


def test_a_button_touched_before_the_officer_came_is_no_wrong_code(kiosk):
    for _ in range(6):
        answer = kiosk.take("B", petugas="")
        assert answer.status_code == 422 and "Petugas mengisi kode ini." in answer.text
    assert "/kiosk/tiket/" in kiosk.take("B").location


def test_the_officers_code_never_comes_back_in_the_page_of_a_refused_form(kiosk):
    answer = kiosk.take("B", suhu="abc")
    assert door_code() not in answer.text and "Kode petugas, ketik lagi" in answer.text


def test_with_a_tablet_at_the_door_the_kiosk_waits_for_the_officers_measurement(kiosk):
    rule("temperature_at", "door")
    assert "Petugas di pintu mengukur" in kiosk.get("/kiosk/kelompok/B/kesehatan").text
    assert kiosk.take("B").status_code == 422
    with transaction():
        health.measure(kiosk.device.id, 365, at=NOON)
    assert "36,5" in kiosk.get("/kiosk/suhu").text
    assert "/kiosk/tiket/" in kiosk.take("B").location
    assert kiosk.take("B").status_code == 422


@pytest.mark.parametrize("letter", ["Z", "", "%", "é"])
def test_a_group_that_is_not_there_is_refused_with_a_sentence(kiosk, letter):
    kiosk.get("/kiosk/")
    answer = kiosk.post("/kiosk/tiket", kelompok=letter)
    assert answer.status_code == 409 and "sedang tutup" in answer.text


def test_a_full_quota_is_said_on_the_button_and_at_the_form(kiosk):
    with transaction():
        groups.put([groups.Group("B", "KTP-el", "KTP-el", quota=1)], by=SYSTEM, at=NOON)
    kiosk.take("B")
    assert "Nomor hari ini habis" in kiosk.get("/kiosk/").text
    answer = kiosk.take("B")
    assert answer.status_code == 409 and "sudah habis" in answer.text
    answer = kiosk.get("/kiosk/kelompok/B/keperluan")
    assert answer.status_code == 409 and "sudah habis" in answer.text


def test_only_groups_that_are_open_are_offered_as_further_errands(kiosk):
    noon_only = groups.Window("12.00", "13.00")
    with transaction():
        groups.put(
            [groups.Group("B", "KTP-el", "KTP-el"), groups.Group("C", "Kartu Keluarga", "Family card", windows=(noon_only,))],
            by=SYSTEM, at=NOON,
        )  # fmt: skip
    assert "Kartu Keluarga" not in kiosk.get("/kiosk/kelompok/B/keperluan").text
    assert "Buka lagi pukul 12.00" in kiosk.get("/kiosk/").text


def test_a_visit_is_saved_only_by_what_can_be_done_from_home(kiosk):
    kiosk.get("/kiosk/")
    assert kiosk.post("/kiosk/kelompok/A/dari-rumah").status_code == 404
    assert kiosk.get("/kiosk/kelompok/A/terima-kasih").status_code == 404
    assert board.saved_visits(NOON.date()) == 0


def test_outside_opening_hours_the_kiosk_says_until_when(kiosk, monkeypatch):
    later(monkeypatch, 6 * 60)
    page = kiosk.get("/kiosk/").text
    assert "Loket sedang tutup" in page and "Buka lagi Jumat, 5 Juni 2020" in page and "Punya QR atau janji" not in page
    for step in ("keperluan", "kesehatan"):
        assert "sedang tutup" in kiosk.get(f"/kiosk/kelompok/B/{step}").text
    assert kiosk.take("B").status_code == 409


def test_a_phone_number_is_kept_for_the_message_and_only_for_one_ticket(kiosk):
    rule("almost_ahead", 1)
    a_ticket("B"), a_ticket("B")
    one, two = kiosk.take("B").location, kiosk.take("B").location
    assert "Kabari saya saat tinggal 1 orang" in kiosk.get(one).text
    assert "saat tinggal 1 orang di depan Anda" in kiosk.get(f"{one}/kabari").text
    assert kiosk.post(f"{one}/kabari", telepon="12").status_code == 422
    assert kiosk.post(f"{one}/kabari", telepon="081200000189").status_code == 303
    answer = kiosk.post(f"{two}/kabari", telepon="0812 0000 0189")
    assert answer.status_code == 422 and "sudah punya nomor B-003" in answer.text


def test_a_ticket_is_shown_only_where_and_while_it_is_fresh(app, kiosk, monkeypatch):
    place = kiosk.take("B").location
    other = Screen(app, *a_device())
    assert other.get(place).location == "/kiosk/"
    later(monkeypatch, 11)
    assert kiosk.get(place).location == "/kiosk/"


def test_a_printer_in_trouble_is_told_and_the_number_counts(kiosk):
    place = kiosk.take("B").location
    with transaction():
        devices.note_printer(kiosk.device.id, slip="paper_out", at=NOON)
        db.session.query(Ticket).one().slip = "failed"
    assert "Kertas habis" in kiosk.get(place).text and "Kertas habis" in kiosk.get("/kiosk/").text


def test_a_slip_is_printed_again_once_for_each_touch(kiosk):
    place = kiosk.take("B").location
    with transaction():
        db.session.query(Ticket).one().slip = "printed"
    kiosk.get(place)
    for _ in range(2):
        assert kiosk.post(f"{place}/cetak", once="one touch, sent twice over").location == place
    assert db.session.query(Ticket).one().slip == "waiting"
    assert "Kertas nomor sedang dicetak" in kiosk.get(place).text


def test_the_browser_prints_the_slip_itself_where_that_was_chosen(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    kiosk = Screen(app, *a_device(slip="browser"))
    page = kiosk.get(kiosk.take("B").location).text
    assert 'data-print-now="B-001"' in page and "Cetak lagi" not in page and db.session.query(Job).count() == 0


def test_check_in_by_reference_ties_the_ticket_to_the_application_and_names_nobody(kiosk):
    application = an_application("akta-kelahiran", at=NOON - DAY)
    kiosk.get("/kiosk/masuk")
    answer = kiosk.post("/kiosk/masuk", kode=application.reference.lower())
    assert "Akta lahir" in answer.text and "Sekar" not in answer.text
    kiosk.get("/kiosk/kelompok/D/kesehatan?masuk=1")
    kiosk.take("D", masuk="1")
    assert db.session.query(Ticket).one().application_id == application.id


def test_check_in_for_an_appointment_of_today(kiosk, monkeypatch):
    with transaction():
        made = appointments.book(
            "D", (NOON + DAY).date(), "10.00", phone="+6281200000189", token=codes.new_token(), at=NOON
        )
    later(monkeypatch, 24 * 60)
    kiosk.get("/kiosk/masuk")
    assert "pukul 10.00 WITA" in kiosk.post("/kiosk/masuk", kode=f"http://127.0.0.1/janji/{made.token}").text
    kiosk.get("/kiosk/masuk?bahasa=en")
    english = kiosk.post("/kiosk/masuk", kode=f"http://127.0.0.1/janji/{made.token}").text
    assert "10:00 WITA" in english and "10.00" not in english
    kiosk.get("/kiosk/masuk?bahasa=id")
    kiosk.take("D", masuk="1", petugas=codes.door_code((NOON + DAY).date()))
    assert db.session.query(Ticket).one().appointment_id == made.id


@pytest.mark.parametrize("typed", ["", "ZZZZZZZZ", "x" * 500, "http://contoh.id/janji/none", "\x00"])
def test_a_code_that_stands_for_nothing_is_refused_with_a_sentence(kiosk, typed):
    kiosk.get("/kiosk/masuk")
    answer = kiosk.post("/kiosk/masuk", kode=typed)
    assert answer.status_code == 404 and "tidak ditemukan" in answer.text


def test_a_forged_form_is_refused(kiosk):
    kiosk.token = "forged"
    assert kiosk.post("/kiosk/tiket", kelompok="B").status_code == 400


def test_a_refused_page_goes_back_to_the_start_by_itself_in_sight(kiosk):
    page = kiosk.get("/kiosk/kelompok/Z").text
    assert 'action="/kiosk/" data-countdown="20"' in page and "data-seconds>20<" in page


def test_a_code_that_was_checked_in_with_does_not_outlive_the_start_page(kiosk):
    application = an_application("akta-kelahiran", at=NOON - DAY)
    kiosk.get("/kiosk/masuk")
    kiosk.post("/kiosk/masuk", kode=application.reference)
    kiosk.get("/kiosk/")
    kiosk.take("D", masuk="1")
    assert db.session.query(Ticket).one().application_id is None


def test_the_version_changes_with_a_ticket_and_the_stream_names_it(kiosk):
    before = kiosk.get("/kiosk/versi").text
    a_ticket("B")
    assert kiosk.get("/kiosk/versi").text not in ("", before)
    assert kiosk.client.get("/kiosk/alir", buffered=False).mimetype == "text/event-stream"


def test_the_workbench_enrols_a_kiosk_to_try_with_and_finds_it_again(app):
    for _ in range(2):
        fresh = Screen(app, devices.Device(kind="kiosk"), "nothing")
        assert "Pasang sebagai kios percobaan" in fresh.get("/kiosk/pasang").text
        assert fresh.post("/komponen/pasang/kiosk").location == "/kiosk/"
        assert fresh.get("/kiosk/").status_code == 200
    (device,) = devices.all_of()
    assert (device.code, device.slip_printer, device.sheet_printer) == ("K1", "file:slip", "file:surat")


def test_the_fragments_are_the_middle_of_their_pages(kiosk):
    place = kiosk.take("B").location
    for url in ("/kiosk/", place):
        whole, part = kiosk.get(url).text, kiosk.get(url, fragment=True).text
        marks = re.compile(r'value="[^"]{20,}"')
        assert marks.sub("", part).strip() in marks.sub("", whole)


def test_english_is_spoken_everywhere_on_the_way(kiosk):
    kiosk.get("/kiosk/?bahasa=en")
    for url in (
        "/kiosk/",
        "/kiosk/kelompok/D",
        "/kiosk/kelompok/B/keperluan",
        "/kiosk/kelompok/B/kesehatan",
        "/kiosk/masuk",
        "/kiosk/cetak",
    ):
        page = kiosk.get(url).text
        assert "Kembali" not in page and "Lanjut" not in page and "Silakan" not in page, url


def test_check_in_for_an_appointment_of_another_day_is_said_at_once(kiosk):
    with transaction():
        made = appointments.book(
            "D", (NOON + DAY).date(), "10.00", phone="+6281200000189", token=codes.new_token(), at=NOON
        )
    kiosk.get("/kiosk/masuk")
    answer = kiosk.post("/kiosk/masuk", kode=made.reference)
    assert answer.status_code == 409 and "untuk hari lain" in answer.text


def test_a_kiosk_of_another_place_has_that_place_s_queue_groups_and_appointments(app, kiosk):
    mall = a_place()
    there = Screen(app, *a_device(place=mall.id))
    with transaction():
        made = appointments.book("B", NOON.date() + DAY, "10.00", phone="+6281200000189", token=codes.new_token(), at=NOON)
        made.day = NOON.date()
    for screen in (kiosk, there):
        screen.take("B", once=f"key of {screen.device.code} of a test, long")
    assert [(each.label, each.place_id) for each in db.session.query(Ticket)] == [("B-001", 1), ("B-001", mall.id)]
    rule("closed_services", "ktp-hilang-rusak", place=mall.id)
    pages = [screen.get("/kiosk/kelompok/B").text for screen in (kiosk, there)]
    assert ["Tidak dilayani di tempat ini" in page for page in pages] == [False, True]
    rule("closed_services", "ktp-hilang-rusak")
    assert kiosk.get("/kiosk/kelompok/B").location == "/kiosk/kelompok/B/keperluan"
    refused = there.post("/kiosk/masuk", kode=made.reference)
    assert refused.status_code == 409 and "Janji ini di Kantor utama, bukan di sini." in refused.text
    rule("queue_groups", [{"letter": "Z", "name": "Hanya di sini", "name_en": ""}], place=mall.id)
    assert "Hanya di sini" in there.get("/kiosk/").text and "Hanya di sini" not in kiosk.get("/kiosk/").text
