"""Appointments of a group: only hours at which the group itself gives numbers, or nobody could check in for them."""

from datetime import date, datetime
from typing import Any

from office import appointments, opening
from office.appointments import Appointment, AppointmentOver, Hour, NoSuchSlot
from office.places import MAIN
from office.queue import groups
from office.queue.groups import Group


def hours_by_day(group: Group, at: datetime) -> dict[date, list[Hour]]:
    """Every day that can be booked in a group, with its hours and the places left in each."""
    calendar = opening.calendar(at, MAIN)
    found = {}
    for day, hours in appointments.hours_by_day(group.letter, at).items():
        spans = groups.hours_on(group, calendar, day)
        found[day] = [each for each in hours if any(a <= appointments.starts(day, each.hour) < b for a, b in spans)]
    return {day: hours for day, hours in found.items() if hours}


def book(group: Group, day: date, hour: str, *, at: datetime, **facts: Any) -> Appointment:
    """Book an hour of a group; `facts` as for `appointments.book`.

    Raises:
        NoSuchSlot: the day or the hour can't be booked in this group.
        SlotFull, AlreadyBooked: see `appointments.book`.
    """
    _check(group, day, hour, at)
    return appointments.book(group.letter, day, hour, at=at, **facts)


def move(appointment: Appointment, group: Group, day: date, hour: str, *, at: datetime) -> None:
    """Move an appointment to another hour of its group.

    Raises:
        NoSuchSlot: the day or the hour can't be booked in this group.
        AppointmentOver, SlotFull: see `appointments.change`.
    """
    if not appointments.can_move(appointment, at):
        raise AppointmentOver()
    _check(group, day, hour, at)
    appointments.change(appointment, day, hour, at=at)


def _check(group: Group, day: date, hour: str, at: datetime) -> None:
    if hour not in {each.hour for each in hours_by_day(group, at).get(day, [])}:
        raise NoSuchSlot()
