"""What the office decides for itself: its settings, from when they hold, their history, and who changed them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import dated, room
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.language import day_hour, language, say
from frame.pages import page
from office import clock, once, settings, settings_typed
from office.db import transaction
from office.errors import Refused
from office.settings import Known, Setting

# How wide the box of a text or number of a kind is.
WIDTHS = {"number": "w-8", "regency": "w-8", "nip": "w-16"}


@room.get("/pengaturan")
@open_to(*HOUSEKEEPING)
def show_settings() -> Response:
    """Show every setting with its value and its history."""
    return _settings_page()


@room.post("/pengaturan/<key>")
@open_to(*HOUSEKEEPING)
def change_setting(key: str) -> Response:
    """Give one setting a new value, from now on or from a later hour; the earlier one stays as history.

    Aborts: 422 what can't be a value of it, or a start that can't be.
    """
    at, place = clock.now(), url_for("desk.show_settings")
    try:
        value, start = _typed(key), dated.valid_from(request.form, at)
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            settings.put(key, value, by=officer().actor, at=at, valid_from=start)
    except Refused as refusal:
        return _settings_page(key, refusal)
    flash(_("Disimpan, berlaku mulai %(when)s.", when=day_hour(start or at)))
    return redirect(f"{place}#{key}", 303)


@room.post("/pengaturan/nanti/<int(max=2147483647):number>/batal")
@open_to(*HOUSEKEEPING)
def call_off_setting(number: int) -> Response:
    """Call off a value that was to hold from a later hour; it stays in the history.

    Aborts: 404 NotFound, 409 AlreadyBegun.
    """
    at, place = clock.now(), url_for("desk.show_settings")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        row = settings.call_off(number, by=officer().actor, at=at)
    flash(_("Perubahan mulai %(when)s dibatalkan.", when=day_hour(row.valid_from)))
    return redirect(f"{place}#{row.key}", 303)


def _typed(key: str) -> Any:
    """The value that was typed for a setting of this page; the others have a page of their own, which checks them."""
    if not any(key in keys for keys in settings.PARTS.values()):
        raise settings.UnknownSetting()
    return settings_typed.read(key, request.form.getlist(key))


def _settings_page(wrong: str = "", refusal: Refused | None = None) -> Response:
    """The page; `wrong` is the setting that was refused, whose typed value stays."""
    at, keys = clock.now(), [key for keys in settings.PARTS.values() for key in keys]
    values, rows = settings.several(keys, at), settings.histories(keys)
    people = dated.names(row for each in rows.values() for row in each)
    shown = {key: _shown(key, values[key], rows[key], people, at) for key in keys}
    errors = []
    if refusal:
        sentence, late = _sentence(wrong, refusal), isinstance(refusal, dated.BadDate)
        label = f"{say(settings.KNOWN[wrong].label)}: " if wrong in shown else ""
        errors = [(f"{wrong}-tanggal" if late else wrong, f"{label}{sentence}")]
        if wrong in shown:
            shown[wrong] |= _as_typed(shown[wrong]["field"], sentence, late=late)
    parts = [(code, *words, [shown[key] for key in settings.PARTS[code]]) for code, words in _titles().items()]
    return page("desk/settings.html", status=refusal.status if refusal else 200, parts=parts, errors=errors)


def _titles() -> dict[str, tuple[str, str]]:
    """What each part is called, and what it is for."""
    return {
        "office": (_("Kantor"), _("Nama, tempat, dan bahasa, seperti dibaca warga.")),
        "documents": (_("Surat"), _("Cara surat ditandatangani dan dikirim.")),
        "signatories": (
            _("Penanda tangan awal"),
            _("Hanya tercetak sebelum ada masa jabatan. Sesudahnya yang berlaku ialah halaman Penanda tangan."),
        ),
        "room": (_("Ruang dan protokol"), _("Berapa orang boleh di dalam, dan apa yang ditanyakan sebelum nomor diberikan.")),
        "queue": (_("Antrean"), _("Urutan panggilan. Kelompok, jam, kuota, dan loket ada di Ruang antrean.")),
        "appointments": (_("Janji temu"), _("Tempat yang bisa dipesan warga.")),
        "cards": (_("Kartu dan blangko"), _("Kapan memesan blangko, dan kapan warga diingatkan mengambil kartunya.")),
        "screens": (_("Kios dan layar"), _("Layar sentuh di pintu dan layar di ruang tunggu.")),
        "watching": (_("Pengawasan"), _("Kabar untuk kepala dinas dan pemeriksaan jejak.")),
    }  # fmt: skip


def _shown(key: str, value: Any, rows: Sequence[Setting], people: Mapping[int, str], at: datetime) -> dict[str, Any]:
    known = settings.KNOWN[key]
    words = partial(_words, known)
    return {
        "key": key, "url": url_for("desk.change_setting", key=key), "field": _field(key, known, value),
        "history": dated.past(rows, people, words), "coming": dated.pending(rows, words, at),
        "start_day": "", "start_hour": "", "start_error": "",
    }  # fmt: skip


def _as_typed(field: Mapping[str, Any], sentence: str, *, late: bool) -> dict[str, Any]:
    """What a refused form had, in place of what holds now."""
    typed = request.form.getlist(field["name"])
    value = typed if field["kind"] == "ticks" else "".join(typed[:1])
    return {
        "field": {**field, "value": value, "error": "" if late else sentence},
        "start_day": request.form.get("mulai_tanggal", ""), "start_hour": request.form.get("mulai_jam", ""),
        "start_error": sentence if late else "",
    }  # fmt: skip


def _field(key: str, known: Known, value: Any) -> dict[str, Any]:
    """One setting as `ui/form.html` takes a question; `ticks` for one of several choices."""
    kind, options, shown = "text", [(code, say(label)) for code, label in (known.choices or {}).items()], value
    if isinstance(value, bool):
        options, shown = [("yes", _("Ya")), ("no", _("Tidak"))], "yes" if value else "no"
    elif isinstance(value, int):
        kind, shown = "number", _number(known, value)
    elif known.many:
        shown = value.split(",")
    kind = "ticks" if known.many else "choice" if options else "long_text" if known.long else kind
    bounds = {"low": _number(known, known.low), "high": _number(known, known.high)}
    hints = (say(known.hint), _("%(low)s sampai %(high)s.", **bounds) if known.high else "")
    return {
        "name": key, "label": say(known.label), "kind": kind, "options": options, "value": shown, "error": "",
        "required": bool(known.default) or isinstance(value, int),
        "hint": " ".join(filter(None, hints)), "width": WIDTHS.get("number" if known.high else known.kind, ""),
    }  # fmt: skip


def _sentence(key: str, refusal: Refused) -> str:
    params = {name: say(str(value)) if name == "label" else value for name, value in refusal.params.items()}
    if isinstance(refusal, settings.OutOfBounds):
        params = {name: _number(settings.KNOWN[key], value) for name, value in params.items()}
    return f"{say(refusal.message, params)} {say(refusal.next_step)}"


def _words(known: Known, value: Any) -> str:
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, int):
        return _number(known, value)
    codes = value.split(",") if known.many else [value]
    labels = {code: say(label) for code, label in (known.choices or {}).items()}
    return ", ".join(labels.get(code, code) for code in codes) or _("kosong")


def _number(known: Known, value: Any) -> str:
    if not known.tenths:
        return str(value)
    return f"{value // 10}{'.' if language() == 'en' else ','}{value % 10}"
