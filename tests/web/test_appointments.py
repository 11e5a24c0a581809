"""Appointments from a phone: a group, a day, an hour; full hours, what was typed, moving, cancelling, an application's own."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from frame.limits import limiter
from office import appointments, cards, clock, codes, notices, places
from office.applications import drafts
from office.appointments import Appointment
from office.db import db, transaction
from office.errors import Refused
from office.queue import booking, checking_in, groups
from tests.factories import NOON, a_draft
from tests.faults.desks import in_parallel
from tests.hall import a_place, rule
from tests.web.makers import a_card_in, a_returned
from tests.web.phone import Phone

FRIDAY, MONDAY = date(2020, 6, 5), date(2020, 6, 8)
NUMBER, OTHER = "0812 0000 0277", "0812 0000 0189"


class Time:
    """The office's clock, which a test moves on."""

    now = NOON


@pytest.fixture(autouse=True)
def time(monkeypatch) -> type[Time]:
    monkeypatch.setattr(Time, "now", NOON)
    monkeypatch.setattr(clock, "now", lambda: Time.now)
    return Time


def booked(hour: str = "09.00", day: date = FRIDAY, *, phone: str = "+6281200000277", letter: str = "B") -> Appointment:
    with transaction():
        return appointments.book(letter, day, hour, phone=phone, token=codes.new_token(), at=NOON)


def choose(phone: Phone, day: date = FRIDAY, letter: str = "B") -> Phone:
    return phone.open(f"/janji?kelompok={letter}&hari={day.isoformat()}")


def all_of_them() -> list[Appointment]:
    db.session.rollback()
    return db.session.query(Appointment).order_by(Appointment.id).all()


def disabled_hours(page: str) -> list[str]:
    return re.findall(r'name="jam" value="([\d.]+)"[^>]* disabled', page)


def test_an_hour_is_booked_in_four_pages_and_its_page_has_code_qr_and_what_to_bring(app, phone: Phone):
    phone.open("/")
    assert 'href="/janji"' in phone.page
    phone.open("/janji")
    assert "kelompok=A" not in phone.page, "information takes no appointments"
    phone.open("/janji?kelompok=B")
    assert "Kamis, 4 Juni" not in phone.words and "Jumat, 5 Juni sisa" in phone.words and "Minggu, " not in phone.words
    choose(phone).send("/janji", {"jam": "09.00", "telepon": NUMBER, "email": "maria@contoh.id"})
    made = all_of_them()[0]
    assert phone.place == f"/janji/{made.token}" and codes.fours(made.reference) in phone.words
    assert "Jumat, 5 Juni 2020" in phone.words and "pukul 09.00 WITA" in phone.words and "Bawa KTP" in phone.words
    assert '<svg class="qr"' in phone.page and "0277" not in phone.page and "maria" not in phone.page
    found = checking_in.find(f"https://contoh.id{phone.place}", groups.groups(NOON))
    assert found.appointment == made and (made.phone, made.email) == ("+6281200000277", "maria@contoh.id")
    assert [notice.template for notice in db.session.query(notices.Notice)] == ["appointment"]


def test_a_form_sent_twice_books_once_and_shows_the_same_appointment(app, phone: Phone):
    form = choose(phone).form("/janji")
    data = {**form.fields, "jam": "09.00", "telepon": NUMBER}
    places = {phone.post("/janji", dict(data)).place for _ in range(2)}
    assert len(places) == 1 and phone.status == 200 and len(all_of_them()) == 1


