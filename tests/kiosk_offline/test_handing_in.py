"""What a kiosk gave without the server: each number becomes one ticket, bad ones hold nothing up."""

import html
import json
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from commands.checking_hall import violations
from office import codes, devices, opening, settings
from office.db import db, transaction
from office.devices import Kind
from office.events import SYSTEM
from office.queue import groups, offline, tickets
from office.queue.tickets import Ticket, Wish
from tests.factories import NOON
from tests.kiosk_offline.conftest import an_entry

HOUR = timedelta(hours=1)


def labels() -> list[str]:
    return list(db.session.scalars(sa.select(Ticket.label).order_by(Ticket.order_at, Ticket.id)))


def rule(key, value):
    with transaction():
        settings.put(key, value, by=SYSTEM, at=NOON - HOUR)


@pytest.mark.both_engines
def test_a_block_that_is_handed_in_twice_makes_each_ticket_once(app, hand_in):
    block = [an_entry("B", 1), an_entry("B", 2, priority=True), an_entry("D", 1, language="en")]
    first, second = hand_in(block).get_json(), hand_in(block).get_json()
    assert [one["key"] for one in first["taken"]] == [one["key"] for one in block] and first["refused"] == []
    assert second == first and labels() == ["B-K1-01", "B-K1-02", "D-K1-01"]
    taken = {ticket.label: ticket for ticket in db.session.scalars(sa.select(Ticket))}
    assert taken["B-K1-02"].priority and taken["D-K1-01"].language == "en" and list(violations()) == []


@pytest.mark.both_engines
def test_numbers_of_the_block_stand_outside_the_gap_free_series_and_in_line_by_when_they_were_given(app, hand_in):
    with transaction():
        tickets.take(Wish("B"), token=codes.new_token(), at=NOON - HOUR)
    hand_in([an_entry("B", 1, at=NOON - 2 * HOUR)])
    with transaction():
        after = tickets.take(Wish("B"), token=codes.new_token(), at=NOON)
    assert after.label == "B-002" and labels() == ["B-K1-01", "B-001", "B-002"]


@pytest.mark.parametrize(
    "bad",
    [
        an_entry("Z"), an_entry("b"), an_entry("P"), an_entry("BB"), an_entry("\ud800"), an_entry(number=0),
        an_entry(number=1000), an_entry(number=True), an_entry(number="1"), an_entry(taken_at="10.00"),
        an_entry(taken_at=2**60), an_entry(taken_at=-1), an_entry(taken_at=None), an_entry(at=NOON + HOUR),
        an_entry(at=NOON - 24 * HOUR), an_entry(letter=["B"]), "B-K1-01", None, 7, [], {},
    ],
)  # fmt: skip
def test_a_bad_entry_gets_its_sentence_and_the_good_ones_beside_it_are_taken_in(app, hand_in, bad):
    answer = hand_in([bad, an_entry("B", 7)])
    assert answer.status_code == 200 and labels() == ["B-K1-07"]
    assert [bool(one["why"]) for one in answer.get_json()["refused"]] == [True]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"entries":1}', b'{"entries":' + b"[" * 5000, b'{"a":"\xff"}']
)
def test_what_is_no_block_is_refused_in_words(app, kiosk, body):
    answer = kiosk.post("/kiosk/serahkan", data=body, content_type="application/json", headers={"X-Lamin-Kiosk": "1"})
    assert answer.status_code == 422 and answer.get_json()["error"]


def test_more_than_fifty_at_once_are_refused_whole(app, hand_in):
    assert hand_in([an_entry("B", number) for number in range(1, 52)]).status_code == 422 and labels() == []


def test_a_foreign_page_can_not_hand_in(app, kiosk, hand_in):
    good = json.dumps({"entries": [an_entry()]})
    own = {"X-Lamin-Kiosk": "1"}
    assert kiosk.post("/kiosk/serahkan", data=good, content_type="text/plain", headers=own).status_code == 422
    assert kiosk.post("/kiosk/serahkan", data=good, content_type="application/json").status_code == 422
    assert hand_in([an_entry()], Origin="https://contoh.id").status_code == 400
    assert labels() == []


def test_an_unknown_or_revoked_kiosk_can_not_hand_in(app, kiosk, hand_in):
    assert app.test_client().get("/kiosk/denyut", headers={"Accept": "text/plain"}).status_code == 403
    with transaction():
        devices.revoke(devices.all_of(Kind.KIOSK)[0], by=SYSTEM, at=NOON)
    assert hand_in([an_entry()]).status_code in (303, 403) and labels() == []


