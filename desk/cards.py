"""Cards: the print queue, what failed, what lies ready, and the hand-over to a named person."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from desk import room
from desk.finding import file_of, find_file
from desk.promises import Badge, promise, span
from desk.roles import CARDS
from frame.access import officer, open_to
from frame.doors import doors
from frame.language import day_hour, language, say
from frame.pages import download, page
from office import cards, clock, codes, masks, once
from office.applications import Application, answers_of, processing, review
from office.cards import Card
from office.db import db, transaction
from office.documents.kinds import KINDS
from office.documents.says import CannotSay, prepare
from office.errors import Refused

MOST = 200


class SheetLacks(Refused):
    """The card's sheet would lack something that it must say."""

    status = 409
    message = "Lembar kerja belum bisa dibuat: %(fact)s belum ada."
    next_step = "Cetak kartunya dari sistem nasional; lembar ini tidak wajib."


@room.get("/cetak")
@open_to(*CARDS)
def print_queue() -> Response:
    """Show the cards to print, longest waiting first, then the printed ones, then those that lie ready."""
    at = clock.now()
    states = (cards.QUEUED, cards.PRINTED, cards.READY)
    lines = {state: [_line(card, file, at) for card, file in _in_state(state)] for state in states}
    return page("desk/cards.html", queued=lines[cards.QUEUED], printed=lines[cards.PRINTED], ready=lines[cards.READY])


@room.post("/kartu/<int(max=2147483647):number>/tercetak")
@open_to(*CARDS)
def mark_printed(number: int) -> Response:
    """The card came out of the printer and is right."""
    at, place = clock.now(), url_for("desk.print_queue")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        cards.move(cards.find(number), cards.PRINTED, by=officer().actor, at=at)
    return redirect(place, 303)


@room.post("/kartu/<int(max=2147483647):number>/gagal-cetak")
@open_to(*CARDS)
def mark_spoiled(number: int) -> Response:
    """The print failed and cost a blank: counted, and the card stays in the queue."""
    at, place = clock.now(), url_for("desk.print_queue")
    with transaction():
        once.spend(request.form.get("once", ""), place=place, at=at)
        cards.spoil(cards.find(number), by=officer().actor, at=at)
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


@room.get("/berkas/<reference>/serah")
@open_to(*CARDS)
def hand_over_next(reference: str) -> Response:
    """Lead to the card of a file that lies ready; to the queue when none does."""
    ready = [card for card in cards.of(find_file(reference).id) if card.state == cards.READY]
    return redirect(url_for("desk.hand_over_form", number=ready[0].id) if ready else url_for("desk.print_queue"), 303)


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


@room.get("/kartu/<int(max=2147483647):number>/serah")
@open_to(*CARDS)
def hand_over_form(number: int) -> Response:
    """Ask who collects the card; that the holder's data were seen is noted."""
    with transaction():
        review.look(file_of(cards.find(number)), officer(), at=clock.now(), what="card")
    return _hand_over_page(number)


@room.post("/kartu/<int(max=2147483647):number>/serah")
@open_to(*CARDS)
def hand_over(number: int) -> Response:
    """Give the card to a person whose name, relation and identity check are noted."""
    at, place = clock.now(), url_for("desk.print_queue")
    given: dict[str, Any] = {"name": request.form.get("nama", ""), "relation": request.form.get("hubungan", ""),
             "check": request.form.get("pemeriksaan", ""), "old_card": request.form.get("kartu_lama") == "1"}  # fmt: skip
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            processing.hand_over(card := cards.find(number), file_of(card), officer(), at=at, **given)
    except (cards.CollectorUnclear, cards.OldCardMissing) as refusal:
        return _hand_over_page(number, refusal)
    flash(_("Kartu %(number)s sudah diserahkan.", number=codes.fours(file_of(card).reference)))
    return redirect(place, 303)


def relation_words() -> dict[str, str]:
    """Who may collect a card."""
    return {
        "sendiri": _("Pemilik kartu sendiri"),
        "keluarga": _("Keluarga dalam satu KK"),
        "kuasa": _("Orang lain, dengan surat kuasa"),
    }


def check_words() -> dict[str, str]:
    """How the collector's identity was checked."""
    return {
        "ktp": _("KTP-el"), "kk": _("Kartu Keluarga"), "paspor": _("Paspor"), "sim": _("SIM"),
        "wajah": _("Wajah sama dengan foto pada kartu"),
    }  # fmt: skip


def _hand_over_page(number: int, refusal: Refused | None = None) -> Response:
    card = cards.find(number)
    application = file_of(card)
    return page(
        "desk/hand_over.html", status=refusal.status if refusal else 200, errors=_errors(refusal), form=request.form,
        line=_line(card, application, clock.now()), nik=masks.mask_nik(str(card.facts.get("nik") or "")),
        is_ready=card.state == cards.READY, damaged=processing.old_card_wanted(application),
        relations=list(relation_words().items()), checks=list(check_words().items()),
        handed_over=card.state == cards.HANDED_OVER, collector=card.collector_name, since=day_hour(card.state_since),
    )  # fmt: skip


def _errors(refusal: Refused | None) -> dict[str, str]:
    """What is missing in the hand-over form, by field."""
    if refusal is None:
        return {}
    if isinstance(refusal, cards.OldCardMissing):
        return {"kartu_lama": f"{say(refusal.message)} {say(refusal.next_step)}"}
    wanted = {
        "nama": _("Tulis nama pengambil."),
        "hubungan": _("Pilih hubungannya."),
        "pemeriksaan": _("Pilih cara memeriksa."),
    }
    return {name: sentence for name, sentence in wanted.items() if not request.form.get(name, "").strip()}


def _line(card: Card, application: Application, at: datetime) -> dict[str, Any]:
    """One card as the lists show it."""
    badge: Badge = promise(application, at=at)
    return {
        "number": codes.fours(application.reference), "name": card.facts.get("name") or application.subject_name,
        "cause": _cause(card, application), "promise": badge,
        "waited": span(at - card.state_since), "failed": card.failed_prints,
        "sheet_url": url_for("desk.card_sheet", number=card.id),
        "printed_url": url_for("desk.mark_printed", number=card.id),
        "spoiled_url": url_for("desk.mark_spoiled", number=card.id),
        "ready_url": url_for("desk.mark_ready", number=card.id),
        "hand_over_url": url_for("desk.hand_over_form", number=card.id),
    }  # fmt: skip


def _in_state(state: str) -> list[tuple[Card, Application]]:
    found = cards.in_state(state, MOST)
    ids = {card.application_id for card in found}
    # With their answers, which say whether the card is lost or damaged.
    wanted = sa.select(Application).where(Application.id.in_(ids)).options(selectinload(Application.all_steps))
    files = {row.id: row for row in db.session.scalars(wanted)}
    return [(card, files[card.application_id]) for card in found]


def _cause(card: Card, application: Application) -> str:
    """Which card it is, and why it is made where the file says."""
    kind = KINDS[card.kind].name.in_language(language())
    why = {"rusak": _("rusak"), "hilang": _("hilang")}.get(
        str(answers_of(application).get("kejadian", {}).get("sebab"))
    )
    return f"{kind}, {why}" if why else kind
