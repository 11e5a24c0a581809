"""The counter closes on 23 March 2020 and opens on 2 June under the protocol: front page, kiosk and appointments follow."""

import re
from datetime import date

from flask import Flask
from playwright.sync_api import Page, expect

from office.db import db, transaction
from office.notices import Notice
from office.staff import Role, add_officer
from tests.factories import PASSWORD
from tests.hall import a_device, door_code
from tests.journeys.conftest import DESK, PHONE, Window, it_is
from tests.journeys.walks import picture
from tests.look.test_components import violations

KIOSK = {"width": 1080, "height": 1920}
FRIDAY, CLOSED, EVE, REOPENED = date(2020, 3, 20), date(2020, 3, 23), date(2020, 5, 28), date(2020, 6, 2)


def the_calendar(head: Page) -> None:
    """The head signs in, for a day is longer than a session, and opens the calendar."""
    head.goto("/petugas/masuk")
    if head.get_by_label("Nama pengguna").count():
        head.get_by_label("Nama pengguna").fill("kepala")
        head.get_by_label("Kata sandi").fill(PASSWORD)
        head.keyboard.press("Enter")
        head.wait_for_url(re.compile("^[^?]*/petugas/$"))
    head.goto("/petugas/kalender")


def an_appointment(phone: Page, day: date) -> None:
    """Book nine o'clock of a day by what stands on the pages."""
    phone.goto(f"/janji?kelompok=B&hari={day}")
    phone.locator("label.choice", has_text="09.00").click()
    phone.get_by_label("Nomor HP").fill("081200000189")
    phone.get_by_role("button", name="Buat janji").click()
    phone.wait_for_url(re.compile("/janji/[A-Za-z0-9_-]{20,}$"))


def test_the_head_closes_the_counter_and_opens_it_again_and_everything_follows(app: Flask, window: Window) -> None:
    at = it_is(FRIDAY)
    with transaction():
        add_officer("kepala", "Kepala Contoh", Role.HEAD, PASSWORD, at=at)
    _device, key = a_device(slip="file:slip", at=at)
    db.session.remove()
    phone, head, kiosk = window(PHONE), window(DESK), window(KIOSK, key)

    an_appointment(phone, date(2020, 3, 24))
    mine = phone.url
    the_calendar(head)
    head.get_by_label("Hari pertama").fill(str(CLOSED))
    head.get_by_label("Alasan, dibaca warga").fill("Wabah Covid-19")
    head.locator("#tutup").get_by_role("button", name="Simpan penutupan").click()
    expect(head.locator("#yakin")).to_contain_text("1 janji temu terkena")
    assert not violations(head)
    picture(head, "meja-tutup-loket")
    head.get_by_role("button", name="Ya, tutup dan kabari 1 orang").click()
    expect(head.locator("main")).to_contain_text("Loket tutup mulai Senin, 23 Maret 2020.")
    assert not violations(head)

    # Until Monday all is as it was, and said beforehand.
    phone.goto("/")
    expect(phone.locator("main")).to_contain_text("Buka sampai")
    expect(phone.locator("main")).to_contain_text("Loket tutup mulai Senin, 23 Maret 2020, semua dari rumah")
    kiosk.goto("/kiosk/")
    expect(kiosk.locator("a.group")).not_to_have_count(0)

    it_is(CLOSED)
    phone.goto("/")
    expect(phone.locator("main")).to_contain_text("Loket tutup, semua dari rumah")
    expect(phone.locator("main")).to_contain_text("Wabah Covid-19. Sampai ada kabar lagi.")
    picture(phone, "telepon-loket-tutup")
    kiosk.goto("/kiosk/")
    expect(kiosk.locator("main h1")).to_have_text("Loket tutup, semua dari rumah")
    expect(kiosk.locator(".offer svg")).to_be_visible()
    expect(kiosk.locator(".group")).to_have_count(0)
    assert not violations(kiosk)
    picture(kiosk, "kios-loket-tutup")
    assert kiosk.goto("/kiosk/kelompok/B/keperluan").status == 409
    phone.goto("/janji?kelompok=B")
    expect(phone.locator("main")).to_contain_text("Belum ada hari yang bisa dipilih")
    phone.goto(mine)
    expect(phone.locator("h1")).to_have_text("Janji Anda perlu hari lain")
    assert not violations(phone)
    picture(phone, "telepon-janji-pindah")

    it_is(EVE)
    the_calendar(head)
    head.get_by_label("Buka lagi mulai").fill(str(REOPENED))
    head.get_by_role("button", name="Simpan hari buka").click()
    expect(head.locator("main")).to_contain_text("Loket buka lagi pada Selasa, 2 Juni 2020.")
    picture(head, "meja-kalender")
    phone.goto("/")
    expect(phone.locator("main")).to_contain_text("Buka lagi Selasa, 2 Juni 2020, pukul 08.00 WITA")

    at = it_is(REOPENED)
    phone.goto("/")
    expect(phone.locator("main")).to_contain_text("Buka sampai")
    phone.goto(f"{mine}?hari=2020-06-03#pindah")
    phone.locator("label.choice", has_text="09.00").click()
    phone.get_by_role("button", name="Pindahkan janji").click()
    expect(phone.locator("h1")).to_have_text("Janji Rabu, 3 Juni 2020")
    take_a_number(kiosk, door_code(at))
    with app.app_context():
        assert db.session.query(Notice).filter_by(template="displaced", channel="phone").count() == 1


def take_a_number(kiosk: Page, code: str) -> None:
    """From the welcome screen through the protocol to a number."""
    kiosk.goto("/kiosk/")
    kiosk.locator("a.group", has_text="Kartu Keluarga").click()
    kiosk.get_by_role("button", name="Lanjut").click()
    for name, answer in (("mask", "ya"), ("hands", "ya"), ("symptoms", "tidak"), ("contact", "tidak")):
        kiosk.locator(f"label:has(input[name={name}][value={answer}])").click()
    kiosk.locator("#petugas").fill(code)
    kiosk.locator("#suhu").fill("36,4")
    kiosk.get_by_role("button", name="Ambil nomor").click()
    expect(kiosk.locator(".tick .big")).to_contain_text("C-001")
