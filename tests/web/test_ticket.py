"""A ticket followed from a phone: what it says in each state, what an unchanged one costs, and giving the place up."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from frame.live import live
from office import clock, codes
from office.db import db, transaction
from office.notices import Notice
from office.queue import calling, sitting, tickets
from office.queue.tickets import Ticket, Wish
from tests.factories import NOON
from tests.hall import a_counter, a_place, a_ticket, rule
from tests.web.phone import HTMX, Phone, forms_of, same_but_for_keys

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
NUMBER = "0812 0000 0277"


class Time:
    """The office's clock, which a test moves on."""

    now = NOON


@pytest.fixture(autouse=True)
def time(monkeypatch) -> type[Time]:
    monkeypatch.setattr(Time, "now", NOON)
    monkeypatch.setattr(clock, "now", lambda: Time.now)
    return Time


def address(ticket: Ticket) -> str:
    return f"/antrean/{ticket.token}"


def ask(app: Flask, ticket: Ticket, tag: str = "", *, whole: bool = False) -> TestResponse:
    """What ticket.js sends; a context of its own, as each request of a server has."""
    db.session.rollback()
    headers = ({} if whole else HTMX) | ({"If-None-Match": tag} if tag else {})
    with app.app_context():
        return app.test_client().get(address(ticket), headers=headers)


def a_far_ticket(letter: str = "B") -> Ticket:
    """A ticket with so many ahead that a message is worth asking for."""
    return [a_ticket(letter) for _ in range(5)][-1]


def call(counter, officer, at: datetime = NOON) -> Ticket:
    with transaction():
        return calling.call_next(counter, officer, at=at)


def at_the_counter(verb, counter, officer, **given) -> Ticket:
    with transaction():
        return verb(counter, officer, at=NOON, **given)


def test_a_waiting_ticket_says_how_many_are_ahead_how_long_and_where_to_wait(app, phone: Phone):
    rule("room_seats", 4)
    a_counter(1)
    held = [a_ticket("B") for _ in range(5)]
    inside = phone.open(address(held[1])).words
    assert "KTP-el dan perekaman" in inside and "B-002" in inside and "Silakan duduk di dalam" in inside
    assert "1 orang" in inside and re.search(r"\d+-\d+ menit", inside) and "Diperbarui 10.00.00." in inside
    outside = phone.open(address(held[4])).words
    assert "Tunggu di luar dulu" in outside and "Ruang dalam penuh." in outside and "4 orang" in outside


def test_a_ticket_of_another_place_names_it_and_counts_who_is_ahead_there(app, phone: Phone):
    mall = a_place().id
    a_ticket(), a_ticket(), a_ticket(place_id=mall)
    phone.open(address(a_ticket(place_id=mall)))
    assert "B-002" in phone.words and "Mal Pelayanan Publik, Jalan Contoh 1" in phone.words
    assert "Di depan Anda 1 orang" in phone.words


def test_a_called_ticket_says_where_to_go_and_the_others_see_who_is_called(app, phone: Phone):
    counter, officer = a_counter(2)
    first, second = a_ticket("B"), a_ticket("B")
    call(counter, officer)
    assert "Silakan ke loket 2" in phone.open(address(first)).words
    assert "<title>B-001: ke loket 2 - Lamin</title>" in phone.page and 'data-for="waiting" hidden' in phone.page
    assert re.search("Sekarang dipanggil Loket 2 B-001", phone.open(address(second)).words)


def test_each_state_has_its_sentence(app, phone: Phone):
    counter, officer = a_counter(1)
    ticket = a_ticket("B")
    call(counter, officer)
    at_the_counter(calling.serve, counter, officer)
    assert "Anda sedang dilayani di loket 1" in phone.open(address(ticket)).words
    at_the_counter(calling.hold, counter, officer)
    assert "Nomor Anda ditahan" in phone.open(address(ticket)).words
    at_the_counter(calling.call_number, counter, officer, label="B-001")
    at_the_counter(calling.skip, counter, officer)
    rule("absent_return_after", 7)
    assert "Dipanggil sekali lagi setelah 7 nomor." in phone.open(address(ticket)).words
    at_the_counter(calling.call_number, counter, officer, label="B-001")
    at_the_counter(calling.finish, counter, officer)
    assert "Terima kasih sudah datang." in phone.open(address(ticket)).words
    assert "data-going" not in phone.page and "ticket.js" not in phone.page and "http-equiv" not in phone.page


def test_a_ticket_of_yesterday_is_over_before_the_worker_says_so(app, phone: Phone, time):
    ticket = a_ticket("B")
    time.now = NOON + timedelta(days=1)
    assert "Nomor ini sudah tidak berlaku" in phone.open(address(ticket)).words
    assert tickets.by_token(ticket.token).state == tickets.WAITING and forms_of(phone.page) == []


