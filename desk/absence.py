"""Officers who are away and who stands in: noted by themselves, or by those who steer for anybody."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, room
from desk.roles import LISTS, STEERS, words
from frame.access import officer, open_to
from frame.language import day, say
from frame.pages import page
from office import absences, clock, once, opening, places
from office.absences import Absence
from office.db import db, transaction
from office.errors import Refused
from office.identity import BadInput, read_day
from office.staff import Officer

REFUSALS = (
    absences.DaysUnclear, absences.WrongDeputy, absences.DeputyAway, absences.Circle, absences.AlreadyAway,
)  # fmt: skip
FIELDS = {absences.DaysUnclear: "mulai", absences.AlreadyAway: "mulai"}


@room.get("/cuti")
@open_to(*LISTS)
def show_absences() -> Response:
    """Show who is or will be away, one's own or everybody's, and the form for another absence."""
    return _absences_page()


@room.post("/cuti")
@open_to(*LISTS)
def note_absence() -> Response:
    """Note that an officer is away, and who stands in.

    Aborts: 403 NotAllowed for somebody else; 409 and 422 on the form, with what was typed.
    """
    at, place = clock.now(), url_for("desk.show_absences")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            who, deputy, first, last = _person("petugas") or officer(), _deputy(), _day("mulai"), _day("selesai")
            absences.note(who, deputy, first, last, by=officer(), at=at)
    except (*REFUSALS, DeputyMissing) as refusal:
        return _absences_page(refusal)
    flash(_("Dicatat: %(name)s digantikan %(deputy)s, %(first)s sampai %(last)s.", name=who.name, deputy=deputy.name,
            first=day(first), last=day(last)))  # fmt: skip
    return redirect(place, 303)


@room.post("/cuti/<int(max=2147483647):number>/batal")
@open_to(*LISTS)
def call_off_absence(number: int) -> Response:
    """The officer is back earlier, or isn't away after all.

    Aborts: 403 NotAllowed for somebody else's, 404 NotFound.
    """
    at, place = clock.now(), url_for("desk.show_absences")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        absences.call_off(number, by=officer(), at=at)
    flash(_("Catatan itu dibatalkan. Berkas yang sudah berpindah tetap pada pemegangnya sekarang."))
    return redirect(place, 303)


class DeputyMissing(Refused):
    """Nobody was chosen to stand in."""

    message = "Pilih siapa yang menggantikan."
    next_step = "Pilih salah satu nama."


def _absences_page(refusal: Refused | None = None) -> Response:
    at, who = clock.now(), officer()
    steers = who.role in STEERS
    people = list(db.session.scalars(sa.select(Officer).where(Officer.active).order_by(Officer.name)))
    rows = absences.coming(at, officer_id=None if steers else who.id)
    field = FIELDS.get(type(refusal), "pengganti") if refusal else ""
    errors = {field: f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"} if refusal else {}
    return page(
        "desk/absences.html", status=refusal.status if refusal else 200, rows=[_line(each, people) for each in rows],
        people=[_named(each) for each in people] if steers else [], me=str(who.id), today=dated.as_typed(opening.local_day(at)),
        deputies=[_named(each) for each in (people if steers else _may_stand_in(people, who))], form=request.form, errors=errors,
    )  # fmt: skip


def _may_stand_in(people: list[Officer], who: Officer) -> list[Officer]:
    """Who may stand in for an officer: those of the same place and of the whole office, or anybody where there are none."""
    fit = [each for each in people if each.id != who.id and each.role in absences.DEPUTIES[who.role]]
    seats = places.officers()
    mine = seats.get(who.id)
    return [each for each in fit if mine is None or seats.get(each.id, mine) == mine] or fit


def _named(person: Officer) -> tuple[str, str]:
    return str(person.id), f"{person.name}, {words()[person.role]}"


def _line(absence: Absence, people: list[Officer]) -> dict[str, Any]:
    names = {each.id: each.name for each in people}
    first, last = (format_date(each, "d MMM y") for each in (absence.first, absence.last))
    return {
        "name": names.get(absence.officer_id, "-"), "deputy": names.get(absence.deputy_id, "-"), "first": first, "last": last,
        "off_url": url_for("desk.call_off_absence", number=absence.id),
    }  # fmt: skip


def _person(field: str) -> Officer | None:
    given = request.form.get(field, "")
    return db.session.get(Officer, int(given)) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _deputy() -> Officer:
    found = _person("pengganti")
    if found is None:
        raise DeputyMissing()
    return found


def _day(field: str) -> date:
    try:
        return read_day(request.form.get(field, ""))
    except BadInput:
        raise absences.DaysUnclear() from None
