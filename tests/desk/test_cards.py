"""Cards at the desk: printed, spoiled, ready, and handed over once, to somebody who is named and was checked."""

import pytest

from office import cards, events, notices
from office.applications import FINISHED, READY, processing
from office.db import transaction
from office.staff import Role
from tests.factories import NOON, an_approved, an_officer

COLLECTOR = {"nama": "Maria Goretti Dalung", "hubungan": "sendiri", "pemeriksaan": "wajah"}
DIRTY = {"sebab": "kotor", "catatan": "Pita habis", "blangko": "rusak"}
DAMAGED = {"kejadian": {"sebab": "rusak", "keadaan": "Retak di tengah."}}


def url(application, rest):
    return f"/petugas/kartu/{cards.of(application.id)[0].id}/{rest}"


@pytest.fixture
def browser(desk):
    return desk(Role.FRONT_DESK)


def a_ready(**facts):
    application, officer = an_approved("ktp-hilang-rusak", **facts), an_officer()
    with transaction():
        cards.move(cards.of(application.id)[0], cards.PRINTED, by=officer.actor, at=NOON)
        processing.card_ready(cards.of(application.id)[0], application, officer, at=NOON)
    return application


def test_a_card_goes_from_the_queue_to_the_collectors_hand(browser):
    application = an_approved("ktp-hilang-rusak")
    assert "Maria Goretti Dalung" in browser.get("/petugas/cetak").text
    assert browser.post(url(application, "tercetak")).status_code == 303
    assert browser.post(url(application, "siap")).status_code == 303
    assert application.state == READY
    assert [n.channel for n in notices.of(application.id) if n.template == "card_ready"] == ["email", "phone"]
    assert browser.post(url(application, "serah"), **COLLECTOR).location == "/petugas/cetak"
    card = cards.of(application.id)[0]
    assert (card.state, application.state) == (cards.HANDED_OVER, FINISHED)
    assert (card.collector_name, card.collector_relation, card.collector_check) == (
        "Maria Goretti Dalung",
        "sendiri",
        "wajah",
    )
    assert card.handed_over_by == browser.officer.id
    assert "sudah diserahkan" in browser.get("/petugas/cetak").text


def test_failed_prints_are_counted_and_the_card_stays_in_the_queue(browser):
    application = an_approved("ktp-hilang-rusak")
    for _ in range(2):
        browser.post(url(application, "gagal-cetak"), **DIRTY)
    card = cards.of(application.id)[0]
    assert (card.state, card.failed_prints) == (cards.QUEUED, 2) and "2 kali" in browser.get("/petugas/cetak").text


def test_a_double_tap_on_a_failed_print_counts_one_blank(browser):
    application = an_approved("ktp-hilang-rusak")
    for _ in range(2):
        browser.post(url(application, "gagal-cetak"), once="one key for both the taps", **DIRTY)
    assert cards.of(application.id)[0].failed_prints == 1


def test_two_officers_at_one_card_the_second_is_told(browser, desk):
    application = an_approved("ktp-hilang-rusak")
    browser.post(url(application, "tercetak"))
    late = desk(Role.VERIFIER).post(url(application, "gagal-cetak"), **DIRTY)
    assert late.status_code == 409 and "sudah berubah sejak halaman dibuka" in late.text
    assert cards.of(application.id)[0].failed_prints == 0


def test_a_card_is_handed_over_once(browser, desk):
    application = a_ready()
    assert browser.post(url(application, "serah"), **COLLECTOR).status_code == 303
    second = desk(Role.FRONT_DESK).post(url(application, "serah"), **COLLECTOR | {"nama": "Orang Lain"})
    assert second.status_code == 409 and cards.of(application.id)[0].collector_name == "Maria Goretti Dalung"
    assert "Kartu ini sudah diserahkan." in browser.get(url(application, "serah")).text


def test_a_hand_over_without_name_relation_or_check_is_refused_and_loses_nothing(browser):
    application = a_ready()
    answer = browser.post(url(application, "serah"), nama="Nur'aini", hubungan="tetangga", pemeriksaan="")
    assert answer.status_code == 422 and cards.of(application.id)[0].state == cards.READY
    assert 'value="Nur&#39;aini"' in answer.text and "Pilih cara memeriksa." in answer.text


def test_a_damaged_card_must_be_handed_in(browser):
    application = a_ready(answers=DAMAGED)
    refused = browser.post(url(application, "serah"), **COLLECTOR)
    assert refused.status_code == 422 and "belum diserahkan" in refused.text
    assert cards.of(application.id)[0].state == cards.READY
    assert browser.post(url(application, "serah"), kartu_lama="1", **COLLECTOR).status_code == 303
    assert "card.old_handed_in" in [row.kind for row in events.of("application", application.id)]


def test_a_card_that_is_not_ready_is_not_handed_over(browser):
    application = an_approved("ktp-hilang-rusak")
    assert "belum siap diambil" in browser.get(url(application, "serah")).text
    assert browser.post(url(application, "serah"), **COLLECTOR).status_code == 409


def test_the_holders_nik_is_masked_and_looking_is_noted(browser):
    application = a_ready()
    page = browser.get(url(application, "serah")).text
    assert "9999********0004" in page and "9999016112900004" not in page
    assert events.of("application", application.id)[-1].facts == {"what": "card"}


def test_a_file_without_a_card_has_none_to_hand_over(browser):
    assert cards.of(an_approved().id) == [] and browser.get("/petugas/kartu/99/serah").status_code == 404


def test_the_sheet_of_a_card_is_drawn_from_its_facts_and_looking_is_noted(browser):
    application = an_approved("ktp-hilang-rusak")
    answer = browser.get(url(application, "lembar"))
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF-")
    assert "9999" not in answer.headers["Content-Disposition"]
    seen = [event.facts.get("what") for event in events.of("application", application.id, kinds=("application.viewed",))]
    assert "card" in seen
