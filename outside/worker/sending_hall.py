"""Messages about a place in the hall: almost your turn, come in, an appointment's confirmation, and that its day is shut."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from office import appointments, closures, codes, places, settings
from office.appointments import Appointment
from office.db import db
from office.notices import PHONE, Notice
from office.queue import board
from office.queue.groups import groups
from office.queue.room import INSIDE
from office.queue.tickets import WAITING, Ticket
from outside import mail
from outside.worker import telling

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
    ahead = board.hall(at, ticket.place_id).line.ahead.get(ticket.id, 0)
    facts = {
        "label": ticket.label,
        "ahead": ahead,
        "code": notice.code,
        "url": f"{worker.base_url}/antrean/{ticket.token}",
    }
    words = telling.text(notice.template, ticket.language, facts, at)
    return worker.phone.send(ticket.phone, words, message_id=notice.message_id, at=at)


def _letter(worker: Worker, notice: Notice, appointment: Appointment, at: datetime) -> str | None:
    wanted = appointments.DISPLACED if notice.template == "displaced" else appointments.BOOKED
    if appointment.state != wanted or not (appointment.phone if notice.channel == PHONE else appointment.email):
        return None
    spoken = "?bahasa=en" if appointment.language == "en" else ""
    group = next((each for each in groups(at, appointment.place_id) if each.letter == appointment.group), None)
    facts = {
        "reference": codes.fours(appointment.reference), "starts_at": appointment.starts_at, "code": notice.code,
        "group": ", ".join(filter(None, (group.in_language(appointment.language) if group else appointment.group,
                                         _place(appointment)))),
        "status_url": f"{worker.base_url}/janji/{appointment.token}{spoken}", "ours_url": f"{worker.base_url}/pesan{spoken}",
        "office": settings.get("office_name", at), "reason": closures.reason_on(appointment.day, at, appointment.place_id),
    }  # fmt: skip
    if notice.channel == PHONE:
        words = telling.text(notice.template, appointment.language, facts, at)
        return worker.phone.send(appointment.phone, words, message_id=notice.message_id, at=at)
    subject, body, html = telling.letter(notice.template, appointment.language, facts, at)
    return mail.send(appointment.email, subject, body, html, message_id=notice.message_id, attachments=())


def _place(appointment: Appointment) -> str:
    """Where to come, in an office of several places."""
    return places.find(appointment.place_id).said if len(places.every()) > 1 else ""
