"""Kiosks and displays at the desk: their state in words, a pairing code shown once, printers, and the pages of the set-up."""

import re
from datetime import timedelta

import pytest

from office import clock, devices
from office.db import db, transaction
from office.devices import Device, Kind
from office.events import SYSTEM, Event
from office.staff import Role
from tests.desk.test_browser import Sit, sit, violations
from tests.factories import NOON, an_officer
from tests.hall import a_counter, a_device

__all__ = ["sit"]
KEYS = iter(range(1, 10**6))
PLACE = "/petugas/perangkat"
PRINTER_STATES = {
    "ready": "Siap", "paper_out": "Kertas habis", "paper_low": "Kertas menipis", "cover_open": "Tutup terbuka",
    "offline": "Tidak menjawab", "nonsense": "Tidak memberi tahu",
}  # fmt: skip
ADDRESSES = ["tcp://10.0.0.5:9100", "usb://04b8:0e15", "cups://NAMA", "file:slip", "browser", ""]


@pytest.fixture(autouse=True)
def ten_o_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def admin(desk):
    return desk(Role.ADMINISTRATOR)


def a_key():
    return f"key {next(KEYS)} of a test of devices"


def a_code(admin, device, once=None):
    """Ask for a pairing code; the answer and the code in it."""
    answer = admin.post(f"{PLACE}/{device.id}/kode", once=once or a_key())
    found = re.search(r"([0-9]{4}) ([0-9]{4})</p>", answer.text)
    return answer, "".join(found.groups()) if found else ""


def test_the_list_says_of_each_device_and_printer_how_it_is(admin):
    live, late, out = a_device(slip="tcp://10.0.0.5:9100")[0], a_device()[0], a_device(Kind.DISPLAY)[0]
    with transaction():
        devices.add(Kind.KIOSK, "Belakang", by=SYSTEM, at=NOON)
        devices.seen(live, at=NOON - timedelta(seconds=40))
        devices.seen(late, at=NOON - timedelta(hours=3))
        devices.revoke(out, by=SYSTEM, at=NOON)
    page = admin.get(PLACE).text
    for words in ("Menyala", "Terakhir terlihat 3 jam lalu", "Dicabut", "Belum dipasang", "Belakang"):
        assert words in page
    for state, words in PRINTER_STATES.items():
        with transaction():
            devices.note_printer(live.id, at=NOON, slip=state)
        assert words in admin.get(PLACE).text, state


def test_a_device_needs_a_kind_and_a_name_and_both_are_said(admin):
    answer = admin.post(PLACE, once=a_key(), jenis="toaster", nama=" \u200b ")
    assert answer.status_code == 422 and answer.text.count('class="why"') == 2
    kept = admin.post(PLACE, once=a_key(), jenis="", nama="Pintu <utama>")
    assert 'value="Pintu &lt;utama&gt;"' in kept.text and db.session.query(Device).count() == 0


def test_the_same_form_twice_adds_one_device(admin):
    key = a_key()
    for _time in range(2):
        assert admin.post(PLACE, once=key, jenis="display", nama="Ruang tunggu").status_code == 303
    assert [device.code for device in devices.all_of()] == ["L1"]


@pytest.mark.parametrize(("kind", "place"), [(Kind.KIOSK, "/kiosk/"), (Kind.DISPLAY, "/layar/")])
def test_a_pairing_code_is_in_one_answer_that_nothing_keeps(app, admin, kind, place):
    device, _old = a_device(kind)
    answer, code = a_code(admin, device)
    assert f"{app.extensions['lamin'].base_url}{place}" in answer.text and "10 menit" in answer.text
    assert "no-store" in answer.headers["Cache-Control"] and code not in str(answer.headers)
    with admin.client.session_transaction() as session:
        assert code not in str(dict(session))
    assert not any(code in str(event.facts) for event in db.session.query(Event)) and code not in admin.get(PLACE).text
    with transaction():
        key = devices.enrol(kind, code, at=NOON)
    assert devices.known(kind, key).id == device.id


