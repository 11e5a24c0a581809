"""Who signs akta, and who family cards and letters: terms one after the other, with a warning before one ends."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, room
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import day, day_hour, say
from frame.pages import page
from office import clock, events, once, opening, signatories
from office.db import transaction
from office.errors import NotFound, Refused
from office.signatories import Gap, Term

# The box of what the office has against the days of a term.
BOXES: dict[type[Refused], str] = {
    signatories.TermPast: "first", signatories.TermBackwards: "last", signatories.TermsOverlap: "first",
}  # fmt: skip


@room.get("/penanda-tangan")
@open_to(*HOUSEKEEPING)
def show_signatories() -> Response:
    """Show who signs in each role, since when and until when."""
    return _page()


@room.post("/penanda-tangan/<role>")
@open_to(*HOUSEKEEPING)
def add_signatory(role: str) -> Response:
    """Begin a term.

    Aborts: 404 no such role; 422 a text, NIP or day that can't be, or terms that overlap.
    """
    at, place, form = clock.now(), url_for("desk.show_signatories"), request.form
    told = {name: form.get(name, "") for name in ("name", "title", "nip", "prefix")}
    try:
        first, last = dated.one_day(form, "first"), dated.maybe_day(form, "last")
        with transaction():
            once.spend(form.get("once", ""), place=place, at=at)
            signatories.add(role, **told, first=first, last=last, by=officer().actor, at=at)
    except NotFound:
        raise
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
        last = dated.maybe_day(request.form, "last")
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            signatories.end(number, last, by=officer().actor, at=at)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(str(number), refusal)
    flash(_("Hari terakhir disimpan."))
    return redirect(place, 303)


@room.post("/penanda-tangan/<int(max=2147483647):number>/batal")
@open_to(*HOUSEKEEPING)
def call_off_signatory(number: int) -> Response:
    """Call off a term that has not begun; it stays in the list.

    Aborts: 404 no such term; 409 TermBegun.
    """
    at, place = clock.now(), url_for("desk.show_signatories")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        term = signatories.call_off(number, by=officer().actor, at=at)
    flash(_("Masa jabatan %(name)s mulai %(day)s dibatalkan.", name=term.name, day=day(term.first_day)))
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
    return _(
        "%(role)s: masa jabatan terakhir habis sebelum %(first)s. Tambahkan penggantinya.",
        role=role,
        first=day(gap.first),
    )


def _page(wrong: str = "", refusal: Refused | None = None) -> Response:
    """The page; `wrong` is the role whose form was refused, or the number of the term whose last day was."""
    at = clock.now()
    params = refusal.params if refusal else {}
    if isinstance(refusal, signatories.TermsOverlap):
        params = _said(params)
    error = f"{say(refusal.message, params)} {say(refusal.next_step)}" if refusal else ""
    box = str(refusal.params.get("box") or BOXES.get(type(refusal), "last")) if refusal else ""
    roles = [_role(role, name, at, request.form if role == wrong else {}) for role, name in role_words().items()]
    if not any(role["code"] == wrong for role in roles):
        box = "last"
    return page("desk/signatories.html", status=refusal.status if refusal else 200, roles=roles, wrong=wrong,
                errors={f"{box}-{wrong}": error} if refusal else {}, today=dated.as_typed(opening.local_day(at)),
                typed=request.form)  # fmt: skip


def _role(role: str, name: str, at: datetime, form: Mapping[str, str]) -> dict[str, Any]:
    today, kept = opening.local_day(at), list(reversed(signatories.ever(role)))
    return {
        "code": role, "name": name, "form": form, "url": url_for("desk.add_signatory", role=role), "now": _now(role, at),
        "gaps": [_gap(gap, today) for gap in signatories.gaps(role, today)],
        "terms": [_term(term, today) for term in kept],
    }  # fmt: skip


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
    over = term.called_off or (term.last_day is not None and term.last_day < today)
    ahead = term.first_day > today and not term.called_off
    ended = _("Dibatalkan") if term.called_off else _("Selesai")
    state = ("quiet", ended) if over else ("info", _("Nanti")) if ahead else ("good", _("Menjabat"))
    return {
        "id": str(term.id), "name": term.name, "title": term.printed_title, "nip": term.nip, "days": _days(term),
        "state": state, "over": over, "ahead": ahead, "last_typed": dated.as_typed(term.last_day),
        "url": url_for("desk.end_signatory", number=term.id), "off_url": url_for("desk.call_off_signatory", number=term.id),
        "changes": _changes(term),
    }  # fmt: skip


def _days(term: Term) -> str:
    first = day(term.first_day)
    if term.called_off:
        return _("Mulai %(first)s", first=first)
    if term.last_day is None:
        return _("Mulai %(first)s, seterusnya", first=first)
    return _("%(first)s sampai %(last)s", first=first, last=day(term.last_day))


def _changes(term: Term) -> list[str]:
    """When it was added, by whom, and what became of it."""
    said = {"signatory.added": _("ditambahkan"), "signatory.ends": _("hari terakhir diubah"),
            "signatory.called_off": _("dibatalkan")}  # fmt: skip
    found = [each for each in events.of("signatory", term.id) if each.kind in said]
    names = dated.names_of(each.actor_id for each in found)
    told = ((said[each.kind], day_hour(each.at), names.get(each.actor_id or 0, _("Sistem"))) for each in found)
    return [_("%(what)s %(when)s, %(who)s", what=what, when=when, who=who) for what, when, who in told]
