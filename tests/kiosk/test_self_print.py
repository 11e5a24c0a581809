"""The self-print corner: a finished document for whoever knows its PIN, once."""

import pytest

from office import codes, devices
from office.applications import Application
from office.db import db, transaction
from office.events import SYSTEM
from office.jobs import Job
from office.self_print import SheetPrint
from tests.factories import NOON
from tests.hall import Screen, a_device
from tests.web.makers import a_finished
from tests.web.test_public import wrong_pin


@pytest.fixture
def issued(app, kiosk):
    _application, document = a_finished(app.extensions["lamin"].store)
    kiosk.get("/kiosk/cetak")
    return document


def pin(document) -> str:
    return codes.pin(document.token, 1)


def ask(kiosk: Screen, document, given: str, *, code: str = "", once: str = ""):
    scanned = f"http://127.0.0.1/dokumen/{document.access_token}"
    return kiosk.post("/kiosk/cetak", kode=code or scanned, pin=given, once=once)


def settle(state: str) -> None:
    with transaction():
        db.session.query(SheetPrint).one().state = state


def test_the_right_pin_asks_for_one_sheet_and_the_screen_follows_it(kiosk, issued):
    place = ask(kiosk, issued, pin(issued)).location
    assert "Surat sedang dicetak" in kiosk.get(place).text
    assert [job.kind for job in db.session.query(Job) if job.kind == "sheet"] == ["sheet"]
    settle("printed")
    page = kiosk.get(place, fragment=True).text
    assert "Surat keluar dari pencetak" in page and 'data-lasts="10"' in page and "hx-get" not in page


def test_the_application_number_serves_as_well_as_the_scanned_link(kiosk, issued):
    reference = db.session.get_one(Application, issued.application_id).reference
    assert ask(kiosk, issued, pin(issued), code=reference.lower()).status_code == 303


def test_the_same_form_twice_prints_once_and_a_second_sheet_is_refused(kiosk, issued):
    first, second = (ask(kiosk, issued, pin(issued), once="one key for both of them") for _ in range(2))
    assert first.location == second.location and db.session.query(SheetPrint).count() == 1
    settle("printed")
    answer = ask(kiosk, issued, pin(issued))
    assert answer.status_code == 409 and "sudah pernah dicetak" in answer.text


def test_a_sheet_that_did_not_come_out_may_be_asked_for_again(kiosk, issued):
    place = ask(kiosk, issued, pin(issued)).location
    settle("failed")
    assert "Belum tercetak" in kiosk.get(place).text
    kiosk.get("/kiosk/cetak")
    assert ask(kiosk, issued, pin(issued)).location == place


def test_five_wrong_pins_lock_the_document_also_for_the_right_one(kiosk, issued):
    said = [ask(kiosk, issued, wrong_pin(issued)).text for _ in range(5)]
    assert "Masih 4 kali" in said[0] and "dikunci" in said[4]
    answer = ask(kiosk, issued, pin(issued))
    assert answer.status_code == 423 and "dikunci" in answer.text and db.session.query(SheetPrint).count() == 0


@pytest.mark.parametrize("given", ["", " ", "12345", "abcdef"])
def test_what_is_no_pin_costs_no_try_and_keeps_what_was_scanned(kiosk, issued, given):
    answer = ask(kiosk, issued, given)
    db.session.refresh(issued)
    assert answer.status_code == 422 and issued.wrong_tries == 0 and issued.access_token in answer.text


def test_a_code_without_a_document_is_refused_with_a_sentence(kiosk, issued):
    answer = ask(kiosk, issued, "123456", code="ZZZZZZZZ")
    assert answer.status_code == 422 and "tidak cocok" in answer.text and 'value="ZZZZZZZZ"' in answer.text


def test_a_pin_never_comes_back_in_the_page(kiosk, issued):
    given = wrong_pin(issued)
    assert given not in ask(kiosk, issued, given).text


def test_another_kiosk_does_not_see_the_sheet(app, kiosk, issued):
    place = ask(kiosk, issued, pin(issued)).location
    assert Screen(app, *a_device()).get(place).status_code == 404


def test_a_kiosk_without_an_a4_printer_offers_and_prints_none(kiosk, issued):
    with transaction():
        devices.set_printers(devices.find(kiosk.device.id), slip="", sheet="", by=SYSTEM, at=NOON)
    assert "Cetak surat sendiri" not in kiosk.get("/kiosk/").text
    answer = ask(kiosk, issued, pin(issued))
    assert answer.status_code == 409 and "tidak punya pencetak surat" in answer.text
