"""Appointments from home: a group, a day, an hour; moved and cancelled behind a secret link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from frame.doors import doors
from frame.language import language, say
from frame.limits import GUESSING, STARTING, limiter, posts_only
from frame.pages import page
from office import appointments, clock, closures, codes, once, places
from office.applications import Application, drafts
from office.appointments import AlreadyBooked, Appointment, NoSuchSlot, NotMatched, SlotFull
from office.db import transaction
from office.errors import NotFound, Refused
from office.identity import BadInput, read_email, read_phone
from office.places import MAIN
from office.queue import booking, checking_in
from office.queue.groups import Group, groups
from web import room
from web.shown import sites
from web.shown.booking import choices, closed, named

NO_DAY = date.min
READERS = {"telepon": ("phone", read_phone), "email": ("email", read_email)}


@dataclass(frozen=True)
class Errand:
    """What somebody wants to come for, and to which place: a group, perhaps for an application that the office waits for."""

    group: Group
    place: int
    application: Application | None = None


@room.get("/janji")
@room.get("/permohonan/<token>/janji")
def choose_appointment(token: str = "") -> Response:
    """Choose place, group, day and hour, a step at a time; for an application that the office waits for, its own of both.

    Aborts: 404 NotFound, an unknown group, NothingToCheckIn; 410 DraftExpired.
    """
    return _choice_page(_errand(token) if token or request.args.get("kelompok") else None)


@room.post("/janji")
@room.post("/permohonan/<token>/janji")
@limiter.limit(STARTING, exempt_when=posts_only)
def book_appointment(token: str = "") -> Response:
    """Book the hour, or only look at another day with what was typed kept.

    Aborts: 409 SlotFull, AlreadyBooked; 422 NoSuchSlot or what can't be read, each with the hours; 404, 429.
    """
    at, errand, made, errors = clock.now(), _errand(token), codes.new_token(), dict[str, str]()
    place, contact = url_for("web.show_appointment", token=made), _contact(errors)
    if errand is None or "lihat" in request.form or errors:
        return _choice_page(errand, {} if "lihat" in request.form else errors)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            booking.book(errand.group, _day(), _hour(), token=made, at=at, application_id=_id(errand), place=errand.place,
                         **contact)  # fmt: skip
    except (SlotFull, NoSuchSlot, AlreadyBooked) as refusal:
        return _choice_page(errand, _told(refusal), status=refusal.status)
    return redirect(place, 303)


@room.get("/janji/cari")
def look_for_appointment() -> Response:
    """Ask for the reference of an appointment whose link was lost, and the number it was made with."""
    return page("web/appointment_find.html", reference="", error="")


@room.post("/janji/cari")
@limiter.limit(GUESSING)
def find_appointment() -> Response:
    """Lead to the appointment when reference and number fit together.

    Aborts: 422 with the same sentence whatever is wrong, 429.
    """
    reference = request.form.get("kode", "")[:40]
    try:
        number = read_phone(request.form.get("telepon", "")[:30])
        found = appointments.find(reference, number, at=clock.now())
    except (BadInput, NotMatched):
        error = f"{say(NotMatched.message)} {say(NotMatched.next_step)}"
        return page("web/appointment_find.html", status=NotMatched.status, reference=reference[:20], error=error)
    return redirect(url_for("web.show_appointment", token=found.token), 303)


@room.get("/janji/<token>")
def show_appointment(token: str) -> Response:
    """Show the appointment with the QR for the kiosk.

    Aborts: 404 NotFound.
    """
    return _shown(appointments.by_token(token))


@room.post("/janji/<token>/pindah")
@limiter.limit(GUESSING)
def move_appointment(token: str) -> Response:
    """Move it to another hour.

    Aborts: 404 NotFound; 409 AppointmentOver, SlotFull; 422 NoSuchSlot; 429.
    """
    at, place, found = clock.now(), url_for("web.show_appointment", token=token), appointments.by_token(token)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            booking.move(found, _group(found.group, found.place_id), _day(), _hour(), at=at)
    except (SlotFull, NoSuchSlot) as refusal:
        return _shown(found, _told(refusal)["jam"] if _hour() else _("Pilih jam kedatangan."), status=refusal.status)
    return redirect(place, 303)


@room.post("/janji/<token>/batal")
@limiter.limit(GUESSING)
def cancel_appointment(token: str) -> Response:
    """Give it up.

    Aborts: 404 NotFound, 409 AppointmentOver, 429.
    """
    at, place = clock.now(), url_for("web.show_appointment", token=token)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        appointments.cancel(appointments.by_token(token), at=at)
    return redirect(place, 303)


def _choice_page(errand: Errand | None, errors: Mapping[str, str] | None = None, *, status: int = 422) -> Response:
    at, where = clock.now(), errand.place if errand else _place()
    if where is None:
        return page("web/appointment_place.html", places=_offered(at))
    offered = [] if errand else [named(group) for group in groups(at, where) if group.on and group.appointments]
    chosen = choices(errand.group, _day(), at=at, place=where) if errand else {"weeks": [], "day": None, "hours": []}
    return page(
        "web/appointment.html", status=status if errors else 200, errors=errors or {}, groups=offered,
        group=named(errand.group) if errand else None, sent=request.method == "POST", typed=request.form,
        application=errand.application.token if errand and errand.application else None, closed=closed(at, where),
        place=where if sites.several() else None, place_name=sites.named(where), **chosen,
    )  # fmt: skip


def _shown(found: Appointment, error: str = "", *, status: int = 200) -> Response:
    at, link = clock.now(), url_for("web.show_appointment", token=found.token)
    group = next((each for each in groups(at, found.place_id) if each.letter == found.group), None)
    day = None if _day() == NO_DAY else _day()
    chosen = choices(group, day, at=at, place=found.place_id) if group else {"weeks": [], "day": day, "hours": []}
    return page(
        "web/appointment_shown.html", status=status, found=found, name=named(group)["name"] if group else found.group,
        qr=doors().qr_svg(doors().base_url + link, _("QR janji untuk kios")), reference=codes.fours(found.reference),
        booked=appointments.to_come(found, at), link=doors().base_url + link, error=error,
        closed=closed(at, found.place_id), place=sites.where(found.place_id),
        displaced=found.state == appointments.DISPLACED, why=closures.reason_on(found.day, at, found.place_id), **chosen,
    )  # fmt: skip


def _errand(token: str) -> Errand | None:
    """The group that was chosen, or the one that serves the application behind `token`; None while the place is to be chosen.

    Raises:
        NotFound, DraftExpired: no such group or application, or the group takes no appointments.
        NothingToCheckIn: the application isn't waited for.
    """
    if token:
        application = drafts.by_token(token)
        found = checking_in.find(f"/permohonan/{application.token}", groups(clock.now(), application.place_id))
        return Errand(_group(found.letter, application.place_id), application.place_id, found.application)
    where = _place()
    if where is None:
        return None
    group = _group(request.values.get("kelompok", ""), where)
    if not group.appointments:
        raise NotFound()
    return Errand(group, where)


def _place() -> int | None:
    """The place (its id) that was chosen, or the only one; None while one of several is to be chosen.

    Raises:
        NotFound: the one asked for isn't open to visitors.
    """
    given, open_ones = request.values.get("tempat", ""), {str(each.id): each.id for each in places.every()}
    if given and given not in open_ones:
        raise NotFound()
    return open_ones[given] if given else MAIN if len(open_ones) == 1 else None


def _offered(at: datetime) -> list[tuple[str, str, str]]:
    """The places where an hour can be booked: address of the next step, name, and where it is."""
    letter, day = request.values.get("kelompok"), request.values.get("hari")
    return [
        (url_for("web.choose_appointment", tempat=each.id, kelompok=letter, hari=day), each.name, each.address)
        for each in places.every()
        if appointments.days(at, each.id)
    ]


def _group(letter: str, place: int) -> Group:
    found = next((group for group in groups(clock.now(), place) if group.letter == letter and group.on), None)
    if found is None:
        raise NotFound()
    return found


def _id(errand: Errand) -> int | None:
    return errand.application.id if errand.application else None


def _contact(errors: dict[str, str]) -> dict[str, Any]:
    """Number, address and language of the form; what can't be read or was left out goes into `errors`."""
    found: dict[str, Any] = {"language": language()}
    if not _hour():
        errors["jam"] = _("Pilih jam kedatangan.")
    for name, (field, read) in READERS.items():
        typed = request.form.get(name, "").strip()[:254]
        if name == "email" and not typed:
            continue
        try:
            found[field] = read(typed)
        except BadInput as wrong:
            errors[name] = say(wrong.sentence, wrong.params)
    return found


def _told(refusal: Refused) -> dict[str, str]:
    """A refusal beside the question it is about."""
    box = "telepon" if isinstance(refusal, AlreadyBooked) else "jam"
    return {box: f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"}


def _day() -> date:
    """The day that was chosen; one that can never be booked when there is none, or none that can be read."""
    try:
        return date.fromisoformat(request.values.get("hari", ""))
    except ValueError:
        return NO_DAY


def _hour() -> str:
    return request.form.get("jam", "")[:5]
