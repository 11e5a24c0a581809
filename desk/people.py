"""The office's staff: who may sign in, new officers by invitation, other roles, and shutting one out at once."""

import re
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from desk import room
from desk.roles import HOUSEKEEPING, words
from desk.sign_in import sentence
from frame.access import officer, open_to
from frame.doors import doors
from frame.language import day_hour
from frame.pages import page
from office import clock, once, staff
from office.db import db, transaction
from office.errors import NotFound, Refused
from office.identity import one_line
from office.promises import handing, leaving
from office.staff import Officer, Role, invitations, second_factor, sessions

LOGIN = re.compile(r"[a-z0-9][a-z0-9.-]{2,39}")
FREE = "lepas"


class NotYourself(Refused):
    """An administrator can't shut themselves out: nobody might be left to let them in."""

    message = "Anda tidak bisa menonaktifkan diri sendiri atau mengubah peran sendiri."
    next_step = "Minta administrator lain."


@room.get("/orang")
@open_to(*HOUSEKEEPING)
def show_people() -> Response:
    """Show every officer, and the form for a new one."""
    return _people_page()


@room.post("/orang")
@open_to(*HOUSEKEEPING)
def add_officer() -> Response:
    """Add an officer, and show the link that lets them choose a password: it is in this answer and nowhere else.

    Aborts: 422 with what is wrong in the form.
    """
    at, errors = clock.now(), _errors()
    if errors:
        return _people_page(errors, status=422)
    login, name, role = _typed("login").lower(), _typed("nama"), Role(request.form["peran"])
    with transaction():
        once.spend(request.form.get("once", ""), place=url_for("desk.show_people"), at=at)
        added, key = invitations.add_invited(login, name, role, by=officer().actor, at=at)
    return _invitation_page(added, key)


@room.get("/orang/<int(max=2147483647):number>")
@open_to(*HOUSEKEEPING)
def show_person(number: int) -> Response:
    """Show one officer: name and role to change, a new invitation, and shutting them out."""
    return _person_page(_found(number))


@room.post("/orang/<int(max=2147483647):number>")
@open_to(*HOUSEKEEPING)
def change_officer(number: int) -> Response:
    """Change an officer's name and role; files that the new role doesn't open are freed or handed over in the same step.

    Aborts: 409 they hold files and nobody said what becomes of them, 422 what is wrong, or one's own role.
    """
    at, place, errors = clock.now(), url_for("desk.show_people"), _wrong(number)
    if errors:
        return _person_page(_found(number), errors)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        whose, role = _found(number), Role(request.form["peran"])
        moved = "" if role in leaving.OPENS_FILES else _settle_files(whose, at)
        staff.rename(whose, _typed("nama"), by=officer().actor, at=at)
        staff.give_role(whose, role, by=officer().actor, at=at)
    flash(" ".join(filter(None, (_("%(name)s disimpan.", name=whose.name), moved))))
    return redirect(place, 303)


@room.post("/orang/<int(max=2147483647):number>/undangan")
@open_to(*HOUSEKEEPING)
def invite_officer(number: int) -> Response:
    """Give an officer a new way in: password, second factor and sessions end; the link is in this answer and nowhere else.

    Aborts: 404 no such active officer, 422 oneself.
    """
    at = clock.now()
    _not_me(number)
    with transaction():
        once.spend(request.form.get("once", ""), place=url_for("desk.show_person", number=number), at=at)
        whose = _found(number)
        key = invitations.invite(whose, by=officer().actor, at=at)
    return _invitation_page(whose, key)


@room.post("/orang/<int(max=2147483647):number>/nonaktif")
@open_to(*HOUSEKEEPING)
def disable_officer(number: int) -> Response:
    """Shut an officer out at once, in every browser; their files are freed or handed over in the same step.

    Aborts: 409 they hold files and nobody said what becomes of them, 422 oneself.
    """
    at, place = clock.now(), url_for("desk.show_people")
    _not_me(number)
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            moved = _settle_files(_found(number), at)
            staff.disable(_found(number), by=officer().actor, at=at)
    except leaving.HoldsFiles as refusal:
        return _person_page(_found(number), {"berkas-keluar": sentence(refusal)}, status=refusal.status)
    flash(" ".join(filter(None, (_("%(name)s sudah dikeluarkan.", name=_found(number).name), moved))))
    return redirect(place, 303)


