"""The journal: searched a page at a time, its head, whether the chain still fits together, and whether a head on paper does."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from desk import event_facts, history, journal_search, room
from desk.event_facts import code
from desk.roles import SEARCHES_PEOPLE, STEERS
from frame.access import officer, open_to
from frame.pages import page
from office import clock, codes, events, once, opening
from office.applications import Application
from office.db import db, transaction
from office.errors import Refused
from office.events import Event, EventHead
from office.identity import BadInput
from office.reports.scope import BadPeriod
from office.watching import heads, lookups, search
from office.watching.lookups import Lookup
from office.watching.search import Wanted

Verdict = tuple[str, str, str]


@room.get("/jejak")
@open_to(*STEERS)
def show_journal() -> Response:
    """Show the events that the address asks for, newest first, a page at a time.

    Aborts: 404 a search for a person that is not one's own or is over; 422 what can't be looked for.
    """
    try:
        wanted, kept = journal_search.read(request.args, clock.now())
    except BadPeriod as refusal:
        return _journal_page(Wanted(), typed=request.args, errors=journal_search.errors(refusal))
    return _journal_page(wanted, kept=kept, typed=request.args, before=journal_search.number(request.args.get("sebelum", "")))


@room.post("/jejak/cari")
@open_to(*STEERS)
def search_journal() -> Response:
    """Turn what was typed into the address of what was found: no number of a document stands in one.

    Aborts: 422 what can't be looked for.
    """
    try:
        return redirect(url_for("desk.show_journal", **journal_search.address(request.form, clock.now())), 303)
    except Refused as refusal:
        return _journal_page(Wanted(), typed=request.form, errors=journal_search.errors(refusal))


@room.post("/jejak/orang")
@open_to(*SEARCHES_PEOPLE)
def search_person() -> Response:
    """Look for who has a NIK or KK, with a reason, and keep that it was looked for.

    Aborts: 422 PurposeWanted, NumberInWords, or not a NIK or KK.
    """
    at, typed = clock.now(), request.form
    box = {name: typed.get(name, "") for name in ("macam", "angka", "alasan", "keterangan")}
    try:
        with transaction():
            row = lookups.look_up(box["macam"], box["angka"], box["alasan"], box["keterangan"], officer(), at=at)
            once.spend(typed.get("once", ""), place=url_for("desk.show_journal", pencarian=row.id), at=at)
            place = url_for("desk.show_journal", pencarian=row.id)
    except (BadInput, Refused) as wrong:
        return _journal_page(Wanted(), typed=typed, errors=journal_search.errors(wrong))
    return redirect(place, 303)


@room.post("/jejak")
@open_to(*STEERS)
def check_journal() -> Response:
    """Walk the whole chain, and say whether each row still fits to the one before it."""
    broken, day = events.verify(), heads.broken()
    whole = ("good", _("Seluruh jejak utuh."), _("Sidik setiap hari yang disimpan juga masih cocok."))
    return _told(_broken(broken) if broken else _rewritten() if day else whole)


@room.post("/jejak/kertas")
@open_to(*STEERS)
def check_paper() -> Response:
    """Say whether a head on paper still fits the journal.

    Aborts: 422 what was typed can't be a head, or doesn't fit.
    """
    try:
        seq, digest = heads.read(request.form.get("baris", ""), request.form.get("sidik", ""))
    except Refused as refusal:
        return _journal_page(Wanted(), typed=request.form, errors=journal_search.errors(refusal))
    if heads.fits(seq, digest):
        return _told(_fits(seq))
    return _journal_page(Wanted(), typed=request.form, verdict=_rewritten())


def _told(verdict: Verdict) -> Response:
    kind, *sentences = verdict
    flash(" ".join(sentences), kind)
    return redirect(url_for("desk.show_journal"), 303)


def _journal_page(
    wanted: Wanted, *, kept: Lookup | None = None, typed: Any = None, before: int = 0, verdict: Verdict | None = None,
    errors: Sequence[tuple[str, str]] = (),
) -> Response:  # fmt: skip
    rows, more = ([], False) if errors else search.page(wanted, before=before)
    asked = {name: value for name in journal_search.BOXES if (value := (typed or {}).get(name, ""))}
    yesterday = opening.local_day(clock.now()) - timedelta(days=1)
    return page(
        "desk/journal.html", status=422 if errors or verdict else 200, verdict=verdict, head=db.session.get_one(EventHead, 1),
        fours=heads.fours, lines=_lines(rows), errors=list(errors), form=journal_search.form(typed or {}, dict(errors)),
        seeking=journal_search.person(typed or {}, dict(errors)) if officer().role in SEARCHES_PEOPLE else [],
        paper=journal_search.paper(typed or {}, dict(errors)), kept=kept, top=not before,
        narrowed=wanted != Wanted() or bool(errors), unknown=journal_search.unknown(),
        why=event_facts.purposes().get(kept.purpose, "") if kept else "",
        older=url_for("desk.show_journal", **asked | {"sebelum": rows[-1].seq}) if more else "",
        daily=url_for("desk.show_daily", day=yesterday.isoformat()),
    )  # fmt: skip


def _lines(rows: Sequence[Event]) -> list[dict[str, Any]]:
    subjects, files = journal_search.subjects(), _references(rows)
    about = [(subjects.get(row.subject) or code(row.subject), files.get(row.seq, row.subject_id or "")) for row in rows]
    told = zip(history.lines(rows), about, strict=True)
    return [line | {"subject": f"{name} {which}".strip()} for line, (name, which) in told]


def _references(rows: Sequence[Event]) -> dict[int, str]:
    """By row, the reference of the application that it is about."""
    ids = {row.subject_id for row in rows if row.subject == "application"}
    found = db.session.execute(sa.select(Application.id, Application.reference).where(Application.id.in_(ids)))
    names = {number: codes.fours(reference) for number, reference in found}
    return {row.seq: names[row.subject_id] for row in rows if row.subject == "application" and row.subject_id in names}


def _fits(seq: int) -> Verdict:
    return (
        "good", _("Sidik di kertas cocok dengan baris %(seq)d.", seq=seq),
        _("Jejak sampai baris itu tidak diubah sejak kertas dicetak, asalkan “Periksa seluruh jejak” juga menyatakan utuh."),
    )  # fmt: skip


def _rewritten() -> Verdict:
    return (
        "bad", _("Sidik yang pernah dicetak tidak cocok dengan jejak ini."),
        _("Periksa dulu ketikannya. Bila benar, jejak pernah ditulis ulang: simpan basis data ini dan laporkan kepada pimpinan."),
    )  # fmt: skip


def _broken(seq: int) -> Verdict:
    return (
        "bad", _("Jejak tidak cocok mulai baris %(seq)d.", seq=seq),
        _("Ada baris yang diubah, dihapus atau disisipkan. Simpan basis data ini dan laporkan kepada pimpinan."),
    )  # fmt: skip
