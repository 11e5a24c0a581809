"""What the office decides for itself: its settings, their history, and who changed them."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import day_hour, say
from frame.pages import page
from office import clock, once, settings
from office.db import db, transaction
from office.errors import Refused
from office.identity import one_line
from office.staff import Officer

LONGEST = 200


class SettingEmpty(Refused):
    """This setting can't be without a value."""

    message = "Pengaturan ini tidak boleh kosong."
    next_step = "Isi nilainya, lalu simpan lagi."


@room.get("/pengaturan")
@open_to(*HOUSEKEEPING)
def show_settings() -> Response:
    """Show every setting with its value and its history."""
    return _settings_page()


@room.post("/pengaturan/<key>")
@open_to(*HOUSEKEEPING)
def change_setting(key: str) -> Response:
    """Give one setting a new value from now on; the earlier one stays as history."""
    at, place = clock.now(), url_for("desk.show_settings")
    value = one_line(request.form.get(key, ""), LONGEST)
    try:
        _must_not_be_empty(key, value)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            settings.put(key, value, by=officer().actor, at=at)
    except (SettingEmpty, settings.UnknownSetting) as refusal:
        return _settings_page({key: say(refusal.message)}, status=refusal.status)
    flash(_("Disimpan, berlaku mulai sekarang."))
    return redirect(f"{place}#{key}", 303)


def _settings_page(errors: dict[str, str] | None = None, *, status: int = 200) -> Response:
    return page("desk/settings.html", status=status, settings=[_shown(key, errors or {}) for key in settings.KNOWN])


def _shown(key: str, errors: dict[str, str]) -> dict[str, Any]:
    known = settings.KNOWN[key]
    choices = {value: say(label) for value, label in (known.choices or {}).items()}
    value = settings.get(key, clock.now())
    return {
        "key": key, "url": url_for("desk.change_setting", key=key),
        "field": {
            "name": key, "label": say(known.label), "kind": "choice" if choices else "text", "options": list(choices.items()),
            "value": request.form.get(key, value), "error": errors.get(key), "required": bool(known.default),
        },
        "history": [
            (day_hour(row.valid_from), _who(row.set_by), choices.get(row.value["v"], row.value["v"]) or _("kosong"))
            for row in settings.history(key)[:20]
        ],
    }  # fmt: skip


def _must_not_be_empty(key: str, value: str) -> None:
    known = settings.KNOWN.get(key)
    if known and known.default and not value:
        raise SettingEmpty()


def _who(officer_id: int | None) -> str:
    found = db.session.get(Officer, officer_id) if officer_id else None
    return found.name if found else _("Sistem")