def _settle_files(whose: Officer, at: datetime) -> str:
    """Free or hand over the files of an officer as the form says, and say so.

    Raises:
        HoldsFiles: there are some, and the form doesn't say.
    """
    count, choice = leaving.held(whose), request.form.get("berkas", "")
    if not count:
        return ""
    to = next((each for each in _others(whose) if str(each.id) == choice), None)
    if to is None and choice != FREE:
        raise leaving.HoldsFiles(name=whose.name, count=count)
    given, freed = leaving.let_go(whose, to, by=officer(), at=at)
    handed = ngettext("%(num)d berkas diserahkan.", "%(num)d berkas diserahkan.", given) if given else ""
    loose = ngettext("%(num)d berkas kembali ke daftar.", "%(num)d berkas kembali ke daftar.", freed) if freed else ""
    return f"{handed} {loose}".strip()


def _others(whose: Officer) -> list[Officer]:
    return [each for each in handing.checkers(at=clock.now()) if each.id != whose.id]


def _people_page(errors: dict[str, str] | None = None, *, status: int = 200) -> Response:
    found = db.session.scalars(sa.select(Officer).order_by(Officer.active.desc(), Officer.name))
    used, invited, proven = sessions.last_uses(), invitations.pending(at=clock.now()), second_factor.who_have_one()
    people = [_line(each) | {"seen": day_hour(used.get(each.id)), "factor": each.id in proven, "invited": each.id in invited}
              for each in found]  # fmt: skip
    return page("desk/people.html", status=status, people=people, errors=errors or {}, form=request.form,
                roles=list(words().items()))  # fmt: skip


def _person_page(whose: Officer, errors: dict[str, str] | None = None, *, status: int = 422) -> Response:
    held = leaving.held(whose)
    choices = [(FREE, _("Lepaskan ke daftar kerja"))] + [
        (str(each.id), f"{each.name}, {words()[each.role]}") for each in _others(whose)
    ]
    return page(
        "desk/person.html", status=status if errors else 200, whom=_line(whose), errors=errors or {}, form=request.form,
        roles=list(words().items()), held=held, choices=choices, role=whose.role,
    )  # fmt: skip


def _invitation_page(whose: Officer, key: str) -> Response:
    link = f"{doors().base_url}{url_for('desk.show_invitation', key=key)}"
    return page("desk/invited.html", whom=_line(whose), link=link, days=invitations.VALID.days,
                qr=doors().qr_svg(link, _("Kode QR undangan")))  # fmt: skip


def _line(found: Officer) -> dict[str, Any]:
    return {
        "id": found.id, "name": found.name, "login": found.login, "role": words()[found.role], "active": found.active,
        "me": found.id == officer().id, "url": url_for("desk.show_person", number=found.id),
    }  # fmt: skip


def _errors() -> dict[str, str]:
    """What is wrong in the form of a new officer, by field."""
    login, errors = _typed("login").lower(), _wrong()
    if not LOGIN.fullmatch(login):
        errors["login"] = _("Pakai 3 sampai 40 huruf kecil, angka, titik atau garis.")
    elif db.session.scalar(sa.select(Officer.id).where(Officer.login == login)):
        errors["login"] = _("Nama pengguna ini sudah dipakai.")
    return errors


def _wrong(number: int = 0) -> dict[str, str]:
    """What is wrong about name and role, by field; `number` is the officer whom the form changes."""
    errors, role = {}, request.form.get("peran")
    if not _typed("nama"):
        errors["nama"] = _("Tulis nama petugas.")
    if role not in list(Role):
        errors["peran"] = _("Pilih salah satu peran.")
    elif number == officer().id and role != officer().role:
        errors["peran"] = sentence(NotYourself())
    elif (
        number
        and role not in leaving.OPENS_FILES
        and not request.form.get("berkas")
        and (held := leaving.held(_found(number)))
    ):
        errors["berkas"] = sentence(leaving.HoldsFiles(name=_found(number).name, count=held))
    return errors


def _not_me(number: int) -> None:
    if number == officer().id:
        raise NotYourself()


def _typed(name: str) -> str:
    return one_line(request.form.get(name, ""), 100)


def _found(number: int) -> Officer:
    found = db.session.get(Officer, number)
    if found is None:
        raise NotFound()
    return found
