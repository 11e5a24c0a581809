"""Cards: the print queue, what failed and why, what lies ready and how long, and the letter while there are no blanks."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from desk import card_rows, room
from desk.card_words import blank_words, failure_words, kind_words
from desk.finding import file_of
from desk.roles import CARDS
from desk.strays import page_number, strays
from frame.access import officer, open_to
from frame.doors import doors
from frame.language import day, say
from frame.pages import download, page
from office import blanks, cards, clock, codes, once
from office.applications import processing, review, suket
from office.cards import Card, Listing, Wanted
from office.db import transaction
from office.documents.says import CannotSay, prepare
from office.errors import Refused
from office.handover import uncollected

# The lists of the page by their names in addresses.
STATES = {
    "antre": cards.QUEUED,
    "gagal": cards.QUEUED,
    "tercetak": cards.PRINTED,
    "siap": cards.READY,
    "lama": cards.READY,
}
TOGETHER = ("antre", "tercetak", "siap")


class SheetLacks(Refused):
    """The card's sheet would lack something that it must say."""

    status = 409
    message = "Lembar kerja belum bisa dibuat: %(fact)s belum ada."
    next_step = "Cetak kartunya dari sistem nasional; lembar ini tidak wajib."


@room.get("/cetak")
@open_to(*CARDS)
def print_queue() -> Response:
    """Show the cards to print, longest waiting first, then the printed ones, then those that lie ready; or one list in pages."""
    at, name = clock.now(), request.args.get("daftar", "")
    name = name if name in STATES else ""
    kind = request.args.get("jenis", "")
    kind = kind if kind in blanks.BLANKS else ""
    number = page_number() if name else 1
    lists = [_list(each, kind, number, at) for each in ((name,) if name else TOGETHER)]
    unknown = strays(("daftar", _("Daftar"), bool(name)), ("jenis", _("Jenis kartu"), bool(kind)))
    return page("desk/cards.html", lists=lists, name=name, views=_views(name, kind, at), kinds=_kinds(name, kind),
                rooms=_rooms(), lack=_lack(at), unknown=unknown)  # fmt: skip


@room.post("/kartu/<int(max=2147483647):number>/tercetak")
@open_to(*CARDS)
def mark_printed(number: int) -> Response:
    """The card came out of the printer and is right; one blank less.

    Aborts: 409 Conflict, OutOfBlanks.
    """
    at, place = clock.now(), url_for("desk.print_queue")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        cards.move(cards.find(number), cards.PRINTED, by=officer().actor, at=at)
    return redirect(place, 303)


@room.get("/kartu/<int(max=2147483647):number>/gagal-cetak")
@open_to(*CARDS)
def spoiled_form(number: int) -> Response:
    """Ask why the print failed, what the printer did, and whether the blank is lost."""
    return _spoiled_page(number)


@room.post("/kartu/<int(max=2147483647):number>/gagal-cetak")
@open_to(*CARDS)
def mark_spoiled(number: int) -> Response:
    """The print failed, for a reason, and perhaps cost a blank: counted, and the card stays in the queue.

    Aborts: 409 Conflict, OutOfBlanks; 422 FailureUnclear with what was typed.
    """
    at, place = clock.now(), url_for("desk.print_queue")
    said: dict[str, Any] = {"failure": request.form.get("sebab", ""), "note": request.form.get("catatan", ""),
                            "blank": request.form.get("blangko") != "utuh"}  # fmt: skip
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            cards.spoil(cards.find(number), by=officer().actor, at=at, **said)
    except cards.FailureUnclear as refusal:
        return _spoiled_page(number, refusal)
    return redirect(place, 303)


@room.post("/kartu/<int(max=2147483647):number>/coba-lagi")
@open_to(*CARDS)
def retry_print(number: int) -> Response:
    """The card whose print failed is tried again."""
    at, place = clock.now(), url_for("desk.print_queue")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        cards.retry(cards.find(number), by=officer().actor, at=at)
    return redirect(place, 303)


@room.post("/kartu/<int(max=2147483647):number>/suket")
@open_to(*CARDS)
def give_suket(number: int) -> Response:
    """Have the letter made that stands in for the card while there are no blanks.

    Aborts: 409 NoSuketNow, 422 CannotBeMade.
    """
    at, place = clock.now(), url_for("desk.print_queue")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        suket.give(card := cards.find(number), file_of(card), officer(), at=at)
    flash(_("Suket %(number)s sedang dibuat, lalu dikirim ke warga.", number=codes.fours(file_of(card).reference)))
    return redirect(place, 303)


@room.post("/kartu/<int(max=2147483647):number>/siap")
@open_to(*CARDS)
def mark_ready(number: int) -> Response:
    """The printed card lies at the counter; the resident is told."""
    at, place = clock.now(), url_for("desk.print_queue")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        processing.card_ready(card := cards.find(number), file_of(card), officer(), at=at)
    return redirect(place, 303)


