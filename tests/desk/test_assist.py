"""At the counter for somebody without a phone: the forms are begun there, and a number is written down after the KTP was seen."""

import re

import sqlalchemy as sa

from office.accounts.phones import ResidentPhone
from office.applications import COUNTER, drafts, steps_of
from office.applications.review import take
from office.assistance import Assistance, by_link
from office.db import db, transaction
from office.staff import Role
from tests.desk.conftest import file_url
from tests.factories import BIRTH, a_full_draft, an_officer
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
