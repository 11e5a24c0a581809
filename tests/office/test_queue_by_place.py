"""An office of two places: each has its queue, its room, its appointments and its files."""

import threading
from datetime import date, timedelta

import pytest
from flask_migrate import downgrade, upgrade

from commands.checking_hall import violations
from office import appointments, catalogue, codes, opening, places
from office.applications import COUNTER, drafts, worklist
from office.applications.worklist import Narrowed
from office.db import db, transaction
from office.events import SYSTEM
from office.promises import alarms, climbing
from office.queue import board, booking, calling, checking_in, counters, door, groups, refusals, tickets
from office.queue.tickets import Ticket, Wish
from office.reports import cases, tally
from office.reports.scope import Scope
from office.staff import Role
from tests.factories import NOON, a_full_draft, an_application, an_officer
from tests.hall import a_counter, a_place, a_ticket, rule

MINUTE, DAY = timedelta(minutes=1), date(2020, 6, 5)
PHONE = "+6281200000189"


def seated(place, role=Role.VERIFIER):
    officer = an_officer(role)
    with transaction():
        places.seat(officer.id, place, by=SYSTEM, at=NOON)
    return officer


def at_the_counter(place, service="akta-kelahiran"):
    with transaction():
        return drafts.start(catalogue.find(service), language="id", at=NOON, channel=COUNTER, place=place.id)


def sent_at(place):
    application = a_full_draft()
    with transaction():
        application.place_id = place.id
    with transaction():
        drafts.submit(application, at=NOON)
    return application


def an_appointment(place, phone=PHONE, hour="09.00"):
    with transaction():
        group = groups.find("B", groups.groups(NOON, place))
        return booking.book(group, DAY, hour, at=NOON, place=place, phone=phone, token=codes.new_token())


@pytest.mark.both_engines
def test_both_places_number_from_one_and_a_full_room_in_one_does_not_fill_the_other(app):
    mall = a_place()
    rule("room_seats", 1, at=NOON - MINUTE, place=mall.id)
    rule("room_share", 100, at=NOON - MINUTE, place=mall.id)
    there = [a_ticket("B", place_id=mall.id) for _ in range(2)]
    here = [a_ticket("B") for _ in range(2)]
    assert [each.label for each in there] == [each.label for each in here] == ["B-001", "B-002"]
    assert [each.place for each in there] == ["inside", "outside"] and {each.place for each in here} == {"inside"}
    counter, second, other = a_counter(1, place=mall.id), a_counter(2, place=mall.id), a_counter(1)
    with transaction():
        called = calling.call_next(*counter, at=NOON)
    with transaction(), pytest.raises(refusals.OnlyOutside):
        door.count(1, by=SYSTEM, at=NOON)
        calling.call_next(*second, at=NOON)
    with transaction():
        mine = calling.call_number(*other, "b2", at=NOON)
    assert called.id == there[0].id and mine.id == here[1].id
    halls = {place: board.hall(NOON, place) for place in (places.MAIN, mall.id)}
    assert [[call.label for call in hall.last] for hall in halls.values()] == [["B-002"], ["B-001"]]
    assert [(hall.places.inside, hall.places.outside) for hall in halls.values()] == [(2, 0), (1, 1)]
    assert [hall.places.others for hall in halls.values()] == [1, 0]
    assert list(violations()) == []


