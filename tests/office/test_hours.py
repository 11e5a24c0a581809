"""The office calendar: open or closed, and when a promise falls due. Local hours are WITA, eight ahead of UTC."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.hours import (
    BONTANG_OPENING,
    WITA,
    BadCalendar,
    Calendar,
    Closure,
    NeverOpen,
    bontang_calendar,
    national_holidays,
)

PANDEMIC = Closure(date(2020, 3, 23), date(2020, 6, 1), "Loket tutup sementara", counter_only=True)
CALENDAR = bontang_calendar((2020,))
CLOSED_COUNTER = bontang_calendar((2020,), (PANDEMIC,))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2020, 12, 1), timezones=st.just(UTC))


def local(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2020) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=WITA).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "open_now"),
    [
        (local(6, 15, 7, 59), False),
        (local(6, 15, 8), True),
        (local(6, 15, 14, 59), True),
        (local(6, 15, 15), False),
        (local(6, 19, 11, 30), False),  # Friday prayer
        (local(6, 19, 13, 30), True),
        (local(6, 20, 11, 59), True),  # Saturday, half a day
        (local(6, 20, 12), False),
        (local(6, 21, 9), False),  # Sunday
        (local(5, 25, 9), False),  # second day of Idul Fitri
        (local(6, 1, 9), False),  # Pancasila
    ],
)
def test_the_counter_is_open_in_its_hours_alone(at, open_now):
    assert CALENDAR.is_open(at) is open_now


def test_the_counter_closes_for_the_prayer_and_opens_after_it():
    assert CALENDAR.closes_at(local(6, 19, 9)) == local(6, 19, 11, 30)
    assert CALENDAR.opens_next(local(6, 19, 12)) == local(6, 19, 13, 30)
    assert CALENDAR.closes_at(local(6, 19, 12)) is None


def test_after_saturday_noon_the_counter_opens_on_monday():
    assert CALENDAR.opens_next(local(6, 20, 12)) == local(6, 22, 8)


def test_the_day_turns_over_at_local_midnight_not_at_eight_in_the_morning():
    assert CALENDAR.local_day(datetime(2020, 6, 15, 15, 59, tzinfo=UTC)) == date(2020, 6, 15)
    assert CALENDAR.local_day(datetime(2020, 6, 15, 16, 0, tzinfo=UTC)) == date(2020, 6, 16)
    # Half past seven in the morning in Bontang is still the day before in UTC.
    assert CALENDAR.local_day(datetime(2020, 6, 15, 23, 30, tzinfo=UTC)) == date(2020, 6, 16)
    assert CALENDAR.is_open(datetime(2020, 6, 15, 0, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("at", "hours", "due"),
    [
        (local(6, 15, 9), 2, local(6, 15, 11)),
        (local(6, 15, 9), 6, local(6, 15, 15)),  # used up exactly at closing
        (local(6, 15, 9), 7, local(6, 16, 9)),
        (local(6, 15, 3), 1, local(6, 15, 9)),  # sent by night: counted from the opening
        (local(6, 19, 11), 1, local(6, 19, 14)),  # across the Friday prayer
        (local(6, 19, 14), 2, local(6, 20, 9)),
        (local(6, 20, 11), 2, local(6, 22, 9)),  # across the weekend
        (local(5, 23, 11), 2, local(5, 26, 9)),  # across Idul Fitri, Sunday and Monday
        (local(5, 30, 11), 2, local(6, 2, 9)),  # across Sunday and the day of Pancasila
        (local(6, 15, 9), 0.5, local(6, 15, 9, 30)),
        (local(6, 15, 9), 0, local(6, 15, 9)),
        (local(6, 21, 9), 0, local(6, 22, 8)),
    ],
)
def test_a_promise_counts_working_hours_only(at, hours, due):
    assert CALENDAR.add_working_hours(at, hours) == due


def test_a_closed_counter_does_not_stop_the_promises_of_the_back_office():
    sent = local(4, 6, 9)
    assert not CLOSED_COUNTER.is_open(sent)
    assert CLOSED_COUNTER.add_working_hours(sent, 2) == local(4, 6, 11)


def test_a_whole_closure_stops_them_too():
    flood = Closure(date(2020, 6, 16), date(2020, 6, 17), "Banjir")
    assert bontang_calendar((2020,), (flood,)).add_working_hours(local(6, 15, 14), 2) == local(6, 18, 9)


def test_the_counter_closed_on_23_march_opens_on_2_june_after_pancasila():
    status = CLOSED_COUNTER.status(local(3, 23, 9))
    assert (status.open, status.until, status.reason) == (False, None, "Loket tutup sementara")
    assert status.next_opening == local(6, 2, 8)
    assert CLOSED_COUNTER.is_open(local(3, 21, 9)) and CLOSED_COUNTER.is_open(local(6, 2, 8))


def test_the_front_page_knows_until_when_and_why_not():
    opened = CALENDAR.status(local(6, 15, 9))
    assert (opened.open, opened.until, opened.next_opening, opened.reason) == (True, local(6, 15, 15), None, None)
    holiday = CALENDAR.status(local(6, 1, 9))
    assert (holiday.open, holiday.next_opening, holiday.reason) == (False, local(6, 2, 8), "Hari Lahir Pancasila")
    assert CALENDAR.status(local(6, 15, 16)).reason is None


def test_an_office_that_never_opens_gives_none_or_a_clear_error():
    until_further_notice = Closure(date(2020, 3, 23), None, "Sampai pemberitahuan lebih lanjut")
    at = local(3, 24, 9)
    for calendar in (Calendar({}, {}), bontang_calendar((2020,), (until_further_notice,))):
        assert calendar.opens_next(at) is None
        assert calendar.status(at).next_opening is None
        with pytest.raises(NeverOpen):
            calendar.add_working_hours(at, 1)
    with pytest.raises(NeverOpen):
        CALENDAR.add_working_hours(at, 1_000_000)


def test_working_time_between_two_instants_leaves_nights_breaks_and_holidays_out():
    assert CALENDAR.working_hours_between(local(6, 15, 9), local(6, 15, 10)) == timedelta(hours=1)
    assert CALENDAR.working_hours_between(local(6, 19, 11), local(6, 20, 9)) == timedelta(hours=3)
    assert CALENDAR.working_hours_between(local(5, 23, 12), local(5, 26, 8)) == timedelta(0)
    assert CALENDAR.working_hours_between(local(6, 15, 10), local(6, 15, 9)) == timedelta(0)


@given(INSTANTS, st.integers(0, 12_000))
def test_a_promise_and_the_time_to_it_agree(at, minutes):
    due = CALENDAR.add_working_hours(at, minutes / 60)
    assert abs(CALENDAR.working_hours_between(at, due) - timedelta(minutes=minutes)) < timedelta(milliseconds=1)


@given(INSTANTS)
def test_open_and_closed_follow_each_other_without_a_gap(at):
    closes = CALENDAR.closes_at(at)
    if closes is not None:
        assert closes > at and not CALENDAR.is_open(closes)
    opens = CALENDAR.opens_next(at)
    assert opens is not None and opens > at and CALENDAR.is_open(opens)
    assert not CALENDAR.is_open(opens - timedelta(seconds=1))


def test_the_holidays_of_2020_are_those_of_the_joint_decree():
    days = national_holidays(2020)
    assert {
        date(2020, 5, 24),
        date(2020, 5, 25),
        date(2020, 6, 1),
        date(2020, 12, 9),
        date(2020, 12, 31),
    } <= days.keys()
    assert not {date(2020, 5, 22), date(2020, 5, 26), date(2020, 12, 28), date(2020, 12, 30)} & days.keys()
    assert days[date(2020, 5, 24)] == "Hari Raya Idul Fitri"


def test_a_naive_instant_and_negative_hours_are_refused():
    with pytest.raises(ValueError, match="naive"):
        CALENDAR.is_open(datetime(2020, 6, 15, 9))
    for hours in (-1, float("nan")):
        with pytest.raises(ValueError, match="negative"):
            CALENDAR.add_working_hours(local(6, 15, 9), hours)


@pytest.mark.parametrize(
    "spans",
    [((time(15), time(8)),), ((time(8), time(12)), (time(11), time(15))), ((time(8), time(12)), (time(12), time(15)))],
)
def test_opening_hours_out_of_order_are_refused(spans):
    with pytest.raises(BadCalendar, match="weekday 0"):
        Calendar({0: spans}, {})


def test_a_closure_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadCalendar):
        Closure(date(2020, 6, 2), date(2020, 6, 1), "Terbalik")


def test_a_calendar_cannot_be_changed_from_outside():
    holidays = {date(2020, 6, 1): "Hari Lahir Pancasila"}
    calendar = Calendar(BONTANG_OPENING, holidays)
    holidays.clear()
    assert not calendar.is_open(local(6, 1, 9))
