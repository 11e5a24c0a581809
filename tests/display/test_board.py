"""The waiting-room display: what it shows, says and keeps showing."""

import re
from datetime import timedelta

import pytest

from office import clock, devices
from office.db import transaction
from office.devices import Kind
from office.events import SYSTEM
from office.queue import calling
from outside.voice import make_clips
from tests.factories import NOON
from tests.hall import Screen, a_counter, a_device, a_place, a_ticket, rule

CALLS = re.compile(r'data-label="([^"]+)" data-kind="([^"]+)" data-counter="([^"]*)" data-clips="([^"]+)"')


@pytest.fixture
def display(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return Screen(app, *a_device(Kind.DISPLAY))


def called(desk, times=1):
    for _ in range(times):
        with transaction():
            if desk[0].ticket_id:
                calling.finish(*desk, at=NOON)
            calling.call_next(*desk, at=NOON)


def test_before_the_first_call_it_says_so_calmly(display):
    page = display.get("/layar/").text
    assert "Belum ada yang dipanggil" in page and "20 dari 20" in page


def test_it_shows_who_is_called_where_the_five_before_and_who_is_next(display):
    for _ in range(8):
        a_ticket("B")
    called(a_counter(3), times=7)
    page = display.get("/layar/").text
    big = re.search(r'class="big">([^<]+)<', page)
    rows = re.findall(r"<tr><td>([^<]+)</td>", page)
    assert big and big[1] == "B-007" and rows == ["B-006", "B-005", "B-004", "B-003", "B-002"]
    assert "Loket 3" in page and "B KTP-el<b>B-008</b>" in page


def test_people_outside_and_free_places_are_counted(display):
    rule("room_seats", 4)
    for _ in range(5):
        a_ticket("D")
    page = display.get("/layar/").text
    assert "0 dari 2" in page and "3 orang" in page


def test_each_call_carries_the_clips_that_say_it_a_repeated_one_as_such(display):
    a_ticket("B")
    desk = a_counter(2)
    called(desk)
    with transaction():
        calling.call_again(*desk, at=NOON)
    found = CALLS.findall(display.get("/layar/").text)
    assert [(label, kind, counter) for label, kind, counter, _clips in found] == [
        ("B-001", "call", "2"),
        ("B-001", "recall", "2"),
    ]
    assert found[0][3] == "gong nomor-antrean huruf-b angka-0 angka-0 angka-1 silakan-menuju-loket nomor-2"
    assert "panggilan-ulang" in found[1][3]


def test_who_is_let_in_from_outside_is_announced(display):
    rule("room_seats", 2)
    a_ticket("B"), a_ticket("B")
    desk = a_counter(1)
    called(desk)
    with transaction():
        calling.finish(*desk, at=NOON)
    assert CALLS.findall(display.get("/layar/").text)[-1][1:3] == ("enter", "")


def test_old_calls_are_not_read_out_again(display, monkeypatch):
    a_ticket("B")
    called(a_counter(2))
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=3))
    assert CALLS.findall(display.get("/layar/").text) == []


def test_when_the_office_is_closed_it_says_when_it_opens(display, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=8))
    page = display.get("/layar/").text
    assert "Loket buka lagi Jumat, 5 Juni 2020, 08.00 WITA. Layanan dari rumah tetap buka." in page


def test_who_is_called_after_closing_is_shown_until_nobody_has_been_for_ten_minutes(display, monkeypatch):
    closed = NOON + timedelta(hours=5, minutes=1)
    a_ticket("B", at=NOON)
    desk = a_counter(2)
    with transaction():
        calling.call_next(*desk, at=closed)
    monkeypatch.setattr(clock, "now", lambda: closed)
    assert 'class="big">B-001<' in display.get("/layar/").text
    monkeypatch.setattr(clock, "now", lambda: closed + timedelta(minutes=10))
    page = display.get("/layar/").text
    assert "Loket tutup" in page and "<tr><td>B-001</td>" in page and 'class="big"' not in page


def test_a_priority_number_stands_as_next_when_its_turn_has_come(display):
    a_ticket("B"), a_ticket("B"), a_ticket("B"), a_ticket("B", priority=True)
    called(a_counter(3), times=1)
    assert "B KTP-el<b>B-002</b>" in display.get("/layar/").text
    called(a_counter(4), times=1)
    assert "B KTP-el<b>P-001</b>" in display.get("/layar/").text


