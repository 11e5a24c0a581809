"""The counter page, shaped for its templates: who is at the counter, who waits, who is outside, which printers are in trouble."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from desk.finding import place_of
from desk.promises import span
from desk.roles import FILES
from frame.language import hour, language
from office import codes, devices, places
from office.applications import READY, RETURNED, Application
from office.appointments import Appointment
from office.db import db
from office.devices import Kind
from office.queue import board, counters
from office.queue.board import Hall
from office.queue.counters import OPEN, ServiceCounter
from office.queue.groups import PRIORITY_LETTER
from office.queue.line import Place
from office.queue.room import OUTSIDE
from office.queue.tickets import CALLED, Ticket
from office.staff import Officer

Shown = dict[str, Any]
NEXT = 5
TROUBLES = ("paper_out", "paper_low", "cover_open", "offline")


def choices(place: int) -> list[Shown]:
    """The counters to sit down at in a place (its id)."""
    names = {found.id: found.name for found in db.session.query(Officer)}
    return [
        {"number": each.number, "groups": " ".join(each.groups), "taken_by": names.get(each.officer_id or 0, ""),
         "state": state_badge(each), "url": url_for("desk.open_counter", number=each.number, tempat=place)}
        for each in counters.all_counters(place)
    ]  # fmt: skip


def screen(counter: ServiceCounter, officer: Officer, seen: Hall, *, at: datetime) -> Shown:
    """Everything that the page of a counter shows to its officer."""
    ticket = db.session.get(Ticket, counter.ticket_id, populate_existing=True) if counter.ticket_id else None
    return {
        "number": counter.number, "state": state_badge(counter, ticket), "open": counter.state == OPEN,
        "since": _("Sejak %(hour)s, %(span)s", hour=hour(counter.since), span=span(at - (counter.since or at))),
        "ticket": _ticket(ticket, officer, seen, at) if ticket else None, "waiting": _waiting(seen, at),
        "next": [_line(place, at) for place in seen.line.for_counter(counter, room_left=seen.places.free > 0)[:NEXT]],
        "parked": [_parked(each) for each in board.parked(seen.day, seen.place)],
        "places": seen.places, "printers": printers(seen.place), "where": _where(seen.place),
        "act": lambda action: url_for("desk.act", number=counter.number, action=action),
        "elsewhere": _elsewhere(counter, seen), "outcomes": outcomes(),
    }  # fmt: skip


def state_badge(counter: ServiceCounter, ticket: Ticket | None = None) -> tuple[str, str]:
    """The counter's state as a badge takes it."""
    if ticket:
        return ("info", _("Memanggil")) if ticket.state == CALLED else ("good", _("Melayani"))
    words = {"open": ("good", _("Buka")), "break": ("warn", _("Istirahat")), "closed": ("quiet", _("Tutup"))}
    return words[counter.state]


def outcomes() -> list[tuple[str, str]]:
    """How an errand may end."""
    return [
        ("done", _("Selesai dilayani")),
        ("papers", _("Surat kurang")),
        ("online", _("Diurus dari rumah")),
        ("other", _("Lainnya")),
    ]


def printers(place: int) -> list[str]:
    """A sentence for each printer of a place (its id) in trouble."""
    words = {
        "paper_out": _("kertas habis"),
        "paper_low": _("kertas menipis"),
        "cover_open": _("tutup terbuka"),
        "offline": _("tidak menjawab"),
    }
    kinds = (("slip_state", _("pencetak nomor")), ("sheet_state", _("pencetak surat")))
    return [
        f"{device.code} {device.name}: {what} {words[getattr(device, name)]}."
        for device in devices.all_of(Kind.KIOSK, place) for name, what in kinds
        if device.revoked_at is None and getattr(device, name) in TROUBLES
    ]  # fmt: skip


def _where(place: int) -> str:
    """The place's name, where the office has more than one."""
    return places.find(place).name if len(places.every()) > 1 else ""


def _ticket(ticket: Ticket, officer: Officer, seen: Hall, at: datetime) -> Shown:
    group = seen.group(ticket.group)
    appointment = db.session.get(Appointment, ticket.appointment_id) if ticket.appointment_id else None
    application = db.session.get(Application, ticket.application_id) if ticket.application_id else None
    return {
        "label": ticket.label, "group": group.in_language(language()) if group else ticket.group, "calls": ticket.calls,
        "called": ticket.state == CALLED, "called_at": hour(ticket.called_at), "priority": ticket.priority,
        "waited": span((ticket.called_at or at) - ticket.taken_at), "errands": " ".join(ticket.errands),
        "appointment": appointment.hour if appointment else "", **_application(application, officer),
        "absences": ticket.absences, "enough": ticket.calls >= seen.calls_wanted, "wanted": seen.calls_wanted,
    }  # fmt: skip


def _application(application: Application | None, officer: Officer) -> Shown:
    if application is None:
        return {"reference": "", "file_url": "", "service": "", "wants": ""}
    wants = {READY: _("Ambil kartu atau surat yang sudah jadi"), RETURNED: _("Membawa perbaikan atau surat asli")}
    return {
        "reference": codes.fours(application.reference), "service": application.service.name.in_language(language()),
        "file_url": place_of(application) if officer.role in FILES else "", "wants": wants.get(application.state, ""),
    }  # fmt: skip


def _waiting(seen: Hall, at: datetime) -> list[tuple[str, int, str]]:
    """Each group, and the priority tickets of all groups: people, and how long the first has waited."""
    rows = []
    for group in seen.groups:
        ordinary = [place for place in seen.line.groups[group.letter] if not place.priority]
        rows.append((f"{group.letter} {group.short_in(language())}", len(ordinary), _longest(ordinary, at)))
    first = [place for line in seen.line.groups.values() for place in line if place.priority]
    return [*rows, (f"{PRIORITY_LETTER} {_('Prioritas')}", len(first), _longest(first, at))]


def _longest(places: list[Place], at: datetime) -> str:
    return span(at - min(place.taken_at for place in places)) if places else "-"


def _line(place: Place, at: datetime) -> Shown:
    return {"label": place.label, "outside": place.place == OUTSIDE, "waited": span(at - place.taken_at)}


def _parked(ticket: Ticket) -> Shown:
    return {
        "label": ticket.label,
        "why": _("Ditahan") if ticket.state == "held" else _("Belum hadir"),
        "since": hour(ticket.called_at),
    }


def _elsewhere(counter: ServiceCounter, seen: Hall) -> list[tuple[str, str]]:
    """Where a ticket may be passed on to: groups by letter, open counters by number."""
    groups = [(group.letter, f"{group.letter} {group.short_in(language())}") for group in seen.groups]
    others = [each for each in counters.all_counters(seen.place) if each.id != counter.id and each.state == OPEN]
    return groups + [(str(each.number), _("Loket %(number)s", number=each.number)) for each in others]
