"""The kiosk's real pages in Chromium, at both sizes: they fit, can be touched, and go back to the start by themselves."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from office import clock, devices, health
from office.db import db, transaction
from office.events import SYSTEM
from office.queue import board
from office.queue.tickets import Ticket
from office.self_print import SheetPrint
from tests.browsers import stopped
from tests.factories import NOON, an_application
from tests.hall import WELL, a_device, a_ticket, door_code, rule
from tests.kiosk.test_self_print import pin
from tests.look.test_components import violations
from tests.look.test_hall_screens import BEYOND, LYING, OVERLAPPING, SMALL, UPRIGHT
from tests.web.makers import a_finished
from tests.web.test_public import wrong_pin

WELCOME = "**/kiosk/?*"
Stand = Callable[..., Page]


@pytest.fixture
def stand(app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """Stand before an enrolled kiosk; nothing on it may break the policy or fall over."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    url, contexts, troubles = f"http://127.0.0.1:{server.server_port}", [], []

    def stand_before(size: tuple[int, int] = UPRIGHT, *, slip: str = "file:slip") -> Page:
        _device, key = a_device(slip=slip, sheet="file:surat")
        context = browser.new_context(base_url=url, viewport={"width": size[0], "height": size[1]}, has_touch=True,
                                      reduced_motion="reduce", service_workers="block")  # fmt: skip
        context.add_cookies([{"name": "lamin_kiosk_key", "value": key, "url": url}])
        context.add_init_script("window.print = () => sessionStorage.printed = Number(sessionStorage.printed || 0) + 1")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield stand_before
    for context in contexts:
        context.close()
    server.shutdown()
    assert troubles == []


def send(page: Page) -> None:
    """Send the page's form and wait for what comes of it."""
    with page.expect_navigation():
        page.locator("button.push").press("Enter")


def answer(page: Page, **otherwise: str) -> None:
    """Fill in the checklist of a healthy visitor, but for what is said otherwise, and send it."""
    page.goto("/kiosk/kelompok/B/kesehatan?prioritas=0")
    said = WELL | {"petugas": door_code()} | otherwise
    for name in ("mask", "hands", "symptoms", "contact"):
        page.locator(f"input[name={name}][value={said[name]}]").check()
    page.locator("#petugas").fill(said["petugas"])
    page.locator("#suhu").fill(said["suhu"])
    send(page)


def pages(page: Page, language: str) -> Iterator[str]:
    """Walk through every page of the kiosk and every refusal that has one; the name of each."""
    addresses = ("/kelompok/D", "/kelompok/D/terima-kasih", "/kelompok/B/keperluan", "/masuk", "/cetak", "/nothing")
    for address in (f"/?bahasa={language}", *addresses):
        page.goto(f"/kiosk{address}")
        yield address
    page.goto("/kiosk/kelompok/B/kesehatan")
    send(page)
    yield "nothing answered"
    for otherwise in ({"suhu": "38,55"}, {"suhu": "38,5"}, {"mask": "tidak"}, {}):
        answer(page, **otherwise)
        yield f"answered {otherwise}"
    page.locator("a[href$=kabari]").click()
    page.locator("#telepon").fill("12")
    send(page)
    yield "no phone number"
    for address, box in (("/masuk", "#kode"), ("/cetak", "#pin")):
        page.goto(f"/kiosk{address}")
        page.locator("#kode").fill("ZZZZZZZZ")
        page.locator(box).fill("ZZZZZZZZ" if box == "#kode" else "123456")
        send(page)
        yield f"{address} refused"


def saved_visits() -> int:
    db.session.rollback()
    return board.saved_visits(NOON.date())


def a_morning() -> None:
    for letter in "BBDBCB":
        a_ticket(letter)


