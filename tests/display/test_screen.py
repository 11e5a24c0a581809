"""The display in a real browser: what it shows and says after each call, and what it does when the server is away."""

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from app import create_app
from office.db import db
from tests import browsers
from tests.conftest import settings_for
from tests.display.running import Desk, Hall, Stream, soon
from tests.hall import a_counter, rule
from tests.look.test_components import violations

WALL = {"width": 1920, "height": 1080}
# The answer is held back, as on a slow line: what happens meanwhile must not be lost.
SLOW_ANSWERS = """(() => { const Real = XMLHttpRequest;
  window.XMLHttpRequest = class extends Real { set onload(f) { super.onload = () => setTimeout(f, 600); } }; })()"""
# How far right of its row a running text begins, and how far right of its picture's gap it ends.
WAY_OF_A_TEXT = """(row) => { const [picture, text] = row.children, [run] = text.getAnimations(), all = document.createRange();
  all.selectNodeContents(text); run.pause();
  const at = (time) => { run.currentTime = time; return all.getBoundingClientRect(); };
  const gap = parseFloat(getComputedStyle(row).columnGap), edge = (one) => one.getBoundingClientRect().right;
  return [at(0).left - edge(row), at(29999).right - edge(picture) - gap]; }"""
FLASHES = """new MutationObserver((all) => {
  if (all.some((one) => one.target.classList.contains("fresh"))) window.flashes = (window.flashes || 0) + 1;
}).observe(document, { subtree: true, attributeFilter: ["class"] })"""
SAID = "lamin.spoken.filter((entry) => entry.ended)"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Hall]:
    data = tmp_path_factory.mktemp("display")
    shutil.copy(migrated / "lamin.sqlite", data)
    app: Flask = create_app(settings_for(data))
    with app.app_context():
        running = Hall(app, settings_for(data), data / "log")
        yield running
        running.pages.kill()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def desks(hall: Hall) -> tuple[Desk, Desk]:
    return a_counter(2, at=hall.now()), a_counter(3, at=hall.now())


@pytest.fixture
def display(browser: Browser, hall: Hall) -> Iterator[Page]:
    yield from a_screen(browser, hall)


def a_screen(browser: Browser, hall: Hall, **given: Any) -> Iterator[Page]:
    context = browser.new_context(viewport=WALL, base_url=hall.url, **given)
    context.add_cookies([{"name": "lamin_display_key", "value": hall.key, "url": hall.url}])
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console", lambda message: troubles.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield page
    context.close()
    assert troubles == [], "a page broke its policy or its script"


def open_with_sound(page: Page) -> None:
    """Open the board, touch the sound on, and wait until what was called before is said."""
    page.goto("/layar/")
    page.get_by_role("button", name="Nyalakan suara").click()
    expect(page.locator("[data-sound]")).to_be_hidden()
    until(page, "lamin.spoken.every((entry) => entry.ended)")


def until(page: Page, true: str) -> None:
    """Wait until a script says so; the page's own policy forbids Playwright's way of waiting."""
    assert soon(lambda: page.wait_for_timeout(50) or bool(page.evaluate(true))), true


def said_after(page: Page, already: int, count: int) -> list[dict[str, Any]]:
    until(page, f"{SAID}.length >= {already + count}")
    return list(page.evaluate(f"{SAID}"))[already:]


def altered(page: Page, old: str, new: str) -> None:
    """Let the next page arrive with other words."""

    def alter(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(old, new, 1))

    page.route("**/layar/", alter, times=1)


def test_a_call_changes_the_board_and_flashes_and_a_mere_number_does_not_flash(display, hall, desks):
    label = hall.take()
    display.add_init_script(FLASHES)
    display.goto("/layar/")
    expect(display.locator(".calling")).to_contain_text("Belum ada yang dipanggil")
    hall.call(desks[0])
    expect(display.locator(".calling .big")).to_have_text(label)
    expect(display.locator(".calling .to")).to_contain_text("Loket 2")
    until(display, "window.flashes > 0")
    display.wait_for_timeout(1600)
    display.evaluate("window.flashes = 0")
    waiting = hall.take()
    expect(display.locator(".next")).to_contain_text(waiting)
    expect(display.locator(".calling")).not_to_have_class(re.compile("fresh"))
    assert display.evaluate("window.flashes") == 0


