"""Check-in at the kiosk: somebody the office called, or who has an appointment, gets a ticket tied to that."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from office import appointments, codes, opening, places
from office.applications import READY, RETURNED, SUBMITTED, Application, drafts, worklist
from office.appointments import BOOKED, Appointment, AppointmentOver, NotToday, WrongPlace
from office.errors import NotFound, Refused
from office.health import HealthCheck, Judged
from office.places import MAIN
from office.queue.groups import Group
from office.queue.tickets import Rules, Wish, admit

COLLECT = "E"
ANYTHING = "A"
CALLED_IN = (READY, RETURNED, SUBMITTED)
LINK = re.compile(r"/(permohonan|janji)/([A-Za-z0-9_-]{20,40})")


class NothingToCheckIn(Refused):
    """The code belongs to nothing for which the office waits for a visitor."""

    status = 404
    message = "Kode ini tidak ditemukan, atau tidak perlu datang ke kantor."
    next_step = "Periksa lagi kodenya, atau pilih kelompok untuk nomor biasa."


class CollectElsewhere(WrongPlace):
    """What is ready lies at another place of the office."""

    message = "Kartu atau surat ini diambil di %(place)s, bukan di sini."
    next_step = "Datang ke sana, atau ambil nomor biasa di sini untuk keperluan lain."


@dataclass(frozen=True)
class Found:
    """What a visitor checks in for: an application or an appointment, and the group whose counter serves it."""

    letter: str
    application: Application | None = None
    appointment: Appointment | None = None


def find(typed: str, among: tuple[Group, ...]) -> Found:
    """What a scanned address or a typed reference stands for.

    Raises:
        NothingToCheckIn: nothing, or nothing to come for.
    """
    link = LINK.search(typed)
    if link and link[1] == "janji":
        return _of_appointment(_appointment(link[2]))
    if link:
        return _of_application(_application(link[2]), among)
    reference = codes.tidy(typed)
    appointment = appointments.by_reference(reference) if len(reference) == codes.REFERENCE_LENGTH else None
    if appointment:
        return _of_appointment(appointment)
    return _of_application(
        worklist.by_reference(reference) if len(reference) == codes.REFERENCE_LENGTH else None, among
    )


def look_at_the_day(found: Found, *, at: datetime, place: int = MAIN) -> None:
    """See whether what was found is for now and for this place (its id), before the visitor answers anything.

    Raises:
        AppointmentOver, NotToday, WrongPlace: the appointment is cancelled, used, for another day or at another place.
    """
    if found.appointment and found.appointment.state != BOOKED:
        raise AppointmentOver()
    if found.appointment and found.appointment.day != opening.local_day(at):
        raise NotToday()
    _must_be_here(found, place)


def check_in(
    found: Found, wish: Wish, judged: Judged | None, *, token: str, at: datetime, again: HealthCheck | None = None,
    given: Rules | None = None,
) -> int | None:  # fmt: skip
    """Give the ticket for what was found; None when the checklist was not passed, and the appointment then stays.

    Raises:
        AppointmentOver, NotToday, WrongPlace: the appointment is cancelled, used, for another day or at another place.
        GroupClosed, QuotaFull, AlreadyWaiting: see `tickets.take`.
    """
    _must_be_here(found, wish.place_id)
    tied = replace(wish, letter=found.letter)
    if found.application:
        person = codes.person("application", found.application.reference)
        tied = replace(tied, application_id=found.application.id, person=person)
    if found.appointment and (judged is None or judged.passed):
        turn = appointments.arrive(found.appointment, at=at)
        tied = replace(tied, appointment_id=found.appointment.id, order_at=turn, person=found.appointment.person,
                       phone=found.appointment.phone, application_id=found.appointment.application_id)  # fmt: skip
    return admit(tied, judged, token=token, at=at, again=again, given=given)


def _must_be_here(found: Found, place: int) -> None:
    if found.appointment:
        appointments.must_be_here(found.appointment, place)
    if found.application and found.application.state == READY and found.application.place_id != place:
        raise CollectElsewhere(place=places.find(found.application.place_id).said)


def _application(token: str) -> Application:
    try:
        return drafts.by_token(token)
    except NotFound:
        raise NothingToCheckIn() from None


def _appointment(token: str) -> Appointment:
    try:
        return appointments.by_token(token)
    except NotFound:
        raise NothingToCheckIn() from None


def _of_appointment(appointment: Appointment) -> Found:
    return Found(appointment.group, appointment=appointment)


def _of_application(application: Application | None, among: tuple[Group, ...]) -> Found:
    if application is None or application.state not in CALLED_IN:
        raise NothingToCheckIn()
    letters = {group.letter: group for group in among if group.on}
    if application.state == READY:
        return Found(COLLECT if COLLECT in letters else ANYTHING, application=application)
    at_home = next((group.letter for group in letters.values() if group.home == application.service_code), ANYTHING)
    return Found(at_home, application=application)
