"""The work list: what waits for whom, most urgent first; searching; and taking the next file."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from desk import room
from desk.failures import how_many
from desk.finding import may_take, place_of
from desk.promises import promise
from desk.roles import CARDS, FILES, LISTS, RELEASES
from frame.access import officer, open_to
from frame.language import language
from frame.pages import page
from office import catalogue, clock, codes, corrections, once
from office.applications import CHECKED, READY, SUBMITTED, Application, review, worklist
from office.applications.worklist import PAGE, Listing
from office.db import transaction
from office.identity import one_line
from office.staff import Officer, Role

# The names of the lists in addresses.
LISTS_BY_NAME = {
    "periksa": "to_check", "saya": "mine", "setujui": "to_approve", "warga": "with_resident", "resmi": "official_wanted",
    "siap": "ready", "selesai": "done", "ditutup": "closed",
}  # fmt: skip
FIRST = {Role.REGISTRAR: "setujui", Role.FRONT_DESK: "siap"}
TAKEN_FROM = {"periksa": FILES, "setujui": (Role.REGISTRAR,)}


@room.get("/")
@open_to(*LISTS)
def work_list() -> Response:
    """Show one list, a page of it, of one service or of all."""
    name, service = _list_name(request.args.get("daftar", "")), _service(request.args.get("layanan", ""))
    number = min(request.args.get("halaman", 1, type=int) or 1, 10_000)
    listing = worklist.listing(LISTS_BY_NAME[name], officer(), page=max(number, 1), service=service)
    return page("desk/worklist.html", **_view(name, service, listing))


@room.route("/cari", methods=["GET", "POST"])
@open_to(*LISTS)
def search() -> Response:
    """Find files by name or reference; by POST, since a name never stands in an address."""
    wanted = one_line(request.form.get("q", ""), 120)
    listing = worklist.listing("to_check", officer(), search=wanted) if wanted else Listing([], 0, 1)
    at = clock.now()
    rows = [row(application, holder, officer(), at=at) for application, holder in listing.rows]
    return page("desk/search.html", wanted=wanted, rows=rows, total=listing.total, most=PAGE)


@room.post("/ambil-berikutnya")
@open_to(*FILES)
def take_next() -> Response:
    """Take the most urgent file of a list that nobody holds, and open it."""
    at, name = clock.now(), _list_name(request.form.get("daftar", ""))
    back = url_for("desk.work_list", daftar=name)
    with transaction():
        once.spend(request.form.get("once", ""), place=back, at=at)
        taken = _take_first(name, officer(), at)
    if taken is None:
        flash(_("Tidak ada berkas yang bebas di daftar ini."))
        return redirect(back, 303)
    return redirect(place_of(taken), 303)


def row(application: Application, holder: str | None, officer: Officer, *, at: datetime) -> dict[str, Any]:
    """One line of a list: what is seen, and the one thing that this officer can do next."""
    mine = application.holder_id == officer.id
    return {
        "reference": codes.fours(application.reference), "name": application.subject_name, "mine": mine,
        "applicant": application.applicant_name if application.applicant_name != application.subject_name else "",
        "service": application.service.name.in_language(language()), "promise": promise(application, at=at),
        "holder": holder or "", "at_desk": application.state in (SUBMITTED, CHECKED),
        "act": _act(application, officer), "url": place_of(application),
        "take_url": url_for("desk.take", reference=application.reference),
        "release_url": url_for("desk.release", reference=application.reference),
        "hand_over_url": url_for("desk.hand_over_next", reference=application.reference),
    }  # fmt: skip


def _act(application: Application, officer: Officer) -> str:
    at_desk = application.state in (SUBMITTED, CHECKED)
    if at_desk and application.holder_id == officer.id and officer.role in FILES:
        return "continue"
    if at_desk and application.holder_id and officer.role in RELEASES and officer.role not in FILES:
        return "release"
    if application.state == READY and officer.role in CARDS:
        return "hand_over"
    if officer.role not in FILES:
        return ""
    return "take" if application.holder_id is None and may_take(application, officer) else "view"


def _take_first(name: str, officer: Officer, at: datetime) -> Application | None:
    while (application := worklist.next_free(LISTS_BY_NAME[name], officer)) is not None:
        if not may_take(application, officer):
            return None
        try:
            review.take(application, officer, at=at)
        except review.HeldByOther:
            continue
        return application
    return None


def _view(name: str, service: str, listing: Listing) -> dict[str, Any]:
    at, who = clock.now(), officer()
    rows = [row(application, holder, who, at=at) for application, holder in listing.rows]
    return {
        "name": name, "title": _titles()[name], "rows": rows, "listing": listing, "service": service,
        "lists": _lists(name, service), "services": _services(name, service), "may_take": who.role in TAKEN_FROM.get(name, ()),
        "any_free": any(each["act"] == "take" for each in rows), "empty": _empty(name), "count": _count(name, listing.total),
        "before": _page_url(name, service, listing.page - 1) if listing.page > 1 else "",
        "after": _page_url(name, service, listing.page + 1) if listing.has_more else "",
    }  # fmt: skip


def _list_name(given: str) -> str:
    return given if given in LISTS_BY_NAME else FIRST.get(Role(officer().role), "periksa")


def _service(given: str) -> str:
    return given if given in catalogue.services() else ""


def _lists(current: str, service: str) -> list[tuple[str, str, object, bool]]:
    counts = worklist.counts(officer())
    named: list[tuple[str, str, object, bool]] = [
        (_page_url(name, service), title, counts.get(LISTS_BY_NAME[name], ""), name == current)
        for name, title in _titles().items()
        if name != "saya" or officer().role in FILES
    ]
    if officer().role in RELEASES:
        open_requests = corrections.waiting_count(officer().role)
        named.insert(-2, (url_for("desk.show_corrections"), _("Pembetulan surat"), open_requests, False))
        named.insert(-2, (url_for("desk.show_failures"), _("Gagal diproses"), how_many(), False))
    return named


def _services(name: str, current: str) -> list[tuple[str, str, str, bool]]:
    every = [(_page_url(name, ""), _("Semua layanan"), "", not current)]
    return every + [
        (_page_url(name, code), service.name.in_language(language()), "", code == current)
        for code, service in catalogue.services().items()
    ]


def _page_url(name: str, service: str, number: int = 1) -> str:
    return url_for("desk.work_list", daftar=name, layanan=service or None, halaman=number if number > 1 else None)


def _titles() -> dict[str, str]:
    return {
        "periksa": _("Perlu diperiksa"), "saya": _("Milik saya"), "setujui": _("Menunggu persetujuan"),
        "warga": _("Tunggu warga"), "resmi": _("Menunggu PDF resmi"), "siap": _("Siap diambil"), "selesai": _("Selesai"),
        "ditutup": _("Ditutup"),
    }  # fmt: skip


def _count(name: str, total: int) -> str:
    order = _("yang terbaru di atas") if name in ("selesai", "ditutup") else _("yang paling mendesak di atas")
    return ngettext("%(num)d berkas", "%(num)d berkas", total) + f", {order}" if total else ""


def _empty(name: str) -> tuple[str, str]:
    """What an empty list says, and what comes next."""
    soon = _("Muat ulang halaman ini untuk melihat berkas baru.")
    return {
        "periksa": (_("Semua sudah diperiksa"), soon),
        "saya": (_("Anda tidak memegang berkas"), _("Ambil berkas dari daftar Perlu diperiksa.")),
        "setujui": (
            _("Tidak ada yang menunggu persetujuan"),
            _("Berkas yang Anda periksa sendiri tidak muncul di sini."),
        ),
        "warga": (_("Tidak ada berkas di tangan warga"), _("Berkas yang dikembalikan muncul di sini.")),
        "resmi": (_("Tidak ada yang menunggu PDF resmi"), soon),
        "siap": (_("Tidak ada kartu yang menunggu diambil"), _("Kartu yang selesai dicetak muncul di sini.")),
        "selesai": (_("Belum ada yang selesai"), soon),
        "ditutup": (_("Belum ada yang ditutup"), _("Berkas yang ditolak atau ditarik warga muncul di sini.")),
    }[name]