@pytest.mark.parametrize("token", ["x", "a" * 24, "%00", "..%2F"])
def test_an_unknown_link_has_its_sentence(app, phone: Phone, token):
    assert "tidak ditemukan" in phone.open(f"/antrean/{token}").words and phone.status == 404


def test_the_fragment_is_the_middle_of_the_page_and_neither_names_anybody(app):
    ticket = a_ticket("B", phone="+6281200000277")
    fragment, whole = ask(app, ticket).text, ask(app, ticket, whole=True).text
    assert same_but_for_keys(fragment) in same_but_for_keys(whole) and fragment.lstrip().startswith("<div")
    assert "0277" not in whole and "81200" not in whole


def test_an_unchanged_ticket_is_answered_without_a_page_and_says_when_it_was_looked_up(app, time):
    ticket = a_ticket("B")
    first = ask(app, ticket)
    time.now = NOON + 11 * SECOND
    again = ask(app, ticket, first.headers["ETag"])
    assert again.status_code == 304 and again.data == b"" and again.headers["Lamin-Seen"] == "10.00.11"
    assert "no-store" not in again.headers["Cache-Control"] and "HX-Request" in again.headers["Vary"]
    assert ask(app, ticket, "W/" + first.headers["ETag"]).status_code == 304


def test_what_shows_nothing_new_on_this_phone_keeps_its_tag(app, time):
    """Neither the minute, nor who comes after, nor a setting makes a thousand phones fetch the same page again."""
    ticket = a_ticket("B")
    tag = ask(app, ticket).headers["ETag"]
    a_ticket("B"), a_ticket("C")
    rule("kiosk_idle", 45)
    time.now = NOON + 2 * MINUTE
    assert ask(app, ticket, tag).status_code == 304


def test_each_thing_that_a_ticket_shows_changes_its_tag(app):
    counter, officer = a_counter(1)
    first, ticket = a_ticket("B"), a_ticket("B")
    tags = [ask(app, ticket).headers["ETag"]]
    call(counter, officer)
    tags.append(ask(app, ticket, tags[-1]).headers["ETag"])
    at_the_counter(calling.finish, counter, officer)
    with transaction():
        tickets.follow(ticket, "+6281200000277", at=NOON)
    tags.append(ask(app, ticket, tags[-1]).headers["ETag"])
    call(counter, officer)
    answer = ask(app, ticket, tags[-1])
    assert answer.status_code == 200 and len({*tags, answer.headers["ETag"]}) == 4
    assert ask(app, ticket, tags[-1], whole=True).status_code == 200, "a page is no fragment"
    assert ask(app, first, answer.headers["ETag"]).status_code == 200, "another's ticket is another page"


def test_each_language_has_its_own_tag(app):
    ticket = a_ticket("B")
    tag = ask(app, ticket).headers["ETag"]
    english = app.test_client()
    english.set_cookie("bahasa", "en")
    answer = english.get(address(ticket), headers=HTMX | {"If-None-Match": tag})
    assert answer.status_code == 200 and "Ahead of you" in answer.text
    assert answer.headers["Lamin-Seen"] == "10:00:00"


def test_an_unchanged_ticket_costs_two_statements(app):
    ticket = a_ticket("B")
    tag = ask(app, ticket).headers["ETag"]
    said: list[str] = []
    listen = (db.engine, "before_cursor_execute", lambda _c, _cur, statement, *_rest: said.append(statement))
    link = address(ticket)
    db.session.rollback()
    event.listen(*listen)
    try:
        with app.app_context():
            assert app.test_client().get(link, headers=HTMX | {"If-None-Match": tag}).status_code == 304
    finally:
        event.remove(*listen)
    assert len([each for each in said if each.startswith("SELECT")]) == 2, said


def test_a_request_that_was_refused_leaves_the_board_readable_for_the_others(app):
    """The hall is kept between requests; what it holds must not hang on the session of the one that looked first."""
    counter, officer = a_counter(1)
    a_ticket("B")
    waiting = a_ticket("B")
    call(counter, officer)
    with app.app_context():
        live().look()
        with pytest.raises(tickets.TicketOver), transaction():
            raise tickets.TicketOver()
    assert "B-001" in ask(app, waiting).text


def test_giving_the_place_up_lets_the_next_one_in_and_is_done_once(app, phone: Phone):
    rule("room_seats", 4)
    inside, _second, outside = (a_ticket("B") for _ in range(3))
    assert outside.place == "outside"
    form = phone.open(address(inside)).form("/lepas")
    phone.post(form.action, dict(form.fields))
    assert phone.place == address(inside) and "Nomor ini sudah dilepas" in phone.words
    assert "Silakan duduk di dalam" in phone.open(address(outside)).words
    phone.post(form.action, dict(form.fields))
    assert phone.status == 200 and phone.place == address(inside)
    assert db.session.query(Ticket).filter_by(place="inside").count() == 2