@pytest.mark.parametrize(
    ("size", "language"), [(UPRIGHT, "id"), (LYING, "id"), (LYING, "en")], ids=["upright", "lying", "english"]
)
def test_every_page_fits_and_its_targets_are_64_pixels(stand: Stand, size: tuple[int, int], language: str):
    page = stand(size)
    a_morning()
    for name in pages(page, language):
        page.evaluate("document.fonts.ready.then(() => 1)")
        assert (page.evaluate(SMALL), page.evaluate(BEYOND), page.evaluate(OVERLAPPING)) == ([], [], []), name
        if size == UPRIGHT:
            assert (name, violations(page)) == (name, [])


def test_the_second_measurement_fits_beside_the_pad_lying_and_upright(stand: Stand):
    for size in (UPRIGHT, LYING):
        page = stand(size)
        page.goto("/kiosk/kelompok/B/kesehatan")
        page.locator("summary").click()
        expect(page.locator("#ulang")).to_be_focused()
        for key in "07":
            page.locator(f"[data-type='{key}']").click()
        assert page.locator("#ulang").input_value() == "07"
        assert (page.evaluate(SMALL), page.evaluate(BEYOND), page.evaluate(OVERLAPPING)) == ([], [], [])


def test_a_number_is_taken_by_touch_alone(stand: Stand):
    page = stand()
    page.goto("/kiosk/")
    page.get_by_role("link", name="KTP-el dan perekaman").tap()
    page.get_by_role("link", name="Tetap ambil nomor").tap()
    page.get_by_text("Prioritas", exact=True).tap()
    page.get_by_role("button", name="Lanjut").tap()
    for name in ("mask", "hands", "symptoms", "contact"):
        page.locator(f"label:has(input[name={name}][value={WELL[name]}])").tap()
    for key in f"{door_code()}36,4":
        page.locator(f"[data-type='{key}']").tap()
    page.get_by_role("button", name="Ambil nomor").tap()
    expect(page.locator("h1.big")).to_contain_text("P-001")


def test_the_second_half_of_a_double_tap_touches_nothing_on_the_next_page(stand: Stand):
    page = stand()
    page.goto("/kiosk/kelompok/D")
    button = page.get_by_role("button", name="Saya urus dari rumah").bounding_box()
    page.goto("/kiosk/")
    group = page.get_by_role("link", name="Akta lahir").bounding_box()
    spot = (group["x"] + group["width"] / 2, button["y"] + button["height"] / 2)
    assert group["y"] < spot[1] < group["y"] + group["height"]
    page.clock.set_fixed_time(NOON)
    page.goto("/kiosk/")
    page.mouse.click(*spot)
    page.wait_for_url("**/kelompok/D")
    page.mouse.click(*spot)
    page.clock.set_fixed_time(NOON + timedelta(seconds=1))
    assert page.url.endswith("/kelompok/D") and saved_visits() == 0
    page.mouse.click(*spot)
    page.wait_for_url("**/terima-kasih")
    assert saved_visits() == 1


def test_an_untouched_page_asks_in_sight_and_then_goes_back_and_forgets(stand: Stand):
    page = stand()
    stopped(page)
    page.goto("/kiosk/?huruf=besar")
    page.goto("/kiosk/kelompok/B/kesehatan")
    veil = page.locator("[data-veil]")
    page.clock.run_for(29_000)
    assert veil.is_hidden()
    page.clock.run_for(3_000)
    expect(veil).to_contain_text("Masih di sini?")
    page.get_by_role("button", name="Ya, lanjutkan").click()
    assert veil.is_hidden()
    page.clock.run_for(41_000)
    page.wait_for_url(WELCOME)
    expect(page.locator("html")).not_to_have_attribute("data-large", "yes")


def test_a_ticket_and_a_refusal_leave_the_screen_by_a_countdown(stand: Stand):
    page = stand()
    stopped(page)
    answer(page)
    page.clock.run_for(10_000)
    expect(page.locator("[data-seconds]")).to_have_text("8")
    page.clock.run_for(9_000)
    page.wait_for_url(WELCOME)
    page.goto("/kiosk/kelompok/Z")
    page.clock.run_for(21_000)
    page.wait_for_url(WELCOME)
    assert page.locator("[data-veil]").is_hidden()