@pytest.mark.both_engines
def test_two_kiosks_at_once_in_two_places_give_numbers_without_gap(app):
    mall = a_place().id
    barrier, given = threading.Barrier(4), list[tuple[int, str]]()

    def take(place):
        with app.app_context():
            barrier.wait()
            for _ in range(5):
                given.append((place, a_ticket("B", place_id=place).label))

    threads = [threading.Thread(target=take, args=(place,)) for place in (places.MAIN, mall) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wanted = [f"B-{number:03d}" for number in range(1, 11)]
    assert [sorted(label for place, label in given if place == one) for one in (places.MAIN, mall)] == [wanted, wanted]
    assert list(violations()) == []


@pytest.mark.both_engines
def test_the_migration_leaves_what_there_is_to_the_head_office(app):
    counter, officer = a_counter(1)
    mall = a_place().id
    a_counter(1, place=mall)
    a_ticket("B"), a_ticket("B", place_id=mall), a_ticket("C", place_id=mall)
    with transaction():
        calling.call_next(counter, officer, at=NOON)
    an_application()
    db.session.remove()
    downgrade(revision="0016")
    upgrade()
    assert a_ticket("B").label == "B-002" and a_ticket("C", place_id=mall).label == "C-001"
    assert [each.number for each in counters.all_counters()] == [1]
    assert list(violations()) == []


def test_a_ticket_stays_in_its_place(app):
    mall = a_place().id
    counter, officer = a_counter(2, place=mall)
    a_counter(5)
    a_ticket("B", place_id=mall)
    with transaction():
        ticket = calling.call_next(counter, officer, at=NOON)
    with pytest.raises(refusals.NowhereToGo), transaction():
        calling.pass_on(counter, officer, number=5, at=NOON)
    with pytest.raises(counters.CantMove), transaction():
        counters.move(counter, places.MAIN, by=SYSTEM, at=NOON)
    person = codes.person("phone", PHONE)
    with transaction():
        tickets.take(Wish("B", person=person, place_id=mall), token=codes.new_token(), at=NOON)
    with pytest.raises(tickets.WaitingElsewhere) as refusal, transaction():
        tickets.take(Wish("B", person=person), token=codes.new_token(), at=NOON)
    assert refusal.value.params == {"label": "B-002", "place": "Mal Pelayanan Publik"} and ticket.place_id == mall


def test_groups_quotas_and_services_are_a_place_s_own(app):
    mall = a_place()
    with transaction():
        own = groups.DEFAULTS[1].__class__("B", "KTP-el", "KTP-el", quota=1)
        groups.put([own], by=SYSTEM, at=NOON - MINUTE, place=mall.id)
    a_ticket("B", place_id=mall.id)
    for letter, refusal in (("B", groups.QuotaFull), ("C", groups.GroupClosed)):
        with pytest.raises(refusal), transaction():
            tickets.take(Wish(letter, place_id=mall.id), token=codes.new_token(), at=NOON)
    assert [a_ticket(letter).label for letter in "BBC"] == ["B-001", "B-002", "C-001"]
    rule("closed_services", "akta-kelahiran", at=NOON - MINUTE, place=mall.id)
    assert at_the_counter(places.find(places.MAIN)).place_id == places.MAIN
    with pytest.raises(drafts.ServiceClosed):
        at_the_counter(mall)
    rule("closed_services", "kia-anak", at=NOON - MINUTE)
    assert opening.closed_services(NOON) == {"kia-anak"}
    assert opening.closed_services(NOON, mall.id) == {"kia-anak", "akta-kelahiran"}


def test_an_appointment_is_kept_at_its_place_and_another_names_it(app):
    mall = a_place()
    rule("appointment_cap", 1, at=NOON - MINUTE)
    there = an_appointment(mall.id)
    an_appointment(places.MAIN, "+6281200000277")
    with pytest.raises(appointments.SlotFull):
        an_appointment(mall.id, "+6281200000366")
    then = there.starts_at
    found = checking_in.find(there.reference, groups.groups(then))
    for place in (places.MAIN, mall.id):
        wish = Wish("B", place_id=place)
        if place == places.MAIN:
            with pytest.raises(appointments.WrongPlace) as refusal, transaction():
                checking_in.check_in(found, wish, None, token=codes.new_token(), at=then)
            assert refusal.value.params["place"] == "Mal Pelayanan Publik (Jalan Contoh 1)"
        else:
            with transaction():
                number = checking_in.check_in(found, wish, None, token=codes.new_token(), at=then)
    assert db.session.get_one(Ticket, number).place_id == mall.id


def test_an_officer_of_a_place_finds_its_files_and_who_steers_finds_all(app):
    mall = a_place()
    here, there = an_application(), sent_at(mall)
    verifier, free, head = seated(mall), an_officer(Role.VERIFIER), seated(mall, Role.HEAD)
    lists = [[row[0].id for row in worklist.listing("to_check", who).rows] for who in (verifier, free, head)]
    assert lists == [[there.id], [here.id, there.id], [here.id, there.id]]
    assert [worklist.counts(who)["to_check"] for who in (verifier, free, head)] == [1, 2, 2]
    found = worklist.listing("to_check", verifier, search="Sekar").rows
    assert [row[0].id for row in found] == [there.id]
    chosen = worklist.listing("to_check", head, part=Narrowed(place=mall.id))
    assert worklist.counts(head, mall.id)["to_check"] == chosen.total == 1
    taken = worklist.next_free("to_check", verifier)
    assert taken is not None and taken.id == there.id


def test_a_late_file_is_told_to_the_people_of_its_place_by_the_hours_of_its_place(app):
    mall = a_place()
    week = [[["08.00", "10.00"]]] * 5 + [[], []]
    rule("opening_hours", [{"from": "2020-06-01", "week": week}], at=NOON - MINUTE, place=mall.id)
    here, there = an_application(), sent_at(mall)
    assert there.step_due > here.step_due
    verifier, free = seated(mall), an_officer(Role.VERIFIER)
    other = seated(places.find(places.MAIN))
    late = there.step_due + MINUTE
    with transaction():
        climbing.climb(at=late)
    told = {who.id: {each.application.id for each in alarms.shown(who)} for who in (verifier, free, other)}
    assert told == {verifier.id: {there.id}, free.id: {here.id, there.id}, other.id: {here.id}}


def test_reports_count_a_place_alone(app):
    mall = a_place()
    an_application()
    sent_at(mall)
    a_ticket("B")
    a_ticket("B", place_id=mall.id)
    a_ticket("C", place_id=mall.id)
    with transaction():
        board.stayed_home("B", at=NOON, place=mall.id)
        while cases.catch_up():
            pass
    day = NOON.date()
    sent = [tally.of(tally.FILES, Scope(day, day, place=place)).get("sent|akta-kelahiran|home") for place in (0, 1, mall.id)]
    taken = [tally.of(tally.HALL, Scope(day, day, place=place))["tickets"] for place in (0, 1, mall.id)]
    assert sent == [2, 1, 1] and taken == [3, 1, 2]
