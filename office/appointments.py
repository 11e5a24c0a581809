"""Appointments made from home: a day and an hour of the coming month, capped for each hour and group.

Source: booking by day and service as in Tuban and Tegal (domain notes, section 5); at least one day ahead is local policy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from office import codes, events, notices, opening, places, settings
from office.db import change_row, changed_rows, db, insert_into
from office.errors import NotFound, Refused
from office.hours import Calendar
from office.places import MAIN

BOOKED, CANCELLED, ARRIVED = "booked", "cancelled", "arrived"
# The counter was closed on its day: its hour is free again, and its holder may choose another day whenever they like.
DISPLACED = "displaced"
KEYS = ("appointment_cap", "appointment_days", "appointment_late")


class SlotFull(Refused):
    """The hour has no place left in this group."""

    status = 409
    message = "Jam ini sudah penuh."
    next_step = "Pilih jam atau hari lain."


class NoSuchSlot(Refused):
    """The day or hour can't be booked: too near, too far, or the counter is closed then."""

    message = "Hari atau jam ini tidak bisa dipilih."
    next_step = "Pilih hari kerja mulai besok, dan jam saat loket buka."


class AlreadyBooked(Refused):
    """This person has an appointment that is still to come."""

    status = 409
    message = "Nomor HP ini sudah punya janji lain yang belum lewat."
    next_step = "Pindahkan atau batalkan janji itu dulu."


class AppointmentOver(Refused):
    """Cancelled, used or past."""

    status = 409
    message = "Janji ini sudah dibatalkan, dipakai, atau lewat."
    next_step = "Buat janji baru bila masih perlu."


class NotMatched(Refused):
    """Reference and number don't fit together, or there is no such appointment to come: the two look alike."""

    message = "Kode janji dan nomor HP tidak cocok."
    next_step = "Periksa keduanya, atau tanya petugas di loket."


class NotToday(Refused):
    """The appointment is for another day."""

    status = 409
    message = "Janji ini untuk hari lain."
    next_step = "Datang pada hari janji itu, pindahkan janjinya, atau ambil nomor biasa."


class WrongPlace(Refused):
    """The appointment is at another place of the office."""

    status = 409
    message = "Janji ini di %(place)s, bukan di sini."
    next_step = "Datang ke sana pada jam janji itu, atau ambil nomor biasa di sini."


class Appointment(db.Model):  # type: ignore[name-defined]
    """One booked hour: `hour` is local, as `09.00`; `person` is the phone number in a form that can't be read back."""

    __tablename__ = "appointment"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(sa.String(32), unique=True)
    reference: Mapped[str] = mapped_column(sa.String(8), unique=True)
    group: Mapped[str] = mapped_column(sa.String(1))
    day: Mapped[date]
    hour: Mapped[str] = mapped_column(sa.String(5))
    state: Mapped[str] = mapped_column(sa.String(10), default=BOOKED)
    application_id: Mapped[int | None] = mapped_column(sa.ForeignKey("application.id"), index=True)
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    person: Mapped[str] = mapped_column(sa.String(32), index=True)
    language: Mapped[str] = mapped_column(sa.String(2), default="id")
    made_at: Mapped[datetime]
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), default=MAIN)

    __table_args__ = (sa.Index("ix_appointment_day", "day", "group"),)

    @property
    def starts_at(self) -> datetime:
        """The instant of its hour (UTC)."""
        return starts(self.day, self.hour)


class Slot(db.Model):  # type: ignore[name-defined]
    """How many have booked an hour of a day in a group of a place."""

    __tablename__ = "appointment_slot"
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"), primary_key=True, default=MAIN)
    day: Mapped[date] = mapped_column(primary_key=True)
    hour: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    group: Mapped[str] = mapped_column(sa.String(1), primary_key=True)
    taken: Mapped[int]


@dataclass(frozen=True)
class Hour:
    """One hour that can be chosen: `09.00` and how many places are left."""

    hour: str
    left: int


def days(at: datetime, place: int = MAIN) -> list[date]:
    """The local days that can be booked in a place: from tomorrow to the limit of the settings, if its counter is open."""
    far, calendar = settings.get("appointment_days", at, place), opening.calendar(at, place)
    today = opening.local_day(at)
    every = (today + timedelta(days=step) for step in range(1, far + 1))
    return [day for day in every if _open_hours(day, calendar)]


def hours(group: str, day: date, at: datetime, place: int = MAIN) -> list[Hour]:
    """The hours of a day at which a place is open, with the seats left in a group; empty for a day that can't be booked."""
    return hours_by_day(group, at, place).get(day, [])


