"""The places of the office as residents see them: where each is, its hours, whether it is open, how many wait."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frame.live import live
from office import opening, places
from office.hours import Calendar
from office.places import Kind, Place
from web.shown import hours


def several() -> list[Place]:
    """The places that receive people, where there are more than one; else none, for then there is nothing to choose."""
    found = places.every()
    return found if len(found) > 1 else []


def named(place: int) -> str:
    """The place's name (of its id), where there are several."""
    return next((each.name for each in several() if each.id == place), "")


def where(place: int) -> str:
    """The place's name and address (of its id), where there are several."""
    found = next((each for each in several() if each.id == place), None)
    return ", ".join(filter(None, (found.name, found.address))) if found else ""


def waiting(place: int, at: datetime) -> int | None:
    """How many wait in a place (its id) now; None while it is closed."""
    return live().look(place).line.everybody if opening.status(at, place).open else None


def beside_the_office(at: datetime) -> list[dict[str, Any]]:
    """The other places than the head office with what is said of each now, for the front page."""
    others = [each for each in several() if each.id != places.MAIN]
    return [
        {"name": each.name, "url": f"{url_for('web.show_sites')}#{each.code}", **hours.here(at, waiting(each.id, at), each.id)}
        for each in others
    ]


def whole(at: datetime) -> list[dict[str, Any]]:
    """Every place with its address, hours, closures and people waiting."""
    return [_site(each, opening.calendar(at, each.id), at) for each in places.every()]


def _site(place: Place, calendar: Calendar, at: datetime) -> dict[str, Any]:
    kinds = {
        Kind.HEAD_OFFICE: _("Kantor utama"), Kind.MALL: _("Mal Pelayanan Publik"), Kind.POINT: _("Titik layanan kecamatan"),
    }  # fmt: skip
    said = kinds[Kind(place.kind)]
    return {
        "id": place.id, "code": place.code, "name": place.name, "kind": said if said != place.name else "",
        "address": place.address, "now": hours.here(at, waiting(place.id, at), place.id),
        "coming": hours.announced(calendar, at), "week": hours.week(calendar.week_on(opening.local_day(at))),
    }  # fmt: skip
