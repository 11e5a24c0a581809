"""The counter over HTTP: who comes next, one ticket and two officers, a page that is older than the hall."""

import re
from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from frame.access import KEY
from office import appointments, clock, jobs, places, staff
from office.applications import RETURNED
from office.db import db, transaction
from office.events import SYSTEM
from office.queue import board, calling, counters, sitting
from office.queue.counters import ServiceCounter
from office.queue.tickets import Ticket
from office.staff import Role
from tests.desk.conftest import file_url
from tests.factories import NOON, PASSWORD, an_application, an_officer
from tests.hall import a_device, a_place, a_ticket, rule

MINUTE = timedelta(minutes=1)
KEYS = iter(range(1, 10**6))


@pytest.fixture(autouse=True)
def ten_o_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def seat(app, desk):
    """Seat an officer at a new counter that serves these groups."""

    def sit_down(number=1, served="BD", role=Role.FRONT_DESK):
        with transaction():
            counters.add(number, list(served), by=SYSTEM, at=NOON)
        browser = desk(role)
        assert browser.post(f"/petugas/loket/{number}/buka", once=a_key()).status_code == 303
        return browser

    return sit_down


def a_key():
    return f"key {next(KEYS)} of a counter test, long"


def press(officer, action, number=1, **form):
    return officer.post(f"/petugas/loket/{number}/{action}", once=a_key(), **form)


def ticket(label):
    db.session.rollback()
    return db.session.query(Ticket).filter_by(label=label).one()


def listed(officer):
    """The numbers under "Berikutnya untuk Anda"."""
    page = officer.get("/petugas/loket").text.partition("Berikutnya untuk Anda")[2].partition("Ditahan dan belum")[0]
    return re.findall(r'<th scope="row" class="num"[^>]*>([^<]+)<', page)


def test_the_list_of_who_comes_next_is_the_order_of_the_calls(seat):
    officer = seat()
    for minute, (letter, priority) in enumerate([("B", 0), ("B", 0), ("B", 0), ("D", 0), ("D", 1), ("C", 0)]):
        a_ticket(letter, priority=bool(priority), at=NOON - timedelta(minutes=30 - minute))
    a_ticket("D", order_at=NOON - 60 * MINUTE)
    called = []
    for _turn in range(5):
        called.append(listed(officer)[0])
        press(officer, "panggil" if len(called) == 1 else "selesai-panggil")
        assert ticket(called[-1]).state == "called"
    assert called == ["D-002", "B-001", "P-001", "B-002", "B-003"] and listed(officer) == ["D-001"]


def test_a_number_sent_to_this_counter_comes_first_and_is_on_no_other_list(seat):
    first, second = seat(1, "BD"), seat(2, "BC")
    a_ticket("B"), a_ticket("B"), a_ticket("D")
    press(first, "nomor", nomor="D-001")
    press(first, "alihkan", ke="2", untuk="D-001")
    assert listed(second) == ["D-001", "B-001", "B-002"] and listed(first) == ["B-001", "B-002"]
    press(second, "panggil", 2)
    assert ticket("D-001").state == "called"


def test_while_the_room_is_full_whoever_is_inside_comes_first(seat):
    rule("room_seats", 2)
    officer = seat()
    a_ticket("B"), a_ticket("B"), a_ticket("D", at=NOON - 9 * MINUTE)
    with transaction():
        db.session.query(Ticket).filter_by(label="D-001").one().order_at = NOON - 9 * MINUTE
    assert listed(officer) == ["B-001", "D-001", "B-002"]
    assert press(officer, "nomor", nomor="B-002").status_code == 409
    assert "ruang sedang penuh" in press(officer, "nomor", nomor="B-002").text


