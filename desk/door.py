"""The officer at the door: counts, measures, and reads out the day's code."""

from datetime import datetime

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import calendar_shown, places, room
from desk.counter_screen import printers
from desk.roles import DOOR
from frame.access import officer, open_to
from frame.language import hour, say
from frame.live import live, stream_response, version_response
from frame.pages import page
from office import clock, codes, devices, health, once, opening
from office.db import transaction
from office.devices import Device, Kind
from office.errors import NotFound, Refused
from office.queue import door

MOST = 5000
NEXT = 8


class NotANumber(Refused):
    """The people inside are a whole number."""

    message = "Jumlah orang ditulis dengan angka, 0 sampai 5000."
    next_step = "Hitung lagi, lalu ketik angkanya."


@room.get("/pintu")
@open_to(*DOOR)
def show_door() -> Response:
    """Show the room, the day's code, who may be measured again, and the temperature box where it is used."""
    return _page()


@room.post("/pintu/hitung")
@open_to(*DOOR)
def count_people() -> Response:
    """Count one person without a ticket in or out.

    Aborts: 409 NobodyInside.
    """
    at, place = clock.now(), url_for("desk.show_door")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            door.count(_step(), by=officer().actor, at=at, place_id=places.here())
    except Refused as refusal:
        return _page(refusal)
    return redirect(place, 303)


@room.post("/pintu/betulkan")
@open_to(*DOOR)
def correct_count() -> Response:
    """Set how many people are inside, as counted by eye.

    Aborts: 422 what is no number.
    """
    at, place = clock.now(), url_for("desk.show_door")
    try:
        people = _number(request.form.get("orang", ""))
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            door.correct(people, by=officer().actor, at=at, place_id=places.here())
    except Refused as refusal:
        return _page(refusal, "orang")
    flash(_("Hitungan dibetulkan."))
    return redirect(place, 303)


@room.post("/pintu/suhu")
@open_to(*DOOR)
def measure() -> Response:
    """Keep a temperature for whoever stands at a kiosk.

    Aborts: 404 no such kiosk, 422 what is no temperature.
    """
    at, place = clock.now(), url_for("desk.show_door")
    try:
        tenths = health.read_temperature(request.form.get("suhu", "")[:20])
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            health.measure(_kiosk().id, tenths, at=at)
    except Refused as refusal:
        return _page(refusal, "suhu")
    flash(_("Suhu dicatat. Pengunjung melanjutkan di kios."))
    return redirect(place, 303)


@room.get("/pintu/hitung")
@room.get("/pintu/betulkan")
@room.get("/pintu/suhu")
@open_to(*DOOR)
def back_to_door() -> Response:
    """Lead back from the address of a refusal, where a reload or the other language ends up."""
    return redirect(url_for("desk.show_door"), 303)


@room.get("/pintu/alir")
@open_to(*DOOR)
def door_stream() -> Response:
    """Say when the hall has changed.

    Aborts: 503 beyond the cap of streams; the page then asks for the version.
    """
    return stream_response(places.here())


@room.get("/pintu/versi")
@open_to(*DOOR)
def door_version() -> Response:
    """The hall's version, for pages without a stream."""
    return version_response(places.here())


def _page(refusal: Refused | None = None, field: str = "") -> Response:
    """The page; a refusal of a form stands beside its `field`, where no change of the hall takes it away."""
    where = places.here()
    at, seen = clock.now(), live().look(where)
    said = f"{say(refusal.message, refusal.params)} {say(refusal.next_step, refusal.params)}" if refusal else ""
    return page(
        "desk/door.html", "" if field else "door/_room.html", status=refusal.status if refusal else 200,
        places=seen.places, version=seen.version, code=codes.door_code(opening.local_day(at)),
        asks_code=seen.protocol.measured_at != "off", measures=seen.protocol.measured_at == "door", kiosks=_kiosks(where),
        again=_again(at, where), outside=[one.label for one in seen.line.outside()[:NEXT]], printers=printers(where),
        halls=places.halls(where, "desk.show_door"), where=where,
        closure_now=lambda: calendar_shown.closure_note(seen.office.closure),
        said="" if field else said, wrong={field: said} if field else {}, form=request.form,
    )  # fmt: skip


def _step() -> int:
    return -1 if request.form.get("langkah") == "-1" else 1


def _kiosk() -> Device:
    """The kiosk of this place that the form names.

    Raises:
        NotFound: there is none here.
    """
    found = devices.by_code(request.form.get("kios", "")[:4])
    if found.place_id != places.here():
        raise NotFound()
    return found


def _kiosks(place: int) -> list[tuple[str, str]]:
    found = devices.all_of(Kind.KIOSK, place)
    return [(each.code, f"{each.code} {each.name}") for each in found if each.revoked_at is None]


def _again(at: datetime, place: int) -> list[tuple[str, str, str]]:
    """Numbers that may be measured once more: the first time, and from when."""
    return [
        (f"{check.number:02d}", hour(check.at), hour(check.at + health.AGAIN_AFTER))
        for check in health.waiting_again(at, place)
    ]


def _number(text: str) -> int:
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5 and int(typed) <= MOST):
        raise NotANumber()
    return int(typed)
