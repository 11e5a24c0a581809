"""A passkey made and used in a real browser, whose authenticator is Chromium's virtual one."""

import re
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from frame.doors import doors
from office import clock, codes
from office.db import db, transaction
from office.staff import Role, passkeys, second_factor
from tests.factories import PASSWORD, an_officer


@pytest.fixture
def page(app: Flask, browser: Browser) -> Iterator[Page]:
    """A browser at `localhost`, the one name for which passkeys need no https, with a device that always says yes."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    address = f"http://localhost:{server.server_port}"
    app.extensions["lamin"] = doors().__class__(**{**vars(doors()), "base_url": address})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(base_url=address, locale="id-ID")
    found = context.new_page()
    device = context.new_cdp_session(found)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield found
    context.close()
    server.shutdown()


def test_a_passkey_is_made_with_the_password_and_then_opens_the_desk_in_place_of_a_code(app: Flask, page: Page) -> None:
    officer = an_officer(Role.REGISTRAR)
    with transaction():
        officer.authenticator = codes.new_token()
    sign_in(page, officer.login)
    page.get_by_label("Kode 6 angka").fill(second_factor.next_code(officer, at=clock.now()))
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(re.compile("^[^?]*/petugas/$"))

    page.goto("/petugas/akun/kunci")
    page.get_by_label("Nama perangkat").fill("Kunci uji")
    page.get_by_label("Kata sandi Anda sekarang").fill(PASSWORD)
    page.get_by_role("button", name="Tambah kunci sandi").click()
    expect(page.get_by_role("rowheader", name="Kunci uji")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, officer.login)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url(re.compile("^[^?]*/petugas/$"))
    db.session.rollback()
    (kept,) = passkeys.of(officer)
    assert (kept.name, kept.uses) == ("Kunci uji", 2) and kept.used_at is not None


def sign_in(page: Page, login: str) -> None:
    page.goto("/petugas/masuk")
    page.get_by_label("Nama pengguna").fill(login)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(re.compile("/masuk/kode"))
