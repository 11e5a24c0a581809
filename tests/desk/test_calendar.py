"""The calendar, the services on offer and the places at the desk: what is typed stays, and everything has its history."""

from datetime import date, timedelta

import pytest

from office import appointments, clock, closures, codes, opening, places, settings
from office.db import transaction
from office.events import SYSTEM
from office.queue import counters, sitting
from office.staff import Role
from tests.factories import NOON, an_officer
from tests.hall import a_counter, a_device

CALENDAR, TODAY = "/petugas/kalender", NOON.date()
HOURS = {f"jam-{each}": "08.00-15.00" for each in range(6)} | {"jam-6": ""}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


def the_closure(**changes: str) -> dict[str, str]:
    return {"pertama": "2020-06-08", "terakhir": "2020-06-09", "alasan": "Rapat kerja", "dari_rumah": "ya"} | changes


def test_a_closure_is_saved_shown_in_the_month_and_kept_in_the_history_with_its_maker(app, desk):
    head = desk(Role.HEAD)
    answer = head.post(f"{CALENDAR}/tutup", **the_closure())
    assert answer.status_code == 303
    shown = head.get(CALENDAR).text
    assert shown.count('class="shut') == 2 and "Rapat kerja" in shown and head.officer.name in shown
    head.post(f"{CALENDAR}/buka", once="another key of a test", penutupan="2020-06-08", buka="2020-06-09")
    assert [each.last for each in closures.own(NOON)] == [date(2020, 6, 8)]
    assert len(settings.history("closures")) == 2 and "tidak lagi:" in head.get(CALENDAR).text


@pytest.mark.parametrize(
    ("changes", "said", "status"),
    [
        ({"pertama": "2020-06-01"}, "Tanggal ini sudah lewat", 422), ({"pertama": "besok"}, "Tulis hari, bulan, dan tahun", 422),
        ({"alasan": "Rapat " * 40}, "Paling banyak 120 huruf", 422), ({"terakhir": "31-6-2020"}, "hanya sampai tanggal 30", 422),
        ({"terakhir": "2020-06-07"}, "lebih awal dari hari pertamanya", 422), ({"alasan": " "}, "Alasan penutupan belum", 422),
        ({"pertama": "2020-06-20", "terakhir": ""}, "mulai Sabtu, 20 Juni 2020", 409),
    ],
)  # fmt: skip
def test_a_closure_that_cannot_be_is_said_and_nothing_typed_is_lost(app, desk, changes, said, status):
    with transaction():
        closures.close(date(2020, 6, 20), date(2020, 6, 21), "Lebaran", counter_only=False, by=SYSTEM, at=NOON)
    typed = the_closure(dari_rumah="tidak") | changes
    answer = desk(Role.HEAD).post(f"{CALENDAR}/tutup", **typed)
    assert answer.status_code == status and said in answer.text
    assert all(f'value="{typed[name]}"' in answer.text for name in ("pertama", "terakhir", "alasan") if typed[name])
    assert len(closures.own(NOON)) == 1


def test_appointments_on_the_days_are_listed_before_anything_is_closed(app, desk):
    with transaction():
        found = appointments.book(
            "B", date(2020, 6, 8), "09.00", phone="+6281200000189", token=codes.new_token(), at=NOON
        )
    head = desk(Role.HEAD)
    asked = head.post(f"{CALENDAR}/tutup", **the_closure())
    assert "1 janji temu terkena" in asked.text and found.reference in asked.text and "0189" not in asked.text
    assert closures.own(NOON) == []
    assert head.post(f"{CALENDAR}/tutup", once="another key of a test", **the_closure(yakin="ya")).status_code == 303
    assert closures.own(NOON) != [] and appointments.by_token(found.token).state == appointments.DISPLACED


def test_hours_that_overlap_are_said_at_their_day_and_the_others_stay_typed(app, desk):
    typed = HOURS | {"jam-3": "8-12; 11.00-15.00", "jam-5": "08.00-10.30", "mulai": "10-6-2020"}
    answer = desk(Role.HEAD).post(f"{CALENDAR}/jam", **typed)
    assert answer.status_code == 422 and 'id="jam-3-e"' in answer.text and 'value="08.00-10.30"' in answer.text
    assert settings.history("opening_hours") == []


def test_hours_and_holidays_are_changed_and_called_off(app, desk):
    head = desk(Role.HEAD)
    head.post(f"{CALENDAR}/jam", once="first key of a test ", **HOURS, mulai="2020-06-10")
    assert opening.calendar(NOON).week_on(date(2020, 6, 12))[4][0][1].hour == 15
    assert "mulai Rabu, 10 Juni 2020" in head.get(CALENDAR).text
    head.post(f"{CALENDAR}/jam/batal", once="second key of a test", mulai="2020-06-10")
    head.post(f"{CALENDAR}/libur", once="third key of a test ", libur="15 Juni 2020", nama="Hari jadi kota")
    assert len(opening.calendar(NOON).week_on(date(2020, 6, 12))[4]) == 2
    assert opening.calendar(NOON).holidays[date(2020, 6, 15)] == "Hari jadi kota"
    head.post(f"{CALENDAR}/libur/hapus", once="fourth key of a test", libur="2020-06-15")
    assert settings.get("holidays", NOON) == []
    for name in (" ", "Hari jadi " * 9):
        refused = head.post(f"{CALENDAR}/libur", libur="2020-06-15", nama=name)
        assert refused.status_code == 422 and f'value="{name}"' in refused.text


