"""The places of the office at the desk: which there are, who works where, which screens and counters stand there."""

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import say
from frame.pages import page
from office import clock, devices, once, places
from office.db import db, transaction
from office.errors import NotFound, Refused
from office.places import Kind
from office.queue import counters
from office.staff import Officer

Seated = tuple[str, str, int | None]
Tab = tuple[str, str, bool, str]
HALL = "tempat"


@room.get("/tempat")
@open_to(*HOUSEKEEPING)
def show_places() -> Response:
    """Show the places with their people, screens and counters."""
    return _page()


@room.post("/tempat")
@open_to(*HOUSEKEEPING)
def add_place() -> Response:
    """Open another place.

    Aborts: 422 BadPlace.
    """
    at, place, form = clock.now(), url_for("desk.show_places"), request.form
    try:
        with transaction():
            once.spend(form.get("once", ""), place=place, at=at)
            places.add(form.get("kode", ""), form.get("nama", ""), form.get("jenis", ""), form.get("alamat", ""),
                       by=officer().actor, at=at)  # fmt: skip
    except Refused as refusal:
        return _page(refusal, "kode")
    flash(_("Tempat %(name)s ditambahkan.", name=form.get("nama", "")[:80]))
    return redirect(place, 303)


@room.post("/tempat/<int(max=2147483647):number>")
@open_to(*HOUSEKEEPING)
def change_place(number: int) -> Response:
    """Rename a place, move it, shut it for good or open it again.

    Aborts: 404 NotFound, 409 MainStays, 422 BadPlace.
    """
    at, place, form = clock.now(), url_for("desk.show_places"), request.form
    try:
        with transaction():
            once.spend(form.get("once", ""), place=place, at=at)
            places.change(places.find(number), form.get("nama", ""), form.get("jenis", ""), form.get("alamat", ""),
                          active=form.get("aktif") == "1", by=officer().actor, at=at)  # fmt: skip
    except (places.BadPlace, places.MainStays) as refusal:
        return _page(refusal, f"nama-{number}")
    flash(_("Tempat disimpan."))
    return redirect(place, 303)


@room.post("/tempat/isi")
@open_to(*HOUSEKEEPING)
def assign_place() -> Response:
    """Let an officer, a screen or a counter belong to a place.

    Aborts: 404 NotFound, 409 CantMove.
    """
    at, place = clock.now(), url_for("desk.show_places")
    kind, _sign, number = request.form.get("apa", "").partition("-")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            _assign(kind, int(number) if number.isdecimal() and len(number) < 10 else 0, at)
    except counters.CantMove as refusal:
        return _page(refusal, f"{kind}-{number}")
    flash(_("Tempat disimpan."))
    return redirect(f"{place}#{kind}", 303)


def chosen_place() -> int | None:
    """The place (its id) that a page is about: the officer's own, or the one asked for; None for the whole office.

    Raises:
        NotFound: the one asked for isn't there.
    """
    mine, asked = bound(), request.values.get("tempat", "")
    if mine or not asked:
        return mine
    if not (asked.isdecimal() and len(asked) < 10):
        raise NotFound()
    return places.find(int(asked)).id


def bound() -> int | None:
    """The place (its id) to which this officer is bound; None for the whole office."""
    return places.of_officer(officer().id)


def here() -> int:
    """The place (its id) whose hall this officer works in: their own, or the one chosen last in this session; at first the main.

    Raises:
        NotFound: the one asked for isn't there.
    """
    chosen = chosen_place()
    if chosen and session.get(HALL) != chosen:
        session[HALL] = chosen
    return chosen or int(session.get(HALL, places.MAIN))


def halls(place: int, endpoint: str) -> list[Tab]:
    """The halls that this officer may choose from, as tabs; none for who has a place, or while there is one place."""
    found = places.every()
    if len(found) < 2 or bound():
        return []
    return [(url_for(endpoint, tempat=each.id), each.name, each.id == place, "") for each in found]


def offered(place: int | None, endpoint: str) -> dict[str, Any]:
    """The places to choose from: address, name, whether it is this one, no badge; nothing to choose while there is one place."""
    every, mine = places.every(), bound()
    shown = [] if len(every) < 2 else [each for each in every if mine in (None, each.id)]
    rows = [(url_for(endpoint, tempat=each.id), each.name, each.id == place, "") for each in shown]
    whole = [(url_for(endpoint), _("Seluruh kantor"), place is None, "")] if rows and mine is None else []
    return {"places": whole + rows, "place": place}


def _assign(kind: str, number: int, at: Any) -> None:
    chosen = request.form.get("tempat", "")
    where = places.find(int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0) if chosen else None
    by = officer().actor
    if kind == "petugas":
        _seat(number, where, at)
    elif kind == "perangkat" and where:
        devices.move(devices.find(number), where.id, by=by, at=at)
    elif kind == "loket" and where:
        counters.move(counters.get(number), where.id, by=by, at=at)
    else:
        raise NotFound()


def _seat(number: int, where: places.Place | None, at: Any) -> None:
    if number not in {each.id for each in _officers()}:
        raise NotFound()
    places.seat(number, where, by=officer().actor, at=at)


def _page(refusal: Refused | None = None, box: str = "") -> Response:
    errors = {box: f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"} if refusal else {}
    every = places.every(active_only=False)
    return page(
        "desk/places.html", status=refusal.status if refusal else 200, errors=errors, form=request.form if refusal else {},
        places=every, kinds=_kinds(), main=places.MAIN, groups=_belongings(),
        choices=[(each.id, each.name) for each in every if each.active],
    )  # fmt: skip


def _belongings() -> list[tuple[str, str, list[Seated], str]]:
    """Officers, screens and counters: anchor, heading, each with its place, and what no place at all is called."""
    seats = places.officers()
    people: list[Seated] = [(f"petugas-{each.id}", each.name, seats.get(each.id)) for each in _officers()]
    screens: list[Seated] = [
        (f"perangkat-{each.id}", f"{each.code}, {each.name}", each.place_id) for each in devices.all_of()
    ]
    desks: list[Seated] = [
        (f"loket-{each.id}", _counter(each.number), each.place_id) for each in counters.all_counters()
    ]
    return [
        ("petugas", _("Petugas"), people, _("Seluruh kantor")), ("perangkat", _("Perangkat"), screens, ""),
        ("loket", _("Loket"), desks, ""),
    ]  # fmt: skip


def _counter(number: int) -> str:
    return str(_("Loket %(number)s", number=number))


def _officers() -> list[Officer]:
    return list(db.session.scalars(sa.select(Officer).where(Officer.active).order_by(Officer.name)))


def _kinds() -> list[tuple[str, str]]:
    return [
        (Kind.HEAD_OFFICE, _("Kantor utama")),
        (Kind.MALL, _("Mal Pelayanan Publik")),
        (Kind.POINT, _("Titik layanan kecamatan")),
    ]
