"""Appointments from home: a group, a day, an hour; moved and cancelled behind a secret link."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from frame.doors import doors
from frame.language import language, say
from frame.limits import STARTING, limiter, posts_only
from frame.pages import page
from office import appointments, clock, codes, once
from office.applications import drafts
from office.appointments import AlreadyBooked, Appointment, NoSuchSlot, SlotFull
from office.db import transaction
from office.errors import NotFound
from office.identity import BadInput, read_email, read_phone
from office.queue import checking_in
from office.queue.groups import Group, groups
from web import room


@room.get("/janji")
def choose_appointment() -> Response:
    """Choose group, day and hour, a step at a time.

    Aborts: 404 an unknown group.
    """
    return _choice_page()


@room.post("/janji")
@limiter.limit(STARTING, exempt_when=posts_only)
def book_appointment() -> Response:
    """Book the hour.

    Aborts: 409 SlotFull, AlreadyBooked, NoSuchSlot with the other hours; 422 what can't be read, 429.
    """
    at, token = clock.now(), codes.new_token()
    errors: dict[str, str] = {}
    contact = _contact(errors)
    if errors:
        return _choice_page(errors)
    place = url_for("web.show_appointment", token=token)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            appointments.book(_picked().letter, _day(), request.form.get("jam", ""), token=token, at=at, **contact)
    except (SlotFull, NoSuchSlot, AlreadyBooked) as refusal:
        return _choice_page({"jam": f"{say(refusal.message)} {say(refusal.next_step)}"}, status=refusal.status)
    return redirect(place, 303)


@room.get("/permohonan/<token>/janji")
def appointment_for(token: str) -> Response:
    """Choose an hour for an application that the office waits for.

    Aborts: 404 NotFound, NothingToCheckIn.
    """
    application = drafts.by_token(token)
    found = checking_in.find(f"/permohonan/{token}", groups(clock.now()))
    return redirect(url_for("web.choose_appointment", kelompok=found.letter, permohonan=application.token), 303)


@room.get("/janji/<token>")
def show_appointment(token: str) -> Response:
    """Show the appointment with the QR for the kiosk.

    Aborts: 404 NotFound.
    """
    return _shown(appointments.by_token(token))


@room.post("/janji/<token>/pindah")
def move_appointment(token: str) -> Response:
    """Move it to another hour.

    Aborts: 404 NotFound; 409 AppointmentOver, SlotFull, NoSuchSlot.
    """
    at, place, found = clock.now(), url_for("web.show_appointment", token=token), appointments.by_token(token)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            appointments.change(found, _day(), request.form.get("jam", ""), at=at)
    except (SlotFull, NoSuchSlot) as refusal:
        return _shown(found, f"{say(refusal.message)} {say(refusal.next_step)}", status=refusal.status)
    return redirect(place, 303)


@room.post("/janji/<token>/batal")
def cancel_appointment(token: str) -> Response:
    """Give it up.

    Aborts: 404 NotFound, 409 AppointmentOver.
    """
    at, place = clock.now(), url_for("web.show_appointment", token=token)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        appointments.cancel(appointments.by_token(token), at=at)
    return redirect(place, 303)


def _choice_page(errors: Mapping[str, str] | None = None, *, status: int = 422) -> Response:
    at, letter, day = clock.now(), request.values.get("kelompok", ""), _day_or_none()
    offered = [group for group in groups(at) if group.on and group.appointments]
    group = _picked() if letter else None
    hours = appointments.hours(group.letter, day, at) if group and day else []
    return page(
        "web/appointment.html", status=status if errors else 200, errors=errors or {}, group=_named(group) if group else None,
        groups=[_named(each) for each in offered], days=appointments.days(at) if group else [], day=day, hours=hours,
        typed=request.values, application=request.values.get("permohonan", "")[:40],
    )  # fmt: skip


def _shown(found: Appointment, error: str = "", *, status: int = 200) -> Response:
    at, day = clock.now(), _day_or_none()
    group = next((each for each in groups(at) if each.letter == found.group), None)
    link = url_for("web.show_appointment", token=found.token)
    hours = appointments.hours(found.group, day, at) if day else []
    return page(
        "web/appointment_shown.html", status=status, found=found, name=group.in_language(language()) if group else found.group,
        qr=doors().qr_svg(doors().base_url + link, _("QR janji untuk kios")), reference=codes.fours(found.reference),
        booked=appointments.to_come(found, at), days=appointments.days(at), day=day, hours=hours,
        error=error,
    )  # fmt: skip


def _picked() -> Group:
    """The group that was chosen.

    Raises:
        NotFound: there is none that takes appointments.
    """
    letter = request.values.get("kelompok", "")
    # An application waited for may be served by a group that takes no other appointments.
    found = next((group for group in groups(clock.now()) if group.letter == letter and group.on), None)
    if found is None or not (found.appointments or request.values.get("permohonan")):
        raise NotFound()
    return found


def _contact(errors: dict[str, str]) -> dict[str, Any]:
    """Number, address, language and application of the form; what can't be read goes into `errors`."""
    found: dict[str, Any] = {"language": language(), "phone": "", "email": "", "application_id": None}
    for name, field, read in (("telepon", "phone", read_phone), ("email", "email", read_email)):
        typed = request.form.get(name, "").strip()[:254]
        if name == "email" and not typed:
            continue
        try:
            found[field] = read(typed)
        except BadInput as wrong:
            errors[name] = say(wrong.sentence, wrong.params)
    token = request.form.get("permohonan", "")[:40]
    if token:
        found["application_id"] = drafts.by_token(token).id
    return found


def _day() -> date:
    """The day that was chosen.

    Raises:
        NoSuchSlot: none, or one that can't be read.
    """
    found = _day_or_none()
    if found is None:
        raise NoSuchSlot()
    return found


def _day_or_none() -> date | None:
    try:
        return date.fromisoformat(request.values.get("hari", ""))
    except ValueError:
        return None


def _named(group: Group) -> dict[str, str]:
    return {"letter": group.letter, "name": group.in_language(language())}
