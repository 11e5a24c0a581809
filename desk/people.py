"""The office's staff: who may sign in, new officers, and shutting one out at once."""

import re
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.roles import HOUSEKEEPING, words
from frame.access import officer, open_to
from frame.language import say
from frame.pages import page
from office import clock, once, opening, staff
from office.db import db, transaction
from office.errors import NotFound, Refused
from office.identity import one_line
from office.staff import Officer, Role

LOGIN = re.compile(r"[a-z0-9][a-z0-9.-]{2,39}")


class NotYourself(Refused):
    """An administrator can't shut themselves out: nobody might be left to let them in."""

    message = "Anda tidak bisa menonaktifkan diri sendiri."
    next_step = "Minta administrator lain."


@room.get("/orang")
@open_to(*HOUSEKEEPING)
def show_people() -> Response:
    """Show every officer, and the form for a new one."""
    return _people_page()


@room.post("/orang")
@open_to(*HOUSEKEEPING)
def add_officer() -> Response:
    """Add an officer with a first password, which the administrator hands over in person."""
    at, place, errors = clock.now(), url_for("desk.show_people"), _errors()
    if errors:
        return _people_page(errors, status=422)
    login, name, password = _typed("login").lower(), _typed("nama"), request.form.get("sandi", "")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        staff.add_officer(login, name, Role(request.form["peran"]), password, at=at, by=officer().actor)
    flash(_("%(name)s sudah ditambah. Beri tahu kata sandinya secara langsung.", name=name))
    return redirect(place, 303)


@room.post("/orang/<int(max=2147483647):number>/nonaktif")
@open_to(*HOUSEKEEPING)
def disable_officer(number: int) -> Response:
    """Shut an officer out at once, in every browser."""
    at, place = clock.now(), url_for("desk.show_people")
    if number == officer().id:
        raise NotYourself()
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        staff.disable(_found(number), by=officer().actor, at=at)
    return redirect(place, 303)


def _people_page(errors: dict[str, str] | None = None, *, status: int = 200) -> Response:
    found = db.session.scalars(sa.select(Officer).order_by(Officer.active.desc(), Officer.name))
    return page(
        "desk/people.html", status=status, people=[_line(each) for each in found], errors=errors or {}, form=request.form,
        roles=list(words().items()), shortest=staff.SHORTEST_PASSWORD,
    )  # fmt: skip


def _line(found: Officer) -> dict[str, Any]:
    return {
        "id": found.id, "name": found.name, "login": found.login, "role": words()[found.role], "active": found.active,
        "since": format_date(opening.local(found.made_at), "d MMM y"), "me": found.id == officer().id,
        "disable_url": url_for("desk.disable_officer", number=found.id),
    }  # fmt: skip


def _errors() -> dict[str, str]:
    """What is wrong in the form of a new officer, by field."""
    login, errors = _typed("login").lower(), {}
    if not LOGIN.fullmatch(login):
        errors["login"] = _("Pakai 3 sampai 40 huruf kecil, angka, titik atau garis.")
    elif db.session.scalar(sa.select(Officer.id).where(Officer.login == login)):
        errors["login"] = _("Nama pengguna ini sudah dipakai.")
    if not _typed("nama"):
        errors["nama"] = _("Tulis nama petugas.")
    if request.form.get("peran") not in list(Role):
        errors["peran"] = _("Pilih salah satu peran.")
    if len(request.form.get("sandi", "")) < staff.SHORTEST_PASSWORD:
        errors["sandi"] = f"{say(staff.WeakPassword.message)} {say(staff.WeakPassword.next_step)}"
    return errors


def _typed(name: str) -> str:
    return one_line(request.form.get(name, ""), 100)


def _found(number: int) -> Officer:
    found = db.session.get(Officer, number)
    if found is None:
        raise NotFound()
    return found
