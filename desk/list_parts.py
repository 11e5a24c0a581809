"""Which part of the work list is wanted: list, service, holder, only what is late; and the panels that lead to the others."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import request, url_for
from flask_babel import gettext as _

from desk import service_words
from desk.failures import how_many
from desk.roles import FILES, STEERS, TROUBLES
from desk.service_words import Choice
from desk.strays import strays
from office import catalogue, corrections, places
from office.applications import worklist
from office.applications.worklist import EVERY, FREE, MINE, NEWEST_FIRST, Narrowed
from office.db import db
from office.staff import Officer, Role

Panel = list[tuple[str, str, object, bool]]
# What the office works on and is late, or was promised for today: the lists behind two figures of the dashboard.
LATE, AT_RISK = "terlambat", "hari-ini"
# The names of the lists in addresses, and of what is held by whom.
LISTS_BY_NAME = {
    "periksa": "to_check", "saya": "mine", "setujui": "to_approve", "warga": "with_resident", "dibuat": "being_made",
    "resmi": "official_wanted", "siap": "ready", "selesai": "done", "ditutup": "closed", LATE: "in_work", AT_RISK: "in_work",
}  # fmt: skip
HELD_BY_NAME = {"saya": MINE, "bebas": FREE}
AT_DESK = ("periksa", "setujui")
FIRST = {Role.REGISTRAR: "setujui", Role.FRONT_DESK: "siap"}


@dataclass(frozen=True)
class Wanted:
    """What the address of a work list names; `holder` is an officer's id, `place` a place's, 0 for any."""

    name: str
    service: str = ""
    held: str = ""
    late: bool = False
    holder: int = 0
    place: int = 0

    def url(self, number: int = 1) -> str:
        """The address of this part, or of a page of it."""
        return url_for(
            "desk.work_list", daftar=self.name, layanan=self.service or None, pegang=self.held or None,
            lewat="1" if self.late else None, petugas=self.holder or None, tempat=self.place or None,
            halaman=number if number > 1 else None,
        )  # fmt: skip

    def narrowed(self, at: datetime) -> Narrowed:
        """The same for the office."""
        late, at_risk = self.late or self.name == LATE, self.name == AT_RISK
        return Narrowed(
            self.service, HELD_BY_NAME.get(self.held, EVERY), self.holder or None,
            late_at=at if late else None, at_risk_at=at if at_risk else None, place=self.place or None,
        )  # fmt: skip


def read(who: Officer) -> Wanted:
    """What this request asks for; what it can't mean is left out, and `unknown` says so."""
    given = request.values
    service = given.get("layanan", "")
    return Wanted(
        list_name(given.get("daftar", ""), who), service if service in catalogue.services() else "",
        given.get("pegang", "") if given.get("pegang") in HELD_BY_NAME else "", given.get("lewat") == "1", _holder(who),
        _place(who),
    )  # fmt: skip


def unknown(wanted: Wanted) -> list[str]:
    """A sentence for each part of the address that was left out."""
    late = request.values.get("lewat", "")
    return strays(
        ("daftar", _("Daftar"), wanted.name == request.values.get("daftar")), ("layanan", _("Layanan"), bool(wanted.service)),
        ("pegang", _("Pemegang"), bool(wanted.held)), ("petugas", _("Petugas"), bool(wanted.holder)),
        ("lewat", _("Lewat batas"), late in ("0", "1")), ("tempat", _("Tempat"), bool(wanted.place)),
    )  # fmt: skip


def _holder(who: Officer) -> int:
    given = request.values.get("petugas", "")
    number = int(given) if who.role in STEERS and given.isascii() and given.isdigit() and len(given) < 10 else 0
    return number if number and db.session.get(Officer, number) else 0


def _place(who: Officer) -> int:
    """The place that was asked for, 0 without one; an officer of a place sees that one alone and chooses none."""
    given = request.values.get("tempat", "")
    known = {str(each.id): each.id for each in places.every(active_only=False)} if given else {}
    return known.get(given, 0) if worklist.place_seen(who) is None else 0


def list_name(given: str, who: Officer) -> str:
    """A list of this name, or the one that this officer's role works on first."""
    return given if given in LISTS_BY_NAME else FIRST.get(Role(who.role), "periksa")


def panels(wanted: Wanted, who: Officer, at: datetime) -> dict[str, Panel | Choice]:
    """The choices beside the list: lists with their counts, parts of this one, and the services that have files in it."""
    return {
        "lists": _lists(wanted, who, at), "parts": _parts(wanted, who), "places": _places(wanted, who),
        "services": _services(wanted, who, at),
    }  # fmt: skip


def titles() -> dict[str, str]:
    """Each list as people say it."""
    return {
        "periksa": _("Perlu diperiksa"), "saya": _("Milik saya"), "setujui": _("Menunggu persetujuan"),
        LATE: _("Terlambat"), AT_RISK: _("Dijanjikan hari ini"),
        "warga": _("Tunggu warga"), "dibuat": _("Sedang dibuat"), "resmi": _("Menunggu PDF resmi"), "siap": _("Siap diambil"),
        "selesai": _("Selesai"), "ditutup": _("Ditutup"),
    }  # fmt: skip


def order_words(name: str) -> str:
    """What lies on top of a list."""
    newest = LISTS_BY_NAME[name] in NEWEST_FIRST
    return _("yang terbaru di atas") if newest else _("yang paling mendesak di atas")


def _lists(wanted: Wanted, who: Officer, at: datetime) -> Panel:
    place = wanted.place or None
    counts, (at_risk, late) = worklist.counts(who, place), worklist.risks(at, who, place)
    shown: dict[str, object] = {name: counts.get(listed, "") for name, listed in LISTS_BY_NAME.items()}
    named: Panel = [
        (Wanted(name, wanted.service, place=wanted.place).url(), title, (shown | {LATE: late, AT_RISK: at_risk})[name],
         name == wanted.name)
        for name, title in titles().items()
        if name != "saya" or who.role in FILES
    ]  # fmt: skip
    if who.role in TROUBLES:
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
    words = _("Lama belum diambil saja") if wanted.name == "siap" else _("Lewat batas saja")
    has_limit = wanted.name not in ("warga", LATE, AT_RISK)
    return [*found, (late, words, "", wanted.late)] if has_limit else found


def _places(wanted: Wanted, who: Officer) -> Panel:
    """The places to choose from, for who sees them all; none while there is one."""
    found = places.every()
    if len(found) < 2 or worklist.place_seen(who) is not None:
        return []
    every: Panel = [(replace(wanted, place=0).url(), _("Seluruh kantor"), "", not wanted.place)]
    return every + [(replace(wanted, place=each.id).url(), each.name, "", each.id == wanted.place) for each in found]


def _services(wanted: Wanted, who: Officer, at: datetime) -> Choice:
    """The services that have files here, or all where the list only grows; the chosen one stays, files or none."""
    name = LISTS_BY_NAME[wanted.name]
    counts = worklist.counts_by_service(name, who, wanted.narrowed(at))
    if name in NEWEST_FIRST:
        return service_words.in_groups(catalogue.services(), {})
    return service_words.in_groups({*counts, wanted.service}, counts | {wanted.service: counts.get(wanted.service, 0)})
