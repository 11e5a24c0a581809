"""A kiosk in a real browser, with a real server that is killed and started again."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Error, Page, expect

from office import clock, codes, opening
from office.db import db
from office.queue.tickets import Ticket
from tests.browsers import PATIENCE
from tests.factories import NOON
from tests.faults.pages import Pages
from tests.hall import rule
from tests.kiosk_offline.conftest import an_enrolled_kiosk

KEPT = "async () => [Boolean(navigator.serviceWorker.controller), Boolean(await caches.match('/kiosk/luring/en'))]"
OWN = "Nomor kios ini diawali huruf dan K1"
PRINTER = "window.print = () => (window.printed ||= []).push(document.querySelector('.slip .big').textContent)"


class Server(Pages):
    """The pages, whose clock began at ten of a Thursday."""

    ahead = 0

    def hang(self) -> None:
        """Take connections and answer nothing, as a machine that is out of memory does."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    @property
    def runs(self) -> bool:
        """Whether it was not killed."""
        return self._process.poll() is None

    def start(self) -> float:
        self._env["LAMIN_CLOCK_AHEAD"] = str(self.ahead)
        return super().start()


@dataclass
class Kiosk:
    """One kiosk: its screen and the server it hangs on."""

    screen: Page
    server: Server
    context: BrowserContext


@pytest.fixture
def kiosk(app, settings, tmp_path, browser, request) -> Iterator[Kiosk]:
    Server.ahead = int((NOON - clock.now()).total_seconds())
    _device, key = an_enrolled_kiosk(slip=getattr(request, "param", ""))
    db.session.remove()
    server = Server(settings, tmp_path / "log")
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(base_url=address, viewport={"width": 1080, "height": 1920}, has_touch=True)
    context.add_cookies([{"name": "lamin_kiosk_key", "value": key, "url": address}])
    context.add_init_script(PRINTER)
    screen, troubles = context.new_page(), []
    screen.on("pageerror", lambda error: troubles.append(str(error)))
    screen.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
    screen.goto("/kiosk/")
    until_kept(screen, True)
    yield Kiosk(screen, server, context)
    context.close()
    if server.runs:
        server.kill()
    assert troubles == []


def until_kept(screen: Page, wanted: bool) -> None:
    """Wait until the page for the time without a server is kept, or is not; a kiosk may change its page meanwhile."""
    ends = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < ends:
        with contextlib.suppress(Error):
            if screen.evaluate(KEPT) == [True, wanted]:
                return
        screen.wait_for_timeout(50)
    raise AssertionError("the kiosk kept no page" if wanted else "the kiosk still keeps the page")


def cut_off(kiosk: Kiosk) -> None:
    kiosk.server.kill()
    expect(kiosk.screen.get_by_text("Sambungan ke server terputus sejak")).to_be_visible()


def choose(screen: Page, group: str, *, first: str = "Umum") -> None:
    screen.get_by_role("button", name=group).click()
    screen.get_by_text(first, exact=True).click()
    screen.get_by_role("button", name="Lanjut").click()


def answer(screen: Page, *, temperature: str = "36,4", symptoms: str = "tidak", code: str = "") -> None:
    for name, value in {"mask": "ya", "hands": "ya", "symptoms": symptoms, "contact": "tidak"}.items():
        screen.locator(f"input[name={name}][value={value}]").check()
    screen.locator("[name=petugas]").fill(code or codes.door_code(opening.local_day(NOON)))
    screen.locator("[name=suhu]").fill(temperature)


def take(screen: Page, group: str = "KTP-el", *, first: str = "Umum") -> str:
    choose(screen, group, first=first)
    answer(screen)
    screen.get_by_role("button", name="Ambil nomor").dblclick()
    expect(screen.get_by_text("Nomor sementara kios ini").first).to_be_visible()
    label = screen.locator("[data-step=ticket] [data-label]").inner_text()
    screen.get_by_role("button", name="Selesai").click()
    return label