@room.get("/kartu/<int(max=2147483647):number>/lembar")
@open_to(*CARDS)
def card_sheet(number: int) -> Response:
    """Show the sheet that goes with a card through the print room; that its holder's data were seen is noted first.

    Aborts: 409 SheetLacks.
    """
    card, at = cards.find(number), clock.now()
    with transaction():
        review.look(file_of(card), officer(), at=at, what="card")
    label = f"{codes.fours(file_of(card).reference)}-{card.result}"
    try:
        facts = prepare(card.kind, card.facts) | {"number": label, "specimen": not doors().production}
    except CannotSay as trouble:
        raise SheetLacks(fact=trouble.fact) from trouble
    return download(doors().draw(card.kind, facts), "application/pdf", f"lembar-{label}.pdf", inline=True)


def _list(name: str, kind: str, number: int, at: datetime) -> dict[str, Any]:
    """One list of the page: its lines, how many there are, and the way to the rest."""
    listing = cards.listing(_wanted(name, kind, at), number)
    lines = card_rows.rows(listing.rows, at)
    if name in ("antre", "gagal") and blanks.is_empty(suket.STANDS_IN_FOR):
        lines = card_rows.with_letters(lines, listing.rows)
    here = request.args.get("daftar", "") == name
    return {
        "name": name, "lines": lines, "total": listing.total, "page": listing.page,
        "before": _url(name, kind, number - 1) if here and number > 1 else "",
        "after": _url(name, kind, number + 1) if here and listing.has_more else "",
        "more": _more(name, kind, listing) if not here and listing.has_more else ("", ""),
    }  # fmt: skip


def _wanted(name: str, kind: str, at: datetime) -> Wanted:
    before = uncollected.since(at) if name == "lama" else None
    return Wanted(STATES[name], kind=kind, failed=name == "gagal", before=before)


def _more(name: str, kind: str, listing: Listing) -> tuple[str, str]:
    words = ngettext("Lihat %(num)d kartu", "Lihat semua %(num)d kartu", listing.total)
    return _url(name, kind), words


def _views(current: str, kind: str, at: datetime) -> list[tuple[str, str, object, bool]]:
    titles = {"": _("Semua"), "antre": _("Antre cetak"), "gagal": _("Gagal cetak"), "tercetak": _("Tercetak"),
              "siap": _("Siap diambil"), "lama": _("Belum diambil")}  # fmt: skip
    counts = {name: cards.count(_wanted(name, kind, at)) for name in STATES}
    return [(_url(name, kind), title, counts.get(name, ""), name == current) for name, title in titles.items()]


def _kinds(name: str, current: str) -> list[tuple[str, str, str, bool]]:
    every = {"": _("Semua kartu")} | kind_words()
    return [(_url(name, kind), title, "", kind == current) for kind, title in every.items()]


def _rooms() -> list[tuple[str, str, str, bool]]:
    return [
        (url_for("desk.show_pickups"), _("Pengambilan hari ini"), "", False),
        (url_for("desk.show_deliveries"), _("Kurir"), "", False),
        (url_for("desk.show_blanks"), _("Blangko"), "", False),
    ]


def _url(name: str, kind: str, number: int = 1) -> str:
    return url_for("desk.print_queue", daftar=name or None, jenis=kind or None, halaman=number if number > 1 else None)


def _lack(at: datetime) -> list[tuple[str, str]]:
    """Which blanks are gone, and what to do meanwhile."""
    found = []
    for each in blanks.supply(at):
        if not each.available:
            coming = _("Diperkirakan ada lagi %(day)s.", day=day(each.expected_on)) if each.expected_on else ""
            letter = _("Sementara itu, beri suket kepada yang menunggu KTP-el.") if each.kind == "ktp" else ""
            title = _("%(blanks)s habis menurut catatan.", blanks=blank_words()[each.kind])
            found.append((title, " ".join(filter(None, (coming, letter)))))
    return found


def _spoiled_page(number: int, refusal: Refused | None = None) -> Response:
    card: Card = cards.find(number)
    errors = {"sebab": f"{say(refusal.message)} {say(refusal.next_step)}"} if refusal else {}
    blank = [("rusak", _("Ya, blangkonya rusak")), ("utuh", _("Tidak, blangkonya masih utuh"))]
    return page(
        "desk/card_failed.html", status=refusal.status if refusal else 200, errors=errors, form=request.form,
        line=card_rows.line(card, file_of(card), clock.now()), is_queued=card.state == cards.QUEUED,
        failures=list(failure_words().items()), blank=blank, url=url_for("desk.mark_spoiled", number=number),
    )  # fmt: skip
