"""The counter and the door in a real browser: keys, live re-reading, touch, and axe finds nothing."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from office import clock, codes, devices, health
from office.db import db, transaction
from office.events import SYSTEM
from office.queue import board, counters, sitting
from office.queue.tickets import Ticket
from office.staff import Officer, Role
from tests.desk.test_browser import Sit, sit, violations
from tests.factories import NOON, an_application, an_officer
from tests.hall import a_counter, a_device, a_ticket, rule

pytestmark = pytest.mark.slow
__all__ = ["sit"]
MINUTE = timedelta(minutes=1)
TOUCH = 48


@pytest.fixture(autouse=True)
def ten_o_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def at_counter(app, sit: Sit) -> Page:
    """The page of an officer at counter 1, which serves every group."""
    _counter, officer = a_counter()
    page = sit(officer)
    page.goto("/petugas/loket")
    return page


def states() -> dict[str, str]:
    db.session.rollback()
    return {ticket.label: ticket.state for ticket in db.session.query(Ticket)}


def says(page: Page, sentence: str) -> None:
    expect(page.locator(".note:visible", has_text=sentence)).to_be_visible()


def test_every_key_does_what_it_says(at_counter: Page):
    page = at_counter
    for _person in range(6):
        a_ticket("B")
    for key, sentence in [
        (" ", "B-001 dipanggil."), ("u", "B-001 dipanggil 2 kali."), ("t", "Baru dipanggil 2 kali dari 3"),
        ("u", "B-001 dipanggil 3 kali."), ("t", "B-001 tidak hadir"), (" ", "B-002 dipanggil."), ("m", "B-002 dilayani."),
        (" ", "B-002 selesai. B-003 dipanggil."), ("l", "B-003 dilewati"), (" ", "B-004 dipanggil."), ("h", "B-004 ditahan"),
        (" ", "B-005 dipanggil."), ("b", "Panggilan B-005 dibatalkan."), ("i", "Loket istirahat."),
    ]:  # fmt: skip
        page.keyboard.press(key)
        says(page, sentence)
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="Panggil berikutnya")).to_be_visible()
    assert states() == {"B-001": "away", "B-002": "finished", "B-003": "away", "B-004": "held", "B-005": "waiting",
                        "B-006": "waiting"}  # fmt: skip


def test_passing_on_and_an_outcome_are_two_keys_each(at_counter: Page):
    page = at_counter
    a_ticket("B"), a_ticket("B")
    page.keyboard.press(" ")
    says(page, "B-001 dipanggil.")
    page.keyboard.press("2")
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="C KK, pindah")).to_be_visible()
    assert states()["B-001"] == "called"
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="C KK, pindah")).to_be_hidden()
    page.keyboard.press("2")
    says(page, "B-001 selesai.")
    page.keyboard.press(" ")
    says(page, "B-002 dipanggil.")
    page.keyboard.press("a")
    page.keyboard.press("3")
    says(page, "B-002 dialihkan.")
    db.session.rollback()
    first, second = db.session.query(Ticket).order_by(Ticket.id)
    assert (first.outcome, second.state, second.group) == ("papers", "waiting", "C")


def test_a_key_that_is_typed_into_a_box_does_nothing_but_write(at_counter: Page):
    page = at_counter
    a_ticket("B")
    page.keyboard.press(" ")
    says(page, "B-001 dipanggil.")
    page.get_by_label("Panggil nomor").click()
    page.keyboard.type("bhlt 1")
    assert states() == {"B-001": "called"} and page.get_by_label("Panggil nomor").input_value() == "bhlt 1"


def test_a_ticket_taken_elsewhere_comes_in_place_and_nothing_typed_is_lost(at_counter: Page):
    page = at_counter
    a_ticket("B")
    page.keyboard.press(" ")
    says(page, "B-001 dipanggil.")
    page.evaluate("window.same = true")
    page.keyboard.press("a")
    page.get_by_label("Cetak ulang nomor").fill("d-0")
    page.get_by_label("Panggil nomor").click()
    page.keyboard.type("b-0")
    a_ticket("D")
    expect(page.get_by_role("rowheader", name="D-001")).to_be_visible()
    page.keyboard.type("02")
    assert page.get_by_label("Panggil nomor").input_value() == "b-002"
    assert page.get_by_label("Cetak ulang nomor").input_value() == "d-0"
    expect(page.get_by_role("button", name="C KK, pindah")).to_be_visible()
    assert page.evaluate("window.same") is True and states()["B-001"] == "called"


def test_a_refusal_can_still_be_read_after_the_hall_has_changed(at_counter: Page):
    page = at_counter
    page.keyboard.press(" ")
    says(page, "Tidak ada nomor yang bisa dipanggil")
    a_ticket("B")
    expect(page.get_by_role("rowheader", name="B-001")).to_be_visible()
    says(page, "Tidak ada nomor yang bisa dipanggil")
    page.keyboard.press(" ")
    says(page, "B-001 dipanggil.")


def test_a_counter_that_was_taken_over_shows_the_list_and_only_one_page(at_counter: Page):
    colleague = an_officer(Role.FRONT_DESK)
    with transaction():
        sitting.sit(counters.find(1), colleague, at=NOON, take_over=True)
    expect(at_counter.get_by_role("heading", name="Pilih loket Anda")).to_be_visible()
    assert at_counter.locator("header.mast").count() == 1


def test_the_counter_works_without_script(app, sit: Sit):
    with transaction():
        counters.add(1, ["B"], by=SYSTEM, at=NOON)
    a_ticket("B")
    page = sit(an_officer(Role.FRONT_DESK), script=False)
    page.goto("/petugas/loket")
    for button, sentence in [
        ("Buka loket", ""),
        ("Panggil berikutnya", "B-001 dipanggil."),
        ("Layani", "B-001 dilayani."),
    ]:
        page.get_by_role("button", name=button).first.click()
        if sentence:
            says(page, sentence)
    page.locator("summary", has_text="Selesai saja").click()
    page.get_by_role("button", name="Diurus dari rumah").click()
    says(page, "B-001 selesai.")


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_axe_finds_nothing_at_the_counter_and_nothing_runs_over_its_edge(app, sit: Sit, theme: str):
    officer = a_full_hall()
    page = sit(officer, theme=theme)
    page.goto("/petugas/loket")
    well(page, "choosing")
    page.get_by_role("row", name="Loket 2").get_by_role("button").click()
    for step, key, seen in [
        ("free", "", "Panggil berikutnya"), ("break", "i", "Buka lagi"), ("again", " ", "Panggil berikutnya"),
        ("called", " ", "Dipanggil 1 kali"), ("refused", "t", "Baru dipanggil"), ("passing on", "a", "C KK, pindah"),
        ("outcome", "s", "Surat kurang"), ("held", "h", "Ditahan dan belum hadir"),
    ]:  # fmt: skip
        if key:
            page.keyboard.press(key)
        expect(page.get_by_text(seen).locator("visible=true").first).to_be_visible()
        well(page, step)
    page.goto("/petugas/loket?bahasa=en")
    well(page, "English")


@pytest.mark.parametrize("theme", ["terang", "gelap"])
@pytest.mark.parametrize("size", [(768, 1024), (1024, 768), (1366, 768)])
def test_the_door_is_for_fingers_on_any_tablet(app, sit: Sit, theme: str, size: tuple[int, int]):
    officer = a_full_hall()
    rule("temperature_at", "door")
    page = touched(sit(officer, theme=theme), size)
    page.goto("/petugas/pintu")
    page.locator("main details > summary").click()
    well(page, f"door {size}")
    things = (
        "main :is(button, input:not([type=hidden]), select, summary), header :is(.mark, .tabs a, summary, .find input)"
    )
    small = page.locator(things).evaluate_all(
        f"all => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < {TOUCH}).map(one => one.outerHTML)"
    )
    assert small == []


def test_a_tablet_that_calls_its_pointer_fine_has_targets_for_fingers_too(app, sit: Sit):
    page = sit(an_officer(Role.FRONT_DESK))
    page.goto("/petugas/pintu")
    page.locator(".who > summary").click()
    heights = page.locator("header :is(a:not(.skip), summary, button, input:not([type=hidden]))").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().height)"
    )
    assert len(heights) > 8 and min(heights) >= TOUCH


def test_counting_at_the_door_leaves_a_half_typed_temperature_alone(app, sit: Sit):
    rule("temperature_at", "door")
    kiosk, _key = a_device()
    page = touched(sit(an_officer(Role.FRONT_DESK)), (768, 1024))
    page.goto("/petugas/pintu")
    page.get_by_label("Suhu, misalnya").fill("36,")
    for people in range(1, 4):
        page.get_by_role("button", name="Masuk, tanpa nomor").tap()
        expect(page.locator("#pintu")).to_contain_text(f"{people} tanpa nomor")
    page.get_by_role("button", name="Keluar, tanpa nomor").tap()
    expect(page.locator("#pintu")).to_contain_text("2 tanpa nomor")
    assert page.get_by_label("Suhu, misalnya").input_value() == "36,"
    page.get_by_role("button", name="Catat suhu").tap()
    says(page, "Suhu ditulis dengan satu angka di belakang koma")
    a_ticket("B")
    expect(page.locator("#pintu")).to_contain_text("3 dari 20")
    says(page, "Suhu ditulis dengan satu angka di belakang koma")
    page.get_by_label("Suhu, misalnya").fill("36,4")
    page.get_by_role("button", name="Catat suhu").tap()
    says(page, "Suhu dicatat")
    assert health.measured(kiosk.id, at=NOON).tenths == 364 and board.hall(NOON).places.others == 2


def test_nobody_leaves_an_empty_room_and_the_door_says_why_in_place(app, sit: Sit):
    page = touched(sit(an_officer(Role.FRONT_DESK)), (768, 1024))
    page.goto("/petugas/pintu")
    page.evaluate("window.same = true")
    page.get_by_role("button", name="Keluar, tanpa nomor").tap()
    expect(page.get_by_role("alert").filter(has_text="tidak ada orang tanpa nomor lagi")).to_be_visible()
    assert page.evaluate("window.same") is True


def well(page: Page, step: str) -> None:
    assert violations(page) == [], step
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, step


def touched(page: Page, size: tuple[int, int]) -> Page:
    """The same officer before a tablet."""
    page.goto("/petugas/pintu")
    old, url = page.context, page.url.partition("/petugas")[0]
    context = old.browser.new_context(
        base_url=url, viewport={"width": size[0], "height": size[1]}, has_touch=True, reduced_motion="reduce"
    )
    context.add_cookies(old.cookies(url))
    old.on("close", lambda _context: context.close())
    return context.new_page()


def a_full_hall() -> Officer:
    """People inside and outside, one with an application, a printer without paper, two who may be measured again."""
    officer, colleague = an_officer(Role.VERIFIER), an_officer(Role.FRONT_DESK, name="Yohanes Lerik Dalung Simanjuntak")
    with transaction():
        for number, served in ((1, "ABCDE"), (2, "BD"), (3, "E")):
            counters.add(number, list(served), by=SYSTEM, at=NOON)
        sitting.sit(counters.find(1), colleague, at=NOON - 50 * MINUTE)
    rule("room_seats", 16, at=NOON - 60 * MINUTE)
    kiosk, _key = a_device(slip="tcp://127.0.0.1:9100")
    application = an_application("ktp-hilang-rusak", at=NOON - timedelta(days=2))
    a_ticket("B", at=NOON - 48 * MINUTE, application_id=application.id, errands=("C",))
    for number, letter in enumerate("BBDCBBDDCEB"):
        a_ticket(letter, at=NOON - (47 - 3 * number) * MINUTE, priority=number == 4)
    judged = health.judge(
        health.protocol(NOON), {"mask": "ya", "hands": "ya", "symptoms": "ya", "contact": "tidak"}, 381
    )
    with transaction():
        devices.note_printer(kiosk.id, slip="paper_out", at=NOON)
        for minutes in (20, 3):
            at = NOON - minutes * MINUTE
            health.record(judged, token=codes.new_token(), device_id=kiosk.id, at=at)
    return officer


def test_a_key_without_a_server_keeps_the_page_and_can_be_pressed_again(at_counter: Page):
    page = at_counter
    a_ticket("B")
    expect(page.get_by_role("rowheader", name="B-001")).to_be_visible()
    page.evaluate("window.same = true")
    page.route("**/petugas/loket/1/panggil", lambda route: route.abort("connectionrefused"))
    page.keyboard.press(" ")
    says(page, "Peladen tidak menjawab.")
    assert page.evaluate("window.same") is True and states() == {"B-001": "waiting"}
    page.unroute("**/petugas/loket/1/panggil")
    page.keyboard.press(" ")
    says(page, "B-001 dipanggil.")
    expect(page.locator("#unsent")).to_be_hidden()


def test_every_form_is_still_there_and_fresh_after_a_key_and_the_change_that_it_makes(at_counter: Page):
    page = at_counter
    a_ticket("B"), a_ticket("B")
    for label in ("B-001", "B-002"):
        page.get_by_label("Panggil nomor").fill(label)
        page.get_by_label("Panggil nomor").press("Enter")
        says(page, f"{label} dipanggil.")
        page.wait_for_timeout(300)
        expect(page.locator("#panggil-nomor, #cetak-ulang, summary[data-key]")).to_have_count(4)
        page.keyboard.press("s")
        page.get_by_role("button", name="Selesai dilayani").click()
        says(page, f"{label} selesai.")


def test_the_key_of_the_large_button_is_named_in_the_language_of_the_page(app, sit: Sit):
    page = sit(a_counter()[1])
    for language, name in (("id", "Spasi"), ("en", "Space")):
        page.goto(f"/petugas/loket?bahasa={language}")
        expect(page.locator(".lead kbd")).to_have_text(name)


def test_a_refused_count_at_the_door_is_said_until_the_next_touch(app, sit: Sit):
    page = sit(an_officer(Role.FRONT_DESK))
    page.goto("/petugas/pintu")
    page.get_by_role("button", name="Keluar, tanpa nomor").click()
    says(page, "tidak ada orang tanpa nomor lagi")
    a_ticket("B")
    expect(page.locator("#pintu")).to_contain_text("1 dari 20")
    says(page, "tidak ada orang tanpa nomor lagi")
    page.get_by_role("button", name="Masuk, tanpa nomor").click()
    expect(page.locator("#pintu")).to_contain_text("2 dari 20")
    expect(page.get_by_text("tidak ada orang tanpa nomor lagi")).to_have_count(0)


def test_the_groups_show_whole_names_on_a_desk_screen(app, sit: Sit):
    page = sit(an_officer(Role.ADMINISTRATOR))
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/petugas/ruang")
    expect(page.locator(".subtabs [aria-current]")).to_have_text("Ruang antrean")
    cut = page.locator(".groupform input").evaluate_all(
        "all => all.filter(it => it.scrollWidth > it.clientWidth).length"
    )
    assert cut == 0
    assert page.evaluate("document.querySelector('.groupform .scroll').scrollWidth") <= 1366