def in_line() -> list[tuple[str, bool]]:
    db.session.expire_all()
    return [
        (row.label, row.priority)
        for row in db.session.execute(sa.select(Ticket.label, Ticket.priority).order_by(Ticket.id))
    ]


def test_the_kiosk_says_that_the_server_is_away_gives_its_own_numbers_and_hands_them_in_once(kiosk):
    screen = kiosk.screen
    cut_off(kiosk)
    assert [take(screen), take(screen, first="Prioritas")] == ["B-K1-01", "B-K1-02"]
    screen.reload()
    expect(screen.get_by_text(OWN)).to_be_visible()
    assert take(screen) == "B-K1-03" and take(screen, "Akta lahir") == "D-K1-01"
    kiosk.server.start()
    expect(screen.get_by_text("Semua layanan gratis")).to_be_visible()
    assert in_line() == [("B-K1-01", False), ("B-K1-02", True), ("B-K1-03", False), ("D-K1-01", False)]
    assert screen.evaluate("JSON.parse(localStorage['lamin-blok']).entries") == []


def test_a_server_that_hangs_is_noticed_as_soon_as_one_that_is_gone(kiosk):
    kiosk.server.hang()
    expect(kiosk.screen.get_by_text("Sambungan ke server terputus sejak")).to_be_visible()
    assert take(kiosk.screen) == "B-K1-01"


def test_a_browser_that_was_switched_off_meanwhile_hands_in_what_it_gave(kiosk):
    cut_off(kiosk)
    assert take(kiosk.screen) == "B-K1-01"
    kiosk.screen.close()
    kiosk.server.start()
    again = kiosk.context.new_page()
    again.goto("/kiosk/")
    again.wait_for_function("() => JSON.parse(localStorage['lamin-blok']).entries.length === 0")
    expect(again.get_by_text("Semua layanan gratis")).to_be_visible()
    assert in_line() == [("B-K1-01", False)]


def test_a_tap_that_finds_no_server_is_answered_by_the_kept_page(kiosk):
    kiosk.server.kill()
    kiosk.screen.goto("/kiosk/kelompok/C/keperluan")
    expect(kiosk.screen.get_by_text(OWN)).to_be_visible()


def test_a_form_that_finds_no_server_is_answered_by_the_kept_page_and_sent_once(kiosk):
    screen = kiosk.screen
    screen.goto("/kiosk/kelompok/E/kesehatan")
    answer(screen)
    kiosk.server.kill()
    screen.get_by_role("button", name="Ambil nomor").click()
    expect(screen.get_by_text(OWN)).to_be_visible()
    assert take(screen, "Ambil surat") == "E-K1-01"
    kiosk.server.start()
    expect(screen.get_by_text("Semua layanan gratis")).to_be_visible()
    assert in_line() == [("E-K1-01", False)]


def test_without_the_server_the_checklist_is_as_strict_as_with_it(kiosk):
    screen = kiosk.screen
    cut_off(kiosk)
    choose(screen, "KTP-el")
    push = screen.get_by_role("button", name="Ambil nomor")
    push.click()
    expect(screen.get_by_role("alert")).to_have_text("Sentuh Ya atau Tidak pada tiap baris.")
    for typed in ("abc", "29,9", "45,1", "38,55", "3 6"):
        answer(screen, temperature=typed)
        push.click()
        expect(screen.get_by_role("alert")).to_contain_text("dari 30,0 sampai 45,0")
    answer(screen, code="xxxx")
    push.click()
    expect(screen.get_by_role("alert")).to_have_text("Kode petugas tidak cocok.")
    answer(screen, temperature="38.5")
    push.click()
    expect(screen.get_by_text("Suhu 38,5 °C. Batasnya 37,3 °C.")).to_be_visible()
    assert screen.evaluate("localStorage['lamin-blok']") is None


