"""What the hall prints: slips and, in the self-print corner, documents. Tried once: paper that comes too late is litter.

A printer that doesn't answer costs a slip and never a ticket: the kiosk shows the number, and the desk sees the printer's state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import force_locale
from flask_babel import gettext as _

from office import devices, opening, self_print, settings
from office.db import db, transaction
from office.devices import Device, Kind
from office.documents import ACTIVE, Document
from office.jobs import Job
from office.queue import board, room, tickets
from office.queue.board import Whereabouts
from office.queue.room import INSIDE
from office.queue.tickets import ACTIVE as GOOD
from office.queue.tickets import SLIP_FAILED, SLIP_LIVES, SLIP_PRINTED, SLIP_WAITING, Ticket
from office.self_print import SheetPrint
from outside import crash, printers
from outside.slips import Slip, draw
from outside.transport import Trouble

if TYPE_CHECKING:
    from outside.worker.loop import Worker

LOOK_EVERY = timedelta(seconds=10)
# A printer that was found dead a moment ago isn't waited for again by each visitor.
DEAD_FOR = timedelta(seconds=20)
NOT_WAITED_FOR = ("offline",)


def print_slip(worker: Worker, job: Job, at: datetime) -> None:
    """Print one ticket's slip at the kiosk that gave it, unless that was done, or the person is long gone."""
    ticket = db.session.get_one(Ticket, job.subject_id)
    device = db.session.get(Device, ticket.device_id) if ticket.device_id else None
    if ticket.slip != SLIP_WAITING or device is None:
        return
    wanted = ticket.state in GOOD and at - job.made_at < SLIP_LIVES
    crash.point("before-slip")
    state = _try(device, "slip", lambda: _send_slip(worker, ticket, device, at), at) if wanted else "late"
    crash.point("after-slip")
    with transaction():
        worker.hold(job, at=at)
        tickets.slip_is(ticket, SLIP_PRINTED if state == "ready" else SLIP_FAILED)
        if wanted:
            devices.note_printer(device.id, slip=state, at=at)
        crash.point("in-slip")


def print_sheet(worker: Worker, job: Job, at: datetime) -> None:
    """Print one document at the kiosk where its PIN was typed."""
    asked = db.session.get_one(SheetPrint, job.subject_id)
    device, document = db.session.get_one(Device, asked.device_id), db.session.get_one(Document, asked.document_id)
    if asked.state != self_print.WAITING:
        return
    wanted = document.state == ACTIVE and document.file_key is not None and at - job.made_at < SLIP_LIVES
    crash.point("before-sheet")
    state = _try(device, "sheet", lambda: _send_sheet(worker, document, device), at) if wanted else "late"
    crash.point("after-sheet")
    with transaction():
        worker.hold(job, at=at)
        self_print.settle(asked, printed=state == "ready", at=at)
        if wanted:
            devices.note_printer(device.id, sheet=state, at=at)
        crash.point("in-sheet")


@dataclass
class Rounds:
    """Asks every kiosk's printer now and then how it is, so that paper that ran out is seen before somebody waits for it."""

    looked_at: datetime | None = field(default=None)

    def look(self, at: datetime) -> None:
        """Ask them all, if the last time was ten seconds ago."""
        if self.looked_at and timedelta(0) <= at - self.looked_at < LOOK_EVERY:
            return
        self.looked_at = at
        for device in devices.all_of(Kind.KIOSK):
            if device.revoked_at is None:
                self._look_at(device, at)

    def _look_at(self, device: Device, at: datetime) -> None:
        number, place, slip, sheet = device.id, device.place_id, device.slip_printer, device.sheet_printer
        said = {
            name: printers.status(address, sheet=name == "sheet")
            for name, address in (("slip", slip), ("sheet", sheet))
            if asks(address)
        }
        if not said:
            return
        with transaction():
            if devices.note_printer(number, at=at, **said):
                room.touch(opening.local_day(at), place)
            crash.point("in-printer-look")


def asks(address: str) -> bool:
    """Whether a printer with this address can be asked how it is."""
    return address.startswith(("tcp://", "usb://"))


def slip_of(worker: Worker, ticket: Ticket, at: datetime) -> Slip:
    """What stands on a ticket's slip, in its visitor's language."""
    seen = board.hall(at, ticket.place_id)
    where, group = board.whereabouts(ticket, seen), seen.group(ticket.group)
    with force_locale(ticket.language):
        return Slip(
            office=settings.get("office_name", at),
            heading=group.in_language(ticket.language) if group else "",
            label=ticket.label,
            where=_("Silakan duduk di dalam") if ticket.place == INSIDE else _("Tunggu di luar dulu"),
            lines=(
                f"{opening.local(ticket.taken_at):%d-%m-%Y, %H.%M} WITA",
                _("%(ahead)s orang di depan Anda", ahead=where.ahead),
                *_wait(where),
            ),
            qr=f"{worker.base_url}/antrean/{ticket.token}",
            qr_caption=_("Pindai untuk ikuti dari telepon"),
            foot=_("Gratis, Rp0. Dipanggil %(calls)s kali, lalu sekali lagi setelah %(after)s nomor.",
                   calls=seen.calls_wanted, after=seen.return_after),
        )  # fmt: skip


def _wait(where: Whereabouts) -> list[str]:
    if not where.staffed:
        return [_("Loket belum buka")]
    return [_("kira-kira %(low)s-%(high)s menit", low=where.low, high=where.high)] if where.timed else []


def _send_slip(worker: Worker, ticket: Ticket, device: Device, at: datetime) -> None:
    printers.print_slip(device.slip_printer, draw(slip_of(worker, ticket, at)), folder=worker.printed)


def _send_sheet(worker: Worker, document: Document, device: Device) -> None:
    pdf = worker.store.get(document.file_key or "")
    printers.print_sheet(device.sheet_printer, pdf, folder=worker.printed)


def _try(device: Device, kind: str, send: Callable[[], None], at: datetime) -> str:
    """Send it and say how the printer is: `ready` when it took the paper's content, else what is wrong with it."""
    state = str(getattr(device, f"{kind}_state"))
    if state in NOT_WAITED_FOR and device.state_at and timedelta(0) <= at - device.state_at < DEAD_FOR:
        return state
    try:
        send()
    except Trouble as trouble:
        return str(trouble)[:12] or "offline"
    return "ready"