def test_the_board_of_a_new_local_day_begins_empty(display, monkeypatch):
    a_ticket("B")
    called(a_counter(2))
    before = display.get("/layar/versi").text
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=14))
    assert display.get("/layar/versi").text != before and "B-001" not in display.get("/layar/").text


def test_notices_and_health_rules_stand_at_the_foot_one_at_a_time(display):
    rule("display_notices", "Kantor pindah loket.\n\nBawa KTP.")
    page = display.get("/layar/").text
    items = re.findall(r"<span class=\"row\" data-item( hidden)?>.*?<p>([^<]+)</p>", page)
    assert [text for _hidden, text in items] == [
        "Pakai masker. Jaga jarak 1 meter.",
        "Cuci tangan sebelum masuk.",
        "Suhu diukur petugas. Batasnya 37,3 °C.",
        "Urus surat dari rumah: 127.0.0.1:8000",
        "Kantor pindah loket.",
        "Bawa KTP.",
    ]
    assert [bool(hidden) for hidden, _text in items] == [False, True, True, True, True, True]


def test_without_the_protocol_no_rule_of_health_is_shown_and_the_foot_has_another_name(display):
    named = re.compile(r'data-foot="(\w+)"')
    before = display.get("/layar/").text
    rule("protocol_on", False)
    after = display.get("/layar/").text
    assert "Suhu diukur" in before and not re.search("masker|Cuci tangan|Suhu", after)
    assert named.findall(before) != named.findall(after)


def test_a_film_is_sent_in_parts_and_without_one_the_news_are_slides(display, settings):
    rule("display_mode", "film")
    assert "<video" not in display.get("/layar/").text and display.get("/layar/film").status_code == 404
    (settings.data / "display").mkdir()
    (settings.data / "display" / "film.webm").write_bytes(b"0123456789")
    assert "<video" in display.get("/layar/").text
    answer = display.client.get("/layar/film", headers={"Range": "bytes=2-4"})
    assert (answer.status_code, answer.data) == (206, b"234")
    answer.close()


def test_a_clip_of_the_voice_is_sent_and_no_other_file(display, settings):
    make_clips(settings.voice)
    with display.get("/layar/suara/gong.wav") as answer:
        assert answer.data[:4] == b"RIFF"
    for name in ("..%2f..%2fsecret", "nothing", "gong.wav.wav", "%2e%2e"):
        assert display.get(f"/layar/suara/{name}.wav").status_code == 404


def test_an_unknown_display_is_led_to_pairing_and_a_kiosk_key_does_not_open_it(app, display):
    _device, key = a_device(Kind.KIOSK)
    stranger = app.test_client()
    stranger.set_cookie("lamin_display_key", key)
    assert stranger.get("/layar/").location == "/layar/pasang"


def test_pairing_a_display(app, display):
    with transaction():
        device = devices.add(Kind.DISPLAY, "Selatan", by=SYSTEM, at=NOON)
        code = devices.offer_pairing(device, by=SYSTEM, at=NOON)
    fresh = Screen(app, device, "nothing")
    fresh.get("/layar/pasang")
    assert fresh.post("/layar/pasang", kode="1").status_code == 422
    assert fresh.post("/layar/pasang", kode=code).location == "/layar/"


def test_the_fragment_is_the_middle_of_the_page(display):
    whole, part = display.get("/layar/").text, display.get("/layar/", fragment=True).text
    assert part.strip() in whole


def test_a_fault_makes_the_screen_try_again_by_itself(app, display, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from office.queue import board

    def broken(_at, _place):
        raise OperationalError("x", {}, Exception())

    monkeypatch.setattr(board, "version", broken)
    answer = display.get("/layar/")
    assert answer.status_code == 503 and answer.headers["Refresh"] == "5"


def test_a_display_shows_and_says_the_calls_of_its_own_place(app, display):
    mall = a_place().id
    there = Screen(app, *a_device(Kind.DISPLAY, place=mall))
    a_ticket("B"), a_ticket("D", place_id=mall), a_ticket("D", place_id=mall)
    called(a_counter(1))
    called(a_counter(1, place=mall))
    pages = [screen.get("/layar/").text for screen in (display, there)]
    assert [[row[0] for row in CALLS.findall(page)] for page in pages] == [["B-001"], ["D-001"]]
    assert "D Akta<b>D-002</b>" in pages[1] and "D-002" not in pages[0]
    versions = [screen.get("/layar/versi").text for screen in (display, there)]
    a_ticket("D", place_id=mall)
    same = [screen.get("/layar/versi").text == was for screen, was in zip((display, there), versions, strict=True)]
    assert same == [True, False]
