"""The desk in a real browser, 1366 x 768: by keyboard, with htmx and without script, and axe finds nothing."""

import re
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from frame.access import KEY
from office import cards, clock, documents, jobs, notices, papers, staff
from office.applications import processing, review, states
from office.db import db, transaction
from office.papers import Paper
from office.staff import Officer, Role
from tests.desk.conftest import file_url
from tests.factories import NOON, all_right, an_application, an_approved, an_officer
from tests.outside import papers as drawn
from tests.web.makers import a_finished

pytestmark = pytest.mark.slow
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # three times as fast as telling of what is well, too
}
SIZE = {"width": 1366, "height": 768}
LONG = {"anak": {"nama": "Muhammad Al-Fatih Ramadhan Syahputra bin Haji Abdurrahman Sidiq"}}

Sit = Callable[..., Page]


@pytest.fixture
def sit(app: Flask, browser: Browser) -> Iterator[Sit]:
    """Seat an officer before a browser; `theme` is terang or gelap, `script` whether it runs any."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    url, contexts = f"http://127.0.0.1:{server.server_port}", []

    def sit_down(officer: Officer, *, theme: str = "terang", script: bool = True) -> Page:
        context = browser.new_context(base_url=url, viewport=SIZE, reduced_motion="reduce", java_script_enabled=script)
        contexts.append(context)
        name = app.config["SESSION_COOKIE_NAME"]
        context.add_cookies([
            {"name": name, "value": cookie(app, officer), "url": url}, {"name": "tema", "value": theme, "url": url},
        ])  # fmt: skip
        return context.new_page()

    yield sit_down
    for context in contexts:
        context.close()
    server.shutdown()


def cookie(app: Flask, officer: Officer) -> str:
    """A signed-in officer's cookie."""
    with transaction():
        key = staff.sign_in(officer.id, True, at=clock.now(), proven=True)
    return app.session_interface.get_signing_serializer(app).dumps({KEY: key})


def part(application, code):
    db.session.rollback()
    return next(row for row in (*states.papers_of(application), *states.steps_of(application)) if row.code == code)


def test_a_file_is_taken_judged_and_returned_by_keyboard(app, sit: Sit):
    application = an_application(store=app.extensions["lamin"].store)
    page = sit(an_officer())
    page.goto("/petugas/")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(file_url(application)))
    page.locator("#paper-surat-lahir [value=fix]").focus()
    page.keyboard.press(" ")
    bar = page.locator("#keputusan")
    expect(bar).to_contain_text("1 belum ada alasannya")
    page.keyboard.press("1")
    expect(bar).not_to_contain_text("belum ada alasannya")
    assert part(application, "surat-lahir").reason == "Tulisan kabur, foto lagi."
    page.locator("#answers-ibu [value=ok]").focus()
    page.keyboard.press(" ")
    expect(bar).to_contain_text("1 dari 10 bagian benar, 1 perlu diperbaiki")
    page.keyboard.press("k")
    expect(page.get_by_role("status").filter(has_text="dikembalikan ke warga")).to_be_visible()
    db.session.rollback()
    assert application.state == states.RETURNED


def test_the_next_paper_comes_in_place_and_what_was_judged_stays(app, sit: Sit):
    application, officer = an_application(store=app.extensions["lamin"].store), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
    page = sit(officer)
    page.goto(file_url(application))
    page.evaluate("window.same = true")
    page.locator("#paper-surat-lahir label.y").click()
    expect(page.locator("#keputusan")).to_contain_text("1 dari 10")
    page.keyboard.press("]")
    expect(page.locator("#nilai-surat h2")).to_have_text("Kartu Keluarga")
    expect(page).to_have_url(re.compile(r"surat=kartu-keluarga$"))
    page.locator("#layar-surat").get_by_role("link", name="Surat keterangan lahir").click()
    expect(page.locator("#paper-surat-lahir [value=ok]")).to_be_checked()
    assert page.evaluate("window.same") is True


def test_a_nik_is_shown_in_place(app, sit: Sit):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
    page = sit(officer)
    page.goto(file_url(application))
    page.locator("#isi-ibu").get_by_role("button", name="Tampilkan").click()
    expect(page.locator("#isi-ibu")).to_contain_text("9999 0148 0588 0001")
    expect(page.locator("#isi-pemohon")).to_contain_text("9999********0006")


def test_the_paper_can_be_enlarged_and_turned(app, sit: Sit):
    application = an_application(store=app.extensions["lamin"].store)
    page = sit(an_officer())
    page.goto(file_url(application))
    page.keyboard.press("+")
    page.keyboard.press("r")
    expect(page.locator("#lembar")).to_have_class(re.compile("zoom-1.*turn-1"))


def test_a_verdict_on_a_file_that_was_freed_says_so_where_one_looks(app, sit: Sit):
    application, officer, administrator = an_application(), an_officer(), an_officer(Role.ADMINISTRATOR)
    with transaction():
        review.take(application, officer, at=NOON)
    page = sit(officer)
    page.goto(file_url(application))
    with transaction():
        review.release(application, administrator, at=NOON)
    page.locator("#answers-ibu label.y").click()
    expect(page.locator("#keputusan").get_by_role("alert")).to_contain_text("Ambil dulu berkas ini")


def test_a_session_that_ended_sends_the_page_to_the_door_and_back(app, sit: Sit):
    application, officer = an_application(), an_officer()
    with transaction():
        review.take(application, officer, at=NOON)
    page = sit(officer)
    page.goto(file_url(application))
    page.context.clear_cookies(name=app.config["SESSION_COOKIE_NAME"])
    page.keyboard.press("]")
    expect(page.get_by_label("Nama pengguna")).to_be_visible()
    assert page.locator("[name=next]").get_attribute("value") == file_url(application)


