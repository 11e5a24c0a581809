"""Messages about a place in the hall: almost your turn, come in, and the confirmation of an appointment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import force_locale

from office import appointments, codes, settings
from office.appointments import Appointment
from office.db import db
from office.notices import Notice
from office.queue import board
from office.queue.groups import groups
from office.queue.room import INSIDE
from office.queue.tickets import WAITING, Ticket
from outside import mail

if TYPE_CHECKING:
    from outside.worker.loop import Worker


def of_the_hall(worker: Worker, notice: Notice, at: datetime) -> str | None:
    """Send it; None when it became untrue while it waited, and nobody gets it.

    Raises:
        Trouble: the gateway did not take it.
    """
    if notice.ticket_id:
        return _text(worker, notice, db.session.get_one(Ticket, notice.ticket_id), at)
    return _letter(worker, notice, db.session.get_one(Appointment, notice.appointment_id), at)


def _text(worker: Worker, notice: Notice, ticket: Ticket, at: datetime) -> str | None:
    came_in = notice.template != "let_in" or ticket.place == INSIDE
    if ticket.state != WAITING or not ticket.phone or not came_in:
        return None
    ahead = board.hall(at).line.ahead.get(ticket.id, 0)
    facts = {
        "label": ticket.label,
        "ahead": ahead,
        "code": notice.code,
        "url": f"{worker.base_url}/antrean/{ticket.token}",
    }
    with force_locale(ticket.language):
        words = render_template(f"phone/{notice.template}.txt", **facts)
    return worker.phone.send(ticket.phone, " ".join(words.split()), message_id=notice.message_id, at=at)


def _letter(worker: Worker, notice: Notice, appointment: Appointment, at: datetime) -> str | None:
    if appointment.state != appointments.BOOKED or not appointment.email:
        return None
    spoken = "?bahasa=en" if appointment.language == "en" else ""
    group = next((each for each in groups(at) if each.letter == appointment.group), None)
    facts = {
        "reference": codes.fours(appointment.reference), "starts_at": appointment.starts_at, "code": notice.code,
        "group": group.in_language(appointment.language) if group else appointment.group,
        "status_url": f"{worker.base_url}/janji/{appointment.token}{spoken}", "ours_url": f"{worker.base_url}/pesan{spoken}",
        "office": settings.get("office_name", at),
    }  # fmt: skip
    with force_locale(appointment.language):
        subject, _, body = render_template("mail/appointment.txt", **facts).strip().partition("\n")
        html = render_template("mail/_letter.html", subject=subject, body=body.strip())
    return mail.send(
        appointment.email, subject, body.strip() + "\n", html, message_id=notice.message_id, attachments=()
    )
