"""The supervisor's pages: the journal searched, a head on paper, doubts and looks, the report of a day."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk import event_facts, history
from office import blanks, clock, codes, events, opening
from office.applications import review
from office.cards import card
from office.corrections import requests
from office.db import db, transaction
from office.documents.states import MOVES
from office.events import Event
from office.staff import Role
from office.watching import doubts, heads, sampling
from office.watching.lookups import Lookup
from office.watching.sampling import WatchedLook
from tests.factories import NOON, an_application, an_officer

NIK = "9999014107900001"
ROWS = re.compile(r'<tr><td class="num"[^>]*>(\d+)</td>')


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
    wild = head.get("/petugas/jejak?petugas=99999999999&sebelum=x&jenis=zzz&berkas=../..&sampai=2020-06-05")
    assert wild.status_code == 200 and wild.text.count("tidak dikenal, jadi tidak dipakai untuk menyaring.") == 3


def constants(tree):
    return {each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def recorded():
    """The kinds of events that office/ records, and the names of their facts, read from its code."""
    states = {
        "cards/card.py": ("card", {*card.BEFORE}), "blanks.py": ("blanks", {blanks.RECEIPT, blanks.COUNT}),
        "corrections/requests.py": ("correction", {requests.OBJECTED, requests.ASKED, requests.APPROVED, requests.REFUSED}),
        "documents/states.py": ("document", set().union(*MOVES.values())),
        "notices.py": ("notice", {"email_sent", "email_failed", "phone_sent", "phone_failed"}),
    }  # fmt: skip
    moves = {"queue": "ticket", "applications": "application", "appointments.py": "appointment", "handover": "delivery"}
    kinds, facts = {f"{prefix}.{state}" for prefix, found in states.values() for state in found}, set()
    known = {kind.partition(".")[0] for kind in history.words()}
    for path in Path("office").rglob("*.py"):
        tree, prefix = ast.parse(path.read_text("utf-8")), moves.get(path.parts[1], "")
        dotted = {each for each in constants(tree) if re.fullmatch(r"[a-z]+\.[a-z_]+", each)}
        kinds |= {each for each in dotted if each.partition(".")[0] in known and not each.endswith((".id", ".code"))}
        for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
            does, given = ast.unparse(call.func), {each.arg: each.value for each in call.keywords if each.arg}
            if does in ("record", "events.record") and path.name != "health.py":
                kinds |= constants(call.args[0]) if isinstance(call.args[0], ast.Constant) else set()
                facts |= given.keys() - {"by", "at"}
            elif does in ("move", "states.move") and prefix and "kind" in given:
                kinds |= {f"{prefix}.{each}" for each in constants(given["kind"])}
            elif does == "_note" and prefix:
                kinds |= {f"{prefix}.{each}" for each in constants(call.args[0])}
    return kinds, facts


def test_each_kind_of_event_and_each_fact_that_the_office_records_has_its_words(app):
    with app.test_request_context():
        kinds, facts = recorded()
        assert len(kinds) > 120 and facts > {"what", "why", "trouble", "balance"}
        assert sorted(kinds - history.words().keys()) == []
    assert sorted(facts - event_facts.SAID.keys() - event_facts.UNSAID) == []


def test_a_code_that_nobody_knows_is_shown_as_a_code(desk):
    with transaction():
        events.record("moon.landed", "moon", 1, by=events.SYSTEM, at=NOON)
        events.record("officer.proven", "officer", 1, by=events.SYSTEM, at=NOON, factor="magic")
    page = desk(Role.HEAD).get("/petugas/jejak").text
    assert "kode moon.landed" in page and "Faktor kedua dibuktikan: kode magic" in page and "kode moon 1" in page


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
    assert "cocok dengan baris" in boss.get(boss.post("/petugas/jejak/kertas", **typed).location).text
    assert "tidak cocok" in boss.post("/petugas/jejak/kertas", **typed | {"baris": "1"}).text
    assert boss.post("/petugas/jejak/kertas", baris="1", sidik="abc").status_code == 422
    assert "Seluruh jejak utuh." in boss.get(boss.post("/petugas/jejak").location).text


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
