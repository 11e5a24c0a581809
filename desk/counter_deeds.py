"""What each button of the counter does, and the sentence that says so afterwards."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask_babel import gettext as _

from office.db import db
from office.errors import NotFound, Refused
from office.queue import calling, sitting
from office.queue.counters import ServiceCounter
from office.queue.refusals import NobodyWaits
from office.queue.tickets import WAITING, Ticket
from office.staff import Officer

Form = Mapping[str, str]
Deed = Callable[[ServiceCounter, Officer, Form, datetime], str]


class OtherTicket(Refused):
    """The page was made for another person than the one who is at the counter now."""

    status = 409
    message = "Nomor di loket ini sudah berganti sejak halaman dibuka."
    next_step = "Lihat nomornya, lalu tekan lagi bila masih perlu."


def do(action: str, counter: ServiceCounter, officer: Officer, form: Form, *, at: datetime) -> str:
    """Do what a button says; the sentence for the officer.

    Raises:
        NotFound: there is no such button.
        OtherTicket: the form names whom it was made for (`untuk`), and somebody else is at the counter.
        Refused: it can't be done now.
    """
    deed = DEEDS.get(action)
    if deed is None:
        raise NotFound()
    _still_there(counter, form.get("untuk", ""))
    return deed(counter, officer, form, at)


def called(ticket: Ticket) -> str:
    """Who was called."""
    return _("%(label)s dipanggil.", label=ticket.label)


def printing() -> str:
    """The slip is on its way."""
    return _("Kertas nomor dicetak lagi di kios yang memberi nomor itu.")


def no_such_number() -> str:
    """No such ticket today."""
    return _("Nomor itu tidak ada hari ini. Periksa huruf dan angkanya.")


def _still_there(counter: ServiceCounter, meant: str) -> None:
    if not meant or counter.ticket_id is None:
        return
    if db.session.get_one(Ticket, counter.ticket_id).label != meant:
        raise OtherTicket()


def _next(counter: ServiceCounter, officer: Officer, _form: Form, at: datetime) -> str:
    return called(calling.call_next(counter, officer, at=at))


def _number(counter: ServiceCounter, officer: Officer, form: Form, at: datetime) -> str:
    return called(calling.call_number(counter, officer, form.get("nomor", "")[:12], at=at))


def _again(counter: ServiceCounter, officer: Officer, _form: Form, at: datetime) -> str:
    ticket = calling.call_again(counter, officer, at=at)
    return _("%(label)s dipanggil %(calls)s kali.", label=ticket.label, calls=ticket.calls)


def _serve(counter: ServiceCounter, officer: Officer, _form: Form, at: datetime) -> str:
    return _("%(label)s dilayani.", label=calling.serve(counter, officer, at=at).label)


def _skip(counter: ServiceCounter, officer: Officer, _form: Form, at: datetime) -> str:
    return _("%(label)s dilewati, dipanggil lagi nanti.", label=calling.skip(counter, officer, at=at).label)


def _absent(counter: ServiceCounter, officer: Officer, _form: Form, at: datetime) -> str:
    ticket = calling.absent(counter, officer, at=at)
    if ticket.state == "away":
        return _("%(label)s tidak hadir, dipanggil lagi setelah beberapa nomor.", label=ticket.label)
    return _("%(label)s tidak hadir lagi, jadi nomornya hangus.", label=ticket.label)


def _hold(counter: ServiceCounter, officer: Officer, _form: Form, at: datetime) -> str:
    return _("%(label)s ditahan sampai dipanggil lagi.", label=calling.hold(counter, officer, at=at).label)


def _put_back(counter: ServiceCounter, officer: Officer, _form: Form, at: datetime) -> str:
    return _("Panggilan %(label)s dibatalkan.", label=calling.put_back(counter, officer, at=at).label)


def _pass_on(counter: ServiceCounter, officer: Officer, form: Form, at: datetime) -> str:
    target = form.get("ke", "")
    number = int(target) if target.isascii() and target.isdigit() and len(target) < 3 else None
    ticket = calling.pass_on(counter, officer, group="" if number else target[:1], number=number, at=at)
    return _("%(label)s dialihkan.", label=ticket.label)


def _finish(counter: ServiceCounter, officer: Officer, form: Form, at: datetime) -> str:
    ticket = calling.finish(counter, officer, form.get("hasil", "done"), at=at)
    if ticket.state == WAITING:
        return _("%(label)s selesai di sini, lanjut ke kelompok %(group)s.", label=ticket.label, group=ticket.group)
    return _("%(label)s selesai.", label=ticket.label)


def _finish_and_next(counter: ServiceCounter, officer: Officer, form: Form, at: datetime) -> str:
    said = _finish(counter, officer, form, at)
    try:
        return f"{said} {called(calling.call_next(counter, officer, at=at))}"
    except NobodyWaits:
        return said


def _break(counter: ServiceCounter, officer: Officer, _form: Form, at: datetime) -> str:
    sitting.rest(counter, officer, at=at)
    return _("Loket istirahat.")


def _close(counter: ServiceCounter, officer: Officer, _form: Form, at: datetime) -> str:
    sitting.close(counter, officer, at=at)
    return _("Loket ditutup.")


DEEDS: Mapping[str, Deed] = {
    "panggil": _next, "nomor": _number, "ulang": _again, "layani": _serve, "lewati": _skip, "tidak-hadir": _absent,
    "tahan": _hold, "batal": _put_back, "alihkan": _pass_on, "selesai": _finish, "selesai-panggil": _finish_and_next,
    "istirahat": _break, "tutup": _close,
}  # fmt: skip
