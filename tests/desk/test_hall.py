"""The hall from the desk: the counter, the door, devices, groups and dated settings."""

import re
from datetime import timedelta

import pytest

from office import catalogue, clock, devices, health, settings
from office.applications import drafts
from office.db import db, transaction
from office.devices import Device, Kind
from office.events import SYSTEM
from office.queue import board, counters, groups
from office.queue.counters import ServiceCounter
from office.queue.tickets import Ticket
from office.staff import Role
from tests.factories import NOON, an_application, an_officer
from tests.hall import a_device, a_place, a_ticket, rule

KEYS = iter(range(1, 10**6))


@pytest.fixture(autouse=True)
def ten_o_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def at_counter(app, desk):
    """An officer who sits at counter 1, which serves B and D."""
    with transaction():
        counters.add(1, ["B", "D"], by=SYSTEM, at=NOON)
    officer = desk(Role.FRONT_DESK)
    officer.post("/petugas/loket/1/buka", once=a_key())
    return officer


def a_key():
    return f"key {next(KEYS)} of a desk test, long"


def press(officer, action, **form):
    return officer.post(f"/petugas/loket/1/{action}", once=a_key(), **form)


def state(label="B-001"):
    db.session.rollback()
    return db.session.query(Ticket).filter_by(label=label).one().state


def test_an_officer_chooses_a_counter_and_finds_it_again(app, desk, at_counter):
    page = at_counter.get("/petugas/loket").text
    assert "Loket 1" in page and "Panggil berikutnya" in page
    other = desk(Role.VERIFIER)
    assert "Ambil alih" in other.get("/petugas/loket").text
    refused = other.post("/petugas/loket/1/buka", once=a_key())
    assert refused.status_code == 409 and "sedang dipakai" in refused.text
    assert other.post("/petugas/loket/1/buka", once=a_key(), ambil_alih="1").status_code == 303
    assert press(at_counter, "panggil").status_code == 409


def test_calling_serving_and_finishing_by_the_buttons(at_counter):
    a_ticket("B"), a_ticket("D")
    press(at_counter, "panggil")
    page = at_counter.get("/petugas/loket").text
    assert "B-001" in page and state() == "called"
    press(at_counter, "layani")
    assert state() == "serving"
    press(at_counter, "selesai-panggil")
    assert (state(), state("D-001")) == ("finished", "called")


def test_the_large_button_finishes_also_when_nobody_waits(at_counter):
    a_ticket("B")
    press(at_counter, "panggil")
    assert press(at_counter, "selesai-panggil").status_code == 303 and state() == "finished"


