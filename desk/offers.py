"""Which services take new applications, and within how many working hours: dated, with history and who changed it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, room
from desk.roles import CLOSES, STEERS
from frame.access import officer, open_to
from frame.language import day_hour, language, say
from frame.pages import page
from office import catalogue, clock, once, opening, settings, settings_typed
from office.catalogue import Service
from office.db import transaction
from office.errors import Refused

KEYS = ("closed_services", "promises")
LONGEST_PROMISE = 1000


class BadPromise(Refused):
    """A promise is a whole number of working hours; `service` is the code of the one that is wrong."""

    message = "Janji waktu harus 1 sampai 1000 jam kerja."
    next_step = "Perbaiki angkanya, lalu simpan lagi. Kosong berarti seperti biasa."

    def __init__(self, service: str) -> None:
        """Name the service whose promise is wrong."""
        super().__init__()
        self.service = service


@room.get("/kalender/layanan")
@open_to(*STEERS)
def show_offers() -> Response:
    """Show every service: whether it is open, and what is promised."""
    return _page()


@room.post("/kalender/layanan/tutup")
@open_to(*CLOSES)
def change_closed_services() -> Response:
    """Close these services for new applications and open the others, from now or from a later hour.

    Aborts: 422 UnknownService, BadDate.
    """
    at, place = clock.now(), url_for("desk.show_offers")
    try:
        closed = settings_typed.read_services(",".join(request.form.getlist("tutup")), catalogue.services())
        start = dated.valid_from(request.form, at)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            settings.put("closed_services", closed, by=officer().actor, at=at, valid_from=start)
    except Refused as refusal:
        return _page(refusal, "layanan-mulai")
    flash(_("Disimpan, berlaku mulai %(when)s.", when=day_hour(start or at)))
    return redirect(place, 303)


@room.post("/kalender/layanan/janji")
@open_to(*CLOSES)
def change_promises() -> Response:
    """Promise other working hours for services, from now or from a later hour; what was promised already stays.

    Aborts: 422 BadPromise, BadDate.
    """
    at, place = clock.now(), url_for("desk.show_offers")
    try:
        promised, start = _promises(), dated.valid_from(request.form, at)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            settings.put("promises", promised, by=officer().actor, at=at, valid_from=start)
    except Refused as refusal:
        return _page(refusal, f"janji-{refusal.service}" if isinstance(refusal, BadPromise) else "janji-mulai")
    flash(_("Disimpan, berlaku mulai %(when)s.", when=day_hour(start or at)))
    return redirect(place, 303)


@room.post("/kalender/layanan/nanti/<int(max=2147483647):number>/batal")
@open_to(*CLOSES)
def call_off_offer(number: int) -> Response:
    """Call off a change of services or promises that was to hold from a later hour.

    Aborts: 404 NotFound, 409 AlreadyBegun.
    """
    at, place = clock.now(), url_for("desk.show_offers")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        row = settings.call_off(number, by=officer().actor, at=at, among=KEYS)
    flash(_("Perubahan mulai %(when)s dibatalkan.", when=day_hour(row.valid_from)))
    return redirect(place, 303)


def _promises() -> list[dict[str, Any]]:
    """The services whose promise differs from their file's.

    Raises:
        BadPromise: one is no whole number of hours, or too many.
    """
    found = []
    for service in catalogue.services().values():
        typed = request.form.get(f"janji-{service.code}", "").strip()
        if not typed:
            continue
        if not (typed.isascii() and typed.isdigit() and len(typed) < 6 and 1 <= int(typed) <= LONGEST_PROMISE):
            raise BadPromise(service.code)
        if int(typed) != service.promise_hours:
            found.append({"service": service.code, "hours": int(typed)})
    return found


def _page(refusal: Refused | None = None, box: str = "") -> Response:
    at, typed = clock.now(), request.form if refusal else {}
    rows = settings.histories(KEYS)
    people = dated.names(row for each in rows.values() for row in each)
    closed = [code.strip() for code in settings.get("closed_services", at).split(",")]
    ticked = request.form.getlist("tutup") if box == "layanan-mulai" else closed
    return page(
        "desk/offers.html", status=refusal.status if refusal else 200, typed=typed, may_change=officer().role in CLOSES,
        errors={box: f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"} if refusal else {},
        services=_services(ticked, opening.promises(at), typed),
        coming=[*dated.pending(rows["closed_services"], _closed_words, at), *dated.pending(rows["promises"], _promise_words, at)],
        histories=[
            (_("Riwayat layanan yang ditutup"), dated.past(rows["closed_services"], people, _closed_words)),
            (_("Riwayat janji waktu"), dated.past(rows["promises"], people, _promise_words)),
        ],
    )  # fmt: skip


def _services(closed: Sequence[str], promised: Mapping[str, int], typed: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"code": each.code, "name": each.name.in_language(language()), "closed": each.code in closed, "usual": each.promise_hours,
         "hours": typed.get(f"janji-{each.code}", promised.get(each.code, ""))}
        for each in catalogue.services().values()
    ]  # fmt: skip


def _closed_words(value: str) -> str:
    return ", ".join(_name(code.strip()) for code in value.split(",") if code.strip()) or _("semua buka")


def _promise_words(value: Sequence[Mapping[str, Any]]) -> str:
    said = (_("%(service)s %(hours)s jam", service=_name(row["service"]), hours=row["hours"]) for row in value)
    return ", ".join(said) or _("semua seperti biasa")


def _name(code: str) -> str:
    found: Service | None = catalogue.services().get(code)
    return found.name.in_language(language()) if found else code
