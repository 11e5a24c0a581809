"""What keeps the house: failures, settings, people and the journal."""

import sqlalchemy as sa

from office import clock, documents, events, jobs, settings
from office.db import db, transaction
from office.events import Event
from office.staff import Officer, Role
from tests.factories import NOON, PASSWORD, an_approved, an_officer

NEW = {"nama": "Lalu Mahendra", "login": "Lalu.M", "peran": "verifier", "sandi": PASSWORD}


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
    browser.post("/petugas/pengaturan/counter_closed", counter_closed="Upacara")
    browser.post("/petugas/pengaturan/counter_closed", counter_closed="")
    assert settings.get("counter_closed", clock.now()) == "" and len(settings.history("counter_closed")) == 2


def test_a_new_officer_may_sign_in_and_the_journal_knows_who_let_them_in(desk):
    browser = desk(Role.ADMINISTRATOR)
    assert browser.post("/petugas/orang", **NEW).status_code == 303
    added = db.session.scalar(sa.select(Officer).where(Officer.login == "lalu.m"))
    assert events.of("officer", added.id)[-1].actor_id == browser.officer.id
    assert desk(None).post("/petugas/masuk", login="lalu.m", password=PASSWORD).status_code == 303


def test_a_new_officer_with_mistakes_is_refused_and_the_password_is_not_shown_again(desk):
    browser = desk(Role.ADMINISTRATOR)
    answer = browser.post("/petugas/orang", nama="", login="a b!", peran="boss", sandi="pendek")
    assert answer.status_code == 422 and answer.text.count('class="why"') == 4
    assert 'value="a b!"' in answer.text and "pendek" not in answer.text.replace("kalimat pendek", "")


def test_a_login_is_given_once(desk):
    browser = desk(Role.ADMINISTRATOR)
    browser.post("/petugas/orang", **NEW)
    assert "sudah dipakai" in browser.post("/petugas/orang", **NEW | {"login": "LALU.M"}).text


def test_a_disabled_officer_is_out_in_every_browser_and_nobody_disables_themselves(desk):
    officer, browser = an_officer(), desk(Role.ADMINISTRATOR)
    open_page = desk(officer)
    assert browser.post(f"/petugas/orang/{officer.id}/nonaktif").status_code == 303
    assert open_page.get("/petugas/").status_code == 303
    refused = browser.post(f"/petugas/orang/{browser.officer.id}/nonaktif")
    assert refused.status_code == 422 and browser.get("/petugas/").status_code == 200


def test_the_journal_shows_its_head_and_says_that_it_is_whole(desk):
    browser = desk(Role.ADMINISTRATOR)
    last = db.session.scalar(sa.select(Event).order_by(Event.seq.desc()).limit(1))
    assert last.hash in browser.get("/petugas/jejak").text
    assert "Seluruh jejak utuh." in browser.post("/petugas/jejak").text


def test_the_journal_names_the_row_that_was_changed(desk):
    an_approved()
    browser = desk(Role.ADMINISTRATOR)
    with transaction():  # as one who holds the database itself could
        db.session.execute(sa.text("DROP TRIGGER event_no_update"))
        db.session.execute(sa.update(Event).where(Event.seq == 3).values(actor_id=99))
    assert "Jejak tidak cocok mulai baris 3." in browser.post("/petugas/jejak").text
