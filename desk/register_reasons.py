"""The reason for looking into the register: asked once, kept for a quarter of an hour in the officer's own session."""

from datetime import datetime, timedelta

from flask import abort, flash, redirect, request, session, url_for
from flask_babel import gettext as _

from frame.access import officer
from office import codes
from office.applications import worklist
from office.db import transaction
from office.register import looking
from office.register.looking import FILE, NumberWanted, Reason

KEPT = "register_reason"
LASTS = timedelta(minutes=15)


def from_form(at: datetime) -> Reason:
    """The reason in the form that was sent, kept for the looks that follow.

    Raises:
        ReasonWanted: none was chosen.
        NumberWanted: no number, or no file has it.
    """
    chosen = looking.reason(request.form.get("alasan", ""), request.form.get("nomor", ""))
    if chosen.code == FILE:
        file = worklist.by_reference(codes.tidy(chosen.number))
        if file is None:
            raise NumberWanted()
        chosen = Reason(FILE, file.reference)
    keep(chosen, at)
    return chosen


def kept(at: datetime) -> Reason | None:
    """The reason given within the last quarter of an hour, or the file that the address names (`?berkas=`)."""
    named = request.args.get("berkas", "")[:20]
    if named and (file := worklist.by_reference(codes.tidy(named))) is not None:
        keep(Reason(FILE, file.reference), at)
    found = session.get(KEPT)
    if not found or found[2] < at.timestamp():
        return None
    return Reason(found[0], found[1])


def keep(why: Reason, at: datetime) -> None:
    """Remember a reason for a quarter of an hour."""
    session[KEPT] = [why.code, why.number, (at + LASTS).timestamp()]


def look(subject: str, number: int, at: datetime, *, what: str = "page") -> None:
    """Note this look with its reason, in a transaction of its own; without a reason the officer is sent to give one.

    Aborts: 303 to the search page.
    """
    why = kept(at)
    if why is None:
        flash(_("Pilih dulu alasan melihat data penduduk. Alasan itu dicatat bersama nama Anda."), "warn")
        abort(redirect(url_for("desk.find_resident"), 303))
    with transaction():
        looking.viewed(subject, number, why, by=officer().actor, at=at, what=what)


def words() -> list[tuple[str, str]]:
    """The reasons as a choice."""
    said = {
        looking.COUNTER: _("Warga hadir di loket atau menelepon"), looking.FILE: _("Memeriksa permohonan (tulis nomornya)"),
        looking.LETTER: _("Permintaan tertulis instansi (tulis nomor suratnya)"), looking.TIDYING: _("Merapikan data"),
    }  # fmt: skip
    return [(code, said[code]) for code in looking.REASONS]
