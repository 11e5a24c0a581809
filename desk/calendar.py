"""The calendar at the desk: closing the counter and opening it again, opening hours, holidays; all dated, with history."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from desk import calendar_shown, dated, room
from desk.places import chosen_place, here
from desk.roles import CLOSES, STEERS
from frame.access import officer, open_to
from frame.language import day, say
from frame.live import live
from frame.pages import page
from office import calendar, clock, closures, once
from office.calendar import BadWeek, PastDay
from office.closures import EndsEarlier, NoReason, ReasonTooLong
from office.db import transaction
from office.errors import Refused


@room.context_processor
def _closure() -> dict[str, Callable[[], dict[str, str] | None]]:
    return {"closure_now": lambda: calendar_shown.closure_note(live().look(here()).office.closure)}


@room.get("/kalender")
@open_to(*STEERS)
def show_calendar() -> Response:
    """Show a month with its holidays and closures, and what may be changed."""
    return _page()


@room.post("/kalender/tutup")
@open_to(*CLOSES)
def close_counter() -> Response:
    """Close the counter on days; first, when appointments stand on them, show which.

    Aborts: 409 Overlapping; 422 a reason or days that can't be.
    """
    at, place, where = clock.now(), _here(), chosen_place()
    try:
        first, last, reason, only = _closure_typed()
        found = closures.check(first, last, reason, counter_only=only, at=at, place=where)
        hit = closures.affected(found.first, found.last, at=at, place=where)
        if hit and "yakin" not in request.form:
            return _page(confirm=calendar_shown.to_confirm(found, hit, at))
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            moved = closures.close(first, last, reason, counter_only=only, by=officer().actor, at=at, place=where)
    except Refused as refusal:
        return _page(refusal, _box(refusal, "pertama"))
    _say_closed(first, moved)
    return redirect(place, 303)


@room.post("/kalender/buka")
@open_to(*CLOSES)
def reopen_counter() -> Response:
    """Let a closure end, so that the counter opens on a day; on its first day or before it is called off.

    Aborts: 409 NoSuchClosure, Overlapping; 422 a day that can't be.
    """
    at, place = clock.now(), _here()
    try:
        first, on = _day("penutupan"), _day("buka")
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            closures.reopen(first, on, by=officer().actor, at=at, place=chosen_place())
    except Refused as refusal:
        return _page(refusal, f"buka-{request.form.get('penutupan', '')[:10]}")
    flash(_("Loket buka lagi pada %(day)s.", day=day(on)) if on > first else _("Penutupan dibatalkan."))
    return redirect(place, 303)


@room.post("/kalender/jam")
@open_to(*CLOSES)
def change_hours() -> Response:
    """Give the week other opening hours from a day on; nothing typed is lost when they can't be.

    Aborts: 422 hours or a day that can't be.
    """
    at, place = clock.now(), _here()
    try:
        week, first = calendar.read_week([request.form.get(f"jam-{each}", "") for each in range(7)]), _day("mulai")
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            calendar.put_week(week, first, by=officer().actor, at=at, place=chosen_place())
    except Refused as refusal:
        return _page(
            refusal, f"jam-{refusal.weekday}" if isinstance(refusal, BadWeek) else _box(refusal, "jam-0", "mulai")
        )
    flash(_("Jam buka disimpan, berlaku mulai %(when)s.", when=day(first)))
    return redirect(place, 303)


@room.post("/kalender/jam/batal")
@open_to(*CLOSES)
def call_off_hours() -> Response:
    """Call off opening hours that were to begin on a later day.

    Aborts: 409 AlreadyBegun, 422 a day that can't be read.
    """
    at, place, first = clock.now(), _here(), _day("mulai")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        calendar.call_off_week(first, by=officer().actor, at=at, place=chosen_place())
    flash(_("Perubahan mulai %(when)s dibatalkan.", when=day(first)))
    return redirect(place, 303)


@room.post("/kalender/libur")
@open_to(*CLOSES)
def put_holiday() -> Response:
    """Add a holiday or shared leave, or give it another name.

    Aborts: 422 a day or a name that can't be.
    """
    at, place = clock.now(), _here()
    try:
        when = _day("libur")
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            calendar.put_holiday(when, request.form.get("nama", ""), by=officer().actor, at=at)
    except Refused as refusal:
        return _page(refusal, _box(refusal, "nama", "libur"))
    flash(_("%(day)s disimpan sebagai hari libur.", day=day(when)))
    return redirect(place, 303)


@room.post("/kalender/libur/hapus")
@open_to(*CLOSES)
def drop_holiday() -> Response:
    """Let the office work on a day that is on the list.

    Aborts: 422 a day that is over or is no holiday.
    """
    at, place = clock.now(), _here()
    try:
        when = _day("libur")
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            calendar.drop_holiday(when, by=officer().actor, at=at)
    except Refused as refusal:
        return _page(refusal, "daftar-libur")
    flash(_("%(day)s bukan hari libur lagi.", day=day(when)))
    return redirect(place, 303)


def _page(refusal: Refused | None = None, box: str = "", *, confirm: Mapping[str, Any] | None = None) -> Response:
    """The page; what was refused is said at its box, and all that was typed stays."""
    sentence = f"{say(refusal.message, _params(refusal))} {say(refusal.next_step)}" if refusal else ""
    shown = calendar_shown.whole(clock.now(), request.values, chosen_place())
    return page(
        "desk/calendar.html", status=refusal.status if refusal else 200, errors={box: sentence} if refusal else {},
        typed=request.form if refusal or confirm else {}, confirm=confirm, may_close=officer().role in CLOSES, **shown,
    )  # fmt: skip


def _params(refusal: Refused) -> dict[str, Any]:
    return {name: day(value) if isinstance(value, date) else value for name, value in refusal.params.items()}


def _box(refusal: Refused, usual: str, day: str = "pertama") -> str:
    if isinstance(refusal, NoReason | ReasonTooLong):
        return "alasan"
    if isinstance(refusal, EndsEarlier):
        return "terakhir"
    return str(refusal.params.get("box", "")) or (day if isinstance(refusal, PastDay) else usual)


def _closure_typed() -> tuple[date, date | None, str, bool]:
    form = request.form
    days = dated.one_day(form, "pertama"), dated.maybe_day(form, "terakhir")
    return *days, form.get("alasan", ""), form.get("dari_rumah") == "ya"


def _day(name: str) -> date:
    return dated.one_day(request.form, name)


def _here() -> str:
    where = chosen_place()
    return url_for("desk.show_calendar", tempat=where) if where else url_for("desk.show_calendar")


def _say_closed(first: date, moved: int) -> None:
    flash(_("Loket tutup mulai %(day)s.", day=day(first)))
    if moved:
        flash(
            ngettext(
                "%(num)d janji temu dipindah: orangnya dikabari.",
                "%(num)d janji temu dipindah: orangnya dikabari.",
                moved,
            )
        )
