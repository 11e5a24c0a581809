"""Hours that people chose for collecting their cards: an appointment tied to an application whose card lies ready."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from office import appointments, cards, events, opening
from office.applications import READY, Application
from office.appointments import BOOKED, CANCELLED, Appointment
from office.cards import Card
from office.db import db
from office.handover import courier


@dataclass(frozen=True)
class Slot:
    """One who comes for a card: the appointment, and the file."""

    appointment: Appointment
    application: Application

    @property
    def is_done(self) -> bool:
        """Whether nothing of this file waits to be collected any more."""
        return self.application.state != READY


def on(day: date) -> list[Slot]:
    """Everybody who chose this local day for their card, by hour; those who were served already stay on the list."""
    query = (
        sa.select(Appointment, Application).join(Application, Application.id == Appointment.application_id)
        .where(Appointment.day == day, Appointment.state != CANCELLED)
        .where(sa.exists().where(Card.application_id == Application.id, Card.state.in_((cards.READY, cards.HANDED_OVER))))
        .order_by(Appointment.hour, Appointment.id)
    )  # fmt: skip
    return [Slot(row[0], row[1]) for row in db.session.execute(query)]


def of(application_id: int, at: datetime) -> Appointment | None:
    """The hour that is booked for an application, today or later."""
    query = sa.select(Appointment).where(
        Appointment.application_id == application_id, Appointment.state == BOOKED,
        Appointment.day >= opening.local_day(at),
    )  # fmt: skip
    return db.session.scalars(query.order_by(Appointment.day, Appointment.hour)).first()


def close(application: Application, *, by: events.Actor, at: datetime) -> None:
    """Once the last card of a file is given out: its hour is used or free again, and no courier is wanted."""
    if application.state == READY:
        return
    courier.cancel(application, by=by, at=at)
    booked = of(application.id, at)
    if booked is None:
        return
    if booked.day == opening.local_day(at):
        appointments.arrive(booked, at=at)
    else:
        appointments.cancel(booked, at=at)