def hours_by_day(group: str, at: datetime, place: int = MAIN) -> dict[date, list[Hour]]:
    """Every day that can be booked in a place, with its hours and the seats left in a group; a full hour has none left."""
    cap, calendar = settings.get("appointment_cap", at, place), opening.calendar(at, place)
    here = Slot.place_id == place, Slot.group == group
    counted = sa.select(Slot.day, Slot.hour, Slot.taken).where(Slot.day > opening.local_day(at), *here)
    taken = {(row.day, row.hour): row.taken for row in db.session.execute(counted)}
    return {
        day: [Hour(hour, max(cap - taken.get((day, hour), 0), 0)) for hour in _open_hours(day, calendar)]
        for day in days(at, place)
    }


def book(
    group: str, day: date, hour: str, *, phone: str, token: str, at: datetime, email: str = "", language: str = "id",
    application_id: int | None = None, place: int = MAIN,
) -> Appointment:  # fmt: skip
    """Book an hour in a place for a phone number (E.164) under a link token; with an e-mail address it is confirmed there.

    Raises:
        NoSuchSlot: the day or the hour can't be booked.
        SlotFull: no place is left.
        AlreadyBooked: the number has another appointment to come.
    """
    person = codes.person("phone", phone)
    mine = sa.select(Appointment.id).where(
        Appointment.person == person, Appointment.state == BOOKED, Appointment.day >= opening.local_day(at)
    )
    if db.session.scalar(mine):
        raise AlreadyBooked()
    _take_slot(group, day, hour, at, place)
    appointment = Appointment(
        token=token, reference=codes.new_reference(), group=group, day=day, hour=hour, application_id=application_id,
        place_id=place,
        phone=phone, email=email, person=person, language=language, made_at=at,
    )  # fmt: skip
    db.session.add(appointment)
    db.session.flush()
    _note("booked", appointment, events.RESIDENT, at)
    if email:
        notices.tell_appointment(appointment.id, at=at)
    return appointment


def change(appointment: Appointment, day: date, hour: str, *, at: datetime) -> None:
    """Move an appointment to another hour; the old place is free at once. One that a closure displaced is booked again.

    Raises:
        AppointmentOver, NoSuchSlot, SlotFull.
    """
    if not can_move(appointment, at):
        raise AppointmentOver()
    booked = appointment.state == BOOKED
    if booked and (appointment.day, appointment.hour) == (day, hour):
        return
    _take_slot(appointment.group, day, hour, at, appointment.place_id)
    if booked:
        _free_slot(appointment)
    as_read = (
        Appointment.state == appointment.state, Appointment.day == appointment.day, Appointment.hour == appointment.hour,
    )  # fmt: skip
    change_row(appointment, *as_read, day=day, hour=hour, state=BOOKED)
    _note("moved", appointment, events.RESIDENT, at)
    if appointment.email:
        notices.tell_appointment(appointment.id, at=at)


def cancel(appointment: Appointment, *, at: datetime) -> None:
    """Give an appointment up.

    Raises:
        AppointmentOver: it is cancelled, used or past.
    """
    if not can_move(appointment, at):
        raise AppointmentOver()
    held = appointment.state == BOOKED
    _settle(appointment, CANCELLED, by_way_of=appointment.state)
    if held:
        _free_slot(appointment)
    _note("cancelled", appointment, events.RESIDENT, at)


def booked(first: date, last: date | None, *, place: int | None = None) -> list[Appointment]:
    """The appointments booked for these local days (None: and all later ones), in every place or in one, soonest first."""
    query = sa.select(Appointment).where(Appointment.state == BOOKED, Appointment.day >= first)
    if last is not None:
        query = query.where(Appointment.day <= last)
    if place is not None:
        query = query.where(Appointment.place_id == place)
    return list(db.session.scalars(query.order_by(Appointment.day, Appointment.hour, Appointment.id)))


def displace(found: Sequence[Appointment], *, at: datetime) -> int:
    """Free the hours of appointments on whose days the counter closes, and tell their holders; how many that were."""
    moved = 0
    for appointment in found:
        row = sa.update(Appointment).where(Appointment.id == appointment.id, Appointment.state == BOOKED)
        if changed_rows(row.values(state=DISPLACED)) != 1:
            continue
        db.session.refresh(appointment)
        _free_slot(appointment)
        _note("displaced", appointment, events.SYSTEM, at)
        notices.tell_displaced(appointment.id, email=appointment.email, phone=appointment.phone, at=at)
        moved += 1
    return moved


