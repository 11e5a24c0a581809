"""What every page of the desk shows: who is signed in, and the rooms that this role may enter, in groups."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _

from desk import room
from desk.roles import BOOKS, CARDS, COUNTERS, DECISIONS, DOOR, HOUSEKEEPING, LISTS, STEERS, STOCK_SEEN, WATCHES, words
from office import clock, promises, signatories
from office.staff import Officer, Role
from office.watching import doubts, sampling

Tab = tuple[str, str, bool]


@dataclass(frozen=True)
class Door:
    """A room: its first page, its name for this officer, who may enter, and the views in which one stands in it."""

    endpoint: str
    name: Callable[[Officer], str]
    roles: tuple[Role, ...]
    views: tuple[str, ...] = ()


@room.context_processor
def _shell() -> dict[str, Any]:
    found: Officer | None = g.get("officer")
    if found is None or g.seat.lacks:
        return {}
    above, below = tabs(found)
    return {"tabs": above, "subtabs": below, "officer": {"name": found.name, "role": words()[found.role]}}


def tabs(officer: Officer) -> tuple[list[Tab], list[Tab]]:
    """The groups of rooms of this officer as the masthead takes them, and the rooms of the group that one stands in."""
    here, above, below = str(request.endpoint).removeprefix("desk."), list[Tab](), list[Tab]()
    elsewhere = here in ACCOUNT or any(here in door.views for _title, doors in GROUPS for door in doors)
    for title, doors in GROUPS:
        mine = [door for door in doors if officer.role in door.roles]
        if not mine:
            continue
        inside = [here in door.views if door.views else not elsewhere for door in mine]
        name = title() if len(mine) > 1 else mine[0].name(officer)
        above.append((url_for(f"desk.{mine[0].endpoint}"), name, any(inside)))
        if any(inside) and len(mine) > 1:
            below = [
                (url_for(f"desk.{door.endpoint}"), door.name(officer), now)
                for door, now in zip(mine, inside, strict=True)
            ]
    return above, below


PRINT_ROOM = (
    "print_queue", "spoiled_form", "mark_spoiled", "hand_over_form", "hand_over", "show_pickups", "show_deliveries",
    "show_delivery", "send_cards",
)  # fmt: skip
REGISTER = (
    "find_resident", "show_resident", "reveal_resident", "confirm_resident", "show_family", "reveal_family", "confirm_family",
    "new_family", "save_new_family", "edit_family", "save_family", "show_imports", "start_import", "show_import", "take_import",
    "drop_import", "export_register",
)  # fmt: skip
FIGURES = ("show_today", "show_report", "survey_sheet")
PEOPLE = ("show_people", "add_officer", "show_person", "change_officer", "invite_officer", "disable_officer")
# Reached by one's own name in the masthead, so no tab is marked.
ACCOUNT = (
    "show_account", "change_password", "set_up_code", "confirm_code", "renew_recovery_codes", "set_up_passkey", "add_passkey",
)  # fmt: skip
ATTENTION = (
    "show_attention", "set_mail", "show_load", "move_form", "move_file", "move_all_form", "move_all", "show_absences",
    "note_absence",
)  # fmt: skip
SETTINGS = ("show_settings", "change_setting", "show_places", "add_place", "change_place")
CALENDAR = ("show_calendar", "close_counter", "reopen_counter", "change_hours", "put_holiday", "drop_holiday", "show_offers",
            "change_closed_services", "change_promises")  # fmt: skip
WORDINGS = (
    "show_wordings", "show_wording", "save_wording", "preview_wording", "restore_wording", "show_signatories", "add_signatory",
    "end_signatory", "show_numbering", "save_numbering", "show_fines", "save_fines",
)  # fmt: skip
JOURNAL = ("show_journal", "search_journal", "search_person", "check_journal", "check_paper", "show_daily")


def _attention(officer: Officer) -> str:
    unread = promises.unread(officer)
    return _("Perhatian (%(n)d)", n=unread) if unread else _("Perhatian")


def _watching(officer: Officer) -> str:
    """The tab, with how much waits for a word; only who may say it counts."""
    waiting = doubts.waiting_count() + sampling.unjudged_count() if officer.role in WATCHES else 0
    return _("Pengawasan (%(n)d)", n=waiting) if waiting else _("Pengawasan")


def _wordings(officer: Officer) -> str:
    """The tab, with how many terms end soon without anybody to follow; only an administrator sees it."""
    soon = len(signatories.ending(clock.now())) if officer.role in HOUSEKEEPING else 0
    return _("Kata dan pejabat (%(n)d)", n=soon) if soon else _("Kata dan pejabat")


GROUPS: tuple[tuple[Callable[[], str], tuple[Door, ...]], ...] = (
    (lambda: _("Permohonan"), (Door("work_list", lambda officer: _("Permohonan"), LISTS),)),
    (lambda: _("Perhatian"), (Door("show_attention", _attention, LISTS, ATTENTION),)),
    (lambda: _("Loket"), (
        Door("show_counter", lambda officer: _("Loket"), COUNTERS,
             ("show_counter", "open_counter", "act", "print_slip_again")),
        Door("show_assist", lambda officer: _("Bantu isi"), COUNTERS,
             ("show_assist", "begin_assist", "begin_mending", "show_assisted", "record_phone")),
        Door("survey_paper", lambda officer: _("Survei kertas"), CARDS, ("survey_paper", "keep_survey_paper")),
        Door("show_door", lambda officer: _("Pintu"), DOOR, ("show_door", "count_people", "correct_count", "measure")),
    )),
    (lambda: _("Tanda tangan"), (
        Door("show_unsigned", lambda officer: _("Tanda tangan"), DECISIONS,
             ("show_unsigned", "choose_unsigned", "show_chosen", "order_signing", "show_batch")),
    )),
    (lambda: _("Kartu"), (
        Door("print_queue", lambda officer: _("Cetak kartu"), CARDS, PRINT_ROOM),
        Door("show_blanks", lambda officer: _("Blangko"), STOCK_SEEN,
             ("show_blanks", "receive_blanks", "count_blanks", "expect_blanks")),
    )),
    (lambda: _("Penduduk"), (Door("find_resident", lambda officer: _("Penduduk"), CARDS, REGISTER),)),
    (lambda: _("Buku"), (
        Door("show_books", lambda officer: _("Buku"), BOOKS, ("show_books", "show_book", "print_book", "void_number")),
    )),
    (lambda: _("Angka"), (
        Door("show_today", lambda officer: _("Hari ini"), STEERS, ("show_today",)),
        Door("show_report", lambda officer: _("Laporan"), STEERS, ("show_report", "survey_sheet")),
        Door("show_watching", _watching, STEERS, ("show_watching", "answer_doubt", "judge_look")),
        Door("show_journal", lambda officer: _("Jejak"), STEERS, JOURNAL),
    )),
    (lambda: _("Kantor"), (
        Door("show_calendar", lambda officer: _("Kalender"), STEERS, CALENDAR),
        Door("show_hall", lambda officer: _("Ruang antrean"), HOUSEKEEPING,
             ("show_hall", "add_counter", "change_counter", "change_groups", "change_place_rules")),
        Door("show_people", lambda officer: _("Petugas"), HOUSEKEEPING, PEOPLE),
        Door("show_devices", lambda officer: _("Perangkat"), HOUSEKEEPING,
             ("show_devices", "add_device", "pair_device", "revoke_device", "set_device_printers")),
        Door("show_wordings", _wordings, HOUSEKEEPING, WORDINGS),
        Door("show_settings", lambda officer: _("Pengaturan"), HOUSEKEEPING, SETTINGS),
    )),
)  # fmt: skip
