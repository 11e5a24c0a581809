"""The supervisor's pages: the journal searched, a head on paper, doubts and looks, the report of a day."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from office import clock, codes, opening
from office.applications import review
from office.db import db, transaction
from office.events import Event
from office.staff import Role
from office.watching import doubts, heads, sampling
from office.watching.lookups import Lookup
from office.watching.sampling import WatchedLook
from tests.factories import NOON, an_application, an_officer

NIK = "9999014107900001"
ROWS = re.compile(r'<tr><td class="num">(\d+)</td>')


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=24))


def looked(application, officer):
    with transaction():
        review.look(application, officer, at=NOON)
    return application


def test_the_journal_is_searched_by_a_form_whose_address_names_no_number_of_a_document(desk):
    application, head = looked(an_application(), an_officer()), desk(Role.SECTION_HEAD)
    typed = {"nomor": application.reference, "jenis": "application.viewed", "petugas": "", "dari": "2020-06-04"}
    found = head.post("/petugas/jejak/cari", **typed)
    assert found.location.partition("?")[2] == f"jenis=application.viewed&dari=2020-06-04&berkas={application.reference}"
    shown = head.get(found.location)
    assert len(ROWS.findall(shown.text)) == 1 and "Dilihat" in shown.text
    for name, typed in (("nomor", NIK), ("nomor", "TIDAKADA"), ("dari", "kemarin"), ("sampai", "2020-06-03")):
        form = {"dari": "2020-06-04", name: typed}
        refused = head.post("/petugas/jejak/cari", **form)
        assert refused.status_code == 422 and typed in refused.text, name
    assert head.get("/petugas/jejak?petugas=99999999999&sebelum=x&jenis=%00&berkas=../..&sampai=2020-06-05").status_code == 200


def test_the_journal_goes_on_where_the_page_ended(app, desk, monkeypatch):
    monkeypatch.setattr("office.watching.search.page.__kwdefaults__", {"before": 0, "most": 2})
    an_application()
    head = desk(Role.HEAD)
    first = head.get("/petugas/jejak")
    (older,) = re.findall(r'href="(/petugas/jejak\?sebelum=\d+)"', first.text)
    seen = ROWS.findall(first.text) + ROWS.findall(head.get(older).text)
    assert [int(seq) for seq in seen] == sorted({int(seq) for seq in seen}, reverse=True) and len(seen) == 4


def test_a_person_is_looked_for_by_a_form_and_the_number_stands_nowhere_afterwards(desk):
    application, head = looked(an_application(), an_officer()), desk(Role.HEAD)
    with transaction():
        application.applicant_key = codes.person("nik", NIK)
    typed = {"macam": "nik", "angka": NIK, "alasan": "aduan", "keterangan": "Surat aduan 12", "once": "a key of this very test"}
    found, again = (head.post("/petugas/jejak/orang", **typed) for _ in range(2))
    assert found.location == again.location and NIK not in found.location
    shown = head.get(found.location)
    assert "Surat aduan 12" in shown.text and NIK not in shown.text and "Dilihat" in shown.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Lookup)) == 1
    assert "Surat aduan 12" in desk(Role.SECTION_HEAD).get("/petugas/pengawasan").text
    assert desk(Role.ADMINISTRATOR).get(found.location).status_code == 404
    for wrong in ({"angka": "12"}, {"alasan": "iseng"}, {"keterangan": ""}, {"keterangan": NIK}):
        assert head.post("/petugas/jejak/orang", **{k: v for k, v in typed.items() if k != "once"} | wrong).status_code == 422
    assert not any(NIK in str(facts) for facts in db.session.scalars(sa.select(Event.facts)))


def test_the_report_of_a_day_carries_the_head_that_the_journal_page_recognizes(desk):
    an_application()
    with transaction():
        head = heads.close(opening.local_day(NOON), at=clock.now())
    boss = desk(Role.HEAD)
    shown = boss.get("/petugas/harian/2020-06-04")
    assert heads.fours(head.hash) in shown.text and "Permohonan masuk per hari" in shown.text
    assert "dibuat setelah tengah malam" in boss.get("/petugas/harian/2020-06-05").text
    assert "tidak punya sidik sendiri" in boss.get("/petugas/harian/2020-06-01").text
    for day in ("2020-06-06", "20200604", "kemarin", "0001-01-01"):
        assert boss.get(f"/petugas/harian/{day}").status_code == 404
    typed = {"baris": f" {head.seq}", "sidik": heads.fours(head.hash).upper()}
    assert "cocok dengan baris" in boss.post("/petugas/jejak/kertas", **typed).text
    assert "tidak cocok" in boss.post("/petugas/jejak/kertas", **typed | {"baris": "1"}).text
    assert boss.post("/petugas/jejak/kertas", baris="1", sidik="abc").status_code == 422
    assert "Seluruh jejak utuh." in boss.post("/petugas/jejak").text


def test_a_supervisor_answers_a_doubt_and_sees_who_it_was_and_what_they_did(desk):
    sari, application = an_officer(), an_application()
    looked(application, sari)
    with transaction():
        doubt = doubts.report(application, doubts.lines(application)[0].code, "Saya <b>tidak</b> kenal.", at=NOON)
    boss, place = desk(Role.SECTION_HEAD), f"/petugas/pengawasan/laporan/{doubt.id}"
    shown = boss.get("/petugas/pengawasan").text
    assert sari.name in shown and "Dilihat" in shown and "&lt;b&gt;tidak" in shown and "Pengawasan (1)" in shown
    assert boss.post(place, jawaban=" ").status_code == 422
    once = "a key of this very test"
    assert [boss.post(place, jawaban="Memeriksa aduan.", once=once).status_code for _ in range(2)] == [303, 303]
    assert boss.post(place, jawaban="Lagi.").status_code == 409
    assert boss.post("/petugas/pengawasan/laporan/999", jawaban="Apa?").status_code == 404
    db.session.rollback()
    assert doubts.of(application.id)[0].answer == "Memeriksa aduan."


def test_a_supervisor_judges_looks_but_not_their_own(desk):
    sari = an_officer()
    looked(an_application(), sari)
    boss = desk(Role.SECTION_HEAD)
    with transaction():
        sampling.keep(sampling.draw(opening.local_day(NOON).replace(day=1), at=NOON), at=NOON)
    look = db.session.scalars(sa.select(WatchedLook)).one()
    place = f"/petugas/pengawasan/lihatan/{look.id}"
    assert "Pembukaan tanpa perkara" in boss.get("/petugas/pengawasan").text
    assert boss.post(place, nilai="explain").status_code == 422 and boss.post(place, nilai="").status_code == 422
    assert boss.post(place, nilai="explain", catatan="Mengapa?").status_code == 303
    assert "Mengapa?" in boss.get("/petugas/pengawasan").text
    with transaction():
        db.session.get_one(WatchedLook, look.id).officer_id = boss.officer.id
    assert boss.post(place, nilai="fair", once="another key of this test").status_code == 403