def arrive(appointment: Appointment, *, at: datetime) -> datetime:
    """The visitor is here: the instant from which the place in line counts, its hour unless they are too late for it.

    Raises:
        AppointmentOver: cancelled or used.
        NotToday: it is for another local day.
    """
    if appointment.state != BOOKED:
        raise AppointmentOver()
    if appointment.day != opening.local_day(at):
        raise NotToday()
    _settle(appointment, ARRIVED)
    _note("arrived", appointment, events.SYSTEM, at)
    late = at > appointment.starts_at + timedelta(minutes=settings.get("appointment_late", at, appointment.place_id))
    return at if late else appointment.starts_at


def must_be_here(appointment: Appointment, place: int) -> None:
    """Refuse an appointment of another place (its id) than the one where its visitor stands.

    Raises:
        WrongPlace: it names the right one, with its address where that is known.
    """
    if appointment.place_id != place:
        raise WrongPlace(place=places.find(appointment.place_id).said)


def starts(day: date, hour: str) -> datetime:
    """The instant (UTC) of a local day's hour, such as `09.00`."""
    return opening.instant(day, time(int(hour[:2]), int(hour[3:])))


def to_come(appointment: Appointment, at: datetime) -> bool:
    """Whether the appointment is booked for today or a later local day."""
    return appointment.state == BOOKED and appointment.day >= opening.local_day(at)


def can_move(appointment: Appointment, at: datetime) -> bool:
    """Whether its holder may still choose another hour: before its day is over, or for as long as a closure displaced it."""
    return appointment.state == DISPLACED or to_come(appointment, at)


def by_token(token: str) -> Appointment:
    """The appointment of a link.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalar(sa.select(Appointment).where(Appointment.token == token))
    if found is None:
        raise NotFound()
    return found


def by_reference(reference: str) -> Appointment | None:
    """The appointment with this reference, as typed."""
    return db.session.scalar(sa.select(Appointment).where(Appointment.reference == codes.tidy(reference)))


def find(reference: str, phone: str, *, at: datetime) -> Appointment:
    """The appointment of a reference as typed, for whoever knows the phone number (E.164) that it was made with.

    Raises:
        NotMatched: they don't fit together, there is none, or its day is past.
    """
    found, person = by_reference(reference), codes.person("phone", phone)
    gone = found is None or (found.day < opening.local_day(at) and found.state != DISPLACED)
    if found is None or gone or not codes.same(person, found.person):
        raise NotMatched()
    return found


def forget(*, at: datetime) -> None:
    """Drop number and address of appointments that are over since yesterday."""
    over = sa.update(Appointment).where(Appointment.day < opening.local_day(at), Appointment.phone != "")
    changed_rows(over.values(phone="", email=""))


def _open_hours(day: date, calendar: Calendar) -> list[str]:
    return [f"{hour:02d}.00" for hour in range(6, 20) if calendar.is_open(opening.instant(day, time(hour)))]


def _take_slot(group: str, day: date, hour: str, at: datetime, place: int) -> None:
    if hour not in {each.hour for each in hours(group, day, at, place)}:
        raise NoSuchSlot()
    cap = settings.get("appointment_cap", at, place)
    empty = insert_into(Slot).values(place_id=place, day=day, hour=hour, group=group, taken=0)
    db.session.execute(empty.on_conflict_do_nothing())
    row = sa.update(Slot).where(*_slot(place, day, hour, group), Slot.taken < cap)
    if changed_rows(row.values(taken=Slot.taken + 1)) != 1:
        raise SlotFull()


def _free_slot(appointment: Appointment) -> None:
    booked = _slot(appointment.place_id, appointment.day, appointment.hour, appointment.group)
    changed_rows(sa.update(Slot).where(*booked, Slot.taken > 0).values(taken=Slot.taken - 1))


def _slot(place: int, day: date, hour: str, group: str) -> tuple[sa.ColumnElement[bool], ...]:
    return Slot.place_id == place, Slot.day == day, Slot.hour == hour, Slot.group == group


def _settle(appointment: Appointment, state: str, *, by_way_of: str = BOOKED) -> None:
    change_row(appointment, Appointment.state == by_way_of, state=state)


def _note(kind: str, appointment: Appointment, by: events.Actor, at: datetime) -> None:
    facts = {"group": appointment.group, "day": appointment.day.isoformat(), "hour": appointment.hour}
    events.record(f"appointment.{kind}", "appointment", appointment.id, by=by, at=at, **facts)
