"""A morning in the hall: two kiosks, a fail at the door, a full room, two counters, the display and its voice, a phone."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app import create_app
from commands.checking_hall import violations
from config import read_settings
from office import codes, devices, opening, settings
from office.db import db, transaction
from office.devices import Kind
from office.events import SYSTEM
from office.queue import counters
from office.queue.tickets import Ticket
from office.staff import Role, add_officer
from outside.voice import make_clips
from tests.factories import PASSWORD
from tests.faults.ports import free_port
from tests.journeys.conftest import DESK, PHONE, _end, _start, _wait
from tests.outside.receipt_printer import ReceiptPrinter, picture
from tools.ten_o_clock import seconds_ahead

KIOSK, DISPLAY = {"width": 1080, "height": 1920}, {"width": 1920, "height": 1080}
OFFICERS = {"sari": Role.FRONT_DESK, "rahmawati": Role.VERIFIER}
RULES = {"room_seats": 4, "absent_return_after": 1, "kiosk_idle": 300}


@dataclass
class Hall:
    """The running hall: its address, the keys of its screens, the receipt printer of K1."""

    url: str
    app: Flask
    keys: dict[str, str]
    door_code: str
    printer: ReceiptPrinter


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Hall]:
    data, port = tmp_path_factory.mktemp("hall"), free_port()
    shutil.copy(migrated / "lamin.sqlite", data)
    now = datetime.now(UTC)
    ten = now + timedelta(seconds=seconds_ahead(now))
    given = {
        "LAMIN_DATA": str(data), "LAMIN_PORT": str(port), "LAMIN_DEMO": "no",
        "LAMIN_SECRET": "a secret only for a morning of tests",
        "LAMIN_CLOCK_AHEAD": str(seconds_ahead(now)), "LAMIN_PROCESSES": "2",
    }  # fmt: skip
    make_clips(data / "voice")
    with ReceiptPrinter() as printer:
        app = create_app(read_settings(given))
        with app.app_context():
            keys = _set_up(printer, at=ten)
        parts = [_start(part, given) for part in ("pages", "worker", "printing")]
        try:
            _wait(f"http://127.0.0.1:{port}/readyz")
            yield Hall(f"http://127.0.0.1:{port}", app, keys, codes.door_code(opening.local_day(ten)), printer)
        finally:
            _end(parts)


def _set_up(printer: ReceiptPrinter, *, at: datetime) -> dict[str, str]:
    keys = {}
    with transaction():
        for login, role in OFFICERS.items():
            add_officer(login, login.capitalize(), role, PASSWORD, at=at)
        for number, served in ((1, ["B"]), (2, ["D"])):
            counters.add(number, served, by=SYSTEM, at=at)
        for key, value in RULES.items():
            settings.put(key, value, by=SYSTEM, at=at)
        for kind in (Kind.KIOSK, Kind.KIOSK, Kind.DISPLAY):
            device = devices.add(kind, "Pagi", by=SYSTEM, at=at)
            devices.set_printers(
                device, slip=printer.address if device.code == "K1" else "", sheet="", by=SYSTEM, at=at
            )
            keys[device.code] = devices.enrol(kind, devices.offer_pairing(device, by=SYSTEM, at=at), at=at)
    db.session.remove()
    return keys


def a_window(browser: Browser, hall: Hall, size: dict[str, int], screen: str = "") -> Page:
    context: BrowserContext = browser.new_context(viewport=size, base_url=hall.url, locale="id-ID")
    if screen:
        kind = "kiosk" if screen.startswith("K") else "display"
        context.add_cookies([{"name": f"lamin_{kind}_key", "value": hall.keys[screen], "url": hall.url}])
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script broke: {error}"))
    return page


def take_a_number(kiosk: Page, hall: Hall, group: str, *, suhu: str = "36,4", priority: bool = False) -> str:
    """Walk from the welcome screen to the ticket, by what stands on the screen; the label, or '' after a fail."""
    kiosk.goto("/kiosk/")
    kiosk.locator(".group", has_text=group).click()
    still, go_on = kiosk.get_by_text("Tetap ambil nomor antrean"), kiosk.get_by_role("button", name="Lanjut")
    expect(still.or_(go_on).first).to_be_visible()
    if still.count():
        still.click()
    if priority:
        kiosk.get_by_text("60 tahun ke atas").click()
    go_on.click()
    for name, answer in (("mask", "ya"), ("hands", "ya"), ("symptoms", "tidak"), ("contact", "tidak")):
        kiosk.locator(f"label:has(input[name={name}][value={answer}])").click()
    kiosk.locator("#petugas").click()
    for sign in hall.door_code + suhu:
        kiosk.locator(f"[data-pad] [data-type='{sign}']").first.click()
    kiosk.get_by_role("button", name="Ambil nomor").click()
    kiosk.wait_for_url(re.compile("/kiosk/(tiket|belum)/"))
    return kiosk.locator(".tick .big").inner_text().split()[-1] if "/tiket/" in kiosk.url else ""


def at_counter(browser: Browser, hall: Hall, login: str, number: int) -> Page:
    officer = a_window(browser, hall, DESK)
    officer.goto("/petugas/masuk")
    officer.get_by_label("Nama pengguna").fill(login)
    officer.get_by_label("Kata sandi").fill(PASSWORD)
    officer.keyboard.press("Enter")
    officer.wait_for_url(re.compile("^[^?]*/petugas/$"))
    officer.goto("/petugas/loket")
    officer.locator("tr", has_text=f"Loket {number}").get_by_role("button").click()
    expect(officer.locator("main h1")).to_contain_text(f"Loket {number}")
    return officer


def press(officer: Page, key: str, said: str) -> None:
    """Press a key of the counter and wait for what it says."""
    officer.locator("body").press(key)
    expect(officer.locator("main")).to_contain_text(said)


def test_a_morning_in_the_hall(browser: Browser, hall: Hall) -> None:
    first, second = a_window(browser, hall, KIOSK, "K1"), a_window(browser, hall, KIOSK, "K2")
    display = a_window(browser, hall, DISPLAY, "L1")
    display.goto("/layar/")
    display.get_by_text("Coba suara").click()

    assert take_a_number(first, hall, "KTP-el", suhu="38,5") == ""
    expect(first.locator("main h1")).to_have_text("Hari ini belum bisa masuk")

    assert take_a_number(first, hall, "KTP-el") == "B-001"
    expect(first.locator(".where")).to_contain_text("Silakan duduk di dalam")
    expect(first.locator("main")).to_contain_text("Ambil kertas nomor di bawah layar")
    assert take_a_number(second, hall, "Akta") == "D-001"
    assert take_a_number(first, hall, "KTP-el") == "B-002"
    expect(first.locator(".where")).to_contain_text("Tunggu di luar dulu")
    expect(first.locator("main")).to_contain_text("Ambil kertas nomor di bawah layar")
    assert take_a_number(second, hall, "KTP-el", priority=True) == "P-001"
    expect(display.locator(".next")).to_contain_text("0 dari 2")
    expect(display.locator(".next")).to_contain_text("2 orang")

    slip = picture(hall.printer.jobs[-1]).convert("L")
    (link,) = [found.text for found in zxingcpp.read_barcodes(slip)]
    phone = a_window(browser, hall, PHONE)
    phone.goto(link.replace(re.sub("/antrean.*", "", link), hall.url))
    expect(phone.locator("main h1")).to_contain_text("B-002")
    expect(phone.locator("#antrean")).to_contain_text("Tunggu di luar dulu")
    _picture(first, "hall-kios"), _picture(phone, "hall-telepon")
    if folder := os.environ.get("PICTURES"):
        slip.save(f"{folder}/hall-kertas.png")

    sari, rahmawati = at_counter(browser, hall, "sari", 1), at_counter(browser, hall, "rahmawati", 2)
    press(sari, " ", "B-001 dipanggil.")
    expect(display.locator(".calling")).to_contain_text("B-001")
    press(rahmawati, " ", "D-001 dipanggil.")
    expect(display.locator(".calling .big")).to_have_text("D-001")
    expect(display.locator(".calling .to")).to_contain_text("Loket 2")
    expect(display.locator(".last")).to_contain_text("B-001")

    # B-001 does not come: called three times, then away; nobody else of the group is inside, and the room is full.
    press(sari, "u", "B-001 dipanggil 2 kali.")
    expect(display.locator(".calling")).to_contain_text("Panggilan ulang")
    press(sari, "u", "B-001 dipanggil 3 kali.")
    press(sari, "t", "B-001 tidak hadir")
    press(sari, " ", "ruang sedang penuh")

    # A place comes free: the priority visitor is let in first, and goes first after two ordinary numbers.
    press(rahmawati, " ", "D-001 selesai.")
    expect(display.locator(".next")).to_contain_text("1 orang")
    press(sari, " ", "P-001 dipanggil.")
    _picture(sari, "hall-loket"), _picture(display, "hall-layar")

    # One number later the no-show is called again, served, and passed on to the other counter.
    press(sari, " ", "B-001 dipanggil.")
    press(sari, "m", "B-001 dilayani.")
    phone.reload()
    expect(phone.locator("#antrean")).to_contain_text("Silakan duduk di dalam")
    sari.locator("body").press("a")
    sari.get_by_role("button", name="Loket 2").click()
    expect(sari.locator("main")).to_contain_text("B-001 dialihkan.")
    press(rahmawati, " ", "B-001 dipanggil.")
    expect(display.locator(".calling .to")).to_contain_text("Loket 2")
    press(sari, " ", "B-002 dipanggil.")
    phone.reload()
    expect(phone.locator("#antrean")).to_contain_text("Silakan ke loket 1")
    press(rahmawati, " ", "B-001 selesai."), press(sari, " ", "B-002 selesai.")
    phone.reload()
    expect(phone.locator("#antrean")).to_contain_text("Terima kasih sudah datang")

    _sounds_follow_one_another(display)
    with hall.app.app_context():
        states = dict(_states())
        assert set(states.values()) == {"finished"} and len(states) == 4 and not list(violations())
        db.session.remove()


def _states() -> list[tuple[str, str]]:
    return [(row.label, row.state) for row in db.session.execute(db.select(Ticket.label, Ticket.state))]


def _sounds_follow_one_another(display: Page) -> None:
    """The display read out every call in order, the repeated ones as such, and no two at once."""
    said = display.evaluate("lamin.spoken")
    announced = [" ".join(entry["clips"]) for entry in said if entry["id"]]
    assert announced[0].startswith("gong nomor-antrean huruf-b angka-0 angka-0 angka-1 silakan-menuju-loket nomor-1")
    assert all(later["started"] >= earlier["ended"] for earlier, later in pairwise(said))
    queued = display.evaluate("[...document.querySelectorAll('[data-calls] li')].map((li) => li.dataset.clips)")
    assert any("panggilan-ulang" in clips for clips in queued) and any("silakan-masuk" in clips for clips in queued)


def _picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png")