def test_an_hour_that_filled_up_meanwhile_offers_the_others_and_loses_nothing(app, phone: Phone):
    rule("appointment_cap", 1)
    choose(phone)
    booked(phone="+6281200000189")
    phone.send("/janji", {"jam": "09.00", "telepon": NUMBER, "email": "maria@contoh.id"})
    assert phone.status == 409 and "Jam ini sudah penuh." in phone.words and disabled_hours(phone.page) == ["09.00"]
    kept = phone.form("/janji").fields
    assert (kept["telepon"], kept["email"], kept.get("jam")) == (NUMBER, "maria@contoh.id", None)
    phone.send("/janji", {"hari": "2020-06-08", "lihat": "1"})
    assert phone.status == 200 and "Senin, 8 Juni 2020" in phone.words and disabled_hours(phone.page) == []
    assert phone.form("/janji").fields["telepon"] == NUMBER
    phone.send("/janji", {"hari": "2020-06-08", "jam": "10.00"})
    assert [(each.day, each.hour) for each in all_of_them()] == [(FRIDAY, "09.00"), (MONDAY, "10.00")]


def test_a_full_day_is_marked_and_is_no_link(app, phone: Phone):
    rule("appointment_cap", 1)
    for number, each in enumerate(appointments.hours("B", FRIDAY, NOON)):
        booked(each.hour, phone=f"+6281200000{number:03d}")
    phone.open("/janji?kelompok=B")
    assert "Jumat, 5 Juni penuh" in phone.words and "hari=2020-06-05" not in phone.page
    assert "hari=2020-06-08" in phone.page


def test_a_day_that_can_not_be_booked_shows_the_days_that_can(app, phone: Phone):
    for typed in ("2020-06-04", "2020-06-07", "2021-01-04", "besok", "", "2020-13-45", "\x00"):
        phone.open("/janji", query_string={"kelompok": "B", "hari": typed})
        assert phone.status == 200 and "Jumat, 5 Juni sisa" in phone.words
    choose(phone)
    phone.send("/janji", {"hari": "2020-06-07", "jam": "09.00", "telepon": NUMBER})
    assert phone.status == 422 and "Hari atau jam ini tidak bisa dipilih." in phone.words
    assert phone.form("/janji").fields["telepon"] == NUMBER and '<option value="2020-06-05"' in phone.page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"telepon": ""}, "Nomor HP belum diisi."),
        ({"telepon": "12"}, "Baru 2 angka."),
        ({"jam": ""}, "Pilih jam kedatangan."),
        ({"jam": "12.34"}, "Hari atau jam ini tidak bisa dipilih."),
        ({"jam": "\x00' or 1"}, "Hari atau jam ini tidak bisa dipilih."),
        ({"email": "maria"}, "e-mail"),
    ],
)
def test_each_bad_part_of_the_form_gets_its_sentence(app, phone: Phone, typed, sentence):
    choose(phone).send("/janji", {"jam": "09.00", "telepon": NUMBER} | typed)
    assert phone.status == 422 and sentence in phone.words and all_of_them() == []
    assert phone.form("/janji").fields["telepon"] == typed.get("telepon", NUMBER)


@pytest.mark.parametrize("letter", ["A", "Z", "p", "BB", "\x00"])
def test_a_group_that_takes_no_appointments_is_not_found(app, phone: Phone, letter):
    assert phone.open("/janji", query_string={"kelompok": letter}).status == 404


def test_one_phone_number_has_one_appointment_to_come(app, phone: Phone):
    booked()
    choose(phone, MONDAY).send("/janji", {"jam": "10.00", "telepon": NUMBER})
    assert phone.status == 409 and "sudah punya janji lain" in phone.words and len(all_of_them()) == 1
    assert phone.form("/janji").fields == phone.form("/janji").fields | {"jam": "10.00", "telepon": NUMBER}


def test_a_group_with_hours_of_its_own_is_booked_within_them(app, phone: Phone):
    """Nobody could take a number at the kiosk after 11.30 in group F."""
    choose(phone, letter="F")
    assert re.findall(r'name="jam" value="([\d.]+)"', phone.page) == ["08.00", "09.00", "10.00", "11.00"]
    phone.send("/janji", {"jam": "13.00", "telepon": NUMBER})
    assert phone.status == 422 and all_of_them() == []


