"""The office steered in a browser: a late file climbs, the last blank is used, the survey comes to its index."""

import re
from datetime import date, timedelta

from flask import Flask
from playwright.sync_api import Page, expect

from office import events, survey
from office.db import transaction
from office.promises import climbing
from office.staff import Role
from office.survey import ELEMENTS, Errand
from tests.factories import PASSWORD, an_application, an_approved, an_officer
from tests.journeys.conftest import DESK, PHONE, Window, it_is
from tests.journeys.walks import picture, sign_in

THURSDAY = date(2020, 6, 4)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Ten people: sums 301 of the nine elements, 301 / 10 / 9 = 3.3444, times 25 = 83.61.
SUMS = dict(zip(ELEMENTS, (33, 31, 30, 40, 32, 34, 36, 29, 36), strict=True))


def seated(window: Window, login: str, role: Role) -> Page:
    """An officer's window, signed in."""
    an_officer(role, login=login, name=login.capitalize())
    page = window(DESK)
    sign_in(page, login, PASSWORD)
    return page


def attention(page: Page) -> Page:
    page.goto("/petugas/perhatian")
    return page


def test_a_late_file_climbs_from_the_officer_to_the_section_head_to_the_head(app: Flask, window: Window) -> None:
    at = it_is(THURSDAY)
    late = an_application(at=at)
    officer = seated(window, "rahmawati", Role.VERIFIER)
    section, head = seated(window, "kabid", Role.SECTION_HEAD), seated(window, "kepala", Role.HEAD)
    reference = re.compile(late.reference[:4])
    seen = []
    for moment in (at + HOUR, late.step_due + HOUR, late.promised_at + HOUR, late.promised_at + 5 * DAY):
        with transaction():
            climbing.climb(at=moment)
        rows = [attention(page).get_by_role("row").filter(has_text=reference) for page in (officer, section, head)]
        seen.append([row.count() > 0 for row in rows])
    assert seen == [[False, False, False], [True, False, False], [True, True, False], [True, True, True]]
    picture(head, "kepala-1-perhatian")


def test_the_last_blank_is_used_and_the_public_page_says_so(app: Flask, window: Window) -> None:
    at = it_is(THURSDAY)
    an_approved("ktp-hilang-rusak", at=at)
    section = seated(window, "kabid", Role.SECTION_HEAD)
    section.goto("/petugas/blangko")
    section.get_by_label("Jumlah keping").fill("1")
    section.get_by_role("button", name="Simpan penerimaan").click()
    expect(section.get_by_role("status").first).to_be_visible()
    phone = window(PHONE)
    phone.goto("/")
    expect(phone.get_by_text("Blangko KTP-el: tersedia hari ini")).to_be_visible()
    front = seated(window, "sari", Role.FRONT_DESK)
    front.goto("/petugas/cetak")
    front.get_by_role("button", name=re.compile("^Tercetak")).first.click()
    expect(front.get_by_role("button", name=re.compile("Siap diambil")).first).to_be_visible()
    phone.reload()
    expect(phone.get_by_text(re.compile("Blangko KTP-el: (sedang )?habis"))).to_be_visible()
    picture(phone, "telepon-blangko-habis")


def test_ten_answers_come_to_the_index_that_was_worked_by_hand(app: Flask, window: Window) -> None:
    at = it_is(THURSDAY)
    for person in range(10):
        scores = {code: answer(total, person) for code, total in SUMS.items()}
        with transaction():
            errand = Errand(f"application:{person}", "akta-kelahiran", True)
            survey.give(errand, scores, {}, "", channel="phone", by=events.RESIDENT, at=at)
    head = seated(window, "kepala", Role.HEAD)
    head.goto("/petugas/laporan/skm?dari=2020-06-01&sampai=2020-06-04")
    expect(head.get_by_text("83,61").first).to_be_visible()
    head.get_by_role("link", name="Lembar untuk diumumkan").click()
    expect(head.get_by_text("Mutu pelayanan B: Baik")).to_be_visible()
    picture(head, "kepala-2-skm")


def answer(total: int, person: int) -> int:
    """The answer of one of ten people, from 1 to 4, so that all ten make `total`."""
    return total // 10 + (person < total % 10)
