"""What the office decides for itself: its settings, from when they hold, their history, and who changed them."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, room
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import day_hour, language, say
from frame.pages import page
from office import clock, health, once, settings
from office.db import db, transaction
from office.errors import Refused
from office.identity import one_line
from office.settings import Known
from office.staff import Officer

LONGEST = 200
LONGEST_TEXT = 2000
TENTHS = ("temperature_limit",)
ELSEWHERE = ("queue_groups",)
HALL = (
    "protocol",
    "temperature",
    "puskesmas",
    "room",
    "priority",
    "calls",
    "absent",
    "almost",
    "appointment",
    "kiosk",
    "display",
)


class SettingEmpty(Refused):
    """This setting can't be without a value."""

    message = "Pengaturan ini tidak boleh kosong."
    next_step = "Isi nilainya, lalu simpan lagi."


class NotANumber(Refused):
    """This setting is a number."""

    message = "Nilai ini harus angka."
    next_step = "Perbaiki angkanya, lalu simpan lagi."


class UnknownQuestion(Refused):
    """A question of the checklist that nobody knows."""

    message = "Kode pertanyaan yang dikenal: mask, hands, symptoms, contact."
    next_step = "Perbaiki kodenya, lalu simpan lagi."


@room.get("/pengaturan")
@open_to(*HOUSEKEEPING)
def show_settings() -> Response:
    """Show every setting with its value and its history."""
    return _settings_page()


@room.post("/pengaturan/<key>")
@open_to(*HOUSEKEEPING)
def change_setting(key: str) -> Response:
    """Give one setting a new value, from now on or from a later hour; the earlier one stays as history.

    Aborts: 422 what can't be a value of it.
    """
    at, place = clock.now(), url_for("desk.show_settings")
    try:
        value, start = _read(key, request.form.get(key, "")), dated.valid_from(request.form, at)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            settings.put(key, value, by=officer().actor, at=at, valid_from=start)
    except Refused as refusal:
        return _settings_page({key: f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}"}, status=refusal.status)
    flash(_("Disimpan, berlaku mulai %(when)s.", when=day_hour(start or at)))
    return redirect(f"{place}#{key}", 303)


def _read(key: str, typed: str) -> Any:
    """What was typed, as a value of this setting's type."""
    known = settings.KNOWN.get(key)
    if known is None or key in ELSEWHERE:
        raise settings.UnknownSetting()
    if isinstance(known.default, bool):
        return typed == "yes"
    if isinstance(known.default, int):
        return _tenths(typed) if key in TENTHS else _whole(typed)
    value = typed.strip()[:LONGEST_TEXT] if known.long else one_line(typed, LONGEST)
    if known.default and not value:
        raise SettingEmpty()
    if key == "protocol_questions" and not {code.strip() for code in value.split(",")} <= set(health.WANTED):
        raise UnknownQuestion()
    return value


def _whole(typed: str) -> int:
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise NotANumber()
    return int(text)


def _tenths(typed: str) -> int:
    try:
        return health.read_temperature(typed)
    except health.BadTemperature:
        raise NotANumber() from None


def _settings_page(errors: dict[str, str] | None = None, *, status: int = 200) -> Response:
    keys = [key for key in settings.KNOWN if key not in ELSEWHERE]
    parts = [(_("Kantor dan surat"), [key for key in keys if not key.startswith(HALL)]),
             (_("Ruang, antrean dan protokol"), [key for key in keys if key.startswith(HALL)])]  # fmt: skip
    shown = [(title, [_shown(key, errors or {}) for key in part]) for title, part in parts]
    return page("desk/settings.html", status=status, parts=shown)


def _shown(key: str, errors: Mapping[str, str]) -> dict[str, Any]:
    known, at = settings.KNOWN[key], clock.now()
    history = settings.history(key)[:20]
    typed = {"mulai_tanggal": "", "mulai_jam": ""} | (request.form.to_dict() if key in errors else {})
    return {
        "key": key, "url": url_for("desk.change_setting", key=key), "field": _field(key, known, errors, settings.get(key, at)),
        "history": [(day_hour(row.valid_from), _who(row.set_by), _words(key, known, row.value["v"])) for row in history],
        "coming": [_("mulai %(when)s: %(value)s", when=day_hour(row.valid_from), value=_words(key, known, row.value["v"]))
                   for row in reversed(history) if row.valid_from > at],
        "start_day": typed["mulai_tanggal"], "start_hour": typed["mulai_jam"],
    }  # fmt: skip


def _field(key: str, known: Known, errors: Mapping[str, str], value: Any) -> dict[str, Any]:
    choices = {code: say(label) for code, label in (known.choices or {}).items()}
    kind, shown = "text", value
    if isinstance(value, bool):
        choices, shown = {"yes": _("Ya"), "no": _("Tidak")}, "yes" if value else "no"
    elif isinstance(value, int):
        kind, shown = "text" if key in TENTHS else "number", _degrees(value) if key in TENTHS else str(value)
    elif known.long:
        kind = "long_text"
    hint = _("%(low)s sampai %(high)s", low=known.low, high=known.high) if known.high and key not in TENTHS else ""
    return {
        "name": key, "label": say(known.label), "kind": "choice" if choices else kind, "options": list(choices.items()),
        "value": request.form.get(key, shown), "error": errors.get(key),
        "required": bool(known.default) or isinstance(value, int), "hint": hint,
    }  # fmt: skip


def _words(key: str, known: Known, value: Any) -> str:
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if key in TENTHS:
        return _degrees(value)
    choices = {code: say(label) for code, label in (known.choices or {}).items()}
    return str(choices.get(value, value)) or _("kosong")


def _degrees(tenths: int) -> str:
    return f"{tenths // 10}{'.' if language() == 'en' else ','}{tenths % 10}"


def _who(officer_id: int | None) -> str:
    found = db.session.get(Officer, officer_id) if officer_id else None
    return found.name if found else _("Sistem")