def test_the_number_stays_in_sight_while_the_hall_changes_around_it(stand: Stand):
    page = stand()
    answer(page)
    expect(page.locator("#tiket")).to_contain_text("sedang dicetak")
    page.get_by_text("Tinggal 3 orang atau kurang").wait_for()
    with transaction():
        db.session.query(Ticket).one().slip = "printed"
    a_ticket("C")
    expect(page.locator("#tiket")).to_contain_text("Ambil kertas nomor di bawah layar.")


def test_the_officers_measurement_appears_by_itself(stand: Stand):
    rule("temperature_at", "door")
    page = stand()
    page.goto("/kiosk/kelompok/B/kesehatan")
    send(page)
    expect(page.locator("#diukur")).to_contain_text("Suhu belum diukur.")
    with transaction():
        health.measure(devices.by_code("K1").id, 364, at=NOON)
    expect(page.locator("#diukur")).to_have_text("Suhu 36,4 °C, dicatat petugas.")


def test_a_reader_fills_the_code_and_leads_to_the_pin_and_the_sheet_is_watched_to_its_end(app, stand: Stand):
    page = stand(LYING)
    _application, document = a_finished(app.extensions["lamin"].store)
    page.goto("/kiosk/cetak")
    page.keyboard.type(f"http://127.0.0.1/dokumen/{document.access_token}")
    page.keyboard.press("Enter")
    expect(page.locator("#pin")).to_be_focused()
    for key in wrong_pin(document):
        page.locator(f"[data-type='{key}']").click()
    page.get_by_role("button", name="Cetak").click()
    expect(page.locator(".note")).to_contain_text("Masih 4 kali")
    page.locator("#pin").fill(pin(document))
    page.keyboard.press("Enter")
    expect(page.locator("#lembar")).to_contain_text("sedang dicetak")
    assert int(page.locator("[data-seconds]").inner_text()) > 30
    with transaction():
        db.session.query(SheetPrint).one().state = "printed"
    expect(page.locator("#lembar")).to_contain_text("Ambil suratnya")
    expect(page.locator("[data-seconds]")).to_have_text(re.compile(r"^\d$"))


def test_a_reader_checks_in_without_a_touch(stand: Stand):
    page = stand()
    application = an_application("akta-kelahiran", at=NOON - timedelta(days=1))
    page.goto("/kiosk/masuk")
    page.keyboard.type(application.reference.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_text("Akta lahir, mati, kawin")).to_be_visible()


def test_the_browser_prints_a_slip_once_also_when_the_page_is_shown_again(stand: Stand):
    page = stand(slip="browser")
    answer(page)
    page.locator(".slip[data-print-now]").wait_for(state="attached")
    page.reload()
    page.locator(".slip[data-print-now]").wait_for(state="attached")
    assert page.evaluate("sessionStorage.printed") == "1"


def test_nothing_can_be_selected_dragged_opened_or_made_larger(stand: Stand):
    page = stand()
    page.goto("/kiosk/")
    for event in ("contextmenu", "selectstart", "dragstart"):
        heard = "(name) => document.body.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }))"
        assert page.evaluate(heard, event) is False, event
    for key in ("Control+Equal", "Control+p", "Alt+ArrowLeft"):
        page.keyboard.press(key)
    assert page.evaluate("[devicePixelRatio, visualViewport.scale]") == [1, 1] and page.url.endswith("/kiosk/")
    assert page.evaluate("getComputedStyle(document.body).touchAction") == "pan-x pan-y"


def test_the_groups_of_the_start_page_follow_the_hall(stand: Stand):
    page = stand()
    page.goto("/kiosk/")
    expect(page.locator("#kelompok")).not_to_contain_text("1 menunggu")
    page.wait_for_load_state("load")
    a_ticket("C")
    expect(page.locator("#kelompok")).to_contain_text("1 menunggu")


def test_a_kiosk_that_is_revoked_falls_to_the_pairing_page(stand: Stand):
    page = stand()
    page.goto("/kiosk/masuk")
    with transaction():
        devices.revoke(devices.by_code("K1"), by=SYSTEM, at=NOON)
    page.wait_for_url("**/kiosk/pasang")
