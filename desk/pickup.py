"""Giving cards out: who comes today at which hour, and the hand-over to a person whose papers were seen."""

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import card_rows, room
from desk.card_words import check_words, relation_words
from desk.finding import file_of, find_file
from desk.roles import CARDS
from desk.strays import strays
from frame.access import officer, open_to
from frame.language import day, day_hour, say
from frame.pages import page
from office import appointments, cards, clock, codes, masks, once, opening
from office.applications import processing, review
from office.db import transaction
from office.errors import Refused
from office.handover import slots
from office.handover.slots import Slot


@room.get("/pengambilan")
@open_to(*CARDS)
def show_pickups() -> Response:
    """Show who chose a day, today's first, for collecting a card, by hour."""
    at = clock.now()
    today = opening.local_day(at)
    shown = _day(request.args.get("hari", ""), today) or today
    lines = [_slot(slot) for slot in slots.on(shown)]
    around = [(url_for("desk.show_pickups", hari=(shown + timedelta(days=step)).isoformat()), step) for step in (-1, 1)]
    unknown = strays(("hari", _("Hari"), _day(request.args.get("hari", ""), today) is not None))
    return page("desk/pickups.html", lines=lines, shown=day(shown), before=around[0][0], after=around[1][0], unknown=unknown,
                today=url_for("desk.show_pickups") if shown != today else "")  # fmt: skip


@room.get("/berkas/<reference>/serah")
@open_to(*CARDS)
def hand_over_next(reference: str) -> Response:
    """Lead to the card of a file that lies ready; to the queue when none does."""
    ready = [card for card in cards.of(find_file(reference).id) if card.state == cards.READY]
    return redirect(url_for("desk.hand_over_form", number=ready[0].id) if ready else url_for("desk.print_queue"), 303)


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
    """Give the card to a person whose name, relation and identity check are noted.

    Aborts: 409 Conflict; 422 CollectorUnclear, LetterMissing, OldCardMissing with what was typed.
    """
    at, place = clock.now(), url_for("desk.print_queue")
    try:
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            processing.hand_over(card := cards.find(number), file := file_of(card), officer(), at=at, **_collector())
            slots.close(file, by=officer().actor, at=at)
    except (cards.CollectorUnclear, cards.LetterMissing, cards.OldCardMissing) as refusal:
        return _hand_over_page(number, refusal)
    flash(_("Kartu %(number)s sudah diserahkan.", number=codes.fours(file.reference)))
    return redirect(place, 303)


def _collector() -> dict[str, Any]:
    form = request.form
    return {
        "name": form.get("nama", ""), "relation": form.get("hubungan", ""), "check": form.get("pemeriksaan", ""),
        "old_card": form.get("kartu_lama") == "1", "letter": form.get("surat_kuasa") == "1",
    }  # fmt: skip


def _hand_over_page(number: int, refusal: Refused | None = None) -> Response:
    card, at = cards.find(number), clock.now()
    application = file_of(card)
    booked = slots.of(application.id, at)
    return page(
        "desk/hand_over.html", status=refusal.status if refusal else 200, errors=_errors(refusal), form=request.form,
        line=card_rows.line(card, application, at), nik=masks.mask_nik(str(card.facts.get("nik") or "")),
        is_ready=card.state == cards.READY, damaged=processing.old_card_wanted(application),
        relations=list(relation_words().items()), checks=list(check_words().items()),
        handed_over=card.state == cards.HANDED_OVER, sent=card.state == cards.SENT, collector=card.collector_name,
        since=day_hour(card.state_since), booked=day_hour(booked.starts_at) if booked else "",
    )  # fmt: skip


def _errors(refusal: Refused | None) -> dict[str, str]:
    """What is missing in the hand-over form, by field."""
    if refusal is None:
        return {}
    box = {cards.OldCardMissing: "kartu_lama", cards.LetterMissing: "surat_kuasa"}.get(type(refusal))
    if box:
        return {box: f"{say(refusal.message)} {say(refusal.next_step)}"}
    wanted = {
        "nama": _("Tulis nama pengambil."),
        "hubungan": _("Pilih hubungannya."),
        "pemeriksaan": _("Pilih cara memeriksa."),
    }
    return {name: sentence for name, sentence in wanted.items() if not request.form.get(name, "").strip()}


def _slot(slot: Slot) -> dict[str, Any]:
    arrived = slot.appointment.state == appointments.ARRIVED
    done = ("good", _("Sudah diserahkan"), None)
    state = (
        done
        if slot.is_done
        else ("info", _("Sudah datang"), "users")
        if arrived
        else ("quiet", _("Belum datang"), None)
    )
    return {
        "hour": slot.appointment.hour, "number": codes.fours(slot.application.reference),
        "name": slot.application.subject_name, "state": state,
        "url": "" if slot.is_done else url_for("desk.hand_over_next", reference=slot.application.reference),
    }  # fmt: skip


def _day(typed: str, today: date) -> date | None:
    """The day in the address, within a year of today; None when there is none that can be read."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if abs((found - today).days) <= 366 else None