def test_without_server_and_protocol_the_number_comes_at_once(kiosk):
    rule("protocol_on", False)
    kiosk.screen.goto("/kiosk/")
    kiosk.screen.wait_for_function(
        "async () => !(await (await caches.match('/kiosk/luring')).text()).includes('name=\"suhu\"')"
    )
    cut_off(kiosk)
    kiosk.screen.get_by_role("button", name="KTP-el").click()
    kiosk.screen.get_by_role("button", name="Ambil nomor").click()
    expect(kiosk.screen.locator("[data-step=ticket] [data-label]")).to_have_text("B-K1-01")


def test_five_wrong_codes_without_the_server_are_followed_by_a_pause(kiosk):
    screen = kiosk.screen
    cut_off(kiosk)
    choose(screen, "KTP-el")
    for _try in range(5):
        answer(screen, code="xxxx")
        screen.get_by_role("button", name="Ambil nomor").click()
        expect(screen.get_by_role("alert")).to_have_text("Kode petugas tidak cocok.")
    screen.reload()
    choose(screen, "KTP-el")
    answer(screen)
    screen.get_by_role("button", name="Ambil nomor").click()
    expect(screen.get_by_role("alert")).to_contain_text("Tunggu 5 menit")


def test_groups_close_by_the_kiosks_own_clock(kiosk):
    screen = kiosk.screen
    cut_off(kiosk)
    ahead = int(screen.evaluate("localStorage['lamin-ahead']"))
    screen.evaluate(f"localStorage['lamin-ahead'] = {ahead + 2 * 3600 * 1000}")
    screen.reload()
    expect(screen.get_by_role("button", name="Pindah antarnegara")).to_be_disabled()
    expect(screen.get_by_role("button", name="KTP-el")).to_be_enabled()
    screen.evaluate(f"localStorage['lamin-ahead'] = {ahead + 24 * 3600 * 1000}")
    screen.reload()
    expect(screen.get_by_text("disiapkan pada hari lain")).to_be_visible()
    expect(screen.get_by_role("button", name="KTP-el")).to_be_disabled()


def test_the_kept_page_speaks_english_too(kiosk):
    cut_off(kiosk)
    kiosk.screen.get_by_role("link", name="English").click()
    expect(kiosk.screen.locator("html[lang=en]")).to_be_visible()
    kiosk.screen.get_by_role("link", name="Bahasa Indonesia").click()
    expect(kiosk.screen.get_by_text(OWN)).to_be_visible()


@pytest.mark.parametrize("kiosk", ["browser"], indirect=True)
def test_the_browser_prints_a_number_of_the_block_once(kiosk):
    cut_off(kiosk)
    take(kiosk.screen)
    assert kiosk.screen.evaluate("window.printed") == ["B-K1-01"]


def test_a_kiosk_that_is_not_known_any_more_keeps_no_page(kiosk):
    kiosk.context.clear_cookies()
    kiosk.screen.evaluate("navigator.serviceWorker.controller.postMessage('keep')")
    until_kept(kiosk.screen, False)


def test_axe_finds_nothing_on_any_step_of_the_kept_page(kiosk):
    screen, found = kiosk.screen, []
    cut_off(kiosk)

    def look() -> None:
        seen = Axe().run(screen, options={"resultTypes": ["violations"]}).response["violations"]
        found.extend((each["id"], each["nodes"][0]["html"]) for each in seen)

    look()
    screen.get_by_role("button", name="KTP-el").click()
    look()
    screen.get_by_role("button", name="Lanjut").click()
    look()
    answer(screen, symptoms="ya")
    screen.get_by_role("button", name="Ambil nomor").click()
    expect(screen.get_by_text("Semoga lekas sehat")).to_be_visible()
    look()
    screen.get_by_role("button", name="Selesai").click()
    choose(screen, "KTP-el")
    answer(screen)
    screen.get_by_role("button", name="Ambil nomor").click()
    expect(screen.get_by_text("Nomor sementara kios ini").first).to_be_visible()
    look()
    assert found == []
