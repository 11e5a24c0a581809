"""What the kiosk says about waiting, how a number comes without a protocol, and what a first visit costs."""

import re
from datetime import timedelta

from office.db import db, transaction
from office.queue import sitting
from office.queue.tickets import Ticket
from tests.factories import NOON, an_application
from tests.hall import a_counter, a_ticket, rule

DAY = timedelta(days=1)


def words(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub("<[^>]+>", "", page).split())


def test_nobody_is_promised_a_time_while_no_open_counter_serves_the_group(kiosk):
    counter, officer = a_counter(1, "CDE")
    far = [a_ticket("B", device_id=kiosk.device.id) for _ in range(6)][-1]
    page = words(kiosk.get("/kiosk/").text)
    assert "6 menunggu, loket belum buka" in page and "Langsung dilayani" in page
    ticket = kiosk.get(f"/kiosk/tiket/{far.token}").text
    assert "5 orang di depan Anda" in ticket and "Loket belum buka" in ticket
    assert "menit" not in ticket
    with transaction():
        sitting.rest(counter, officer, at=NOON)
    page = kiosk.get("/kiosk/").text
    assert "Loket belum buka" in page and "Langsung dilayani" not in page


def test_nobody_is_served_at_once_while_the_room_is_full(kiosk):
    a_counter(1)
    rule("room_seats", 2)
    a_ticket("B")
    page = words(kiosk.get("/kiosk/").text)
    assert "Ruang penuh, tunggu di luar dulu" in page and "Langsung dilayani" not in page
    outside = a_ticket("C", device_id=kiosk.device.id)
    ticket = kiosk.get(f"/kiosk/tiket/{outside.token}").text
    assert "0 orang di depan Anda" in ticket and "Tunggu di luar dulu" in ticket and "menit" not in ticket


def test_switched_off_the_protocol_asks_for_nothing(kiosk):
    rule("protocol_on", False)
    assert kiosk.get("/kiosk/kelompok/B/kesehatan").location == "/kiosk/kelompok/B/keperluan"
    page = kiosk.get("/kiosk/kelompok/B/keperluan").text
    assert 'method="post" action="/kiosk/tiket"' in page and "Ambil nomor" in page and 'name="once"' in page
    places = {
        kiosk.post("/kiosk/tiket", once="two taps on the one page", kelompok="B", prioritas="1").location for _ in "ab"
    }
    assert len(places) == 1 and "P-001" in kiosk.get(places.pop()).text and db.session.query(Ticket).count() == 1


def test_switched_off_the_protocol_gives_the_number_right_after_check_in(kiosk):
    rule("protocol_on", False)
    application = an_application("akta-kelahiran", at=NOON - DAY)
    kiosk.get("/kiosk/masuk")
    found = kiosk.post("/kiosk/masuk", kode=application.reference)
    assert 'action="/kiosk/tiket"' in found.text and "kesehatan" not in found.text
    kiosk.post("/kiosk/tiket", kelompok="D", masuk="1")
    assert db.session.query(Ticket).one().application_id == application.id


def test_a_protocol_switched_on_while_a_visitor_chose_is_asked_before_the_number(kiosk):
    rule("protocol_on", False)
    kiosk.get("/kiosk/kelompok/B/keperluan")
    rule("protocol_on", True, at=NOON)
    answer = kiosk.post("/kiosk/tiket", kelompok="B", prioritas="1", lain=["D"])
    assert answer.status_code == 422 and "Belum dijawab." in answer.text and db.session.query(Ticket).count() == 0
    assert 'name="prioritas" value="1"' in answer.text and 'name="lain" value="D"' in answer.text


def test_no_message_is_offered_when_few_are_ahead_already(kiosk):
    place = kiosk.take("B").location
    page = kiosk.get(place).text
    assert "Tinggal 3 orang atau kurang di depan Anda." in page and "kabari" not in page
    assert kiosk.get(f"{place}/kabari").location == place
    assert kiosk.post(f"{place}/kabari", telepon="081200000189").location == place
    assert db.session.query(Ticket).one().phone == ""


def test_a_first_visit_needs_eight_requests_at_most(kiosk):
    page = kiosk.get("/kiosk/").text
    assert len(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))) + len(["the page"]) <= 8
    assert page.count('<svg width="100%" height="18"') == 1, "the curls are drawn, not asked for"
