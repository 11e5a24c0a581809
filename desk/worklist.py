"""The work list: what waits for whom, most urgent first; searching; and taking the next file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from desk import list_parts, room, searched
from desk.finding import may_take, place_of
from desk.list_parts import AT_RISK, LATE, LISTS_BY_NAME, Wanted, titles
from desk.promises import promise, span
from desk.roles import CARDS, FILES, LISTS, RELEASES, STEERS
from desk.strays import page_number
from frame.access import officer, open_to
from frame.language import language
from frame.pages import page
from office import absences, clock, codes, once, opening
from office.applications import CHECKED, READY, SUBMITTED, Application, review, worklist
from office.applications.worklist import PAGE, Listing
from office.db import db, transaction
from office.identity import one_line
from office.staff import Officer, Role

TAKEN_FROM = {"periksa": FILES, "setujui": (Role.REGISTRAR,)}


@dataclass(frozen=True)
class Seen:
    """What every line of a list is seen by: who looks, when, and whose hands are empty (ids)."""

    who: Officer
    at: datetime
    calendars: opening.Calendars
    gone: frozenset[int]


@room.get("/")
@open_to(*LISTS)
def work_list() -> Response:
    """Show one list, a page of it, of one service or of all, of one holder or of all, late files or all."""
    at, wanted = clock.now(), list_parts.read(officer())
    listing = worklist.listing(LISTS_BY_NAME[wanted.name], officer(), page=page_number(), part=wanted.narrowed(at))
    return page("desk/worklist.html", unknown=list_parts.unknown(wanted), **_view(wanted, listing, at))


@room.get("/cari")
@open_to(*LISTS)
def search() -> Response:
    """Show the files that a kept search finds, by name or reference."""
    key = request.args.get("hasil", "")
    wanted = searched.words_of(key, clock.now())
    listing = worklist.listing("to_check", officer(), search=wanted) if wanted else Listing([], 0, 1)
    over = bool(key) and not wanted
    return page("desk/search.html", wanted=wanted, rows=rows_of(listing), total=listing.total, most=PAGE, over=over)


@room.post("/cari")
@open_to(*LISTS)
def begin_search() -> Response:
    """Keep what is searched for, since a name never stands in an address, and lead to what is found."""
    wanted = one_line(request.form.get("q", ""), 120)
    key = searched.keep(wanted, clock.now()) if wanted else None
    return redirect(url_for("desk.search", hasil=key), 303)


@room.post("/ambil-berikutnya")
@open_to(*FILES)
def take_next() -> Response:
    """Take the most urgent file of a list that nobody holds, and open it."""
    at, wanted = clock.now(), list_parts.read(officer())
    back = wanted.url()
    with transaction():
        once.spend(request.form.get("once", ""), place=back, at=at)
        taken = _take_first(wanted, officer(), at)
    if taken is None:
        flash(_("Tidak ada berkas yang bebas di daftar ini."))
        return redirect(back, 303)
    return redirect(place_of(taken), 303)


def rows_of(listing: Listing) -> list[dict[str, Any]]:
    """The lines of a list as this officer sees them now."""
    at = clock.now()
    seen = Seen(officer(), at, opening.Calendars(at), absences.gone(at))
    return [_row(application, holder, seen) for application, holder in listing.rows]


def _row(application: Application, holder: str | None, seen: Seen) -> dict[str, Any]:
    """One line of a list: what is seen, and the one thing that this officer can do next."""
    mine, at_desk = application.holder_id == seen.who.id, application.state in (SUBMITTED, CHECKED)
    return {
        "reference": codes.fours(application.reference), "name": application.subject_name, "mine": mine,
        "applicant": application.applicant_name if application.applicant_name != application.subject_name else "",
        "service": application.service.name.in_language(language()),
        "promise": promise(application, at=seen.at, calendar=seen.calendars[application.place_id]),
        "holder": holder or "", "at_desk": at_desk, "gone": application.holder_id in seen.gone,
        "held_for": span(seen.at - application.held_since) if at_desk and application.held_since else "",
        "act": _act(application, seen), "url": place_of(application),
        "take_url": url_for("desk.take", reference=application.reference),
        "release_url": url_for("desk.release", reference=application.reference),
        "move_url": url_for("desk.move_form", reference=application.reference) if at_desk and seen.who.role in STEERS else "",
        "hand_over_url": url_for("desk.hand_over_next", reference=application.reference),
    }  # fmt: skip


def _act(application: Application, seen: Seen) -> str:
    officer, at_desk = seen.who, application.state in (SUBMITTED, CHECKED)
    if at_desk and application.holder_id == officer.id and officer.role in FILES:
        return "continue"
    if at_desk and application.holder_id and officer.role in RELEASES and officer.role not in FILES:
        return "release"
    if application.state == READY and officer.role in CARDS:
        return "hand_over"
    if officer.role not in FILES:
        return ""
    if at_desk and application.holder_id in seen.gone and may_take(application, officer):
        return "take_over"
    return "take" if application.holder_id is None and may_take(application, officer) else "view"


def _take_first(wanted: Wanted, officer: Officer, at: datetime) -> Application | None:
    name, place = LISTS_BY_NAME[wanted.name], wanted.place or None
    while (application := worklist.next_free(name, officer, place)) is not None:
        if not may_take(application, officer):
            return None
        try:
            review.take(application, officer, at=at)
        except review.HeldByOther:
            continue
        return application
    return None


def _view(wanted: Wanted, listing: Listing, at: datetime) -> dict[str, Any]:
    who, rows = officer(), rows_of(listing)
    held_by = db.session.get(Officer, wanted.holder) if wanted.holder else None
    return {
        "name": wanted.name, "title": titles()[wanted.name], "rows": rows, "listing": listing, "held_by": held_by,
        "wanted": wanted, **list_parts.panels(wanted, who, at), "may_take": who.role in TAKEN_FROM.get(wanted.name, ()),
        "any_free": any(each["act"] == "take" for each in rows), "empty": _empty(wanted), "count": _count(wanted, listing),
        "before": wanted.url(listing.page - 1) if listing.page > 1 else "",
        "after": wanted.url(listing.page + 1) if listing.has_more else "",
    }  # fmt: skip


def _count(wanted: Wanted, listing: Listing) -> str:
    if not listing.total:
        return ""
    files = ngettext("%(num)d berkas", "%(num)d berkas", listing.total)
    files = _("lebih dari %(files)s", files=files) if listing.more else files
    return f"{files}, {list_parts.order_words(wanted.name)}"


def _empty(wanted: Wanted) -> tuple[str, str]:
    """What an empty list says, and what comes next."""
    if wanted != Wanted(wanted.name):
        return _("Tidak ada berkas seperti itu"), _("Longgarkan saringannya, atau pilih daftar lain.")
    soon = _("Muat ulang halaman ini untuk melihat berkas baru.")
    return {
        "periksa": (_("Semua sudah diperiksa"), soon),
        "saya": (_("Anda tidak memegang berkas"), _("Ambil berkas dari daftar Perlu diperiksa.")),
        "setujui": (
            _("Tidak ada yang menunggu persetujuan"),
            _("Berkas yang Anda periksa sendiri tidak muncul di sini."),
        ),
        "warga": (_("Tidak ada berkas di tangan warga"), _("Berkas yang dikembalikan muncul di sini.")),
        "dibuat": (
            _("Tidak ada yang sedang dibuat"),
            _("Berkas yang disetujui muncul di sini sampai surat dan kartunya jadi."),
        ),
        "resmi": (_("Tidak ada yang menunggu PDF resmi"), soon),
        "siap": (_("Tidak ada kartu yang menunggu diambil"), _("Kartu yang selesai dicetak muncul di sini.")),
        "selesai": (_("Belum ada yang selesai"), soon),
        LATE: (_("Tidak ada yang terlambat"), _("Berkas yang langkahnya lewat batas muncul di sini.")),
        AT_RISK: (_("Tidak ada yang dijanjikan hari ini"), _("Berkas yang janjinya jatuh hari ini muncul di sini.")),
        "ditutup": (_("Belum ada yang ditutup"), _("Berkas yang ditolak atau ditarik warga muncul di sini.")),
    }[wanted.name]
