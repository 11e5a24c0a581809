"""Kiosks and displays: adding, pairing, printers, and shutting one out at once."""

from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import room
from desk.places import chosen_place
from desk.promises import span
from desk.roles import HOUSEKEEPING
from frame.access import officer, open_to
from frame.doors import doors
from frame.pages import page
from office import clock, devices, once, places
from office.db import transaction
from office.devices import Device, Kind
from office.identity import one_line
from office.places import MAIN

LIVE = timedelta(minutes=1)
LONGEST = 120
PLACES = {Kind.KIOSK: "/kiosk/", Kind.DISPLAY: "/layar/"}


@room.get("/perangkat")
@open_to(*HOUSEKEEPING)
def show_devices() -> Response:
    """Show every kiosk and display, with its printers, and the form for a new one."""
    return _page()


@room.post("/perangkat")
@open_to(*HOUSEKEEPING)
def add_device() -> Response:
    """Add a kiosk or a display, to a place.

    Aborts: 404 no such place, 422 without a name or of an unknown kind.
    """
    at, place, name = clock.now(), url_for("desk.show_devices"), one_line(request.form.get("nama", ""), 60)
    if errors := _missing(name):
        return _page(errors)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        devices.add(Kind(request.form["jenis"]), name, by=officer().actor, at=at, place=chosen_place() or MAIN)
    return redirect(place, 303)


@room.post("/perangkat/<int(max=2147483647):number>/kode")
@open_to(*HOUSEKEEPING)
def pair_device(number: int) -> Response:
    """Show a pairing code, once: it is in this answer and nowhere else.

    Aborts: 404 no such device.
    """
    at = clock.now()
    with transaction():
        once.spend(request.form.get("once", ""), place=url_for("desk.show_devices"), at=at)
        device = devices.find(number)
        code = devices.offer_pairing(device, by=officer().actor, at=at)
    return page("desk/pairing.html", code=f"{code[:4]} {code[4:]}", device=device, minutes=devices.PAIRING.seconds // 60,
                address=doors().base_url + PLACES[Kind(device.kind)])  # fmt: skip


@room.post("/perangkat/<int(max=2147483647):number>/cabut")
@open_to(*HOUSEKEEPING)
def revoke_device(number: int) -> Response:
    """Shut a device out at once.

    Aborts: 404 no such device.
    """
    at, place = clock.now(), url_for("desk.show_devices")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        devices.revoke(devices.find(number), by=officer().actor, at=at)
    return redirect(place, 303)


@room.post("/perangkat/<int(max=2147483647):number>/pencetak")
@open_to(*HOUSEKEEPING)
def set_device_printers(number: int) -> Response:
    """Hang printers on a kiosk.

    Aborts: 404 no such device, 422 an address that can't be used.
    """
    at, place = clock.now(), url_for("desk.show_devices")
    slip, sheet = (one_line(request.form.get(name, ""), LONGEST) for name in ("nomor", "surat"))
    if errors := _unusable(number, slip=slip, sheet=sheet):
        return _page(errors, printers_of=number)
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        devices.set_printers(devices.find(number), slip=slip, sheet=sheet, by=officer().actor, at=at)
    flash(_("Disimpan. Keadaan pencetak terlihat dalam beberapa detik."))
    return redirect(place, 303)


def state_words() -> dict[str, tuple[str, str]]:
    """A printer's state as a badge takes it."""
    return {
        "ready": ("good", _("Siap")), "paper_low": ("warn", _("Kertas menipis")), "paper_out": ("bad", _("Kertas habis")),
        "cover_open": ("bad", _("Tutup terbuka")), "offline": ("bad", _("Tidak menjawab")),
        "unknown": ("quiet", _("Tidak memberi tahu")),
        "": ("quiet", _("Belum dipakai")),
    }  # fmt: skip


def _missing(name: str) -> dict[str, str]:
    errors = {}
    if request.form.get("jenis") not in list(Kind):
        errors["jenis"] = _("Pilih kios atau layar.")
    if not name:
        errors["nama"] = _("Tulis nama tempatnya, misalnya Pintu utama.")
    return errors


def _unusable(number: int, **addresses: str) -> dict[str, str]:
    errors = {}
    for name, address in addresses.items():
        try:
            doors().check_printer(address)
        except doors().bad_printer:
            errors[f"{name}-{number}"] = _("Alamat ini tidak bisa dipakai. Contoh: tcp://10.0.0.5:9100")
    return errors


def _page(errors: dict[str, str] | None = None, *, printers_of: int = 0) -> Response:
    """The page; `printers_of` is the device whose addresses were refused, which stay as typed."""
    at = clock.now()
    names = {each.id: each.name for each in places.every(active_only=False)}
    lines = [_line(each, at) | {"place": names[each.place_id] if len(names) > 1 else ""} for each in devices.all_of()]
    for line in lines:
        if line["id"] == printers_of:
            line["addresses"] = {"slip": request.form.get("nomor", ""), "sheet": request.form.get("surat", "")}
    return page("desk/devices.html", status=422 if errors else 200, devices=lines, errors=errors or {}, form=request.form,
                kinds=[("kiosk", _("Kios sentuh")), ("display", _("Layar antrean"))], places=_choices())  # fmt: skip


def _choices() -> list[tuple[str, str]]:
    """The places where a screen may stand; none to choose while there is one."""
    found = [(str(each.id), each.name) for each in places.every()]
    return found if len(found) > 1 else []


def _line(device: Device, at: datetime) -> dict[str, Any]:
    words = state_words()
    return {
        "id": device.id, "code": device.code, "name": device.name, "kind": device.kind, "state": _state(device, at),
        "revoked": device.revoked_at is not None, "addresses": {"slip": device.slip_printer, "sheet": device.sheet_printer},
        "states": {
            "slip": words.get(device.slip_state, words["unknown"]) if device.slip_printer else None,
            "sheet": words.get(device.sheet_state, words["unknown"]) if device.sheet_printer else None,
        },
    }  # fmt: skip


def _state(device: Device, at: datetime) -> tuple[str, str]:
    if device.revoked_at:
        return "bad", _("Dicabut")
    if device.key_hash is None or device.seen_at is None:
        return "quiet", _("Belum dipasang")
    if abs(at - device.seen_at) < LIVE:
        return "good", _("Menyala")
    return "warn", _("Terakhir terlihat %(span)s lalu", span=span(at - device.seen_at))
