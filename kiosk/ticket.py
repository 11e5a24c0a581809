"""The ticket on the screen: number, place, people ahead, paper, and a message to the phone."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from frame.devices import device
from frame.doors import doors
from frame.language import day_hour, language, say
from frame.live import live
from frame.pages import page
from kiosk import room
from kiosk.words import printer_words
from office import clock, once
from office.db import transaction
from office.errors import NotFound
from office.identity import BadInput, read_phone
from office.queue import board, tickets
from office.queue.room import OUTSIDE
from office.queue.tickets import SLIP_FAILED, AlreadyWaiting, Ticket, TicketOver


@room.get("/tiket/<token>")
def show_ticket(token: str) -> Response:
    """Show a fresh ticket at the kiosk that gave it."""
    ticket = _mine(token)
    if ticket is None:
        return redirect(url_for("kiosk.welcome"), 303)
    return page("kiosk/ticket.html", "hall/_ticket.html", **_shown(ticket))


@room.get("/tiket/<token>/kabari")
def ask_phone(token: str) -> Response:
    """Ask for the number to which a message goes when few are ahead; on the ticket again when they are few already."""
    ticket = _mine_or_gone(token)
    if _near(ticket):
        return redirect(url_for("kiosk.show_ticket", token=token), 303)
    return _phone_page(ticket)


@room.post("/tiket/<token>/kabari")
def follow(token: str) -> Response:
    """Keep the number for this ticket, unless few are ahead already: then its page says so.

    Aborts: 409 AlreadyWaiting, 422 what is no mobile number.
    """
    ticket, typed = _mine_or_gone(token), request.form.get("telepon", "")[:30]
    if _near(ticket):
        return redirect(url_for("kiosk.show_ticket", token=token), 303)
    try:
        number = read_phone(typed)
        with transaction():
            tickets.follow(ticket, number, at=clock.now())
    except (BadInput, AlreadyWaiting, TicketOver) as refusal:
        error = say(refusal.sentence if isinstance(refusal, BadInput) else refusal.message, refusal.params)
        return _phone_page(ticket, error, typed)
    return redirect(url_for("kiosk.show_ticket", token=token, kabar="1"), 303)


@room.post("/tiket/<token>/cetak")
def print_again(token: str) -> Response:
    """Print the slip once more."""
    at, place = clock.now(), url_for("kiosk.show_ticket", token=token)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        tickets.print_again(_mine_or_gone(token), at=at)
    return redirect(place, 303)


def _near(ticket: Ticket) -> bool:
    return board.whereabouts(ticket, live().look()).near


def _phone_page(ticket: Ticket, error: str = "", typed: str = "") -> Response:
    few = live().look().almost_ahead
    return page("kiosk/phone.html", status=422 if error else 200, token=ticket.token, label=ticket.label, few=few,
                error=error, typed=typed)  # fmt: skip


def _shown(ticket: Ticket) -> dict[str, Any]:
    seen, kiosk = live().look(), device()
    where, group = board.whereabouts(ticket, seen), seen.group(ticket.group)
    return {
        "ticket": ticket, "name": group.in_language(language()) if group else "", "where": where,
        "outside": ticket.place == OUTSIDE, "taken": day_hour(ticket.taken_at),
        "trouble": printer_words(kiosk.slip_state) if ticket.slip == SLIP_FAILED else "",
        "browser_prints": kiosk.slip_printer == "browser", "calls": seen.calls_wanted, "after": seen.return_after,
        "few": seen.almost_ahead,
        "qr": doors().qr_svg(f"{doors().base_url}/antrean/{ticket.token}", _("QR untuk mengikuti antrean di telepon")),
        "told": bool(request.args.get("kabar")) or bool(ticket.phone),
    }  # fmt: skip


def _mine(token: str) -> Ticket | None:
    ticket = tickets.by_token(token)
    return ticket if tickets.still_shown(ticket, device().id, at=clock.now()) else None


def _mine_or_gone(token: str) -> Ticket:
    ticket = _mine(token)
    if ticket is None:
        raise NotFound()
    return ticket