def test_an_appointment_is_moved_and_its_old_hour_is_free_again(app, phone: Phone):
    rule("appointment_cap", 1)
    made, taken = booked(), booked("10.00", MONDAY, phone="+6281200000189")
    place = f"/janji/{made.token}"
    phone.open(f"{place}?hari={MONDAY.isoformat()}")
    assert disabled_hours(phone.page) == ["10.00"]
    phone.send("/pindah", {"jam": "10.00"})
    assert phone.status == 409 and "Jam ini sudah penuh." in phone.words and '<svg class="qr"' in phone.page
    phone.open(f"{place}?hari={MONDAY.isoformat()}").send("/pindah", {"jam": "11.00"})
    assert phone.place == place and "Senin, 8 Juni 2020" in phone.words and "pukul 11.00" in phone.words
    assert booked(phone="+6281200000666").hour == "09.00"
    moved = all_of_them()[0]
    assert (moved.day, moved.hour, taken.state) == (MONDAY, "11.00", "booked")


def test_a_cancelled_appointment_says_so_frees_its_hour_and_is_over(app, phone: Phone):
    rule("appointment_cap", 1)
    made = booked()
    cancel = phone.open(f"/janji/{made.token}").form("/batal")
    move = phone.open(f"/janji/{made.token}?hari=2020-06-08").form("/pindah")
    phone.post(cancel.action, dict(cancel.fields))
    assert "Janji ini sudah dibatalkan" in phone.words and '<svg class="qr"' not in phone.page
    assert phone.post(cancel.action, dict(cancel.fields)).status == 200
    phone.post(move.action, {**move.fields, "jam": "10.00"})
    assert phone.status == 409 and "dibatalkan, dipakai, atau lewat" in phone.words
    assert booked(phone="+6281200000189").hour == "09.00"


def test_an_appointment_is_found_again_by_its_code_and_the_number_it_was_made_with(app, phone: Phone):
    made = booked()
    assert 'href="/janji/cari"' in phone.open("/janji").page
    phone.open("/janji/cari").send("/janji/cari", {"kode": codes.fours(made.reference).lower(), "telepon": NUMBER})
    assert phone.place == f"/janji/{made.token}" and "pukul 09.00 WITA" in phone.words
    phone.send("/batal", {})
    assert all_of_them()[0].state == "cancelled"


@pytest.mark.parametrize(("right", "typed"), [
    (True, OTHER), (True, ""), (True, "abc"), (False, NUMBER), (False, OTHER), (False, "\x00"),
])  # fmt: skip
def test_whatever_is_wrong_about_code_or_number_the_same_sentence_refuses(app, phone: Phone, right, typed):
    made = booked()
    phone.open("/janji/cari").send("/janji/cari", {"kode": made.reference if right else "ZZZZZZZZ", "telepon": typed})
    assert phone.status == 422 and "Kode janji dan nomor HP tidak cocok. Periksa keduanya" in phone.words
    assert made.token not in phone.page


def test_an_appointment_of_a_past_day_is_not_found_again(app, phone: Phone, time):
    made = booked()
    time.now = NOON + timedelta(days=2)
    phone.open("/janji/cari").send("/janji/cari", {"kode": made.reference, "telepon": NUMBER})
    assert phone.status == 422 and "Kode janji dan nomor HP tidak cocok." in phone.words


@pytest.mark.parametrize("path", ["/janji/cari", "/janji/{token}/pindah", "/janji/{token}/batal"])
def test_whoever_looks_moves_or_cancels_too_often_waits(app, phone: Phone, path):
    made = booked()
    app.config["RATELIMIT_ENABLED"] = limiter.enabled = True
    try:
        form = phone.open("/janji/cari").form("/janji/cari")
        given = {**form.fields, "hari": "2020-01-01", "jam": "09.00", "once": "the same key each time, long"}
        answers = [phone.post(path.format(token=made.token), dict(given)).status for _ in range(31)]
    finally:
        app.config["RATELIMIT_ENABLED"] = limiter.enabled = False
        limiter.reset()
    assert 429 not in answers[:30] and answers[30] == 429 and "Terlalu banyak percobaan" in phone.words


