"""The kiosk and the display at their real sizes, each screen with invented facts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from office.errors import NotFound
from outside.qr import qr_svg
from tests.look.test_components import violations
from workbench import screens

UPRIGHT, LYING, WALL = (1080, 1920), (1280, 800), (1920, 1080)
KIOSK, DISPLAY = sorted(screens.kiosk_scenes(qr_svg)), sorted(screens.display_scenes())
# High contrast changes colours and one word of a button: with the two others it is tried at its largest.
SHAPES = ["", "&huruf=besar", "&tombol=bawah", "&huruf=besar&tombol=bawah&kontras=tinggi"]
SMALL = """() => [...document.querySelectorAll('a,button,label,summary,input.read')]
  .filter(e => e.checkVisibility() && !e.matches('.reading label'))
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 63.9 || box.width < 63.9).map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
BEYOND = """() => [document.documentElement, ...document.querySelectorAll('.k')]
  .filter(e => e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight)
  .map(e => `${e.className || 'page'} ${e.scrollWidth}x${e.scrollHeight} in ${e.clientWidth}x${e.clientHeight}`)"""
# Neither holds the other, and still they share ground: 1 px for borders and rounding.
OVERLAPPING = """() => {
  const parts = [...document.querySelectorAll('h1,h2,p,a,button,label,summary,td,.read,.qr,.note,.next>div')]
    .filter(e => e.checkVisibility() && !e.closest('.hide,.veil') && getComputedStyle(e).display !== 'inline');
  const found = [];
  for (const [at, one] of parts.entries()) for (const other of parts.slice(at + 1)) {
    if (one.contains(other) || other.contains(one)) continue;
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
      found.push(`${one.outerHTML.slice(0, 60)} / ${other.outerHTML.slice(0, 60)}`);
  }
  return found;
}"""
CUT = """() => [...document.querySelectorAll('.board *,.next *,.news *,.mast *')]
  .filter(e => e.checkVisibility() && !e.closest('.hide,video') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
  .map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def wall(browser: Browser, look_url: str) -> Iterator[Page]:
    """One page for all screens of this file: a context a screen would cost more than what is looked at."""
    context = browser.new_context(base_url=look_url, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def show(page: Page, address: str, size: tuple[int, int]) -> Page:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => 1)")
    return page


@pytest.mark.parametrize("shape", SHAPES)
def test_a_kiosk_screen_fits_and_its_targets_are_64_pixels_lying_and_upright(wall: Page, shape: str) -> None:
    for name in KIOSK:
        page = show(wall, f"/komponen/kios?lihat={name}{shape}", LYING)
        for width, height in (LYING, UPRIGHT):
            page.set_viewport_size({"width": width, "height": height})
            seen = page.evaluate(f"[{SMALL}, {BEYOND}, {OVERLAPPING}].flatMap((look) => look())")
            assert seen == [], (name, width)


@pytest.mark.parametrize(
    ("shape", "names"), [("", KIOSK), ("&kontras=tinggi", ["awal", "kesehatan-salah", "tiket-luar"])]
)
def test_axe_finds_nothing_at_the_kiosk(wall: Page, shape: str, names: list[str]) -> None:
    for name in names:
        assert violations(show(wall, f"/komponen/kios?lihat={name}{shape}", UPRIGHT)) == [], name


@pytest.mark.parametrize("size", [WALL, LYING], ids=["wall", "small"])
def test_a_display_fits_whatever_it_shows(wall: Page, size: tuple[int, int]) -> None:
    for name in DISPLAY:
        page = show(wall, f"/komponen/layar?lihat={name}", size)
        assert (page.evaluate(BEYOND), page.evaluate(OVERLAPPING), page.evaluate(CUT)) == ([], [], []), name


def test_axe_finds_nothing_on_the_display(wall: Page) -> None:
    for name in DISPLAY:
        assert violations(show(wall, f"/komponen/layar?lihat={name}", WALL)) == [], name


def font_size(page: Page, selector: str) -> float:
    return float(page.locator(selector).evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))


def test_the_number_called_is_read_from_eight_metres(wall: Page) -> None:
    page = show(wall, "/komponen/layar", WALL)
    assert font_size(page, ".calling .big") >= 250 and font_size(page, ".to") >= 100
    assert page.locator(".last td").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 60


def test_a_screen_breaks_no_policy_and_stays_where_it_is(wall: Page) -> None:
    said: list[str] = []
    wall.on("console", lambda message: said.append(message.text))
    wall.on("pageerror", lambda error: said.append(str(error)))
    for address in ("/komponen/kios", "/komponen/kios?lihat=tiket-dalam", "/komponen/layar"):
        show(wall, address, UPRIGHT)
        wall.wait_for_load_state("networkidle")
        assert wall.url.endswith(address)
    assert said == []


def test_what_is_touched_lies_in_the_lower_half_for_a_wheelchair(wall: Page) -> None:
    page = show(wall, "/komponen/kios?tombol=bawah", UPRIGHT)
    for one in page.locator("a.group, .row .btn, .k-bar .btn").all():
        assert (one.bounding_box() or {"y": 0})["y"] >= UPRIGHT[1] / 2


def test_a_lost_connection_greys_the_numbers_and_says_so(wall: Page) -> None:
    page = show(wall, "/komponen/layar?lihat=terputus", WALL)
    assert page.get_by_text("Sambungan terputus sejak 10.22. Dengarkan petugas.").is_visible()
    colour = "e => getComputedStyle(e).color"
    assert page.locator(".calling .big").evaluate(colour) == page.locator(".last h2").evaluate(colour)


def test_running_text_stands_still_for_whoever_asked_for_less_motion(wall: Page) -> None:
    page = show(wall, "/komponen/layar?lihat=berjalan", WALL)
    moving = "e => getComputedStyle(e).animationName"
    assert page.locator(".news p").first.evaluate(moving) == "none"
    page.emulate_media(reduced_motion="no-preference")
    assert page.locator(".news p").first.evaluate(moving) == "run"
    page.emulate_media(reduced_motion="reduce")


def test_the_pad_and_the_keyboard_fill_the_box_and_it_can_be_typed_into(wall: Page) -> None:
    page = show(wall, "/komponen/kios?lihat=kesehatan", UPRIGHT)
    page.locator("#suhu").fill("")
    page.locator("#suhu").focus()
    for key in ("3", "6", ",", "9", "back", "5"):
        page.locator(f"[data-type='{key}']").click()
    assert page.locator("#suhu").input_value() == "36,5"
    page = show(wall, "/komponen/kios?lihat=masuk", LYING)
    page.locator("#kode").press_sequentially("7K")
    page.locator("[data-type=M]").click()
    assert page.locator("#kode").input_value() == "7KM"


def test_printing_shows_the_slip_alone(wall: Page) -> None:
    page = show(wall, "/komponen/kios?lihat=tiket-dalam", UPRIGHT)
    assert page.locator(".slip").is_hidden()
    page.emulate_media(media="print")
    assert page.locator(".slip .big").is_visible() and page.locator(".slip .big").inner_text() == "D-014"
    assert not [one for one in page.locator(".mast, .k-bar, .tick, .note").all() if one.is_visible()]
    page.emulate_media(media="screen")


def test_the_veil_counts_in_sight_and_covers_the_screen(wall: Page) -> None:
    for size in (UPRIGHT, LYING):
        page = show(wall, "/komponen/kios?lihat=kesehatan", size)
        assert page.locator("[data-veil]").is_hidden()
        page.locator("[data-veil]").evaluate("e => { e.hidden = false; }")
        assert page.get_by_role("button", name="Ya, lanjutkan").is_visible() and violations(page) == []
        box = page.locator("[data-veil]").bounding_box()
        assert box and (box["width"], box["height"]) == size


def test_an_unknown_screen_is_not_found(look_app: Flask) -> None:
    for address in ("/komponen/kios?lihat=terlupa", "/komponen/layar?lihat=terlupa"):
        with look_app.test_request_context(address), pytest.raises(NotFound):
            look_app.dispatch_request()