@pytest.mark.parametrize(("action", "said"), [
    ("panggil", "Tidak ada nomor yang bisa dipanggil"), ("ulang", "Belum ada nomor di loket ini"),
    ("nomor", "tidak ada hari ini"), ("terbang", "tidak ada hari ini"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_on_the_counter_page(at_counter, action, said):
    answer = press(at_counter, action, nomor="Z-9")
    assert answer.status_code in (409, 422) and said in answer.text and "Loket 1" in answer.text


def test_not_present_before_three_calls_is_refused_with_the_count(at_counter):
    a_ticket("B")
    press(at_counter, "panggil")
    answer = press(at_counter, "tidak-hadir")
    assert "Baru dipanggil 1 kali dari 3" in answer.text and state() == "called"
    press(at_counter, "ulang"), press(at_counter, "ulang")
    assert press(at_counter, "tidak-hadir").status_code == 303 and state() == "away"


def test_skip_hold_put_back_and_a_given_number(at_counter):
    a_ticket("B")
    for action, then in (("lewati", "away"), ("tahan", "held"), ("batal", "waiting")):
        press(at_counter, "nomor", nomor="b1")
        press(at_counter, action)
        assert state() == then


def test_passing_on_to_a_group_and_to_nowhere(at_counter):
    a_ticket("B")
    press(at_counter, "panggil")
    for wrong in ("", "Z", "9", "1", "BB\x00"):
        assert press(at_counter, "alihkan", ke=wrong).status_code in (303, 422) and state() in ("called", "waiting")
        if state() == "waiting":
            press(at_counter, "panggil")
    press(at_counter, "alihkan", ke="C")
    assert db.session.query(Ticket).one().group == "C"


def test_two_presses_of_one_button_call_one_person(at_counter):
    a_ticket("B"), a_ticket("B")
    key = a_key()
    for _ in range(2):
        assert at_counter.post("/petugas/loket/1/panggil", once=key).status_code == 303
    assert (state("B-001"), state("B-002")) == ("called", "waiting")


def test_the_linked_application_is_shown_by_its_reference(app, desk, at_counter):
    application = an_application(at=NOON - timedelta(days=1))
    a_ticket("D", application_id=application.id)
    press(at_counter, "panggil")
    page = at_counter.get("/petugas/loket").text
    assert application.reference[:4] in page and "Sekar" not in page


def test_a_lapsed_session_leaves_the_ticket_at_the_counter(at_counter):
    a_ticket("B")
    press(at_counter, "panggil")
    at_counter.post("/petugas/keluar", once=a_key())
    counter = db.session.query(ServiceCounter).one()
    assert counter.ticket_id and state() == "called"


def test_the_counter_page_shows_who_waits_where_and_which_printer_is_in_trouble(at_counter):
    rule("room_seats", 2)
    a_ticket("B"), a_ticket("B"), a_ticket("D", priority=True)
    device, _key = a_device(slip="tcp://127.0.0.1:9100")
    with transaction():
        devices.note_printer(device.id, slip="paper_out", at=NOON)
    page = at_counter.get("/petugas/loket").text
    assert "1 dari 1 tempat terisi, 2 orang di luar" in page and "kertas habis" in page and "P Prioritas" in page


def test_the_fragments_are_the_middle_of_their_pages(at_counter):
    marks = re.compile(r'value="[^"]{20,}"')
    for url in ("/petugas/loket", "/petugas/pintu"):
        whole, part = at_counter.get(url).text, at_counter.get(url, fragment=True).text
        assert marks.sub("", part).strip() in marks.sub("", whole)


def test_the_door_counts_and_corrects_and_refuses_what_is_no_number(desk):
    officer = desk(Role.FRONT_DESK)
    officer.post("/petugas/pintu/hitung", once=a_key(), langkah="1")
    assert board.hall(NOON).places.taken == 1
    officer.post("/petugas/pintu/betulkan", once=a_key(), orang="7")
    assert board.hall(NOON).places.taken == 7
    for wrong in ("", "-1", "x", "99999", "1,5"):
        answer = officer.post("/petugas/pintu/betulkan", once=a_key(), orang=wrong)
        assert answer.status_code == 422 and "0 sampai 5000" in answer.text
    officer.post("/petugas/pintu/betulkan", once=a_key(), orang="0")
    assert officer.post("/petugas/pintu/hitung", once=a_key(), langkah="-1").status_code == 409


def test_the_door_shows_the_days_code_and_takes_temperatures_when_it_is_to(desk):
    officer, (device, _key) = desk(Role.VERIFIER), a_device()
    assert "Kode petugas hari ini" in officer.get("/petugas/pintu").text
    rule("temperature_at", "door")
    assert officer.post("/petugas/pintu/suhu", once=a_key(), kios=device.code, suhu="abc").status_code == 422
    assert officer.post("/petugas/pintu/suhu", once=a_key(), kios="K9", suhu="36,4").status_code == 404
    assert officer.post("/petugas/pintu/suhu", once=a_key(), kios=device.code, suhu="36,4").status_code == 303
    assert health.measured(device.id, at=NOON).tenths == 364


def test_a_device_is_added_paired_by_a_code_shown_once_and_revoked(app, desk):
    admin = desk(Role.ADMINISTRATOR)
    assert admin.post("/petugas/perangkat", once=a_key(), jenis="kiosk", nama="").status_code == 422
    admin.post("/petugas/perangkat", once=a_key(), jenis="kiosk", nama="Pintu utama")
    device = db.session.query(Device).one()
    page = admin.post(f"/petugas/perangkat/{device.id}/kode", once=a_key()).text
    code = re.search(r"(\d{4} \d{4})", page)[1]
    assert code not in admin.get("/petugas/perangkat").text
    with transaction():
        key = devices.enrol(Kind.KIOSK, code, at=NOON)
    admin.post(f"/petugas/perangkat/{device.id}/cabut", once=a_key())
    assert devices.known(Kind.KIOSK, key) is None and "Dicabut" in admin.get("/petugas/perangkat").text


def test_a_printers_address_is_checked_and_what_was_typed_stays(desk):
    admin, (device, _key) = desk(Role.ADMINISTRATOR), a_device()
    url = f"/petugas/perangkat/{device.id}/pencetak"
    answer = admin.post(url, once=a_key(), nomor="http://x", surat="cups://SURAT")
    assert answer.status_code == 422 and 'value="http://x"' in answer.text
    assert admin.post(url, once=a_key(), nomor="tcp://10.0.0.5:9100", surat="").status_code == 303
    db.session.rollback()
    assert devices.find(device.id).slip_printer == "tcp://10.0.0.5:9100"


def test_counters_are_set_up_and_changed(desk):
    admin = desk(Role.ADMINISTRATOR)
    for wrong in (
        {"nomor": "0"},
        {"nomor": "41", "kelompok": ["B"]},
        {"nomor": "x", "kelompok": ["B"]},
        {"nomor": "2"},
    ):
        assert admin.post("/petugas/ruang/loket", once=a_key(), **wrong).status_code == 422
    admin.post("/petugas/ruang/loket", once=a_key(), nomor="2", kelompok=["B", "Z"])
    admin.post("/petugas/ruang/loket/2", once=a_key(), kelompok=["A", "C"])
    assert counters.find(2).groups == ["A", "C"]


def test_groups_are_changed_from_a_later_hour_and_a_bad_row_loses_nothing(desk):
    admin = desk(Role.ADMINISTRATOR)
    row = {
        "g0-letter": "B",
        "g0-name": "KTP",
        "g0-minutes": "10",
        "g0-quota": "200",
        "g0-hours": "07.30-09.00: 20; 09.00-11.30",
        "g0-on": "1",
    }
    bad = row | {"g0-hours": "09.00-07.30"}
    answer = admin.post("/petugas/ruang/kelompok", once=a_key(), **bad)
    assert answer.status_code == 422 and "Kelompok B" in answer.text and 'value="09.00-07.30"' in answer.text
    assert admin.post("/petugas/ruang/kelompok", once=a_key(), mulai_tanggal="2020-06-01", **row).status_code == 422
    assert (
        admin.post(
            "/petugas/ruang/kelompok", once=a_key(), mulai_tanggal="2020-07-01", mulai_jam="08.00", **row
        ).status_code
        == 303
    )
    july = NOON + timedelta(days=30)
    assert len(groups.groups(NOON)) == 6 and [g.quota for g in groups.groups(july)] == [200]
    assert groups.groups(july)[0].windows == (groups.Window("07.30", "09.00", 20), groups.Window("09.00", "11.30"))


@pytest.mark.parametrize(("key", "typed"), [
    ("room_share", "abc"), ("room_share", "101"), ("room_share", "12,5"), ("temperature_limit", "abc"),
    ("temperature_limit", "50"), ("protocol_questions", "mask,nonsense"), ("queue_groups", "x"), ("unknown", "x"),
    ("display_mode", "opera"),
])  # fmt: skip
def test_a_setting_that_cannot_be_is_refused_and_changes_nothing(desk, key, typed):
    answer = desk(Role.ADMINISTRATOR).post(f"/petugas/pengaturan/{key}", once=a_key(), **{key: typed})
    assert answer.status_code == 422 and db.session.query(settings.Setting).count() == 0


def test_settings_are_typed_and_may_begin_later(desk):
    admin = desk(Role.ADMINISTRATOR)
    for key, typed, value in (
        ("protocol_on", "no", False),
        ("room_share", "75", 75),
        ("temperature_limit", "37,5", 375),
    ):
        assert admin.post(f"/petugas/pengaturan/{key}", once=a_key(), **{key: typed}).status_code == 303
        assert settings.get(key, NOON) == value
    later = {"mulai_tanggal": "2020-07-01", "mulai_jam": "08.00", "room_share": "100"}
    assert admin.post("/petugas/pengaturan/room_share", once=a_key(), **later).status_code == 303
    assert settings.get("room_share", NOON) == 75 and settings.get("room_share", NOON + timedelta(days=30)) == 100
    assert "mulai Rabu, 1 Juli 2020, 08.00 WITA: 100" in admin.get("/petugas/pengaturan").text


ROW = {"name": "KTP", "minutes": "10", "on": "1"}


def group_rows(*rows):
    """The form of the table of groups; each row its letter and what differs from a dull one."""
    return {f"g{n}-{name}": value for n, row in enumerate(rows) for name, value in (ROW | row).items()}


@pytest.mark.parametrize(("bad", "sentence"), [
    ({"letter": "P"}, "Kelompok P: hurufnya A sampai Z kecuali P"), ({"letter": "ß"}, "hurufnya A sampai Z"),
    ({"letter": "a"}, "Kelompok A: hurufnya"), ({"letter": "C", "name": ""}, "Kelompok C belum bernama"),
    ({"letter": ""}, "Kelompok ?: hurufnya"), ({"letter": "C", "minutes": "0"}, "menitnya harus 1 sampai 240"),
    ({"letter": "C", "minutes": "1,5"}, "menitnya harus"), ({"letter": "C", "quota": "2001"}, "kuotanya harus 0 sampai 2000"),
    ({"letter": "C", "quota": "-1"}, "kuotanya harus"), ({"letter": "C", "hours": "08.00-11.30: 9999"}, "kuotanya harus"),
    ({"letter": "C", "hours": "08.00"}, "jamnya ditulis"), ({"letter": "C", "hours": "08.00-25.00"}, "jamnya ditulis"),
    ({"letter": "C", "hours": "08.00-10.00; 09.00-11.00"}, "jamnya ditulis"),
])  # fmt: skip
def test_a_bad_group_is_said_at_its_row_and_every_row_stays_typed(desk, bad, sentence):
    form = group_rows({"letter": "A", "name": "Informasi"}, {"letter": "B", "short": "Ktp"}, bad)
    answer = desk(Role.ADMINISTRATOR).post("/petugas/ruang/kelompok", once=a_key(), **form)
    at_row = answer.text.partition('id="g2-letter-e"')[2].partition("</p>")[0]
    assert answer.status_code == 422 and sentence in at_row and settings.history("queue_groups") == []
    boxes = {name: value for name, value in form.items() if not name.endswith("-on")}
    assert all(f'id="{name}" name="{name}" value="{value}"' in answer.text for name, value in boxes.items())


def test_no_group_and_too_many_are_refused(desk):
    admin = desk(Role.ADMINISTRATOR)
    many = group_rows(*({"letter": letter} for letter in "ABCDEFGHIJKLM"))
    for form in ({}, many):
        answer = admin.post("/petugas/ruang/kelompok", once=a_key(), **form)
        assert answer.status_code == 422 and "Harus ada 1 sampai 12 kelompok" in answer.text
    assert 'id="g12-letter" name="g12-letter" value="M"' in answer.text and settings.history("queue_groups") == []


def test_saving_the_groups_as_they_are_shown_changes_none(desk):
    admin = desk(Role.ADMINISTRATOR)
    page = admin.get("/petugas/ruang").text
    boxes = dict(re.findall(r'name="(g\d+-\w+)" value="([^"]*)"(?! aria-label)', page))
    chosen = dict(re.findall(r'<select id="[^"]+" name="(g\d+-home)">.*?value="([^"]*)" selected', page))
    ticked = dict.fromkeys(re.findall(r'name="(g\d+-\w+)" value="1" aria-label="[^"]*" checked', page), "1")
    assert admin.post("/petugas/ruang/kelompok", once=a_key(), **boxes | chosen | ticked).status_code == 303
    db.session.rollback()
    assert settings.history("queue_groups") and groups.groups(NOON) == groups.DEFAULTS


def test_a_quota_below_what_was_given_today_is_refused_with_the_lowest_that_can_be(desk):
    admin = desk(Role.ADMINISTRATOR)
    for _number in range(3):
        a_ticket("B")
    form = group_rows({"letter": "B", "quota": "2"}, {"letter": "D", "quota": "1"})
    refused = admin.post("/petugas/ruang/kelompok", once=a_key(), **form)
    said = "Kelompok B hari ini sudah memberi 3 nomor, jadi kuotanya paling sedikit 3."
    assert refused.status_code == 422 and said in refused.text and settings.history("queue_groups") == []
    assert 'name="g0-quota" value="2"' in refused.text
    later = f"{NOON.date() + timedelta(days=1):%d-%m-%Y}"
    assert admin.post("/petugas/ruang/kelompok", once=a_key(), mulai_tanggal=later, **form).status_code == 303
    least = group_rows({"letter": "B", "quota": "3"}, {"letter": "D", "quota": "1"})
    assert admin.post("/petugas/ruang/kelompok", once=a_key(), **least).status_code == 303
    with pytest.raises(groups.QuotaFull):
        a_ticket("B")
    assert a_ticket("D").label == "D-001"


def test_the_history_of_the_groups_says_who_when_and_what_comes(desk):
    admin = desk(an_officer(Role.ADMINISTRATOR, name="Andi Baso"))
    rows = group_rows({"letter": "B", "quota": "40", "hours": "8.00-11.30: 20"}, {"letter": "C", "on": "0"})
    start = {"mulai_tanggal": "2020-07-01", "mulai_jam": "08.00"}
    assert admin.post("/petugas/ruang/kelompok", once=a_key(), **rows, **start).status_code == 303
    page = admin.get("/petugas/ruang").text
    value = "B (kuota 40; 08.00-11.30), C (tutup)"
    assert f"mulai Rabu, 1 Juli 2020, 08.00 WITA: {value}" in page
    assert "Kamis, 4 Juni 2020, 10.00 WITA" in page and page.count("Andi Baso") == 2
    assert len(groups.groups(NOON)) == 6


def test_a_start_of_the_groups_that_is_past_is_said_at_its_date(desk):
    form = group_rows({"letter": "B"}) | {"mulai_tanggal": "2020-06-04", "mulai_jam": "10.00"}
    answer = desk(Role.ADMINISTRATOR).post("/petugas/ruang/kelompok", once=a_key(), **form)
    assert answer.status_code == 422 and 'id="mulai-e"' in answer.text and 'value="10.00"' in answer.text


def test_visits_that_were_saved_are_told_for_today_and_this_month(desk):
    with transaction():
        for days in (0, 0, 3, 40):
            board.stayed_home("B", at=NOON - timedelta(days=days))
    page = desk(Role.ADMINISTRATOR).get("/petugas/ruang").text
    assert "2 hari ini, 3 bulan ini" in page


def test_a_place_gets_its_own_seats_services_groups_and_counters(app, desk):
    mall, admin = a_place(), desk(Role.ADMINISTRATOR)
    page = f"/petugas/ruang?tempat={mall.id}"
    assert "Aturan tempat ini" not in admin.get("/petugas/ruang").text and "Tambah loket" not in admin.get("/petugas/ruang").text
    assert "Aturan tempat ini" in admin.get(page).text
    given = {
        "tempat": str(mall.id), "aturan-room_seats": "12", "aturan-room_share": "50", "aturan-protocol_on": "no",
        "aturan-temperature_at": "kiosk", "aturan-appointment_cap": "4", "aturan-puskesmas": "", "tutup": "kia-anak",
    }  # fmt: skip
    refused = admin.post("/petugas/ruang/tempat", once=a_key(), **given | {"aturan-room_seats": "0"})
    assert refused.status_code == 422 and "antara 1 dan 2000" in refused.text and 'value="kia-anak" checked' in refused.text
    assert admin.post("/petugas/ruang/tempat", once=a_key(), **given).status_code == 303
    assert admin.post("/petugas/ruang/loket", once=a_key(), tempat=str(mall.id), nomor="1", kelompok="B").status_code == 303
    assert board.hall(NOON, mall.id).places.allowed == 6 and board.hall(NOON).places.allowed == 20
    assert settings.own("room_share", NOON, mall.id) is None
    assert drafts.is_closed(catalogue.find("kia-anak"), at=NOON, place=mall.id)
    assert not drafts.is_closed(catalogue.find("kia-anak"), at=NOON)
    assert [each.place_id for each in counters.all_counters()] == [mall.id]
