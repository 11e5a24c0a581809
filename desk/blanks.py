"""The cupboard with the blank cards: how many, until when, what came and went; receipts and counts."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from desk import dated, room
from desk.card_words import blank_words, movement_words
from desk.roles import STOCK, STOCK_SEEN
from desk.strays import page_number, strays
from frame.access import officer, open_to
from frame.language import day, day_hour, say
from frame.pages import page
from office import blanks, cards, clock, once, settings
from office.blanks import Forecast, Movement
from office.db import db, transaction
from office.errors import NotFound, Refused
from office.staff import Officer


@room.get("/blangko")
@open_to(*STOCK_SEEN)
def show_blanks() -> Response:
    """Show how many blanks of each kind there are, when they run out, and the ledger of one kind."""
    return _blanks_page()


@room.post("/blangko/<kind>/terima")
@open_to(*STOCK)
def receive_blanks(kind: str) -> Response:
    """Blanks came; perhaps the day of the next ones is known.

    Aborts: 404 an unknown kind; 422 BadAmount, ExpectedPast with what was typed.
    """
    at, place = clock.now(), url_for("desk.show_blanks", jenis=_known(kind))
    try:
        amount, expected = blanks.read_amount(request.form.get("jumlah", "")), _expected()
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            blanks.receive(
                kind, amount, note=request.form.get("catatan", ""), expected_on=expected, by=officer().actor, at=at
            )
    except Refused as refusal:
        return _blanks_page(kind, "terima", refusal)
    flash(_("Penerimaan dicatat."))
    return redirect(place, 303)


@room.post("/blangko/<kind>/hitung")
@open_to(*STOCK)
def count_blanks(kind: str) -> Response:
    """Somebody counted; what doesn't add up is shown and needs a reason before it is kept.

    Aborts: 404 an unknown kind; 409 StockMoved; 422 BadAmount, CountDiffers with what was typed.
    """
    at, place = clock.now(), url_for("desk.show_blanks", jenis=_known(kind))
    try:
        counted, reason = blanks.read_amount(request.form.get("hitungan", ""), low=0), request.form.get("sebab", "")
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            blanks.count(kind, counted, seen=_seen(), reason=reason, by=officer().actor, at=at)
    except Refused as refusal:
        return _blanks_page(kind, "hitung", refusal)
    flash(_("Hitungan dicatat."))
    return redirect(place, 303)


@room.post("/blangko/<kind>/perkiraan")
@open_to(*STOCK)
def expect_blanks(kind: str) -> Response:
    """Say on which day the next blanks are expected, as the public page tells it; empty: unknown.

    Aborts: 404 an unknown kind; 422 ExpectedPast or a day that isn't one.
    """
    at, place = clock.now(), url_for("desk.show_blanks", jenis=_known(kind))
    try:
        expected = _expected()
        with transaction():
            once.spend(request.form.get("once", ""), place=place, at=at)
            blanks.expect(kind, expected, by=officer().actor, at=at)
    except Refused as refusal:
        return _blanks_page(kind, "perkiraan", refusal)
    flash(_("Perkiraan disimpan."))
    return redirect(place, 303)


def _known(kind: str) -> str:
    if kind not in blanks.BLANKS:
        raise NotFound()
    return kind


def _expected() -> date | None:
    return dated.maybe_day(request.form, "perkiraan")


def _seen() -> int:
    """What the ledger said on the page that was counted from; nonsense never fits, and so asks for a new look."""
    typed = request.form.get("catatan_saat_itu", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 7 else -1


def _blanks_page(kind: str = "", form: str = "", refusal: Refused | None = None) -> Response:
    """The page; `form` of `kind` is the one that was refused, whose typed values stay."""
    at = clock.now()
    wanted, number = request.args.get("jenis", ""), page_number()
    shown = kind or (wanted if wanted in blanks.BLANKS else blanks.BLANKS[0])
    ledger, more = blanks.history(shown, number)
    people = _names({row.by_id for row in ledger if row.by_id})
    return page(
        "desk/blanks.html", status=refusal.status if refusal else 200, stocks=[_stock(each, at) for each in blanks.BLANKS],
        kind=shown, name=blank_words()[shown], stock=blanks.find(shown), form=request.form if refusal else {}, wrong=form,
        error=f"{say(refusal.message, refusal.params)} {say(refusal.next_step)}" if refusal else "",
        difference=isinstance(refusal, blanks.CountDiffers), may_change=officer().role in STOCK,
        ledger=[_movement(row, people) for row in ledger], page_number=number,
        unknown=strays(("jenis", _("Jenis blangko"), wanted in blanks.BLANKS)),
        before=url_for("desk.show_blanks", jenis=shown, halaman=number - 1) if number > 1 else "",
        after=url_for("desk.show_blanks", jenis=shown, halaman=number + 1) if more else "",
    )  # fmt: skip


def _stock(kind: str, at: datetime) -> dict[str, Any]:
    stock, level = blanks.find(kind), settings.get(f"blanks_low_{kind}", at)
    waiting = cards.queued_by_kind().get(kind, 0)
    shown: dict[str, Any] = {"kind": kind, "name": blank_words()[kind], "url": url_for("desk.show_blanks", jenis=kind),
                             "waiting": waiting, "level": level, "balance": stock.balance if stock else None}  # fmt: skip
    if stock is None:
        return shown | {"state": ("quiet", _("Belum dicatat"), None), "pace": "", "runs_out": "", "expected": ""}
    pace, runs_out = _forecast(blanks.forecast(stock, at))
    few, none = ("warn", _("Pesan sekarang"), None), ("bad", _("Habis"), None)
    state = none if not stock.balance else few if stock.balance <= level else ("good", _("Cukup"), None)
    expected = day(stock.expected_on) if stock.expected_on else _("belum diketahui")
    return shown | {"state": state, "pace": pace, "runs_out": runs_out if stock.balance else "", "expected": expected}


def _forecast(found: Forecast | None) -> tuple[str, str]:
    """The pace and the day of the last blank, in words."""
    if found is None:
        return "", _("belum bisa diperkirakan")
    pace = ngettext(
        "%(used)s dalam %(num)d hari kerja", "%(used)s dalam %(num)d hari kerja", found.days, used=found.used
    )
    return pace, day(found.runs_out) if found.runs_out else _("lebih dari setahun lagi")


def _names(ids: set[int]) -> dict[int, str]:
    return {each.id: each.name for each in db.session.scalars(sa.select(Officer).where(Officer.id.in_(ids)))}


def _movement(row: Movement, people: dict[int, str]) -> dict[str, Any]:
    return {
        "when": day_hour(row.at), "what": movement_words()[row.what], "amount": f"{row.amount:+d}", "balance": row.balance,
        "reason": row.reason, "who": people.get(row.by_id or 0, "-"),
    }  # fmt: skip