def test_asking_again_by_reloading_shows_the_list_and_the_first_code_still_holds(admin):
    device, key = a_device()[0], a_key()
    _answer, code = a_code(admin, device, once=key)
    again, none = a_code(admin, device, once=key)
    assert (again.status_code, again.location, none) == (303, PLACE, "")
    with transaction():
        assert devices.enrol(Kind.KIOSK, code, at=NOON + timedelta(minutes=9))


def test_a_code_is_dead_after_ten_minutes(admin):
    device, _key = a_device()
    _answer, code = a_code(admin, device)
    with pytest.raises(devices.WrongPairing), transaction():
        devices.enrol(Kind.KIOSK, code, at=NOON + timedelta(minutes=10, seconds=1))


def test_a_device_that_is_not_there_is_not_found(admin):
    for deed in ("kode", "cabut", "pencetak"):
        assert admin.post(f"{PLACE}/77/{deed}", once=a_key()).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_kind_of_address_the_page_names_is_taken(admin, address):
    device, _key = a_device()
    assert admin.post(f"{PLACE}/{device.id}/pencetak", once=a_key(), nomor=address, surat=address).status_code == 303
    db.session.rollback()
    assert devices.find(device.id).sheet_printer == address


@pytest.mark.parametrize("wrong", ["http://x", "tcp://10.0.0.5:99999", "file:../../etc", "x" * 500, "usb://zz"])
def test_an_address_that_cannot_be_stands_at_its_box_and_the_other_one_is_not_lost(admin, wrong):
    device, other = a_device(slip="file:slip")[0], a_device(slip="cups://LAIN")[0]
    answer = admin.post(f"{PLACE}/{device.id}/pencetak", once=a_key(), nomor="tcp://10.0.0.9:9100", surat=wrong)
    db.session.rollback()
    assert answer.status_code == 422 and f'id="sheet-{device.id}-e"' in answer.text
    assert 'value="tcp://10.0.0.9:9100"' in answer.text and 'value="cups://LAIN"' in answer.text
    assert devices.find(device.id).slip_printer == "file:slip" and devices.find(other.id).slip_printer == "cups://LAIN"


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_axe_finds_nothing_on_the_pages_of_the_set_up_and_nothing_runs_over_their_edge(app, sit: Sit, theme: str):
    a_counter(), a_counter(12, "A")
    device, _key = a_device(slip="tcp://10.0.0.5:9100", sheet="cups://SURAT")
    with transaction():
        devices.note_printer(device.id, at=NOON, slip="paper_out")
        devices.add(Kind.DISPLAY, "Ruang tunggu belakang dekat musala lantai dua", by=SYSTEM, at=NOON)
    page = sit(an_officer(Role.ADMINISTRATOR), theme=theme)
    for place in (PLACE, "/petugas/ruang", "/petugas/pengaturan"):
        for width in (1366, 683, 360):
            page.set_viewport_size({"width": width, "height": 768})
            page.goto(place)
            for summary in page.locator("main details > summary").all():
                summary.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
            assert width != 1366 or violations(page) == [], place


@pytest.mark.slow
def test_what_is_refused_has_the_focus_and_axe_finds_nothing_there(app, sit: Sit):
    a_counter(), a_device(slip="tcp://10.0.0.5:9100")
    page = sit(an_officer(Role.ADMINISTRATOR))
    for place, box, typed, button in [
        (PLACE, "[name=nomor]", "http://x", "form[action$=pencetak] button"),
        ("/petugas/ruang", "[name=g1-hours]", "11.00-08.00", "form[action$=kelompok] button"),
        ("/petugas/pengaturan", "[name=room_share]", "12,5", "form[action$=room_share] button"),
    ]:
        page.goto(place)
        page.locator(box).first.fill(typed)
        page.locator(button).first.click()
        page.locator(".summary:focus").wait_for()
        assert page.locator(box).first.input_value() == typed and violations(page) == [], place
    page.goto(PLACE)
    page.get_by_role("button", name="Kode pemasangan K1").click()
    page.get_by_role("heading", name="Kode pemasangan K1").wait_for()
    assert violations(page) == []