def test_services_are_closed_and_promises_given_from_a_later_day(app, desk):
    head, page = desk(Role.HEAD), f"{CALENDAR}/layanan"
    saved = head.post(f"{page}/tutup", once="first key of a test ", tutup=["akta-kelahiran", "kk-pisah"],
                      mulai_tanggal="2020-06-10", mulai_jam="08.00")  # fmt: skip
    later = opening.instant(date(2020, 6, 11), opening.local(NOON).time())
    wrong = head.post(f"{page}/tutup", once="other key of a test ", tutup=["tidak-ada"])
    assert (saved.status_code, wrong.status_code) == (303, 422)
    assert settings.get("closed_services", NOON) == "" and "akta-kelahiran" in settings.get("closed_services", later)
    refused = head.post(
        f"{page}/janji", once="second key of a test", **{"janji-akta-kelahiran": "seminggu", "janji-legalisir": "9"}
    )
    assert refused.status_code == 422 and 'value="seminggu"' in refused.text and 'value="9"' in refused.text
    head.post(f"{page}/janji", once="third key of a test ", **{"janji-akta-kelahiran": "21"})
    assert opening.promises(NOON) == {"akta-kelahiran": 21}
    row = settings.history("closed_services")[0]
    head.post(f"{page}/nanti/{row.id}/batal", once="fourth key of a test")
    assert settings.get("closed_services", later) == "" and "dibatalkan" in head.get(page).text
    with transaction():
        settings.put("puskesmas", "Nanti", by=SYSTEM, at=NOON, valid_from=NOON + timedelta(days=1))
    other = settings.history("puskesmas")[0]
    assert head.post(f"{page}/nanti/{other.id}/batal", once="fifth key of a test ").status_code == 404


def test_an_officer_of_a_place_sees_and_closes_that_place_alone(app, desk):
    with transaction():
        mall = places.add("MPP", "Mal Pelayanan Publik", "mall", "", by=SYSTEM, at=NOON)
    officer = an_officer(Role.HEAD)
    with transaction():
        places.seat(officer.id, mall, by=SYSTEM, at=NOON)
    seated, free = desk(officer), desk(Role.HEAD)
    assert 'tempat=1"' not in seated.get(CALENDAR, tempat="1").text and 'tempat=1"' in free.get(CALENDAR).text
    seated.post(f"{CALENDAR}/tutup", **the_closure(tempat="1"))
    assert closures.own(NOON) == [] and len(closures.own(NOON, mall.id)) == 1


def test_places_get_their_people_screens_and_counters(app, desk):
    (device, _key), (counter, officer) = a_device(), a_counter(3)
    admin, page = desk(Role.ADMINISTRATOR), "/petugas/tempat"
    added = admin.post(
        page,
        once="first key of a test ",
        kode="mpp",
        nama="Mal Pelayanan Publik",
        jenis="mall",
        alamat="Jalan Contoh 1",
    )
    refused = admin.post(page, once="second key of a test", kode="mpp", nama="Dua", jenis="mall")
    assert (added.status_code, refused.status_code) == (303, 422) and 'value="Dua"' in refused.text
    mall = places.every()[1]
    desks = {"once": "key of a counter of a test", "apa": f"loket-{counter.id}", "tempat": str(mall.id)}
    assert admin.post(f"{page}/isi", **desks).status_code == 409
    with transaction():
        sitting.close(counter, officer, at=NOON)
    for what in (f"petugas-{officer.id}", f"perangkat-{device.id}", f"loket-{counter.id}"):
        assert (
            admin.post(f"{page}/isi", once=f"key for {what} of a test", apa=what, tempat=str(mall.id)).status_code
            == 303
        )
    assert places.of_officer(officer.id) == device.place_id == counter.place_id == mall.id
    seated, other = desk(Role.FRONT_DESK), desk(Role.FRONT_DESK)
    with transaction():
        counters.add(4, ["B"], by=SYSTEM, at=NOON)
        places.seat(seated.officer.id, mall, by=SYSTEM, at=NOON)
    lists = [browser.get("/petugas/loket").text for browser in (seated, other)]
    assert [["Loket 3" in text, "Loket 4" in text] for text in lists] == [[True, False], [False, True]]
    assert admin.post(f"{page}/isi", once="third key of a test ", apa="kursi-1", tempat="1").status_code == 404
    assert admin.post(f"{page}/1", once="fourth key of a test", nama="Pusat", jenis="head_office").status_code == 409
    assert admin.get(page).status_code == 200


def test_door_and_counter_say_that_the_counter_is_closed(app, desk):
    with transaction():
        closures.close(TODAY, None, "Wabah", counter_only=True, by=SYSTEM, at=NOON)
    for page in ("/petugas/pintu", "/petugas/loket"):
        assert ("Loket tutup, semua dari rumah" in desk(Role.FRONT_DESK).get(page).text) == (page == "/petugas/pintu")
    _counter, officer = a_counter()
    assert "Loket tutup, semua dari rumah" in desk(officer).get("/petugas/loket").text
