"""Signing in and out: alike for wrong and unknown, counted, and never a way to another host."""

import pytest

from desk.sign_in import inside
from office import clock, codes, staff
from office.db import db, transaction
from office.staff import Role, second_factor
from tests.desk.conftest import TOKEN
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


def read(browser, url: str):
    """A page whose forms are sent next: signing in made new keys for them."""
    page = browser.get(url)
    browser.token = TOKEN.findall(page.text)[0]
    return page


def with_app(role: Role = Role.REGISTRAR) -> staff.Officer:
    """An officer whose phone shows codes."""
    officer = an_officer(role)
    with transaction():
        officer.authenticator = codes.new_token()
    return officer


def code_of(officer: staff.Officer) -> str:
    db.session.refresh(officer)
    return second_factor.next_code(officer, at=clock.now())


def test_a_registrar_gets_no_further_than_the_code_until_it_is_right(desk):
    officer, browser = with_app(), desk(None)
    assert browser.post(DOOR, login=officer.login, password=PASSWORD).location == "/petugas/"
    assert browser.get("/petugas/cetak").location == "/petugas/masuk/kode?next=/petugas/cetak"
    assert browser.get("/petugas/akun/kode").location.startswith("/petugas/masuk/kode")
    page = read(browser, "/petugas/masuk/kode")
    assert browser.post("/petugas/pengaturan/office_city", office_city="X").location == "/petugas/masuk/kode"
    assert page.status_code == 200 and "Permohonan</a>" not in page.text
    wrong = browser.post("/petugas/masuk/kode", kode="000000", next="/petugas/cetak")
    assert wrong.status_code == 422 and "Kode ini tidak cocok" in wrong.text
    code = code_of(officer)
    assert browser.post("/petugas/masuk/kode", kode=code, next="/petugas/cetak").location == "/petugas/cetak"
    assert browser.get("/petugas/cetak").status_code == 200
    again = desk(None)
    again.post(DOOR, login=officer.login, password=PASSWORD)
    read(again, "/petugas/masuk/kode")
    assert again.post("/petugas/masuk/kode", kode=code).status_code == 422


def test_a_registrar_without_a_second_factor_sets_one_up_before_anything_else(desk):
    officer, browser = an_officer(Role.REGISTRAR), desk(None)
    browser.post(DOOR, login=officer.login, password=PASSWORD)
    assert browser.get("/petugas/").location == "/petugas/akun/kode?next=/petugas/"
    page = read(browser, "/petugas/akun/kode")
    assert 'class="qr"' in page.text and "Peran Anda memerlukan faktor kedua." in page.text
    assert browser.post("/petugas/akun/kode", kode="000000").status_code == 422
    with browser.client.session_transaction() as session:
        token = session["authenticator"]
    officer.authenticator = token
    done = browser.post("/petugas/akun/kode", kode=second_factor.next_code(officer, at=clock.now()))
    assert done.status_code == 200 and done.text.count('<li class="num">') == 10
    assert browser.get("/petugas/").status_code == 200
    db.session.refresh(officer)
    assert officer.authenticator == token


def test_a_verifier_signs_in_with_a_password_alone(desk):
    officer, browser = an_officer(), desk(None)
    browser.post(DOOR, login=officer.login, password=PASSWORD)
    assert browser.get("/petugas/").status_code == 200


def test_an_invented_officers_code_is_shown_in_development_and_a_real_ones_never(app, desk):
    real, invented, browser = with_app(), with_app(Role.ADMINISTRATOR), desk(None)
    with transaction():
        invented.demo = True
    page = browser.get("/kode-contoh").text
    assert code_of(invented) in page and real.login not in page


def test_production_knows_no_page_of_codes(tmp_path):
    from app import create_app
    from tests.conftest import settings_for

    given = {"LAMIN_ENV": "production", "LAMIN_MAIL_SERVER": "smtp://post.invalid", "LAMIN_PHONE": "https://gate.invalid/{phone}",
             "LAMIN_BASE_URL": "https://lamin.invalid"}  # fmt: skip
    addresses = [rule.rule for rule in create_app(settings_for(tmp_path, **given)).url_map.iter_rules()]
    assert "/petugas/masuk" in addresses and "/kode-contoh" not in addresses
