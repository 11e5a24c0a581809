"""What keeps the house: failures, settings, people and the journal."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_babel import refresh

from office import clock, documents, events, health, jobs, settings
from office.db import db, transaction
from office.events import Event
from office.staff import Role
from office.watching import heads
from tests.factories import NOON, an_approved, an_officer

LIMIT = "temperature_limit"


def test_a_given_up_job_stands_on_the_list_and_goes_on_its_way_again(desk):
    application = an_approved()
    job = jobs.of("document", documents.of(application.id)[0].id)
    with transaction():
        jobs.put_off(job, trouble="RenderFailed", at=NOON, final=True)
    browser = desk(Role.REGISTRAR)
    page = browser.get("/petugas/gagal").text
    assert "Surat tidak bisa digambar" in page and "Ni Luh Putu Sekar" in page
    assert browser.post(f"/petugas/gagal/{job.id}/ulang").status_code == 303
    db.session.refresh(job)
    assert job.failed_at is None and "Tidak ada yang gagal" in browser.get("/petugas/gagal").text


def test_an_administrator_sees_what_failed_but_not_whose_it_is(desk):
    application = an_approved()
    document = documents.of(application.id)[0]
    with transaction():
        document.locked_at = NOON
    page = desk(Role.ADMINISTRATOR).get("/petugas/gagal").text
    assert f"{application.reference[:4]}-{application.reference[4:]}" in page
    assert "Sekar" not in page and "/petugas/berkas/" not in page


def test_a_setting_takes_its_value_from_now_and_keeps_its_history(desk):
    browser = desk(an_officer(Role.ADMINISTRATOR, name="Andi Baso"))
    assert browser.post("/petugas/pengaturan/pdf_delivery", pdf_delivery="link").status_code == 303
    assert settings.get("pdf_delivery", clock.now()) == "link" and settings.get("pdf_delivery", NOON) == "attached"
    page = browser.get("/petugas/pengaturan").text
    assert "Andi Baso" in page and "Tautan, dibuka dengan PIN" in page


def test_a_setting_refuses_what_is_not_among_its_choices_and_what_is_empty(desk):
    browser = desk(Role.ADMINISTRATOR)
    assert browser.post("/petugas/pengaturan/pdf_delivery", pdf_delivery="pigeon").status_code == 422
    empty = browser.post("/petugas/pengaturan/office_name", office_name="  ")
    assert empty.status_code == 422 and "tidak boleh kosong" in empty.text
    assert browser.post("/petugas/pengaturan/unknown", unknown="x").status_code == 422
    assert settings.history("office_name") == settings.history("pdf_delivery") == []


def test_the_one_setting_that_may_be_empty_is_emptied(desk):
    browser = desk(Role.ADMINISTRATOR)
    browser.post("/petugas/pengaturan/puskesmas", puskesmas="Bontang Utara")
    browser.post("/petugas/pengaturan/puskesmas", puskesmas="")
    assert settings.get("puskesmas", clock.now()) == "" and len(settings.history("puskesmas")) == 2


def test_the_journal_shows_its_head_and_says_that_it_is_whole(desk):
    browser = desk(Role.ADMINISTRATOR)
    last = db.session.scalar(sa.select(Event).order_by(Event.seq.desc()).limit(1))
    assert heads.fours(last.hash) in browser.get("/petugas/jejak").text
    assert "Seluruh jejak utuh." in browser.get(browser.post("/petugas/jejak").location).text


def test_the_journal_names_the_row_that_was_changed(desk):
    an_approved()
    browser = desk(Role.ADMINISTRATOR)
    with transaction():  # as one who holds the database itself could
        db.session.execute(sa.text("DROP TRIGGER event_no_update"))
        db.session.execute(sa.update(Event).where(Event.seq == 3).values(actor_id=99))
    assert "Jejak tidak cocok mulai baris 3." in browser.get(browser.post("/petugas/jejak").location).text


@pytest.mark.parametrize(("key", "typed", "sentence"), [
    ("room_share", "12,5", "harus angka bulat"), ("room_share", "-5", "harus angka bulat"), ("room_share", "٧٥", "angka bulat"),
    ("room_share", "101", "antara 1 dan 100"), ("room_seats", "99999999999", "harus angka bulat"),
    ("temperature_limit", "abc", "satu angka di belakang koma"), ("temperature_limit", "37,33", "satu angka di belakang koma"),
    ("temperature_limit", "50", "antara 35,0 dan 42,0"), ("office_name", "x" * 201, "paling banyak 200 huruf"),
    ("display_notices", "x" * 2001, "paling banyak 2000 huruf"), ("display_notices", "\n \n", "tidak boleh kosong"),
    ("region_code", "zz", "bukan kode kabupaten"), ("region_code", "64.74.01", "bukan kode kabupaten"),
    ("office_city", "Zz", "bukan nama kota"), ("signatory_name", "Siti 2", "Nama tidak memakai angka"),
    ("head_nip", "1970", "Yang diketik 4 angka"), ("audit_addresses", "a@contoh.id, b", "bukan alamat e-mail"),
    ("collect_remind_again", "14", "lebih besar dari"), ("collect_remind_after", "30", "lebih kecil dari"),
])  # fmt: skip
def test_what_a_setting_cannot_be_is_said_at_its_box_and_stays_typed(desk, key, typed, sentence):
    answer = desk(Role.ADMINISTRATOR).post(f"/petugas/pengaturan/{key}", **{key: typed})
    at_box = answer.text.partition(f'id="{key}-e"')[2].partition("</p>")[0]
    assert answer.status_code == 422 and sentence in at_box and typed.strip() in answer.text
    assert settings.history(key) == []


@pytest.mark.parametrize("typed", ["", "maybe", "1", "True"])
def test_yes_or_no_is_nothing_else(desk, typed):
    assert desk(Role.ADMINISTRATOR).post("/petugas/pengaturan/protocol_on", protocol_on=typed).status_code == 422
    assert settings.get("protocol_on", clock.now()) is True


def test_the_questions_of_the_protocol_are_ticked(desk):
    browser, place = desk(Role.ADMINISTRATOR), "/petugas/pengaturan/protocol_questions"
    assert browser.post(place, protocol_questions=["symptoms", "mask"]).status_code == 303
    assert health.protocol(clock.now()).questions == ("mask", "symptoms")
    unknown = browser.post(place, once="another key of this test", protocol_questions=["hands", "nonsense"])
    assert unknown.status_code == 422 and re.search(r'value="hands" checked', unknown.text)
    assert not re.search(r'value="mask" checked', unknown.text)
    none = browser.post(place, once="a third key of this test")
    assert none.status_code == 422 and "tidak boleh kosong" in none.text
    assert "Saya memakai masker, Batuk, demam, atau sesak" in browser.get("/petugas/pengaturan").text


def test_the_limit_of_the_temperature_is_read_and_shown_with_its_decimal(desk):
    browser = desk(Role.ADMINISTRATOR)
    assert 'value="37,3"' in browser.get("/petugas/pengaturan").text
    for typed in ("37,5", "37.5", " 38 "):
        browser.post(f"/petugas/pengaturan/{LIMIT}", once=f"a long key for typing {typed}", **{LIMIT: typed})
    assert [row.value["v"] for row in settings.history("temperature_limit")] == [380, 375, 375]
    assert 'value="38.0"' in browser.get("/petugas/pengaturan", bahasa="en").text


@pytest.mark.parametrize("start", [
    {"mulai_tanggal": "2020-01-01"}, {"mulai_tanggal": "1 Juli"}, {"mulai_jam": "08.00"}, {"mulai_tanggal": "2099-02-30"},
    {"mulai_tanggal": "1-7-2099", "mulai_jam": "25"}, {"mulai_tanggal": "0001-01-01"},
])  # fmt: skip
def test_a_start_that_cannot_be_is_said_at_its_date_and_the_value_stays_typed(desk, start):
    answer = desk(Role.ADMINISTRATOR).post("/petugas/pengaturan/room_share", room_share="75", **start)
    assert answer.status_code == 422 and 'id="room_share-tanggal-e"' in answer.text and 'value="75"' in answer.text
    assert settings.history("room_share") == [] and all(f'value="{typed}"' in answer.text for typed in start.values())


def test_what_begins_later_is_shown_until_it_does_and_its_history_says_who(desk, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    browser = desk(an_officer(Role.ADMINISTRATOR, name="Andi Baso"))
    browser.post("/petugas/pengaturan/room_share", room_share="75", mulai_tanggal="1-7-2020", mulai_jam="8")
    page = browser.get("/petugas/pengaturan").text
    assert "mulai Rabu, 1 Juli 2020, 08.00 WITA: 75" in page and 'name="room_share" value="50"' not in page
    assert settings.get("room_share", NOON) == 50 and page.count("Andi Baso") == 2
    july = NOON + timedelta(days=27)
    monkeypatch.setattr(clock, "now", lambda: july)
    assert "mulai Rabu" not in browser.get("/petugas/pengaturan").text and settings.get("room_share", july) == 75


def test_what_begins_later_can_be_called_off_before_it_does_and_stays_in_the_history(desk, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    browser = desk(Role.ADMINISTRATOR)
    browser.post("/petugas/pengaturan/room_share", room_share="75", mulai_tanggal="2020-07-01", mulai_jam="8.00")
    row = settings.history("room_share")[0]
    place = f"/petugas/pengaturan/nanti/{row.id}/batal"
    assert f'action="{place}"' in browser.get("/petugas/pengaturan").text
    answers = [browser.post(place, once="calling it off, tapped twice").status_code for _ in range(2)]
    page = browser.get("/petugas/pengaturan").text
    assert answers == [303, 303] and place not in page and "75 (dibatalkan)" in page
    assert "Perubahan mulai Rabu, 1 Juli 2020, 08.00 WITA dibatalkan." in page
    assert settings.get("room_share", NOON + timedelta(days=40)) == 50
    kinds = [event.kind for event in events.of("setting", 0)]
    assert kinds == ["setting.changed", "setting.called_off"]


def test_what_has_begun_or_was_called_off_can_not_be_called_off(desk, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    browser = desk(Role.ADMINISTRATOR)
    browser.post("/petugas/pengaturan/room_share", room_share="75")
    browser.post(
        "/petugas/pengaturan/room_seats", once="another key of this test", room_seats="9", mulai_tanggal="2020-07-01"
    )
    begun, later = settings.history("room_share")[0], settings.history("room_seats")[0]
    for row, status in ((begun, 409), (later, 303), (later, 409)):
        place = f"/petugas/pengaturan/nanti/{row.id}/batal"
        answer = browser.post(place, once=f"{status} for {row.key}, a key")
        assert answer.status_code == status
    assert "sudah berlaku atau sudah dibatalkan" in answer.text and settings.get("room_share", NOON) == 75
    assert browser.post("/petugas/pengaturan/nanti/999/batal", once="for a row that is not").status_code == 404


def test_every_setting_stands_in_one_part_of_the_page_and_every_question_is_one_that_is_asked():
    shown = [key for keys in settings.PARTS.values() for key in keys]
    elsewhere = {key for key, known in settings.KNOWN.items() if isinstance(known.default, list)} | {"closed_services"}
    assert sorted([*shown, *elsewhere - set(shown)]) == sorted(settings.KNOWN)
    assert settings.KNOWN["protocol_questions"].choices.keys() == health.WANTED.keys()


@pytest.mark.both_engines
def test_the_code_of_the_region_and_a_nip_are_kept_in_one_form(desk):
    browser = desk(Role.ADMINISTRATOR)
    for key, typed in (("region_code", "64.74"), ("office_city", "bontang"), ("head_nip", "197001011995031001")):
        assert browser.post(f"/petugas/pengaturan/{key}", once=f"a key for {key} of", **{key: typed}).status_code == 303
    kept = settings.several(("region_code", "head_nip"), clock.now())
    assert kept == {"region_code": "6474", "head_nip": "19700101 199503 1 001"}


@pytest.mark.both_engines
def test_what_cannot_be_seen_is_left_out_of_a_text_and_lines_stay_lines(desk):
    browser = desk(Role.ADMINISTRATOR)
    browser.post("/petugas/pengaturan/display_notices", display_notices="Gratis\x00.\r\n\r\n  Sabtu   tutup. ")
    assert settings.get("display_notices", clock.now()) == "Gratis.\nSabtu tutup."


def test_english_is_switched_off_for_residents_and_officers_keep_it(app, desk):
    def seen(client, address):
        refresh()  # the fixture's context lives on, and with it the language of the request before
        return client.get(address).text

    browser, phone = desk(Role.ADMINISTRATOR), app.test_client()
    assert "Complaints" in seen(phone, "/?bahasa=en") and "hreflang" in seen(phone, "/")
    assert browser.post("/petugas/pengaturan/english_on", english_on="no").status_code == 303
    page = seen(phone, "/?bahasa=en")
    assert '<html lang="id"' in page and "hreflang" not in page
    assert '<html lang="en"' in seen(browser.client, "/petugas/pengaturan?bahasa=en")
