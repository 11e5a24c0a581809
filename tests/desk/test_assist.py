"""At the counter for somebody without a phone: the forms are begun there, and a number is written down after the KTP was seen."""

import re

import pytest
import sqlalchemy as sa

from commands.workers import build
from office import clock, codes
from office.accounts.phones import ResidentPhone
from office.applications import COUNTER, HOME, SUBMITTED, drafts, papers_of, review, steps_of
from office.applications.review import take
from office.assistance import Assistance, by_link
from office.db import db, transaction
from office.notices import SENT, Notice
from office.staff import Role
from tests.desk.conftest import file_url
from tests.factories import BIRTH, a_full_draft, an_application, an_officer
from tests.web.phone import Phone


def test_an_officer_begins_fills_in_and_the_reviewer_reads_who_typed(app, desk):
    browser = desk(Role.FRONT_DESK)
    page = browser.post("/petugas/bantu", layanan="akta-kelahiran").location
    link = re.findall(r"/permohonan/(bantu-[\w-]+)", browser.get(page).text)[0]
    assert desk(Role.FRONT_DESK).get(page).status_code == 404
    phone = Phone(app)
    place = f"/permohonan/{link}/langkah/anak"
    phone.open(place).send(place, {**BIRTH["anak"]})
    row = db.session.scalars(sa.select(Assistance)).one()
    with transaction():
        application = drafts.by_token(db.session.scalar(sa.text("SELECT token FROM application")))
        assert application.channel == COUNTER
        for step, typed in BIRTH.items():
            drafts.save(application, step, typed, at=row.made_at, by=by_link(link, at=row.made_at))
        for code in ("surat-lahir", "kartu-keluarga", "buku-nikah"):
            drafts.bring(application, code, at=row.made_at, by=row)
        drafts.submit(application, at=row.made_at, by=row)
    reviewer = an_officer()
    with transaction():
        take(application, reviewer, at=row.made_at)
    text = desk(reviewer).get(file_url(application)).text
    assert text.count(f"Diisi di loket oleh {browser.officer.name}.") == len(steps_of(application)) + 1


def test_the_reviewer_reads_what_was_taken_from_the_register_and_which_paper_was_used_again(app, desk):
    application = a_full_draft()
    with transaction():
        steps_of(application)[0].sources = {"nama": "register", "email": "earlier"}
        from office import papers

        for paper in papers.of(application.id):
            paper.first_at = paper.changed_at
        drafts.submit(application, at=application.started_at)
    text = desk(Role.VERIFIER).get(file_url(application)).text
    assert "Dari data penduduk: Nama lengkap Anda" in text and "Dari permohonan sebelumnya: Alamat e-mail" in text
    assert "Dipakai lagi dari permohonan sebelumnya, pertama dikirim" in text


def test_a_number_is_written_down_only_after_the_ktp_was_seen_and_the_newest_counts(desk):
    browser, given = desk(Role.FRONT_DESK), {"nik": "9999011203860006", "telepon": "081200000999"}
    assert browser.post("/petugas/bantu/telepon", **given).status_code == 422
    assert browser.post("/petugas/bantu/telepon", **{**given, "telepon": "12"}, ktp="1").status_code == 422
    for number in ("081200000999", "081200000888"):
        assert browser.post("/petugas/bantu/telepon", **{**given, "telepon": number}, ktp="1").status_code == 303
    assert [row.phone for row in db.session.scalars(sa.select(ResidentPhone))] == ["+6281200000888"]


def test_an_officer_mends_what_was_returned_with_its_owner_and_cannot_approve_it(app, desk):
    at, verifier = clock.now(), an_officer()
    application = an_application(at=at)
    with transaction():
        review.take(application, verifier, at=at)
        parts = [("answers", row.code) for row in steps_of(application)]
        for kind, code in parts + [("paper", paper.code) for paper in papers_of(application)]:
            word, why = ("fix", "Namanya salah.") if code == "anak" else ("ok", "")
            review.judge(application, kind, code, word, why, verifier, at=at)
        review.send_back(application, verifier, at=at)
    registrar = desk(Role.REGISTRAR)
    assert "perlu diperbaiki" in registrar.post("/petugas/bantu/perbaikan", nomor="ZZZZ-ZZZZ").text
    page = registrar.post("/petugas/bantu/perbaikan", nomor=codes.fours(application.reference)).location
    link = re.findall(r"/permohonan/bantu-[\w-]+", registrar.get(page).text)[0]
    phone = Phone(app).open(link)
    assert phone.place == f"{link}/status" and "Perlu perbaikan: 1 isian" in phone.words
    assert application.token not in phone.page and "Tarik permohonan" not in phone.page
    assert phone.open(f"{link}/langkah/ibu").status == 409
    phone.open(f"{link}/langkah/anak").send(f"{link}/langkah/anak", BIRTH["anak"] | {"nama": "Ni Luh Sekar"})
    phone.open(link).send("/kirim")
    db.session.expire_all()
    assert (application.state, application.channel, application.subject_name) == (SUBMITTED, HOME, "Ni Luh Sekar")
    assert [row.code for row in steps_of(application) if row.typed_by] == ["anak"]
    build(app).drain(at=clock.now())
    told = db.session.scalars(sa.select(Notice.state).where(Notice.template.in_(("assisted", "assisted_sent")))).all()
    assert told == [SENT] * 4
    assert phone.open(link).status == 410
    with pytest.raises(review.TypedIt):
        review.may_approve(application, registrar.officer)
