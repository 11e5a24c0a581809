"""Each component in each state, in a real browser, under a strict policy."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, render_template_string
from jinja2 import UndefinedError
from playwright.sync_api import Browser, Page, expect

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
PHONE, DESK = "/komponen", "/komponen?ruang=meja"
SMALL = """() => [...document.querySelectorAll('a,button,select,textarea,summary,.choice,.pick,input')]
  .filter(e => e.offsetParent && !e.matches('.pick *,.skip,[type=radio],[type=checkbox]'))
  .filter(e => getComputedStyle(e).display !== 'inline')
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 47.9 || box.width < 47.9).map(([text, box]) => `${text} ${box.width}x${box.height}`)
"""


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes']]}" for one in found.response["violations"]]


def test_axe_finds_nothing_on_the_phone(look_page: Page) -> None:
    look_page.goto(PHONE)
    assert violations(look_page) == []


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_axe_finds_nothing_at_the_desk(look_page: Page, look_url: str, theme: str) -> None:
    look_page.context.add_cookies([{"name": "tema", "value": theme, "url": look_url}])
    look_page.set_viewport_size({"width": 1366, "height": 768})
    look_page.goto(DESK)
    look_page.locator("details.who summary").click()
    assert look_page.locator("html").get_attribute("data-theme") == ("dark" if theme == "gelap" else "light")
    assert violations(look_page) == []


@pytest.mark.parametrize("width", [360, 320, 256])
@pytest.mark.parametrize("address", [PHONE, DESK])
def test_no_page_scrolls_sideways(look_page: Page, address: str, width: int) -> None:
    look_page.set_viewport_size({"width": width, "height": 700})
    look_page.goto(address)
    assert look_page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_target_on_the_phone_is_48_pixels(look_page: Page) -> None:
    look_page.goto(PHONE)
    assert look_page.evaluate(SMALL) == []


@pytest.mark.parametrize("address", [PHONE, DESK])
def test_a_page_breaks_no_policy_and_asks_no_other_host(look_page: Page, look_url: str, address: str) -> None:
    said, asked = [], []
    look_page.on("console", lambda message: said.append(message.text))
    look_page.on("pageerror", lambda error: said.append(str(error)))
    look_page.on("request", lambda request: asked.append(request.url))
    look_page.goto(address)
    look_page.evaluate("document.fonts.ready.then(() => 1)")
    assert said == []
    assert asked and all(url.startswith(look_url) for url in asked)
    assert len(asked) == len(set(asked)), "the face or a sheet is fetched twice"


def test_without_script_a_paper_has_a_plain_box_and_nothing_dead(browser: Browser, look_url: str) -> None:
    context = browser.new_context(base_url=look_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/uji?apa=surat")
    assert page.get_by_text("Foto sekarang").is_hidden()
    page.set_input_files("#n-kk", {"name": "kk.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
    page.get_by_role("button", name="Unggah").click()
    expect(page.get_by_text("sudah")).to_be_visible()
    context.close()


def test_each_line_of_a_summary_leads_to_its_field(look_page: Page) -> None:
    look_page.goto(PHONE)
    for link in look_page.locator(".summary a").all():
        target = look_page.locator(link.get_attribute("href") or "")
        assert target.count() == 1 and target.evaluate("e => e.matches('input,select,textarea')")


REFERRED = """[...document.querySelectorAll('[aria-describedby]')]
  .flatMap(e => e.getAttribute('aria-describedby').split(' '))"""


def test_ids_are_used_once_and_what_is_referred_to_is_there(look_page: Page) -> None:
    for address in (PHONE, DESK):
        look_page.goto(address)
        ids = look_page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert sorted(ids) == sorted(set(ids))
        assert set(look_page.evaluate(REFERRED)) <= set(ids)


def drawn(app: Flask, text: str, **context: object) -> str:
    with app.test_request_context():
        return render_template_string(text, **context)


FIELD = '{% from "ui/form.html" import field %}{{ field(q) }}'


def test_a_date_is_three_boxes_and_the_first_has_the_id_of_the_question(look_app: Flask) -> None:
    shown = drawn(
        look_app, FIELD, q={"name": "lahir", "label": "Lahir", "kind": "date", "value": {"d": "1", "m": "6", "y": None}}
    )
    assert re.findall(r'name="(lahir_\w+)"', shown) == ["lahir_tgl", "lahir_bln", "lahir_thn"]
    assert re.findall(r'id="([^"]+)" name', shown) == ["lahir", "lahir_bln", "lahir_thn"]
    assert re.findall(r'value="([^"]*)"', shown) == ["1", "6", ""]


def test_up_to_six_answers_are_radios_and_more_are_a_list(look_app: Flask) -> None:
    for count, radios in [(6, 6), (7, 0)]:
        options = [(str(n), f"Jawaban {n}") for n in range(count)]
        shown = drawn(
            look_app, FIELD, q={"name": "x", "label": "X", "kind": "choice", "options": options, "value": "2"}
        )
        assert shown.count('type="radio"') == radios
        assert shown.count("checked" if radios else "selected") == 1


def test_what_people_write_stands_in_the_box_as_they_wrote_it(look_page: Page, look_app: Flask) -> None:
    names = ["Nur'aini", '"><script>alert(1)</script>', "محمد", "👶🏽", "I Gusti Ngurah Rai", "a" * 60]
    asked = [(kind, name) for kind in ("name", "long_text", "text") for name in names]
    questions = [{"name": f"x{n}", "label": "X", "kind": kind, "value": name} for n, (kind, name) in enumerate(asked)]
    look_page.set_content("".join(drawn(look_app, FIELD, q=q) for q in questions))
    boxes = look_page.locator("input,textarea").all()
    assert [box.input_value() for box in boxes] == [name for _, name in asked]


def test_a_question_may_be_an_object_and_says_when_it_may_stay_empty(look_app: Flask) -> None:
    class Question:
        name, label, kind, required, value, hint, error = "catatan", "Catatan", "long_text", False, None, "", None

    shown = drawn(look_app, FIELD, q=Question())
    assert "(boleh kosong)" in shown and "None" not in shown


def test_an_unknown_icon_or_kind_is_an_error_of_the_programmer(look_app: Flask) -> None:
    for text in (
        '{% from "ui/icons.html" import icon %}{{ icon("burung") }}',
        '{% from "ui/state.html" import badge %}{{ badge("merah", "x") }}',
    ):
        with pytest.raises(UndefinedError):
            drawn(look_app, text)


def test_a_locked_paper_offers_nothing(look_app: Flask) -> None:
    paper = {"code": "kk", "label": "KK", "state": "locked", "upload_url": "/u", "bring_url": "/b", "remove_url": "/r"}
    shown = drawn(look_app, '{% from "ui/paper.html" import slot %}{{ slot(p) }}', p=paper)
    assert "<form" not in shown and "<button" not in shown


def test_an_empty_summary_prints_nothing(look_app: Flask) -> None:
    assert drawn(look_app, '{% from "ui/form.html" import summary %}{{ summary([]) }}') == ""


def test_english_pages_say_so_and_lead_back(look_app: Flask) -> None:
    text = '{% extends "base/web.html" %}{% block title %}x{% endblock %}{% block main %}{% endblock %}'
    shown = drawn(look_app, text, lang="en")
    assert '<html lang="en"' in shown and 'href="?bahasa=id" lang="id"' in shown
    assert '<html lang="id"' in drawn(look_app, text)
