"""The queue: numbers, places, calls, absences, transfers, on both engines with a real database."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from commands.checking_hall import violations
from office import codes, opening, settings
from office.db import db, transaction
from office.events import SYSTEM
from office.queue import board, calling, counters, door, groups, offline, room, sitting, tickets
from office.queue.counters import ServiceCounter
from office.queue.tickets import Ticket, Wish
from office.staff import Officer, Role
from tests.factories import NOON, an_officer

MINUTE = timedelta(minutes=1)


def a_ticket(letter: str = "B", *, at: datetime = NOON, **facts: Any) -> Ticket:
    with transaction():
        return tickets.take(Wish(letter, **facts), token=codes.new_token(), at=at)


def a_counter(number: int = 1, served: str = "ABCDE", *, at: datetime = NOON) -> tuple[ServiceCounter, Officer]:
    officer = an_officer(Role.FRONT_DESK)
    with transaction():
        counter = counters.add(number, list(served), by=SYSTEM, at=at)
        sitting.sit(counter, officer, at=at)
    return counter, officer


def act(
    verb: Callable[..., Ticket], desk: tuple[ServiceCounter, Officer], *given: Any, at: datetime = NOON, **named: Any
) -> Ticket:
    with transaction():
        return verb(*desk, *given, at=at, **named)


def rule(key: str, value: Any, *, at: datetime = NOON - MINUTE) -> None:
    with transaction():
        settings.put(key, value, by=SYSTEM, at=at)


def the_room(at: datetime = NOON) -> tuple[int, int]:
    places = board.hall(at).places
    return places.inside, places.outside


@pytest.mark.both_engines
def test_numbers_run_from_one_by_letter_and_local_day(app):
    labels = [a_ticket("B").label, a_ticket("B").label, a_ticket("D").label, a_ticket("B", priority=True).label]
    next_day = a_ticket("B", at=NOON + timedelta(days=1)).label
    assert labels == ["B-001", "B-002", "D-001", "P-001"] and next_day == "B-001"


def test_the_day_turns_at_local_midnight_and_not_at_utcs(app):
    before, after = (
        datetime.fromisoformat("2020-06-04T15:59:59+00:00"),
        datetime.fromisoformat("2020-06-04T16:00:00+00:00"),
    )
    assert (opening.local_day(before), opening.local_day(after)) == (date(2020, 6, 4), date(2020, 6, 5))
    # 08.00 and 14.00 of one local day lie on both sides of UTC's midnight only further west; here 07.59 WITA is 23.59 UTC.
    early, later = (
        datetime.fromisoformat("2020-06-05T00:00:00+00:00"),
        datetime.fromisoformat("2020-06-05T03:00:00+00:00"),
    )
    assert [a_ticket(at=early).label, a_ticket(at=later).label] == ["B-001", "B-002"]


def test_a_closed_group_gives_no_ticket(app):
    with pytest.raises(groups.GroupClosed):
        a_ticket("B", at=datetime.fromisoformat("2020-06-04T09:00:00+00:00"))
    with pytest.raises(groups.GroupClosed):
        a_ticket("Z")


@pytest.mark.both_engines
def test_a_full_quota_refuses_and_leaves_no_gap(app):
    few = [groups.Group("B", "KTP-el", "KTP-el", quota=2), groups.Group("D", "Akta", "Akta")]
    with transaction():
        groups.put(few, by=SYSTEM, at=NOON - MINUTE)
    a_ticket("B"), a_ticket("B")
    with pytest.raises(groups.QuotaFull):
        a_ticket("B")
    assert a_ticket("D").label == "D-001" and not list(violations())


def test_an_hour_window_has_its_own_quota(app):
    windows = (groups.Window("08.00", "11.00", 1), groups.Window("11.00", "15.00", 5))
    with transaction():
        groups.put([groups.Group("B", "KTP-el", "KTP-el", windows=windows)], by=SYSTEM, at=NOON - MINUTE)
    a_ticket("B")
    with pytest.raises(groups.QuotaFull):
        a_ticket("B")
    assert a_ticket("B", at=NOON + timedelta(hours=1)).label == "B-002"


def test_one_person_has_one_active_ticket_a_day(app):
    me = codes.person("phone", "+6281200000189")
    first = a_ticket(person=me)
    with pytest.raises(tickets.AlreadyWaiting) as refusal:
        a_ticket("D", person=me)
    assert refusal.value.params == {"label": "B-001"}
    with transaction():
        tickets.give_up(first, by=SYSTEM, at=NOON)
    assert a_ticket("D", person=me).label == "D-001"


@pytest.mark.both_engines
def test_the_room_never_holds_more_than_its_share_and_fills_from_outside(app):
    rule("room_seats", 4), rule("room_share", 50)
    desk = a_counter()
    three = [a_ticket() for _ in range(3)]
    assert [ticket.place for ticket in three] == ["inside", "inside", "outside"] and the_room() == (2, 1)
    act(calling.call_next, desk)
    act(calling.finish, desk)
    assert the_room() == (2, 0) and db.session.get_one(Ticket, three[2].id).place == "inside" and not list(violations())


@pytest.mark.both_engines
def test_two_counters_never_call_the_same_ticket(app):
    for _ in range(12):
        a_ticket()
    desks = [a_counter(number) for number in (1, 2, 3)]
    called = in_parallel(app, desks, lambda desk: call_until_empty(desk))
    assert sorted(called) == sorted(set(called)) and len(called) == 12 and not list(violations())


@pytest.mark.both_engines
def test_two_kiosks_at_once_give_every_number_once_and_never_overfill(app):
    rule("room_seats", 10)
    taken = in_parallel(
        app, range(4), lambda _n: [a_ticket("BCDA"[i % 4], priority=i % 5 == 0).label for i in range(15)]
    )
    assert len(set(taken)) == 60 and the_room() == (5, 55) and not list(violations())


def test_one_priority_is_called_after_two_ordinary(app):
    for priority in (False, False, False, False, True, True):
        a_ticket(priority=priority)
    desk, order = a_counter(), []
    for _ in range(6):
        order.append(act(calling.call_next, desk).label)
        act(calling.finish, desk)
    assert order == ["B-001", "B-002", "P-001", "B-003", "B-004", "P-002"]


def test_the_line_foretells_the_order_of_calls(app):
    for priority in (False, True, False, False, True, False):
        a_ticket(priority=priority)
    foretold = [place.label for place in board.hall(NOON).line.groups["B"]]
    desk, order = a_counter(), []
    for _ in range(6):
        order.append(act(calling.call_next, desk).label)
        act(calling.finish, desk)
    assert order == foretold


def test_a_counter_has_one_person_at_a_time(app):
    a_ticket(), a_ticket()
    desk = a_counter()
    act(calling.call_next, desk)
    with pytest.raises(calling.CounterBusy):
        act(calling.call_next, desk)


def test_not_present_needs_three_calls_and_comes_back_after_five_numbers_once(app):
    absentee, others = a_ticket(), [a_ticket() for _ in range(12)]
    desk = a_counter()
    act(calling.call_next, desk)
    with pytest.raises(calling.CallMore):
        act(calling.absent, desk)
    act(calling.call_again, desk), act(calling.call_again, desk)
    act(calling.absent, desk)
    order = []
    for minute in range(1, 8):
        order.append(act(calling.call_next, desk, at=NOON + minute * MINUTE).label)
        act(calling.finish, desk, at=NOON + minute * MINUTE)
    assert order[5] == absentee.label and order.index(absentee.label) == 5
    again = a_ticket()
    assert others and again


def test_a_second_absence_ends_the_ticket_and_frees_its_place(app):
    ticket = a_ticket()
    desk = a_counter()
    rule("calls_before_absent", 1)
    act(calling.call_next, desk)
    act(calling.absent, desk)
    act(calling.call_number, desk, "b1")
    act(calling.absent, desk)
    db.session.refresh(ticket)
    assert (ticket.state, ticket.place, the_room()) == ("expired", "", (0, 0))


def test_a_skipped_ticket_is_not_absent_and_can_be_called_by_number(app):
    a_ticket()
    desk = a_counter()
    act(calling.call_next, desk)
    ticket = act(calling.skip, desk)
    assert (ticket.state, ticket.absences) == ("away", 0)
    assert act(calling.call_number, desk, "B-001").state == "called"


def test_a_held_ticket_waits_for_its_number_to_be_called(app):
    a_ticket()
    desk = a_counter()
    act(calling.call_next, desk), act(calling.serve, desk), act(calling.hold, desk)
    with pytest.raises(calling.NobodyWaits):
        act(calling.call_next, desk)
    assert act(calling.call_number, desk, "B-1").state == "called"


def test_a_passed_on_ticket_is_next_at_the_counter_it_was_sent_to(app):
    first, second = a_ticket("B"), a_ticket("D")
    ktp, akta = a_counter(1, "B"), a_counter(2, "D")
    act(calling.call_next, ktp)
    act(calling.pass_on, ktp, number=2)
    assert act(calling.call_next, akta).label == first.label and second.state == "waiting"


def test_a_ticket_with_two_errands_goes_on_to_the_next_group(app):
    ticket = a_ticket("B", errands=("D", "B", "Z"))
    ktp, akta = a_counter(1, "B"), a_counter(2, "D")
    act(calling.call_next, ktp)
    act(calling.finish, ktp)
    db.session.refresh(ticket)
    assert (ticket.state, ticket.group, ticket.errands) == ("waiting", "D", [])
    assert act(calling.call_next, akta).label == "B-001"
    assert act(calling.finish, akta).state == "finished"


def test_somebody_outside_is_not_called_into_a_full_room(app):
    rule("room_seats", 2)
    a_ticket("B"), a_ticket("D")
    desk = a_counter(1, "D")
    with pytest.raises(calling.NobodyWaits):
        act(calling.call_next, desk)
    with pytest.raises(calling.RoomFull):
        act(calling.call_number, desk, "D-001")


def test_an_idle_counters_people_are_let_in_before_those_who_only_add_to_a_line(app):
    rule("room_seats", 4)
    for letter in "BBBD":
        a_ticket(letter)
    desk = a_counter(1, "B")
    act(calling.call_next, desk), act(calling.finish, desk)
    inside = {place.label for row in board.hall(NOON).line.groups.values() for place in row if place.place == "inside"}
    assert inside == {"B-002", "D-001"}


def test_a_closing_counter_puts_a_called_person_back_and_refuses_with_one_being_served(app):
    ticket = a_ticket()
    counter, officer = a_counter()
    act(calling.call_next, (counter, officer))
    with transaction():
        sitting.close(counter, officer, at=NOON)
    db.session.refresh(ticket)
    assert (ticket.state, counter.state, counter.ticket_id) == ("waiting", "closed", None)
    with transaction():
        sitting.sit(counter, officer, at=NOON)
    act(calling.call_next, (counter, officer)), act(calling.serve, (counter, officer))
    with pytest.raises(calling.CounterBusy), transaction():
        sitting.close(counter, officer, at=NOON)


def test_a_taken_counter_is_only_taken_over_knowingly(app):
    counter, _first = a_counter()
    second = an_officer(Role.FRONT_DESK)
    with pytest.raises(sitting.CounterTaken), transaction():
        sitting.sit(counter, second, at=NOON)
    with transaction():
        sitting.sit(counter, second, at=NOON, take_over=True)
    assert counter.officer_id == second.id


def test_the_ticket_keeps_who_called_served_and_finished_it(app):
    a_ticket()
    counter, officer = desk = a_counter()
    act(calling.call_next, desk), act(calling.serve, desk, at=NOON + MINUTE)
    ticket = act(calling.finish, desk, "papers", at=NOON + 2 * MINUTE)
    assert (ticket.called_by, ticket.served_by, ticket.finished_by) == (officer.id,) * 3
    assert (ticket.called_at, ticket.served_at, ticket.finished_at) == (NOON, NOON + MINUTE, NOON + 2 * MINUTE)
    assert ticket.outcome == "papers" and counter.ticket_id is None


def test_the_door_counts_companions_and_a_correction_lets_people_in(app):
    rule("room_seats", 4)
    with transaction():
        door.count(1, by=SYSTEM, at=NOON)
    two = [a_ticket() for _ in range(2)]
    assert [ticket.place for ticket in two] == ["inside", "outside"]
    with transaction():
        door.correct(1, by=SYSTEM, at=NOON)
    assert the_room() == (2, 0) and not list(violations())
    with pytest.raises(door.NobodyInside), transaction():
        for _ in range(5):
            door.count(-1, by=SYSTEM, at=NOON)


def test_an_offline_block_is_handed_in_once_and_stays_outside_the_series(app):
    from office import devices

    with transaction():
        kiosk = devices.add(devices.Kind.KIOSK, "Pintu utama", by=SYSTEM, at=NOON)

    def hand_in() -> Ticket | None:
        with transaction():
            return offline.take(kiosk.id, kiosk.code, "B", 1, priority=False, taken_at=NOON - MINUTE, at=NOON)

    first, second = hand_in(), hand_in()
    assert first and first.label == "B-K1-01" and second is None
    assert a_ticket().label == "B-001" and not list(violations())


def test_what_waits_when_the_day_ends_expires(app):
    ticket = a_ticket()
    with transaction():
        assert tickets.close_days_before(date(2020, 6, 5), at=NOON + timedelta(days=1)) == 1
    assert ticket.state == "expired" and not list(violations())


def test_whoever_left_a_number_is_told_when_three_are_ahead(app):
    from office.notices import Notice

    line = [a_ticket() for _ in range(6)]
    with transaction():
        tickets.follow(line[5], "+6281200000189", at=NOON)
    desk = a_counter()
    told = []
    for _ in range(3):
        act(calling.call_next, desk), act(calling.finish, desk)
        told.append(db.session.query(Notice).count())
    assert told == [0, 1, 1]


def test_the_room_row_makes_a_new_version_of_every_change(app):
    seen = [room.version(date(2020, 6, 4))]
    a_ticket()
    seen.append(room.version(date(2020, 6, 4)))
    desk = a_counter()
    act(calling.call_next, desk)
    seen.append(room.version(date(2020, 6, 4)))
    assert seen == sorted(set(seen))


def call_until_empty(desk: tuple[ServiceCounter, Officer]) -> list[str]:
    counter, officer = db.session.get_one(ServiceCounter, desk[0].id), db.session.get_one(Officer, desk[1].id)
    called = []
    while True:
        try:
            called.append(act(calling.call_next, (counter, officer)).label)
            act(calling.finish, (counter, officer))
        except calling.NobodyWaits:
            return called


def in_parallel(app: Any, each: Any, work: Callable[[Any], list[str]]) -> list[str]:
    found: list[str] = []
    keys = [(one[0].id, one[1].id) if isinstance(one, tuple) else one for one in each]
    db.session.remove()

    def run(one: Any) -> None:
        with app.app_context():
            if isinstance(one, tuple):
                one = (db.session.get_one(ServiceCounter, one[0]), db.session.get_one(Officer, one[1]))
            found.extend(work(one))
            db.session.remove()

    threads = [threading.Thread(target=run, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_an_absent_person_does_not_hold_up_a_full_room_for_ever(app):
    rule("room_seats", 2), rule("calls_before_absent", 1)
    absentee, outside = a_ticket(), a_ticket()
    desk = a_counter()
    act(calling.call_next, desk), act(calling.absent, desk)
    with pytest.raises(calling.OnlyOutside):
        act(calling.call_next, desk)
    later = NOON + timedelta(minutes=4)
    assert act(calling.call_next, desk, at=later).label == absentee.label
    act(calling.absent, desk, at=later)
    assert act(calling.call_next, desk, at=later).label == outside.label and not list(violations())
