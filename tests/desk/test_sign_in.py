"""Signing in and out: alike for wrong and unknown, counted, and never a way to another host."""

import pytest

from desk.sign_in import inside
from office import clock, staff
from office.db import transaction
from office.staff import Role
from tests.factories import PASSWORD, an_officer

DOOR = "/petugas/masuk"


def test_an_officer_who_signs_in_goes_on_to_the_page_that_was_asked_for(desk):
    officer, browser = an_officer(), desk(None)
    answer = browser.post(DOOR, login=officer.login.upper(), password=PASSWORD, next="/petugas/cetak")
    assert (answer.status_code, answer.location) == (303, "/petugas/cetak")
    assert browser.get("/petugas/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_read_alike(desk):
    officer, browser = an_officer(), desk(None)
    wrong = browser.post(DOOR, login=officer.login, password="bukan kata sandinya")
    unknown = browser.post(DOOR, login="siapa-ini", password="bukan kata sandinya")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(officer.login, "") == unknown.text.replace("siapa-ini", "")
    assert "bukan kata sandinya" not in wrong.text


def test_wrong_passwords_are_counted_and_then_paused(desk):
    officer, browser = an_officer(), desk(None)
    tries = [browser.post(DOOR, login=officer.login, password="salah").status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert officer.failures == 5
    assert browser.post(DOOR, login=officer.login, password=PASSWORD).status_code == 429


def test_one_address_can_not_guess_without_end(app, desk):
    app.config["RATELIMIT_ENABLED"] = True
    from frame.limits import limiter

    limiter.enabled = True
    try:
        browser = desk(None)
        codes = {browser.post(DOOR, login=f"nama{n}", password="salah").status_code for n in range(31)}
        assert codes == {422, 429} and browser.get(DOOR).status_code == 200
    finally:
        limiter.enabled = False
        limiter.reset()


@pytest.mark.parametrize(
    "place",
    ["https://evil.invalid/petugas/", "//evil.invalid/petugas/", "/\\evil.invalid", "/petugas/\\evil", "javascript:alert(1)",
     "/lacak", "/petugas", "", "/petugas//evil.invalid", "\n/petugas/", "/petugas/\r\nSet-Cookie: a=b"],
)  # fmt: skip
def test_no_place_outside_the_desk_is_gone_on_to(app, place):
    with app.test_request_context():
        assert inside(place) == "/petugas/"


def test_signing_out_ends_the_session_on_the_server_too(desk):
    browser = desk(Role.VERIFIER)
    stolen = browser.app.test_client()
    with browser.client.session_transaction() as session, stolen.session_transaction() as copied:
        copied.update(session)
    assert browser.post("/petugas/keluar").location == DOOR
    assert browser.get("/petugas/").status_code == 303
    with browser.app.app_context():
        assert stolen.get("/petugas/").status_code == 303


def test_a_disabled_officer_is_out_at_once(desk):
    officer = an_officer()
    browser = desk(officer)
    with transaction():
        staff.disable(officer, by=officer.actor, at=clock.now())
    assert browser.get("/petugas/").status_code == 303


def test_a_part_of_a_page_asked_for_after_the_session_ended_sends_the_whole_page_to_the_door(desk):
    browser = desk(None)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/petugas/berkas/22222222?surat=x"}
    answer = browser.client.get(DOOR, headers=headers)
    assert answer.headers["HX-Redirect"] == "/petugas/masuk?next=/petugas/berkas/22222222"