def test_an_appointment_that_was_used_or_is_past_says_so(app, phone: Phone, time):
    used, past = booked(), booked("10.00", phone="+6281200000189")
    time.now = NOON + timedelta(days=1)
    with transaction():
        appointments.arrive(used, at=time.now)
    assert "Janji ini sudah dipakai" in phone.open(f"/janji/{used.token}").words
    time.now = NOON + timedelta(days=2)
    assert "Janji ini sudah lewat" in phone.open(f"/janji/{past.token}").words and "/batal" not in phone.page


@pytest.mark.parametrize(
    "path", ["/janji/x", f"/janji/{'a' * 24}", "/permohonan/x/janji", f"/permohonan/{'a' * 24}/janji"]
)
def test_an_unknown_link_has_its_sentence(app, phone: Phone, path):
    assert phone.open(path).status == 404 and "tidak ditemukan" in phone.words


def test_a_card_that_is_ready_is_collected_at_an_hour_of_its_own(app, phone: Phone):
    application = a_card_in(cards.READY)
    phone.open(f"/permohonan/{application.token}/status")
    assert f'href="/permohonan/{application.token}/janji"' in phone.page
    phone.open(f"/permohonan/{application.token}/janji")
    assert "Ambil surat jadi" in phone.words and "permohonan=" not in phone.page
    phone.open(f"/permohonan/{application.token}/janji", query_string={"kelompok": "B", "hari": "2020-06-05"})
    phone.send("/janji", {"jam": "09.00", "telepon": NUMBER})
    made = all_of_them()[0]
    assert (made.group, made.application_id) == ("E", application.id), (
        "the group is the application's, whatever was asked"
    )


def test_whoever_must_mend_something_may_come_with_it(app, phone: Phone):
    application = a_returned("surat-lahir")
    assert f'href="/permohonan/{application.token}/janji"' in phone.open(f"/permohonan/{application.token}/status").page
    assert "Akta lahir, mati, kawin" in phone.open(f"/permohonan/{application.token}/janji").words


def test_an_application_that_nobody_waits_for_takes_no_appointment(app, phone: Phone):
    phone.open(f"/permohonan/{a_draft().token}/janji")
    assert phone.status == 404 and "tidak perlu datang ke kantor" in phone.words
    assert drafts.by_token(a_draft().token).state == "draft"


def test_english_reads_hours_and_days_its_own_way(app, phone: Phone):
    made = booked()
    phone.open(f"/janji/{made.token}?bahasa=en")
    assert "Friday, 5 June 2020" in phone.words and "09:00 WITA" in phone.words


@pytest.mark.both_engines
def test_an_hour_takes_exactly_as_many_as_it_has_places_however_many_come_at_once(app: Flask):
    rule("appointment_cap", 3)
    db.session.remove()

    def one(number: int) -> str:
        group = groups.find("B", groups.groups(NOON))
        with transaction():
            made = booking.book(
                group, FRIDAY, "09.00", phone=f"+62812000002{number:02d}", token=codes.new_token(), at=NOON
            )
            return str(made.hour)

    outcomes = in_parallel(app, 8, one)
    assert outcomes.count("09.00") == 3 and all(isinstance(each, str | Refused) for each in outcomes)
    assert len(all_of_them()) == 3 and appointments.hours("B", FRIDAY, NOON)[1].left == 0


def test_with_several_places_the_place_is_chosen_first_and_stands_on_the_appointment(app, phone: Phone):
    mall = a_place().id
    rule("appointment_cap", 0, place=places.MAIN)
    phone.open("/janji?kelompok=B")
    assert "Pilih tempat" in phone.page and f"tempat={mall}" in phone.page
    phone.open(f"/janji?kelompok=B&tempat={mall}&hari={FRIDAY.isoformat()}")
    assert "Mal Pelayanan Publik" in phone.page
    phone.send("/janji", {"jam": "09.00", "telepon": NUMBER})
    assert [each.place_id for each in all_of_them()] == [mall]
    assert "Mal Pelayanan Publik, Jalan Contoh 1" in phone.page
    assert phone.open("/janji?tempat=77").status == 404
