"""What every page of the desk shows: who is signed in, and the rooms that this role may enter."""

from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _

from desk import room
from desk.roles import BOOKS, CARDS, COUNTERS, DOOR, HOUSEKEEPING, LISTS, words
from office.staff import Officer


@room.context_processor
def _shell() -> dict[str, Any]:
    found: Officer | None = g.get("officer")
    if found is None:
        return {}
    return {"tabs": tabs(found), "officer": {"name": found.name, "role": words()[found.role]}}


REGISTER = (
    "find_resident", "show_resident", "reveal_resident", "confirm_resident", "show_family", "reveal_family", "confirm_family",
    "new_family", "save_new_family", "edit_family", "save_family", "show_imports", "start_import", "show_import", "take_import",
    "drop_import", "export_register",
)  # fmt: skip


def tabs(officer: Officer) -> list[tuple[str, str, bool]]:
    """The rooms of this officer as the masthead takes them: address, name, whether one stands in it."""
    here = str(request.endpoint).removeprefix("desk.")
    doors = [
        ("desk.work_list", _("Permohonan"), LISTS, ()),
        ("desk.show_counter", _("Loket"), COUNTERS, ("show_counter", "open_counter", "act", "print_slip_again")),
        ("desk.show_door", _("Pintu"), DOOR, ("show_door", "count_people", "correct_count", "measure")),
        ("desk.print_queue", _("Cetak kartu"), CARDS, ("print_queue", "hand_over_form", "hand_over")),
        ("desk.find_resident", _("Penduduk"), CARDS, REGISTER),
        ("desk.show_books", _("Buku"), BOOKS, ("show_books", "show_book", "print_book")),
        (
            "desk.show_hall",
            _("Ruang antrean"),
            HOUSEKEEPING,
            ("show_hall", "add_counter", "change_counter", "change_groups"),
        ),
        ("desk.show_people", _("Petugas"), HOUSEKEEPING, ("show_people", "add_officer")),
        (
            "desk.show_devices",
            _("Perangkat"),
            HOUSEKEEPING,
            ("show_devices", "add_device", "pair_device", "revoke_device", "set_device_printers"),
        ),
        ("desk.show_settings", _("Pengaturan"), HOUSEKEEPING, ("show_settings", "change_setting")),
        ("desk.show_journal", _("Jejak"), HOUSEKEEPING, ("show_journal", "check_journal")),
    ]
    elsewhere = any(here in views for _endpoint, _name, _roles, views in doors)
    return [
        (url_for(endpoint), name, here in views if views else not elsewhere)
        for endpoint, name, roles, views in doors
        if officer.role in roles
    ]
