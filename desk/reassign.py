"""Who holds what and for how long; and files moved from one officer to another by those who steer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from desk import room
from desk.finding import find_file
from desk.list_parts import Wanted, list_name
from desk.promises import span
from desk.roles import STEERS, words
from frame.access import officer, open_to
from frame.language import language, say
from frame.pages import page
from office import clock, codes, once
from office.db import db, transaction
from office.errors import NotFound, Refused
from office.promises import handing
from office.promises.load import Hands, load
from office.staff import Officer


@room.get("/beban")
@open_to(*STEERS)
def show_load() -> Response:
    """Show what each officer holds, for how long, and how much of it is late."""
    at = clock.now()
    found = load(at=at)
    free = [(_free(state), *found.free[state]) for state in found.free]
    return page("desk/load.html", rows=[_line(each, at) for each in found.hands], free=free)


@room.get("/berkas/<reference>/pindahkan")
@open_to(*STEERS)
def move_form(reference: str) -> Response:
    """Ask to whom a file goes, and why."""
    return _one_page(reference)


@room.post("/berkas/<reference>/pindahkan")
@open_to(*STEERS)
def move_file(reference: str) -> Response:
    """Put a file into another officer's hands.

    Aborts: 403 NotAllowed, 404 NotFound; 409 and 422 on the form, with what was chosen.
    """
    at, place = clock.now(), url_for("desk.work_list")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            to = _chosen()
            handing.move_file(find_file(reference), to, request.form.get("alasan", ""), by=officer(), at=at)
    except (handing.WhyMissing, handing.NotThere, handing.NotTheirWork, ToMissing) as refusal:
        return _one_page(reference, refusal)
    flash(_("Berkas %(number)s sekarang dipegang %(name)s.", number=codes.fours(codes.tidy(reference)), name=to.name))
    return redirect(place, 303)


@room.get("/beban/<int(max=2147483647):number>/pindahkan")
@open_to(*STEERS)
def move_all_form(number: int) -> Response:
    """Ask to whom all files of an officer go, and why."""
    return _all_page(_found(number))


@room.post("/beban/<int(max=2147483647):number>/pindahkan")
@open_to(*STEERS)
def move_all(number: int) -> Response:
    """Put all files of an officer into another's hands, but those which that one may not work on.

    Aborts: 404 NotFound; 409 and 422 on the form, with what was chosen.
    """
    at, place, holder = clock.now(), url_for("desk.show_load"), _found(number)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            moved = handing.move_all(holder, _chosen(), request.form.get("alasan", ""), by=officer(), at=at)
    except (handing.WhyMissing, handing.NotThere, ToMissing) as refusal:
        return _all_page(holder, refusal)
    _say_moved(*moved)
    return redirect(place, 303)


class ToMissing(Refused):
    """Nobody was chosen to take the files."""

    message = "Pilih petugas yang menerima."
    next_step = "Pilih salah satu nama."


def reason_words() -> dict[str, str]:
    """Why files are moved, as people say it."""
    return {
        "load": _("Beban terlalu banyak"), "urgent": _("Harus segera selesai"), "absent": _("Petugas tidak bertugas"),
        "knows": _("Perlu yang paham soal ini"),
    }  # fmt: skip


def _one_page(reference: str, refusal: Refused | None = None) -> Response:
    application, at = find_file(reference), clock.now()
    holder = db.session.get(Officer, application.holder_id) if application.holder_id else None
    service = application.service.name.in_language(language())
    about = f"{codes.fours(application.reference)}, {service}. " + (
        _("Sekarang dipegang %(name)s.", name=holder.name) if holder else _("Sekarang belum ada yang memegang."))  # fmt: skip
    url = url_for("desk.move_file", reference=reference)
    return _page(
        _("Pindahkan berkas"), about, url, handing.takers(application, at=at), url_for("desk.work_list"), refusal
    )


def _all_page(holder: Officer, refusal: Refused | None = None) -> Response:
    held = len(handing.held_by((holder.id,)))
    about = ngettext("%(name)s memegang %(num)d berkas.", "%(name)s memegang %(num)d berkas.", held, name=holder.name)
    others = [each for each in handing.checkers(at=clock.now()) if each.id != holder.id]
    url = url_for("desk.move_all", number=holder.id)
    return _page(_("Pindahkan semua berkas"), about, url, others, url_for("desk.show_load"), refusal)


def _page(
    title: str, about: str, url: str, officers: Iterable[Officer], back: str, refusal: Refused | None
) -> Response:
    field = "alasan" if isinstance(refusal, handing.WhyMissing) else "kepada"
    errors = {field: f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"} if refusal else {}
    people = [(str(each.id), f"{each.name}, {words()[each.role]}") for each in officers]
    return page("desk/move.html", status=refusal.status if refusal else 200, title=title, about=about, url=url, back=back,
                people=people, reasons=list(reason_words().items()), form=request.form, errors=errors)  # fmt: skip


def _line(each: Hands, at: datetime) -> dict[str, Any]:
    return {
        "name": each.officer.name, "role": words()[each.officer.role], "held": each.held, "late": each.late,
        "since": span(at - each.since) if each.since else "", "deputy": each.deputy, "active": each.officer.active,
        "url": Wanted(list_name("", each.officer), holder=each.officer.id).url(),
        "move_url": url_for("desk.move_all_form", number=each.officer.id) if each.held else "",
    }  # fmt: skip


def _free(state: str) -> str:
    return {"submitted": _("Bebas, perlu diperiksa"), "checked": _("Bebas, menunggu persetujuan")}[state]


def _say_moved(moved: int, stayed: int) -> None:
    flash(ngettext("%(num)d berkas dipindahkan.", "%(num)d berkas dipindahkan.", moved))
    if stayed:
        flash(ngettext("%(num)d berkas tetap: bukan tugas penerima, atau diperiksanya sendiri.",
                       "%(num)d berkas tetap: bukan tugas penerima, atau diperiksanya sendiri.", stayed), "warn")  # fmt: skip


def _chosen() -> Officer:
    given = request.form.get("kepada", "")
    found = db.session.get(Officer, int(given)) if given.isascii() and given.isdigit() and len(given) < 10 else None
    if found is None:
        raise ToMissing()
    return found


def _found(number: int) -> Officer:
    found = db.session.get(Officer, number)
    if found is None:
        raise NotFound()
    return found
