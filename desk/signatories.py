"""Who signs akta, and who family cards and letters: terms one after the other, with a warning before one ends."""

from datetime import date, datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import day, say
from frame.pages import page
from office import clock, once, opening, signatories
from office.db import transaction
from office.errors import Refused
from office.signatories import Gap, Term


class DayUnreadable(Refused):
    """What was typed is no day."""

    message = "Tanggal ini tidak ada."
    next_step = "Pilih tanggalnya, lalu simpan lagi."


@room.get("/penanda-tangan")
@open_to(*HOUSEKEEPING)
def show_signatories() -> Response:
    """Show who signs in each role, since when and until when."""
    return _page()


@room.post("/penanda-tangan/<role>")
@open_to(*HOUSEKEEPING)
def add_signatory(role: str) -> Response:
    """Begin a term.

    Aborts: 404 no such role; 422 a text or day that can't be, or terms that overlap.
    """
    at, place, form = clock.now(), url_for("desk.show_signatories"), request.form
    told = {name: form.get(name, "") for name in ("name", "title", "nip", "prefix")}
    try:
        first, last = _day("first", True), _day("last")
        with transaction():
            once.spend(form.get("once", ""), place=place, at=at)
            signatories.add(role, **told, first=first or date.max, last=last, by=officer().actor, at=at)
    except Refused as refusal:
        return _page(role, refusal)
    flash(_("Masa jabatan disimpan."))
    return redirect(f"{place}#{role}", 303)


@room.post("/penanda-tangan/<int(max=2147483647):number>/akhir")
@open_to(*HOUSEKEEPING)
def end_signatory(number: int) -> Response:
    """Let a term end on a day, or last until further notice.

    Aborts: 404 no such term; 409 it is over; 422 a day that can't be, or terms that overlap.
    """
    at, place = clock.now(), url_for("desk.show_signatories")
    try:
        last = _day("last")
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            signatories.end(number, last, by=officer().actor, at=at)
    except signatories.NotFound:
        raise
    except Refused as refusal:
        return _page("", refusal)
    flash(_("Hari terakhir disimpan."))
    return redirect(place, 303)


def role_words() -> dict[str, str]:
    """What each role signs."""
    return {signatories.AKTA: _("Akta pencatatan sipil"), signatories.HEAD: _("Kartu keluarga dan surat keterangan")}


def warnings(at: datetime) -> list[str]:
    """A sentence for each role in which nobody signs now or within thirty days."""
    return [_gap(gap, opening.local_day(at)) for gap in signatories.ending(at)]


def _gap(gap: Gap, today: date) -> str:
    role = role_words()[gap.role]
    if gap.first <= today:
        return _("%(role)s: sekarang tidak ada pejabat yang menjabat, jadi surat baru tidak bisa disetujui.", role=role)
    if gap.last:
        days = {"first": day(gap.first), "last": day(gap.last)}
        return _("%(role)s: tidak ada pejabat dari %(first)s sampai %(last)s.", role=role, **days)
    return _("%(role)s: masa jabatan terakhir habis sebelum %(first)s. Tambahkan penggantinya.", role=role, first=day(gap.first))


def _day(name: str, wanted: bool = False) -> date | None:
    typed = request.form.get(name, "").strip()
    if not typed and not wanted:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise DayUnreadable() from None


def _page(wrong: str = "", refusal: Refused | None = None) -> Response:
    at = clock.now()
    today = opening.local_day(at)
    error = f"{say(refusal.message, _said(refusal.params))} {say(refusal.next_step)}" if refusal else ""
    roles = [
        {"code": role, "name": name, "error": error if role == wrong else "", "form": request.form if role == wrong else {},
         "terms": [_term(term, today) for term in reversed(signatories.terms(role))],
         "url": url_for("desk.add_signatory", role=role), "gaps": [_gap(gap, today) for gap in signatories.gaps(role, today)],
         "now": _now(role, at)}
        for role, name in role_words().items()
    ]  # fmt: skip
    return page("desk/signatories.html", status=refusal.status if refusal else 200, roles=roles, today=today.isoformat(),
                error=error, wrong=wrong)  # fmt: skip


def _said(params: dict[str, object]) -> dict[str, object]:
    """Days as people write them."""
    shown = dict(params)
    for name in ("first", "last"):
        text = str(shown.get(name, ""))
        if len(text) == 10:
            shown[name] = day(date.fromisoformat(text))
        elif name in shown:
            shown[name] = _("seterusnya")
    return shown


def _now(role: str, at: datetime) -> dict[str, str]:
    try:
        return signatories.facts(role, at)
    except signatories.NobodySigns:
        return {}


def _term(term: Term, today: date) -> dict[str, Any]:
    over = term.last_day is not None and term.last_day < today
    state = ("quiet", _("Selesai")) if over else ("info", _("Nanti")) if term.first_day > today else ("good", _("Menjabat"))
    return {
        "id": term.id, "name": term.name, "title": term.printed_title, "nip": term.nip, "first": day(term.first_day),
        "last": day(term.last_day) if term.last_day else _("seterusnya"), "state": state, "over": over,
        "last_iso": term.last_day.isoformat() if term.last_day else "", "url": url_for("desk.end_signatory", number=term.id),
    }  # fmt: skip
