"""The calendar as the office keeps it: hours from a day on, holidays it changed, closures, and what follows from them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from office import appointments, calendar, closures, codes, opening, places, settings
from office.appointments import Appointment
from office.calendar import BadHoliday, BadWeek, NeverOpens, PastDay
from office.closures import EndsEarlier, NoReason, NoSuchClosure, Overlapping, TooFar
from office.db import db, transaction
from office.errors import Refused
from office.events import SYSTEM
from office.notices import Notice
from office.queue import board, groups, offline, tickets
from office.queue.groups import GroupClosed
from tests.factories import NOON, an_application
from tests.hall import a_device, a_ticket

CLOSED, REOPENED = date(2020, 3, 23), date(2020, 6, 2)
FRIDAY_BEFORE = datetime(2020, 3, 20, 2, tzinfo=UTC)  # 10.00 WITA
USUAL = ["08.00-15.00", *["08.00-15.00"] * 3, "08.00-11.30; 13.30-15.00", "08.00-12.00", ""]


def shut(
    first: date = CLOSED, last: date | None = None, *, at: datetime = FRIDAY_BEFORE, only: bool = True, **facts: Any
) -> int:
    with transaction():
        return closures.close(first, last, "Wabah Covid-19.", counter_only=only, by=SYSTEM, at=at, **facts)


def reopen(first: date = CLOSED, on: date = REOPENED, *, at: datetime = FRIDAY_BEFORE) -> None:
    with transaction():
        closures.reopen(first, on, by=SYSTEM, at=at)


def ten(day: date) -> datetime:
    return opening.instant(day, time(10))


@pytest.mark.both_engines
def test_the_counter_closed_on_a_day_opens_again_on_another_and_promises_go_on(app):
    shut()
    assert opening.status(FRIDAY_BEFORE).open
    found = opening.status(ten(CLOSED))
    assert found.closure and found.reason == "Wabah Covid-19" and found.next_opening is None
    # 25 March was Nyepi: fourteen hours from Monday morning run through Tuesday into Thursday.
    assert opening.promise(opening.instant(CLOSED, time(8)), 15) == opening.instant(date(2020, 3, 26), time(9))
    reopen(at=ten(date(2020, 5, 28)))
    assert opening.status(ten(CLOSED)).closure and opening.status(ten(REOPENED)).open
    # The first of June was a holiday, so no closure's reason is given on the second.
    assert opening.status(ten(date(2020, 5, 29))).next_opening == opening.instant(REOPENED, time(8))
    assert [row.value["v"][0]["last"] for row in settings.history("closures")] == ["2020-06-01", None]


def test_closing_the_whole_house_stops_promises_too(app):
    shut(last=CLOSED, only=False)
    assert opening.promise(opening.instant(CLOSED, time(8)), 1) == opening.instant(date(2020, 3, 24), time(9))


@pytest.mark.parametrize(
    ("first", "last", "why", "refusal"),
    [
        (date(2020, 3, 19), None, "Wabah", PastDay), (date(2020, 3, 24), CLOSED, "Wabah", EndsEarlier),
        (CLOSED, None, " ", NoReason), (CLOSED, date(2026, 1, 1), "Wabah", TooFar),
        (date(2020, 4, 30), None, "Wabah", Overlapping), (date(2020, 4, 1), date(2020, 4, 1), "Wabah", Overlapping),
        (date(2020, 3, 20), date(2020, 4, 3), "Wabah", Overlapping),
    ],
)  # fmt: skip
def test_a_closure_that_cannot_be_is_refused_and_changes_nothing(app, first, last, why, refusal):
    shut(date(2020, 4, 1), date(2020, 4, 30))
    with pytest.raises(refusal), transaction():
        closures.close(first, last, why, counter_only=True, by=SYSTEM, at=FRIDAY_BEFORE)
    assert len(closures.own(FRIDAY_BEFORE)) == 1


def test_reopening_is_refused_where_it_cannot_be_and_calls_off_what_has_not_begun(app):
    shut()
    shut_again = [(date(2020, 3, 19), PastDay), (date(2020, 3, 21), EndsEarlier), (date(2024, 1, 1), TooFar)]
    for on, refusal in shut_again:
        with pytest.raises(refusal):
            reopen(on=on)
    with pytest.raises(NoSuchClosure):
        reopen(first=date(2020, 3, 24))
    reopen(on=CLOSED)
    assert closures.own(FRIDAY_BEFORE) == [] and opening.status(ten(CLOSED)).open


def booked(day: date, phone: str, **facts: Any) -> Appointment:
    with transaction():
        return appointments.book("B", day, "09.00", phone=phone, token=codes.new_token(), at=FRIDAY_BEFORE, **facts)


@pytest.mark.both_engines
def test_a_closure_tells_those_with_an_appointment_and_keeps_it_until_they_choose_another_day(app):
    saturday, hit = (
        booked(date(2020, 3, 21), "+6281200000101"),
        booked(date(2020, 3, 24), "+6281200000102", email="a@b.test"),
    )
    assert closures.affected(CLOSED, None, at=FRIDAY_BEFORE) == [hit]
    assert shut() == 1
    db.session.expire_all()
    assert (saturday.state, hit.state) == (appointments.BOOKED, appointments.DISPLACED)
    told = db.session.scalars(sa.select(Notice).where(Notice.template == "displaced")).all()
    assert {notice.channel for notice in told} == {"email", "phone"} and all(n.appointment_id == hit.id for n in told)
    assert appointments.days(ten(date(2020, 4, 1))) == []
    with pytest.raises(appointments.NoSuchSlot), transaction():
        appointments.change(hit, date(2020, 3, 26), "09.00", at=FRIDAY_BEFORE)
    # Ten weeks later its link still leads to another day.
    later = ten(date(2020, 5, 28))
    reopen(at=later)
    with transaction():
        appointments.change(hit, date(2020, 6, 3), "09.00", at=later)
    assert hit.state == appointments.BOOKED and hit.day == date(2020, 6, 3)


def test_no_number_is_given_in_a_closure_but_what_a_cut_off_kiosk_gave_before_it_counts(app):
    device, _key = a_device(at=FRIDAY_BEFORE)
    shut(date(2020, 3, 20), at=FRIDAY_BEFORE + timedelta(hours=1))
    after = FRIDAY_BEFORE + timedelta(hours=2)
    with pytest.raises(GroupClosed):
        a_ticket(at=after)
    given = [("B", 1, FRIDAY_BEFORE + timedelta(minutes=5)), ("B", 2, after)]
    with transaction():
        kept = [offline.take(device.id, device.code, letter, number, priority=False, taken_at=taken, at=after)
                for letter, number, taken in given]  # fmt: skip
    assert kept[0] is not None and kept[1] is None
    assert groups.hours_on(groups.DEFAULTS[1], opening.calendar(after), CLOSED) == ()


def test_the_rules_of_a_ticket_cost_one_statement_with_the_calendar_in_them(app):
    shut()
    asked: list[str] = []
    with db.engine.connect():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        found = tickets.rules(ten(CLOSED))
    assert found.calendar.closure_on(CLOSED) and [line.split()[0] for line in asked] == ["BEGIN", "SELECT"]


@pytest.mark.both_engines
def test_hours_begin_on_their_day_and_can_be_called_off_before(app):
    ramadan = ["08.00-14.00"] * 4 + ["08.00-11.00", "", ""]
    with transaction():
        calendar.put_week(calendar.read_week(ramadan), date(2020, 4, 24), by=SYSTEM, at=FRIDAY_BEFORE)
        calendar.put_week(calendar.read_week(USUAL), date(2020, 5, 26), by=SYSTEM, at=FRIDAY_BEFORE)
    closes = [opening.status(ten(day)).until for day in (date(2020, 4, 23), date(2020, 4, 27), date(2020, 5, 27))]
    assert [opening.local(each).hour for each in closes if each] == [15, 14, 15]
    assert not opening.status(ten(date(2020, 4, 25))).open
    with transaction():
        calendar.call_off_week(date(2020, 4, 24), by=SYSTEM, at=FRIDAY_BEFORE)
    assert opening.status(ten(date(2020, 4, 25))).open
    with pytest.raises(settings.AlreadyBegun), transaction():
        calendar.call_off_week(date(2020, 4, 24), by=SYSTEM, at=FRIDAY_BEFORE)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("08.00-15.00; 14.00-16.00", BadWeek), ("15.00-08.00", BadWeek), ("pagi", BadWeek), ("25.00-26.00", BadWeek)],
)
def test_hours_that_overlap_or_cannot_be_read_name_their_day(text, refusal):
    with pytest.raises(refusal) as refused:
        calendar.read_week([*USUAL[:3], text, *USUAL[4:]])
    assert refused.value.weekday == 3


def test_a_week_without_an_hour_is_refused():
    with pytest.raises(NeverOpens):
        calendar.read_week([""] * 7)


def test_the_list_of_holidays_is_the_offices_own(app):
    nyepi, leave = date(2020, 3, 25), date(2020, 5, 22)
    with transaction():
        calendar.put_holiday(leave, "Cuti bersama Idulfitri", by=SYSTEM, at=FRIDAY_BEFORE)
        calendar.drop_holiday(nyepi, by=SYSTEM, at=FRIDAY_BEFORE)
    assert opening.status(ten(nyepi)).open and opening.status(ten(leave)).reason == "Cuti bersama Idulfitri"
    for day, name, refusal in (
        (leave, " ", BadHoliday),
        (date(2020, 3, 1), "Lewat", PastDay),
        (date(2031, 1, 1), "Jauh", BadHoliday),
    ):
        with pytest.raises(refusal), transaction():
            calendar.put_holiday(day, name, by=SYSTEM, at=FRIDAY_BEFORE)
    with transaction():
        calendar.put_holiday(nyepi, "Hari Suci Nyepi", by=SYSTEM, at=FRIDAY_BEFORE)
    assert [row["name"] for row in settings.get("holidays", FRIDAY_BEFORE)] == ["Cuti bersama Idulfitri"]


def test_a_place_has_hours_and_closures_of_its_own_and_shares_those_of_the_office(app):
    with transaction():
        mall = places.add("mpp", "Mal Pelayanan Publik", places.Kind.MALL, "", by=SYSTEM, at=FRIDAY_BEFORE)
        calendar.put_week(calendar.read_week(["10.00-17.00"] * 7), CLOSED, by=SYSTEM, at=FRIDAY_BEFORE, place=mall.id)
    shut(date(2020, 3, 30), date(2020, 3, 30), place=mall.id)
    shut(date(2020, 3, 31), date(2020, 3, 31))
    six, monday, tuesday = opening.instant(CLOSED, time(16)), ten(date(2020, 3, 30)), ten(date(2020, 3, 31))
    assert opening.status(six, mall.id).open and not opening.status(six).open
    assert [opening.status(day, where).closure is None for day in (monday, tuesday) for where in (mall.id, None)] == [
        False, True, False, False,
    ]  # fmt: skip


def test_a_service_may_be_promised_sooner_or_later_than_its_file_says(app):
    with transaction():
        settings.put("promises", [{"service": "akta-kelahiran", "hours": 7}], by=SYSTEM, at=NOON)
    assert opening.promise_hours("akta-kelahiran", 14, NOON) == 7 and opening.promise_hours("kk-baru", 14, NOON) == 14


def test_places_are_refused_without_a_name_or_with_a_code_twice_and_the_main_one_stays(app):
    with transaction():
        places.add("MPP", "Mal", places.Kind.MALL, "", by=SYSTEM, at=NOON)
    bad: list[tuple[type[Refused], Any]] = [
        (places.BadPlace, lambda: places.add("mpp", "Dua", places.Kind.MALL, "", by=SYSTEM, at=NOON)),
        (places.BadPlace, lambda: places.add("A!", "Tiga", places.Kind.POINT, "", by=SYSTEM, at=NOON)),
        (places.BadPlace, lambda: places.add("BRT", " ", places.Kind.POINT, "", by=SYSTEM, at=NOON)),
        (places.MainStays,
         lambda: places.change(places.find(1), "Pusat", "head_office", "", active=False, by=SYSTEM, at=NOON)),
    ]  # fmt: skip
    for refusal, deed in bad:
        with pytest.raises(refusal), transaction():
            deed()
    assert [place.code for place in places.every()] == ["PUSAT", "MPP"]


def test_a_kiosk_follows_the_closures_of_its_own_place(app):
    with transaction():
        mall = places.add("MPP", "Mal", places.Kind.MALL, "", by=SYSTEM, at=NOON)
    shut(NOON.date(), NOON.date(), at=NOON, place=mall.id)
    assert board.hall(NOON).office.open and not board.hall(NOON, mall.id).office.open
    assert tickets.rules(NOON).calendar.is_open(NOON) and not tickets.rules(NOON, mall.id).calendar.is_open(NOON)


def test_an_application_is_promised_what_the_office_says_when_it_is_sent(app):
    with transaction():
        settings.put("promises", [{"service": "akta-kelahiran", "hours": 21}], by=SYSTEM, at=NOON - timedelta(hours=1))
    assert an_application().promised_at == opening.promise(NOON, 21)
