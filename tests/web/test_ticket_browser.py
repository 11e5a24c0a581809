"""A ticket and an appointment on a real phone, 360 px wide: asking again, the word to come, the line cut, axe finds nothing."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from office import cards, clock, opening
from office.db import db, transaction
from office.queue import calling, tickets
from office.queue.tickets import Ticket
from tests.browsers import stopped
from tests.factories import NOON
from tests.hall import a_counter, a_ticket, rule
from tests.web.makers import a_card_in, a_returned
from tests.web.test_browser import RULES

SECOND = timedelta(seconds=1)
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def ten_o_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


def follow(screen: Page, ticket: Ticket) -> None:
    screen.goto(f"/antrean/{ticket.token}")
    db.session.rollback()


def look_again(screen: Page) -> None:
    """What happens when somebody takes the phone out of a pocket."""
    screen.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def call(counter, officer) -> None:
    with transaction():
        calling.call_next(counter, officer, at=NOON)


def deed(verb, counter, officer) -> None:
    with transaction():
        verb(counter, officer, at=NOON)


def asked(screen: Page) -> list[int]:
    """The answers to what ticket.js asks, as they come."""
    seen: list[int] = []
    screen.on("response", lambda answer: seen.append(answer.status) if "hx-request" in answer.request.headers else None)
    return seen


def test_a_ticket_is_followed_from_the_line_to_the_thanks(app, screen: Page):
    screen.add_init_script("navigator.vibrate = (pattern) => { window.shook = pattern; return true; }")
    counter, officer = a_counter(2)
    a_ticket("B")
    ticket = a_ticket("B")
    follow(screen, ticket)
    expect(screen.get_by_role("heading", level=1)).to_contain_text("B-002")
    expect(screen).to_have_title("B-002: 1 di depan - Lamin")
    call(counter, officer)
    look_again(screen)
    expect(screen.locator("#antrean")).to_contain_text("0 orang")
    deed(calling.finish, counter, officer)
    call(counter, officer)
    look_again(screen)
    expect(screen.get_by_role("heading", level=1)).to_have_text("Silakan ke loket 2")
    expect(screen).to_have_title("B-002: ke loket 2 - Lamin")
    assert screen.evaluate("window.shook") == [400, 200, 400]
    expect(screen.locator("[data-say]")).to_have_text("Silakan ke loket 2")
    expect(screen.get_by_text("Lepas nomor saya", exact=True)).to_be_hidden()
    deed(calling.skip, counter, officer)
    look_again(screen)
    expect(screen.locator("#antrean")).to_contain_text("Anda belum hadir")
    expect(screen.get_by_text("Lepas nomor saya", exact=True)).to_be_visible()
    with transaction():
        calling.call_number(counter, officer, "B-002", at=NOON)
    deed(calling.finish, counter, officer)
    look_again(screen)
    expect(screen.get_by_role("heading", level=1)).to_have_text("Selesai. Terima kasih sudah datang.")
    answers = asked(screen)
    look_again(screen)
    screen.wait_for_timeout(300)
    assert answers == [], "what is over is not asked for again"


@pytest.mark.parametrize(("ahead", "quiet", "due"), [(5, 7_900, 4_300), (2, 3_900, 2_300)])
def test_it_asks_every_ten_seconds_and_every_five_when_few_are_ahead(app, screen: Page, ahead, quiet, due):
    for _person in range(ahead):
        a_ticket("B")
    stopped(screen)
    answers = asked(screen)
    follow(screen, a_ticket("B"))
    screen.evaluate("document.getElementById('antrean').dataset.first = 'yes'")
    screen.clock.run_for(quiet)
    assert answers == []
    with screen.expect_response(lambda answer: answer.status == 200):
        screen.clock.run_for(due)
    expect(screen.locator("#antrean:not([data-first])")).to_be_visible()  # the answer was read, the next asking planned
    with screen.expect_response(lambda answer: answer.status == 304):
        screen.clock.run_for(quiet + due)


def test_an_unchanged_answer_still_moves_the_time_on(app, screen: Page, monkeypatch):
    follow(screen, a_ticket("B"))
    expect(screen.locator("[data-updated]")).to_contain_text("10.00.00")
    for seconds in (10, 20):
        monkeypatch.setattr(clock, "now", lambda seconds=seconds: NOON + seconds * SECOND)
        look_again(screen)
        expect(screen.locator("[data-updated]")).to_contain_text(f"10.00.{seconds}")


def test_a_line_that_is_cut_says_since_when_and_heals(app, screen: Page):
    follow(screen, a_ticket("B"))
    screen.context.set_offline(True)
    look_again(screen)
    expect(screen.get_by_text("Sambungan hilang, mencoba lagi.")).to_be_visible()
    expect(screen.locator("[data-lost]")).to_contain_text("keadaan pukul 10.00.00")
    screen.context.set_offline(False)
    look_again(screen)
    expect(screen.get_by_text("Sambungan hilang, mencoba lagi.")).to_be_hidden()


def test_a_number_half_typed_outlives_a_change_and_a_refused_one_goes_on_being_followed(app, screen: Page):
    counter, officer = a_counter(1)
    rule("almost_ahead", 1)
    for _ in range(3):
        a_ticket("B")
    follow(screen, a_ticket("B"))
    screen.get_by_text("Kabari saat tinggal 1 orang").click()
    screen.get_by_label("Nomor HP").fill("0812 00")
    call(counter, officer)
    look_again(screen)
    expect(screen.locator("#antrean")).to_contain_text("Loket 1")
    expect(screen.get_by_label("Nomor HP")).to_have_value("0812 00")
    screen.get_by_role("button", name="Kabari saya").click()
    expect(screen.locator(".why")).to_be_visible()
    deed(calling.finish, counter, officer)
    call(counter, officer)
    look_again(screen)
    expect(screen.get_by_text("Tinggal 1 orang atau kurang di depan Anda.")).to_be_visible()
    expect(screen.get_by_label("Nomor HP")).to_be_hidden()
    for _ in range(2):
        deed(calling.finish, counter, officer)
        call(counter, officer)
    look_again(screen)
    expect(screen.get_by_role("heading", level=1)).to_have_text("Silakan ke loket 1")
    expect(screen.locator("[data-lost]")).to_be_hidden()


def test_a_place_is_given_up_with_two_taps(app, screen: Page):
    ticket = a_ticket("B")
    follow(screen, ticket)
    screen.get_by_text("Lepas nomor saya", exact=True).click()
    screen.get_by_role("button", name="Ya, lepas nomor saya").click()
    expect(screen.get_by_text("Nomor ini sudah dilepas")).to_be_visible()
    db.session.rollback()
    assert tickets.by_token(ticket.token).state == tickets.LEFT


def test_without_script_the_page_comes_anew_by_itself(app, browser, address):
    ticket = a_ticket("B")
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/antrean/{ticket.token}")
    found = page.locator("meta[http-equiv=refresh]").get_attribute("content")
    assert found == f"10;url=/antrean/{ticket.token}"
    context.close()


def test_an_appointment_is_booked_moved_and_cancelled_by_touch(app, screen: Page):
    screen.goto("/")
    screen.get_by_role("link", name="Buat janji datang").click()
    screen.get_by_role("link", name="KTP-el dan perekaman").click()
    screen.get_by_role("link", name="Senin, 8 Juni").click()
    screen.get_by_role("button", name="Buat janji").click()
    expect(screen.locator(".summary")).to_be_focused()
    screen.get_by_role("link", name="Pilih jam kedatangan.").click()
    expect(screen.locator("#jam")).to_be_in_viewport()
    screen.get_by_label("09.00 WITA").check()
    screen.get_by_label("Nomor HP").fill("0812 0000 0277")
    screen.get_by_role("button", name="Buat janji").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Janji Senin, 8 Juni 2020")
    expect(screen.get_by_role("img", name="QR janji untuk kios")).to_be_visible()
    screen.get_by_text("Pindah ke jam lain").click()
    screen.get_by_label("Hari").select_option("2020-06-09")
    screen.get_by_role("button", name="Lihat jam").click()
    screen.get_by_label("10.00 WITA").check()
    screen.get_by_role("button", name="Pindahkan janji").click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Janji Selasa, 9 Juni 2020")
    screen.get_by_text("Batalkan janji", exact=True).click()
    screen.get_by_role("button", name="Ya, batalkan janji").click()
    expect(screen.get_by_text("Janji ini sudah dibatalkan")).to_be_visible()


def pages_of_the_hall() -> list[str]:
    """Every page of this kind, with the longest words they can show."""
    rule("room_seats", 6)
    counter, officer = a_counter(10)
    away, called, inside, outside = (a_ticket("B") for _ in range(4))
    call(counter, officer)
    deed(calling.skip, counter, officer)
    with transaction():
        calling.call_number(counter, officer, called.label, at=NOON)
    ready, returned = a_card_in(cards.READY), a_returned("surat-lahir")
    day = (opening.local(NOON) + timedelta(days=4)).date()
    links = [f"/antrean/{each.token}" for each in (called, away, inside, outside)]
    links += ["/", "/janji", "/janji?kelompok=F", f"/janji?kelompok=B&hari={day}"]
    links += [f"/permohonan/{ready.token}/janji", f"/permohonan/{returned.token}/status"]
    db.session.rollback()
    return links


@pytest.mark.parametrize("language", ["id", "en"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_320_px(app, screen: Page, language):
    links = pages_of_the_hall()
    screen.set_viewport_size({"width": 320, "height": 568})
    wrong = {}
    for link in links:
        screen.goto(f"{link}{'&' if '?' in link else '?'}bahasa={language}")
        for summary in screen.locator("summary:visible").all():
            summary.click()
        # The same page in other words: what axe looks at is looked at once.
        seen = Axe().run(screen, options=RULES).response["violations"] if language == "id" else []
        found = [each["id"] for each in seen]
        wrong |= {re.sub("[A-Za-z0-9_-]{24}", "*", link): found} if found or screen.evaluate(SIDEWAYS) else {}
    assert wrong == {}


def test_axe_finds_nothing_on_an_appointment_and_on_a_refused_form(app, screen: Page):
    screen.set_viewport_size({"width": 320, "height": 568})
    screen.goto("/janji?kelompok=C&hari=2020-06-08")
    screen.get_by_role("button", name="Buat janji").click()
    expect(screen.locator(".summary")).to_be_visible()
    assert Axe().run(screen, options=RULES).response["violations"] == [] and not screen.evaluate(SIDEWAYS)
    screen.get_by_label("09.00 WITA").check()
    screen.get_by_label("Nomor HP").fill("0812 0000 0277")
    screen.get_by_role("button", name="Buat janji").click()
    screen.wait_for_url(re.compile("/janji/.{20}"))
    for summary in screen.locator("summary").all():
        summary.click()
    assert Axe().run(screen, options=RULES).response["violations"] == [] and not screen.evaluate(SIDEWAYS)
