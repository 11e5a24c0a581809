"""What one place decides for itself beside its counters and groups: seats, protocol, and the services that it doesn't offer."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import request
from flask_babel import gettext as _

from desk import dated
from frame.language import language, say
from office import catalogue, opening, settings, settings_typed
from office.errors import Refused

# Each is the office's until a place has its own.
KEYS = ("room_seats", "room_share", "protocol_on", "temperature_at", "appointment_cap", "puskesmas")
SERVICES = "closed_services"
BOX, START = "aturan", "aturan-mulai"


class BadRule(Refused):
    """A value that was typed can't be this setting's; `key` is the setting."""

    def __init__(self, key: str, why: Refused) -> None:
        """Say what whoever read it says, of which setting."""
        super().__init__(**why.params)
        self.key, self.message, self.next_step = key, why.message, why.next_step


def shown(place: int | None, errors: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """The rules of a place (its id) for the page; none for the whole office, which has the page of settings."""
    if place is None:
        return {"rules": [], "offers": []}
    values, sent = settings.several(KEYS, at, place), any(name.startswith(BOX) for name in errors)
    closed, everywhere = settings.own(SERVICES, at, place) or "", opening.closed_services(at)
    ticked = set(request.form.getlist("tutup")) if sent else {code.strip() for code in closed.split(",")}
    rows = settings.histories((*KEYS, SERVICES), place)
    return {
        "rules": [_field(key, values[key], errors.get(_box(key), ""), sent=sent) for key in KEYS],
        "offers": [
            (each.code, each.name.in_language(language()), each.code in ticked, each.code in everywhere)
            for each in catalogue.services().values()
        ],
        "rules_coming": [said for key in rows for said in dated.coming(rows[key], partial(_words, key), at)],
    }  # fmt: skip


def typed(place: int, at: datetime) -> dict[str, Any]:
    """What of the form differs from what holds in a place (its id), by setting.

    Raises:
        BadRule: a value can't be read or is out of bounds.
    """
    found: dict[str, Any] = {}
    for key in KEYS:
        try:
            found[key] = _read(key)
        except Refused as refusal:
            raise BadRule(key, refusal) from None
    codes = [code for code in catalogue.services() if code in request.form.getlist("tutup")]
    found[SERVICES] = ", ".join(codes)
    now = settings.several(KEYS, at, place) | {SERVICES: settings.own(SERVICES, at, place) or ""}
    return {key: value for key, value in found.items() if value != now[key]}


def box_of(refusal: Refused) -> str:
    """The box that a refusal is about."""
    return _box(refusal.key) if isinstance(refusal, BadRule) else START


def _read(key: str) -> Any:
    known, value = settings.KNOWN[key], settings_typed.read(key, [request.form.get(_box(key), "")])
    if type(value) is int and not known.low <= value <= known.high:
        raise settings.OutOfBounds(low=known.low, high=known.high)
    return value


def _box(key: str) -> str:
    return f"{BOX}-{key}"


def _field(key: str, value: Any, error: str, *, sent: bool) -> dict[str, Any]:
    known = settings.KNOWN[key]
    options = [(code, say(label)) for code, label in (known.choices or {}).items()]
    if isinstance(value, bool):
        options, value = [("yes", _("Ya")), ("no", _("Tidak"))], "yes" if value else "no"
    return {
        "name": _box(key), "label": say(known.label), "kind": "choice" if options else "text", "options": options,
        "value": request.form.get(_box(key), "") if sent else str(value), "error": error, "required": bool(known.default),
        "width": "w-4" if isinstance(value, int) else "",
    }  # fmt: skip


def _words(key: str, value: Any) -> str:
    if isinstance(value, bool):
        value = _("Ya") if value else _("Tidak")
    choices = {code: say(label) for code, label in (settings.KNOWN[key].choices or {}).items()}
    return f"{say(settings.KNOWN[key].label)}: {choices.get(value, value) or '-'}"