def test_the_whole_review_works_without_script(app, sit: Sit):
    application, officer = an_application("ktp-hilang-rusak"), an_officer()
    page = sit(officer, script=False)
    page.goto("/petugas/")
    page.get_by_role("button", name="Ambil berikutnya").click()
    for name in ("paper-surat-kehilangan", "answers-pemohon", "answers-pemilik", "answers-kejadian"):
        page.locator(f"#{name} [value=ok]").check()
    page.get_by_role("button", name="Simpan penilaian").click()
    page.get_by_role("link", name="Kartu Keluarga").click()
    page.locator("#paper-kartu-keluarga [value=ok]").check()
    page.get_by_role("button", name="Simpan penilaian").click()
    page.get_by_role("button", name="Teruskan untuk disetujui").click()
    expect(page.get_by_role("status").first).to_contain_text("diteruskan untuk disetujui")
    db.session.rollback()
    assert application.state == states.CHECKED


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_axe_finds_nothing_on_any_page_and_nothing_runs_over_its_edge(app, sit: Sit, theme: str):
    for officer, places in every_page(app):
        page = sit(officer, theme=theme)
        loud: list[str] = []
        page.on("console", lambda message, loud=loud: loud.append(message.text) if message.type == "error" else None)
        for place in places:
            page.goto(place)
            for summary in page.locator("main details > summary:visible").all():
                summary.click()
            assert violations(page) == [], place
            assert page.evaluate("document.documentElement.scrollWidth") <= SIZE["width"], place
        assert [text for text in loud if not re.search("status of 4(03|04|09|10)", text)] == []
        page.context.close()


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_axe_finds_nothing_where_a_form_was_refused_and_the_focus_is_on_what_is_wrong(app, sit: Sit, theme: str):
    pages = every_page(app)
    presses = [("file", pages[0][0], pages[0][1][5], "Kembalikan"), ("hand over", pages[2][0], pages[2][1][2], "Serahkan"),
               ("people", pages[3][0], "/petugas/orang", "Tambah dan undang")]  # fmt: skip
    for name, officer, place, button in presses:
        page = sit(officer, theme=theme)
        page.goto(place)
        if name == "file":
            page.locator("#answers-anak label.n").click()
            expect(page.locator("#keputusan")).to_contain_text("belum ada alasannya")
        page.locator("button", has_text=button).last.click()
        expect(page.locator(".summary")).to_be_focused()
        assert violations(page) == [], name
        page.context.close()


@pytest.mark.parametrize("width", [683, 360])
def test_the_desk_can_be_read_at_twice_its_size_and_on_a_phone(app, sit: Sit, width: int):
    for officer, places in every_page(app):
        page = sit(officer)
        page.set_viewport_size({"width": width, "height": 700})
        for place in places:
            page.goto(place)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        page.context.close()


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def every_page(app: Flask) -> list[tuple[Officer, list[str]]]:
    """Who sees which addresses, with the states that look different."""
    store = app.extensions["lamin"].store
    verifier, registrar = an_officer(name="Yohanes Lerik Dalung Simanjuntak"), an_officer(Role.REGISTRAR)
    held, others, free, checked = (
        an_application(answers=LONG),
        an_application(),
        an_application(),
        an_application(),
    )
    waiting, queued, ready, other = (
        an_approved("akta-kelahiran"),
        *(an_approved("ktp-hilang-rusak") for _ in range(2)),
        an_officer(),
    )
    finished, locked = a_finished(store)
    all_right(checked, other)
    with transaction():
        review.take(held, verifier, at=clock.now())
        states.papers_of(held)[0].flaws = ["blurred", "too_dark"]
        papers.bring(states.papers_of(held)[2], at=NOON)
        review.judge(held, "answers", "ibu", "fix", "NIK tidak sama dengan Kartu Keluarga.", verifier, at=NOON)
        review.take(others, other, at=clock.now())
        review.take(checked, registrar, at=NOON)
        locked.wrong_tries, locked.locked_at = 5, NOON
        jobs.put_off(jobs.of("document", documents.of(waiting.id)[0].id), trouble="RenderFailed", at=NOON, final=True)
        notices.failed(notices.of(held.id)[0], answer="Refusal 550 no such mailbox", at=NOON)
        cards.spoil(cards.of(queued.id)[0], by=registrar.actor, at=NOON)
        cards.move(cards.of(ready.id)[0], cards.PRINTED, by=registrar.actor, at=NOON)
        processing.card_ready(cards.of(ready.id)[0], ready, registrar, at=NOON)
    photo = drawn.jpeg(drawn.photo(drawn.letter(), size=(600, 800)))
    for key in set(db.session.scalars(sa.select(Paper.file_key).where(Paper.file_key.is_not(None)))):
        store.put(key, photo)
    db.session.rollback()
    return [
        (verifier, ["/petugas/", "/petugas/?daftar=resmi", "/petugas/?daftar=selesai", "/petugas/gagal", "/petugas/cari",
                    *map(file_url, (held, others, free, finished, waiting)), f"{file_url(held)}?surat=buku-nikah"]),
        (registrar, ["/petugas/", *map(file_url, (checked, finished, waiting))]),
        (an_officer(Role.FRONT_DESK), ["/petugas/", "/petugas/cetak", f"/petugas/kartu/{cards.of(ready.id)[0].id}/serah",
                                       f"/petugas/kartu/{cards.of(queued.id)[0].id}/serah", file_url(free)]),
        (an_officer(Role.ADMINISTRATOR), ["/petugas/?daftar=periksa", "/petugas/orang", "/petugas/pengaturan", "/petugas/jejak",
                                          "/petugas/gagal", "/petugas/tidak-ada"]),
    ]  # fmt: skip
