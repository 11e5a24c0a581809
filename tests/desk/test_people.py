"""People: invited, renamed, given another role, shut out without losing a file, and masters of their own sessions."""

import re

import pytest
import sqlalchemy as sa

from office import clock, events, staff
from office.applications import review
from office.db import db, transaction
from office.staff import Officer, Role, second_factor
from tests.factories import PASSWORD, an_application, an_officer

NEW = {"nama": "Lalu Mahendra", "login": "Lalu.M", "peran": "verifier"}
LINK = re.compile(r'value="http://127\.0\.0\.1:8000(/petugas/undangan/[\w-]+)"')


def person(officer: Officer, rest: str = "") -> str:
    return f"/petugas/orang/{officer.id}{rest}"


def holding(officer: Officer, count: int = 2):
    found = [an_application() for _ in range(count)]
    with transaction():
        for application in found:
            review.take(application, officer, at=clock.now())
    return found


def test_a_new_officer_chooses_a_password_by_the_invitation_and_is_signed_in(desk):
    browser = desk(Role.ADMINISTRATOR)
    page = browser.post("/petugas/orang", **NEW)
    link = LINK.search(page.text)[1]
    added = db.session.scalar(sa.select(Officer).where(Officer.login == "lalu.m"))
    assert "lalu" not in link and events.of("officer", added.id)[0].actor_id == browser.officer.id
    assert "Diundang" in browser.get("/petugas/orang").text
    guest = desk(None)
    assert "Selamat datang, Lalu Mahendra" in guest.get(link).text
    short = guest.post(link, sandi="pendek")
    assert short.status_code == 422 and "paling sedikit 12 huruf" in short.text
    assert guest.post(link, sandi=PASSWORD).location == "/petugas/akun/kode"
    assert guest.get("/petugas/").status_code == 200
    assert desk(None).get(link).status_code == desk(None).post(link, sandi=PASSWORD).status_code == 410
    assert "Undangan ini sudah dipakai" in desk(None).get(link).text
    assert desk(None).post("/petugas/masuk", login="lalu.m", password=PASSWORD).status_code == 303


def test_a_new_officer_with_mistakes_is_refused_and_a_login_is_given_once(desk):
    browser = desk(Role.ADMINISTRATOR)
    answer = browser.post("/petugas/orang", nama="", login="a b!", peran="boss")
    assert answer.status_code == 422 and answer.text.count('class="why"') == 3 and 'value="a b!"' in answer.text
    browser.post("/petugas/orang", **NEW)
    assert "sudah dipakai" in browser.post("/petugas/orang", **NEW | {"login": "LALU.M"}).text


def test_name_and_role_are_changed_and_the_officer_signs_in_anew(desk):
    officer, browser = an_officer(), desk(Role.ADMINISTRATOR)
    open_page = desk(officer)
    assert browser.post(person(officer), nama="Nama Baru", peran="registrar").status_code == 303
    db.session.refresh(officer)
    assert (officer.name, officer.role) == ("Nama Baru", Role.REGISTRAR)
    assert open_page.get("/petugas/").location.startswith("/petugas/masuk")
    assert browser.post(person(officer), nama="", peran="boss").text.count('class="why"') == 2
    mine = browser.post(person(browser.officer), nama="Saya", peran="verifier")
    assert mine.status_code == 422 and "peran sendiri" in mine.text


def test_an_officer_who_holds_files_is_shut_out_only_once_it_is_said_what_becomes_of_them(desk):
    officer, other, browser = an_officer(), an_officer(), desk(Role.ADMINISTRATOR)
    first, second = holding(officer)
    open_page = desk(officer)
    assert browser.get(person(officer)).text.count('name="berkas"') == 1
    asked = browser.post(person(officer, "/nonaktif"))
    assert asked.status_code == 409 and f"{officer.name} memegang 2 berkas." in asked.text
    assert open_page.get("/petugas/").status_code == 200
    assert browser.post(person(officer, "/nonaktif"), berkas=str(other.id)).status_code == 303
    assert "2 berkas diserahkan." in browser.get("/petugas/orang").text
    for application in (first, second):
        db.session.refresh(application)
        assert application.holder_id == other.id
    assert open_page.get("/petugas/").status_code == 303
    changed = browser.post(person(other), nama="Lain", peran="front_desk")
    assert changed.status_code == 422 and changed.text.count('name="berkas"') == 2
    assert browser.post(person(other), nama="Lain", peran="front_desk", berkas="lepas").status_code == 303
    db.session.refresh(first)
    assert first.holder_id is None and events.of("application", first.id)[-1].kind == "application.released"


