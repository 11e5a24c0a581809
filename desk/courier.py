"""Cards that are brought: what residents asked for, what is on its way, and what arrived."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.promises import span
from desk.roles import CARDS
from desk.strays import page_number
from frame.access import officer, open_to
from frame.language import say
from frame.pages import page
from office import cards, clock, codes, once, settings
from office.applications import Application, review
from office.db import db, transaction
from office.errors import Refused
from office.handover import courier
from office.handover.courier import Delivery


@room.get("/kurir")
@open_to(*CARDS)
def show_deliveries() -> Response:
    """Show the cards that wait for a courier, and those that are on their way, without their addresses."""
    at, number = clock.now(), page_number()
    found = {state: courier.listing(state, number) for state in (courier.ASKED, courier.SENT)}
    lines = {state: [_line(one, file, at) for one, file in rows] for state, (rows, _more) in found.items()}
    after = url_for("desk.show_deliveries", halaman=number + 1) if any(more for _rows, more in found.values()) else ""
    before = url_for("desk.show_deliveries", halaman=number - 1) if number > 1 else ""
    return page("desk/deliveries.html", asked=lines[courier.ASKED], sent=lines[courier.SENT], number=number,
                on=settings.get("courier_on", at), before=before, after=after)  # fmt: skip


@room.get("/kurir/<int(max=2147483647):number>")
@open_to(*CARDS)
def show_delivery(number: int) -> Response:
    """Show where the cards go, and ask for the courier; that the address was seen is noted.

    Aborts: 404 NotFound.
    """
    found = courier.find(number)
    with transaction():
        review.look(db.session.get_one(Application, found.application_id), officer(), at=clock.now(), what="address")
    return _delivery_page(number)


@room.post("/kurir/<int(max=2147483647):number>/kirim")
@open_to(*CARDS)
def send_cards(number: int) -> Response:
    """The courier took the cards; the resident is told the receipt's number.

    Aborts: 404 NotFound; 409 Conflict, NotAllReady; 422 ParcelUnclear with what was typed.
    """
    at, place = clock.now(), url_for("desk.show_deliveries")
    given = {"courier": request.form.get("kurir", ""), "receipt": request.form.get("resi", "")}
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            courier.send(found := courier.find(number), _file(found), officer(), at=at, **given)
    except courier.ParcelUnclear as refusal:
        return _delivery_page(number, refusal)
    flash(_("Kartu dikirim, dan warga dikabari nomor resinya."))
    return redirect(place, 303)


@room.post("/kurir/<int(max=2147483647):number>/sampai")
@open_to(*CARDS)
def note_arrival(number: int) -> Response:
    """The courier's proof says that the cards arrived.

    Aborts: 404 NotFound, 409 Conflict.
    """
    at, place = clock.now(), url_for("desk.show_deliveries")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        courier.arrive(found := courier.find(number), _file(found), by=officer().actor, at=at)
    flash(_("Dicatat: kartu sudah sampai."))
    return redirect(place, 303)


def _file(delivery: Delivery) -> Application:
    return db.session.get_one(Application, delivery.application_id)


def _delivery_page(number: int, refusal: Refused | None = None) -> Response:
    found = courier.find(number)
    wrong = f"{say(refusal.message)} {say(refusal.next_step)}" if refusal else ""
    errors = {box: wrong for box in ("kurir", "resi") if wrong and not request.form.get(box, "").strip()}
    made = [card for card in cards.of(found.application_id) if card.state not in cards.SETTLED]
    return page(
        "desk/delivery.html", status=refusal.status if refusal else 200, errors=errors, form=request.form, found=found,
        number=codes.fours(_file(found).reference), ready=bool(made) and all(card.state == cards.READY for card in made),
    )  # fmt: skip


def _line(delivery: Delivery, application: Application, at: datetime) -> dict[str, Any]:
    left = [card for card in cards.of(application.id) if card.state not in cards.SETTLED]
    return {
        "number": codes.fours(application.reference), "name": application.subject_name,
        "waited": span(at - delivery.state_since), "courier": delivery.courier, "receipt": delivery.receipt,
        "ready": bool(left) and all(card.state == cards.READY for card in left),
        "url": url_for("desk.show_delivery", number=delivery.id),
        "arrived_url": url_for("desk.note_arrival", number=delivery.id),
    }  # fmt: skip