def test_two_quick_calls_are_said_one_after_the_other_and_the_second_stands_on_the_board(display, hall, desks):
    hall.take(), hall.take()
    display.add_init_script(SLOW_ANSWERS)
    open_with_sound(display)
    already = display.evaluate("lamin.spoken.length")
    for desk in desks:
        hall.call(desk)
        display.wait_for_timeout(250)
    expect(display.locator(".calling .to")).to_contain_text("Loket 3")
    first, second = said_after(display, already, 2)
    assert (first["clips"][-1], second["clips"][-1]) == ("nomor-2", "nomor-3")
    assert first["heard"] == second["heard"] == "all" and second["started"] >= first["ended"] > first["started"]
    expect(display.locator(".last tbody tr").first).to_contain_text("Loket 2")


def test_a_reload_repeats_nothing_and_a_recall_is_marked_and_said_as_such(display, hall, desks):
    hall.take()
    open_with_sound(display)
    hall.call(desks[0])
    expect(display.locator(".calling .to")).to_contain_text("Loket 2")
    until(display, "lamin.spoken.every((entry) => entry.ended)")
    display.reload()
    display.mouse.click(5, 5)
    hall.call_again(desks[0])
    (again,) = said_after(display, 0, 1)
    assert again["clips"][:2] == ["gong", "panggilan-ulang"]
    expect(display.locator(".again")).to_have_text("Panggilan ulang")


def test_with_a_word_missing_the_chime_sounds_and_no_other_number_is_said(display, hall, desks):
    hall.take(), hall.take()
    (hall.settings.voice / "angka-0.wav").rename(hall.settings.voice / "lost")
    try:
        open_with_sound(display)
        already = display.evaluate("lamin.spoken.length")
        hall.call(desks[0]), hall.call(desks[1])
        said = said_after(display, already, 2)
        assert [entry["heard"] for entry in said] == ["chime", "chime"]
        assert all(later["started"] >= earlier["ended"] for earlier, later in pairwise(said))
    finally:
        (hall.settings.voice / "lost").rename(hall.settings.voice / "angka-0.wav")


def test_a_screen_whose_policy_lets_it_speak_needs_no_touch(browser, hall):
    free = browser.browser_type.launch(
        executable_path=browsers.chromium(),
        args=[*browsers.ARGUMENTS, "--autoplay-policy=no-user-gesture-required"],
    )
    for page in a_screen(free, hall):
        page.goto("/layar/")
        page.wait_for_timeout(500)
        expect(page.get_by_role("button", name="Nyalakan suara")).to_be_hidden()
    free.close()


def test_the_test_button_says_a_number_without_touching_the_queue(display, hall):
    open_with_sound(display)
    already = display.evaluate("lamin.spoken.length")
    display.get_by_role("button", name="Coba suara").click()
    (tried,) = said_after(display, already, 1)
    assert tried["id"] == 0 and tried["heard"] == "all"


def test_other_news_come_to_the_foot_without_a_reload(display, hall):
    display.goto("/layar/")
    display.evaluate("window.kept = true")
    rule("display_notices", "Kabar baru hari ini.", at=hall.now())
    hall.take()
    expect(display.locator("[data-news]")).to_contain_text("Kabar baru hari ini.")
    assert display.evaluate("window.kept") is True
    assert display.locator("[data-item]:visible").count() == 1


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_each_news_is_replaced_whole_after_twelve_seconds_running_text_too_when_it_stands_still(browser, hall, motion):
    rule("display_mode", "running" if motion == "reduce" else "slides", at=hall.now())
    for page in a_screen(browser, hall, reduced_motion=motion):
        browsers.stopped(page)
        page.goto("/layar/")
        first = page.locator("[data-item]:visible").inner_text()
        page.clock.run_for(12_500)
        assert page.locator("[data-item]:visible").count() == 1
        assert page.locator("[data-item]:visible").inner_text() != first
    rule("display_mode", "slides", at=hall.now())


