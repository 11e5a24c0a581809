"""The register at the desk: a reason for each look, masked numbers, families typed by hand, files in and out."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from office import clock, events
from office.db import db, transaction
from office.events import Event
from office.register import Resident, families
from office.staff import Role
from tests.desk.conftest import Desk
from tests.factories import an_application, an_officer
from tests.register.people import FATHER, KK, MOTHER, a_row, csv_of, person, the_family

Seat = Callable[..., Desk]
HEAD = {"kk": "9999010203150055", "address": "Gang Rukun 3", "rt": "001", "rw": "002", "village_code": "64.74.01.1006"}
MEMBER = {"name": "Sulastri", "nik": "9999015507700002", "sex": "2", "birth_place": "Bontang", "birth_date": "15-07-1970",
          "shdk": "1", "religion": "1", "marital": "1", "citizenship": "1"}  # fmt: skip


def looked(seat: Desk, q: str = FATHER, **form: str) -> TestResponse:
    return seat.post("/petugas/penduduk", q=q, **{"alasan": "loket"} | form)


def kinds() -> list[str]:
    return [row.kind for row in db.session.query(Event).order_by(Event.seq)]


def member(index: int = 0, **facts: str) -> dict[str, str]:
    return {f"m{index}-{code}": value for code, value in (MEMBER | {"id": ""} | facts).items()}


def test_a_search_needs_a_reason_and_is_written_down_without_the_name(app, desk):
    the_family()
    seat = desk()
    refused = looked(seat, alasan="")
    assert refused.status_code == 422 and "Pilih dulu alasan" in refused.text and "Wayan" not in refused.text
    answer = looked(seat, "ngurah")
    assert answer.status_code == 200 and "I Gusti Ngurah Rai" in answer.text and FATHER not in answer.text
    row = db.session.query(Event).filter_by(kind="register.searched").one()
    assert row.facts == {"way": "name", "found": 1, "reason": "loket", "case": ""}


def test_a_case_is_a_reason_when_it_exists(app, desk):
    the_family()
    file, seat = an_application(), desk()
    assert looked(seat, alasan="berkas", nomor="22222222").status_code == 422
    assert looked(seat, alasan="surat", nomor="Budi Santoso").status_code == 422
    assert looked(seat, alasan="berkas", nomor=file.reference.lower()).status_code == 200
    assert db.session.query(Event).filter_by(kind="register.searched").one().facts["case"] == file.reference
    assert desk().get(f"/petugas/penduduk/{person(FATHER).id}", berkas=file.reference).status_code == 200


def test_a_page_without_a_reason_sends_the_officer_to_give_one(app, desk):
    the_family()
    answer = desk().get(f"/petugas/penduduk/{person(FATHER).id}")
    assert (answer.status_code, answer.location) == (303, "/petugas/penduduk")
    assert "resident.viewed" not in kinds()


def test_a_reason_lasts_a_quarter_of_an_hour(app, desk, monkeypatch):
    the_family()
    seat, url = desk(), f"/petugas/penduduk/{person(FATHER).id}"
    looked(seat)
    assert seat.get(url).status_code == 200
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=14))
    assert seat.get(url).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=16))
    assert seat.get(url).status_code == 303


def test_numbers_are_masked_until_shown_and_showing_is_written_down(app, desk):
    family = the_family()
    seat = desk()
    looked(seat)
    for subject, url in (
        ("resident", f"/petugas/penduduk/{person(FATHER).id}"),
        ("family", f"/petugas/penduduk/keluarga/{family.id}"),
    ):
        shown = seat.get(url)
        assert "9999********0006" in shown.text and FATHER not in shown.text.replace(" ", "")
        assert "9999 0112 0386 0006" in seat.post(f"{url}/tampilkan").text
        rows = [row for row in db.session.query(Event).order_by(Event.seq) if row.subject == subject]
        assert [row.facts["what"] for row in rows] == ["page", "nik"]
    assert events.verify() is None


def test_no_address_and_no_event_holds_a_number_or_a_name(app, desk):
    the_family()
    seat = desk()
    looked(seat, "ngurah")
    seat.get(f"/petugas/penduduk/{person(FATHER).id}")
    told = repr([row.facts for row in db.session.query(Event)])
    assert FATHER not in told and "Rai" not in told and "ngurah" not in told


def test_a_nik_from_the_national_system_is_typed_in(app, desk):
    the_family()
    with transaction():
        person(MOTHER).nik = None
    mother = db.session.query(Resident).filter_by(name="Nur'aini").one()
    seat, url = desk(), f"/petugas/penduduk/{mother.id}/nik"
    looked(seat)
    assert seat.post(url, nik="123").status_code == 422
    taken = seat.post(url, nik=FATHER, once="another key of this test")
    assert taken.status_code == 409 and "sudah dimiliki penduduk lain" in taken.text
    assert seat.post(url, nik="9999 0148 0588 0001", once="a third key of this test").status_code == 303
    assert person(MOTHER).origin == "confirmed"


def test_a_family_is_typed_from_a_kk(app, desk):
    seat = desk()
    assert seat.get("/petugas/penduduk/keluarga/baru").status_code == 200
    answer = seat.post("/petugas/penduduk/keluarga/baru", **HEAD, **member(), **member(1, name="", nik="", sex="", birth_date="",
                       shdk="", religion="", marital="", birth_place=""))  # fmt: skip
    assert answer.status_code == 303
    family = families.by_kk(HEAD["kk"])
    assert [each.name for each in families.members(family)] == ["Sulastri"]
    assert "Diketik petugas" in seat.get(answer.location).text


def test_nothing_typed_is_lost_when_a_family_is_wrong_and_nothing_is_kept(app, desk):
    seat = desk()
    answer = seat.post(
        "/petugas/penduduk/keluarga/baru", **HEAD, **member(), **member(1, nik="", name="Dewi", birth_date="30-02-1990")
    )
    assert answer.status_code == 422 and "tidak ada di kalender" in answer.text and 'value="30-02-1990"' in answer.text
    two = seat.post("/petugas/penduduk/keluarga/baru", **HEAD, **member(), **member(1, nik="", name="Dewi"))
    assert two.status_code == 422 and "punya 2 kepala keluarga" in two.text
    assert families.by_kk(HEAD["kk"]) is None
    more = seat.post("/petugas/penduduk/keluarga/baru", **HEAD, **member(), tambah="1")
    assert more.status_code == 200 and "m1-name" in more.text and 'value="Sulastri"' in more.text


def test_a_family_is_corrected_and_its_old_values_stay(app, desk):
    family = the_family()
    seat, url = desk(), f"/petugas/penduduk/keluarga/{family.id}/ubah"
    looked(seat)
    form = seat.get(url)
    typed = {each.attrib["name"]: each.attrib.get("value", "") for each in _inputs(form.text)} | _selected(form.text)
    typed = {name: value for name, value in typed.items() if name.startswith("m") or name in HEAD}
    assert seat.post(url, **typed | {"address": "Jl. Baru 9", "m1-religion": "1"}).status_code == 303
    assert (family.address, person(MOTHER).religion) == ("Jl. Baru 9", "1")
    assert "Jl. Damai No. 4" in seat.get(f"/petugas/penduduk/keluarga/{family.id}").text


def test_a_file_is_read_shown_and_taken_over(app, desk):
    seat = desk(Role.REGISTRAR)
    data = csv_of([a_row(nik=FATHER, shdk="1")])
    answer = seat.post("/petugas/penduduk/impor", berkas=(io.BytesIO(data), "penduduk.csv"))
    assert answer.status_code == 303 and db.session.query(Resident).count() == 0
    assert "Masukkan semua" in seat.get(answer.location).text
    assert seat.post(f"{answer.location}/ambil", once="another key of this test").status_code == 303
    assert person(FATHER).state == "alive" and "Sudah masuk" in seat.get(answer.location).text
    assert seat.post(f"{answer.location}/ambil", once="a third key of this test").status_code == 409


def test_a_bad_file_is_told_line_by_line_and_can_be_given_up(app, desk):
    seat = desk(Role.REGISTRAR)
    unreadable = seat.post("/petugas/penduduk/impor", berkas=(io.BytesIO(b"\xff\xfe\x00"), "x.csv"))
    assert unreadable.status_code == 422 and "bukan UTF-8" in unreadable.text
    assert seat.post("/petugas/penduduk/impor", once="a second key of this test").status_code == 422
    data = csv_of([a_row(agama="99")])
    answer = seat.post("/petugas/penduduk/impor", once="another key of this test", berkas=(io.BytesIO(data), "x.csv"))
    assert "Kode ini tidak ada di daftar" in seat.get(answer.location).text
    assert "2;agama;" in seat.get(f"{answer.location}/masalah.csv").text
    assert seat.post(f"{answer.location}/ambil", once="a third key of this test").status_code == 409
    assert seat.post(f"{answer.location}/batal", once="a fourth key of this test").status_code == 303


def test_the_register_goes_out_with_a_reason(app, desk):
    the_family()
    seat = desk(Role.REGISTRAR)
    assert seat.post("/petugas/penduduk/ekspor").status_code == 422
    answer = seat.post("/petugas/penduduk/ekspor", alasan="surat", nomor="470/12/2020", once="another key of this test")
    assert answer.status_code == 200 and KK in answer.text and "attachment" in answer.headers["Content-Disposition"]
    assert db.session.query(Event).filter_by(kind="register.exported").one().facts == {"reason": "surat"}


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.VERIFIER, Role.ADMINISTRATOR])
def test_only_the_registrar_moves_the_register_in_and_out(app, desk, role):
    seat = desk(an_officer(role))
    for url in ("/petugas/penduduk/impor", "/petugas/penduduk/ekspor"):
        assert seat.post(url).status_code == 403


def test_an_administrator_sees_no_resident(app, desk):
    assert desk(Role.ADMINISTRATOR).get("/petugas/penduduk").status_code == 403


def test_odd_searches_are_answered(app, desk):
    seat = desk()
    for q in ("\x00", "%", "'", "😀" * 60, "", "9" * 16, "9" * 400):
        assert looked(seat, q).status_code == 200
    assert looked(seat, "", lahir="31-2-1990").status_code == 422


def _inputs(text: str):
    import html5lib  # the reader that a browser has; already here for the documents

    tree = html5lib.parse(text, namespaceHTMLElements=False)
    return [each for each in tree.iter("input") if "name" in each.attrib]


def _selected(text: str) -> dict[str, str]:
    import html5lib

    tree = html5lib.parse(text, namespaceHTMLElements=False)
    return {
        select.attrib["name"]: next(
            (option.attrib["value"] for option in select.iter("option") if "selected" in option.attrib), ""
        )
        for select in tree.iter("select")
        if "name" in select.attrib
    }


def test_a_refused_number_is_no_way_round_the_reason(app, desk):
    family = the_family()
    seat = desk()
    for url in (f"/petugas/penduduk/{person(FATHER).id}/nik", f"/petugas/penduduk/keluarga/{family.id}/nomor"):
        assert seat.post(url, once=f"a key for {url}"[:60]).location == "/petugas/penduduk"
