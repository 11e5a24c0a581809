"""The door over HTTP: counting in place, temperatures for a kiosk, who may be measured again."""

from datetime import timedelta

import pytest

from office import clock, codes, health
from office.db import db, transaction
from office.events import SYSTEM
from office.queue import board, door
from office.queue.tickets import Ticket
from office.staff import Role
from tests.factories import NOON
from tests.hall import a_device, a_place, a_ticket, door_code, rule

KEYS = iter(range(1, 10**6))


@pytest.fixture(autouse=True)
def ten_o_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


def a_key():
    return f"key {next(KEYS)} of a door test, long"


def failed(device, *, minutes):
    """A feverish visitor of some minutes ago."""
    law = health.protocol(NOON)
    answers = {"mask": "ya", "hands": "ya", "symptoms": "ya", "contact": "tidak"}
    with transaction():
        health.record(health.judge(law, answers, 386), token=codes.new_token(), device_id=device.id,
                      at=NOON - timedelta(minutes=minutes))  # fmt: skip


def test_an_administrator_sees_the_door_too(desk):
    assert "Pintu ruang tunggu" in desk(Role.ADMINISTRATOR).get("/petugas/pintu").text


def test_a_touch_counts_in_place_and_a_second_arrival_of_it_counts_nothing(desk):
    officer, key = desk(Role.FRONT_DESK), a_key()
    for _tap in range(2):
        answer = officer.post("/petugas/pintu/hitung", once=key, langkah="1", fragment=True)
        assert (answer.status_code, answer.location) == (303, "/petugas/pintu")
    assert board.hall(NOON).places.others == 1
    assert officer.get("/petugas/pintu", fragment=True).text.lstrip().startswith('<div class="stack" id="pintu"')


def test_nobody_can_leave_an_empty_room_and_the_answer_is_the_part_that_was_touched(desk):
    answer = desk(Role.FRONT_DESK).post("/petugas/pintu/hitung", once=a_key(), langkah="-1", fragment=True)
    assert (
        answer.status_code == 409 and "tidak ada orang tanpa nomor lagi" in answer.text and "<html" not in answer.text
    )


def test_the_next_from_outside_are_named_in_the_order_of_being_let_in(desk):
    rule("room_seats", 2)
    a_ticket("B"), a_ticket("B"), a_ticket("B", priority=True), a_ticket("D")
    page = desk(Role.FRONT_DESK).get("/petugas/pintu").text
    assert "D-001  P-001  B-002" in page
    came = ["B-001"]
    for _place in range(3):
        with transaction():
            door.correct(0, by=SYSTEM, at=NOON)
        db.session.rollback()
        came += [label for (label,) in db.session.query(Ticket.label).filter_by(place="inside") if label not in came]
    assert came == ["B-001", "D-001", "P-001", "B-002"]


def test_the_code_is_shown_wherever_a_kiosk_may_ask_for_it(desk):
    officer = desk(Role.VERIFIER)
    for where, shown in (("kiosk", True), ("door", True), ("off", False)):
        rule("temperature_at", where)
        assert (door_code() in officer.get("/petugas/pintu").text) is shown


def test_the_temperature_box_is_there_only_when_the_door_measures(desk):
    officer = desk(Role.VERIFIER)
    assert "Catat suhu" not in officer.get("/petugas/pintu").text
    rule("temperature_at", "door")
    assert "Catat suhu" in officer.get("/petugas/pintu").text


@pytest.mark.parametrize("typed", ["abc", "29", "38,55", "", "45,1", "3٦,4", "36,4\x00", "9" * 400])
def test_what_is_no_temperature_is_said_beside_the_box_and_stays_in_it(desk, typed):
    rule("temperature_at", "door")
    officer, devices = desk(Role.FRONT_DESK), [a_device()[0], a_device()[0]]
    answer = officer.post("/petugas/pintu/suhu", once=a_key(), kios="K2", suhu=typed)
    assert answer.status_code == 422 and "dari 30,0 sampai 45,0" in answer.text.partition('id="pintu"')[2]
    assert 'value="K2" selected' in answer.text
    if typed in ("abc", "29", "38,55"):
        assert f'value="{typed}"' in answer.text
    assert all(health.measured(each.id, at=NOON) is None for each in devices)


def test_a_later_temperature_takes_the_place_of_the_first(desk):
    officer, (device, _key) = desk(Role.FRONT_DESK), a_device()
    for typed in ("36,4", "38.1"):
        officer.post("/petugas/pintu/suhu", once=a_key(), kios=device.code, suhu=typed)
    assert health.measured(device.id, at=NOON).tenths == 381


def test_who_may_be_measured_again_is_a_number_and_two_times_and_nothing_else(desk):
    device, _key = a_device()
    failed(device, minutes=20), failed(device, minutes=3), failed(device, minutes=130)
    page = desk(Role.FRONT_DESK).get("/petugas/pintu").text
    rows = page.partition("Boleh diukur sekali lagi</h2>")[2].partition("</table>")[0]
    assert rows.count('<th scope="row"') == 2
    for told in (">01<", "09.40 WITA", "09.45 WITA", ">02<", "09.57 WITA", "10.02 WITA"):
        assert told in rows
    assert "38,6" not in page and "386" not in rows and "gejala" not in page.lower()


def test_a_wrong_count_keeps_its_form_open_with_what_was_typed(desk):
    answer = desk(Role.FRONT_DESK).post("/petugas/pintu/betulkan", once=a_key(), orang="dua b")
    assert answer.status_code == 422 and '<details class="card" open>' in answer.text and 'value="dua b"' in answer.text


@pytest.mark.parametrize("place", ["hitung", "betulkan", "suhu"])
def test_the_address_of_a_refusal_leads_back_to_the_door(desk, place):
    answer = desk(Role.FRONT_DESK).get(f"/petugas/pintu/{place}", bahasa="en")
    assert (answer.status_code, answer.location) == (303, "/petugas/pintu")


def test_both_rooms_say_their_version_and_it_changes_with_a_ticket(desk):
    officer = desk(Role.FRONT_DESK)
    for room in ("loket", "pintu"):
        before = officer.get(f"/petugas/{room}/versi").text
        a_ticket("B")
        assert officer.get(f"/petugas/{room}/versi").text != before


def test_the_door_counts_and_measures_in_the_chosen_place(app, desk):
    mall = a_place()
    (device, _key), officer = a_device(place=mall.id), desk(Role.FRONT_DESK)
    rule("temperature_at", "door")
    assert f"<option value=\"{device.code}\"" not in officer.get("/petugas/pintu").text
    page = officer.get(f"/petugas/pintu?tempat={mall.id}").text
    assert f"<option value=\"{device.code}\"" in page and f'name="tempat" value="{mall.id}"' in page
    officer.post("/petugas/pintu/hitung", once=a_key(), langkah="1", tempat=str(mall.id))
    officer.post("/petugas/pintu/betulkan", once=a_key(), orang="7", tempat=str(mall.id))
    officer.post("/petugas/pintu/suhu", once=a_key(), kios=device.code, suhu="36,4", tempat=str(mall.id))
    assert [board.hall(NOON, place).places.taken for place in (1, mall.id)] == [0, 7]
    assert health.measured(device.id, at=NOON)
    assert officer.post("/petugas/pintu/suhu", once=a_key(), kios=device.code, suhu="36,4", tempat="1").status_code == 404
