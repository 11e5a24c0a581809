"""Which part of the work list is wanted: list, service, holder, only what is late; and the panels that lead to the others."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import request, url_for
from flask_babel import gettext as _

from desk.failures import how_many
from desk.roles import FILES, RELEASES, STEERS
from frame.language import language
from office import catalogue, corrections
from office.applications import worklist
from office.applications.worklist import EVERY, FREE, MINE, NEWEST_FIRST, Narrowed
from office.staff import Officer, Role

Panel = list[tuple[str, str, object, bool]]
# The names of the lists in addresses, and of what is held by whom.
LISTS_BY_NAME = {
    "periksa": "to_check", "saya": "mine", "setujui": "to_approve", "warga": "with_resident", "dibuat": "being_made",
    "resmi": "official_wanted", "siap": "ready", "selesai": "done", "ditutup": "closed",
}  # fmt: skip
HELD_BY_NAME = {"saya": MINE, "bebas": FREE}
AT_DESK = ("periksa", "setujui")
FIRST = {Role.REGISTRAR: "setujui", Role.FRONT_DESK: "siap"}


@dataclass(frozen=True)
class Wanted:
    """What the address of a work list names; `holder` is an officer's id, 0 for anybody."""

    name: str
    service: str = ""
    held: str = ""
    late: bool = False
    holder: int = 0

    def url(self, number: int = 1) -> str:
        """The address of this part, or of a page of it."""
        return url_for(
            "desk.work_list", daftar=self.name, layanan=self.service or None, pegang=self.held or None,
            lewat="1" if self.late else None, petugas=self.holder or None, halaman=number if number > 1 else None,
        )  # fmt: skip

    def narrowed(self, at: datetime) -> Narrowed:
        """The same for the office."""
        return Narrowed(
            self.service, HELD_BY_NAME.get(self.held, EVERY), self.holder or None, at if self.late else None
        )


def read(who: Officer) -> Wanted:
    """What this request asks for; what it can't mean is left out."""
    given = request.values
    service, holder = given.get("layanan", ""), given.get("petugas", "")
    return Wanted(
        list_name(given.get("daftar", ""), who), service if service in catalogue.services() else "",
        given.get("pegang", "") if given.get("pegang") in HELD_BY_NAME else "", given.get("lewat") == "1",
        int(holder) if who.role in STEERS and holder.isascii() and holder.isdigit() and len(holder) < 10 else 0,
    )  # fmt: skip


def list_name(given: str, who: Officer) -> str:
    """A list of this name, or the one that this officer's role works on first."""
    return given if given in LISTS_BY_NAME else FIRST.get(Role(who.role), "periksa")


def panels(wanted: Wanted, who: Officer) -> dict[str, Panel]:
    """The choices beside the list: lists with their counts, parts of this one, and services."""
    return {"lists": _lists(wanted, who), "parts": _parts(wanted, who), "services": _services(wanted)}


def titles() -> dict[str, str]:
    """Each list as people say it."""
    return {
        "periksa": _("Perlu diperiksa"), "saya": _("Milik saya"), "setujui": _("Menunggu persetujuan"),
        "warga": _("Tunggu warga"), "dibuat": _("Sedang dibuat"), "resmi": _("Menunggu PDF resmi"), "siap": _("Siap diambil"),
        "selesai": _("Selesai"), "ditutup": _("Ditutup"),
    }  # fmt: skip


def order_words(name: str) -> str:
    """What lies on top of a list."""
    newest = LISTS_BY_NAME[name] in NEWEST_FIRST
    return _("yang terbaru di atas") if newest else _("yang paling mendesak di atas")


def _lists(wanted: Wanted, who: Officer) -> Panel:
    counts = worklist.counts(who)
    named: Panel = [
        (Wanted(name, wanted.service).url(), title, counts.get(LISTS_BY_NAME[name], ""), name == wanted.name)
        for name, title in titles().items()
        if name != "saya" or who.role in FILES
    ]
    if who.role in RELEASES:
        open_requests = corrections.waiting_count(who.role)
        named.insert(-2, (url_for("desk.show_corrections"), _("Pembetulan surat"), open_requests, False))
        named.insert(-2, (url_for("desk.show_failures"), _("Gagal diproses"), how_many(), False))
    if who.role in STEERS:
        named.append((url_for("desk.show_load"), _("Siapa memegang apa"), "", False))
    return named


def _parts(wanted: Wanted, who: Officer) -> Panel:
    if LISTS_BY_NAME[wanted.name] in NEWEST_FIRST:
        return []
    every = replace(wanted, held="", holder=0)
    held = [("", _("Semua")), ("saya", _("Dipegang saya")), ("bebas", _("Bebas"))]
    found: Panel = [
        (replace(every, held=code).url(), title, "", code == wanted.held and not wanted.holder)
        for code, title in held
        if wanted.name in AT_DESK and (code != "saya" or who.role in FILES)
    ]
    late = replace(wanted, late=not wanted.late).url()
    return [*found, (late, _("Lewat batas saja"), "", wanted.late)] if wanted.name != "warga" else found


def _services(wanted: Wanted) -> Panel:
    every: Panel = [(replace(wanted, service="").url(), _("Semua layanan"), "", not wanted.service)]
    return every + [
        (replace(wanted, service=code).url(), service.name.in_language(language()), "", code == wanted.service)
        for code, service in catalogue.services().items()
    ]
