"""The days and hours of an appointment as people choose them."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from frame.language import hour, language
from office import appointments, opening
from office.appointments import Hour
from office.places import MAIN
from office.queue import booking
from office.queue.groups import Group
from web.shown import hours

Days = Mapping[date, list[Hour]]


def named(group: Group) -> dict[str, str]:
    """A group as pages show it."""
    return {"letter": group.letter, "name": group.in_language(language())}


def choices(group: Group, day: date | None, *, at: datetime, place: int = MAIN) -> dict[str, Any]:
    """The weeks with their days in a place (its id), and the hours of the day that was chosen, each with what is left."""
    days = booking.hours_by_day(group, at, place)
    chosen = [_hour(day, each) for each in days.get(day, [])] if day else []
    return {"weeks": _weeks(days), "day": day, "hours": chosen}


def closed(at: datetime, place: int = MAIN) -> dict[str, Any] | None:
    """The note about a closure that keeps a place shut now; None while there is none."""
    status = opening.status(at, place)
    return hours.now_open(status) if status.closure else None


def _weeks(days: Days) -> list[dict[str, Any]]:
    found = []
    for _week, members in groupby(days, key=lambda day: day.isocalendar()[:2]):
        rows = [_day(day, days[day]) for day in members]
        first, last = rows[0]["day"], rows[-1]["day"]
        name = _short(first) if first == last else f"{_short(first)} - {_short(last)}"
        found.append({"name": name, "days": rows})
    return found


def _day(day: date, free: list[Hour]) -> dict[str, Any]:
    name = format_date(day, "EEEE, d MMMM")
    return {"day": day, "value": day.isoformat(), "name": name, **_left(sum(each.left for each in free))}


def _hour(day: date, each: Hour) -> dict[str, Any]:
    return {"value": each.hour, "name": hour(appointments.starts(day, each.hour)), **_left(each.left)}


def _left(places: int) -> dict[str, Any]:
    if not places:
        return {"left": 0, "said": _("penuh")}
    return {"left": places, "said": ngettext("sisa %(num)s tempat", "sisa %(num)s tempat", places)}


def _short(day: date) -> str:
    return str(format_date(day, "d MMMM"))