def test_the_clock_is_the_office_s_whatever_the_machine_believes(browser, hall):
    for page in a_screen(browser, hall, timezone_id="America/New_York"):
        page.add_init_script("Date.now = () => 0")
        page.goto("/layar/")
        page.evaluate("document.querySelector('[data-clock]').textContent = ''")
        expect(page.locator("[data-clock]")).to_have_text(re.compile(r"^10\.\d\d WITA$"))


def test_a_board_that_cannot_be_read_stays_with_its_time_and_is_asked_for_until_it_comes(display, hall):
    def broken(route: Route) -> None:
        if route.request.headers.get("hx-request"):
            return route.fulfill(status=503, body="away")
        route.fallback()

    display.goto("/layar/")
    seen = display.locator("#papan").get_attribute("data-seen")
    display.route("**/layar/", broken)
    label = hall.take("D")
    expect(display.locator("[data-stale]")).to_have_text(f"Keadaan pukul {seen}")
    display.unroute("**/layar/")
    expect(display.locator(".next")).to_contain_text(label)
    expect(display.locator("[data-stale]")).to_be_hidden()


def test_a_new_release_is_read_whole_once(display, hall):
    loads: list[str] = []
    display.on("load", lambda page: loads.append(page.url))
    altered(display, 'data-release="', 'data-release="before ')
    display.goto("/layar/")
    hall.take()
    assert soon(lambda: display.wait_for_timeout(50) or len(loads) == 2)
    waiting = hall.take("E")
    expect(display.locator(".next")).to_contain_text(waiting)
    assert len(loads) == 2


def test_without_a_stream_the_screen_asks_and_hears_all_the_same(display, hall, desks):
    streams = []
    while (stream := Stream(hall)).status == 200:
        streams.append(stream)
    display.goto("/layar/")
    hall.take()
    hall.call(desks[1])
    expect(display.locator(".calling .to")).to_contain_text("Loket 3")
    stream.close()
    for taken in streams:
        taken.close()


def test_a_server_that_is_killed_is_said_to_be_lost_and_the_screen_heals_by_itself(display, hall):
    altered(display, "data-live=", 'data-lost-after="4" data-live=')
    display.goto("/layar/")
    label = display.locator(".calling .big").inner_text()
    hall.pages.kill()
    badge = display.locator("[data-lost]")
    expect(badge).to_have_text(re.compile(r"Sambungan terputus sejak 10\.\d\d\. Dengarkan petugas\."))
    expect(display.locator("[data-stale]")).to_be_visible()
    assert display.locator(".calling .big").inner_text() == label
    hall.pages.start()
    waiting = hall.take("A")
    expect(badge).to_be_hidden()
    expect(display.locator(".next")).to_contain_text(waiting)
    expect(display.locator("[data-stale]")).to_be_hidden()


def test_the_first_visit_is_light_and_axe_finds_nothing(display):
    display.goto("/layar/")
    display.wait_for_load_state("load")
    sent = display.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".filter((one) => !/alir|suara/.test(one.name)).map((one) => one.transferSize)"
    )
    assert len(sent) <= 10 and sum(sent) < 200_000
    assert violations(display) == []


def test_a_running_text_comes_in_at_the_right_edge_and_leaves_whole_behind_its_picture(display, hall):
    rule("display_mode", "running", at=hall.now())
    try:
        display.goto("/layar/")
        enters, leaves = display.locator("[data-item]:visible").evaluate(WAY_OF_A_TEXT)
    finally:
        rule("display_mode", "slides", at=hall.now())
    assert enters >= 0 and abs(leaves) < 5