def test_a_place_can_not_be_given_up_from_the_counter(app, phone: Phone):
    counter, officer = a_counter(1)
    ticket = a_ticket("B")
    form = phone.open(address(ticket)).form("/lepas")
    call(counter, officer)
    phone.post(form.action, dict(form.fields))
    assert phone.status == 409 and "Nomor ini sudah selesai atau sudah dilepas." in phone.words
    assert tickets.by_token(ticket.token).state == tickets.CALLED


def test_a_phone_number_asks_for_a_message_and_is_never_shown_again(app, phone: Phone):
    ticket = a_far_ticket()
    phone.open(address(ticket)).send("/kabari", {"telepon": NUMBER})
    assert phone.place == address(ticket) and "Pesan dikirim saat tinggal 3 orang" in phone.words
    assert "0277" not in phone.page and tickets.by_token(ticket.token).phone == "+6281200000277"


def test_without_an_open_counter_the_phone_says_so_instead_of_minutes(app, phone: Phone):
    ticket = a_far_ticket()
    words = phone.open(address(ticket)).words
    assert "Belum ada loket yang buka untuk kelompok ini." in words and not re.search(r"\d+-\d+ menit", words)
    a_counter(1)
    words = phone.open(address(ticket)).words
    assert "Belum ada loket" not in words and re.search(r"\d+-\d+ menit", words)


def test_the_message_comes_at_the_number_of_the_settings(app, phone: Phone):
    rule("almost_ahead", 1)
    ticket = [a_ticket("B") for _ in range(3)][-1]
    assert "Kabari saat tinggal 1 orang" in phone.open(address(ticket)).words
    phone.send("/kabari", {"telepon": NUMBER})
    assert "Pesan dikirim saat tinggal 1 orang di depan Anda." in phone.words


def test_no_message_is_offered_or_taken_when_few_are_ahead_already(app, phone: Phone):
    counter, officer = a_counter(1)
    ticket = a_far_ticket()
    form = phone.open(address(ticket)).form("/kabari")
    assert 'data-for="near" hidden' in phone.page and 'data-shows="waiting"' in phone.page
    call(counter, officer)
    assert 'data-for="waiting" hidden' in phone.open(address(ticket)).page and 'data-shows="near"' in phone.page
    assert 'data-for="near">' in phone.page and "Tinggal 3 orang atau kurang di depan Anda." in phone.words
    phone.post(form.action, form.fields | {"telepon": NUMBER})
    assert phone.status == 409 and 'data-for="near">' in phone.page
    assert tickets.by_token(ticket.token).phone == ""


def test_whoever_asked_is_told_when_few_are_ahead(app, phone: Phone):
    counter, officer = a_counter(1)
    line = [a_ticket("B") for _ in range(6)]
    phone.open(address(line[4])).send("/kabari", {"telepon": NUMBER})
    call(counter, officer)
    assert [notice.template for notice in db.session.query(Notice)] == ["almost"]


@pytest.mark.parametrize("typed", ["", "12", "abc", "08" * 40, "\x00", "0541 123456"])
def test_what_is_no_mobile_number_gets_a_sentence_and_stays_in_the_box(app, phone: Phone, typed):
    phone.open(address(a_far_ticket())).send("/kabari", {"telepon": typed})
    assert phone.status == 422 and 'class="why"' in phone.page and '<details class="card" open>' in phone.page
    assert phone.form("/kabari").fields["telepon"] == typed[:30] or not typed.isprintable()


def test_a_number_that_waits_already_is_told_so(app, phone: Phone):
    with transaction():
        tickets.take(Wish("C", phone="+6281200000277", person=codes.person("phone", "+6281200000277")),
                     token=codes.new_token(), at=NOON)  # fmt: skip
    phone.open(address(a_far_ticket())).send("/kabari", {"telepon": NUMBER})
    assert phone.status == 409 and "Anda sudah punya nomor C-001 hari ini." in phone.words
    assert phone.form("/kabari").fields["telepon"] == NUMBER


def test_the_front_page_says_how_many_wait_while_the_counter_is_open(app, phone: Phone, time):
    assert "Sekarang tidak ada yang menunggu." in phone.open("/").words
    a_ticket("B"), a_ticket("C")
    assert "Sekarang 2 orang menunggu." in phone.open("/").words
    counter, officer = a_counter()
    assert "Buka sampai" in phone.open("/").words
    with transaction():
        sitting.close(counter, officer, at=NOON)
    phone.open("/")
    assert "Loket belum dibuka petugas" in phone.words and "Sekarang 2 orang menunggu." in phone.words
    time.now = NOON + timedelta(hours=9)
    assert "menunggu" not in phone.open("/").words and "Dari rumah tetap bisa" in phone.words