def test_nobody_shuts_themselves_out_or_invites_themselves_anew(desk):
    browser = desk(Role.ADMINISTRATOR)
    for rest in ("/nonaktif", "/undangan"):
        assert browser.post(person(browser.officer, rest)).status_code == 422
    assert browser.get("/petugas/").status_code == 200


def test_a_new_invitation_ends_what_the_officer_had(desk):
    officer, browser = an_officer(Role.REGISTRAR), desk(Role.ADMINISTRATOR)
    open_page = desk(officer)
    page = browser.post(person(officer, "/undangan"))
    assert LINK.search(page.text) and open_page.get("/petugas/").status_code == 303
    assert desk(None).post("/petugas/masuk", login=officer.login, password=PASSWORD).status_code == 422


def test_ones_own_browsers_are_listed_and_ended_one_or_all_others(desk):
    officer = an_officer()
    here, there, third = desk(officer), desk(officer), desk(officer)
    with transaction():
        db.session.execute(sa.update(staff.OfficerSession).values(browser="Firefox"))
    assert here.get("/petugas/akun").text.count("Firefox</th>") == 3
    number = re.search(r"/akun/sesi/(\d+)/akhiri", here.get("/petugas/akun").text)[1]
    assert here.post(f"/petugas/akun/sesi/{number}/akhiri").status_code == 303
    assert sorted(each.get("/petugas/").status_code for each in (there, third)) == [200, 303]
    here.post("/petugas/akun/sesi/akhiri-lain")
    assert [each.get("/petugas/").status_code for each in (here, there, third)] == [200, 303, 303]
    assert desk(Role.VERIFIER).post(f"/petugas/akun/sesi/{number}/akhiri").status_code == 404


def test_ones_own_password_is_changed_with_the_present_one_and_other_browsers_end(desk):
    officer = an_officer()
    here, there, fresh = desk(officer), desk(officer), "kalimat lain yang panjang"
    assert "paling sedikit 12" in here.post("/petugas/akun/sandi", sandi=PASSWORD, baru="pendek").text
    wrong = here.post("/petugas/akun/sandi", sandi="bukan itu", baru=fresh)
    assert (
        wrong.status_code == 422 and "Kata sandi Anda sekarang tidak cocok." in wrong.text and fresh not in wrong.text
    )
    key = f"one form of a test {clock.now().timestamp()}"
    assert here.post("/petugas/akun/sandi", once=key, sandi=PASSWORD, baru=fresh).status_code == 303
    assert here.post("/petugas/akun/sandi", once=key, sandi=PASSWORD, baru=fresh).location == "/petugas/akun"
    assert staff.check_password(officer.login, fresh)[1] is True and there.get("/petugas/").status_code == 303


def test_an_open_page_alone_can_not_change_the_second_factor(desk):
    officer = an_officer()
    with transaction():
        officer.authenticator = "an earlier secret"
    browser = desk(officer)
    browser.get("/petugas/akun/kode")
    with browser.client.session_transaction() as session:
        token = session["authenticator"]
    fresh = Officer(authenticator=token, last_step=0)
    code = second_factor.next_code(fresh, at=clock.now())
    refused = browser.post("/petugas/akun/kode", kode=code, sandi="bukan itu")
    assert refused.status_code == 422 and "Kata sandi Anda sekarang tidak cocok." in refused.text
    assert browser.post("/petugas/akun/kode", kode=code, sandi=PASSWORD).status_code == 200
    assert browser.post("/petugas/akun/cadangan", sandi="bukan itu").status_code == 422
    assert browser.post("/petugas/akun/cadangan", sandi=PASSWORD).text.count('<li class="num">') == 10


@pytest.mark.parametrize("address", ["/petugas/orang", "/petugas/akun"])
def test_the_lists_say_when_somebody_was_last_seen(desk, address):
    browser = desk(Role.ADMINISTRATOR)
    today = clock.now().strftime("%Y")
    assert today in browser.get(address).text
