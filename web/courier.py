"""Having a ready card brought: the address, taking it back, and the word that it arrived."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from frame.language import say
from frame.pages import page
from office import clock, events, once
from office.applications import Application
from office.db import transaction
from office.errors import Conflict
from office.handover import courier
from web import places, room


@room.get("/permohonan/<token>/antar")
def courier_form(token: str) -> Response:
    """Ask where the card is to be brought.

    Aborts: 404 NotFound, 409 NotBrought.
    """
    application = places.sent(token)
    if not courier.is_offered(application, clock.now()):
        raise courier.NotBrought()
    return _form_page(application)


@room.post("/permohonan/<token>/antar")
def ask_courier(token: str) -> Response:
    """Have the card brought to the address that was typed.

    Aborts: 404 NotFound, 409 NotBrought, 422 AddressUnclear with what was typed.
    """
    application, at = places.sent(token), clock.now()
    place, given = places.status_of(application), {"name": request.form.get("nama", ""), "address": _address()}
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            courier.ask(application, at=at, **given)
    except courier.AddressUnclear as refusal:
        return _form_page(application, f"{say(refusal.message)} {say(refusal.next_step)}", status=refusal.status)
    return redirect(place, 303)


@room.post("/permohonan/<token>/antar/batal")
def collect_instead(token: str) -> Response:
    """Come for the card after all; name and address are forgotten.

    Aborts: 404 NotFound, 409 Conflict when the courier has it already.
    """
    application, at = places.sent(token), clock.now()
    with transaction():
        once.spend(request.form.get("once", ""), place=places.status_of(application), at=at)
        if not courier.cancel(application, by=events.RESIDENT, at=at):
            raise Conflict()
    return redirect(places.status_of(application), 303)


@room.post("/permohonan/<token>/diterima")
def card_arrived(token: str) -> Response:
    """The resident has the card in hand.

    Aborts: 404 NotFound, 409 Conflict when none is on its way.
    """
    application, at = places.sent(token), clock.now()
    with transaction():
        once.spend(request.form.get("once", ""), place=places.status_of(application), at=at)
        if (found := courier.of(application.id)) is None:
            raise Conflict()
        courier.arrive(found, application, by=events.RESIDENT, at=at)
    return redirect(places.status_of(application), 303)


def _address() -> str:
    """The lines of the address as one."""
    return ", ".join(line.strip(" ,") for line in request.form.get("alamat", "").splitlines() if line.strip(" ,"))


def _form_page(application: Application, error: str = "", *, status: int = 200) -> Response:
    asked = courier.of(application.id)
    typed = {"nama": asked.name, "alamat": asked.address} if asked else {"nama": application.applicant_name}
    form = request.form if request.method == "POST" else typed
    box = "nama" if error and not form.get("nama", "").strip() else "alamat"
    return page("web/courier.html", status=status, error=error, box=box, form=form, asked=asked is not None,
                status_url=places.status_of(application), url=url_for("web.ask_courier", token=application.token),
                cancel_url=url_for("web.collect_instead", token=application.token) if asked else "")  # fmt: skip
