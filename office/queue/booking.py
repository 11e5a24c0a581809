"""Appointments of a group: only hours at which the group itself gives numbers, or nobody could check in for them."""

from datetime import date, datetime
from typing import Any

from office import appointments, opening
from office.appointments import Appointment, AppointmentOver, Hour, NoSuchSlot
from office.places import MAIN
from office.queue import groups
from office.queue.groups import Group


def hours_by_day(group: Group, at: datetime, place: int = MAIN) -> dict[date, list[Hour]]:
    """Every day that can be booked in a group of a place (its id), with its hours and the seats left in each."""
    calendar = opening.calendar(at, place)
    found = {}
    for day, hours in appointments.hours_by_day(group.letter, at, place).items():
        spans = groups.hours_on(group, calendar, day)
        found[day] = [each for each in hours if any(a <= appointments.starts(day, each.hour) < b for a, b in spans)]
    return {day: hours for day, hours in found.items() if hours}


def book(group: Group, day: date, hour: str, *, at: datetime, place: int = MAIN, **facts: Any) -> Appointment:
    """Book an hour of a group in a place (its id); `facts` as for `appointments.book`.

    Raises:
        NoSuchSlot: the day or the hour can't be booked in this group.
        SlotFull, AlreadyBooked: see `appointments.book`.
    """
    _check(group, day, hour, at, place)
    return appointments.book(group.letter, day, hour, at=at, place=place, **facts)


def move(appointment: Appointment, group: Group, day: date, hour: str, *, at: datetime) -> None:
    """Move an appointment to another hour of its group, in its place.

    Raises:
        NoSuchSlot: the day or the hour can't be booked in this group.
        AppointmentOver, SlotFull: see `appointments.change`.
    """
    if not appointments.can_move(appointment, at):
        raise AppointmentOver()
    _check(group, day, hour, at, appointment.place_id)
    appointments.change(appointment, day, hour, at=at)


def _check(group: Group, day: date, hour: str, at: datetime, place: int) -> None:
    if hour not in {each.hour for each in hours_by_day(group, at, place).get(day, [])}:
        raise NoSuchSlot()