def test_a_ticket_whose_answer_never_reached_the_screen_gives_way_to_the_number_given_instead(app, kiosk, hand_in):
    rule("protocol_on", False)
    form = kiosk.get("/kiosk/kelompok/B/keperluan").get_data(as_text=True)
    sent = {name: re.search(rf'name="{name}" value="([^"]+)"', form)[1] for name in ("csrf_token", "once")}
    assert kiosk.post("/kiosk/tiket", data=sent | {"kelompok": "B", "prioritas": "0"}).status_code == 303
    block = [an_entry("B", 1, unsure=sent["once"])]
    hand_in(block)
    hand_in(block)
    waiting = db.session.scalars(sa.select(Ticket.label).where(Ticket.state == tickets.WAITING)).all()
    assert waiting == ["B-K1-01"] and set(labels()) == {"B-001", "B-K1-01"} and list(violations()) == []


def test_a_ticket_whose_paper_came_out_keeps_its_place(app, kiosk, hand_in):
    device = devices.all_of(Kind.KIOSK)[0]
    with transaction():
        ticket = tickets.take(Wish("B", device_id=device.id, prints=True), token=codes.new_token(), at=NOON)
    with transaction():
        tickets.slip_is(ticket, tickets.SLIP_PRINTED)
    db.session.expire_all()
    with transaction():
        assert not offline.forget_unseen(f"/kiosk/tiket/{ticket.token}", device.id, at=NOON)
    assert ticket.state == tickets.WAITING


def test_the_kept_page_says_the_highest_number_handed_in_so_that_an_emptied_kiosk_gives_none_twice(app, kiosk, hand_in):
    hand_in([an_entry("B", 1), an_entry("B", 12), an_entry("D", 3)])
    assert facts(kiosk)["given"] == {"B": 12, "D": 3}


def test_the_kept_page_does_not_say_the_officers_code(app, kiosk):
    page = kiosk.get("/kiosk/luring").get_data(as_text=True)
    code = codes.door_code(opening.local_day(NOON))
    assert not re.search(rf"(?<![0-9a-f]){code}(?![0-9a-f])", page) and len(facts(kiosk)["code"]) == 64


def test_the_kept_page_holds_the_hours_of_today_for_each_group(app, kiosk):
    page = html.unescape(kiosk.get("/kiosk/luring").get_data(as_text=True))
    hours = dict(re.findall(r'data-group="(.)" data-hours="(.*?)"', page))
    eight, half_past_eleven, three = (int((NOON + timedelta(minutes=m)).timestamp() * 1000) for m in (-120, 90, 300))
    assert json.loads(hours["B"]) == [[eight, three]] and json.loads(hours["F"]) == [[eight, half_past_eleven]]


def test_the_kept_page_follows_the_protocol_in_force(app, kiosk):
    assert 'data-offline="health"' in kiosk.get("/kiosk/luring").get_data(as_text=True)
    rule("protocol_on", False)
    page = kiosk.get("/kiosk/luring").get_data(as_text=True)
    assert 'name="suhu"' not in page and 'name="mask"' not in page and facts(kiosk)["code"] == ""


def test_a_groups_hours_on_a_day_are_its_windows_within_the_offices_hours(app):
    friday = opening.local_day(NOON + timedelta(days=1))
    calendar = opening.calendar(NOON)
    always = groups.hours_on(groups.DEFAULTS[0], calendar, friday)
    windowed = groups.hours_on(groups.DEFAULTS[5], calendar, friday)
    spoken = [[f"{opening.local(each):%H.%M}" for each in span] for span in (*always, *windowed)]
    assert spoken == [["08.00", "11.30"], ["13.30", "15.00"], ["08.00", "11.30"]]
    assert groups.hours_on(groups.DEFAULTS[0], calendar, opening.local_day(NOON + timedelta(days=3))) == ()


def test_the_page_is_kept_in_both_languages(app, kiosk):
    english = kiosk.get("/kiosk/luring/en")
    assert '<html lang="en"' in english.get_data(as_text=True) and "bahasa=" not in str(english.headers)
    assert '<html lang="id"' in kiosk.get("/kiosk/luring").get_data(as_text=True)
    assert kiosk.get("/kiosk/luring/fr").status_code == 404


def test_the_beat_says_the_local_day_and_time_in_few_bytes(app, kiosk):
    assert kiosk.get("/kiosk/denyut").get_data(as_text=True) == "2020-06-04 10.00\n"


def test_the_worker_may_keep_only_kiosk_pages_and_is_asked_for_anew(app, kiosk):
    script = kiosk.get("/kiosk/pekerja.js")
    assert script.mimetype == "text/javascript" and script.headers["Cache-Control"] == "no-cache"
    assert (
        "Service-Worker-Allowed" not in script.headers
        and "script-src 'self'" in script.headers["Content-Security-Policy"]
    )
    script.close()


def facts(kiosk):
    page = kiosk.get("/kiosk/luring").get_data(as_text=True)
    return json.loads(html.unescape(re.search(r'data-facts="([^"]*)"', page)[1]))