@pytest.mark.both_engines
@pytest.mark.parametrize("action", ["panggil", "nomor"])
def test_two_officers_who_press_at_once_never_have_the_same_person(app, seat, action):
    officers = [seat(1), seat(2)]
    a_ticket("B")
    together, answers = Barrier(2), {}

    def run(number, officer):
        with app.app_context():
            together.wait(5)
            answers[number] = press(officer, action, number, nomor="B-001")

    threads = [Thread(target=run, args=(n, o)) for n, o in enumerate(officers, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Counter(answer.status_code for answer in answers.values()) == {303: 1, 409: 1}
    refused = next(answer.text for answer in answers.values() if answer.status_code == 409)
    assert "Tidak ada nomor yang bisa dipanggil" in refused or "sudah dipanggil loket lain" in refused
    assert [each.ticket_id is None for each in db.session.query(ServiceCounter)].count(False) == 1


def test_after_a_lapsed_session_the_officer_finds_the_person_still_there(app, desk, seat):
    officer = seat()
    a_ticket("B")
    press(officer, "panggil")
    with officer.client.session_transaction() as session:
        key = session[KEY]
    with transaction():
        staff.sign_out(key, at=NOON)
    lapsed = press(officer, "selesai-panggil", untuk="B-001")
    assert (lapsed.status_code, lapsed.location) == (303, "/petugas/masuk") and ticket("B-001").state == "called"
    again = desk(None)
    page = again.get("/petugas/loket")
    assert page.location == "/petugas/masuk?next=/petugas/loket"
    form = {"login": officer.officer.login, "password": PASSWORD, "next": "/petugas/loket"}
    assert again.post("/petugas/masuk", **form).location == "/petugas/loket"
    assert "B-001" in again.get("/petugas/loket").text and "Layani" in again.get("/petugas/loket").text


def test_a_page_made_for_another_person_finishes_nobody(seat):
    officer = seat()
    a_ticket("B"), a_ticket("B")
    press(officer, "panggil")
    press(officer, "selesai-panggil", untuk="B-001")
    for action in ("selesai-panggil", "selesai", "tahan", "layani", "alihkan"):
        answer = press(officer, action, untuk="B-001", ke="C")
        assert answer.status_code == 409 and "sudah berganti" in answer.text and "B-002" in answer.text
    assert ticket("B-002").state == "called"


def test_every_button_at_a_person_says_for_whom_it_is(seat):
    officer = seat()
    a_ticket("B")
    press(officer, "panggil")
    forms = re.findall(
        r'<form method="post" action="/petugas/loket/1/.*?</form>', officer.get("/petugas/loket").text, re.S
    )
    unsaid = [form for form in forms if 'name="untuk" value="B-001"' not in form]
    assert len(forms) == 10 and len(unsaid) == 1 and 'id="nomor"' in officer.get("/petugas/loket").text


def test_the_page_of_a_counter_that_a_colleague_took_over_goes_to_the_list(seat):
    officer, colleague = seat(), an_officer(Role.FRONT_DESK)
    with transaction():
        sitting.sit(counters.find(1), colleague, at=NOON, take_over=True)
    part = officer.get("/petugas/loket", fragment=True)
    assert part.headers["HX-Redirect"] == "/petugas/loket" and part.text == ""
    assert "Ambil alih" in officer.get("/petugas/loket").text


def test_a_refusal_stands_outside_the_part_that_is_read_again(seat):
    officer = seat()
    page = press(officer, "panggil").text
    assert (
        "Tidak ada nomor" in page.partition('id="loket"')[0]
        and "Tidak ada nomor" not in page.partition('id="loket"')[2]
    )


@pytest.mark.parametrize("place", ["/petugas/loket/1/panggil", "/petugas/loket/1/buka", "/petugas/loket/cetak-ulang"])
def test_the_address_of_a_refusal_leads_back_to_the_counter(seat, place):
    answer = seat().get(place, bahasa="en")
    assert (answer.status_code, answer.location) == (303, "/petugas/loket")


def test_what_is_known_of_the_person_stands_at_the_number(app, seat):
    officer = seat(role=Role.VERIFIER)
    application = an_application(at=NOON - timedelta(days=2))
    with transaction():
        application.state = RETURNED
        booked = appointments.Appointment(
            reference="22222222", token="t" * 24, group="D", day=NOON.date(), hour="09.00", person="p", language="id",
            made_at=NOON,
        )  # fmt: skip
        db.session.add(booked)
        db.session.flush()
        number = booked.id
    a_ticket("D", priority=True, errands=("C",), application_id=application.id, appointment_id=number)
    press(officer, "panggil")
    page = officer.get("/petugas/loket").text
    for known in ("P-001", "Prioritas", "pukul 09.00", "Membawa perbaikan atau surat asli", "Keperluan lain"):
        assert known in page
    assert f'href="{file_url(application)}"' in page and "Sekar" not in page and "9999" not in page


def test_the_reference_is_no_link_for_who_may_not_open_files(seat):
    officer = seat(role=Role.FRONT_DESK)
    application = an_application(at=NOON - timedelta(days=2))
    a_ticket("D", application_id=application.id)
    press(officer, "panggil")
    page = officer.get("/petugas/loket").text
    assert application.reference[:4] in page and file_url(application) not in page


@pytest.mark.parametrize("chosen", calling.OUTCOMES)
def test_finishing_keeps_the_outcome_that_was_chosen(seat, chosen):
    officer = seat()
    a_ticket("B"), a_ticket("B")
    press(officer, "panggil")
    press(officer, "selesai", untuk="B-001", hasil=chosen)
    assert (ticket("B-001").outcome, ticket("B-002").state) == (chosen, "waiting")


def test_an_outcome_that_is_none_finishes_nobody(seat):
    officer = seat()
    a_ticket("B")
    press(officer, "panggil")
    assert press(officer, "selesai", hasil="emas").status_code == 422 and ticket("B-001").state == "called"


def test_a_further_errand_goes_on_to_its_group(seat):
    officer = seat(served="B")
    a_ticket("B", errands=("D",))
    press(officer, "panggil")
    press(officer, "selesai", untuk="B-001")
    assert "lanjut ke kelompok D" in officer.get("/petugas/loket").text and ticket("B-001").group == "D"


def test_a_break_calls_nobody_and_the_large_button_opens_again(seat):
    officer = seat()
    a_ticket("B")
    press(officer, "istirahat")
    assert "Buka lagi" in officer.get("/petugas/loket").text and press(officer, "panggil").status_code == 409
    press(officer, "buka")
    press(officer, "panggil")
    assert press(officer, "istirahat").status_code == 409 and ticket("B-001").state == "called"


def test_closing_puts_a_called_person_back_in_line_but_not_one_who_is_served(seat):
    officer = seat()
    a_ticket("B")
    press(officer, "panggil"), press(officer, "layani")
    assert press(officer, "tutup").status_code == 409 and ticket("B-001").state == "serving"
    press(officer, "tahan"), press(officer, "nomor", nomor="B-001"), press(officer, "tutup")
    assert ticket("B-001").state == "waiting" and "Pilih loket Anda" in officer.get("/petugas/loket").text


def test_the_slip_of_a_number_is_printed_once_more(seat):
    officer, (device, _key) = seat(), a_device(slip="tcp://127.0.0.1:9100")
    mine = a_ticket("B", device_id=device.id)
    officer.post("/petugas/loket/cetak-ulang", once=a_key(), nomor="b1")
    db.session.rollback()
    assert jobs.of("slip", mine.id) is not None and "dicetak lagi" in officer.get("/petugas/loket").text
    missing = officer.post("/petugas/loket/cetak-ulang", once=a_key(), nomor="B-999")
    assert missing.status_code == 422 and "tidak ada hari ini" in missing.text and "Loket 1" in missing.text


def test_held_and_absent_people_can_be_called_from_their_own_list(seat):
    officer = seat()
    a_ticket("B"), a_ticket("B")
    press(officer, "panggil"), press(officer, "tahan", untuk="B-001")
    press(officer, "panggil"), press(officer, "lewati", untuk="B-002")
    page = officer.get("/petugas/loket").text.partition("Ditahan dan belum hadir")[2]
    assert "Ditahan" in page and "Belum hadir" in page and page.count(">Panggil<") == 2


def test_the_line_of_a_counter_agrees_with_the_calls_of_the_office(app):
    """Without HTTP: a long, mixed line, called to its end."""
    officer = an_officer(Role.FRONT_DESK)
    with transaction():
        counter = counters.add(1, list("ABCDE"), by=SYSTEM, at=NOON)
        sitting.sit(counter, officer, at=NOON)
    for number in range(24):
        a_ticket("BDBCE"[number % 5], priority=number % 4 == 3, at=NOON - timedelta(minutes=60 - number))
    while waiting := board.hall(NOON).line.for_counter(counter, room_left=True):
        with transaction():
            assert calling.call_next(counter, officer, at=NOON).label == waiting[0].label
            calling.finish(counter, officer, at=NOON)


def test_a_whole_office_officer_chooses_the_place_once_and_a_seated_one_has_no_choice(app, desk):
    officer = desk(Role.FRONT_DESK)
    with transaction():
        counters.add(1, ["B"], by=SYSTEM, at=NOON)
    assert "tempat=" not in officer.get("/petugas/loket").text.replace("loket/1/buka?tempat=1", "")
    mall, seated = a_place(), desk(Role.FRONT_DESK)
    with transaction():
        counters.add(1, ["B"], by=SYSTEM, at=NOON, place=mall.id)
        counters.add(2, ["B"], by=SYSTEM, at=NOON, place=mall.id)
        places.seat(seated.officer.id, mall, by=SYSTEM, at=NOON)
    a_ticket("B"), a_ticket("B", place_id=mall.id)
    assert "Loket 2" not in officer.get("/petugas/loket").text
    assert "Loket 2" in officer.get(f"/petugas/loket?tempat={mall.id}").text
    assert officer.get("/petugas/loket?tempat=77").status_code == 404
    assert "Loket 2" in officer.get("/petugas/loket").text
    assert f'href="/petugas/loket?tempat={mall.id}"' not in seated.get("/petugas/loket?tempat=1").text
    assert seated.post("/petugas/loket/2/buka", once=a_key()).status_code == 303
    assert officer.post(f"/petugas/loket/1/buka?tempat={mall.id}", once=a_key()).status_code == 303
    assert press(officer, "panggil").status_code == 303
    page = officer.get("/petugas/loket").text
    assert "Mal Pelayanan Publik" in page and "B-001" in page
    found = db.session.query(Ticket).filter_by(state="called").one()
    assert found.place_id == mall.id
